"""What a KPI is made of, and the tables that several families share.

A KPI is never a number that a function computes: it is a table, row expressions, plain aggregations of
bare columns, a numerator and a denominator. The engine adds up the parts of many KPIs in one pass, and
whoever rolls them up adds parts and never averages ratios.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import narwhals as nw

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import date_number, number_of
from kpilab.metrics.periods import period_start
from kpilab.metrics.sources import ORDERS_PAID, Builder, Sources

__all__ = [
    "PERIOD",
    "Parts",
    "Plain",
    "added_up",
    "booked_lines",
    "buyers",
    "buyers_with_firsts",
    "keys_of",
    "orders_with_firsts",
    "paid_lines",
    "paid_orders",
    "with_period",
]

_ORDER_COLUMNS = ("store_id", "customer_id", "channel", "staff_id", "campaign_id", "paid_cents", "discount_cents")
PERIOD = "_period"
"""The column that holds the first moment of a row's period while a KPI is being measured."""


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


def with_period(sources: Sources, frame: Frame) -> Frame:
    """`frame` with the period of its `day`, where one was asked for."""
    if sources.period is None:
        return frame
    return frame.with_columns(period_start(sources.period).alias(PERIOD))


def keys_of(sources: Sources) -> list[str]:
    """The columns that rows are grouped by while measuring."""
    return [*sources.dims, *([PERIOD] if sources.period else [])]


def paid_orders(sources: Sources) -> Frame:
    """Orders that were paid, each with its day of payment."""
    columns = sources.held("orders", *_ORDER_COLUMNS)
    orders = sources.table("orders", "order_id", "paid_at", *columns, key=["order_id"])
    paid = orders.filter(~nw.col("paid_at").is_null())
    return paid.with_columns(nw.col("paid_at").dt.truncate("1d").alias("day")).drop("paid_at")


def paid_lines(sources: Sources) -> Frame:
    """Lines of paid orders; `net_cents` is quantity × unit price less discount, where the prices are known."""
    columns = sources.held("order_lines", "unit_price_cents", "discount_cents")
    lines = sources.table(
        "order_lines", "order_id", "line_no", "product_id", "qty", *columns, key=["order_id", "line_no"]
    )
    if len(columns) == 2:
        net = nw.col("qty") * nw.col("unit_price_cents") - nw.col("discount_cents")
        lines = lines.with_columns(net.alias("net_cents"))
    orders = sources.built(paid_orders).drop("paid_cents", "discount_cents", strict=False)
    return lines.drop(*columns).join(orders, on="order_id", how="inner")


def booked_lines(sources: Sources) -> Frame:
    """Paid lines, and each refund as a line of its own, negative, on the day it was booked."""
    amounts = [nw.col(name).cast(nw.Float64) for name in ("qty", "net_cents")]
    sold = sources.built(paid_lines).with_columns(*amounts)
    refunds = sources.table("returns", "order_id", "line_no", "qty", "refund_cents", "returned_on")
    origin = sold.drop("qty", "net_cents", "day")
    came_back = refunds.join(origin, on=["order_id", "line_no"], how="inner").with_columns(
        nw.col("returned_on").dt.truncate("1d").alias("day"),
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
    """One row for each known buyer and key: money paid, orders, and days with a purchase."""
    return _by_buyer(sources, sources.built(paid_orders), {})


def buyers_with_firsts(sources: Sources) -> Frame:
    """As `buyers`, with `is_new`: 1 where the customer's first order is among them."""
    return _by_buyer(sources, sources.built(orders_with_firsts), {"is_new": Plain("max", "is_first")})


def _by_buyer(sources: Sources, orders: Frame, more: Mapping[str, Plain]) -> Frame:
    known = sources.narrowed(orders.filter(~nw.col("customer_id").is_null()))
    money = {"paid_cents": Plain("sum", "paid_cents")} if "paid_cents" in known.collect_schema().names() else {}
    sums = {**money, "days": Plain("n_unique", "day"), "orders": Plain("len"), **more}
    return added_up(with_period(sources, known), ["customer_id", *keys_of(sources)], sums)
