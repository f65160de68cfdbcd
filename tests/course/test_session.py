"""A learner's way through a task, by code cells; the small chapter stands in `small_chapter`."""

import sqlite3
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from kpilab.course import another, answer_box, case, check, check_file, hint, options, solution
from kpilab.course.answer_file import Asked, write_answer_file
from kpilab.course.chapters import find_task
from kpilab.course.desk import desk
from kpilab.course.feedback import Feedback
from kpilab.course.learner import choose_learner, events_file
from kpilab.errors import UnknownName
from kpilab.widgets.bundle import Bundle

pytestmark = pytest.mark.usefixtures("small_course", "workspace")
RIGHT, OVER_PLAN, OVER_BASE = 0.5, 50 / 60, 50 / 40


def said(found: object) -> str:
    assert isinstance(found, Feedback)
    return str(found)


def kinds() -> list[str]:
    return [event.kind for event in desk().events()]


def shop_of(one: object) -> tuple[float, float, float]:
    return one.base, one.norm, one.fact  # type: ignore[attr-defined]


def test_a_blank_is_not_attempted_and_not_kept() -> None:
    found = check("91.1", ...)
    assert isinstance(found, Feedback)
    assert found.verdict is not None
    assert (found.message.tone, found.verdict.outcome) == ("blank", "not attempted")
    assert kinds() == []


def test_a_right_answer_gets_its_sentence_of_meaning() -> None:
    assert said(check("91.1", "50 %")) == "✓ Right\nThat share of the way is walked."
    assert desk().events()[0].data["outcome"] == "right"


def test_a_known_mistake_gets_its_explanation_and_not_the_answer() -> None:
    text = said(check("91.1", OVER_PLAN))
    assert "That starts at zero, not at 40." in text
    assert "0.5" not in text
    assert text.endswith('Help: hint("91.1").')


def test_the_same_mistake_again_gets_a_worked_example_with_other_numbers() -> None:
    check("91.1", OVER_PLAN)
    text = said(check("91.1", OVER_PLAN))
    assert "That starts at zero" not in text
    assert "The same slip again" in text
    assert "Another shop: base" in text
    assert "base 40, norm 60, fact 50" not in text


def test_the_third_time_the_worked_example_has_yet_other_numbers() -> None:
    check("91.1", OVER_PLAN)
    worked = [said(check("91.1", OVER_PLAN)).splitlines()[2] for _time in range(2)]
    assert worked[0] != worked[1]


def test_another_mistake_gets_its_own_sentence() -> None:
    check("91.1", OVER_PLAN)
    assert "You compared with the base." in said(check("91.1", OVER_BASE))


def test_hints_are_pulled_in_three_steps() -> None:
    titles = [said(hint("91.1")).splitlines()[:2] for _step in range(4)]
    assert titles[:3] == [
        ["→ Hint 1 of 3", "How many steps?"],
        ["→ Hint 2 of 3", "index = (fact - base) / (norm - base)"],
        ["→ Hint 3 of 3", "From 40 to 60."],
    ]
    assert titles[3][0] == "→ Hint 3 of 3"


def test_the_solution_comes_after_the_third_try() -> None:
    assert "3 more to go" in said(solution("91.1"))
    check("91.1", 9)
    check("91.1", 8)
    assert "one more to go" in said(solution("91.1"))
    assert "solution" not in kinds()
    assert 'solution("91.1") now that you have tried 3 times' in said(check("91.1", 7))
    assert said(solution("91.1")).splitlines()[:3] == [
        "→ Solution",
        "The answer on these numbers: 0.50",
        "Steps walked, divided by steps asked. The base is where it begins.",
    ]


def test_who_has_the_answer_may_read_the_solution() -> None:
    check("91.1", RIGHT)
    text = said(solution("91.1"))
    assert "Solution" in text
    assert "You have it right already." in text
    assert "When you have it" not in text + said(hint("91.1"))


def test_who_looks_for_help_without_the_answer_is_told_to_come_back_to_it() -> None:
    for wrong in (7, 8, 9):
        check("91.1", wrong)
    assert "When you have it" in said(solution("91.1"))


def test_another_shop_brings_fresh_numbers_to_every_task_that_shares_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert shop_of(case("91.2")) == (40, 60, 50)
    fresh = another("91.1")
    assert "Another shop" in capsys.readouterr().out
    assert shop_of(fresh) != (40, 60, 50)
    assert case("91.2") == case("91.1") == fresh
    assert check("91.1", fresh.index).right


def test_the_next_shop_has_another_answer() -> None:
    answers = [another("91.1").index for _move in range(12)]
    assert all(abs(one - other) > 0.004 for one, other in pairwise(answers))


def test_tries_and_hints_begin_anew_with_the_shop() -> None:
    for wrong in (7, 8, 9):
        check("91.1", wrong)
    hint("91.1")
    another("91.1")
    assert "3 more to go" in said(solution("91.1"))
    assert "Hint 1 of 3" in said(hint("91.1"))
    assert "solution" not in said(check("91.1", 9))
    assert "2 more to go" in said(solution("91.1"))


def test_an_answer_to_the_shop_before_is_recognised() -> None:
    another("91.1")
    first = case("91.1").index
    another("91.1")
    assert "That was the answer to the shop before. Fetch" in said(check("91.1", first))


def test_a_case_belongs_to_whoever_asked_for_it() -> None:
    object.__setattr__(case("91.1"), "fact", 60)
    assert check("91.1", RIGHT).right


def test_confidence_is_asked_where_the_task_asks_it() -> None:
    assert "How sure were you?" in said(check("91.2", "sales"))
    assert "You were sure." in said(check("91.2", "growth", confidence="sure"))
    assert "You called it a guess." in said(check("91.2", "again", confidence="guess"))
    assert [event.data.get("confidence") for event in desk().events("attempt")] == [None, "sure", "guess"]


def test_options_carry_letters_and_the_cases_numbers() -> None:
    shown = options("91.2")
    assert str(shown).splitlines()[1:3] == ["  A  Growth of members.", "  B  Who buys again, 60 of them."]
    assert "<b>A</b>&ensp;Growth of members.</li>" in shown._repr_html_()
    assert check("91.2", "B").right
    assert check("91.2", "b").right
    assert check("91.2", "Who buys again, 60 of them.").right


def test_letters_stand_in_the_text_and_not_in_the_style_of_a_list() -> None:
    assert "<ol" not in options("91.2")._repr_html_()


def test_an_unknown_task_names_the_nearest() -> None:
    assert said(check("91.11", 1)).startswith("! This did not work\nNo task '91.11'. Did you mean '91.1'")
    with pytest.raises(UnknownName):
        case("91.11")


@pytest.mark.parametrize("door", [check, hint, solution])
def test_nothing_is_raised_at_a_learner(door: object) -> None:
    arguments = ("nothing", 1) if door is check else ("nothing",)
    assert door(*arguments).message.tone == "error"  # type: ignore[operator]


def test_progress_outlives_the_kernel(workspace: Path) -> None:
    check("91.1", OVER_PLAN)
    hint("91.1")
    another("91.1")
    desk().store.close()
    with sqlite3.connect(events_file(workspace)) as database:
        rows = database.execute("SELECT kind, item, shop FROM events ORDER BY id").fetchall()
    assert rows == [("attempt", "91.1", 0), ("hint", "91.1", 0), ("another", "91.1", 1)]


def test_the_variant_of_the_workspace_decides_the_numbers(workspace: Path) -> None:
    (workspace / ".kpilab" / "workspace.json").write_text('{"variant": 3}', encoding="utf-8")
    mine = case("91.1")
    assert shop_of(mine) != (40, 60, 50)
    assert check("91.1", mine.index).right
    assert desk().events()[0].variant == 3


def test_each_learner_has_their_own_shop(workspace: Path) -> None:
    choose_learner("Ann", workspace=workspace)
    another("91.1")
    choose_learner("Bo", workspace=workspace)
    assert shop_of(case("91.1")) == (40, 60, 50)


def test_outside_a_workspace_all_works_and_nothing_is_recorded(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPILAB_WORKSPACE", "")
    check("91.1", OVER_PLAN)
    assert "The same slip again" in said(check("91.1", OVER_PLAN))
    assert not events_file(workspace).exists()


def test_a_damaged_progress_file_is_set_aside_with_a_message_and_the_answer_is_kept(workspace: Path) -> None:
    events_file(workspace).write_bytes(b"rubbish" * 1000)
    text = said(check("91.1", RIGHT))
    assert text.startswith("✓ Right")
    assert "It is set aside as events.damaged-" in text
    assert len(list(events_file(workspace).parent.glob("events.damaged-*.sqlite"))) == 1
    assert kinds() == ["attempt"]
    assert "set aside" not in said(check("91.1", RIGHT))


def test_an_answer_that_cannot_be_kept_is_judged_and_that_is_said(workspace: Path) -> None:
    events_file(workspace).mkdir()
    check("91.1", OVER_PLAN)
    text = said(check("91.1", OVER_PLAN))
    assert "The same slip again" in text
    assert "Your progress cannot be kept" in text


def test_the_box_judges_what_was_typed_and_knows_it_again() -> None:
    from kpilab.course.sitting import Sitting

    sitting = Sitting(desk(), find_task("91.1"), 0, "page")
    typed = {"answer": "83,3 %"}
    found = sitting.check(sitting.task.form.from_fields(typed), typed=typed)
    assert str(found) == "✗ Not yet\nThat starts at zero, not at 40."
    assert sitting.typed_before() == {"answer": "83,3 %", "confidence": None}
    box = answer_box("91.1")
    assert isinstance(box, Bundle)
    assert "Your answer: 83,3 %" in box.text
    assert "base 40, norm 60, fact 50" in box.text


def test_a_box_for_a_task_that_is_not_there_says_so() -> None:
    assert "No task '91.7'" in said(answer_box("91.7"))


def test_the_excel_file_goes_to_the_same_judge(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    found = SimpleNamespace(answer="50 %", source="Read from answers.xlsx, D5.")
    monkeypatch.setattr("kpilab.course.answer_file.read_answer", lambda task, where: found)
    assert said(check_file("91.1")).splitlines()[-1] == "Read from answers.xlsx, D5."
    assert desk().events()[0].data["door"] == "file"


def test_a_filled_cell_of_the_file_is_judged_with_file_cell_and_time(workspace: Path) -> None:
    from openpyxl import load_workbook

    path = workspace / "answers.xlsx"
    write_answer_file(path, {"91": [Asked(find_task("91.1"), "How far?")]})
    book = load_workbook(path)
    [(sheet, cell)] = book.defined_names["answer_91_1"].destinations
    for answer, words in ((OVER_PLAN, "That starts at zero"), ("５０％", "✓ Right"), (None, "Nothing is filled in")):
        book[sheet][cell] = answer
        book.save(path)
        text = said(check_file("91.1"))
        assert words in text
        assert f"Read from answers.xlsx, sheet “{sheet}”, {cell.replace('$', '')}, as saved on 20" in text
    assert kinds() == ["attempt", "attempt"]


def test_without_the_excel_file_the_learner_is_told() -> None:
    assert "There is no answers.xlsx" in said(check_file("91.1"))


def test_feedback_is_html_with_a_plain_twin() -> None:
    bundle = check("91.1", "<b>x</b>")._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert "<b>x</b>" not in bundle["text/html"]


def test_half_a_character_in_an_answer_is_kept() -> None:
    assert not check("91.2", "\ud800").right
    assert len(desk().events("attempt")) == 1


def test_events_carry_the_time_in_utc() -> None:
    check("91.1", RIGHT)
    [event] = desk().events()
    assert event.at.tzinfo is UTC or event.at.utcoffset() == datetime.now(UTC).utcoffset()
