"""Tables held against each other: what refers to nothing, what does not add up, what came back and was never sold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.check import Check, Offer
from kpilab.data.quality.column import ColumnLook, ExaminedTable
from kpilab.data.quality.roles import amounts, cents_of, column_for, cost_of
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["agreeing_tables"]

_HOLDS = 0.8
"""A sum that adds up in so many rows is a rule; below that, it was never meant to."""
_CENT = 1.0
_PER_CENT = r"(?i)(?:less|minus|off|-|rabatt|discount|优惠)\s*(\d{1,2}(?:\.\d+)?)\s*%"


def agreeing_tables(table: ExaminedTable, tables: Mapping[str, ExaminedTable]) -> Iterator[Check]:
    """Orphans, sums within a row, an order and its lines, a line and its returns."""
    yield from _orphans(table, tables)
    yield from _row_sums(table)
    lines = tables.get("order_lines")
    if table.name == "orders" and lines is not None:
        yield from _order_sums(table, lines)
    if table.name == "returns" and lines is not None:
        yield from _returned(table, lines)


def _orphans(table: ExaminedTable, tables: Mapping[str, ExaminedTable]) -> Iterator[Check]:
    for look in table.looks.values():
        if look.rule.refers_to is None or look.rule.refers_to[0] not in tables:
            continue
        other, column = look.rule.refers_to
        if column not in tables[other].cells:
            continue
        filled = ~look.unfilled
        positions = np.flatnonzero(filled & ~_is_in(look, tables[other].cells[column]))
        cost, how = cost_of(table, positions, _("Belongs to nothing: {amount} of these rows."))
        rule = _("Each {column} in {table} is in {other} too.")
        yield Check(
            "consistency", "orphan", table.name, look.rule.name,
            rule.format(column=look.rule.name, table=table.name, other=other), positions, int(filled.sum()),
            certain=look.rule.stated, failed=len(positions) if look.rule.stated else 0, cost_cents=cost, cost_how=how,
            advice=_("Add what is missing in {other}, or mend the number here.").format(other=other),
        )  # fmt: skip


def _is_in(look: ColumnLook, known: pd.Series[Any]) -> NDArray[np.bool_]:
    if look.is_text:
        there = look.texts.isin(known.dropna().astype("str")).to_numpy(dtype=bool)
        return look.spread(there)
    if _are_whole(known, look.cells) and len(known):
        least, most = int(known.min()), int(known.max())
        if most - least <= 4 * len(known) + 1_000:
            there = np.zeros(most - least + 1, dtype=bool)
            there[known.to_numpy() - least] = True
            values = look.cells.to_numpy()
            return np.asarray((values >= least) & (values <= most) & there[np.clip(values, least, most) - least])
    if known.dtype.kind in "iuf" and look.cells.dtype.kind in "iuf":
        return look.cells.isin(known).to_numpy(dtype=bool)
    return look.cells.astype("str").isin(known.dropna().astype("str")).to_numpy(dtype=bool)


def _row_sums(table: ExaminedTable) -> Iterator[Check]:
    """Quantity × price less discount is the amount, where that holds in most rows."""
    quantity = column_for(table, "quantity", kinds=("number",))
    price, amount = column_for(table, "unit_price", kinds=("money",)), column_for(table, "amount", kinds=("money",))
    if quantity is None or price is None or amount is None:
        return
    discount = column_for(table, "discount", kinds=("money",))
    gross = quantity.numbers * price.numbers
    less = np.nan_to_num(discount.numbers) if discount else gross * _per_cent_off(table)
    off = amount.numbers - (gross - less)
    known = ~np.isnan(off)
    wrong = known & (np.abs(np.nan_to_num(off)) >= _CENT)
    if not known.any() or wrong.sum() > (1 - _HOLDS) * known.sum():
        return
    text = _("{amount} is {quantity} × {price}.")
    if discount:
        text = _("{amount} is {quantity} × {price} less {discount}.")
    names = {"amount": amount.rule.name, "quantity": quantity.rule.name, "price": price.rule.name}
    rule = text.format(**names, discount=discount.rule.name if discount else "")
    positions = np.flatnonzero(wrong)
    scale = 1 if amount.rule.cents else 100
    meant = np.round((gross - less)[positions]) / scale
    after = np.array([int(value) if value == int(value) else float(value) for value in meant], dtype=object)
    yield Check(
        "consistency", "sum", table.name, amount.rule.name, rule, positions, int(known.sum()), failed=len(positions),
        cost_cents=cents_of(np.abs(off[positions])) if len(positions) else None,
        cost_how=_("The differences between what stands there and what it comes to."),
        advice=_("One of the three is wrong: look at the receipt. Let a formula multiply."),
        offers=(Offer("reckon", _("Write what the row comes to."), amount.rule.name, positions, after),),
    )  # fmt: skip


def _per_cent_off(table: ExaminedTable) -> NDArray[np.float64]:
    """The discount that a remark names: less 20 %."""
    found = np.zeros(len(table))
    for look in table.of_kind("text"):
        if look.is_text and len(look.texts):
            named = look.texts.str.extract(_PER_CENT)[0].astype("float64").fillna(0.0).to_numpy() / 100
            found = np.maximum(found, np.append(named, 0.0)[look.codes])
    return np.where(found < 1, found, 0.0)


def _order_sums(orders: ExaminedTable, lines: ExaminedTable) -> Iterator[Check]:
    for name, worth in (("paid_cents", amounts(lines)), ("discount_cents", _column(lines, "discount_cents"))):
        if worth is None or not {"order_id", name} <= set(orders.looks) or "order_id" not in lines.looks:
            continue
        stated = orders.looks[name].numbers
        off = stated - _sums(lines.cells["order_id"], worth[0], orders.cells["order_id"])
        known = ~np.isnan(off)
        if name == "paid_cents" and "paid_at" in orders.looks:
            known = known & (~orders.looks["paid_at"].unfilled)
        wrong = known & (np.abs(np.nan_to_num(off)) >= _CENT)
        if not known.any() or wrong.sum() > (1 - _HOLDS) * known.sum():
            continue
        positions = np.flatnonzero(wrong)
        rule = _("{column} of an order is the sum over its lines: {sum}.").format(column=name, sum=worth[1])
        yield Check(
            "consistency", "order_sum", orders.name, name, rule, positions, int(known.sum()), failed=len(positions),
            cost_cents=cents_of(np.abs(off[positions])) if len(positions) else None,
            cost_how=_("The differences between the orders and their lines."),
            advice=_("Look first at lines that are there twice, missing, or priced in another unit."),
        )  # fmt: skip


def _sums(of: pd.Series[Any], worth: NDArray[np.float64], wanted: pd.Series[Any]) -> NDArray[np.float64]:
    """For each wanted number what its rows are worth together; missing where there is none."""
    import pandas as pd

    if _are_whole(of, wanted) and len(of):
        least, most = int(of.min()), int(of.max())
        if most - least <= 4 * len(of) + 1_000:
            places = of.to_numpy() - least
            added = np.bincount(places, weights=np.nan_to_num(worth), minlength=most - least + 1)
            sums = np.asarray(added, dtype=np.float64)
            sums[np.bincount(places, minlength=most - least + 1) == 0] = np.nan
            asked = wanted.to_numpy()
            known = (asked >= least) & (asked <= most)
            return np.where(known, sums[np.clip(asked, least, most) - least], np.nan)
    totals = pd.Series(worth).groupby(of.to_numpy()).sum()
    return np.asarray(wanted.map(totals).to_numpy(dtype="float64", na_value=np.nan), dtype=np.float64)


def _are_whole(*columns: pd.Series[Any]) -> bool:
    return all(isinstance(one.dtype, np.dtype) and one.dtype.kind in "iu" for one in columns)


def _column(table: ExaminedTable, name: str) -> tuple[NDArray[np.float64], str] | None:
    return (table.looks[name].numbers, name) if name in table.looks else None


def _returned(returns: ExaminedTable, lines: ExaminedTable) -> Iterator[Check]:
    import pandas as pd

    key = ["order_id", "line_no"]
    if not {*key, "qty"} <= set(returns.looks) or not {*key, "qty"} <= set(lines.looks):
        return
    if any(one.cells[name].dtype != other.cells[name].dtype for one, other in [(returns, lines)] for name in key):
        return
    back = returns.cells[key].assign(back=returns.looks["qty"].numbers)
    back["back"] = back.groupby(key)["back"].cumsum()
    sold = lines.cells.loc[lines.cells["order_id"].isin(back["order_id"]), key]
    sold = sold.assign(sold=lines.looks["qty"].numbers[sold.index]).drop_duplicates(key)
    joined = back.merge(sold, on=key, how="left", validate="many_to_one")
    positions = np.flatnonzero((joined["back"] > joined["sold"]).to_numpy(dtype=bool))
    cost, how = cost_of(returns, positions, _("Paid back too much: {amount} of these rows."))
    yield Check(
        "consistency", "returned_more", returns.name, "qty", _("No more comes back than was sold."), positions,
        int(pd.Series(joined["sold"]).notna().sum()), failed=len(positions), cost_cents=cost, cost_how=how,
        advice=_("Look for a return that was entered twice."),
    )  # fmt: skip
