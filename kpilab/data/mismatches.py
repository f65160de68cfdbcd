"""The sentences in which a misfit between one's own data and what the KPIs need is told."""

from __future__ import annotations

from collections.abc import Sequence

from kpilab.data.kinds import kind_of, kind_words
from kpilab.data.mapping import Reading
from kpilab.data.reading_plan import Planned
from kpilab.i18n import _, ngettext

__all__ = ["key_sentence", "repeated_sentence", "unread_sentence"]

_LONGEST = 40


def unread_sentence(
    planned: Planned,
    column: str,
    count: int,
    rows: int,
    first: Sequence[tuple[int, str]],
    reading: Reading,
    *,
    fine: bool = False,
) -> str:
    """What is said of cells that are not of the column's kind, or of amounts `fine`r than a cent.

    >>> from kpilab.data.delimited import CsvTable
    >>> from kpilab.data.mapping import From
    >>> from pathlib import Path
    >>> june = Planned("orders", CsvTable("june", Path("june.csv")), {"paid_at": From("column", "date")})
    >>> print(unread_sentence(june, "paid_at", 1, 9, [(4, "31/31/2025")], Reading()))
    orders.paid_at: 1 of 9 cells of 'date' in 'june' is not read as dates or times: row 4 '31/31/2025'.
    If all are written in one form, say it under [reading.orders]: dates = "%d/%m/%Y"
    """
    origin, kind = planned.columns[column], kind_of(planned.table, column)
    examples = ", ".join(_("row {row} '{cell}'").format(row=f"{row:,}", cell=cell[:_LONGEST]) for row, cell in first)
    if fine:
        text = ngettext(
            "{where}: {n:,} of {rows:,} amounts of '{name}' in '{source}' is finer than a cent: {examples}. {hint}",
            "{where}: {n:,} of {rows:,} amounts of '{name}' in '{source}' are finer than a cent: {examples}. {hint}",
            count,
        )
    else:
        text = ngettext(
            "{where}: {n:,} of {rows:,} cells of '{name}' in '{source}' is not read as {kind}: {examples}. {hint}",
            "{where}: {n:,} of {rows:,} cells of '{name}' in '{source}' are not read as {kind}: {examples}. {hint}",
            count,
        )
    return text.format(
        where=f"{planned.table}.{column}",
        n=count,
        rows=rows,
        name=origin.of,
        source=planned.source.name,
        kind=kind_words(kind),
        examples=examples,
        hint=_hint(planned.table, kind, reading, first, fine=fine),
    ).strip()


def _hint(table: str, kind: str, reading: Reading, first: Sequence[tuple[int, str]], *, fine: bool) -> str:
    if fine and reading.money != "whole":
        return _('If amounts are whole and not in cents, say it: money = "whole"')
    if fine:
        return _('To have them rounded, write under [reading.{table}]: fractions = "round"').format(table=table)
    if kind == "time":
        return _('If all are written in one form, say it under [reading.{table}]: dates = "%d/%m/%Y"').format(
            table=table
        )
    if kind in ("number", "money") and reading.decimal == "." and any("," in cell for _row, cell in first):
        return _('If the comma is the decimal mark, say it under [reading.{table}]: decimal = ","').format(table=table)
    return _("Mend them where they come from, or take these rows out.")


def key_sentence(planned: Planned, key: Sequence[str], count: int, rows: Sequence[int]) -> str:
    """What is said of rows whose key is empty."""
    text = ngettext(
        "{table}: {key} is empty in {n:,} row of '{source}': row {rows}. A line of totals, perhaps? Take it out.",
        "{table}: {key} is empty in {n:,} rows of '{source}': row {rows}. Lines of totals, perhaps? Take them out.",
        count,
    )
    listed = ", ".join(f"{row:,}" for row in rows)
    return text.format(table=planned.table, key=" + ".join(key), n=count, source=planned.source.name, rows=listed)


def repeated_sentence(
    planned: Planned,
    key: Sequence[str],
    count: int,
    first: Sequence[tuple[Sequence[str], Sequence[int]]],
    differ: Sequence[str],
    reading: Reading,
) -> str:
    """What is said of keys that stand in several rows, which differ in the columns `differ`."""
    text = ngettext(
        "{table}: {key} must be different in every row of '{source}'; {n:,} repeats: {examples}. {hint}",
        "{table}: {key} must be different in every row of '{source}'; {n:,} repeat: {examples}. {hint}",
        count,
    )
    examples = ", ".join(
        _("{value} (rows {rows})").format(value=" + ".join(values), rows=", ".join(f"{row:,}" for row in rows))
        if rows
        else " + ".join(values)
        for values, rows in first
    )
    if differ:
        hint = _("The rows of the first differ in {columns}.").format(columns=", ".join(differ))
    elif reading.distinct:
        hint = ""
    else:
        hint = _('They are alike; to keep one of each, write under [reading.{table}]: rows = "distinct"').format(
            table=planned.table
        )
    return text.format(
        table=planned.table, key=" + ".join(key), source=planned.source.name, n=count, examples=examples, hint=hint
    ).strip()
