"""The firm: four teams, what they sell, where leads come from, and what a deal goes through."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "CITIES",
    "EXISTING",
    "INDUSTRIES",
    "LOST_REASONS",
    "PRODUCTS",
    "SEATS",
    "SOURCES",
    "STAGES",
    "TEAMS",
    "Product",
    "Source",
    "Team",
    "seats_of",
    "team_number",
]


@dataclass(frozen=True)
class Team:
    """One sales team. `busy` is its share of leads against the others."""

    store_id: str
    name: str
    region: str
    manager: str
    busy: float


TEAMS = (
    Team("S1", "North", "Tianjin", "Zhou Ping", 1.05),
    Team("S2", "East", "Shanghai", "Lu Wen", 1.10),
    Team("S3", "South", "Shenzhen", "He Jun", 1.00),
    Team("S4", "West", "Chengdu", "Tan Yue", 0.95),
)
SEATS = 7
"""Sellers in a team at the standard size."""


@dataclass(frozen=True)
class Product:
    """One product; prices in whole currency units, `usual` the pieces of an ordinary deal."""

    product_id: str
    name: str
    category: str
    price: int
    cost: int
    usual: int
    wanted: int


PRODUCTS = (
    Product("P01", "Stock control licence, a seat a year", "Software", 1_200, 180, 14, 14),
    Product("P02", "Field service licence, a seat a year", "Software", 1_560, 240, 10, 11),
    Product("P03", "Reporting licence, a seat a year", "Software", 980, 120, 12, 10),
    Product("P04", "Hand scanner", "Devices", 2_380, 1_420, 8, 12),
    Product("P05", "Rugged tablet", "Devices", 4_650, 3_050, 5, 9),
    Product("P06", "Label printer", "Devices", 3_290, 2_010, 4, 8),
    Product("P07", "Warehouse gateway", "Devices", 9_800, 5_700, 2, 6),
    Product("P08", "Sensor set", "Devices", 1_450, 820, 12, 7),
    Product("P09", "Installation day", "Services", 3_600, 2_250, 3, 9),
    Product("P10", "Training day", "Services", 4_200, 2_100, 2, 6),
    Product("P11", "Support contract, a year", "Services", 8_800, 4_000, 1, 8),
    Product("P12", "Data migration", "Services", 15_000, 8_600, 1, 3),
)
"""At the list prices of 2025; licences were 4 % cheaper before."""


@dataclass(frozen=True)
class Source:
    """Where leads come from: how many of a hundred, how often one is fit, and how its deals are won against others."""

    name: str
    share: int
    fit: float
    wins: float


EXISTING = "existing_customer"
SOURCES = (
    Source("web", 40, 0.40, 0.95),
    Source("referral", 16, 0.66, 1.20),
    Source("fair", 16, 0.38, 0.90),
    Source("partner", 14, 0.56, 1.05),
    Source("phone", 14, 0.50, 1.00),
    Source("directory", 0, 0.05, 0.00),
)
"""Nobody buys from a directory of bought addresses; the others differ as they mostly do."""

STAGES = ("new", "qualified", "proposal", "negotiation", "won", "lost")
LOST_REASONS = ("price", "competitor", "no_budget", "no_decision", "no_fit", "timing")
INDUSTRIES = ("machinery", "food", "textiles", "electronics", "logistics", "retail", "healthcare", "building")
CITIES = (
    ("Tianjin", "Beijing", "Shijiazhuang", "Jinan", "Shenyang"),
    ("Shanghai", "Hangzhou", "Suzhou", "Nanjing", "Ningbo"),
    ("Shenzhen", "Guangzhou", "Dongguan", "Xiamen", "Foshan"),
    ("Chengdu", "Chongqing", "Xi'an", "Kunming", "Wuhan"),
)
"""The cities of each team."""


def team_number(name: str) -> int:
    """The position of the team of that name.

    >>> team_number("East")
    1
    """
    return [team.name for team in TEAMS].index(name)


def seats_of(scale: float) -> int:
    """How many sellers a team has; at least the three that stories need.

    >>> seats_of(1), seats_of(0.1)
    (7, 3)
    """
    return max(3, round(SEATS * scale))
