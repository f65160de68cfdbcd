"""Numbers as people write them: 12.5 %, 12,5%, １２．５％, 1.2万, 198 thousand, ¥3,000, 1 234,5, (300), −3, = 0.4."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite, nan
from numbers import Real

from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["Reading", "read", "read_number"]

_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-"})
_CURRENCY = r"(?:[¥$€£₽₩]|元|块|圆|yuan|rmb|cny|usd|eur|gbp|hk\$|us\$)"
_PERCENT = r"(?:%|per\s?cent|pct\.?)"
_BEFORE = re.compile(r"^[=≈~]\s*")
_QUOTES = "'\"‘’“”"
_SCALES = {
    "k": 10**3,
    "thousand": 10**3,
    "thousands": 10**3,
    "千": 10**3,
    "万": 10**4,
    "萬": 10**4,
    "百万": 10**6,
    "m": 10**6,
    "million": 10**6,
    "millions": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "億": 10**8,
    "万亿": 10**12,
}
_WHOLE = re.compile(
    rf"(?P<sign>[+-]?)\s*{_CURRENCY}?\s*(?P<inner>[+-]?)\s*(?P<digits>\d[\d.,\s'’]*(?:e[+-]?\d+)?|[.,]\d+)\s*"
    rf"(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})?\s*{_CURRENCY}?\s*(?P<percent>{_PERCENT})?",
    re.IGNORECASE,
)


_SIMPLE = re.compile(r"(\d*)[.,]?(\d*)")
_GROUPED = re.compile(
    r"(\d{1,3})(?P<mark>[., ])(?P<rest>\d{3}(?:(?P=mark)\d{3})*)(?:(?!(?P=mark))[.,](?P<fraction>\d*))?"
)
_LONGEST = 60


@dataclass(frozen=True)
class Reading:
    """What a text says as a number.

    `number` is the number as written (12.5 for "12.5 %"), `value` what it means (0.125). `decimals` counts the
    digits after the mark, so that one can tell a value that was rounded too early. `other` is what the same text means
    to somebody who writes the two marks the other way ("1,234" is 1234 and may be 1.234, "1.234" is 1.234 and may be
    1234); missing where the text is clear. `scale` is what a word such as thousand or 万 multiplied the number by.
    """

    number: float
    percent: bool = False
    decimals: int = 0
    other: float = nan
    scale: int = 1

    @property
    def value(self) -> float:
        """The number meant: a percentage as a fraction."""
        return float(Decimal(repr(self.number)) / 100) if self.percent else self.number


def _refuse(text: object) -> DataError:
    shown = str(text)
    shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
    return DataError(_("'{text}' is not a number. Write digits, for example 1234.5 or 12.5 %.").format(text=shown))


def _plain(digits: str) -> tuple[str | None, str | None]:
    """`digits` with a dot as decimal mark and nothing between the digits, and the other way to read it."""
    digits = re.sub(r"[\s'’]", " ", digits)
    simple = _SIMPLE.fullmatch(digits)
    grouped = _GROUPED.fullmatch(digits)
    as_decimal = simple and f"{simple[1]}.{simple[2]}"
    as_groups = grouped and f"{grouped[1]}{re.sub(r'[., ]', '', grouped['rest'])}.{grouped['fraction'] or ''}"
    if as_decimal and as_groups and grouped and not digits.startswith("0"):
        return (as_groups, as_decimal) if grouped["mark"] == "," else (as_decimal, as_groups)
    return as_decimal or as_groups, None


def _exact(plain: str, scale: int, negative: bool) -> float:
    number = Decimal(plain) * scale
    return float(-number if negative else number)


def _read_text(text: str) -> Reading:
    if len(text.strip()) > _LONGEST:
        raise _refuse(text)
    asked = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    asked = _BEFORE.sub("", asked.strip(_QUOTES).strip())
    bracketed = re.fullmatch(rf"\((.+)\)(\s*{_PERCENT})?", asked)
    found = _WHOLE.fullmatch(f"{bracketed[1]}{bracketed[2] or ''}".strip() if bracketed else asked)
    if found is None or (found["sign"] and found["inner"]):
        raise _refuse(text)
    digits, _e, power = found["digits"].strip().lower().partition("e")
    plain, other = _plain(digits)
    if plain is None:
        raise _refuse(text)
    negative = bool(bracketed) != ("-" in (found["sign"], found["inner"]))
    scale = _SCALES.get((found["scale"] or "").lower(), 1)
    exponent = f"e{power}" if power else ""
    number = _exact(plain + exponent, scale, negative)
    if not isfinite(number):
        raise _refuse(text)
    fraction = plain.partition(".")[2]
    percent = bool(found["percent"])
    elsewhere = nan if other is None else _exact(other + exponent, scale, negative) / (100 if percent else 1)
    return Reading(number, percent, len(fraction), elsewhere, scale)


def read(written: object) -> Reading:
    """What `written` says: text in any of the usual forms, or a number that already is one.

    A blank reads as missing (nan). A comma or a dot is taken as the decimal mark wherever that is the only
    sensible reading; "1,234" alone is taken as 1234, with 1.234 in `other`, and "1.234" the other way round.
    Raises `DataError` for text that is no number, for True and False, and for the infinite.

    >>> read("12,5%").value, read("1,234").other
    (0.125, 1.234)
    """
    if written is None or (isinstance(written, str) and not written.strip()):
        return Reading(nan)
    if isinstance(written, str):
        return _read_text(written)
    if isinstance(written, bool) or not isinstance(written, Real | Decimal):
        raise _refuse(written)
    number = float(written)
    if number in (float("inf"), float("-inf")):
        raise _refuse(written)
    fraction = str(written).partition(".")[2]
    return Reading(number, decimals=len(fraction) if fraction.isdigit() else 0)


def read_number(written: object) -> float:
    """The number meant by `written`; a percentage as a fraction, a blank as missing.

    Raises `DataError` for what is no number.

    >>> [read_number(text) for text in ("12.5 %", "1.2万", "¥3,000", "1.234,56", "(300)")]
    [0.125, 12000.0, 3000.0, 1234.56, -300.0]
    """
    return read(written).value
