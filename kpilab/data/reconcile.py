"""Where two systems disagree about the same money, by cause and to the cent; what nothing explains has its own line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpilab.data.bookings_matched import matched, set_apart, standing_twice, unnetted
from kpilab.data.ledger import DEDUCTIONS, Span, ledger, span
from kpilab.data.reconciliation_effects import causes_of, effects, rows_of
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CAUSES", "Nature", "Reconciliation", "cause_name", "nature_of", "reconcile"]

CAUSES: Mapping[str, str] = {
    "booked_outside": "definition",
    "booked_from_outside": "definition",
    "refund_day": "definition",
    "refunds": "definition",
    "discount": "definition",
    "tax": "definition",
    "fee": "definition",
    "missing_in_finance": "mistake",
    "missing_in_sales": "mistake",
    "twice_in_finance": "mistake",
    "twice_in_sales": "mistake",
    "rounding": "definition",
    "unexplained": "unexplained",
}
"""Every cause, in the order of the bridge, and whether it is a definition, a mistake to be mended, or not explained."""

Nature = str


def cause_name(cause: str, sales: str, finance: str) -> str:
    """A cause in words, with the names of the two systems.

    >>> cause_name("missing_in_finance", "till", "ledger")
    'missing in ledger'
    """
    names: Mapping[str, str] = {
        "booked_outside": _("in the period for {sales}, outside of it for {finance}"),
        "booked_from_outside": _("in the period for {finance}, outside of it for {sales}"),
        "refund_day": _("refunds counted on different days"),
        "refunds": _("refunds that {sales} does not take off"),
        "discount": _("discounts that {sales} does not take off"),
        "tax": _("tax inside the amounts of {sales}"),
        "fee": _("fees that {finance} takes off"),
        "missing_in_finance": _("missing in {finance}"),
        "missing_in_sales": _("missing in {sales}"),
        "twice_in_finance": _("there twice in {finance}"),
        "twice_in_sales": _("there twice in {sales}"),
        "rounding": _("rounding"),
        "unexplained": _("not explained"),
    }
    return names[cause].format(sales=sales, finance=finance)


def nature_of(cause: str) -> str:
    """What kind of cause it is, in words: a definition, a mistake to mend, or not explained."""
    kinds = {"definition": _("definition"), "mistake": _("mistake"), "unexplained": _("not explained")}
    return kinds[CAUSES[cause]]


@dataclass(frozen=True, eq=False)
class Reconciliation:
    """Two totals and everything between them.

    `causes` has a line for each cause that occurs: ``cause``, ``nature`` (definition, mistake or unexplained), ``rows``
    (how many bookings or pairs of bookings), ``cents`` (what it adds to `sales_cents` on the way to `finance_cents`;
    together the difference, exactly) and ``size_cents`` (the same without signs, so that nothing cancels out). `rows`
    has each row of both systems: ``system``, ``reference``, ``day``, ``cents``, ``inside`` (the period), ``cause`` (or
    "agrees"), ``also`` (a second cause: another day, and a rest), ``matched`` ("reference", "amount and day" for a
    probable match, or empty), and the cents of ``tax``, ``fee`` and ``discount``.
    """

    sales: str
    finance: str
    period: Span
    sales_cents: int
    finance_cents: int
    causes: pd.DataFrame
    rows: pd.DataFrame

    @property
    def difference_cents(self) -> int:
        """What the second system has more than the first; negative where it has less."""
        return self.finance_cents - self.sales_cents

    @property
    def probable(self) -> int:
        """How many pairs were matched by amount and day only."""
        return int(((self.rows["matched"] == "amount and day") & (self.rows["system"] == self.finance)).sum())

    def cents(self, cause: str) -> int:
        """What that cause comes to; 0 where it does not occur."""
        return int(self.causes.loc[self.causes["cause"] == cause, "cents"].sum())

    def of_nature(self, nature: Nature) -> int:
        """What all causes of that nature come to, as cents: "definition", "mistake" or "unexplained"."""
        return int(self.causes.loc[self.causes["nature"] == nature, "cents"].sum())

    def of(self, *causes: str) -> pd.DataFrame:
        """The rows inside the period with one of these causes, to be looked up: amounts in money, causes in words.

        ``amount`` is what stands in the system, of tax, fee and discount what was taken off; ``counted`` is what the
        bridge reckons with: before anything was taken off, so that doubled bookings add up to their line.
        """
        import pandas as pd

        for cause in causes:
            if cause not in CAUSES:
                raise UnknownName(_("cause"), cause, CAUSES)
        here = self.rows[self.rows["inside"]]
        here = here.assign(counted=here[["cents", *DEDUCTIONS]].sum(axis=1))
        named = here["cause"].where(here["cause"].isin(causes), here["also"])
        found = [here.assign(cause=named)[named.isin(causes)]]
        for part in DEDUCTIONS:
            if part in causes:
                found.append(here.assign(cause=part, cents=here[part], counted=-here[part])[here[part] != 0])
        rows = pd.concat(found, ignore_index=True)
        words = {cause: cause_name(cause, self.sales, self.finance) for cause in causes}
        shown = rows.assign(amount=rows["cents"] / 100, counted=rows["counted"] / 100, cause=rows["cause"].map(words))
        return shown[["cause", "system", "day", "reference", "amount", "counted"]].sort_values(
            ["cause", "day", "reference"], ignore_index=True
        )

    @property
    def bridge(self) -> pd.DataFrame:
        """From total to total, for a waterfall: ``step``, ``start``, ``cents``, ``end``; the totals first and last."""
        import pandas as pd

        at, lines = self.sales_cents, [(self.sales, 0, self.sales_cents, self.sales_cents)]
        for cause, cents in zip(self.causes["cause"], self.causes["cents"].tolist(), strict=True):
            lines.append((cause_name(cause, self.sales, self.finance), at, cents, at + cents))
            at += cents
        lines.append((self.finance, 0, self.finance_cents, self.finance_cents))
        return pd.DataFrame(lines, columns=["step", "start", "cents", "end"])

    @property
    def sentence(self) -> str:
        """What a manager needs to hear first."""
        from kpilab.data.reconciliation_view import sentence

        return sentence(self)

    def __str__(self) -> str:
        from kpilab.data.reconciliation_view import as_text

        return as_text(self)

    __repr__ = __str__

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        from kpilab.data.reconciliation_view import as_html

        return {"text/plain": str(self), "text/html": as_html(self)}


def reconcile(
    sales_system: pd.DataFrame,
    finance: pd.DataFrame,
    *,
    period: str | tuple[object, object] | None = None,
    columns: Mapping[str, str] | None = None,
    finance_columns: Mapping[str, str] | None = None,
    tax_rate: float = 0.0,
    days: int = 7,
    rounding: int = 5,
    names: tuple[str, str] | None = None,
) -> Reconciliation:
    """Why the total of `finance` differs from that of `sales_system` in `period`, by cause and to the cent.

    Both tables have a row a booking: ``reference``, ``date`` and ``amount`` (money with two decimals, or
    ``amount_cents``); `columns` and `finance_columns` say where they are called otherwise. Amounts below 0 are refunds.
    Finance may have ``tax``, ``fee`` and ``discount``: what was taken off before the amount was booked; with a
    `tax_rate` and no tax column, tax is that share of each amount before its fee, line by line. Hand in more days than
    the period has: a sale at the end of May is booked in June, and without June it looks forgotten.

    Rows are matched by reference, several rows of one reference together (instalments, split payments); a payment of
    which the other side knows nothing, though it knows the others of that reference, is missing there. What is left is
    matched by amount and at most `days` days, where there is one candidate on each side: probably. Up to `rounding`
    cents a booked row count as rounding. What no rule explains is the line ``unexplained``. A sale that is missing
    on one side is called a mistake; that it is one, somebody has to look.

    Raises `DataError` where a column is missing, a day or an amount cannot be read, or there are two currencies.

    >>> import pandas as pd
    >>> till = pd.DataFrame({"reference": [1, 2], "date": ["2025-05-30", "2025-05-31"], "amount": [1130, 226]})
    >>> books = pd.DataFrame({"reference": [1, 2], "date": ["2025-05-31", "2025-06-02"], "amount": [1000, 200]})
    >>> found = reconcile(till, books.assign(tax=[130, 26]), period="2025-05")
    >>> dict(zip(found.causes["cause"], found.causes["cents"].tolist()))
    {'booked_outside': -22600, 'tax': -13000}
    """
    first, second = names or (_("sales"), _("finance"))
    if first == second:
        raise DataError(_("Both systems are called {name}. Give each a name of its own.").format(name=first))
    if days < 0 or rounding < 0 or tax_rate < 0:
        raise DataError(_("Days, rounding and the tax rate are 0 or more."))
    wanted = span(period)
    left = ledger(sales_system, name=first, columns=columns)
    right = ledger(finance, name=second, columns=finance_columns, takes_off=DEDUCTIONS, tax_rate=tax_rate)
    _same_currency(left, right, first, second)
    left, right = matched(left, right, days=days, near=rounding)
    right = unnetted(left, right, near=rounding)
    left["inside"], right["inside"] = wanted.holds(left["day"]), wanted.holds(right["day"])
    left["twice"] = standing_twice(left, right, near=rounding)
    right["twice"] = standing_twice(right, left, near=rounding)
    left, right = set_apart(left, right)
    added = effects(left, right, rounding)
    causes = causes_of(added, left, right, CAUSES)
    found = Reconciliation(
        first,
        second,
        wanted,
        int(left.loc[left["inside"], "cents"].sum()),
        int(right.loc[right["inside"], "cents"].sum()),
        causes,
        rows_of(left, right, added, (first, second)),
    )
    if int(causes["cents"].sum()) != found.difference_cents:
        raise DataError(_("The causes do not add up to the difference; please report this, with the two tables."))
    return found


def _same_currency(left: pd.DataFrame, right: pd.DataFrame, first: str, second: str) -> None:
    there = [rows["currency"].iloc[0] if len(rows) else "" for rows in (left, right)]
    if all(there) and there[0] != there[1]:
        text = _(
            "{first} is in {one}, {second} in {other}. Turn them into one currency first, with one table of rates."
        )
        raise DataError(text.format(first=first, one=there[0], second=second, other=there[1]))
