from datetime import UTC, date, datetime, timedelta

import pytest
from rich.console import Console

from kpilab.course.chapters import chapters
from kpilab.course.events import Event
from kpilab.course.standing import Standing, standing
from kpilab.course.standing_page import standing_html, standing_rich, standing_text

pytestmark = pytest.mark.usefixtures("small_course")
TODAY = date(2025, 6, 3)


def _event(kind: str, item: str, day: int, *, shop: int = 0, **data: object) -> Event:
    return Event(kind, item, datetime(2025, 6, 2, 9, tzinfo=UTC) + timedelta(days=day), data, shop=shop)


def _stand(*events: Event, learner: str = "Ann") -> Standing:
    return standing(events, chapters(), learner=learner, today=TODAY, zone=UTC)


WRONG = _event("attempt", "91.1", 0, outcome="wrong", given=1)
RIGHT = _event("attempt", "91.1", 0, outcome="right", given=0.5)
AGAIN = _event("review", "91.1", 1, outcome="right", given=0.4, shop=9)
HINT = _event("hint", "91.2", 0)
QUIZ = _event("quiz", "91.base", 0, key="b")


def test_a_task_goes_from_not_started_to_mastered() -> None:
    states = [_stand(*events).chapters[0].tasks[0].state for events in ((), (WRONG,), (WRONG, RIGHT), (RIGHT, AGAIN))]
    assert states == ["not started", "tried", "right", "mastered"]


def test_tries_hints_quiz_and_what_is_due_are_counted() -> None:
    found = _stand(WRONG, RIGHT, HINT, QUIZ)
    [chapter] = found.chapters
    assert [(line.tries, line.hints, line.review) for line in chapter.tasks] == [(2, 0, TODAY), (0, 1, TODAY)]
    assert (chapter.right, chapter.mastered, chapter.quiz_right, chapter.quiz) == (1, 0, 1, 2)
    assert [task for task, _title in found.today] == ["91.1", "91.2", "91.c1"]


def test_the_table_has_a_line_for_each_task() -> None:
    table = _stand(WRONG).table()
    assert table.columns.tolist() == ["chapter", "task", "title", "tries", "hints", "state", "review"]
    assert table[["task", "tries", "state"]].to_numpy().tolist() == [["91.1", 1, "tried"], ["91.2", 0, "not started"]]


def test_the_empty_state_says_where_to_begin() -> None:
    found = _stand()
    assert standing_text(found).splitlines() == [
        "Ann, progress on 2025-06-03",
        "Nothing is recorded yet. Open 00_start_here, or the exercises of chapter 1, and answer one question.",
    ]
    assert "Nothing is recorded yet." in standing_html(found)


def test_the_page_says_everything_in_words() -> None:
    text = str(_stand(WRONG, RIGHT, HINT, QUIZ))
    assert "1 of 2 exercises right, 0 of them mastered." in text
    assert "To review today: 3 questions" in text
    assert "91.1  Walk from base to norm  ✓ right (2 tries, back on 2025-06-03)" in text
    assert "91.2  Choose a pair           … tried (1 hint, back on 2025-06-03)" in text


def test_the_notebook_gets_html_with_a_plain_twin() -> None:
    bundle = _stand(WRONG, learner="<b>Ann</b>")._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert "&lt;b&gt;Ann&lt;/b&gt;" in bundle["text/html"]
    assert '<th scope="row"' in bundle["text/html"]


@pytest.mark.parametrize("width", [40, 120])
def test_the_terminal_shows_long_names_whole(width: int) -> None:
    console = Console(width=width, record=True, file=None, quiet=False, force_terminal=False)
    with console.capture() as seen:
        console.print(standing_rich(_stand(WRONG, learner="李娜" * 40)))
    assert seen.get().replace("\n", "").count("李娜") == 40
    assert "Start with: kpilab review" not in standing_text(_stand())


def test_a_quiz_answered_wrong_is_something_done() -> None:
    found = _stand(_event("quiz", "91.base", 0, key="a"))
    assert found.started
    assert (found.chapters[0].quiz_right, found.chapters[0].quiz_answered) == (0, 1)
