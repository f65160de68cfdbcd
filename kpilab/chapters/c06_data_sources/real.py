"""The chain's own months by three counts of the same sales, and what choosing among them is worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpilab.i18n import _
from kpilab.worlds import layout

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["by_count", "entry_in_words", "needs_of", "plans_met", "source_sheet"]


def by_count(chain: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A row a store and month, in money: ``ordered`` (paid or not), ``paid``, ``net`` (paid less refunds of the month)."""
    import pandas as pd

    lines = chain["order_lines"]
    value = (lines["qty"] * lines["unit_price_cents"] - lines["discount_cents"]).groupby(lines["order_id"]).sum()
    orders = chain["orders"].assign(value=lambda one: one["order_id"].map(value))
    back = chain["returns"].merge(orders[["order_id", "store_id"]], on="order_id")

    def summed(rows: pd.DataFrame, day: str, cents: str) -> pd.Series[float]:
        found: pd.Series[float] = rows.groupby(["store_id", rows[day].dt.strftime("%Y-%m").rename("month")])[
            cents
        ].sum()
        return found / 100

    paid = summed(orders.dropna(subset=["paid_at"]), "paid_at", "paid_cents")
    counts = {
        "ordered": summed(orders, "ordered_at", "value"),
        "paid": paid,
        "net": paid.sub(summed(back, "returned_on", "refund_cents"), fill_value=0),
    }
    return pd.DataFrame(counts)


def plans_met(chain: Mapping[str, pd.DataFrame]) -> pd.Series[int]:
    """In how many months of a store the plan of net sales is met, by each count, and by the best count of each month."""
    import pandas as pd

    plans = chain["plans"]
    norm = plans[plans["kpi"] == "net_sales"].set_index(["store_id", "month"])["norm"]
    counts = by_count(chain).loc[norm.index]
    met = {name: int((counts[name] >= norm).sum()) for name in ("net", "paid", "ordered")}
    best = int((counts.max(axis=1) >= norm).sum())
    names = [_("paid less refunds, as agreed"), _("paid"), _("ordered"), _("whichever is highest that month")]
    label = _("months with the plan met, of {n}").format(n=len(norm))
    return pd.Series([*met.values(), best], index=names, name=label)


def needs_of(ids: tuple[str, ...]) -> pd.DataFrame:
    """For each KPI: the tables it is made from and whose it is, as the catalogue has it."""
    import pandas as pd

    from kpilab.catalogue import kpi

    rows = [(kpi(one).title, ", ".join(kpi(one).needs), _(kpi(one).owner)) for one in ids]
    return pd.DataFrame(rows, columns=["KPI", _("made from the tables"), _("owner")]).set_index("KPI")


def source_sheet() -> pd.DataFrame:
    """Five sources of the chain by four questions: who writes it down, known when, what is left out, who gains."""
    import pandas as pd

    head = [_("written down by"), _("known"), _("leaves out"), _("who gains when it is high")]
    rows = {
        _("till"): (_("the seller"), _("at once"), _("later returns"), _("the seller")),
        _("ledger"): (_("a clerk in finance"), _("on the twelfth"), _("tax; goods and people"), _("the firm")),
        _("door counter"): (_("a machine"), _("the same night"), _("days when it is out"), _("the store manager")),
        _("survey"): (
            _("customers drawn by lot"),
            _("after a month"),
            _("those who do not answer"),
            _("the store manager"),
        ),
        _("panel"): (
            _("a firm that sells it"),
            _("after two months"),
            _("all who are not asked"),
            _("whoever bought it"),
        ),
    }
    return pd.DataFrame(list(rows.values()), index=list(rows), columns=head)


def entry_in_words(table: str, column: str) -> str:
    """What the chain's data dictionary says of a column: unit, meaning, and what an empty cell means.

    >>> print(entry_in_words("footfall", "entries"))
    entries, people: People who came in. An empty cell: the counter was out; that is not 0.
    """
    found = layout("retail_chain").table(table).column(column)
    empty = _(found.empty_means) if found.empty_means else _("does not occur")
    text = _("{column}, {unit}: {meaning} An empty cell: {empty}.")
    return text.format(column=column, unit=_(found.unit), meaning=_(found.meaning), empty=empty)
