"""Which column of a table plays which part: the quantity, the price, the amount, the day, whoever bought."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.column import ColumnLook, ExaminedTable
from kpilab.i18n import _

__all__ = ["Role", "amounts", "amounts_at", "cents_of", "column_for", "cost_of", "moves_money"]

Role = Literal["amount", "discount", "order", "product", "quantity", "unit", "unit_price", "who"]
_NAMES: Mapping[Role, re.Pattern[str]] = {
    "quantity": re.compile(r"^(qty|quantity|how[_ ]?many|pieces|pcs|units|units_sold|数量|件数|menge)$", re.I),
    "unit_price": re.compile(
        r"^(unit[_ ]?price(_cents)?|price([_ ]?(each|per[_ ]unit|cents))?|单价|价格|preis)$", re.I
    ),
    "discount": re.compile(r"^(discount(_cents)?|rabatt|折扣|优惠)$", re.I),
    "amount": re.compile(
        r"^(paid(_cents)?|amount(_cents)?|total([_ ](amount|cents|price|paid))?|refund(_cents)?|value_cents|sales|"
        r"takings|line[_ ]?total|net[_ ]?sales|revenue|turnover|sum|betrag|umsatz|金额|总价|合计|实付金额|销售额)$",
        re.I,
    ),
    "order": re.compile(r"^(order([_ ]?(id|no|number))?|receipt([_ ]?(id|no|number))?|订单号|订单编号|单号)$", re.I),
    "product": re.compile(
        r"^(what|product([_ ]?(id|code|name))?|item([_ ]?(id|code|name))?|sku|article|商品|产品|品名|货号)$", re.I
    ),
    "unit": re.compile(r"^(unit|units?[_ ]of[_ ]measure|uom|einheit|单位)$", re.I),
    "who": re.compile(
        r"^(customer([_ ]?(id|no|name))?|guest|member([_ ]?(id|no))?|client|account_id|客户|顾客|会员)$", re.I
    ),
}
_TOO_MUCH = 1e18
"""Cents beyond which nothing is money any more."""


def column_for(table: ExaminedTable, role: Role, *, kinds: tuple[str, ...] = ()) -> ColumnLook | None:
    """The first column that plays this part, of one of these kinds; none where there is none."""
    for name, look in table.looks.items():
        if _NAMES[role].match(name.strip()) and (not kinds or look.rule.kind in kinds):
            return look
    return None


def moves_money(table: ExaminedTable) -> bool:
    """Whether its rows are worth something that `amounts` can reckon."""
    if column_for(table, "amount", kinds=("money",)):
        return True
    return bool(column_for(table, "quantity", kinds=("number",)) and column_for(table, "unit_price", kinds=("money",)))


def amounts(table: ExaminedTable) -> tuple[NDArray[np.float64], str] | None:
    """What each row is worth in cents and how that was reckoned; none for tables in which no money moves."""
    quantity = column_for(table, "quantity", kinds=("number",))
    price = column_for(table, "unit_price", kinds=("money",))
    amount = column_for(table, "amount", kinds=("money",))
    if quantity and price and not amount:
        discount = column_for(table, "discount", kinds=("money",))
        worth = quantity.numbers * price.numbers
        if discount is None:
            return worth, _("{quantity} × {price}").format(quantity=quantity.rule.name, price=price.rule.name)
        text = _("{quantity} × {price} less {discount}")
        how = text.format(quantity=quantity.rule.name, price=price.rule.name, discount=discount.rule.name)
        return worth - np.nan_to_num(discount.numbers), how
    if amount:
        return amount.numbers, amount.rule.name
    return None


def amounts_at(table: ExaminedTable, positions: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """The worth of these rows in cents, 0 where it is not known."""
    found = amounts(table)
    return None if found is None else np.nan_to_num(found[0][positions])


def cost_of(table: ExaminedTable, positions: NDArray[np.int64], how: str) -> tuple[int | None, str]:
    """The worth of these rows in cents and a sentence `how`, in which {amount} says what was added up."""
    if not len(positions):
        return None, ""
    found = amounts(table)
    if found is None:
        return None, ""
    return cents_of(np.abs(found[0][positions])), how.format(amount=found[1])


def cents_of(worth: NDArray[np.float64]) -> int | None:
    """What these add up to in whole cents; missing where that is more than a number can hold.

    >>> cents_of(np.array([199.6, np.nan])), cents_of(np.array([1e308, 1e308]))
    (200, None)
    """
    with np.errstate(over="ignore"):
        total = float(np.nansum(worth))
    return round(total) if abs(total) < _TOO_MUCH else None
