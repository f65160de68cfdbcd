"""“Hang three, then live with them”, as a person plays it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as w
import pytest

from kpilab.chapters.c01_why_kpis import board
from kpilab.chapters.c01_why_kpis.board import Hung
from kpilab.chapters.c01_why_kpis.widget import hang_three
from kpilab.course.desk import desk
from kpilab.errors import DataError

BEST = ("satisfied", "discount", "profit")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    (tmp_path / ".kpilab").mkdir()
    monkeypatch.setenv("KPILAB_WORKSPACE", str(tmp_path))


def within(made: Any) -> Iterator[Any]:
    yield made
    for child in getattr(made, "children", ()):
        yield from within(child)


def shown(view: Any) -> str:
    return "\n".join(one.value for one in within(view) if isinstance(one, w.HTML) and one.layout.display != "none")


def press(view: Any, label: str) -> None:
    next(one for one in within(view) if isinstance(one, w.Button) and one.description == label).click()


def hang(view: Any, *numbers: str, reason: str = "They speak early.") -> None:
    boxes = [one for one in within(view) if isinstance(one, w.Checkbox)]
    texts = dict(board.options())
    for box in boxes:
        box.value = box.description in {texts[number] for number in numbers}
    next(one for one in within(view) if isinstance(one, w.Textarea)).value = reason
    next(one for one in within(view) if isinstance(one, w.RadioButtons)).value = "sure"
    press(view, "Hang them")


def test_three_numbers_a_reason_and_a_confidence_are_asked_for():
    view = hang_three().view()
    hang(view, "sales", "profit", reason=" ")
    assert "2 are chosen" in shown(view)
    assert "one sentence why" in shown(view)
    assert desk().events("decision", "1.wall") == ()


def test_the_months_show_what_hangs_there_and_nothing_else():
    view = hang_three().view()
    hang(view, "visitors", "members", "sales")
    press(view, "Live July")
    assert "2,620" in shown(view)
    assert "Nobody does anything" in shown(view)
    assert "78" not in shown(view).split("<tbody>")[1]
    press(view, "Live August")
    assert "advisers" not in shown(view)
    assert desk().events("decision", "1.wall")[-1].data["played"] == 2


def test_the_end_tells_what_went_wrong_and_who_found_it():
    view = hang_three().view()
    hang(view, *BEST)
    for month in ("July", "August", "September", "October", "November", "December"):
        press(view, f"Live {month}")
    said = shown(view)
    assert "Yours is the best there is" in said
    assert "From July on two advisers are missing on the floor. Found at the end of July" in said
    assert "From September on the supplier charges more for the same goods. Found at the end of September" in said
    assert "Before July you wrote: “They speak early.”" in said
    press(view, "Take them down and hang three others")
    assert "Yours is the best" not in shown(view)


def test_a_wall_that_earns_less_than_none_is_told_so():
    told = board.verdict(Hung(("visitors", "members", "sales"), "We always had them.", "sure", 6)).text()
    assert "less than one that looked at nothing" in told
    assert "What many walls show" in told
    assert "your wall read: Visitors at the door 2,880; New members 70; Net sales 518." in told
    assert "Nobody found it." in told


def test_a_wall_that_nobody_listed_hears_of_the_best_one():
    told = board.verdict(Hung(("back", "visitors", "wait"), "Why not.", "guess", 6)).text()
    assert "Why the best wall is best. Two that speak early" in told
    assert "Why yours went as it did." not in told


def test_who_looks_where_another_has_found_the_cause_finds_the_same():
    october = board.months(Hung(("satisfied", "shelf", "sales"), "Early and true.", "sure", 4)).rows[-1][-1]
    assert "Satisfied customers: the owner looks, and finds that the bestseller is missing from the shelf." in october
    assert october.endswith("Bestsellers on the shelf: the owner looks, and finds the same.")


def test_what_was_hung_hangs_there_again_with_the_months_lived():
    desk().record("decision", "1.wall", Hung(BEST, "They speak.", "fairly", 2).as_data())
    text = hang_three().text
    assert "August" in text
    assert "September |" not in text
    assert "Had nothing gone wrong" not in text


def test_what_cannot_be_read_is_an_empty_wall():
    desk().record("decision", "1.wall", {"wall": ["sales"], "reason": "", "confidence": "sure", "played": 0})
    assert "end of |" not in hang_three().text
    with pytest.raises(DataError, match="hang three numbers again"):
        Hung.from_data({"wall": ["sales"] * 3})


def test_hanging_too_few_is_refused_with_what_is_missing():
    with pytest.raises(DataError, match="three numbers"):
        board.hang(("sales",), "Why.", "sure")
