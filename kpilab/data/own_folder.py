"""Tables from a person's own CSV files: read generously, examined wholly, refused with every reason at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from io import StringIO
from math import isfinite
from typing import TYPE_CHECKING, Any

from kpilab.data.schemas import Fault, faults, open_dtype
from kpilab.errors import DataError
from kpilab.i18n import _, ngettext
from kpilab.worlds.layout import Column, Table, kind_name

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["checked_frames"]

_LISTED = 3
"""Faults of one kind in one column that are listed one by one; the rest are counted."""

_FIRST_ROW = 2
"""Row 1 of the file holds the names."""

_MOMENT = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")
_FLAGS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}
_FORMATS = {"date": "%Y-%m-%d", "time": "%Y-%m-%d %H:%M"}


def checked_frames(
    tables: Sequence[Table], contents: Mapping[str, bytes], known: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The tables read from the files' `contents`; `DataError` with every fault in every file.

    `known` are tables that need no examination but that the others may refer to.
    """
    problems: list[str] = []
    found: dict[str, pd.DataFrame] = {}
    for table in tables:
        text, said = _read(table, contents[table.name])
        problems += said
        if text is not None:
            found[table.name], unread = _converted(table, text)
            problems += _sentences(table, [*unread, *_unexplained(table, found[table.name], unread)], text)
    everything = {**known, **found}
    problems += [said for table in tables if table.name in found for said in _orphans(table, everything)]
    if problems:
        raise DataError(_("The data cannot be used as they stand. Mend these and load again:"), problems)
    from kpilab.worlds.frames import frame

    return {table.name: frame(table, found[table.name]) for table in tables}


def _read(table: Table, content: bytes) -> tuple[pd.DataFrame | None, list[str]]:
    """The file's cells as text, in the layout's columns; or what keeps it from being read."""
    import pandas as pd

    file = f"{table.name}.csv"
    try:
        text = content.decode("utf-8-sig")
        read = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False, skip_blank_lines=False, index_col=False)
    except UnicodeDecodeError:
        return None, [_("{file} is not in UTF-8; in Excel choose “CSV UTF-8” when saving.").format(file=file)]
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as fault:
        why = str(fault).strip().rstrip(".")
        return None, [_("{file} is not a table of comma-separated values: {why}.").format(file=file, why=why)]
    read.columns = pd.Index([str(name).strip() for name in read.columns])
    said = _about_columns(table, list(read.columns))
    return (None, said) if said else (read[list(table.names)], [])


def _about_columns(table: Table, found: list[str]) -> list[str]:
    file = f"{table.name}.csv"
    if len(found) == 1 and ";" in found[0]:
        return [_("{file} separates its columns with semicolons; save it with commas.").format(file=file)]
    spare = [name for name in found if name not in table.names]
    said = []
    for name in table.names:
        if name in found:
            continue
        near = get_close_matches(name, spare, n=1)
        if near:
            spare.remove(near[0])
            text = _("{file} has no column {column}; rename {near} if that is the one.")
        else:
            text = _("{file} has no column {column}; the data dictionary says what it holds.")
        said.append(text.format(file=file, column=name, near="".join(near)))
    more = _("{file} has a column {column} that has no place here; take it out.")
    return said + [more.format(file=file, column=name) for name in spare]


def _converted(table: Table, text: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """The cells as values, missing where they cannot be read, and the faults of those that cannot."""
    import pandas as pd

    columns, unread = {}, []
    for column in table.columns:
        cells = text[column.name].str.strip()
        values = _quickly(column, cells)
        for row in (values.isna() & (cells != "")).to_numpy().nonzero()[0].tolist():
            value = _value(column, cells.iloc[row])
            if value is None:
                unread.append(Fault("kind", column.name, row, cells.iloc[row]))
            else:
                values.iloc[row] = value
        columns[column.name] = values.astype(open_dtype(column))
    return pd.DataFrame(columns), unread


def _quickly(column: Column, cells: pd.Series[str]) -> Any:
    """The whole column at once, for cells in the usual form; what is not is missing, and looked at one by one."""
    import pandas as pd

    if column.kind == "text":
        return cells.where(cells != "")
    if column.kind == "flag":
        return cells.str.lower().map(_FLAGS).astype("boolean")
    if column.kind in _FORMATS:
        return pd.to_datetime(cells, format=_FORMATS[column.kind], errors="coerce").astype("datetime64[us]")
    numbers = pd.to_numeric(cells, errors="coerce").astype("float64")
    numbers = numbers.where(numbers.abs() < 2**53)
    return numbers.where(numbers % 1 == 0).astype("Int64") if column.kind == "integer" else numbers


def _value(column: Column, cell: str) -> Any:
    """One cell in a form that people write: 2025/5/31, 1,200. None where it is not of the column's kind."""
    if column.kind in _FORMATS:
        found = _MOMENT.fullmatch(cell)
        if not found or (column.kind == "date" and found[4] not in (None, "00", "0")):
            return None
        try:
            return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]
        except ValueError:
            return None
    if column.kind in ("integer", "decimal") and re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", cell):
        number = float(cell.replace(",", ""))
        return number if isfinite(number) and (column.kind == "decimal" or number % 1 == 0) else None
    return None


def _unexplained(table: Table, frame: pd.DataFrame, unread: Iterable[Fault]) -> Iterator[Fault]:
    told = {(fault.column, fault.row) for fault in unread}
    return (fault for fault in faults(table, frame) if (fault.column, fault.row) not in told)


def _sentences(table: Table, found: Iterable[Fault], text: pd.DataFrame) -> list[str]:
    """A sentence for each of the first few faults of a kind in a column, and one that counts the rest."""
    groups: dict[tuple[str, str], list[Fault]] = {}
    for fault in found:
        groups.setdefault((fault.column, fault.rule), []).append(fault)
    said = []
    for (name, _rule), group in groups.items():
        for fault in group[:_LISTED]:
            said.append(_sentence(table, fault, str(text[name].iloc[fault.row])))
        if len(group) > _LISTED:
            more = ngettext(
                "{file}, column {column}: {n:,} more row like these, the last is row {row}.",
                "{file}, column {column}: {n:,} more rows like these, the last is row {row}.",
                len(group) - _LISTED,
            )
            last = max(fault.row for fault in group) + _FIRST_ROW
            said.append(more.format(file=f"{table.name}.csv", column=name, n=len(group) - _LISTED, row=last))
    return said


def _sentence(table: Table, fault: Fault, cell: str) -> str:
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
        file=f"{table.name}.csv",
        row=fault.row + _FIRST_ROW,
        column=fault.column,
        cell=cell,
        kind=kind_name(column.kind),
        allowed=", ".join(column.allowed),
        pattern=column.pattern,
        least=column.at_least or 0,
        most=column.at_most or 0,
        key=" + ".join(table.key),
    )


def _orphans(table: Table, frames: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """What a table refers to and its neighbour does not hold."""
    text = _("{file}, row {row}, column {column}: '{cell}' is not in {other}; add it there or mend it here.")
    for column in table.columns:
        if column.refers_to not in frames:
            continue
        values = frames[table.name][column.name]
        lost = values.notna() & ~values.isin(frames[column.refers_to][column.refers_as or column.name])
        rows = lost.to_numpy().nonzero()[0].tolist()
        for row in rows[:_LISTED]:
            yield text.format(
                file=f"{table.name}.csv",
                row=row + _FIRST_ROW,
                column=column.name,
                cell=values.iloc[row],
                other=f"{column.refers_to}.csv",
            )
        if len(rows) > _LISTED:
            more = ngettext(
                "{file}, column {column}: {n:,} more row like these, the last is row {row}.",
                "{file}, column {column}: {n:,} more rows like these, the last is row {row}.",
                len(rows) - _LISTED,
            )
            yield more.format(
                file=f"{table.name}.csv", column=column.name, n=len(rows) - _LISTED, row=rows[-1] + _FIRST_ROW
            )
