"""The matrix on published receipts: seventy shops of a real grocer, under every formula."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from kpilab.analysis.scorecard import FORMULAS, formula_name
from kpilab.errors import MissingExtra
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RealShops", "real_shops"]


@dataclass(frozen=True)
class RealShops:
    """How the formulas judge the same months of the same shops, with what the numbers cover.

    `table` has a line a formula: the share of months with the plan met, the middle, lowest and highest total.
    """

    notes: tuple[str, ...]
    table: pd.DataFrame | None = None

    def __str__(self) -> str:
        shown = [] if self.table is None else [self.table.to_string()]
        return "\n".join([*self.notes, *shown])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        return notes + ("" if self.table is None else self.table.to_html(border=0))


def real_shops() -> RealShops:
    """Levels from January to June 2017, facts from July to December; without the data, how to get them."""
    from kpilab.analysis.grocery_matrix import busy_stores, grocery_matrices, grocery_scores
    from kpilab.data.grocery import load_grocery, panel_note

    try:
        receipts = load_grocery()
    except MissingExtra as error:
        return RealShops((str(error),))
    orders = receipts["orders"]
    matrices = grocery_matrices(receipts)
    scores = grocery_scores(matrices)
    whole = scores[scores["coverage"] > 0.99]
    totals = whole.pivot_table(index=["store_id", "month"], columns="formula", values="total")
    notes = (
        panel_note(orders),
        _(
            "{all} stores; {busy} with at least 500 baskets in each half of the year; {levels} whose months differ enough to count three levels."
        ).format(
            all=orders["store_id"].nunique(), busy=len(busy_stores(orders)), levels=len({key[0] for key in matrices})
        ),
        _("{months} months of these stores have all four facts, from July to December 2017.").format(
            months=len(totals)
        ),
    )
    return RealShops(notes, _by_formula(totals))


def _by_formula(totals: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    lines = {
        formula_name(formula): {
            _("plan met"): f"{totals[formula].ge(1).mean():.0%}",
            _("middle total"): f"{totals[formula].median():.2f}",
            _("lowest"): f"{totals[formula].min():.2f}",
            _("highest"): f"{totals[formula].max():.2f}",
        }
        for formula in FORMULAS
        if formula != "grades"
    }
    return pd.DataFrame.from_dict(lines, orient="index")
