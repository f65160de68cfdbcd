import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets as w
import pytest

from kpilab.chapters.c00_start_here import widget
from kpilab.course import quiz
from kpilab.course.desk import desk
from kpilab.widgets.bundle import Bundle


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".kpilab").mkdir()
    monkeypatch.setenv("KPILAB_WORKSPACE", str(tmp_path))
    some = tuple(one for one in widget.chapters() if one.number in (0, 4))
    monkeypatch.setattr(widget, "chapters", lambda: some)  # what is open today, however many chapters there are
    return tmp_path


def _within(made: Any) -> Iterator[Any]:
    yield made
    for child in getattr(made, "children", ()):
        yield from _within(child)


def _shown(view: Any) -> str:
    return "\n".join(one.value for one in _within(view) if isinstance(one, w.HTML))


def _press(bundle: Bundle, *picked: str) -> str:
    """What a box shows after its options were picked, group by group, and its button pressed."""
    view = bundle.view()
    for group, key in zip((one for one in _within(view) if isinstance(one, w.RadioButtons)), picked, strict=False):
        group.value = key
    next(one for one in _within(view) if isinstance(one, w.Button)).click()
    return _shown(view)


def _answer_all(right: bool) -> None:
    keys = {"what-for": "b", "half-way": "b", "margin": "c", "mean-of-rates": "b", "counted-twice": "c", "noise": "c"}
    for question, key in keys.items():
        desk().record("quiz", f"00.{question}", {"key": key if right else "d"})


def test_no_idea_yet_is_an_answer_that_nobody_holds_against_you() -> None:
    [deck] = [one for one in [quiz("00", 1)] if isinstance(one, Bundle)]
    shown = _press(deck, "d", "sure")
    assert "Chapter 1 begins there." in shown
    assert "kpilab-message kpilab-info" in shown
    assert "You were sure" not in shown
    assert desk().events("quiz")[-1].data["confidence"] is None


def test_progress_is_shown_on_the_press_of_a_button() -> None:
    assert "0.1 Type an answer" not in _press(widget.my_progress())
    desk().record("hint", "0.1", {"step": 1})
    assert "0.1" in _press(widget.my_progress())


def test_the_data_are_put_into_excel_on_the_press_of_a_button(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpilab.data.excel.write_workbook", lambda _tables, path, *, name: path)
    shown = _press(widget.data_in_excel())
    assert str(workspace / "data/retail_chain.xlsx") in shown
    assert "<a " not in shown
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    assert '<a href="/files/data/retail_chain.xlsx?download=1" download' in _press(widget.data_in_excel())
    monkeypatch.setenv("KPILAB_WORKSPACE", "")
    assert "kpilab start" in _press(widget.data_in_excel())


def test_role_path_and_time_are_kept_and_the_way_is_shown() -> None:
    shown = _press(widget.choose_path(), "salesperson", "own", "60")
    today, pace, coming = re.findall(r"<p>(.*?)</p>", shown)
    assert today == "Open today: chapter 4, The KPI matrix, 40 minutes."
    assert pace == "At your pace that is about 1 week."  # 40 minutes of 60 a week
    assert coming.startswith("Still to come on “The salesperson&#x27;s path”: 1 Why KPIs · ")
    settings = desk().settings
    assert (settings.role, settings.path, settings.minutes) == ("salesperson", "salesperson", 60)
    assert desk().events("role")[-1].data["minutes"] == 60


def test_a_path_of_a_given_length_is_not_stretched_over_weeks() -> None:
    shown = _press(widget.choose_path(), "salesperson", "one_day", "60")
    assert "Open today: chapter 4, The KPI matrix, 70 minutes." in shown
    assert "week" not in re.findall(r"<p>(.*?)</p>", shown)[1]


def test_a_path_of_which_nothing_is_open_says_so_and_names_what_is() -> None:
    shown = _press(widget.choose_path(), "salesperson", "one_day_promotion", "60")
    assert (
        "Nothing of “One day: a big promotion” is open yet. Beside it, this is open today: chapter 4, The KPI matrix"
        in shown
    )


def test_a_path_that_was_chosen_is_shown_at_once_when_the_page_is_opened_again() -> None:
    assert "Open today" not in _shown(widget.choose_path().view())
    _press(widget.choose_path(), "salesperson", "own", "60")
    again = widget.choose_path()
    for shown in (_shown(again.view()), again.still, again.text):
        assert "Open today: chapter 4, The KPI matrix, 40 minutes." in shown


def test_in_the_course_an_open_chapter_is_a_link_behind_the_same_door(monkeypatch: pytest.MonkeyPatch) -> None:
    _answer_all(True)
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    assert '<a href="/lab/tree/lessons/04_kpi_matrix.ipynb"' in _press(widget.choose_path(), "salesperson", "own", "60")
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    assert '<a href="/voila/render/.kpilab/pages/exercises/04_kpi_matrix.ipynb"' in _press(widget.where_to_start())


def test_an_unfinished_choice_is_asked_for() -> None:
    assert "Choose one answer in each of the three groups" in _press(widget.choose_path(), "salesperson")
    assert desk().events("role") == ()


def test_the_place_to_start_needs_answers_first() -> None:
    assert "Answer the six questions" in _press(widget.where_to_start())


@pytest.mark.parametrize(("right", "expected"), [(True, "try the exercises"), (False, "the lesson first")])
def test_the_place_to_start_follows_from_the_answers(right: bool, expected: str) -> None:
    _answer_all(right)
    shown = _press(widget.where_to_start())
    assert "Begin with chapter 4, The KPI matrix" in shown
    assert expected in shown
    assert desk().events("placement")[-1].data == {"right": 6 if right else 0, "of": 6, "start": 4}


def test_the_chapters_that_the_answers_point_at_are_named_and_those_that_are_open_first() -> None:
    for question, key in (("what-for", "d"), ("half-way", "a"), ("noise", "c")):
        desk().record("quiz", f"00.{question}", {"key": key})
    shown = _press(widget.where_to_start())
    today = shown.index("Your answers point at what is open today: chapter 4, The KPI matrix.")
    later = shown.index("also point at chapters that are still to come: chapter 1, Why KPIs.")
    assert today < shown.index("Begin with chapter 4") < later


def test_a_stored_page_shows_the_questions_without_a_widget() -> None:
    bundle = widget.choose_path()
    assert "I lead people who sell" in bundle.still
    assert "I lead people who sell" in bundle.text
