"""What a KPI is made of, and the tables that several families share.

A KPI is never a number that a function computes: it is a table, row expressions, plain aggregations of
bare columns, a numerator and a denominator. The engine adds up the parts of many KPIs in one pass, and
whoever rolls them up adds parts and never averages ratios.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals as nw

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import date_number, number_of
from kpilab.metrics.periods import with_starts
from kpilab.metrics.sources import ORDERS_PAID, Builder, Sources

__all__ = [
    "PERIOD",
    "Parts",
    "Plain",
    "added_up",
    "booked_lines",
    "buyers",
    "buyers_with_firsts",
    "costed_lines",
    "costed_refunds",
    "costs",
    "dated",
    "is_dated",
    "keys_of",
    "orders_with_firsts",
    "paid_lines",
    "paid_orders",
    "refunds",
    "widens",
    "wider_than",
    "with_period",
]

_ORDER_COLUMNS = ("store_id", "customer_id", "channel", "staff_id", "campaign_id", "paid_cents", "discount_cents")
PERIOD = "_period"
"""The column that holds the first moment of a row's period while a KPI is being measured."""
_ORDER_KEYS = ("order_id", "day", PERIOD)


@dataclass(frozen=True)
class Parts:
    """How one KPI is measured: `times` numerator over denominator, or the numerator alone.

    `numerator`, `denominator` and `observed` are names in `sums`; what ends in ``_cents`` is reported in whole
    currency units. Where `observed` adds up to 0 nothing was seen, and the value is missing. A value of
    a period is missing until `known_after` days (or the setting of that name) after its end; `known_by` is the table
    and column whose last time is the last day that the data cover. `keyed` tables bring their own period and keys;
    `windowed` ones compare neighbouring periods, and so must be asked for by a period.

    Two more serve as components of a `Finished` KPI: `within` are columns by which the engine adds up more finely
    than was asked, and `history` keeps the periods that `where` leaves out, for sums that run on from the first day.
    """

    table: Builder
    numerator: str
    denominator: str | None = None
    rows: Mapping[str, nw.Expr] = field(default_factory=dict)
    sums: Mapping[str, Plain] = field(default_factory=dict)
    observed: str | None = None
    times: float = 1
    known_after: int | str | None = None
    known_by: tuple[str, str] = ORDERS_PAID
    keyed: bool = False
    windowed: bool = False
    within: tuple[str, ...] = ()
    history: bool = False

    @property
    def waits(self) -> tuple[int | str, ...]:
        """After how many days, or which setting, a period is known; nothing where it is known at once."""
        return () if self.known_after is None else (self.known_after,)

    def __post_init__(self) -> None:
        for name in (self.numerator, self.denominator, self.observed):
            if name is not None and name not in self.sums:
                raise DataError(_("The part '{name}' is not among the sums.").format(name=name))
        if not all(isinstance(plain, Plain) for plain in self.sums.values()):
            raise DataError(_("An aggregation takes the name of one column; compute it as a row expression first."))


_DATED: set[Builder] = set()
_WIDER: dict[Builder, list[Builder]] = {}


def dated(builder: Builder) -> Builder:
    """Say of a table that its rows have the period of their `day` already."""
    _DATED.add(builder)
    return builder


def widens(narrow: Builder) -> Callable[[Builder], Builder]:
    """Say of a table that it has the rows of `narrow`, and more columns: where both are needed, it serves for both."""

    def tie(wide: Builder) -> Builder:
        _WIDER.setdefault(narrow, []).append(wide)
        return wide

    return tie


def wider_than(builder: Builder) -> Sequence[Builder]:
    """The tables that have the same rows as that of `builder`, and more columns."""
    return _WIDER.get(builder, ())


def is_dated(builder: Builder) -> bool:
    """Whether the rows of that table have their period already."""
    return builder in _DATED


def with_period(sources: Sources, frame: Frame) -> Frame:
    """`frame` with the period of its `day`, where one was asked for."""
    return frame if sources.period is None else with_starts(frame, sources.period, "day", PERIOD)


def keys_of(sources: Sources) -> list[str]:
    """The columns that rows are grouped by while measuring."""
    return [*sources.dims, *([PERIOD] if sources.period else [])]


@dated
def paid_orders(sources: Sources) -> Frame:
    """Orders that were paid, each with its day and period of payment, and with those keys that an order knows."""
    columns = sources.held("orders", *dict.fromkeys([*_ORDER_COLUMNS, *sources.key_columns]))
    orders = sources.table("orders", "order_id", "paid_at", *columns, key=["order_id"])
    paid = orders.filter(~nw.col("paid_at").is_null())
    days = with_starts(paid, "day", "paid_at", "day").drop("paid_at")
    return sources.with_known_keys(with_period(sources, days))


@dated
def paid_lines(sources: Sources) -> Frame:
    """Lines of paid orders; `net_cents` is quantity × unit price less discount, where the prices are known."""
    columns = sources.held("order_lines", "unit_price_cents", "discount_cents")
    lines = sources.table(
        "order_lines", "order_id", "line_no", "product_id", "qty", *columns, key=["order_id", "line_no"]
    )
    if len(columns) == 2:
        net = nw.col("qty") * nw.col("unit_price_cents") - nw.col("discount_cents")
        lines = lines.with_columns(net.alias("net_cents"))
    orders = sources.built(paid_orders)
    there = orders.collect_schema().names()
    wanted = {*_ORDER_KEYS, *sources.key_columns, *sources.needed("orders", beside="order_lines")}
    kept = [name for name in there if name in wanted and name not in ("paid_cents", "discount_cents")]
    return lines.drop(*columns).join(orders.select(*kept), on="order_id", how="inner")


@dated
@widens(paid_lines)
def costed_lines(sources: Sources) -> Frame:
    """Paid lines with the cost of one piece, where it is known."""
    return sources.built(paid_lines).join(costs(sources), on="product_id", how="left")


def refunds(sources: Sources) -> Frame:
    """Refunds of paid lines, with the keys of the order, on the day they were booked."""
    booked = sources.table("returns", "order_id", "line_no", "qty", "refund_cents", "returned_on")
    origin = sources.built(paid_lines).drop("qty", "day", PERIOD, "net_cents", strict=False)
    back = booked.join(origin, on=["order_id", "line_no"], how="inner")
    return with_starts(back, "day", "returned_on", "day").drop("returned_on")


@widens(refunds)
def costed_refunds(sources: Sources) -> Frame:
    """Refunds with the cost of one piece that came back, where it is known."""
    return sources.built(refunds).join(costs(sources), on="product_id", how="left")


def costs(sources: Sources) -> Frame:
    """What each product costs to buy, in cents a unit."""
    return sources.table("products", "product_id", "cost_cents", key=["product_id"])


def booked_lines(sources: Sources) -> Frame:
    """Paid lines, and each refund as a line of its own, negative, on the day it was booked."""
    amounts = [nw.col(name).cast(nw.Float64) for name in ("qty", "net_cents")]
    sold = sources.built(paid_lines).drop(PERIOD, strict=False).with_columns(*amounts)
    came_back = sources.built(refunds).with_columns(
        (-nw.col("refund_cents").cast(nw.Float64)).alias("net_cents"),
        (-nw.col("qty").cast(nw.Float64)).alias("qty"),
    )
    return nw.concat([sold, came_back.select(*sold.collect_schema().names())], how="vertical")


def orders_with_firsts(sources: Sources) -> Frame:
    """Paid orders with `is_first` (1 on the first order of a new customer, else 0) and `comes_again_on`.

    `comes_again_on` stands on a first order only: the next later day on which the customer paid. Guests have
    neither; a member who joined before the first day of the orders was known before, and has no first order here.
    """
    orders = sources.built(paid_orders)
    known = orders.filter(~nw.col("customer_id").is_null())
    firsts = added_up(known, ["customer_id"], {"first_day": Plain("min", "day")})
    on_first_day = known.join(firsts, on="customer_id", how="inner")
    later = on_first_day.filter(nw.col("day") > nw.col("first_day"))
    again = added_up(later, ["customer_id"], {"comes_again_on": Plain("min", "day")})
    on_that_day = on_first_day.filter(nw.col("day") == nw.col("first_day"))
    first_orders = added_up(on_that_day, ["customer_id"], {"order_id": Plain("min", "order_id")})
    joined = sources.table("customers", "customer_id", "joined_on", key=["customer_id"])
    began = number_of(sources.ends()[0])
    old = joined.filter(date_number("joined_on") < began).select("customer_id")
    new = first_orders.join(old, on="customer_id", how="anti").join(again, on="customer_id", how="left")
    marked = orders.join(new.drop("customer_id").with_columns(nw.lit(1).alias("is_first")), on="order_id", how="left")
    return marked.with_columns(nw.col("is_first").fill_null(0))


def buyers(sources: Sources) -> Frame:
    """One row for each known buyer and key: money paid, orders, and the first and last day with a purchase."""
    return _by_buyer(sources, sources.built(paid_orders), {})


def buyers_with_firsts(sources: Sources) -> Frame:
    """As `buyers`, with `is_new`: 1 where the customer's first order is among them."""
    return _by_buyer(sources, sources.built(orders_with_firsts), {"is_new": Plain("max", "is_first")})


def _by_buyer(sources: Sources, orders: Frame, more: Mapping[str, Plain]) -> Frame:
    known = sources.narrowed(orders.filter(~nw.col("customer_id").is_null()))
    money = {"paid_cents": Plain("sum", "paid_cents")} if "paid_cents" in known.collect_schema().names() else {}
    sums = {**money, "first_day": Plain("min", "day"), "last_day": Plain("max", "day"), "orders": Plain("len"), **more}
    return added_up(with_period(sources, known), ["customer_id", *keys_of(sources)], sums)
