"""“Share it out, then live with it”, as a person presses it."""

from __future__ import annotations

import ipywidgets as w
import pytest

from kpilab.chapters.c05_cascading_plans.desk import STEPS, Desk
from kpilab.chapters.c05_cascading_plans.widget import share_it_out
from kpilab.course.desk import desk
from kpilab.errors import DataError


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    (tmp_path / ".kpilab").mkdir()
    monkeypatch.setenv("KPILAB_WORKSPACE", str(tmp_path))


def parts(made, kind):
    found = [made] if isinstance(made, kind) else []
    return found + [one for child in getattr(made, "children", ()) for one in parts(child, kind)]


def shown(made):
    if made.layout.display == "none" or "kpilab-style" in made._dom_classes:
        return ""
    own = made.value if isinstance(made, w.HTML) else ""
    return own + "\n".join(shown(child) for child in getattr(made, "children", ()))


def press(view, label):
    next(one for one in parts(view, w.Button) if one.description == label).click()


def signed(view):
    parts(view, w.Textarea)[0].value = "It fits the days."
    parts(view, w.RadioButtons)[0].value = "fairly"
    press(view, "Sign it for the quarter")


def test_weights_always_sum_to_all() -> None:
    now = Desk()
    for which, weight in ((0, 20), (1, 7), (2, 0), (0, 0), (1, 13)):
        now = now.weigh(which, weight)
        assert sum(now.weights) == STEPS
        assert now.weights[which] == weight
    assert Desk((20, 0, 0)).weigh(0, 10).weights == (10, 5, 5)


def test_a_moved_slider_moves_the_plans() -> None:
    view = share_it_out().view()
    history, capacity, potential = parts(view, w.IntSlider)
    history.value = 100
    assert (capacity.value, potential.value) == (0, 0)
    assert "1,440.0" in shown(view)


def test_a_split_is_signed_only_with_a_reason() -> None:
    view = share_it_out().view()
    press(view, "Sign it for the quarter")
    assert "one sentence why" in shown(view)
    assert desk().events("decision") == ()


def test_the_quarter_is_lived_and_somebody_comes() -> None:
    view = share_it_out().view()
    signed(view)
    assert "can be sold" not in shown(view)
    press(view, "Live October")
    assert "Lin stands in the door" in shown(view)
    press(view, "Say it")
    assert "Choose what you say." in shown(view)
    parts(view, w.RadioButtons)[1].value = "version"
    press(view, "Say it")
    assert "Version 2, from November: Lin 206 thousand less" in shown(view)
    assert "64 thousand fit nobody" in shown(view)
    press(view, "Live November")
    assert "Lin 1,240" not in shown(view)
    press(view, "Live December")
    assert "Lin 1,240, Bao 1,170" in shown(view)
    assert "4,616" in shown(view)
    assert "It fits the days." in shown(view)
    press(view, "Share it out again")
    assert not parts(view, w.IntSlider)[0].disabled
    assert "Lin 1,240" not in shown(view)


def test_a_split_that_was_signed_lies_there_again() -> None:
    view = share_it_out().view()
    signed(view)
    press(view, "Live October")
    again = share_it_out()
    assert "October: gives up" in again.text
    assert "Lin stands in the door" in shown(again.view())
    desk().record("decision", "5.split", {"weights": [1, 2, 3]})
    assert "October" not in share_it_out().text


def test_the_stored_page_shows_the_plans_and_no_reach() -> None:
    bundle = share_it_out()
    assert "1,334.6" in bundle.text
    assert "<table" in bundle.still
    assert "1,170" not in bundle.text


@pytest.mark.parametrize("talk", ["tough", "explain", "promise", "version", "lower"])
def test_whatever_is_said_leads_somewhere(talk: str) -> None:
    view = share_it_out().view()
    parts(view, w.IntSlider)[1].value = 100
    signed(view)
    press(view, "Live October")
    assert "Yu stands in the door" in shown(view)
    parts(view, w.RadioButtons)[1].value = talk
    press(view, "Say it")
    press(view, "Live November")
    press(view, "Live December")
    assert "all five near their reach" in shown(view)
    assert "Under 90% they sell what the plan needs" in shown(view)


def test_no_word_of_the_rule_before_the_quarter_is_over() -> None:
    view = share_it_out().view()
    signed(view)
    press(view, "Live October")
    assert "90%" not in shown(view).split("October", 1)[1]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"weights": [10, 10, 10], "reason": "", "confidence": "", "played": 0, "talk": ""},
        {"weights": [20, 0, 0], "reason": "", "confidence": "", "played": 9, "talk": ""},
        {"weights": [20, 0, 0], "reason": "", "confidence": "", "played": 2, "talk": ""},
        {"weights": [20, 0, 0], "reason": "", "confidence": "", "played": 1, "talk": "shout"},
    ],
)
def test_what_cannot_be_read_is_told(data) -> None:
    with pytest.raises(DataError, match="sign again"):
        Desk.from_data(data)
