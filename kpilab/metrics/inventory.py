"""Inventory: what was there to be sold, and how fast it went."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.engines import one_where
from kpilab.metrics.finishing import Finished, side_by_side, summed
from kpilab.metrics.parts import Parts, Plain, booked_lines, keys_of, paid_lines
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Builder, Frame, Sources
from kpilab.metrics.stock import (
    covered,
    days_of,
    lines_at_cost,
    margin_lines,
    range_on_sale,
    stock_at_cost,
    unsold_stock,
)

_YEAR = 365


def counted_products(sources: Sources) -> Frame:
    """What was counted: a row for each store, product and day of counting."""
    return sources.table("stock", "store_id", "product_id", "day", "units", key=["store_id", "product_id", "day"])


def counted_places(sources: Sources) -> Frame:
    """The rounds of counting, with `difference`: by how many pieces book and count differ."""
    held = sources.held("stock_counts", "store_id", "product_id")
    counts = sources.table("stock_counts", "place", "book", "counted", "day", *held, key=["place", "day"])
    counts = counts.with_columns(nw.col("day").dt.truncate("1d"))
    difference = (nw.col("book") - nw.col("counted")).abs()
    tolerance = sources.settings["count_tolerance"]
    return counts.filter(~nw.col("book").is_null() & ~nw.col("counted").is_null()).with_columns(
        one_where(difference <= tolerance).alias("agrees")
    )


def first_shipments(sources: Sources) -> Frame:
    """The lines of paid orders that were shipped, with the pieces in the first shipment."""
    lines = sources.table("order_lines", "order_id", "line_no", "first_shipped_qty", key=["order_id", "line_no"])
    shipped = lines.filter(~nw.col("first_shipped_qty").is_null())
    return sources.built(paid_lines).join(shipped, on=["order_id", "line_no"], how="inner")


def sold_products(sources: Sources) -> Frame:
    """Booked lines, with the product in `sold_product`."""
    return sources.built(booked_lines).with_columns(nw.col("product_id").alias("sold_product"))


def _on_stock(amounts: Builder, column: str, *, turned: bool = False) -> Finished:
    """An amount of the window over the average stock at cost; `turned`, the stock over the amount of one day."""
    parts = {
        "amount": Parts(amounts, column, sums={column: Plain("sum", column)}, known_after=0),
        "stock": Parts(
            stock_at_cost,
            "value_cents",
            sums={"value_cents": Plain("sum", "value_cents"), "evenings": Plain("n_unique", "evening")},
            within=("counted_in",),
        ),
    }

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        stores = found["stock"].assign(average=found["stock"]["value_cents"] / found["stock"]["evenings"])
        amount = found["amount"].rename(columns={column: "amount"})[[*keys, "amount"]].assign(booked=1.0)
        lines = side_by_side({"stock": summed(stores, keys, ["average"]), "amount": amount}, keys)
        nothing = lines["booked"].isna() & covered(sources, lines)
        amounts, days = lines["amount"].mask(nothing, 0.0), days_of(sources, lines)
        above, below = (lines["average"], amounts / days) if turned else (amounts * _YEAR / days, lines["average"])
        return lines[keys].assign(value=above / below.where(below.gt(0)), numerator=above, denominator=below)

    return Finished(parts, finish, "stock")


@measures("inventory_turnover")
def inventory_turnover() -> Finished:
    """Cost of goods sold, brought to a year, over the average stock at cost."""
    return _on_stock(lines_at_cost, "goods_cents")


@measures("days_of_inventory")
def days_of_inventory() -> Finished:
    """The average stock at cost over the cost of the goods sold in a day."""
    return _on_stock(lines_at_cost, "goods_cents", turned=True)


@measures("gmroi")
def gmroi() -> Finished:
    """Gross margin, brought to a year, over the average stock at cost."""
    return _on_stock(margin_lines, "margin_cents")


@measures("stockout_rate")
def stockout_rate() -> Parts:
    """Counts that found an empty shelf, over counts; a day that nobody counted is no count."""
    rows = {
        "empty": (nw.col("units") <= 0).fill_null(False).cast(nw.Int64),
        "counts": (~nw.col("units").is_null()).cast(nw.Int64),
    }
    sums = {"empty": Plain("sum", "empty"), "counts": Plain("sum", "counts")}
    return Parts(counted_products, "empty", "counts", rows=rows, sums=sums)


@measures("fill_rate")
def fill_rate() -> Parts:
    """Pieces in the first shipment over pieces ordered."""
    sums = {"shipped": Plain("sum", "first_shipped_qty"), "ordered": Plain("sum", "qty")}
    return Parts(first_shipments, "shipped", "ordered", sums=sums)


@measures("active_sku_rate")
def active_sku_rate() -> Parts:
    """Products that sold, net of what came back, over products on sale."""
    rows = {"active": one_where(nw.col("units") > 0)}
    sums = {"active": Plain("sum", "active"), "on_sale": Plain("len")}
    return Parts(range_on_sale, "active", "on_sale", rows=rows, sums=sums, keyed=True)


@measures("stock_record_accuracy")
def stock_record_accuracy() -> Parts:
    """Places where book and count agree, over places counted."""
    return Parts(counted_places, "agrees", "places", sums={"agrees": Plain("sum", "agrees"), "places": Plain("len")})


@measures("slow_stock_share")
def slow_stock_share() -> Parts:
    """Stock at cost without a sale for the stated days, over stock at cost, on the last evening counted."""
    rows = {"unsold_cents": nw.col("value_cents") * nw.col("unsold")}
    sums = {"unsold_cents": Plain("sum", "unsold_cents"), "value_cents": Plain("sum", "value_cents")}
    return Parts(unsold_stock, "unsold_cents", "value_cents", rows=rows, sums=sums)


@measures("bestseller_share")
def bestseller_share() -> Finished:
    """The best products that make the stated share of net sales, over the products that sold."""
    sold = Parts(sold_products, "net_cents", sums={"net_cents": Plain("sum", "net_cents")}, within=("sold_product",))

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys, wanted = keys_of(sources), sources.settings["bestsellers_make"]
        if not keys:
            return pd.DataFrame({"value": [_best(found["sold"]["net_cents"], wanted)]})
        groups = found["sold"].groupby(keys, dropna=False)["net_cents"]
        return groups.apply(lambda sales: _best(sales, wanted)).rename("value").reset_index()

    return Finished({"sold": sold}, finish)


def _best(sales: pd.Series[float], wanted: float) -> float:
    """The share of the products that sold which make that part of their sales; missing where an amount is unknown."""
    positive = sales[sales.gt(0)].sort_values(ascending=False)
    if sales.isna().any() or positive.empty:
        return float("nan")
    enough = positive.cumsum().ge(wanted * positive.sum() * (1 - 1e-12))
    return float((~enough).sum() + 1) / len(positive)
