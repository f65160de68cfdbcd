"""The cases of the exercises: Northgate's deals and enquiries in June, three people's plans, and a query to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from kpilab.chapters.c07_excel_crm_python.case import shown
from kpilab.course.task import CaseMaker
from kpilab.i18n import N_

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DEALS", "ENQUIRIES", "PLANS", "QUERY", "Deal", "Deals", "Enquiries", "Plan", "Plans", "Query"]

SELLERS = ("Ade", "Bea", "Cho", "Dov")
_JUNE, _JULY = datetime(2025, 6, 1), datetime(2025, 7, 1)
_LAST_AFTERNOON = datetime(2025, 6, 30, 16, 40)


@dataclass(frozen=True)
class Deal:
    """One deal as the CRM has it; `closed` is None while it is open."""

    seller: str
    stage: str
    created: datetime
    closed: datetime | None
    value: int
    visits: int

    @property
    def in_june(self) -> bool:
        """Whether it closed in June, its last day included."""
        return self.closed is not None and _JUNE <= self.closed < _JULY


@dataclass(frozen=True)
class Deals:
    """Northgate's deals, as they stood on 1 July."""

    deals: tuple[Deal, ...]

    def frame(self) -> pd.DataFrame:
        """A line a deal; values are thousand yuan, an empty `closed_at` is a deal that is open."""
        import pandas as pd

        rows = [
            (f"D{number}", one.seller, one.stage, one.created, one.closed, one.value, one.visits)
            for number, one in enumerate(self.deals, 1)
        ]
        columns = ["deal", "seller", "stage", "created_on", "closed_at", "value", "visits"]
        made = pd.DataFrame(rows, columns=columns)
        return made.assign(
            closed_at=pd.to_datetime(made["closed_at"]), created_on=pd.to_datetime(made["created_on"]).dt.normalize()
        )

    def table(self) -> pd.DataFrame:
        """The same to be read: days in short, empty cells empty."""
        return shown(self.frame())

    def query(self, sql: str, /, **values: object) -> pd.DataFrame:
        """What a small CRM with the table `deals` answers to a SELECT."""
        from kpilab.data.crm import crm_of

        return crm_of({"deals": self.frame()}).query(sql, **values)

    @property
    def closed(self) -> tuple[Deal, ...]:
        """Those that closed in June."""
        return tuple(one for one in self.deals if one.in_june)

    @property
    def won(self) -> tuple[Deal, ...]:
        """Those won in June."""
        return tuple(one for one in self.closed if one.stage == "won")

    def rates(self) -> Mapping[str, float]:
        """Each seller's win rate in June, of those who closed something."""
        found = {}
        for seller in SELLERS:
            own = [one for one in self.closed if one.seller == seller]
            if own:
                found[seller] = sum(one.stage == "won" for one in own) / len(own)
        return found


def _at(day: int, hour: int, month: int = 6) -> datetime:
    return datetime(2025, month, day, hour, 30)


def _model_deals() -> Deals:
    rows = (
        ("Ade", "won", _at(7, 9, 5), _at(3, 10), 40, 3),
        ("Ade", "won", _at(21, 9, 5), _at(17, 15), 40, 2),
        ("Ade", "lost", _at(2, 9, 5), _at(24, 11), 30, 1),
        ("Bea", "won", _at(12, 9, 5), _LAST_AFTERNOON, 35, 2),
        ("Bea", "lost", _at(5, 9, 5), _at(5, 10), 60, 1),
        ("Bea", "lost", _at(3, 9), _at(12, 16), 20, 2),
        ("Bea", "lost", _at(4, 9), _at(19, 10), 35, 1),
        ("Bea", "lost", _at(9, 9), _at(26, 14), 15, 1),
        ("Cho", "won", _at(30, 9, 5), _at(11, 9), 55, 0),
        ("Cho", "lost", _at(6, 9), _at(20, 12), 45, 1),
        ("Ade", "won", _at(8, 9, 4), _at(28, 10, 5), 50, 2),
        ("Bea", "lost", _at(9, 9, 4), _at(22, 10, 5), 25, 1),
        ("Ade", "open", _at(12, 9), None, 30, 1),
        ("Bea", "open", _at(3, 9, 3), None, 80, 2),
        ("Cho", "open", _at(16, 9), None, 20, 1),
        ("Dov", "open", _at(23, 9), None, 45, 0),
    )
    return Deals(tuple(Deal(*row) for row in rows))


def _draw_deals(rng: np.random.Generator) -> Deals:
    """Ten deals closed in June: one of those won on the last afternoon, one without a visit, two of one value."""
    own = dict.fromkeys(SELLERS[:3], (0, 0))
    for seller in own:
        own[seller] = (int(rng.integers(2 if seller == "Cho" else 1, 4)), 0)
    won = sum(pair[0] for pair in own.values())
    for _step in range(10 - won):
        seller = str(rng.choice(list(own)))
        own[seller] = (own[seller][0], own[seller][1] + 1)
    values = [5 * int(value) for value in rng.choice(np.arange(3, 20), size=won - 1, replace=False)]
    values.append(values[0])
    wins = [Deal("", "won", _created(rng), _closed(rng), value, int(rng.integers(2, 5))) for value in values]
    wins[2] = Deal("", "won", wins[2].created, _LAST_AFTERNOON, wins[2].value, wins[2].visits)
    wins[1] = Deal("", "won", wins[1].created, wins[1].closed, wins[1].value, 0)
    sellers = [seller for seller, (count, _lost) in own.items() for _one in range(count)]
    found = [Deal(seller, *_rest(one)) for seller, one in zip(rng.permutation(sellers).tolist(), wins, strict=True)]
    losers = [seller for seller, (_won, count) in own.items() for _one in range(count)]
    found += [Deal(one, "lost", _created(rng), _closed(rng), _value(rng), int(rng.integers(1, 3))) for one in losers]
    found += [
        Deal(str(rng.choice(SELLERS[:3])), stage, _at(int(rng.integers(2, 20)), 9, 4), _at(day, 10, 5), _value(rng), 1)
        for stage, day in (("won", 28), ("lost", 22))
    ]
    for _step in range(int(rng.integers(4, 7))):
        found.append(Deal(str(rng.choice(SELLERS)), "open", _created(rng), None, _value(rng), int(rng.integers(0, 3))))
    return Deals(tuple(found))


def _rest(one: Deal) -> tuple[str, datetime, datetime | None, int, int]:
    return one.stage, one.created, one.closed, one.value, one.visits


def _value(rng: np.random.Generator) -> int:
    return 5 * int(rng.integers(2, 17))


def _created(rng: np.random.Generator) -> datetime:
    return _at(int(rng.integers(2, 30)), 9, int(rng.choice((4, 5))))


def _closed(rng: np.random.Generator) -> datetime:
    return _at(int(rng.integers(2, 29)), int(rng.integers(9, 18)))


DEALS = CaseMaker("c07.deals", _model_deals, _draw_deals)


@dataclass(frozen=True)
class Enquiries:
    """Enquiries of June, as they stood when the month was over: when each came in, and when it was answered."""

    rows: tuple[tuple[str, datetime, datetime | None], ...]

    def frame(self) -> pd.DataFrame:
        """A line an enquiry; an empty `answered` is one that nobody has answered."""
        import pandas as pd

        made = pd.DataFrame(self.rows, columns=["seller", "came_in", "answered"])
        made.insert(0, "enquiry", [f"E{number}" for number in range(1, len(made) + 1)])
        return made.assign(answered=pd.to_datetime(made["answered"]))

    def table(self) -> pd.DataFrame:
        """The same to be read: times in short, empty cells empty."""
        return shown(self.frame())

    @property
    def due(self) -> tuple[tuple[str, datetime, datetime | None], ...]:
        """Those whose day was over before July began."""
        return tuple(row for row in self.rows if row[1] + timedelta(hours=24) <= _JULY)

    @property
    def kept(self) -> int:
        """Due and answered within 24 hours."""
        return sum(_in_time(row) for row in self.due)

    @property
    def answered(self) -> int:
        """Due and answered at all."""
        return sum(row[2] is not None for row in self.due)

    @property
    def next_day(self) -> int:
        """Due, and answered on the same day or the next one by the calendar."""
        return sum(row[2] is not None and (row[2].date() - row[1].date()).days <= 1 for row in self.due)

    @property
    def early(self) -> int:
        """Answered in time and not due yet."""
        return sum(_in_time(row) for row in self.rows if row not in self.due)


def _in_time(row: tuple[str, datetime, datetime | None]) -> bool:
    return row[2] is not None and row[2] - row[1] <= timedelta(hours=24)


def _enquiries(kept: int, late: int, overnight: int, never: int, sellers: list[str], days: list[int]) -> Enquiries:
    """`overnight` are late and answered on the next calendar day; two more came in on the last day."""
    waits = [3.0, 5.5, 1.0, 20.0, 8.0, 23.0, 2.5][:kept] + [50.0, 74.0, 98.0][:late] + [30.0, 29.0, 28.0][:overnight]
    hours: list[float | None] = [*waits, *[None] * never]
    order = sorted(zip(days, sellers, hours, strict=True), key=lambda one: one[0])
    found = [
        (seller, came := _at(day, 8), came + timedelta(hours=wait) if wait else None) for day, seller, wait in order
    ]
    last = [("Dov", _at(30, 10), _at(30, 13)), ("Ade", _at(30, 17), None)]
    return Enquiries((*found, *last))


def _draw_enquiries(rng: np.random.Generator) -> Enquiries:
    never, overnight = int(rng.integers(2, 4)), int(rng.integers(1, 3))
    late = int(rng.integers(1, 3))
    days = sorted(int(day) for day in rng.choice(np.arange(2, 26), size=10, replace=False))
    sellers = rng.choice(SELLERS, size=10).tolist()
    return _enquiries(10 - never - overnight - late, late, overnight, never, sellers, rng.permutation(days).tolist())


ENQUIRIES = CaseMaker(
    "c07.enquiries",
    lambda: _enquiries(
        4, 1, 2, 3,
        ["Ade", "Bea", "Cho", "Ade", "Dov", "Bea", "Cho", "Bea", "Ade", "Cho"],
        [3, 4, 6, 10, 11, 13, 17, 19, 20, 24],
    ),
    _draw_enquiries,
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """One person's June: sold, refunded, the plan that was signed, and the one that the sheet's lookup shows."""

    name: str
    sold: int
    refunded: int
    signed: int
    found: int

    @property
    def net(self) -> int:
        """Sold, less what was paid back."""
        return self.sold - self.refunded


@dataclass(frozen=True)
class Plans:
    """Three people; the lookup found another person's plan for the last of them."""

    people: tuple[Plan, Plan, Plan]

    def frame(self) -> pd.DataFrame:
        """A line a person, in thousand yuan."""
        import pandas as pd

        rows = [(one.sold, one.refunded, one.signed, one.found) for one in self.people]
        columns = ["sold", "refunded", "plan in the signed list", "plan found by the sheet"]
        return pd.DataFrame(rows, columns=columns, index=[one.name for one in self.people])


def _draw_plans(rng: np.random.Generator) -> Plans:
    signed = [int(plan) for plan in rng.choice((80, 100, 120, 160, 200), size=3, replace=False)]
    shares = rng.choice((0.65, 0.75, 0.85, 0.9, 0.95, 1.05, 1.1, 1.2, 1.3), size=3, replace=False)
    back = (int(rng.integers(4, 10)), int(rng.integers(4, 12)), int(rng.integers(5, 12)))
    found = (signed[0], signed[1], signed[1])
    return Plans(
        tuple(  # type: ignore[arg-type]
            Plan(name, round(plan * float(share)) + refunded, refunded, plan, shown)
            for name, plan, share, refunded, shown in zip(SELLERS[:3], signed, shares, back, found, strict=True)
        )
    )


PLANS = CaseMaker(
    "c07.plans",
    lambda: Plans((Plan("Ade", 96, 6, 120, 120), Plan("Bea", 117, 7, 100, 100), Plan("Cho", 137, 9, 160, 100))),
    _draw_plans,
)


@dataclass(frozen=True)
class Query:
    """A query to read: what it counts, of which stage, by which column, closed in which months."""

    stage: str
    group: str
    first: str
    after: str
    months: str

    @property
    def sql(self) -> str:
        """The query."""
        return (
            f"SELECT {self.group}, COUNT(*) AS n\nFROM deals\nWHERE stage = '{self.stage}'\n"
            f"  AND closed_at >= '{self.first}' AND closed_at < '{self.after}'\nGROUP BY {self.group}"
        )

    def frame(self) -> pd.DataFrame:
        """The query, a line of it in each row."""
        import pandas as pd

        return pd.DataFrame({"the query": self.sql.splitlines()}, index=range(1, 6))


_SPANS = (
    ("2025-04-01", "2025-07-01", N_("April, May and June")),
    ("2025-01-01", "2025-03-01", N_("January and February")),
    ("2025-10-01", "2026-01-01", N_("October, November and December")),
    ("2025-07-01", "2025-09-01", N_("July and August")),
)


def _draw_query(rng: np.random.Generator) -> Query:
    stage, group = str(rng.choice(("won", "lost"))), str(rng.choice(("seller", "source")))
    return Query(stage, group, *_SPANS[int(rng.integers(len(_SPANS)))])


QUERY = CaseMaker("c07.query", lambda: Query("lost", "seller", *_SPANS[0]), _draw_query)
