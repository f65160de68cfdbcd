"""How the cells of a file write numbers and days, told from the cells; what stays open is said, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["day_order", "decimal_mark", "in_iso", "zones_in"]

_COMMA = r"[+−-]?(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,\d{1,2}|\d{4,},\d+|0,\d+)"
_POINT = r"[+−-]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d+\.\d{1,2}|\d{4,}\.\d+|\d+\.\d{4,}|0\.\d+)"
_EITHER = r"[+−-]?\d{1,3}[.,]\d{3}"
_DAY = re.compile(
    r"^(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"
    r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<sec>\d{2}))?)?$"
)
_ZONE = re.compile(r":\d\d(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)$")


def decimal_mark(columns: Iterable[pd.Series[Any]], *, separator: str = ",") -> Literal[".", ","] | None:
    """Whether a point or a comma stands before the decimals in these columns of texts.

    A comma where at least one number can be read in no other way and none speaks for the point; None where cells such
    as 1.234 can be read both ways, the columns are separated by semicolons, as Excel does where the comma is the
    decimal mark, and nothing else tells.

    >>> import pandas as pd
    >>> decimal_mark([pd.Series(["1.234,50", "7"])]), decimal_mark([pd.Series(["1.234"])], separator=";")
    (',', None)
    """
    comma = point = either = False
    for texts in columns:
        known = texts.dropna()
        comma = comma or bool(known.str.fullmatch(_COMMA).any())
        point = point or bool(known.str.fullmatch(_POINT).any())
        either = either or bool(known.str.fullmatch(_EITHER).any())
    if comma and not point:
        return ","
    if either and not point and separator == ";":
        return None
    return "."


def day_order(texts: pd.Series[Any]) -> Literal["day first", "month first", "either", "both", ""]:
    """The order in which days such as 31.05.2025 or 5/31/25 are written; "" where none is written so.

    With points the day comes first. With strokes a number above 12 tells; "either" where none does, and "both" where
    one cell has the day first and another the month.

    >>> import pandas as pd
    >>> day_order(pd.Series(["5/6/2025", "5/31/2025"])), day_order(pd.Series(["5/6/2025"]))
    ('month first', 'either')
    """
    parts = texts.dropna().str.extract(_DAY)
    parts = parts[parts["year"].notna()]
    if not len(parts):
        return ""
    first, second = parts["first"].astype("int64").gt(12).any(), parts["second"].astype("int64").gt(12).any()
    if first and second:
        return "both"
    if first or (parts["mark"].eq(".").all() and not second):
        return "day first"
    return "month first" if second else "either"


def in_iso(texts: pd.Series[Any], *, day_first: bool) -> pd.Series[Any]:
    """The texts with days such as 31.05.2025 turned into 2025-05-31; whatever else stands there is left as it is.

    Years of two digits are those from 1970 to 2069.

    >>> import pandas as pd
    >>> in_iso(pd.Series(["31.05.2025", "1.6.25 9:30", "2025-06-02"]), day_first=True).tolist()
    ['2025-05-31', '2025-06-01 09:30', '2025-06-02']
    """
    parts = texts.str.extract(_DAY)
    inside = texts.str.fullmatch(_DAY).fillna(False).astype(bool)
    day, month = ("first", "second") if day_first else ("second", "first")
    found = parts[inside]
    year = found["year"].where(found["year"].str.len() == 4, found["year"].map(_century))
    written = year + "-" + found[month].str.zfill(2) + "-" + found[day].str.zfill(2)
    clock = " " + found["hour"].str.zfill(2) + ":" + found["minute"]
    clock = clock + (":" + found["sec"]).fillna("")
    whole = (written + clock.fillna("")).reindex(texts.index)
    return texts.where(~inside, whole)


def _century(year: str) -> str:
    return ("20" if int(year) < 70 else "19") + year.zfill(2)


def zones_in(texts: pd.Series[Any]) -> tuple[str, ...]:
    """The time zones that stand behind times: Z, +08:00.

    >>> import pandas as pd
    >>> zones_in(pd.Series(["2025-05-01T10:00:00Z", "2025-05-01T18:00:00+08:00", "2025-05-01"]))
    ('+08:00', 'Z')
    """
    found = texts.dropna().str.extract(_ZONE)[0].dropna()
    return tuple(sorted(set(found.unique())))
