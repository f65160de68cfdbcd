from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from kpilab import i18n
from kpilab.analysis.pay import CLIFF, PayCurve
from kpilab.analysis.scorecard import FORMULAS, Matrix, Row
from kpilab.catalogue import role, roles
from kpilab.errors import DataError, MatrixError, UnknownName
from kpilab.report.matrix_file import read_matrix
from kpilab.report.matrix_form import RULES, MatrixFile
from kpilab.report.matrix_workbook import example_matrix, new_matrix, role_matrix, write_matrix

METHODS = Matrix(
    (
        Row("revenue", 0.35, 800, 1000, 1150, 1060),
        Row("new customers", 0.20, 20, 30, 36, 27),
        Row("repurchase", 0.15, 18, 24, 28, 25.2),
        Row("CSAT top-2", 0.15, 80, 88, 92, 79, "%", sample=60),
        Row("first response", 0.10, 12, 6, 4, 5),
        Row("complaints", 0.05, 2.0, 1.2, 0.8, 1.5),
    )
)


def test_stored_values_read_right_before_any_recalculation(tmp_path: Path) -> None:
    sheet = load_workbook(write_matrix(tmp_path / "m.xlsx", example_matrix()), data_only=True)["Matrix"]
    assert [sheet[f"L{line}"].value for line in (13, 14, 15, 16)] == pytest.approx([1.16, 0.5, 0, 1.2])
    assert [sheet[f"K{line}"].value for line in (13, 14, 15, 16)] == pytest.approx([1.08, 50 / 60, 78 / 90, 1.25])
    assert [sheet[f"N{line}"].value for line in (13, 14, 15, 16)] == [
        "plan met",
        "under plan",
        "below base",
        "target reached",
    ]
    assert [sheet[cell].value for cell in ("M4", "M5", "M7")] == pytest.approx([0.744, 1, 3440])
    assert sheet["A10"].value == "Weights add up to 1.00 — OK"
    assert sheet["O15"].value == (
        "Dead zone: a repair that ends at the base adds nothing to the total. "
        "50 answers: luck alone could put the true share anywhere from 65 to 87 %."
    )


def test_the_storylines_four_totals_and_bonuses_stand_on_the_comparison(tmp_path: Path) -> None:
    sheet = load_workbook(write_matrix(tmp_path / "m.xlsx", example_matrix()), data_only=True)["All formulas"]
    assert [round(sheet[f"{column}21"].value, 4) for column in "EFGH"] == [1.0028, 0.81, 0.76, 0.744]
    assert [round(sheet[f"{column}24"].value) for column in "EFGH"] == [6051, 4100, 3600, 3440]


def test_the_worked_example_of_six_rows(tmp_path: Path) -> None:
    path = write_matrix(tmp_path / "m.xlsx", MatrixFile(METHODS, curve=CLIFF, at_plan=100))
    sheet = load_workbook(path, data_only=True)["All formulas"]
    assert [round(sheet[f"{column}21"].value, 4) for column in "EFGH"] == [1.0032, 0.9042, 0.8879, 0.8183]
    assert [round(sheet[f"{column}24"].value, 2) for column in "EFGH"] == [100.95, 84.03, 81.32, 69.71]


@pytest.mark.parametrize(("formula", "rule"), [*zip(FORMULAS, RULES, strict=False), ("two_segment", RULES[-1])])
def test_what_is_written_is_what_is_read(formula: str, rule: str | None, tmp_path: Path) -> None:
    rows = (*METHODS.rows[:5], Row("cover", 0.05, norm=30, tolerance=10, fact=43, unit="days", gated=False, owner="Li"))
    file = MatrixFile(
        Matrix(rows),
        formula,
        rule,
        PayCurve(((0.5, 0.1), (1, 1)), 0.05),
        4321.5,
        "¥",
        "North",
        "Chen",
        "Ma",
        "May",
        1.3,
        0.5,
    )  # type: ignore[arg-type]
    path = write_matrix(tmp_path / "m.xlsx", file)
    assert read_matrix(path) == replace(file, path=str(path))


@pytest.mark.parametrize("name", [role.id for role in roles()])
def test_each_role_is_a_template_without_facts(name: str, tmp_path: Path) -> None:
    path = new_matrix(tmp_path / "m.xlsx", name)
    found = read_matrix(path)
    assert [row.kpi_id for row in found.matrix.rows] == [row.kpi for row in role(name).rows]
    assert found.score().coverage == 0
    sheet = load_workbook(path, data_only=True)["Matrix"]
    assert (sheet["M4"].value, sheet["K8"].value) == (None, "No result yet: no row has a fact.")


def test_without_a_role_it_is_the_worked_example(tmp_path: Path) -> None:
    assert read_matrix(new_matrix(tmp_path / "m.xlsx")).score().total == pytest.approx(0.744)


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_text("mine")
    with pytest.raises(DataError, match="is there already and was left as it is"):
        new_matrix(path)
    assert path.read_text() == "mine"
    new_matrix(path, force=True)
    assert read_matrix(path).score().coverage == 1


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"does not end in \.xlsx"):
        new_matrix(tmp_path / "m.csv")
    with pytest.raises(DataError, match="There is no folder"):
        new_matrix(tmp_path / "none" / "m.xlsx")
    with pytest.raises(UnknownName, match="Did you mean 'store_manager'"):
        new_matrix(tmp_path / "m.xlsx", "store_manger")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(DataError, match="cannot be written"):
        new_matrix(tmp_path / "folder.xlsx", force=True)


def test_a_matrix_that_does_not_fit_the_form_is_refused(tmp_path: Path) -> None:
    steps = PayCurve(tuple((i / 10, i / 10) for i in range(7)))
    with pytest.raises(MatrixError, match="room for six points"):
        write_matrix(tmp_path / "m.xlsx", replace(example_matrix(), curve=steps))
    with pytest.raises(MatrixError, match=r"Write 78 and not 0\.78"):
        write_matrix(tmp_path / "m.xlsx", MatrixFile(Matrix((Row("csat", 1, 80, 90, 94, 0.78, "%"),))))


def test_inputs_are_open_and_formulas_are_locked_without_a_password(tmp_path: Path) -> None:
    book = load_workbook(write_matrix(tmp_path / "m.xlsx", example_matrix()))
    sheet = book["Matrix"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    cells = {cell.coordinate: cell for row in sheet.iter_rows(min_row=4, max_row=20) for cell in row}
    assert all(cell.protection.locked for cell in cells.values() if cell.data_type == "f")
    assert not any(cells[f"{column}{line}"].protection.locked for column in "ABCDEFGHIPQR" for line in range(13, 21))
    assert not any(
        cells[cell].protection.locked for cell in ("B4", "B5", "B6", "B7", "B8", "C8", "G4", "G5", "G6", "G7")
    )


def test_lists_checks_names_and_print_areas_are_there(tmp_path: Path) -> None:
    book = load_workbook(write_matrix(tmp_path / "m.xlsx", example_matrix()))
    assert book.sheetnames[:5] == ["Matrix", "Pay curve", "How to fill it in", "Agreement", "Change log"]
    lists = {
        str(rule.sqref): rule.formula1 for rule in book["Matrix"].data_validations.dataValidation if rule.type == "list"
    }
    assert (lists["G4"], lists["G5"]) == ("formula_names", "rule_names")
    prompts = [rule.prompt for rule in book["Matrix"].data_validations.dataValidation if rule.prompt]
    assert any("All weights together make 1." in prompt for prompt in prompts)
    assert {"matrix_total", "matrix_formula", "matrix_rows", "pay_totals"} <= set(book.defined_names)
    assert book["Agreement"].print_area
    assert book["Agreement"].page_setup.fitToHeight is None or book["Agreement"].page_setup.fitToHeight == 1
    assert book["Words"].sheet_state == "hidden"


def test_the_agreement_names_formula_rule_people_levels_and_pay(tmp_path: Path) -> None:
    sheet = load_workbook(write_matrix(tmp_path / "m.xlsx", example_matrix()), data_only=True)["Agreement"]
    said = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for text in ("two-segment", "below base: counts 0", "Chen", "Regional manager", "May", "Net sales", 550, 6000, 1.6):
        assert text in said
    assert "Levels and rules change forward only, in writing, with a reason. A closed month stays closed." in said


def test_only_functions_that_excel_2010_knows(tmp_path: Path) -> None:
    with ZipFile(write_matrix(tmp_path / "m.xlsx", example_matrix())) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
    assert "_xlfn" not in text
    assert "{" not in "".join(part.split("</f>")[0] for part in text.split("<f>")[1:]).replace('"{', "").replace(
        '}"', ""
    )


def test_the_charts_describe_themselves(tmp_path: Path) -> None:
    with ZipFile(write_matrix(tmp_path / "m.xlsx", example_matrix())) as book:
        drawings = "".join(book.read(name).decode() for name in book.namelist() if "drawings/drawing" in name)
    assert "with a line at 1, the plan" in drawings


def test_in_another_language_every_word_is_translated_and_the_file_reads_back(tmp_path: Path) -> None:
    i18n.set_language(i18n.PSEUDO)
    try:
        path = write_matrix(tmp_path / "m.xlsx", replace(example_matrix(), formula="line", below_base="gate"))
        texts = [
            cell.value
            for sheet in load_workbook(path, data_only=True).worksheets
            if sheet.sheet_state == "visible"
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and any(letter.isalpha() for letter in cell.value)
        ]
    finally:
        i18n.set_language("en")
    plain = {text for text in texts if "⟦" not in text} - {"new_customers", "#N/A"}
    assert plain <= {row.kpi_id for row in example_matrix().matrix.rows}
    found = read_matrix(path)
    assert (found.formula, found.below_base) == ("line", "gate")


def test_a_role_in_chinese_has_chinese_rows() -> None:
    i18n.set_language("zh_CN")
    try:
        assert role_matrix(role("store_manager")).matrix.rows[1].kpi == "新会员数"
    finally:
        i18n.set_language("en")
