"""A column looked at: its cells as values of its kind, and which of them are empty, mean missing, or cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kpilab.data.cells import as_kind
from kpilab.data.mapping import Reading
from kpilab.data.quality.rules import FieldRule

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ColumnLook", "ExaminedTable", "means_missing"]

_MISSING = frozenset(
    {
        "-", "--", "---", "–", "—", "?", "??", "???", ".", "/", "n/a", "na", "n.a.", "#n/a", "#value!", "#ref!",
        "#div/0!", "null", "none", "nan", "nil", "unknown", "not known", "missing", "tbd", "tba", "k.a.", "unbekannt",
        "未知", "无", "不详", "不明", "暂无", "空", "待定", r"\n",
    }
)  # fmt: skip
_DAY_FIRST = re.compile(r"^\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4})(.*)$")
_COMMA = re.compile(r"^[+-]?\d{1,3}(?:\.?\d{3})*,\d{1,2}$")


def none_of(length: int) -> NDArray[np.bool_]:
    """False for so many cells, in no room at all.

    >>> none_of(3).tolist()
    [False, False, False]
    """
    return np.broadcast_to(np.False_, length)


def means_missing(text: str) -> bool:
    """Whether people write this where they mean that nothing is known.

    Na and Nan are names of people.

    >>> means_missing(" N/A "), means_missing("未知"), means_missing("0"), means_missing("Na")
    (True, True, False, False)
    """
    bare = text.strip()
    return bare.casefold() in _MISSING and bare not in ("Na", "Nan")


@dataclass(frozen=True, eq=False)
class ColumnLook:
    """A column and its rule; what is reckoned from it is kept."""

    cells: pd.Series[Any]
    rule: FieldRule

    @cached_property
    def is_text(self) -> bool:
        """Whether the cells are texts, or a mixture in which each is looked at by itself."""
        import pandas as pd

        return self.cells.dtype == object or isinstance(self.cells.dtype, pd.StringDtype | pd.CategoricalDtype)

    @cached_property
    def _coded(self) -> tuple[NDArray[Any], pd.Series[Any]]:
        import pandas as pd

        texts = self.cells
        if isinstance(texts.dtype, pd.CategoricalDtype) and isinstance(texts.cat.categories.dtype, pd.StringDtype):
            return texts.cat.codes.to_numpy(), pd.Series(texts.cat.categories, dtype="str")
        if texts.dtype == object:
            texts = texts.map(_text, na_action="ignore")
        if not isinstance(texts.dtype, pd.StringDtype):
            texts = texts.astype("str")
        codes, uniques = pd.factorize(texts)
        return codes, pd.Series(uniques, dtype="str")

    @property
    def codes(self) -> NDArray[Any]:
        """For each cell the place of its text in `texts`; -1 where nothing stands."""
        return self._coded[0]

    @property
    def texts(self) -> pd.Series[Any]:
        """The different texts of the column, as they are written."""
        return self._coded[1]

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each of `texts` stands there."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.texts))

    def spread(self, by_text: Any) -> NDArray[np.bool_]:
        """What holds for each of `texts`, for each cell; False where nothing stands."""
        known = np.append(np.asarray(by_text, dtype=bool), False)
        found: NDArray[np.bool_] = known[self.codes]
        return found

    @cached_property
    def blank(self) -> NDArray[np.bool_]:
        """Cells in which nothing stands."""
        if not self.is_text and not self.cells.hasnans:
            return none_of(len(self.cells))
        if not self.is_text:
            return self.cells.isna().to_numpy(dtype=bool)
        empty = self.texts.str.strip().eq("").to_numpy(dtype=bool)
        return np.asarray((self.codes < 0) | (self.spread(empty) if empty.any() else False), dtype=bool)

    @cached_property
    def missing_words(self) -> NDArray[np.bool_]:
        """Cells with a word that means missing, where that word is not an allowed value."""
        if not self.is_text:
            return none_of(len(self.cells))
        told = self.texts.str.strip().str.lower().isin(_MISSING).to_numpy(dtype=bool).copy()
        for place in np.flatnonzero(told):
            text = self.texts.iloc[place]
            told[place] = means_missing(text) and text not in self.rule.allowed
        return self.spread(told) if told.any() else none_of(len(self.cells))

    @cached_property
    def unfilled(self) -> NDArray[np.bool_]:
        """Cells in which nothing stands, or a word that means missing."""
        return self.blank | self.missing_words if self.is_text else self.blank

    @cached_property
    def _read(self) -> tuple[pd.Series[Any], NDArray[np.bool_]]:
        kind = self.rule.kind
        if kind in ("id", "text"):
            return self.cells, none_of(len(self.cells))
        if kind in ("number", "money") and self.cells.dtype.kind in "iu":
            return self._settled(self.cells), none_of(len(self.cells))
        reading = Reading("whole", decimal=self.decimal)
        as_what: Any = {"date": "time", "money": "number"}.get(kind, kind)
        if not self.is_text:
            found = as_kind(as_what, self.cells, reading)
            settled = self._settled(found.values)
            endless = np.isinf(self.cells.to_numpy()) if self.cells.dtype == "float64" else False
            return self._finite(settled, found.unread | endless)
        found = as_kind(as_what, self.texts, reading)
        values, unread = found.values, found.unread
        if as_what == "time":
            values = values.where(~unread, _day_first(self.texts.where(unread)))
            unread = unread & values.isna().to_numpy(dtype=bool)
        settled, unread = self._finite(self._settled(values), unread)
        return settled.take(self.codes).where(self.codes >= 0).reset_index(drop=True) if len(settled) else _none(
            settled, len(self.cells)
        ), self.spread(unread) & ~self.unfilled

    def _settled(self, values: pd.Series[Any]) -> pd.Series[Any]:
        """Numbers as floats; money in cents."""
        if self.rule.kind not in ("number", "money"):
            return values
        is_whole = isinstance(values.dtype, np.dtype) and values.dtype.kind in "iu"
        numbers = values if is_whole else values.astype("float64")
        with np.errstate(over="ignore"):
            return numbers * 100 if self.rule.kind == "money" and not self.rule.cents else numbers

    def _finite(self, values: pd.Series[Any], unread: NDArray[np.bool_]) -> tuple[pd.Series[Any], NDArray[np.bool_]]:
        """Numbers without the infinite ones, which count as unread: nobody sold so much."""
        if self.rule.kind not in ("number", "money") or values.dtype != "float64":
            return values, unread
        endless = np.isinf(values.to_numpy())
        return (values.mask(endless), unread | endless) if endless.any() else (values, unread)

    @property
    def decimal(self) -> str:
        """The mark before the decimals, as most texts with one write it."""
        if not self.is_text or len(self.texts) > 50_000:
            return "."
        with_comma = sum(bool(_COMMA.match(text.strip())) for text in self.texts)
        with_point = int(self.texts.str.contains(r"^\s*[+-]?[\d,]*\d\.\d{1,2}\s*$").sum())
        return "," if with_comma > with_point else "."

    @property
    def values(self) -> pd.Series[Any]:
        """The values: numbers (money in cents), times, flags; missing where unfilled or unread."""
        return self._read[0]

    @property
    def unread(self) -> NDArray[np.bool_]:
        """Cells that are filled and are not of the column's kind."""
        return self._read[1]

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """The values as floats, NaN where missing."""
        return self.values.to_numpy(dtype="float64", na_value=np.nan)


@dataclass(frozen=True, eq=False)
class ExaminedTable:
    """A table with its rules; each column is looked at once."""

    name: str
    file: str
    first_row: int
    cells: pd.DataFrame
    fields: dict[str, FieldRule]
    key: tuple[str, ...]
    key_stated: bool

    @cached_property
    def looks(self) -> dict[str, ColumnLook]:
        """The columns that have a rule."""
        return {name: ColumnLook(self.cells[name], rule) for name, rule in self.fields.items()}

    def __len__(self) -> int:
        return len(self.cells)

    def of_kind(self, *kinds: str) -> list[ColumnLook]:
        """The columns of these kinds."""
        return [look for look in self.looks.values() if look.rule.kind in kinds]


def _none(like: pd.Series[Any], length: int) -> pd.Series[Any]:
    return like.reindex(range(length))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _day_first(texts: pd.Series[Any]) -> pd.Series[Any]:
    """31.12.2025 and 31/12/2025; the month first where some second part is above 12 and no first part is."""
    import pandas as pd

    parts = texts.str.extract(_DAY_FIRST.pattern)
    first, second = pd.to_numeric(parts[0]), pd.to_numeric(parts[2])
    month_first = bool((second > 12).any()) and not bool((first > 12).any())
    day, month = (second, first) if month_first else (first, second)
    written = parts[3] + "-" + month.astype("Int64").astype("str") + "-" + day.astype("Int64").astype("str")
    return pd.to_datetime(written.where(parts[3].notna()), format="%Y-%m-%d", errors="coerce").astype("datetime64[us]")
