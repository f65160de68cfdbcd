"""Cells looked at one by one: whether something is there, and whether it may stand in its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.check import Check, Offer
from kpilab.data.quality.column import ColumnLook, ExaminedTable, none_of
from kpilab.i18n import _

__all__ = ["filled_cells", "valid_cells"]

_SURE = frozenset({"-", "--", "---", "–", "—", "?", "??", "???", "n/a", "n.a.", "#n/a", "null", "未知", "不详", "tbd"})
_NO_END = 9999
_SHELF = re.compile(r"stock|inventory|库存", re.I)
_DAY = re.compile(r"^\s*\d{1,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,4}\s*日?([T\s].*)?$")


def filled_cells(table: ExaminedTable) -> Iterator[Check]:
    """Missing cells, and cells with a word that means missing."""
    for look in table.looks.values():
        name, rule = look.rule.name, look.rule
        words = np.flatnonzero(look.missing_words)
        if rule.required:
            blank = np.flatnonzero(look.blank)
            yield Check(
                "completeness", "missing", table.name, name,
                _("Each row has something in {column}.").format(column=name),
                blank, len(table), certain=rule.stated, failed=len(blank),
                advice=_("Ask whoever records it; where nobody knows, leave it empty and say so beside the number."),
            )  # fmt: skip
        if look.is_text:
            sure = rule.kind != "text" or all(_is_sure(text) for text in _texts(look, words))
            yield Check(
                "completeness", "missing_word", table.name, name,
                _("A cell of {column} that is not known is empty; it holds no word that means so.").format(column=name),
                words, len(table), certain=sure, failed=len(words) if rule.required else 0, counted=0,
                advice=_("Empty these cells, so that no count takes the word for a value."),
                offers=(Offer("empty", _("Empty cells with a word that means missing."), name, words, _empty(words)),),
            )  # fmt: skip


def _is_sure(text: str) -> bool:
    return text.strip().casefold() in _SURE


def _texts(look: ColumnLook, positions: NDArray[np.int64]) -> list[str]:
    return look.texts.iloc[np.unique(look.codes[positions])].tolist()


def _empty(positions: NDArray[np.int64]) -> NDArray[Any]:
    """An empty cell for each row."""
    return np.full(len(positions), None, dtype=object)


def valid_cells(table: ExaminedTable) -> Iterator[Check]:
    """Cells of another kind, days that do not exist, values that are not allowed, and what is out of its limits."""
    for look in table.looks.values():
        filled = int(len(table) - look.unfilled.sum())
        if look.rule.kind in ("date", "time"):
            yield from _days(table, look, filled)
        elif look.rule.kind in ("number", "money", "flag"):
            yield from _kinds(table, look, filled)
        if look.rule.kind in ("number", "money"):
            yield from _limits(table, look, filled)
        if look.rule.allowed:
            yield _allowed(table, look, filled)
        if look.rule.pattern:
            yield _pattern(table, look, filled)


def _broken(
    table: ExaminedTable, look: ColumnLook, kind: str, mask: Any, checked: int, rule: str, advice: str, **more: Any
) -> Check:
    positions = np.flatnonzero(mask)
    certain = more.pop("certain", look.rule.stated)
    failed = len(positions) if certain else 0
    return Check(
        "validity", kind, table.name, look.rule.name, rule, positions, checked, certain=certain, advice=advice,
        failed=failed, **more,
    )  # fmt: skip


def _kinds(table: ExaminedTable, look: ColumnLook, filled: int) -> Iterator[Check]:
    name = look.rule.name
    what = _("True or False") if look.rule.kind == "flag" else _("a number")
    yield _broken(
        table, look, "wrong_kind", look.unread, filled,
        _("What stands in {column} is {what}.").format(column=name, what=what),
        _("Write the number alone; its unit belongs in the heading."),
    )  # fmt: skip
    if look.rule.whole and look.rule.kind == "number" and look.values.dtype.kind == "f":
        with np.errstate(invalid="ignore"):
            mask = ~np.isnan(look.numbers) & (look.numbers != np.floor(look.numbers))
        yield _broken(
            table, look, "not_whole", mask, filled, _("{column} is counted in whole numbers.").format(column=name),
            _("Look whether it was written in another unit."),
        )  # fmt: skip


def _days(table: ExaminedTable, look: ColumnLook, filled: int) -> Iterator[Check]:
    name = look.rule.name
    written = np.zeros(len(table), dtype=bool)
    if look.is_text and look.unread.any():
        written = look.spread([bool(_DAY.match(text)) for text in look.texts]) & look.unread
    yield _broken(
        table, look, "no_such_day", written, filled,
        _("Each day in {column} is in the calendar.").format(column=name),
        _("Look it up where it was first written; nobody can say what 31 February was to be."), certain=True,
    )  # fmt: skip
    yield _broken(
        table, look, "wrong_kind", look.unread & ~written, filled,
        _("What stands in {column} is a day or a time.").format(column=name),
        _("Write the day as 2025-05-31."),
    )  # fmt: skip
    years = look.values.dt.year.to_numpy(dtype="float64", na_value=np.nan)
    with np.errstate(invalid="ignore"):
        yield _broken(
            table, look, "impossible_year", (years < 1900) | (years > 2100), filled,
            _("The years in {column} lie between 1900 and 2100.").format(column=name),
            _("Look whether two digits changed places, or whether 9999 is to mean: no end yet."),
            certain=not bool((years == _NO_END).any()),
        )  # fmt: skip


def _limits(table: ExaminedTable, look: ColumnLook, filled: int) -> Iterator[Check]:
    name, scale = look.rule.name, 100 if look.rule.kind == "money" and not look.rule.cents else 1
    with np.errstate(invalid="ignore"):
        if look.rule.least is not None:
            kind = "negative" if look.rule.least == 0 else "too_small"
            rule = (
                _("{column} is never below 0.").format(column=name)
                if look.rule.least == 0
                else _("{column} is at least {least:g}.").format(column=name, least=look.rule.least)
            )
            mask = _below(look, look.rule.least * scale)
            shelf = look.rule.least == 0 and bool(_SHELF.search(f"{table.name} {name}"))
            advice = _("A shelf holds nothing or more: count it, and look for sales in another unit.")
            yield _broken(
                table, look, kind, mask, filled, rule, advice if shelf else _advice_below(look),
                certain=shelf or look.rule.stated,
            )  # fmt: skip
        if look.rule.most is not None:
            rule = _("{column} is at most {most:g}.").format(column=name, most=look.rule.most)
            mask = _above(look, look.rule.most * scale)
            yield _broken(table, look, "too_large", mask, filled, rule, _("Look whether it is in another unit."))


def _below(look: ColumnLook, limit: float) -> NDArray[np.bool_]:
    """Values below a limit; no room is taken where there is none."""
    values = _plain_values(look)
    return np.less(values, limit) if len(values) and not float(np.nanmin(values)) >= limit else none_of(len(values))


def _above(look: ColumnLook, limit: float) -> NDArray[np.bool_]:
    values = _plain_values(look)
    return np.greater(values, limit) if len(values) and not float(np.nanmax(values)) <= limit else none_of(len(values))


def _plain_values(look: ColumnLook) -> NDArray[Any]:
    """Whole numbers as they are, other numbers as floats; one missing value where there is no other."""
    if isinstance(look.values.dtype, np.dtype) and look.values.dtype.kind in "iu":
        return look.values.to_numpy()
    return look.numbers if not np.isnan(look.numbers).all() else look.numbers[:0]


def _advice_below(look: ColumnLook) -> str:
    if look.rule.least == 0:
        return _("Look whether it is a return or a correction; these belong in a table of their own.")
    return _("Look it up where it was first written.")


def _allowed(table: ExaminedTable, look: ColumnLook, filled: int) -> Check:
    known = look.texts.isin(look.rule.allowed).to_numpy(dtype=bool) if look.is_text else None
    if known is None:
        mask = ~look.cells.astype("str").isin(look.rule.allowed).to_numpy(dtype=bool) & ~look.unfilled
    else:
        mask = look.spread(~known) & ~look.unfilled
    positions = np.flatnonzero(mask)
    offers = _nearest(look, positions) if look.is_text and len(positions) else ()
    return _broken(
        table, look, "not_allowed", mask, filled,
        _("{column} is one of: {allowed}.").format(column=look.rule.name, allowed=", ".join(look.rule.allowed)),
        _("Write one of the allowed values, or add this one to the list if it is meant."), offers=offers,
    )  # fmt: skip


def _nearest(look: ColumnLook, positions: NDArray[np.int64]) -> tuple[Offer, ...]:
    """Where a value differs from an allowed one in case, width or blanks alone, that value is offered."""
    from kpilab.data.quality.names import plain_name

    meant = {plain_name(value): value for value in look.rule.allowed}
    to = {place: meant.get(plain_name(look.texts.iloc[place])) for place in set(look.codes[positions].tolist())}
    fits = np.array([to[code] is not None for code in look.codes[positions]], dtype=bool)
    if not fits.any():
        return ()
    rows = positions[fits]
    after = np.array([to[code] for code in look.codes[rows]], dtype=object)
    return (Offer("allowed", _("Write the allowed value that is meant."), look.rule.name, rows, after),)


def _pattern(table: ExaminedTable, look: ColumnLook, filled: int) -> Check:
    pattern = f"^(?:{look.rule.pattern})$"
    if look.is_text:
        mask = look.spread(~look.texts.str.match(pattern).to_numpy(dtype=bool)) & ~look.unfilled
    else:
        mask = ~look.cells.astype("str").str.match(pattern).to_numpy(dtype=bool) & ~look.unfilled
    return _broken(
        table, look, "wrong_form", mask, filled,
        _("{column} is written in the form {pattern}.").format(column=look.rule.name, pattern=look.rule.pattern),
        _("Look it up where it was first written."),
    )  # fmt: skip
