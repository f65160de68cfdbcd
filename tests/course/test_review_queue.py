from datetime import UTC, date, datetime, timedelta

from kpilab.course.events import Event
from kpilab.course.history import history
from kpilab.course.review_queue import Due, due, queue, review_shop, sittings

MONDAY = date(2025, 6, 2)


def on(day: int) -> date:
    return MONDAY + timedelta(days=day)


def event(kind: str, *, day: int, item: str = "4.2", shop: int = 0, outcome: str = "", hour: int = 9) -> Event:
    at = datetime(2025, 6, 2, hour, tzinfo=UTC) + timedelta(days=day)
    return Event(kind, item, at, {"outcome": outcome, "given": outcome}, shop=shop)


def wrong(day: int, *, shop: int = 0, hour: int = 9) -> Event:
    return event("attempt", day=day, shop=shop, outcome="wrong", hour=hour)


def right(day: int, *, shop: int = 0, kind: str = "review", hour: int = 9) -> Event:
    return event(kind, day=day, shop=shop, outcome="right", hour=hour)


def back(*events: Event) -> list[date]:
    return [one.on for one in queue(events, {}, zone=UTC)]


def test_what_was_right_at_once_does_not_come_back() -> None:
    assert back(right(0, kind="attempt")) == []


def test_what_went_wrong_comes_back_after_one_four_and_ten_days() -> None:
    assert back(wrong(0), right(0, kind="attempt")) == [on(1)]
    assert back(wrong(0), right(1, shop=1)) == [on(1 + 4)]
    assert back(wrong(0), right(1, shop=1), right(5, shop=2)) == [on(5 + 10)]


def test_after_that_the_intervals_grow() -> None:
    [fourth] = back(wrong(0), right(1, shop=1), right(5, shop=2), right(15, shop=3))
    assert fourth > on(15 + 10)


def test_a_wrong_answer_after_a_right_one_brings_it_back() -> None:
    assert back(right(0, kind="attempt", hour=9), wrong(0, hour=10)) == [on(1)]


def test_help_after_a_right_answer_does_not_bring_it_back() -> None:
    solved = right(0, kind="attempt", hour=9)
    again = Event("attempt", "4.2", solved.at + timedelta(hours=2), {"outcome": "right", "given": "nearly the same"})
    assert back(solved, event("solution", day=0, hour=10), again) == []


def test_a_hint_counts_as_help_whatever_the_answer() -> None:
    assert back(event("hint", day=0), right(0, kind="attempt")) == [on(1)]


def test_going_wrong_again_starts_over() -> None:
    assert back(wrong(0), right(1, shop=1), wrong(5, shop=2)) == [on(6)]
    assert back(wrong(0), right(1, shop=1), right(5, shop=2), right(15, shop=3), wrong(60, shop=4)) == [on(61)]


def test_a_right_answer_before_its_day_changes_nothing() -> None:
    assert back(wrong(0), right(0, shop=1)) == [on(1)]
    assert back(wrong(0), right(1, shop=1), right(2, shop=2)) == [on(5)]


def test_a_late_review_counts_from_the_day_it_was_done() -> None:
    assert back(wrong(0), right(9, shop=1)) == [on(13)]


def test_what_was_missed_in_the_evening_is_due_next_morning() -> None:
    assert due([wrong(0, hour=23)], {}, today=on(1), zone=UTC) == (Due("4.2", on(1)),)
    assert due([wrong(0, hour=23)], {}, today=on(0), zone=UTC) == ()


def test_a_chapters_cards_enter_when_its_work_begins() -> None:
    cards = {"4.c1": 4, "5.c1": 5}
    assert queue([], cards, zone=UTC) == ()
    assert queue([right(0, kind="attempt")], cards, zone=UTC) == (Due("4.c1", on(1)),)
    assert queue([event("quiz", day=0, item="05.first")], cards, zone=UTC) == (Due("5.c1", on(1)),)


def test_a_card_that_was_answered_moves_on() -> None:
    answered = event("review", day=1, item="4.c1", shop=review_shop(on(1)), outcome="right")
    assert queue([right(0, kind="attempt"), answered], {"4.c1": 4}, zone=UTC) == (Due("4.c1", on(5)),)


def test_the_earliest_comes_first_and_ties_go_by_name() -> None:
    events = [event("hint", day=day, item=item) for day, item in ((2, "4.1"), (0, "4.9"), (0, "4.3"))]
    assert [one.task for one in queue(events, {}, zone=UTC)] == ["4.3", "4.9", "4.1"]


def test_a_set_of_numbers_is_one_sitting_a_day() -> None:
    met = history("4.2", [wrong(0), right(0), right(0, shop=1), wrong(2, shop=1)])
    assert [(one.day, one.clean) for one in sittings(met, UTC)] == [(on(0), False), (on(0), True), (on(2), False)]


def test_running_a_notebook_again_is_no_sitting() -> None:
    assert back(wrong(0), right(0), right(1)) == [on(1)]
    assert back(wrong(0), wrong(1), wrong(2)) == [on(1)]
