"""The cells of a kept column read as days, as amounts or as texts; what cannot be read is named with its address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from math import isnan
from typing import TYPE_CHECKING, Any

from kpilab.data.cells import as_kind
from kpilab.data.dialect import day_order, in_iso
from kpilab.data.kept_grid import Note, address, is_filled
from kpilab.data.mapping import Reading
from kpilab.data.numbers import read
from kpilab.data.units import read_in
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["column", "marks_shown"]

_ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_NOT_KNOWN = ("-", "--", "—", "n/a", "na", "none", "?", "无", "/", "...", "…")
_DAY = re.compile(
    r"^(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
    r"(?:[T\s]+\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2})?[分秒]?)?$"
)
_WORDED = re.compile(
    r"^(?:(?P<d>\d{1,2})\.?\s+(?P<m>[A-Za-z]{3,9})\.?,?|(?P<m2>[A-Za-z]{3,9})\.?\s+(?P<d2>\d{1,2}),?)\s+(?P<y>\d{4})$"
)
_NO_YEAR = re.compile(
    r"^(?:\d{1,2}[./-]\d{1,2}\.?|\d{1,2}月\d{1,2}日|\d{1,2}\.?\s+[A-Za-z]{3,9}\.?|[A-Za-z]{3,9}\.?\s+\d{1,2})$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIAL_FROM, _SERIAL_TO, _ORIGIN = 20_000, 60_000, datetime(1899, 12, 30)
_UNIT = re.compile(r"^(.*\d\)?)\s*([^\W\d_]+[²³]?)\.?$")


def column(
    name: str,
    values: Sequence[Any],
    rows: Sequence[int],
    place: int,
    *,
    day_first: bool | None = None,
    year: int | None = None,
    marks: frozenset[str] = frozenset(),
) -> tuple[pd.Series[Any], list[Note]]:
    """The column with one type, and notes; `rows` are the numbers of the rows, `place` that of the column.

    A column is of days or of amounts where at least half of what stands in it reads as such. Days that can be read
    two ways stay texts unless `day_first` says which is meant, and so do days without a year unless `year` is given.
    `marks` are the decimal marks that the rest of the sheet shows.

    >>> column("sold", ["1,200 pcs", 80], (3, 4), 1)[0].tolist()
    [1200.0, 80.0]
    """
    import pandas as pd

    cells = _Cells(name, rows, place)
    known = [cells.known(position, value) for position, value in enumerate(values)]
    if year is not None:
        known = [_in_year(value, year) for value in known]
    there = [value for value in known if value is not None]
    if there and sum(map(_lacks_year, there)) * 2 >= len(there):
        return _without_year(cells, known), cells.notes
    days = sum(_is_day(value) for value in there)
    amounts = sum(_number(value) is not None for value in there)
    if there and days * 2 >= len(there):
        return _days(cells, known, day_first), cells.notes
    if there and amounts * 2 >= len(there) and not _are_codes(there):
        return _amounts(cells, known, marks), cells.notes
    texts = [value if value is None else _as_text(value) for value in known]
    return pd.Series(texts, dtype="str"), cells.notes


def marks_shown(values: Sequence[Any]) -> frozenset[str]:
    """The decimal marks that numbers written as text show beyond doubt.

    >>> sorted(marks_shown(["12,50", "1,200", "7.25 pcs"]))
    [',', '.']
    """
    texts = (value for value in values if isinstance(value, str) and not _is_day(value.strip()))
    return frozenset(mark for text in texts for mark in _mark_in(text))


def _mark_in(text: str) -> str:
    found = _with_unit(text)
    last = max(text.rfind("."), text.rfind(","))
    if found is None or last < 0 or not isnan(found[2]) or text.count(text[last]) > 1:
        return ""
    return text[last]


class _Cells:
    """The addresses of one column's cells, and the notes made on them."""

    def __init__(self, name: str, rows: Sequence[int], place: int) -> None:
        self.name, self._rows, self._place = name, rows, place
        self.notes: list[Note] = []

    def at(self, position: int) -> str:
        return address(self._rows[position], self._place)

    def doubt(self, position: int, text: str) -> None:
        self.notes.append(Note(self.at(position), "doubt", text))

    def did(self, positions: Sequence[int], text: str) -> None:
        cells = address(self._rows[positions[0]], self._place, self._rows[positions[-1]], self._place)
        self.notes.append(Note(cells, "did", text))

    def known(self, position: int, value: Any) -> Any:
        """The value; None where nothing stands there, a mark for nothing, or an error of Excel's."""
        if not is_filled(value):
            return None
        text = value.strip() if isinstance(value, str) else value
        if text in _ERRORS:
            said = _("{error}: the formula in this cell failed; it is left empty.")
            self.doubt(position, said.format(error=text))
            return None
        if isinstance(text, str) and text.casefold() in _NOT_KNOWN:
            self.did([position], _("'{text}' says that nothing is known; it is left empty.").format(text=text))
            return None
        return text


def _is_day(value: object) -> bool:
    if isinstance(value, date):
        return True
    return isinstance(value, str) and bool(_DAY.match(_narrow(value)) or _WORDED.match(value))


def _lacks_year(value: object) -> bool:
    """3.4., 1/5, 1 June, 6月1日; a number with a decimal point is none: days have no 0.5 and no 45th."""
    if not isinstance(value, str) or not _NO_YEAR.match(value) or not _names_a_day(value):
        return False
    numbers = [int(digits) for digits in re.findall(r"\d+", value)]
    return all(1 <= number <= 31 for number in numbers) and (min(numbers) <= 12 or len(numbers) == 1)


def _in_year(value: Any, year: int) -> Any:
    """A day without a year in that year; anything else as it is."""
    if not _lacks_year(value):
        return value
    text = value.rstrip(".")
    if "月" in text:
        return f"{year}年{text}"
    mark = next((sign for sign in "./-" if sign in text), " ")
    return f"{text}{mark}{year}"


def _names_a_day(text: str) -> bool:
    words = re.findall(r"[A-Za-z]{3,9}", text)
    return not words or words[0][:3].casefold() in _MONTHS


def _without_year(cells: _Cells, values: Sequence[Any]) -> pd.Series[Any]:
    import pandas as pd

    at = next(i for i, value in enumerate(values) if _lacks_year(value))
    said = _("Days stand here without a year, such as '{text}'; they stay texts until you say year=2025 or another.")
    cells.doubt(at, said.format(text=values[at]))
    return pd.Series([None if value is None else _as_text(value) for value in values], dtype="str")


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return " ".join(str(value).split())


def _are_codes(values: Sequence[Any]) -> bool:
    """Texts of digits of which one begins with 0, as numbers of orders and telephones do."""
    texts = [value for value in values if isinstance(value, str)]
    return len(texts) == len(values) and any(re.fullmatch(r"0\d+", text) for text in texts)


def _days(cells: _Cells, values: Sequence[Any], day_first: bool | None) -> pd.Series[Any]:
    import pandas as pd

    texts = pd.Series([_narrow(v) if isinstance(v, str) else None for v in values], dtype="str").map(
        _from_words, na_action="ignore"
    )
    order = day_order(texts) if day_first is None else ("day first" if day_first else "month first")
    written = [i for i, value in enumerate(values) if isinstance(value, str)]
    if order == "either" and any(_two_ways(texts[i]) for i in written):
        for i in written:
            if _two_ways(texts[i]):
                cells.doubt(
                    i, _("'{text}' can be read two ways; say day_first=True or day_first=False.").format(text=values[i])
                )
        return pd.Series([None if v is None else _as_text(v) for v in values], dtype="str")
    if order == "both":
        texts = _each_its_own_way(cells, values, texts)
    elif order:
        texts = in_iso(texts, day_first=order == "day first")
    found = as_kind("time", texts, Reading("whole")).values
    whole = [_day_of(cells, i, value, found[i]) for i, value in enumerate(values)]
    _say_days(cells, values, written, order, day_first)
    return pd.Series(whole, dtype="datetime64[us]")


def _say_days(cells: _Cells, values: Sequence[Any], written: Sequence[int], order: str, told: bool | None) -> None:
    if not written:
        return
    if order not in ("day first", "month first") or told is not None:
        said = _("Days are written as text, such as '{text}'; they are read as days.")
    elif order == "day first":
        said = _("Days are written as text, the day first, as '{text}' shows; they are read as days.")
    else:
        said = _("Days are written as text, the month first, as '{text}' shows; they are read as days.")
    proof = next((i for i in written if _proves(values[i])), written[0])
    cells.did([written[0], written[-1]], said.format(text=values[proof]))


def _proves(text: str) -> bool:
    parts = re.findall(r"\d+", text)
    return len(parts) >= 3 and len(parts[0]) < 3 and (int(parts[0]) > 12 or int(parts[1]) > 12)


def _two_ways(text: object) -> bool:
    """Whether day and month can change places: 5/6/25, and not 5/5/25."""
    if not isinstance(text, str) or not re.match(r"^\d{1,2}[/-]\d{1,2}[/-]", text):
        return False
    first, second = map(int, re.findall(r"\d+", text)[:2])
    return first <= 12 and second <= 12 and first != second


def _each_its_own_way(cells: _Cells, values: Sequence[Any], texts: pd.Series[Any]) -> pd.Series[Any]:
    """Cells that show their order are read by it; those that can be read two ways are left empty and named."""
    found = texts.copy()
    for i, text in enumerate(texts):
        if not isinstance(text, str):
            continue
        if _two_ways(text):
            said = _(
                "'{text}' can be read two ways, and other cells of '{name}' are written both ways; it is left empty."
            )
            cells.doubt(i, said.format(text=values[i], name=cells.name))
            found[i] = None
        else:
            found[i] = in_iso(texts.iloc[i : i + 1], day_first=day_order(texts.iloc[i : i + 1]) != "month first").iloc[
                0
            ]
    return found


def _from_words(text: str) -> str:
    """31 May 2025 and May 31, 2025 as 2025-05-31; other texts as they are."""
    found = _WORDED.match(text)
    month = ((found["m"] or found["m2"]) if found else "")[:3].casefold()
    if found is None or month not in _MONTHS:
        return text
    return f"{found['y']}-{_MONTHS.index(month) + 1:02d}-{int(found['d'] or found['d2']):02d}"


def _day_of(cells: _Cells, position: int, value: Any, read_as: Any) -> Any:
    import pandas as pd

    if value is None:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, int | float) and _SERIAL_FROM < value < _SERIAL_TO:
        day = _ORIGIN + timedelta(days=float(value))
        cells.did([position], _("{number} is how Excel stores {day}; it is read as that day.").format(
            number=value, day=day.date().isoformat()))  # fmt: skip
        return day
    if pd.isna(read_as):
        if not any(note.cell == cells.at(position) for note in cells.notes):
            cells.doubt(position, _("'{text}' is not a day; it is left empty.").format(text=value))
        return None
    return read_as


def _number(value: object) -> float | None:
    if isinstance(value, (bool, date | time)):
        return None
    if isinstance(value, int | float):
        return float(value)
    found = _with_unit(str(value))
    return None if found is None else found[0]


def _with_unit(text: str) -> tuple[float, str, float] | None:
    """The number in a text, its unit, and the other way to read it where there is one."""
    plain = _narrow(text)
    try:
        found = read(plain)
        return found.value, "%" if found.percent else "", found.other
    except DataError:
        parts = _UNIT.match(plain)
    try:
        found = read(parts[1]) if parts else read_in(plain)
    except DataError:
        return None
    return found.value, parts[2] if parts else "", found.other


def _amounts(cells: _Cells, values: Sequence[Any], marks: frozenset[str]) -> pd.Series[Any]:
    import pandas as pd

    own = marks_shown([value for value in values if value is not None])
    shown = own or (marks if len(marks) == 1 else frozenset())
    mark = next(iter(shown)) if len(shown) == 1 else "."
    numbers: list[float | None] = []
    units: dict[str, int] = {}
    written: list[int] = []
    open_ones: list[int] = []
    for i, value in enumerate(values):
        found = _with_unit(value) if isinstance(value, str) else None
        if isinstance(value, str) and found is not None:
            number, unit, other = found
            written.append(i)
            units.setdefault(unit, i)
            numbers.append(_by_mark(value, number, other, mark))
            open_ones += [i] if not isnan(other) else []
        elif value is None or isinstance(value, bool | date | time | str):
            if value is not None:
                cells.doubt(i, _("'{text}' is not a number; it is left empty.").format(text=_as_text(value)))
            numbers.append(None)
        else:
            numbers.append(float(value))
    if written:
        said = _("Numbers are written as text, such as '{text}'; they are read as numbers.")
        cells.did([written[0], written[-1]], said.format(text=values[written[0]]))
    if open_ones and len(own) != 1:
        said = _("'{text}' is read as {number:,.12g}; the column does not show whether point or comma is for decimals.")
        cells.doubt(open_ones[0], said.format(text=values[open_ones[0]], number=numbers[open_ones[0]]))
    named = {unit: at for unit, at in units.items() if unit}
    if len(named) > 1 or ("%" in named and len(written) < sum(value is not None for value in values)):
        listed = ", ".join(_("{unit} in {cell}").format(unit=unit, cell=cells.at(at)) for unit, at in named.items())
        said = _("Amounts in '{name}' are in different units ({listed}); the numbers stand side by side as they are.")
        cells.doubt(next(iter(named.values())), said.format(name=cells.name, listed=listed))
    return pd.Series(numbers, dtype="float64")


def _by_mark(text: str, number: float, other: float, mark: str) -> float:
    """The number by the decimal mark that the column shows."""
    if isnan(other):
        return number
    grouped = ("," in text and mark == ".") or ("." in text and mark == ",")
    return max(number, other) if grouped else min(number, other)
