"""One system's list of bookings in a fixed shape: a reference, a day, and whole cents before anything is taken off."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpilab.errors import DataError
from kpilab.i18n import _, ngettext

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DEDUCTIONS", "Span", "ledger", "span"]

DEDUCTIONS = ("tax", "fee", "discount")
"""What finance may have taken off before it books an amount, each in a column of its own."""
_PERIOD = re.compile(r"\d{4}(-\d\d(-\d\d)?|-?Q[1-4])?")
_ZONE = r"(:\d\d(?:\.\d+)?)\s*(?:Z|[+-]\d\d(?::?\d\d)?)$"
"""A time zone behind a time."""
_MOST = 1e13
"""More money than that in one cell is no amount, and its cents could not be told apart."""
_NEEDED = ("reference", "date", "amount")


@dataclass(frozen=True)
class Span:
    """The days that are compared, both ends included; without ends every day is."""

    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None

    def holds(self, days: pd.Series[Any]) -> pd.Series[bool]:
        """Whether each day lies in the span."""
        inside = days.notna()
        if self.first is not None:
            inside &= days >= self.first
        if self.last is not None:
            inside &= days <= self.last
        return inside

    def __str__(self) -> str:
        if self.first is None or self.last is None:
            return _("all days")
        return _("{first:%Y-%m-%d} to {last:%Y-%m-%d}").format(first=self.first, last=self.last)


def span(period: str | tuple[object, object] | None) -> Span:
    """The span that a period means: ``"2025-05"``, ``"2025-Q2"``, two days, or None for all days.

    >>> print(span("2025-05"))
    2025-05-01 to 2025-05-31
    """
    import pandas as pd

    if period is None:
        return Span()
    try:
        if isinstance(period, str):
            if not _PERIOD.fullmatch(period):
                raise ValueError(period)
            whole = pd.Period(period)
            return Span(whole.start_time.normalize(), whole.end_time.normalize())
        first, last = (pd.Timestamp(day).tz_localize(None) for day in period)  # type: ignore[arg-type]
        if pd.isna(first) or pd.isna(last):
            raise ValueError(period)
    except (ValueError, TypeError) as fault:
        text = _("“{period}” is no period. Write a month as 2025-05, or the first and the last day.")
        raise DataError(text.format(period=period)) from fault
    if first > last:
        raise DataError(_("The period ends before it begins: {first} to {last}.").format(first=first, last=last))
    return Span(first.normalize(), last.normalize())


def ledger(
    table: pd.DataFrame,
    *,
    name: str,
    columns: Mapping[str, str] | None = None,
    takes_off: Sequence[str] = (),
    tax_rate: float = 0.0,
) -> pd.DataFrame:
    """The rows of `table`: ``reference``, ``day``, ``cents``, ``currency``, each deduction, ``gross`` and ``refund``.

    `columns` says where the table has its own names for reference, date, amount, tax, fee, discount or currency; else
    those names stand, or with ``_cents`` behind them. A column that ends in ``_cents`` holds whole cents, any other one
    money with at most two decimals. References are compared as text without blanks at the ends and without case; a day
    is the one that is written, whatever its time zone. ``gross`` is the amount with all of `takes_off` added back; with
    a `tax_rate` and no tax column, the tax is that share of the amount before its fee.

    Raises `DataError` where a column is missing, a day or an amount cannot be read, or there are two currencies.

    >>> import pandas as pd
    >>> books = pd.DataFrame({"reference": [" a1"], "date": ["2025-05-03"], "amount": [10.0], "tax": [1.3]})
    >>> ledger(books, name="finance", takes_off=("tax",))[["reference", "cents", "gross"]].values.tolist()
    [['A1', 1000, 1130]]
    """
    import pandas as pd

    if not isinstance(table, pd.DataFrame):
        text = _("{table} is no table that is loaded: {kind}. Read it first, for example with pandas.read_excel.")
        raise DataError(text.format(table=name, kind=type(table).__name__))
    found = _found(table, name, columns or {})
    currency = _currency(table, name, found)
    made = pd.DataFrame(
        {
            "reference": _references(table[found["reference"]]),
            "day": _days(table, name, found["date"]),
            "cents": _cents(table, name, found["amount"]),
        }
    ).assign(currency=currency)
    for part in takes_off:
        made[part] = _cents(table, name, found[part]) if part in found else 0
    if tax_rate and "tax" in takes_off and "tax" not in found:
        before = made["cents"] + made["fee"] if "fee" in takes_off else made["cents"]
        made["tax"] = (before * tax_rate).round().astype("int64")
    made["gross"] = made[["cents", *takes_off]].sum(axis=1).astype("int64")
    made["refund"] = made["gross"] < 0
    return made.reset_index(drop=True)


def _found(table: pd.DataFrame, name: str, columns: Mapping[str, str]) -> dict[str, str]:
    import pandas as pd

    found = {}
    for word in (*_NEEDED, *DEDUCTIONS, "currency"):
        asked = (columns[word],) if word in columns else (word, f"{word}_cents")
        there = next((one for one in asked if one in table.columns), None)
        if there is not None:
            found[word] = there
        elif word in _NEEDED or word in columns:
            text = _("{table} has no column for the {word}. There is: {there}. Say which: columns={{'{word}': '…'}}.")
            raise DataError(text.format(table=name, word=word, there=", ".join(map(str, table.columns))))
    for column in found.values():
        if isinstance(table[column], pd.DataFrame):
            raise DataError(_("{table} has two columns called {column}. Rename one.").format(table=name, column=column))
    return found


def _currency(table: pd.DataFrame, name: str, found: Mapping[str, str]) -> str:
    """The one currency of the table, or nothing where it names none."""
    if "currency" not in found:
        return ""
    there = sorted(table[found["currency"]].dropna().astype("str").str.strip().str.upper().unique().tolist())
    if len(there) > 1:
        text = _("{table} holds several currencies: {currencies}. Turn them into one first, with one table of rates.")
        raise DataError(text.format(table=name, currencies=", ".join(there)))
    return there[0] if there else ""


def _references(cells: pd.Series[Any]) -> pd.Series[str]:
    import pandas as pd

    if pd.api.types.is_float_dtype(cells) and (cells.dropna() % 1 == 0).all():
        cells = cells.astype("Int64")
    texts = cells.astype("str").str.strip().str.upper()
    return texts.where(cells.notna() & ~texts.isin(["", "-", "NAN", "NONE", "<NA>"]), "")


def _days(table: pd.DataFrame, name: str, column: str) -> pd.Series[pd.Timestamp]:
    import pandas as pd

    cells = table[column]
    if isinstance(cells.dtype, pd.DatetimeTZDtype):
        cells = cells.dt.tz_localize(None)
    elif not pd.api.types.is_datetime64_any_dtype(cells):
        cells = cells.astype("str").str.strip().str.replace(_ZONE, r"\1", regex=True)
    days = pd.to_datetime(cells, errors="coerce", format="ISO8601").dt.normalize()
    _refuse(days.isna(), _("{table}: column {column}, row {rows}: write the day as 2025-05-31."), name, column)
    return days


def _cents(table: pd.DataFrame, name: str, column: str) -> pd.Series[int]:
    import pandas as pd

    money = pd.to_numeric(table[column], errors="coerce")
    unread = money.isna() | (money.abs() > _MOST)
    text = _("{table}: no amount can be read in column {column}, row {rows}. Write it in digits, such as 1130.50.")
    _refuse(unread, text, name, column)
    exact = money if column.endswith("_cents") else money * 100
    broken = (exact - exact.round()).abs() > 1e-4 + exact.abs() * 1e-15
    _refuse(broken, _("{table}: amounts finer than a cent in column {column}, row {rows}."), name, column)
    return exact.round().astype("int64")


def _refuse(faulty: pd.Series[bool], text: str, name: str, column: str) -> None:
    if not faulty.any():
        return
    places = [place + 1 for place, wrong in enumerate(faulty.tolist()) if wrong]
    rows = ", ".join(map(str, places[:5]))
    if len(places) > 5:
        rows = ngettext("{rows} and {n} more", "{rows} and {n} more", len(places) - 5).format(
            rows=rows, n=len(places) - 5
        )
    raise DataError(text.format(table=name, column=column, rows=rows))
