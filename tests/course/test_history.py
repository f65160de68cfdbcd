from datetime import UTC, datetime, timedelta

from kpilab.course.events import Event
from kpilab.course.history import History, histories, history

START = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)


def answer(outcome: str, *, day: int = 0, given: object = 1, shop: int = 0, mistakes: tuple[str, ...] = ()) -> Event:
    data = {"outcome": outcome, "given": given, "mistakes": list(mistakes)}
    return Event("attempt", "4.2", START + timedelta(days=day), data, shop=shop)


def hint(*, day: int = 0, shop: int = 0, kind: str = "hint") -> Event:
    return Event(kind, "4.2", START + timedelta(days=day), {}, shop=shop)


def read(*events: Event) -> History:
    return history("4.2", events)


def test_tries_helps_and_mistakes_are_counted() -> None:
    one = read(answer("wrong", mistakes=("a",)), hint(), answer("wrong", mistakes=("a", "b")), answer("right"))
    assert (len(one.tries), one.hints, one.solved, one.solution_seen) == (3, 1, True, False)
    assert [one.times(mistake) for mistake in "abc"] == [2, 1, 0]
    assert [each.aided for each in one.tries] == [False, True, True]


def test_a_blank_is_no_try() -> None:
    assert read(answer("not attempted")).tries == ()


def test_other_tasks_are_passed_over() -> None:
    assert history("4.3", [answer("right")]) == History("4.3")


def test_help_on_one_shop_does_not_count_against_the_next() -> None:
    one = read(hint(), answer("right"), answer("right", shop=1))
    assert [each.aided for each in one.tries] == [True, False]
    assert one.on(variant=0, shop=1).hints == 0


def test_mastered_means_right_without_help_on_two_days() -> None:
    assert not read(answer("right", given=1), answer("right", given=2, shop=1)).mastered(UTC)
    assert read(answer("right", given=1), answer("right", given=2, shop=1, day=1)).mastered(UTC)


def test_right_after_help_is_not_mastery() -> None:
    assert not read(answer("right"), hint(day=1, shop=1), answer("right", day=1, shop=1)).mastered(UTC)
    assert not read(answer("right"), hint(day=1, shop=1, kind="solution"), answer("right", day=1, shop=1)).mastered(UTC)


def test_running_a_solved_notebook_again_is_not_mastery() -> None:
    assert not read(answer("right"), answer("right", day=1), answer("right", day=2)).mastered(UTC)


def test_a_wrong_try_before_the_right_one_does_not_spoil_the_day() -> None:
    assert read(answer("wrong", given=9), answer("right"), answer("right", day=3, shop=1, given=4)).mastered(UTC)


def test_damaged_data_of_an_event_is_survived() -> None:
    damaged = Event("attempt", "4.2", START, {"outcome": "right", "mistakes": 7})
    assert read(damaged, Event("attempt", "4.2", START, {})).tries[0].mistakes == ()


def test_histories_come_by_task() -> None:
    found = histories([answer("right"), Event("quiz", "04", START), Event("hint", "4.3", START)])
    assert list(found) == ["4.2", "4.3"]
