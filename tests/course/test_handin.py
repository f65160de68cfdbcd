import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kpilab.course import another, check, hint
from kpilab.course.desk import desk
from kpilab.course.events import Event
from kpilab.course.grades import Graded, regrade
from kpilab.course.handin import hand_in, read_hand_in, write_hand_in
from kpilab.errors import DataError

pytestmark = pytest.mark.usefixtures("small_course", "workspace")
NOW = datetime(2025, 6, 2, 9, tzinfo=UTC)


def written(path: Path, *events: Event, variant: int = 0, **changes: Any) -> Path:
    return write_hand_in(path / "ann.json", {**hand_in(events, learner="Ann", variant=variant, moment=NOW), **changes})


def answer(given: object, *, variant: int = 0, shop: int = 0) -> Event:
    return Event("attempt", "91.1", NOW, {"given": given}, variant, shop)


def result(graded: Graded, task: str = "91.1") -> tuple[int, bool, int, int]:
    one = next(one for one in graded.tasks if one.task == task)
    return one.points, one.right, one.tries, one.hints


def test_what_was_done_in_the_workspace_is_graded_the_same_from_its_file(tmp_path: Path) -> None:
    check("91.1", 50 / 60)
    hint("91.1")
    check("91.1", "50 %")
    fresh = another("91.2")
    check("91.1", fresh.index)
    check("91.2", "growth")
    content = hand_in(desk().events(), learner="Ann", variant=0, moment=NOW)
    graded = regrade(write_hand_in(tmp_path / "ann.json", content))
    assert (graded.learner, graded.variant, graded.skipped) == ("Ann", 0, 0)
    assert result(graded) == (1, True, 2, 1)
    assert result(graded, "91.2") == (0, False, 1, 0)
    assert graded.tasks[0].mistakes == ("fact-over-plan",)
    assert graded.frame()["points"].tolist() == [1, 0]


def test_the_file_holds_answers_and_no_verdicts(tmp_path: Path) -> None:
    check("91.1", 0.5)
    path = write_hand_in(tmp_path / "a.json", hand_in(desk().events(), learner="李娜", variant=0, moment=NOW))
    text = path.read_text(encoding="utf-8")
    content = json.loads(text)
    assert content["learner"] == "李娜"
    assert content["events"][0]["data"] == {"given": 0.5, "door": "code"}
    assert "outcome" not in text


def test_a_claim_in_the_file_awards_nothing(tmp_path: Path) -> None:
    claim = {"outcome": "right", "points": 99, "out_of": 1, "mistakes": [], "right": True}
    path = written(tmp_path)
    content = json.loads(path.read_text(encoding="utf-8"))
    event = {"at": NOW.isoformat(), "kind": "attempt", "item": "91.1", "variant": 0, "shop": 0}
    content["events"] = [{**event, "data": {"given": 0.1, **claim}}, {**event, "data": claim}]
    content["points"] = content["grade"] = 100
    path.write_text(json.dumps(content), encoding="utf-8")
    assert result(regrade(path)) == (0, False, 1, 0)


def test_an_answer_to_another_variant_counts_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, answer(0.5, variant=0), variant=7)
    graded = regrade(path)
    assert (result(graded)[1], graded.elsewhere) == (False, 1)
    assert regrade(path, variant=0).tasks[0].right


@pytest.mark.parametrize(
    "given",
    [None, True, [0.5, 0.5], {"a": [[]]}, "=0.5+0", "0.5; import os", "x" * 200_000, 10**400, [[[[[[[[0.5]]]]]]]], {}],
)
def test_a_hostile_answer_is_wrong_or_open_and_never_right(tmp_path: Path, given: object) -> None:
    assert result(regrade(written(tmp_path, answer(given))))[1] is False


def test_a_file_that_would_draw_thousands_of_shops_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kpilab.course.cases

    drawn: list[int] = []
    case_for = kpilab.course.cases.case_for

    def counted(*arguments: Any, shop: int, **more: Any) -> Any:
        drawn.append(shop)
        return case_for(*arguments, shop=shop, **more)

    monkeypatch.setattr(kpilab.course.cases, "case_for", counted)
    regrade(written(tmp_path, *(answer(0.5, shop=shop) for shop in range(1000))))
    assert len(drawn) == 60


def test_the_first_answer_that_counts_decides_a_quiz_question(tmp_path: Path) -> None:
    def chosen(question: str, key: str, minute: int) -> Event:
        return Event("quiz", f"91.{question}", NOW + timedelta(minutes=minute), {"key": key, "judged": True})

    events = [chosen("base", "a", 0), chosen("base", "b", 1), chosen("repair", "b", 2), chosen("repair", "a", 3)]
    assert regrade(written(tmp_path, *events)).quiz == ((91, 1, 2),)


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "[]", '{"format": "other"}', '{"format": "kpilab hand-in", "events": 3}', "[" * 100_000],
)
def test_a_file_that_is_no_hand_in_is_refused_in_plain_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.json is not"):
        regrade(path)


def test_a_missing_file_and_a_newer_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        regrade(tmp_path / "nowhere.json")
    with pytest.raises(DataError, match="newer kpilab"):
        regrade(written(tmp_path, schema=2))


@pytest.mark.parametrize(
    "entry",
    [
        3,
        {},
        {"kind": "exec"},
        {"at": "yesterday"},
        {"at": "2025-06-02T09:00:00"},
        {"item": 4},
        {"data": []},
        {"variant": -1},
        {"shop": 2**80},
        {"shop": True},
        {"shop": 0.5},
    ],
)
def test_an_entry_that_is_no_event_is_skipped_and_counted(tmp_path: Path, entry: object) -> None:
    good = json.loads(written(tmp_path, answer(0.5)).read_text(encoding="utf-8"))["events"][0]
    bad = {**good, **entry} if isinstance(entry, dict) and entry else entry
    handed = read_hand_in(written(tmp_path, events=[good, bad]))
    assert (len(handed.events), handed.skipped) == (1, 1)


def test_a_nan_and_half_a_character_survive_the_way_through_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, answer("\ud800"))
    assert read_hand_in(path).events[0].data["given"] == "\ud800"
    path.write_text(path.read_text(encoding="utf-8").replace('"\\ud800"', "NaN"), encoding="utf-8")
    assert result(regrade(path))[1] is False


def test_a_file_that_cannot_be_written_is_said_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be written"):
        write_hand_in(tmp_path / "nowhere" / "a.json", {})
