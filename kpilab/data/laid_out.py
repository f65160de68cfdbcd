"""A merchant's tables from whatever holds them: read generously, examined wholly, refused with every reason at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal

from kpilab.data.cells import as_kind, as_texts
from kpilab.data.delimited import CsvTable
from kpilab.data.dialect import day_order, decimal_mark, in_iso, zones_in
from kpilab.data.kinds import Kind
from kpilab.data.mapping import Reading
from kpilab.data.schemas import Fault, faults, open_dtype
from kpilab.data.typed import fits, typed_cells, typed_frame
from kpilab.errors import DataError
from kpilab.i18n import _, ngettext
from kpilab.worlds.layout import Column, Table, kind_name

if TYPE_CHECKING:
    import pandas as pd

    from kpilab.data.opening import OwnTable

__all__ = ["DayOrder", "Decimal", "laid_out_frames"]

DayOrder = Literal["day first", "month first"]
Decimal = Literal[".", ","]

_LISTED = 3
"""Faults of one kind in one column that are listed one by one; the rest are counted."""

_PLAIN = r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
_GIANT = 2.0**53
"""From here on a number is not exact in Excel, nor in most programs."""

_KINDS: Mapping[str, Kind] = {
    "text": "text", "integer": "number", "decimal": "number", "date": "time", "time": "time", "flag": "flag",
}  # fmt: skip


def laid_out_frames(
    tables: Sequence[Table],
    sources: Mapping[str, OwnTable],
    known: Mapping[str, pd.DataFrame],
    *,
    decimal: Decimal | None = None,
    days: DayOrder | None = None,
) -> dict[str, pd.DataFrame]:
    """The tables as the layout has them, read from `sources`; `DataError` with every fault in every one.

    `known` are tables that need no examination but that the others may refer to. `decimal` and `days` settle how
    numbers and days are written where the cells leave it open.
    """
    problems: list[str] = []
    found: dict[str, pd.DataFrame] = {}
    for table in tables:
        source = sources[table.name]
        try:
            said = _about_columns(table, source)
            if not said:
                found[table.name], said = _frame(table, source, decimal, days)
        except DataError as fault:
            said = [*fault.problems] or [str(fault)]
        problems += said
    everything = {**known, **found}
    problems += [said for table in tables if table.name in found for said in _orphans(table, everything, sources)]
    if problems:
        raise DataError(_("The data cannot be used as they stand. Mend these and load again:"), problems)
    from kpilab.worlds.frames import frame

    return {table.name: frame(table, found[table.name]) for table in tables}


def _about_columns(table: Table, source: OwnTable) -> list[str]:
    place, there = source.place, list(source.columns)
    twice = [name for name in dict.fromkeys(there) if there.count(name) > 1]
    if twice:
        text = _("{file} has the column {column} more than once; keep one of them.")
        return [text.format(file=place, column=name) for name in twice]
    spare = [name for name in there if name not in table.names]
    said = []
    for name in table.names:
        if name in there:
            continue
        near = get_close_matches(name, spare, n=1)
        if near:
            spare.remove(near[0])
            text = _("{file} has no column {column}; rename {near} if that is the one.")
        else:
            text = _("{file} has no column {column}; the data dictionary says what it holds.")
        said.append(text.format(file=place, column=name, near="".join(near)))
    more = _("{file} has a column {column} that has no place here; take it out.")
    return said + [more.format(file=place, column=name or _("without a name")) for name in spare]


def _frame(
    table: Table, source: OwnTable, decimal: Decimal | None, days: DayOrder | None
) -> tuple[pd.DataFrame, list[str]]:
    quick = typed_frame(table, source) if decimal != "," else None
    if quick is None:
        cells: pd.DataFrame = source.read(table.names)  # type: ignore[attr-defined]
        quick = typed_cells(table, cells) if not isinstance(source, CsvTable) else None
    if quick is not None:
        return quick, [] if fits(table, quick) else _sentences(table, source, faults(table, quick), quick)
    frame, unread, open_questions = _converted(table, source, cells, decimal, days)
    told = {(fault.column, fault.row) for fault in unread}
    rest = [fault for fault in faults(table, frame) if (fault.column, fault.row) not in told]
    unsettled = {*open_questions, *(table.key if open_questions.keys() & set(table.key) else ())}
    known = [fault for fault in (*unread, *rest) if fault.column not in unsettled]
    return frame, [*dict.fromkeys(open_questions.values()), *_sentences(table, source, known, cells)]


def _converted(
    table: Table, source: OwnTable, cells: pd.DataFrame, decimal: Decimal | None, days: DayOrder | None
) -> tuple[pd.DataFrame, list[Fault], dict[str, str]]:
    """The cells as values, missing where they cannot be read; the faults of those; and what stays open, by column."""
    import pandas as pd

    said: dict[str, str] = {}
    mark = decimal or _mark(table, source, cells)
    if mark is None:
        text = _("{file}: whether 1.234 means 1234 or a little more than one cannot be seen; say decimal=',' or '.'.")
        said = {
            column.name: text.format(file=source.place)
            for column in table.columns
            if column.kind in ("integer", "decimal")
        }
    reading = Reading(decimal=mark or ".")
    columns, unread = {}, []
    for column in table.columns:
        content = cells[column.name]
        if column.kind in ("date", "time"):
            content, open_question = _days(source, column, content, days)
            if open_question:
                said[column.name] = open_question
        read = as_kind(_KINDS[column.kind], content, reading)
        values = read.values
        broken = read.unread | _out_of_kind(column, values)
        if column.kind == "integer":
            values = values.where(~broken).astype("Int64")
        columns[column.name] = values.where(~broken).astype(open_dtype(column))
        texts = as_texts(cells[column.name])
        unread += [Fault("kind", column.name, row, texts.iloc[row]) for row in broken.nonzero()[0].tolist()]
    return pd.DataFrame(columns), unread, said


def _mark(table: Table, source: OwnTable, cells: pd.DataFrame) -> Decimal | None:
    import pandas as pd

    numbers = [cells[column.name] for column in table.columns if column.kind in ("integer", "decimal")]
    texts = [as_texts(column) for column in numbers if column.dtype == object or pd.api.types.is_string_dtype(column)]
    return decimal_mark(texts, separator=source.separator if isinstance(source, CsvTable) else ",")


def _days(source: OwnTable, column: Column, cells: pd.Series[Any], days: DayOrder | None) -> tuple[pd.Series[Any], str]:
    """The cells with days such as 31.05.2025 written as 2025-05-31, and what cannot be told about them."""
    if cells.dtype.kind == "M":
        return cells, ""
    texts = as_texts(cells)
    where = {"file": source.place, "column": column.name}
    zones = zones_in(texts)
    if len(zones) > 1:
        text = _(
            "{file}, column {column} mixes the time zones {zones}; write all times as the clock on the wall shows them."
        )
        return cells, text.format(**where, zones=", ".join(zones))
    order = day_order(texts)
    if order == "":
        return cells, ""
    if days is None and order == "either":
        text = _(
            "{file}, column {column}: whether the day or the month comes first cannot be seen; "
            "say days='day first' or days='month first'."
        )
        return cells, text.format(**where)
    if days is None and order == "both":
        text = _(
            "{file}, column {column} has the day first in some cells and the month in others; write all as 2025-05-31."
        )
        return cells, text.format(**where)
    return in_iso(texts, day_first=(days or order) == "day first"), ""


def _out_of_kind(column: Column, values: pd.Series[Any]) -> Any:
    """Which values their column cannot hold: a fraction or a giant among whole numbers, a clock time on a day."""
    if column.kind == "integer":
        numbers = values.astype("Float64")
        return (values.notna() & ((numbers % 1 != 0) | (numbers.abs() >= _GIANT)).fillna(False)).to_numpy(dtype=bool)
    if column.kind == "date":
        return (values.notna() & values.ne(values.dt.normalize())).to_numpy(dtype=bool)
    return values.isna().to_numpy(dtype=bool) & False


def _sentences(table: Table, source: OwnTable, found: Iterable[Fault], cells: pd.DataFrame) -> list[str]:
    """A sentence for each of the first few faults of a kind in a column, and one that counts the rest."""
    groups: dict[tuple[str, str], list[Fault]] = {}
    for fault in found:
        groups.setdefault((fault.column, fault.rule), []).append(fault)
    said = []
    for (name, _rule), group in groups.items():
        for fault in group[:_LISTED]:
            said.append(_sentence(table, source, fault, str(cells[name].iloc[fault.row])))
        if len(group) > _LISTED:
            last = max(fault.row for fault in group)
            said.append(_more(source, name, len(group) - _LISTED, last))
    return said


def _more(source: OwnTable, column: str, count: int, last: int) -> str:
    more = ngettext(
        "{file}, column {column}: {n:,} more row like these, the last is row {row}.",
        "{file}, column {column}: {n:,} more rows like these, the last is row {row}.",
        count,
    )
    return more.format(file=source.place, column=column, n=count, row=last + source.first_row)


def _sentence(table: Table, source: OwnTable, fault: Fault, cell: str) -> str:
    column = table.column(fault.column)
    text = {
        "kind": _("{file}, row {row}, column {column}: '{cell}' is not a {kind}; mend it."),
        "empty": _("{file}, row {row}, column {column}: the cell is empty; fill it in."),
        "allowed": _("{file}, row {row}, column {column}: '{cell}' is not known; write one of {allowed}."),
        "pattern": _("{file}, row {row}, column {column}: '{cell}' does not look like {pattern}; mend it."),
        "least": _("{file}, row {row}, column {column}: {cell} is too small; {least:g} is the least."),
        "most": _("{file}, row {row}, column {column}: {cell} is too large; {most:g} is the most."),
        "unique": _("{file}, row {row}: {key} is there already in a row above; take one of the two out."),
    }[fault.rule]
    return text.format(
        file=source.place,
        row=fault.row + source.first_row,
        column=fault.column,
        cell=cell if len(cell) <= 80 else cell[:79] + "…",
        kind=kind_name(column.kind),
        allowed=", ".join(column.allowed),
        pattern=column.pattern,
        least=column.at_least or 0,
        most=column.at_most or 0,
        key=" + ".join(table.key),
    )


def _orphans(table: Table, frames: Mapping[str, pd.DataFrame], sources: Mapping[str, OwnTable]) -> Iterator[str]:
    """What a table refers to and its neighbour does not hold."""
    text = _("{file}, row {row}, column {column}: '{cell}' is not in {other}; add it there or mend it here.")
    source = sources[table.name]
    for column in table.columns:
        if column.refers_to not in frames:
            continue
        values = frames[table.name][column.name]
        lost = values.notna() & ~values.isin(frames[column.refers_to][column.refers_as or column.name])
        rows = lost.to_numpy().nonzero()[0].tolist()
        other = sources[column.refers_to].place if column.refers_to in sources else column.refers_to
        for row in rows[:_LISTED]:
            yield text.format(
                file=source.place,
                row=row + source.first_row,
                column=column.name,
                cell=values.iloc[row],
                other=other,
            )
        if len(rows) > _LISTED:
            yield _more(source, column.name, len(rows) - _LISTED, rows[-1])
