"""What is recorded opens decisions: by hand, and by trying every list."""

from itertools import combinations

import pytest

from kpilab.analysis.recording import Decision, Record, best_records, minutes_of, money_of

RECORDS = (Record("sales", 3), Record("count", 2), Record("slips", 1), Record("weather", 1))
OFFER = Decision("offer", 1, frozenset({"sales", "count"}), -100, 0, 50)
TILL = Decision("till", 1, frozenset({"slips"}), -90, -64, 0)
LATE = Decision("late", 2, frozenset({"slips"}), -75, 0, 68)
ALL = (OFFER, TILL, LATE)


def test_half_of_what_is_needed_opens_nothing() -> None:
    assert not OFFER.open_to({"sales"})
    assert OFFER.open_to({"sales", "count", "weather"})


@pytest.mark.parametrize(
    ("chosen", "money"),
    [((), -64), (("slips",), 68), (("sales", "count"), 50 - 64), (("sales", "count", "slips"), 118)],
)
def test_by_the_book_where_it_is_open_and_no_elsewhere(chosen: tuple[str, ...], money: int) -> None:
    assert money_of(ALL, chosen) == money


def test_a_way_that_is_shut_counts_as_no() -> None:
    assert money_of((OFFER,), (), {"offer": "book"}) == 0
    assert money_of((OFFER,), ("sales", "count"), {"offer": "yes"}) == -100


@pytest.mark.parametrize(("minutes", "most"), [(10, 4), (5, 4), (10, 2), (1, 1), (0, 4)])
def test_the_best_list_is_best_of_all(minutes: int, most: int) -> None:
    best, money = best_records(RECORDS, ALL, minutes=minutes, most=most)
    assert minutes_of(RECORDS, best) <= minutes
    assert len(best) <= most
    names = [record.id for record in RECORDS]
    every = [chosen for size in range(most + 1) for chosen in combinations(names, size)]
    fits = [chosen for chosen in every if minutes_of(RECORDS, chosen) <= minutes]
    assert money == max(money_of(ALL, chosen) for chosen in fits)
    assert "weather" not in best


def test_an_open_book_that_holds_too_little_is_not_followed() -> None:
    thin = Decision("flyer", 3, frozenset({"weather"}), -50, 0, -35)
    assert money_of((thin,), {"weather"}) == 0
    assert money_of((thin,), {"weather"}, {"flyer": "book"}) == -35


def test_no_time_at_all_is_an_empty_list() -> None:
    assert best_records(RECORDS, ALL, minutes=-1, most=4) == (frozenset(), -64)
