"""Deals: from leads that were fit and from customers who come back, through their stages to the end."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.chance import Ints, Reals, slots
from kpilab.worlds.sales_team.baskets import Wanted, wanted
from kpilab.worlds.sales_team.firm import LOST_REASONS, SOURCES, STAGES, TEAMS, seats_of
from kpilab.worlds.sales_team.leads import Leads
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.people import FANG, QIAO, People, ramp
from kpilab.worlds.sales_team.workdays import (
    DAY,
    END,
    busy_days,
    day_number,
    next_workday,
    quarter_ends,
    workday_before,
)
from kpilab.worlds.story import Story

__all__ = ["ABSENT", "COMES_BACK", "Deals", "companies_before", "customers_before", "draw_deals"]

ABSENT = -1_000_000_000
"""A moment that has not come; days before the tables begin are negative too."""

COMES_BACK = 4
"""At most so many further deals of one customer."""
_CUSTOMERS_BEFORE = 340
_OPENED_BEFORE, _DAYS_BEFORE = 560, 160
"""Deals opened in the last days before the tables begin; those that had closed by then are not in them."""
_WINS, _LATE_WINS, _KNOWN_WINS = 0.43, 0.42, 1.20
_USUAL_LOSS_OF_NEWCOMERS = 0.45
_AWAY = len(SOURCES)
"""The source of deals with those who are customers already."""
WON, LOST = STAGES.index("won"), STAGES.index("lost")
_ENTERED = np.array([0.0, 0.18, 0.42, 0.74])
"""The share of a won deal's time at which it enters each open stage."""
_OLD_SOURCES = slots([source.share * source.fit for source in SOURCES], 100)
_LOST_AFTER = slots([18, 30, 32, 20], 100)
_REASONS = slots([26, 22, 14, 18, 11, 9], 100)
_AHEAD = 58


@dataclass(frozen=True)
class Deals:
    """A position a deal; moments in minutes from the first day; `closed` is -1 for open deals."""

    number: Ints
    lead: Ints
    company: Ints
    source: Ints
    """A position in `SOURCES`; beyond them, a customer already."""
    seat: Ints
    person: Ints
    created: Ints
    closed: Ints
    stage: Ints
    last_open: Ints
    """The last open stage that it came to."""
    lasts: Ints
    """Days from creation to the end, also where that is still to come."""
    percent: Ints
    reason: Ints
    late: NDArray[np.bool_]

    @property
    def is_won(self) -> NDArray[np.bool_]:
        """Whether it was won by the last day."""
        return np.asarray(self.stage == WON)

    def entered(self, stage: int) -> Ints:
        """When it entered that open stage; `ABSENT` where it never did, or has not yet."""
        share = np.where(self.stage == LOST, stage / (self.last_open + 1.0), _ENTERED[stage])
        day = self.created // DAY + np.floor(share * self.lasts).astype(np.int64)
        there = next_workday(day) * DAY + 9 * 60 + 30 + self.number * 37 % 400 + stage * 20
        there = np.where(self.closed >= 0, np.minimum(there, self.closed - (4 - stage)), there)
        there = np.maximum(there, self.created + 3 * stage)
        return np.where((self.last_open >= stage) & (there < (END + 1) * DAY), there, ABSENT)

    def taken(self, positions: Ints) -> Deals:
        """The deals at these positions, in this order."""
        return Deals(**{field.name: getattr(self, field.name)[positions] for field in fields(self)})


@dataclass(frozen=True)
class _Start:
    number: Ints
    lead: Ints
    company: Ints
    source: Ints
    seat: Ints
    created: Ints
    late: NDArray[np.bool_]


def customers_before(scale: float) -> int:
    """Customers whom the firm had before the tables begin."""
    return max(8, round(_CUSTOMERS_BEFORE * scale))


def companies_before(scale: float) -> int:
    """Those customers, and companies with a deal opened before the tables begin."""
    return customers_before(scale) + round(_OPENED_BEFORE * scale)


def draw_deals(
    seed: int, leads: Leads, people: People, told: dict[str, Story], scale: float, block: int
) -> tuple[Deals, Wanted]:
    """All deals in the order of creation, and what each is about."""
    luck = Luck(seed, block)
    before = customers_before(scale)
    starts = (
        _from_leads(leads, companies_before(scale)),
        _opened_before(luck, before, companies_before(scale) - before, seats_of(scale) * len(TEAMS)),
        _from_customers(luck, before, seats_of(scale) * len(TEAMS)),
    )
    early = [_ended(luck, start, people, told) for start in starts]
    early[1] = early[1].taken(np.flatnonzero((early[1].closed == -1) | (early[1].closed >= 0)))
    won = early[0].taken(np.flatnonzero(early[0].is_won))
    again = _ended(luck, _coming_back(luck, won), people, told)
    parts = [*early, again]
    both = Deals(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Deals)})
    deals = both.taken(np.argsort(both.created, kind="stable"))
    return deals, wanted(luck, deals.number, deals.created // DAY, deals.percent)


def _from_leads(leads: Leads, before: int) -> _Start:
    """A deal for each lead that was fit; their companies are numbered after those known before."""
    fit = leads.taken(leads.qualified >= 0)
    number = fit.number * (COMES_BACK + 1)
    return _Start(number, fit.number, fit.number + before, fit.source, fit.seat, fit.qualified, fit.late)


def _opened_before(luck: Luck, before: int, count: int, seats: int) -> _Start:
    """Deals that were open when the tables begin, and some that were not any more; their leads are older."""
    place = np.arange(1, count + 1)
    number = ((before + 1) * 8 + place) * (COMES_BACK + 1) + 1
    day = -1 - luck.below("opened before", _DAYS_BEFORE, number)
    source = _OLD_SOURCES[luck.below("old source", 100, number)]
    created = day * DAY + 9 * 60 + luck.below("minute", 500, number)
    late = luck.uniform("old and late", number) < 0.2
    return _Start(number, np.full(count, -1), before + place, source, luck.below("seat", seats, number), created, late)


def _from_customers(luck: Luck, before: int, seats: int) -> _Start:
    """Deals of those who were customers before: some often, most seldom, and all a little less as time goes on."""
    company = np.repeat(np.arange(1, before + 1), 8)
    turn = np.tile(np.arange(8), before)
    often = np.minimum(luck.tailed("how often", 0.9, company) * 0.26, 0.95)
    number = (company * 8 + turn) * (COMES_BACK + 1)
    day = busy_days()[luck.below("day", len(busy_days()), number)]
    fewer = 1 - 0.30 * day / END
    there = luck.uniform("comes", number) < often * fewer
    seat = luck.below("seat", seats, company)
    minute = 9 * 60 + luck.below("minute", 500, number)
    created = next_workday(day) * DAY + minute
    there &= created < (END + 1) * DAY
    start = _Start(
        number + 1, np.full(len(number), -1), company, np.full(len(number), _AWAY), seat, created,
        np.zeros(len(number), dtype=bool),
    )  # fmt: skip
    return _some(start, there)


def _coming_back(luck: Luck, won: Deals) -> _Start:
    """Further deals of companies won in these two years; fewer the later they were won."""
    turns = np.tile(np.arange(1, COMES_BACK), len(won.number))
    parent = np.repeat(np.arange(len(won.number)), COMES_BACK - 1)
    number = won.number[parent] + turns + 1
    often = np.minimum(luck.tailed("how often again", 0.8, won.number[parent]) * 0.34, 0.9)
    after = 25 + luck.below("again after", 640, number)
    created = next_workday(won.closed[parent] // DAY + after) * DAY + 9 * 60 + luck.below("minute", 500, number)
    there = (luck.uniform("comes again", number) < often) & (created < (END + 1) * DAY)
    start = _Start(
        number, np.full(len(number), -1), won.company[parent], np.full(len(number), _AWAY), won.seat[parent], created,
        np.zeros(len(number), dtype=bool),
    )  # fmt: skip
    return _some(start, there)


def _some(start: _Start, there: NDArray[np.bool_]) -> _Start:
    return _Start(**{field.name: getattr(start, field.name)[there] for field in fields(_Start)})


def _chance(start: _Start, people: People, person: Ints, told: dict[str, Story]) -> Reals:
    tenure = start.created // DAY - people.start[person]
    loses = np.full(len(person), _USUAL_LOSS_OF_NEWCOMERS)
    if "west_newcomers" in told:
        story = told["west_newcomers"]
        new = people.start[person] >= day_number(story.first)
        loses = np.where(new & (people.team[person] == 3), story.strength, loses)
    by_source = np.array([*(source.wins for source in SOURCES), _KNOWN_WINS])[start.source]
    chance = (_WINS + people.skill[person]) * by_source * np.where(start.late, _LATE_WINS, 1.0) * ramp(tenure, loses)
    return np.where(by_source > 0, np.clip(chance, 0.03, 0.9), 0.0)


def _ended(luck: Luck, start: _Start, people: People, told: dict[str, Story]) -> Deals:
    """How each deal ends, and when; open where its end lies beyond the last day."""
    number, day = start.number, start.created // DAY
    person = people.who(start.seat, day)
    chance = _chance(start, people, person, told)
    wins = luck.uniform("wins", number) < chance
    spread, usual = (luck.tailed("cycle", 0.62, number), 46), (luck.tailed("cycle of the lost", 0.75, number), 52)
    known = np.where(start.source == _AWAY, 0.7, 1.0)
    lasts = 3 + np.floor(np.where(wins, spread[0] * spread[1], usual[0] * usual[1]) * known).astype(np.int64)
    closed_day = next_workday(day + lasts)
    person = people.who(start.seat, closed_day)
    percent = people.generous[person] + luck.below("discount", 7, number) - 1
    if "quarter_end_pull" in told:
        pulled, signed = _pulled(luck, number, day, closed_day, wins & np.isin(person, people.is_person(FANG)), told)
        closed_day = np.where(pulled, signed, closed_day)
        percent = percent + np.where(pulled, round(told["quarter_end_pull"].strength * 100), 0)
    if "lucky_may" in told:
        story = told["lucky_may"]
        hers = np.isin(person, people.is_person(QIAO)) & (chance > 0)
        wins = wins | hers & (closed_day >= day_number(story.first)) & (closed_day <= day_number(story.last))
    closed = closed_day * DAY + 9 * 60 + 40 + luck.below("hour of signing", 490, number)
    lost_after = _LOST_AFTER[luck.below("lost after", 100, number)]
    is_open = closed_day > END
    reached = np.searchsorted(_ENTERED, (END - day) / np.maximum(closed_day - day, 1), side="right") - 1
    last_open = np.where(wins, 3, lost_after)
    return Deals(
        number=number,
        lead=start.lead,
        company=start.company,
        source=start.source,
        seat=start.seat,
        person=person,
        created=start.created,
        closed=np.where(is_open, -1, closed),
        stage=np.where(is_open, np.minimum(reached, last_open), np.where(wins, WON, LOST)),
        last_open=np.where(is_open, np.minimum(reached, last_open), last_open),
        lasts=np.maximum(closed_day - day, 1),
        percent=percent,
        reason=np.where(wins | is_open, -1, _REASONS[luck.below("reason", 100, number)] % len(LOST_REASONS)),
        late=start.late,
    )


def _pulled(
    luck: Luck, number: Ints, day: Ints, closed_day: Ints, his: NDArray[np.bool_], told: dict[str, Story]
) -> tuple[NDArray[np.bool_], Ints]:
    """Which deals are signed before the quarter ends, though they were ripe only after it, and on which day."""
    story = told["quarter_end_pull"]
    ends = quarter_ends()
    before = np.searchsorted(ends, closed_day) - 1
    end = ends[np.clip(before, 0, len(ends) - 1)]
    near = (before >= 0) & (closed_day - end <= _AHEAD) & (day < end - 6)
    within = (end >= day_number(story.first)) & (end <= day_number(story.last))
    return his & near & within, workday_before(end - luck.below("last days", 5, number))
