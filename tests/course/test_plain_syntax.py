import pytest

from kpilab.course.plain_errors import Scene, explain


def _told(source: str) -> str:
    with pytest.raises(SyntaxError) as caught:
        compile(source, "<cell>", "exec")
    return explain(caught.value, Scene(source=source)).text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("name = 'Chen", "no closing quote"),
        ("total = (1 + 2", "opened and never closed"),
        ("total = 1 + 2)", "one closing bracket too many"),
        ("rows = [1 2]", "A comma is missing"),
        ("if total = 3:\n    pass", "two, ==, ask"),
        ("for row in rows\n    pass", "A colon : is missing"),
        ("  total = 3", "Begin it at the left edge"),
        ("for row in rows:\npass", "four spaces"),
        ("0.4 = index", "to the right: index = 0.4"),
        ("sales = 12kg", "without its unit"),
        ("day = 07", "write 7, not 07"),
        ("index = 40 %", '"40 %"'),
        ("print 'x'", "print(…)"),
        ("total = max(1， 2)", "the plain one: ,"),
        ("total = max（1, 2)", "the plain one: ("),
        ("name = “Chen”", 'the plain one: "'),
        ("total = 3 € 4", "does not read: €"),
        ("total total", "Look for a missing quote"),
    ],
)
def test_a_cell_that_python_cannot_read_is_told_where_and_why(source: str, expected: str) -> None:
    told = _told(source)
    assert expected in told
    assert "Line " in told or "line " in told
