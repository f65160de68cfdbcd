"""Numbers in the wrong unit, and numbers far from all others: cents for units, dozens for pieces, a slipped zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.check import Check, Offer
from kpilab.data.quality.column import ColumnLook, ExaminedTable
from kpilab.data.quality.names import plain_name
from kpilab.data.quality.roles import cents_of, column_for, cost_of
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["plausible_amounts"]

_FACTORS = (10, 100, 1000, 12)
_DISPUTED = (12.0, 1 / 12, 1 / 10)
"""A dozen may be sold as one, and a price may be cut to a tenth: nobody is accused of that on a guess."""
_NEAR, _SPREAD = 0.05, 2.0
_LEAST_ROWS, _LEAST_OTHERS = 4, 50
_FAR, _GAP = 8.0, 3.0
_FEW = 0.002
_SOME = 100_000
"""About so many values, evenly spread, say what is usual; every value is held against it."""


def plausible_amounts(table: ExaminedTable, tables: Mapping[str, ExaminedTable]) -> Iterator[Check]:
    """Prices off by a factor within their product, products in several units, and outliers to look at."""
    product = column_for(table, "product")
    price = column_for(table, "unit_price", kinds=("money", "number"))
    if product is not None and price is not None and table.key != (product.rule.name,):
        alike = [other for other in tables.values() if other.name != table.name and _same_columns(table, other)]
        yield _unit_prices(table, product, price, alike)
    unit = column_for(table, "unit")
    if product is not None and unit is not None and unit.is_text:
        yield _units(table, product, unit)
    for look in table.of_kind("number", "money"):
        if not look.rule.name.casefold().endswith(("year", "week", "month")) and look is not price:
            yield _outliers(table, look)


def _same_columns(table: ExaminedTable, other: ExaminedTable) -> bool:
    """Whether two tables are sheets of one kind: January and February."""
    return not table.key and list(table.cells.columns) == list(other.cells.columns)


def _unit_prices(table: ExaminedTable, product: ColumnLook, price: ColumnLook, alike: Sequence[ExaminedTable]) -> Check:
    """Prices that are 10, 100, 1,000 or 12 times their product's usual one, or that part of it."""
    import pandas as pd

    from kpilab.data.quality.keys import codes_of

    codes = product.codes if product.is_text else codes_of(product.cells)
    unit, name = column_for(table, "unit"), price.rule.name
    prices = price.numbers
    if unit is not None and unit.is_text and product.is_text:
        sheets = [(one.looks[product.rule.name], one.looks[unit.rule.name]) for one in (table, *alike)]
        codes = codes_of(pd.concat([_thing(*pair) for pair in sheets], ignore_index=True))
        prices = np.concatenate([price.numbers, *(one.looks[name].numbers for one in alike)])
    unrated = ~(prices > 0)
    codes = np.where(unrated, -1, codes) if unrated.any() else codes
    wild, middle, near = _usual(codes, prices)
    here = wild < len(table)
    known, usual, calm = wild[here], middle[here], near[here]
    ratio = price.numbers[known] / usual
    factor = np.zeros(len(known))
    for one in _FACTORS:
        for size in (float(one), 1 / one):
            factor[np.abs(ratio / size - 1) <= _NEAR] = size
    rows = np.flatnonzero(factor)
    positions, by = known[rows], factor[rows]
    sure = calm[rows] & (price.rule.stated | ((unit is not None) & ~np.isin(by, _DISPUTED)))
    certain = bool(len(rows)) and bool(sure.all())
    off = np.abs(price.numbers[positions] - price.numbers[positions] / by) * _pieces(table, positions)
    scale = 1 if price.rule.cents or price.rule.kind == "number" else 100
    right = price.numbers[positions] / by / scale
    after = np.array([int(value) if value == int(value) else round(float(value), 4) for value in right], dtype=object)
    rule = _("{column} of a product stays near its usual price, never 10, 12, 100 or 1,000 times as much or as little.")
    return Check(
        "accuracy", "unit_price", table.name, price.rule.name, rule.format(column=price.rule.name), positions,
        int((codes[: len(table)] >= 0).sum()), certain=certain, failed=len(positions) if certain else 0,
        cost_cents=cents_of(off) if len(positions) and price.rule.kind == "money" else None,
        cost_how=_("What these rows are off by, if the price is the usual one: the difference × the pieces."),
        advice=_("Look whether cents were written for units, or the price of a dozen for that of a piece."),
        offers=(Offer("unit", _("Bring the price to its product's unit."), price.rule.name, positions, after),),
    )  # fmt: skip


def _thing(product: ColumnLook, unit: ColumnLook) -> pd.Series[Any]:
    """What is sold, with the unit in which it is counted; missing where the product is not named."""
    names = product.texts.map(plain_name).take(product.codes).where(product.codes >= 0).reset_index(drop=True)
    units = unit.texts.map(plain_name).take(unit.codes).where(unit.codes >= 0).reset_index(drop=True)
    return names + "|" + units.fillna("")


def _usual(
    codes: NDArray[np.int64], prices: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    """The rows of products whose prices differ much; their product's median; whether most are near enough to be sure.

    Rows with the code -1 are left out.
    """
    import pandas as pd

    size, places = int(codes.max(initial=0)) + 2, codes.astype(np.intp, copy=False)
    least, most = np.full(size, np.inf), np.zeros(size)
    np.minimum.at(least, places, prices)  # the last place, that of -1, is of no product
    np.maximum.at(most, places, prices)
    is_wild = (most > _SPREAD * least) & (np.bincount(places[places >= 0], minlength=size) >= _LEAST_ROWS)
    is_wild[-1] = False
    rows = np.flatnonzero(is_wild[codes])
    some, which = prices[rows], codes[rows]
    middle = pd.Series(some).groupby(which).transform("median").to_numpy(dtype="float64")
    near = (some <= _SPREAD * middle) & (some >= middle / _SPREAD)
    calm = pd.Series(near, dtype="float64").groupby(which).transform("mean").to_numpy() >= 0.75
    return rows, middle, calm


def _pieces(table: ExaminedTable, positions: NDArray[np.int64]) -> Any:
    quantity = column_for(table, "quantity", kinds=("number",))
    return np.nan_to_num(quantity.numbers[positions], nan=1.0) if quantity else 1.0


def _units(table: ExaminedTable, product: ColumnLook, unit: ColumnLook) -> Check:
    """A product that is counted in several units."""
    import pandas as pd

    from kpilab.data.quality.keys import codes_of

    filled = np.flatnonzero(~unit.unfilled & ~product.unfilled)
    plain = np.array([plain_name(text).rstrip("s") for text in unit.texts], dtype=object)
    written = pd.factorize(plain)[0][unit.codes[filled]] if len(plain) else np.empty(0, dtype=np.int64)
    pairs = pd.DataFrame({"product": codes_of(table.cells[product.rule.name])[filled], "unit": written})
    counts = pairs.value_counts().rename("n").reset_index().sort_values(["n", "unit"], ascending=[False, True])
    usual = counts.drop_duplicates("product").set_index("product")["unit"]
    positions = filled[(pairs["unit"] != pairs["product"].map(usual)).to_numpy()]
    cost, how = cost_of(table, positions, _("In another unit than usual: {amount} of these rows."))
    return Check(
        "accuracy", "mixed_units", table.name, unit.rule.name,
        _("Each {product} is counted in one {unit}.").format(product=product.rule.name, unit=unit.rule.name), positions,
        len(filled), certain=False, cost_cents=cost, cost_how=how,
        advice=_("Turn them into one unit before you add them up: 2 dozen are 24 pieces."),
    )  # fmt: skip


def _outliers(table: ExaminedTable, look: ColumnLook) -> Check:
    """Values that stand alone, far above all others on a scale of multiples."""
    numbers = look.numbers
    far = np.empty(0, dtype=np.int64)
    some = numbers[:: max(1, len(numbers) // _SOME)]
    some = some[np.nan_to_num(some) > 0]
    if len(some) >= _LEAST_OTHERS:
        logs = np.log(some)
        middle = float(np.median(logs))
        usual = max(1.4826 * float(np.median(np.abs(logs - middle))), 0.05)
        limit = float(np.exp(middle + _FAR * usual))
        beyond = np.flatnonzero(numbers > limit) if np.nanmax(numbers) > limit else far
        if 0 < len(beyond) <= max(3, _FEW * len(numbers)):
            inside = float(np.nanmax(np.where(numbers > limit, np.nan, numbers)))
            far = beyond[numbers[beyond] >= inside * _GAP]
    cost, how = cost_of(table, far, _("To be looked at: {amount} of these rows."))
    return Check(
        "accuracy", "outlier", table.name, look.rule.name,
        _("No value of {column} stands alone far above the others.").format(column=look.rule.name), far,
        int((~look.unfilled).sum()), certain=False, cost_cents=cost, cost_how=how,
        advice=_("Look, it need not be wrong: a great order is news, a slipped zero is a defect."),
    )  # fmt: skip
