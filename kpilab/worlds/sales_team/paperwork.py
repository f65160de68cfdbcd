"""Work beside the deal: documents and audits, cases written up, helps, and the teams' weekly reviews."""

from __future__ import annotations

import numpy as np

from kpilab.worlds.chance import stream
from kpilab.worlds.sales_team.deals import Deals
from kpilab.worlds.sales_team.firm import TEAMS, seats_of
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.people import People
from kpilab.worlds.sales_team.skills import Columns
from kpilab.worlds.sales_team.workdays import DAY, END, next_workday, quarter_ends

__all__ = ["audits", "cases", "documents", "helps", "reviews"]


def documents(seed: int, deals: Deals, people: People, block: int) -> Columns:
    """Offers and contracts drawn at random and checked a few days later."""
    luck = Luck(seed, block)
    made = deals.entered(2)
    day = next_workday(made // DAY + 4 + luck.below("checked after", 8, deals.number))
    chosen = np.flatnonzero((made >= 0) & (day <= END) & (luck.uniform("checked", deals.number) < 0.36))
    number = deals.number[chosen]
    new = day[chosen] - people.start[deals.person[chosen]] < 120
    wrong = luck.uniform("errors", number) < 0.13 + 0.10 * new
    errors = np.where(wrong, 1 + luck.below("more errors", 3, number), 0)
    grave = np.minimum(errors, (luck.uniform("grave", number) < 0.25).astype(np.int64))
    kind = (luck.uniform("contract", number) < 0.4).astype(np.int64)
    return {"deal": chosen, "day": day[chosen], "kind": kind, "errors": errors, "grave": grave}


def audits(seed: int, deals: Deals, scale: float, block: int) -> Columns:
    """Closed deals drawn at random: how many of the required steps were done, and in their order."""
    luck = Luck(seed, block)
    day = next_workday(deals.closed // DAY + 7 + luck.below("audited after", 14, deals.number))
    drawn = luck.uniform("audited", deals.number) < 0.16
    chosen = np.flatnonzero((deals.closed >= 0) & (day <= END) & drawn)
    number = deals.number[chosen]
    required = 4 + luck.below("steps", 3, number)
    usual = np.array([0.80, 0.76, 0.68, 0.78])[deals.seat[chosen] // seats_of(scale)]
    missing = np.where(luck.uniform("skips", number) < usual, 0, 1 + luck.below("skipped", 3, number))
    return {"deal": chosen, "day": day[chosen], "required": required, "in_order": required - missing}


def helps(seed: int, deals: Deals, people: People, scale: float, block: int) -> Columns:
    """Deals on which a colleague of the team helped."""
    luck, seats = Luck(seed, block), seats_of(scale)
    last = np.where(deals.closed >= 0, deals.closed // DAY, END)
    first = deals.created // DAY
    day = first + np.floor((last - first) * luck.uniform("helped when", deals.number)).astype(np.int64)
    beside = (
        deals.seat // seats * seats + (deals.seat % seats + 1 + luck.below("helper", seats - 1, deals.number)) % seats
    )
    helper = people.who(beside, day)
    chosen = np.flatnonzero((luck.uniform("helped", deals.number) < 0.22) & (helper != people.who(deals.seat, day)))
    chosen = chosen[helper[chosen] != deals.person[chosen]]
    return {"deal": chosen, "person": helper[chosen], "day": day[chosen]}


def cases(seed: int, people: People, scale: float, block: int) -> Columns:
    """Cases written up for the others, some by two; not all fill the template."""
    luck, seats = Luck(seed, block), seats_of(scale)
    person, quarter = (index.ravel() for index in np.indices((len(people.number), len(quarter_ends()))))
    key = people.number[person] * 8 + quarter
    day = next_workday(quarter_ends()[quarter] - 80 + luck.below("published", 76, key))
    there = (people.start[person] <= day) & (people.end[person] >= day) & (luck.uniform("writes", key) < 0.28)
    key, person, day = key[there], person[there], day[there]
    fills = luck.uniform("fills", key) < 0.76
    seat = people.seat[person]
    beside = people.who(seat // seats * seats + (seat % seats + 1) % seats, day)
    two = (luck.uniform("two authors", key) < 0.3) & (beside != person)
    return {
        "number": np.concatenate([key, key[two]]),
        "person": np.concatenate([person, beside[two]]),
        "day": np.concatenate([day, day[two]]),
        "fills": np.concatenate([fills, fills[two]]),
    }


def reviews(seed: int) -> Columns:
    """Each team looks at its pipeline every Monday, or on the next day that is worked."""
    rng = stream(seed, "reviews")
    mondays = np.arange(0, END + 1, 7)
    team, week = (index.ravel() for index in np.indices((len(TEAMS), len(mondays))))
    planned = next_workday(mondays[week])
    count = len(team)
    put_off = np.where(rng.random(count) < 0.15, rng.integers(1, 6, count), 0)
    held = next_workday(planned + put_off)
    usual = np.array([0.94, 0.92, 0.85, 0.90])[team]
    held = np.where((rng.random(count) < usual) & (held <= END), held, -1)
    actions = np.where(held >= 0, rng.integers(0, 6, count), -1)
    there = planned <= END
    columns = {"number": np.arange(1, count + 1), "team": team, "day": planned, "held": held, "actions": actions}
    return {name: values[there] for name, values in columns.items()}
