"""A matrix for stores known only by their receipts: levels from one half-year, facts from the next.

Levels are counted over calendar months: a matrix is read by the month, and a week of such a store is a few dozen
baskets, mostly luck. February is shorter than the rest, and the counting rule keeps one odd month at either end out
of the agreement. Six months are few all the same: where they are alike, base and norm lie close together, and a
small step is a large part of the way between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isnan, nan
from typing import Any

import pandas as pd

from kpilab.analysis.levels import count_levels
from kpilab.analysis.scorecard import FORMULAS, Formula, Matrix, Row, score
from kpilab.catalogue import kpi
from kpilab.errors import MatrixError
from kpilab.i18n import _
from kpilab.metrics import measure

__all__ = ["GROCERY_ROWS", "busy_stores", "grocery_matrices", "grocery_scores"]

GROCERY_ROWS: Mapping[str, float] = {
    "gmv_paid": 0.40,
    "order_count": 0.15,
    "repurchase_next_window": 0.25,
    "discount_share": 0.20,
}
"""The KPIs that receipts alone can measure, and their weights, which are an example."""

_AT_LEAST = 500
Key = tuple[Any, str]


def busy_stores(orders: pd.DataFrame, *, at_least: int = _AT_LEAST) -> tuple[Any, ...]:
    """The stores with at least that many baskets in each half of the year.

    >>> orders = pd.DataFrame({"order_id": [1, 2, 3], "store_id": [7, 7, 8]})
    >>> busy_stores(orders.assign(paid_at=pd.to_datetime(["2017-06-30", "2017-07-01", "2017-02-02"])), at_least=1)
    (7,)
    """
    later = orders["paid_at"].dt.month.gt(6)
    halves = [orders[half].groupby("store_id")["order_id"].nunique() for half in (~later, later)]
    busy = [set(counts.index[counts.ge(at_least)]) for counts in halves]
    return tuple(sorted(busy[0] & busy[1]))


def grocery_matrices(data: Mapping[str, pd.DataFrame], *, at_least: int = _AT_LEAST) -> dict[Key, Matrix]:
    """The matrix of each busy store and month of the second half, by store and month.

    Base is the second worst month of the store's own first half, norm the middle, target the second best. A store
    whose months are too much alike to set three levels from is left out.

    >>> from kpilab.data.grocery import load_grocery
    >>> data = load_grocery()
    >>> len(busy_stores(data["orders"])), len({store for store, month in grocery_matrices(data)})
    (70, 64)
    """
    stores = busy_stores(data["orders"], at_least=at_least)
    found = measure(list(GROCERY_ROWS), data, by=("store_id", "month"), where={"store_id": stores})
    found["value"] *= [100 if kpi(name).unit == "share" else 1 for name in found["kpi"]]
    values = dict(zip(zip(found["store_id"], found["kpi"], found["month"], strict=True), found["value"], strict=True))
    months = sorted(found["month"].unique())
    first, second = ([month for month in months if (month[5:] > "06") == later] for later in (False, True))
    matrices = {}
    for store in stores:
        history = {name: [values.get((store, name, month), nan) for month in first] for name in GROCERY_ROWS}
        agreed = _agreed(history)
        if agreed is None:
            continue
        for month in second:
            facts = {row.kpi: values.get((store, row.kpi_id, month), nan) for row in agreed.rows}
            title = _("store {store}, {month}").format(store=store, month=month)
            matrices[store, month] = agreed.with_facts(facts, title=title)
    return matrices


def grocery_scores(matrices: Mapping[Key, Matrix], *, formulas: Iterable[Formula] = FORMULAS) -> pd.DataFrame:
    """One line a store, month and formula: store_id, month, formula, below_base, total, coverage.

    >>> agreed = Matrix((Row("sales", 1, 80, 100, 110, 100),))
    >>> grocery_scores({(7, "2017-07"): agreed})["total"].unique().tolist()
    [1.0]
    """
    lines = [
        (store, month, scored.formula, scored.below_base, scored.total, scored.coverage)
        for (store, month), matrix in matrices.items()
        for formula in formulas
        for scored in [score(matrix, formula=formula)]
    ]
    return pd.DataFrame(lines, columns=["store_id", "month", "formula", "below_base", "total", "coverage"])


def _agreed(history: Mapping[str, list[float]]) -> Matrix | None:
    """The matrix whose levels these months set (shares in percent); none where they are too much alike."""
    known = {name: [value for value in values if not isnan(value)] for name, values in history.items()}
    try:
        return Matrix(tuple(_row(name, weight, known[name]) for name, weight in GROCERY_ROWS.items()))
    except MatrixError:
        return None


def _row(name: str, weight: float, history: list[float]) -> Row:
    entry = kpi(name)
    levels = count_levels(history, better="lower" if entry.direction == "lower" else "higher")
    unit = {"share": "%", "money": _("dollars")}.get(entry.unit, "")
    return Row(entry.title, weight, levels.base, levels.norm, levels.target, unit=unit, kpi_id=name)
