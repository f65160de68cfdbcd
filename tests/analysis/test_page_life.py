"""A page lived by two colleagues in a shop of a hundred: who sees what, what it costs, when they act."""

from __future__ import annotations

from datetime import date

import pytest

from kpilab.analysis.coming_back import Purchase, Purchases, Reading
from kpilab.analysis.page_life import CALM, QUARREL, TALK, TYING, Autumn, Colleague, Ends, live_with_page
from kpilab.errors import DataError

MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05")
NAMES = [f"C{number:02d}" for number in range(10)]
ROWS = tuple(Purchase(name, date(2025, month, 3)) for month in range(1, 6) for name in NAMES)
SHOP = Purchases(ROWS, dict.fromkeys(NAMES, 24300))
AUTUMN = Autumn(SHOP, ("2025-02", "2025-03"), ("2025-04", "2025-05"), frozenset(NAMES[:4]), frozenset(NAMES[:2]))
SEES = Colleague("Lin", "finance", Reading(window=1))
BLIND = Colleague("Wen", "marketing", Reading(below="bought now, known", window=1))


def test_one_number_that_sees_acts_at_once_and_wins_half_back() -> None:
    """All ten came each month, so the base is 100 %; in April six of ten came."""
    told = live_with_page(Ends(below="bought before"), (SEES, BLIND), AUTUMN)
    assert [meeting.numbers["Lin"] for meeting in told.meetings] == [0.6, 1.0]
    assert (told.acted, told.lost, told.false_alarm) == (0, 4 + 2, False)
    assert told.minutes == TYING + 2 * CALM


def test_colleagues_who_disagree_put_it_off() -> None:
    told = live_with_page(Ends(), (SEES, BLIND), AUTUMN)
    assert told.meetings[0].below == {"Lin": True, "Wen": False}
    assert (told.acted, told.lost) == (None, 8)
    assert [meeting.minutes for meeting in told.meetings] == [QUARREL, CALM]
    assert told.meetings[0].distinct == 2


def test_several_numbers_that_say_the_same_take_a_talk() -> None:
    """In May six of the ten come, beside two who are new: 6 of 10 came back, 6 of 8 were known."""
    new = tuple(Purchase(name, date(2025, 5, 9)) for name in ("N1", "N2"))
    shop = Purchases((*ROWS, *new), {**SHOP.since, "N1": new[0].month, "N2": new[1].month})
    autumn = Autumn(shop, ("2025-02", "2025-03", "2025-04"), ("2025-05",), frozenset(NAMES[:4]), frozenset())
    told = live_with_page(Ends(window=1), (SEES, BLIND), autumn)
    assert told.meetings[0].numbers == {"Lin": 0.6, "Wen": 0.75}
    assert told.meetings[0].minutes == TALK
    assert told.acted == 0


def test_a_page_can_be_lived_halfway() -> None:
    told = live_with_page(Ends(below="bought before"), (SEES,), AUTUMN, months=1)
    assert [meeting.month for meeting in told.meetings] == ["2025-04"]


def test_tied_ends_go_before_habits() -> None:
    page = Ends(counts="tills only", window=6)
    assert page.tied == 2
    assert page.read_by(Reading(when="returns off")) == Reading("tills only", "bought before", 6, "returns off")


def test_a_reading_without_a_past_is_refused() -> None:
    with pytest.raises(DataError, match="no base"):
        AUTUMN.base(Reading(window=12))
