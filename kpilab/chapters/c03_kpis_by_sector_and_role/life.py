"""Six months in a shop whose team does what its plan pays for; what no row names is left to drift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpilab.analysis.plan import Findings, Plan, PlanRow, lint
from kpilab.catalogue import kpi
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = [
    "MONTHS",
    "OFFERED",
    "START",
    "TODAY",
    "Month",
    "Shop",
    "Signed",
    "findings",
    "green",
    "live",
    "rules",
    "shown_fact",
    "slipped",
]

MONTHS = 6
OFFERED = (
    "net_sales",
    "units_sold",
    "store_footfall",
    "new_customers",
    "gross_margin_rate",
    "till_wait_minutes",
    "csat_top2",
    "repurchase_next_window",
)
"""The eight KPIs on the table; a plan has three to five of them."""
_DAYS, _USEFUL = 10.0, 3.0
_LIST, _GOODS, _FIXED = 0.2, 0.11, 25.0


@dataclass(frozen=True)
class Shop:
    """Where the shop stands: shares in per cent, regulars as people, money in thousands."""

    discount: float = 8.0
    wait: float = 5.0
    satisfied: float = 84.0
    regulars: float = 1000.0


START = Shop()
TODAY: Mapping[str, float] = {
    "net_sales": 94,
    "units_sold": 1026,
    "store_footfall": 2000,
    "new_customers": 100,
    "gross_margin_rate": 40,
    "till_wait_minutes": 5,
    "csat_top2": 84,
    "repurchase_next_window": 44,
}
"""The facts of the month before; each row's plan is to be no worse than today."""


@dataclass(frozen=True)
class Month:
    """A month as it was lived: where the shop stands at its end, and every KPI on offer, with the profit beside it."""

    number: int
    shop: Shop
    facts: Mapping[str, float]
    profit: float


@dataclass(frozen=True)
class Signed:
    """A plan as it was agreed: the KPIs, the one that counts double, why, how sure, and the months lived since."""

    kpis: tuple[str, ...]
    heavy: str
    reason: str = ""
    confidence: str = ""
    played: int = 0

    @property
    def weights(self) -> Mapping[str, float]:
        """A share each, and two for the heavy one.

        >>> Signed(("net_sales", "csat_top2", "new_customers"), "net_sales").weights["net_sales"]
        0.5
        """
        return {one: (2 if one == self.heavy else 1) / (len(self.kpis) + 1) for one in self.kpis}

    def as_data(self) -> dict[str, object]:
        """As plain data, fit for JSON."""
        return {**vars(self), "kpis": list(self.kpis)}

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Signed:
        """Back from `as_data`. Raises `DataError` where it does not fit.

        >>> one = Signed(("net_sales", "csat_top2", "new_customers"), "csat_top2", "Both count.", "fairly", 2)
        >>> Signed.from_data(one.as_data()) == one
        True
        """
        kept, played = data.get("kpis"), data.get("played")
        if not isinstance(kept, list) or not isinstance(played, int) or not 0 <= played <= MONTHS:
            raise DataError(_("This is no plan that was agreed here."))
        heavy, reason, sure = (str(data.get(name, "")) for name in ("heavy", "reason", "confidence"))
        found = cls(tuple(map(str, kept)), heavy, reason, sure)
        if not set(found.kpis) <= set(OFFERED) or found.heavy not in found.kpis or not 3 <= len(found.kpis) <= 5:
            raise DataError(_("This is no plan that was agreed here."))
        return replace(found, played=played)


def findings(signed: Signed) -> Findings:
    """What `lint` says of the plan; owner and source are given, the shop knows them."""
    who, where = _("shop manager"), _("till and survey")
    rows = tuple(PlanRow(one, weight, owner=who, source=where) for one, weight in signed.weights.items())
    return lint(Plan(rows, "grow_sales"))


def live(signed: Signed, *, months: int = MONTHS, start: Shop = START) -> tuple[Month, ...]:
    """The months under that plan: ten days of attention a month, shared by the weights, at most three of use to a row.

    >>> volume = live(Signed(("net_sales", "units_sold", "store_footfall", "new_customers"), "net_sales"))
    >>> [round(month.facts["net_sales"]) for month in volume]
    [117, 111, 103, 93, 82, 70]
    """
    lived: list[Month] = []
    for number in range(1, months + 1):
        days = {one: min(_USEFUL, _DAYS * weight) for one, weight in signed.weights.items()}
        lived.append(_month(lived[-1].shop if lived else start, days, number))
    return tuple(lived)


def _month(shop: Shop, days: Mapping[str, float], number: int) -> Month:
    push = days.get("net_sales", 0) + days.get("units_sold", 0)
    walk, win = days.get("store_footfall", 0), days.get("new_customers", 0)
    care, back = days.get("csat_top2", 0), days.get("repurchase_next_window", 0)
    cheaper = 0.5 + 0.3 * push + 0.3 * days.get("units_sold", 0) - days.get("gross_margin_rate", 0)
    discount = _within(shop.discount + cheaper, 6, 30)
    wait = _within(shop.wait + 0.8 + 0.1 * push - days.get("till_wait_minutes", 0), 2, 25)
    satisfied = _within(shop.satisfied - 1 - 0.5 * push + 1.2 * care - 0.2 * (wait - 5), 50, 95)
    returning = _within(44 + 0.8 * (shop.satisfied - 84) + 1.5 * back, 15, 60)
    new = 100 + 20 * push + 12 * walk + 16 * win
    stayed = shop.regulars * (0.96 + 0.005 * (shop.satisfied - 84)) + 0.4 * new * returning / 44
    buyers = (shop.regulars * returning / 100 + new) * (1 - wait / 100)
    sales = buyers * _LIST * (1 - discount / 100)
    facts = {
        "net_sales": sales,
        "units_sold": 2 * buyers,
        "store_footfall": 2000 + 12 * (new - 100) + 0.5 * (shop.regulars - 1000),
        "new_customers": new,
        "gross_margin_rate": 100 * (1 - _GOODS * buyers / sales),
        "till_wait_minutes": wait,
        "csat_top2": satisfied,
        "repurchase_next_window": returning,
    }
    profit = sales - _GOODS * buyers - _FIXED - walk - win
    return Month(number, Shop(discount, wait, satisfied, stayed), facts, profit)


def rules() -> tuple[str, ...]:
    """How a month is reckoned, in the language in use: the numbers of `_month`."""
    return (
        _(
            "A day for net sales or units sold brings 20 new buyers by discount and by pressure: 0.3 points of discount more (for units "
            "0.6), half a point of satisfaction less, a tenth of a minute more at the till."
        ),
        _("A day for visitors brings 12 new buyers and one for new customers 16, each for 1 thousand."),
        _(
            "A day for the margin takes a point off the discount, one for the till a minute off the wait; one for satisfaction adds 1.2 "
            "points, one for repurchase 1.5."
        ),
        _("Each month by itself: discount up by half a point, wait up by 0.8 minutes, satisfaction down by a point."),
        _(
            "A minute of wait beyond five costs 0.2 points of satisfaction, and each minute a hundredth of the buyers. A point of "
            "satisfaction less costs 0.8 points of repurchase and a two-hundredth of the regulars, a month later."
        ),
        _("About four of ten new buyers become regulars."),
    )


def _within(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))


def green(signed: Signed, month: Month) -> int:
    """How many of the plan's own rows are no worse than today: what the sheet on the wall shows.

    >>> volume = Signed(("net_sales", "units_sold", "store_footfall", "new_customers"), "net_sales")
    >>> [green(volume, month) for month in live(volume)]
    [4, 4, 4, 3, 3, 2]
    """
    return sum(not _worse(one, month) for one in signed.kpis)


def slipped(signed: Signed, month: Month) -> tuple[str, ...]:
    """The KPIs on offer that are worse than today and that no row of the plan names."""
    return tuple(one for one in OFFERED if one not in signed.kpis and _worse(one, month))


def _worse(name: str, month: Month) -> bool:
    change = month.facts[name] - TODAY[name]
    return (change if kpi(name).direction == "lower" else -change) > 0.01 * TODAY[name]


def shown_fact(name: str, value: float) -> str:
    """The fact of a KPI as the shop reads it.

    >>> shown_fact("csat_top2", 84.4), shown_fact("till_wait_minutes", 5.24), shown_fact("units_sold", 1026)
    ('84 %', '5.2 minutes', '1,026')
    """
    unit = kpi(name).unit
    if unit == "minutes":
        return _("{value:.1f} minutes").format(value=value)
    return f"{value:.0f} %" if unit in ("share", "percent") else f"{value:,.0f}"
