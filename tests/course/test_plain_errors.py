import pandas as pd
import pytest

from kpilab.course.plain_errors import Scene, explain
from kpilab.errors import KpilabError


def _caught(source: str, **names: object) -> BaseException:
    try:
        exec(compile(source, "<cell>", "exec"), dict(names))
    except BaseException as error:
        return error
    raise AssertionError("the cell ran without an error")


def _told(source: str, **names: object) -> str:
    scene = Scene(source=source, known=("net_sales", "round", *names))
    return explain(_caught(source, **names), scene).text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("net_sale", "Did you mean 'net_sales'?"),
        ("Round(2.5)", "Did you mean 'round'?"),
        ("index = true", "Did you mean 'True'?"),
        ("store = Riverside", 'put it in quotes: "Riverside"'),
        ("1 / 0", "divided by zero"),
        ("'12' + 3", "A text and a number do not go together"),
        ("3 + '12'", "A text and a number do not go together"),
        ("3 > '12'", "A text and a number do not go together"),
        ("3 + ...", "Your answer is still three dots"),
        ("3 + None", "empty (None)"),
        ("rate = 2\nrate(3 + 4)", "Between a number and a bracket Python needs a sign"),
        ("round()", "Something is missing between the brackets"),
        ("sorted([], rvrse=True)", "'rvrse' is not known"),
        ("float('12,5')", "'12,5' cannot be read as a number"),
        ("int('twelve')", "'twelve' cannot be read as a number"),
        ("[1, 2][2]", "the last is [-1]"),
        ("{'norm': 60}['nrom']", "nothing called 'nrom'"),
        ("open('no/such/file.csv')", "There is no file 'no/such/file.csv'"),
        ("import kpilba", "There is no package 'kpilba'"),
        ("from math import squareroot", "'math' has nothing called 'squareroot'"),
        ("'a'.uper()", "Did you mean 'upper'?"),
        ("None.round()", "nothing here to take 'round' from"),
        ("raise KeyboardInterrupt", "You stopped this cell"),
        ("raise MemoryError", "no memory left"),
        ("raise RuntimeError('odd')", "It said: RuntimeError: odd"),
    ],
)
def test_an_error_has_its_plain_sentence(source: str, expected: str) -> None:
    assert expected in _told(source)


def test_the_pointer_stands_under_the_place() -> None:
    explanation = explain(_caught("a = 3\nb = 4 5"), Scene(source="a = 3\nb = 4 5"))
    line, mark = explanation.pointer.splitlines()
    assert line == "Line 2:  b = 4 5"
    assert line[mark.index("^")] == "5"


def test_a_skipped_setup_cell_is_named_before_a_near_name() -> None:
    scene = Scene(source="check", known=("checks",), setup=("check",))
    assert "first grey cell" in explain(_caught("check"), scene).text


def test_a_skipped_cell_above_is_named() -> None:
    assert "Run All Above" in explain(_caught("stores"), Scene(source="stores", cells=("stores",))).text


def test_a_name_that_only_a_cell_below_makes_is_not_suggested() -> None:
    assert "Did you mean" not in explain(_caught("net_sale"), Scene(source="net_sale", known=("plan",))).text
    above = Scene(source="net_sale", known=("plan",), cells=("net_sales",))
    assert "Did you mean 'net_sales'?" in explain(_caught("net_sale"), above).text


def test_an_answer_that_was_renamed_hears_how_its_line_begins() -> None:
    source = 'check("0.1", share)'
    scene = Scene(source=source, known=("month", "shares", "hash"))
    told = explain(_caught(source, check=print), scene).text
    assert "or it was renamed: the line must begin with share =" in told
    assert "There is a 'shares' now." in told
    assert "There is a" not in explain(_caught(source, check=print), Scene(source=source, known=("hash",))).text


def test_a_misspelt_column_hears_the_nearest_and_all_there_are() -> None:
    told = _told("frame['Net sale']", frame=pd.DataFrame({"net_sales": [1], "store": ["Hilltop"]}))
    assert "The table has no column 'Net sale'" in told
    assert "Did you mean 'net_sales'?" in told
    assert "net_sales, store" in told


def test_the_line_of_an_error_is_shown() -> None:
    scene = Scene(source="total = 0\nshare = 3 / total", line=2)
    assert explain(ZeroDivisionError(), scene).pointer == "Line 2:  share = 3 / total"


def test_an_error_of_ours_speaks_for_itself() -> None:
    assert explain(KpilabError("No KPI 'x'.\nTry 'y'.")).message.paragraphs == ("Try 'y'.",)
