import csv
from math import isnan
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from kpilab.analysis.pay import CLIFF, SMOOTH
from kpilab.errors import DataError, MatrixError
from kpilab.report.matrix_file import read_matrix, score_matrix
from kpilab.report.matrix_workbook import new_matrix

HEADINGS = ["KPI", "Weight", "Base", "Norm", "Target", "Fact", "Unit"]
ROWS = [["sales", 0.6, 400, 500, 550, 540, "thousand"], ["wait", 0.4, 8, 5, 4, 4, "minutes"]]


def typed(path: Path, rows: list[list[object]] | None = None, headings: list[str] = HEADINGS) -> Path:
    """A sheet that someone made without our form: two lines of other things, then a table."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "June"
    for row in ([], ["Hilltop"], headings, *(ROWS if rows is None else rows)):
        sheet.append(row)
    book.save(path)
    return path


def changed(path: Path, **cells: object) -> Path:
    """Our template, the worked example, with other inputs."""
    new_matrix(path, force=True)
    book = load_workbook(path)
    for cell, value in cells.items():
        book["Matrix"][cell] = value
    book.save(path)
    return path


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(MatrixError) as caught:
        read_matrix(path)
    assert path.name in str(caught.value)
    return caught.value.problems


def test_the_example_scores_as_in_the_storyline(tmp_path: Path) -> None:
    found = score_matrix(new_matrix(tmp_path / "m.xlsx"))
    assert (round(found.score.total, 4), found.bonus) == (0.744, pytest.approx(3440))
    assert found.file.curve == CLIFF
    assert found.pays == "It pays 57.33 % of 6,000: 3,440."


def test_inputs_are_read_and_stored_results_are_not(tmp_path: Path) -> None:
    path = changed(tmp_path / "m.xlsx", L13=99, M4=7, G4="ratio (fact ÷ plan)")
    assert round(score_matrix(path).score.total, 4) == 1.0028


def test_a_table_of_ones_own_is_found_by_its_headings(tmp_path: Path) -> None:
    found = read_matrix(typed(tmp_path / "own.xlsx"))
    assert [row.kpi for row in found.matrix.rows] == ["sales", "wait"]
    assert found.score().total == pytest.approx(0.6 * 1.16 + 0.4 * 1.2)
    assert (found.curve, found.formula, isnan(found.at_plan)) == (SMOOTH, "two_segment", True)


def test_columns_in_another_order_and_in_chinese(tmp_path: Path) -> None:
    headings = ["单位", "实际", "挑战", "计划", "底线", "权重", "指标"]
    rows = [["千元", 540, 550, 500, 400, 1, "销售额"], ["", "", "", "", "", 1, "合计"]]
    found = read_matrix(typed(tmp_path / "own.xlsx", rows, headings))
    assert [(row.kpi, row.base, row.fact) for row in found.matrix.rows] == [("销售额", 400, 540)]


def test_settings_of_ones_own_sheet_are_found_by_their_labels(tmp_path: Path) -> None:
    path = typed(tmp_path / "own.xlsx")
    book = load_workbook(path)
    book["June"]["A1"], book["June"]["B1"], book["June"]["C1"], book["June"]["D1"] = (
        "Index formula:",
        "line",
        "Bonus at plan",
        "¥6,000",
    )
    book.save(path)
    found = read_matrix(path)
    assert (found.formula, found.at_plan) == ("line", 6000)


@pytest.mark.parametrize(("text", "meant"), [("78 %", 78), ("78,5%", 78.5), ("７８", 78), ("78", 78)])
def test_numbers_typed_as_text_are_understood(text: str, meant: float, tmp_path: Path) -> None:
    assert read_matrix(changed(tmp_path / "m.xlsx", H15=text)).matrix.rows[2].fact == meant


def test_weights_that_add_up_to_a_hundred_are_one_problem(tmp_path: Path) -> None:
    rows: list[list[object]] = [["sales", 60, *ROWS[0][2:]], ["wait", 40, *ROWS[1][2:]]]
    line = "The weights add up to 100: they look like per cent; write 0.40 for 40 %."
    assert problems(typed(tmp_path / "own.xlsx", rows)) == (line,)
    rows[1][1] = None
    assert problems(typed(tmp_path / "own.xlsx", rows)) == ("June!B5: write a weight between 0 and 1.", line)
    rows[1][1] = 30
    assert len(problems(typed(tmp_path / "own.xlsx", rows))) == 3


@pytest.mark.parametrize(("text", "meant"), [("540 thousand", 540), ("540k", 540), ("54万", 540), ("540", 540)])
def test_a_level_may_carry_the_unit_of_its_row(text: str, meant: float, tmp_path: Path) -> None:
    path = typed(tmp_path / "own.xlsx", [["sales", 1, 400, 500, 550, text, "thousand"]])
    assert read_matrix(path).matrix.rows[0].fact == meant


def test_a_weight_in_percent_is_a_share(tmp_path: Path) -> None:
    found = read_matrix(typed(tmp_path / "own.xlsx", [["sales", "60 %", *ROWS[0][2:]], ["wait", "0,4", *ROWS[1][2:]]]))
    assert [row.weight for row in found.matrix.rows] == [0.6, 0.4]


def test_a_cell_formatted_as_percent_means_what_it_shows(tmp_path: Path) -> None:
    path = typed(tmp_path / "own.xlsx", [["satisfied", 1, 80, 90, 94, 0.29, "%"]])
    book = load_workbook(path)
    book["June"]["F4"].number_format = "0%"
    book.save(path)
    assert read_matrix(path).matrix.rows[0].fact == 29


def test_a_row_without_a_fact_is_read_as_missing(tmp_path: Path) -> None:
    found = read_matrix(changed(tmp_path / "m.xlsx", H15=None))
    assert isnan(found.matrix.rows[2].fact)
    assert found.score().coverage == pytest.approx(0.75)


def test_text_in_a_number_cell_names_sheet_and_cell(tmp_path: Path) -> None:
    assert problems(changed(tmp_path / "m.xlsx", H13="about 540")) == (
        "Matrix!H13: 'about 540' is not a number. Write digits, for example 1234.5 or 12.5 %.",
    )


def test_every_problem_is_listed_at_once(tmp_path: Path) -> None:
    found = problems(
        changed(tmp_path / "m.xlsx", D13=0.45, E14=60, G15=85, H16="four", A16=None, R14="new_custmers", Q13="perhaps")
    )
    text = "\n".join(found)
    for part in (
        "Matrix, line 14, New members: base and norm are both 60",
        "Matrix, line 15, Satisfied customers: the target 85 is on the wrong side",
        "Matrix!H16: 'four' is not a number",
        "Matrix!A16: write the KPI's name",
        "Matrix!R14: No KPI 'new_custmers'. Did you mean 'new_customers'",
        "Matrix!Q13: says 'perhaps'; write yes or no.",
        "the weights add up to 1.05 and not to 1",
    ):
        assert part in text
    assert len(found) == 7


def test_an_unreadable_row_raises_no_second_complaint(tmp_path: Path) -> None:
    assert len(problems(changed(tmp_path / "m.xlsx", E13="low", D13="much"))) == 2
    assert problems(changed(tmp_path / "m.xlsx", D13=None)) == ("Matrix!D13: write a weight between 0 and 1.",)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"D13": 40}, "the weight is 40"),
        ({"A14": "Net sales"}, "Matrix!A14: Net sales stands in line 13 already"),
        ({"H15": 0.78}, "Matrix!H15: Is this per cent? Write 78 and not 0.78."),
        ({"G13": None}, "Net sales: the two-segment formula needs a target"),
        ({"E13": None}, "line 13, Net sales: the base is missing"),
        ({"F13": None}, "line 13, Net sales: the norm is missing"),
        ({"I15": 0}, "the number of survey answers is 0"),
        ({"P13": -1}, "the tolerance is -1"),
        ({"G4": "two segments"}, "Matrix!G4: No formula 'two segments'. Did you mean 'two-segment'"),
        ({"G5": "be kind"}, "Matrix!G5: No rule below base 'be kind'."),
        ({"G6": 0.9}, "Index at the target: it is 0.9 and must be above 1."),
        ({"B8": "six thousand"}, "Matrix!B8: 'six thousand' is not a number"),
        ({"H13": True}, "Matrix!H13: 'True' is not a number"),
        ({"H13": "#DIV/0!"}, "Matrix!H13: holds the error #DIV/0!"),
        ({"H13": "=Sales!B4"}, "Matrix!H13: holds a formula without a stored result"),
    ],
)
def test_each_mistake_is_named(cells: dict[str, object], said: str, tmp_path: Path) -> None:
    assert said in "\n".join(problems(changed(tmp_path / "m.xlsx", **cells)))


def test_a_pay_curve_that_falls_is_named(tmp_path: Path) -> None:
    path = new_matrix(tmp_path / "m.xlsx")
    book = load_workbook(path)
    book["Pay curve"]["B10"] = 0.2
    book.save(path)
    assert problems(path) == ("Pay curve!A8:A13: A pay curve never pays less for a higher total.",)


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    assert "there is no row" in problems(typed(tmp_path / "own.xlsx", []))[0]


def test_a_missing_sheet_lists_those_there_are(tmp_path: Path) -> None:
    path = new_matrix(tmp_path / "m.xlsx")
    book = load_workbook(path)
    del book["Matrix"]
    book.save(path)
    with pytest.raises(DataError, match=r"no sheet with a KPI matrix.*Its sheets are: Pay curve, How to fill it in"):
        read_matrix(path)


def test_what_is_no_workbook_is_said_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no file"):
        read_matrix(tmp_path / "none.xlsx")
    with pytest.raises(DataError, match="There is no file"):
        read_matrix(tmp_path)
    with (tmp_path / "m.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *ROWS])
    (tmp_path / "old.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with ZipFile(tmp_path / "zip.xlsx", "w") as other:
        other.writestr("readme.txt", "not a workbook")
    whole = new_matrix(tmp_path / "whole.xlsx").read_bytes()
    (tmp_path / "half.xlsx").write_bytes(whole[: len(whole) // 2])
    with ZipFile(tmp_path / "broken.xlsx", "w") as broken, ZipFile(tmp_path / "whole.xlsx") as book:
        for name in book.namelist():
            broken.writestr(name, b"<workbook" if name == "xl/workbook.xml" else book.read(name))
    for name in ("m.csv", "old.xlsx", "zip.xlsx", "half.xlsx", "broken.xlsx"):
        with pytest.raises(DataError, match="is not an Excel workbook"):
            read_matrix(tmp_path / name)
