"""Cells as people and programs write them, turned into dates, amounts in cents, numbers, codes or texts.

What is empty is missing; what is not empty and cannot be read is told apart, so that it can be named.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from kpilab.data.kinds import Kind
from kpilab.data.mapping import Reading

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cells", "are_codes", "as_kind", "as_texts", "whole_numbers"]

_NOTHING = ("null", "NULL", r"\N")
_NOT_KNOWN = (*_NOTHING, "None", "NaN", "nan", "N/A", "n/a", "NA", "-", "--")
_ZONE = r"(:\d\d(?:\.\d+)?)\s*(?:Z|[+-]\d\d:?\d\d)$"
_MOMENT = (
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?)?[分秒]?)?$"
)
_GROUPED = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
_MARKS = r"[\s¥￥$€£元]"
_CODE = r"(?:0|-?[1-9]\d{0,17})"
_FLAGS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False, "是": True, "否": False}
_FINE = 1e-4
"""So much of a cent may be lost where an amount was kept as a binary fraction."""


@dataclass(frozen=True)
class Cells:
    """The values of a column; which of its cells could not be read; and which amounts are finer than a cent."""

    values: pd.Series[Any]
    unread: np.ndarray[Any, np.dtype[np.bool_]]
    fine: np.ndarray[Any, np.dtype[np.bool_]] | None = None


def as_kind(kind: Kind, cells: pd.Series[Any], reading: Reading, column: str = "") -> Cells:
    """The cells of one column as values of that kind.

    >>> import pandas as pd
    >>> as_kind("money", pd.Series(["12.35", "1,200", "", "much"]), Reading("whole")).values.tolist()
    [1235, 120000, <NA>, <NA>]
    """
    if kind == "time":
        return _times(cells, reading.dates.get(column) or reading.dates.get(""))
    if kind == "money":
        return _money(cells, reading)
    if kind == "number":
        values, unread = _numbers(cells, reading.decimal)
        return Cells(whole_numbers(values), unread)
    if kind == "flag":
        return _flags(cells)
    texts = as_texts(cells)
    if kind == "any":
        return Cells(_of_any_kind(cells, texts), np.zeros(len(cells), dtype=bool))
    return Cells(texts, np.zeros(len(cells), dtype=bool))


def as_texts(cells: pd.Series[Any]) -> pd.Series[Any]:
    """The cells as texts without blanks around them, missing where nothing stands there."""
    if cells.dtype == object:
        cells = cells.map(_text, na_action="ignore")
    elif cells.dtype.kind == "f":
        cells = whole_numbers(cells)
    texts = cells.astype("str").str.strip()
    if texts.str.startswith('="').any():
        texts = texts.str.replace(r'^="(.*)"$', r"\1", regex=True)
    return texts.where(texts.notna() & texts.ne("") & ~texts.isin(_NOTHING))


def whole_numbers(values: pd.Series[Any]) -> pd.Series[Any]:
    """Numbers as integers where all of them are whole and none too large to be exact."""
    known = values.dropna()
    if values.dtype.kind == "b" or not (known.mod(1).eq(0) & known.abs().lt(2**53)).all():
        return values
    return values.astype("Int64" if len(known) < len(values) else "int64")


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def _times(cells: pd.Series[Any], form: str | None) -> Cells:
    import pandas as pd

    if cells.dtype.kind == "M":
        values = cells.dt.tz_localize(None) if cells.dt.tz is not None else cells
        return Cells(values.astype("datetime64[us]"), np.zeros(len(cells), dtype=bool))
    texts = as_texts(cells)
    texts = texts.where(~texts.isin(_NOT_KNOWN))
    if form:
        values = pd.to_datetime(texts, format=form, errors="coerce")
    else:
        bare = texts.str.replace(_ZONE, r"\1", regex=True)
        values = pd.to_datetime(bare.where(bare.str.len() >= 8), format="ISO8601", errors="coerce")
        left = values.isna() & bare.notna()
        if left.any():
            parts = bare[left].str.extract(_MOMENT).fillna({3: "0", 4: "0", 5: "0"})
            written = [f"{y}-{m}-{d} {h}:{n}:{s}" for y, m, d, h, n, s in parts.itertuples(index=False)]
            whole = pd.Series(written, index=parts.index, dtype="str")
            values = values.where(~left, pd.to_datetime(whole, format="%Y-%m-%d %H:%M:%S", errors="coerce"))
    if values.dt.tz is not None:
        values = values.dt.tz_localize(None)
    return Cells(values.astype("datetime64[us]"), (values.isna() & texts.notna()).to_numpy(dtype=bool))


def _numbers(cells: pd.Series[Any], decimal: str) -> tuple[pd.Series[Any], np.ndarray[Any, np.dtype[np.bool_]]]:
    import pandas as pd

    if cells.dtype.kind in "iufb":
        values = cells.astype("float64")
        return values.where(np.isfinite(values)), np.zeros(len(cells), dtype=bool)
    texts = as_texts(cells)
    texts = texts.where(~texts.isin(_NOT_KNOWN))
    values = _read(texts, decimal)
    left = values.isna() & texts.notna()
    if left.any():
        bare = texts[left].map(lambda text: unicodedata.normalize("NFKC", text).replace("−", "-")).astype("str")
        values = values.where(~left, _read(bare.str.replace(_MARKS, "", regex=True), decimal).reindex(values.index))
    unread = (values.isna() & texts.notna()).to_numpy(dtype=bool)
    return pd.Series(values.to_numpy(dtype="float64"), index=cells.index), unread


def _read(texts: pd.Series[Any], decimal: str) -> pd.Series[Any]:
    import pandas as pd

    if decimal == ",":
        texts = texts.str.translate(str.maketrans(".,", ",."))
    grouped = texts.str.fullmatch(_GROUPED).fillna(False).astype(bool)
    texts = texts.where(~grouped, texts.str.replace(",", ""))
    values = pd.to_numeric(texts, errors="coerce").astype("float64")
    return values.where(np.isfinite(values))


def _money(cells: pd.Series[Any], reading: Reading) -> Cells:
    values, unread = _numbers(cells, reading.decimal)
    cents = values * 100 if reading.money == "whole" else values
    rounded = cents.round()
    fine = (cents.sub(rounded).abs() > _FINE).to_numpy(dtype=bool)
    whole = whole_numbers(rounded)
    return Cells(whole, unread, np.zeros(len(cells), dtype=bool) if reading.rounded else fine)


def _flags(cells: pd.Series[Any]) -> Cells:
    if cells.dtype == bool:
        return Cells(cells, np.zeros(len(cells), dtype=bool))
    texts = as_texts(cells)
    values = texts.str.lower().map(_FLAGS).astype("boolean")
    return Cells(values, (values.isna() & texts.notna()).to_numpy(dtype=bool))


def _of_any_kind(cells: pd.Series[Any], texts: pd.Series[Any]) -> pd.Series[Any]:
    """Numbers where all are written as numbers, True and False where all are, texts otherwise."""
    import pandas as pd

    if cells.dtype != object and not isinstance(cells.dtype, pd.StringDtype):
        return cells
    known = texts.dropna()
    if len(known) and known.str.fullmatch(_CODE).all():
        return whole_numbers(pd.to_numeric(texts))
    if len(known) and known.isin(["True", "False"]).all():
        return texts.map({"True": True, "False": False}).astype("boolean")
    if len(known) and known.str.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?").all():
        return pd.to_numeric(texts)
    return texts


def are_codes(texts: pd.Series[Any]) -> bool:
    """Whether all known texts are whole numbers written without anything before them, so that they may be numbers."""
    return bool(texts.dropna().str.fullmatch(_CODE).all())
