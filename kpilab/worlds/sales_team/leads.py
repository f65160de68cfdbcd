"""Leads: when they came, from where, who answered and how soon, and which were fit."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.chance import Ints, happens, log_normal, normal, pick, slots, stream
from kpilab.worlds.sales_team.firm import SOURCES, TEAMS, seats_of, team_number
from kpilab.worlds.sales_team.people import People
from kpilab.worlds.sales_team.stories import STORIES
from kpilab.worlds.sales_team.workdays import DAY, END, at_office, busy_days, day_number
from kpilab.worlds.story import Story

__all__ = ["LEADS", "Leads", "draw_leads"]

LEADS = 6600
"""Of the two years, at the standard size, without those that a story adds."""
_AGAIN, _SPAM, _FORGOTTEN = 0.06, 0.02, 0.03
_FIRST_CALL = 300
"""Minutes that a lead waits on average before office hours are looked at."""
_LATE_IS_LESS_FIT = 0.85
_BOUGHT = STORIES[0]
"""Their number is drawn whether the story is told or not, so that all other numbers stay."""


@dataclass(frozen=True)
class Leads:
    """A position a lead, in the order of time; moments in minutes from the first day, -1 where there is none."""

    number: Ints
    created: Ints
    source: Ints
    seat: Ints
    person: Ints
    contact: Ints
    """The number of the lead that the same contact sent first."""
    contacted: Ints
    qualified: Ints
    late: NDArray[np.bool_]
    """Not contacted within a day."""
    spam: NDArray[np.bool_]

    def taken(self, chosen: NDArray[np.bool_]) -> Leads:
        """The chosen leads."""
        return Leads(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


def _days(rng: np.random.Generator, count: int, *, first: int = 0) -> Ints:
    days = busy_days()
    return pick(rng, days[days >= first], count).astype(np.int64)


def _minutes(rng: np.random.Generator, count: int) -> Ints:
    """Mostly in office hours, a fifth in the evening."""
    evening = happens(rng, 0.18, count)
    return np.where(evening, rng.integers(18 * 60, 23 * 60, count), rng.integers(8 * 60 + 30, 18 * 60, count))


def _answered(
    rng: np.random.Generator, created: Ints, seat: Ints, people: People, told: dict[str, Story]
) -> tuple[Ints, NDArray[np.bool_]]:
    count = len(created)
    person = people.who(seat, created // DAY)
    wait = np.floor(log_normal(rng, count, 1.0) * _FIRST_CALL * people.prompt[person]).astype(np.int64)
    routed, longer, forgotten = rng.random(count), rng.integers(DAY, 4 * DAY, count), happens(rng, _FORGOTTEN, count)
    if "north_routing" in told:
        story = told["north_routing"]
        meant = (people.team[person] == team_number(story.where["team"])) & (created // DAY >= day_number(story.first))
        wait = wait + np.where(meant & (routed < story.strength), longer, 0)
    contacted = at_office(created + wait, rng.random(count))
    late = contacted - created > DAY
    contacted[forgotten | (contacted // DAY > END)] = -1
    return contacted, late | forgotten


def _fit(rng: np.random.Generator, source: Ints, contacted: Ints, late: NDArray[np.bool_]) -> Ints:
    """When a lead was found fit, -1 where it was not."""
    chance = np.array([each.fit for each in SOURCES])[source] * np.where(late, _LATE_IS_LESS_FIT, 1.0)
    luck, days = rng.random(len(source)), rng.integers(0, 12, len(source))
    qualified = at_office(contacted + days * DAY + 45, rng.random(len(source)))
    fit = (luck < chance) & (contacted >= 0) & (qualified // DAY <= END)
    return np.where(fit, qualified, -1)


def _again(rng: np.random.Generator, count: int) -> Ints:
    """For each lead the position of the one that its contact sent first: mostly itself."""
    earlier = np.arange(count) - rng.integers(1, 200, count)
    repeats = happens(rng, _AGAIN, count) & (earlier >= 0)
    repeats &= ~repeats[np.maximum(earlier, 0)]
    return np.where(repeats, earlier, np.arange(count))


def draw_leads(seed: int, people: People, told: dict[str, Story], scale: float, block: int) -> Leads:
    """All leads of the two years; the bought addresses among them only where their story is told."""
    rng, extra = stream(seed, "leads", block), stream(seed, _BOUGHT.id, block)
    seats = seats_of(scale)
    expected = LEADS * scale
    count = max(12, int(expected + expected**0.5 * float(normal(rng, 1)[0])))
    team = pick(rng, slots([team.busy for team in TEAMS], 400), count).astype(np.int64)
    created = np.sort(_days(rng, count) * DAY + _minutes(rng, count))
    seat = team * seats + rng.integers(0, seats, count)
    source = pick(rng, slots([each.share for each in SOURCES], 100), count).astype(np.int64)
    first = _again(rng, count)
    contacted, late = _answered(rng, created, seat, people, told)
    qualified = np.where(first == np.arange(count), _fit(rng, source, contacted, late), -1)
    spam = happens(rng, _SPAM, count)
    real = Leads(
        np.arange(count), created, source, seat[first], np.zeros(count, dtype=np.int64), first, contacted,
        np.where(spam, -1, qualified), late, spam,
    )  # fmt: skip
    in_east = expected * TEAMS[team_number("East")].busy / sum(team.busy for team in TEAMS)
    share_of_days = float((busy_days() >= day_number(_BOUGHT.first)).mean())
    bought = _bought(extra, people, seats, round(in_east * share_of_days * _BOUGHT.strength))
    both = Leads(**{f.name: np.concatenate([getattr(real, f.name), getattr(bought, f.name)]) for f in fields(Leads)})
    return _numbered(both, count, people, kept=_BOUGHT.id in told)


def _bought(rng: np.random.Generator, people: People, seats: int, count: int) -> Leads:
    source = np.full(count, [each.name for each in SOURCES].index("directory"))
    created = _days(rng, count, first=day_number(_BOUGHT.first)) * DAY + _minutes(rng, count)
    seat = team_number("East") * seats + rng.integers(0, seats, count)
    contacted, late = _answered(rng, created, seat, people, {})
    qualified = _fit(rng, source, contacted, late)
    itself = np.arange(count)
    no = np.zeros(count, dtype=bool)
    return Leads(itself, created, source, seat, np.zeros(count, dtype=np.int64), itself, contacted, qualified, late, no)


def _numbered(leads: Leads, real: int, people: People, *, kept: bool) -> Leads:
    """Leads in the order of time with rising numbers; those left out leave gaps."""
    count = len(leads.created)
    in_time = np.argsort(leads.created, kind="stable")
    number = np.empty(count, dtype=np.int64)
    number[in_time] = np.arange(1, count + 1)
    offset = np.where(np.arange(count) < real, 0, real)
    contact = number[leads.contact + offset]
    person = people.who(leads.seat, leads.created // DAY)
    whole = Leads(
        number, leads.created, leads.source, leads.seat, person, contact, leads.contacted, leads.qualified, leads.late,
        leads.spam,
    )  # fmt: skip
    whole = Leads(**{field.name: getattr(whole, field.name)[in_time] for field in fields(whole)})
    return whole if kept else whole.taken(in_time < real)
