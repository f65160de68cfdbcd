from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpilab.course import check, own_matrix, own_row, progress, review
from kpilab.course.desk import desk
from kpilab.course.feedback import Feedback
from kpilab.course.learner import events_file
from kpilab.course.terminal_review import run_review
from kpilab.course.today import due_today, sittings_today
from kpilab.errors import WorkspaceError
from kpilab.widgets.bundle import Bundle

pytestmark = pytest.mark.usefixtures("small_course", "workspace")
TODAY = date.today()
TOMORROW = TODAY + timedelta(days=1)


def test_progress_is_that_of_the_learner_at_the_desk() -> None:
    check("91.1", 0.5)
    found = progress()
    assert (found.learner, found.day) == ("learner", TODAY)
    assert found.table()["state"].tolist() == ["right", "not started"]


def test_a_damaged_progress_file_is_reported_with_the_progress(workspace: Path) -> None:
    events_file(workspace).write_bytes(b"rubbish" * 1000)
    text = str(progress())
    assert "It is set aside as events.damaged-" in text
    assert "Nothing is recorded yet." in text
    assert "set aside" not in str(progress())


def test_a_progress_file_that_cannot_be_read_is_an_error_and_no_empty_page(workspace: Path) -> None:
    events_file(workspace).mkdir()
    with pytest.raises(WorkspaceError, match="Your progress cannot be kept"):
        progress()


def test_with_nothing_due_the_review_says_what_would_come() -> None:
    found = review()
    assert isinstance(found, Feedback)
    assert "What goes wrong in an exercise comes back here" in str(found)
    check("91.1", 9)
    assert f"Next: 91.1, on {TOMORROW.isoformat()}." in str(review())


def test_what_went_wrong_comes_back_tomorrow_with_fresh_numbers_and_its_question() -> None:
    check("91.1", 9)
    found = review(today=TOMORROW)
    assert isinstance(found, Bundle)
    assert "How much of the way did the shop go?" in found.text
    assert "base 40, norm 60, fact 50" not in found.text


def test_the_chapters_cards_come_too_with_the_numbers_in_the_question() -> None:
    check("91.2", "again")
    [card] = sittings_today(desk(), TOMORROW)
    text = review(today=TOMORROW)
    assert isinstance(text, Bundle)
    assert card.task.id == "91.c1"
    assert f"Base {card.case.base:g}, norm {card.case.norm:g}" in text.text


def test_a_task_that_the_course_no_longer_has_is_passed_over() -> None:
    desk().record("hint", "91.9", {"step": 1})
    assert due_today(desk(), TOMORROW) == ()


def _review(answers: Iterable[str]) -> tuple[int, str]:
    lines: list[str] = []
    typed = iter(answers)
    right = run_review(desk(), today=TOMORROW, ask=lambda prompt: next(typed), say=lines.append)
    return right, "\n".join(lines)


def _due_index() -> float:
    return float(next(one.case.index for one in sittings_today(desk(), TOMORROW) if one.task.id == "91.1"))


def test_the_terminal_asks_until_right_and_keeps_it() -> None:
    check("91.1", 9)
    right, text = _review(["0.99", f"{_due_index()}", ""])
    assert right == 1
    assert "2 questions for today." in text
    assert "✗ Not yet" in text
    assert "✓ Right" in text
    assert text.endswith("1 of 2 right. What was not comes back tomorrow.")
    events = desk().events("review")
    assert [(event.item, event.shop, event.data["outcome"]) for event in events] == [
        ("91.1", TOMORROW.toordinal(), "wrong"),
        ("91.1", TOMORROW.toordinal(), "right"),
    ]


def test_the_terminal_gives_hints_and_lets_one_go() -> None:
    check("91.1", 9)
    _right, text = _review(["?", "!", "q"])
    assert "Hint 1 of 3" in text
    assert "The solution comes after three tries" in text
    assert "0 of 2 right." in text


def test_the_terminal_survives_the_end_of_its_input() -> None:
    def nobody(prompt: str) -> str:
        raise EOFError

    check("91.1", 9)
    assert run_review(desk(), today=TOMORROW, ask=nobody, say=lambda text: None) == 0


def test_the_terminal_says_when_nothing_is_due() -> None:
    assert _review([]) == (
        0,
        "→ Review\nNothing to review today.\nWhat goes wrong in an exercise comes back here, after 1, 4 and 10 days.",
    )


def test_a_choice_is_answered_by_its_letter_in_the_terminal() -> None:
    check("91.2", "sales")
    right, text = _review(["b", "q"])
    assert "  B  Who buys again" in text
    assert right == 1


def test_own_rows_are_kept_and_gathered() -> None:
    box = own_row("91")
    assert isinstance(box, Bundle)
    assert "A KPI that you answer for: ________" in box.text
    desk().record("own", "91", {"kpi": "visits", "weight": "0.2"})
    assert "A KPI that you answer for: visits" in own_row("91").text  # type: ignore[union-attr]
    assert own_matrix().rows[0][1].kpi == "visits"
