"""The campaigns: what they cost, who was left out on purpose, and the advertisements they showed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.chance import Ints, happens, pick, slots, stream
from kpilab.worlds.online_shop.acts import Acts, in_time
from kpilab.worlds.online_shop.demand import DAY, HOURS
from kpilab.worlds.online_shop.shop import CHANNELS, day_factors, day_number

__all__ = ["CAMPAIGNS", "HELD_OUT", "Campaign", "ad_events", "campaign_of", "goes_without", "held_out"]


@dataclass(frozen=True)
class Campaign:
    """One campaign; cost and planned sales in cents; `shown` advertisements are on record of it."""

    name: str
    objective: str
    channel: str
    first: date
    last: date
    cost: int
    plan: int
    audience: int
    shown: int = 0


def _campaign(
    name: str, objective: str, channel: str, first: tuple[int, int, int], last: tuple[int, int, int],
    cost: int, plan: int, audience: int, shown: int = 0,
) -> Campaign:  # fmt: skip
    return Campaign(name, objective, channel, date(*first), date(*last), 100 * cost, 100 * plan, audience, shown)


CAMPAIGNS = (
    _campaign("New Year tea", "retention", "mail", (2024, 1, 20), (2024, 2, 8), 1_500, 9_000, 1_400),
    _campaign("Spring search", "acquisition", "ads", (2024, 3, 1), (2024, 4, 30), 7_200, 15_000, 22_000),
    _campaign("6.18", "sales", "ads", (2024, 6, 10), (2024, 6, 18), 6_000, 15_000, 20_000),
    _campaign("Autumn letter", "retention", "mail", (2024, 9, 5), (2024, 9, 25), 1_200, 8_000, 2_600),
    _campaign("11.11", "sales", "ads", (2024, 10, 21), (2024, 11, 11), 11_000, 26_000, 34_000),
    _campaign("New Year gifts", "retention", "mail", (2025, 1, 10), (2025, 1, 27), 1_700, 10_500, 3_200),
    _campaign("Spring search", "acquisition", "ads", (2025, 3, 1), (2025, 4, 30), 8_600, 17_000, 25_000),
    _campaign("6.18", "sales", "ads", (2025, 6, 10), (2025, 6, 18), 7_400, 18_000, 24_000),
    _campaign("Come back in summer", "retention", "mail", (2025, 7, 10), (2025, 7, 31), 1_400, 8_600, 3_800),
    _campaign("Tea with Lin", "acquisition", "video", (2025, 10, 1), (2025, 10, 31), 9_500, 12_000, 60_000, 1_500),
    _campaign("11.11", "sales", "ads", (2025, 10, 21), (2025, 11, 11), 13_500, 31_000, 42_000, 4_000),
    _campaign("11.11 letter", "retention", "mail", (2025, 11, 1), (2025, 11, 11), 1_600, 12_000, 4_600),
    _campaign("Winter social", "acquisition", "social", (2025, 12, 1), (2025, 12, 20), 4_200, 7_000, 18_000, 900),
)
HELD_OUT = (8, 11)
"""The letters that a part of the customers did not get, so that their effect can be seen."""


def campaign_of(day: Ints, channel: Ints) -> Ints:
    """The campaign that an order of that day and channel goes back to, −1 for none."""
    found = np.full(len(day), -1)
    for number, campaign in enumerate(CAMPAIGNS):
        here = (day >= day_number(campaign.first)) & (day <= day_number(campaign.last))
        found = np.where(here & (channel == CHANNELS.index(campaign.channel)), number, found)
    return found


def goes_without(seed: int, day: Ints, channel: Ints, customer: Ints, joined: Ints, *, block: int) -> NDArray[np.bool_]:
    """Which of the orders would have followed a letter that their customer did not get: these are not placed.

    `customer` counts from 1, and is below for a guest.
    """
    found = np.zeros(len(day), dtype=bool)
    campaign, person, without = held_out(seed, joined, block=block)
    for number in HELD_OUT:
        none = np.zeros(len(joined) + 1, dtype=bool)
        none[person[(campaign == number) & (without == 1)] + 1] = True
        found |= (campaign_of(day, channel) == number) & none[np.maximum(customer, 0)]
    return found


def held_out(seed: int, joined: Ints, *, block: int) -> tuple[Ints, Ints, Ints]:
    """Campaign, customer (a position) and whether without, for the letters with a part held out."""
    rows = []
    for number in HELD_OUT:
        rng = stream(seed, f"held out {number}", block)
        known = np.flatnonzero(joined < day_number(CAMPAIGNS[number].first))
        asked = known[happens(rng, 0.3, len(known))]
        rows.append((np.full(len(asked), number), asked, happens(rng, 0.3, len(asked)).astype(np.int64)))
    campaign, customer, without = zip(*rows, strict=True)
    return np.concatenate(campaign), np.concatenate(customer), np.concatenate(without)


def ad_events(seed: int, *, scale: float, block: int) -> Acts:
    """Advertisements shown and clicked on; the better half of the clicks comes in the evening."""
    rng = stream(seed, "advertisements", block)
    pieces = []
    for number, campaign in enumerate(CAMPAIGNS):
        size = round(campaign.shown * scale)
        days = np.arange(day_number(campaign.first), day_number(campaign.last) + 1)
        day = days[slots(day_factors()[days].tolist(), 4096)[rng.integers(4096, size=size)]]
        hour = pick(rng, HOURS, size)
        minute = day * DAY + hour.astype(np.int64) * 60 + rng.integers(59, size=size)
        who = np.where(rng.random(size) < 0.9, (rng.random(size) ** 2 * campaign.audience * scale).astype(np.int64), -1)
        clicks = rng.random(size) < 0.024 + 0.012 * (hour.astype(np.int64) >= 19)
        pieces.append((np.full(size, number), who, minute, np.zeros(size, dtype=np.int64)))
        pieces.append(
            (np.full(clicks.sum(), number), who[clicks], minute[clicks] + 1, np.ones(clicks.sum(), dtype=np.int64))
        )
    return in_time(pieces)
