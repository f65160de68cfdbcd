"""Which day of last year a day is set against, where holidays move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

__all__ = ["date_ago", "partners", "weekday_ago"]

_SAME_WEEKDAY = timedelta(days=364)


def weekday_ago(day: date) -> date:
    """The same weekday of the year before, 364 days earlier.

    >>> weekday_ago(date(2025, 5, 31))
    datetime.date(2024, 6, 1)
    """
    return day - _SAME_WEEKDAY


def date_ago(day: date) -> date | None:
    """The same date of the year before; none for a 29th of February."""
    leap = day.month == 2 and day.day == 29
    return None if leap else day.replace(year=day.year - 1)


def partners(
    year: int, events: Sequence[Mapping[date, str]], ordinary: Callable[[date], date | None]
) -> dict[date, date | None]:
    """For each day of `year` its day of last year: a holiday's third day meets that holiday's third day.

    `events` name the days of both years, what counts most first: holidays, then promotions, since a day can be both.
    `ordinary` finds the partner of other days. A plain day whose partner a holiday has taken gets, in order, one that a
    holiday has left; no day of last year is taken twice, and where a holiday was longer a day may be left without.

    >>> feasts = {date(2025, 1, 29): "Spring Festival", date(2024, 2, 10): "Spring Festival"}
    >>> found = partners(2025, [feasts], date_ago)
    >>> found[date(2025, 1, 29)], found[date(2025, 2, 10)], found[date(2025, 3, 1)]
    (datetime.date(2024, 2, 10), datetime.date(2024, 1, 29), datetime.date(2024, 3, 1))
    """
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    met: dict[date, date] = {}
    for named in events:
        for day, before in _met(_days_of(named, year), _days_of(named, year - 1)).items():
            if day not in met and before not in met.values():
                met[day] = before
    taken = set(met.values())
    kept = {day: ordinary(day) for day in days if day not in met}
    usual = {found for day in met if (found := ordinary(day)) is not None}
    left = sorted(usual - taken)
    displaced = [day for day, found in kept.items() if found in taken]
    instead = dict(zip(displaced, left, strict=False))
    return {day: met.get(day, instead.get(day) if kept.get(day) in taken else kept.get(day)) for day in days}


def _days_of(events: Mapping[date, str], year: int) -> Mapping[str, Sequence[date]]:
    found = defaultdict(list)
    for day in sorted(events):
        if day.year == year and events[day]:
            found[events[day]].append(day)
    return found


def _met(now: Mapping[str, Sequence[date]], then: Mapping[str, Sequence[date]]) -> dict[date, date]:
    return {day: before for name in now for day, before in zip(now[name], then.get(name, ()), strict=False)}
