"""What a database answers, as a typed table: days and times as timestamps, whole numbers whole, texts as texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["answer_frame"]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d(?:\.\d+)?)?)?")


def answer_frame(names: Sequence[str], rows: Sequence[Sequence[Any]], flags: Collection[str] = ()) -> pd.DataFrame:
    """The rows as a frame; the same from SQLite, which keeps days and flags as text and numbers, and PostgreSQL.

    A second column of one name gets a number behind it. `flags` names columns that hold only True and False.

    >>> answer_frame(["day", "n"], [("2025-05-31", 3), (None, None)]).dtypes.astype(str).tolist()
    ['datetime64[us]', 'Int64']
    """
    import pandas as pd

    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    series = [_typed(values, name in flags) for name, values in zip(names, columns, strict=True)]
    return pd.DataFrame(dict(zip(_distinct(names), series, strict=True)))


def _distinct(names: Sequence[str]) -> list[str]:
    met: Counter[str] = Counter()
    found = []
    for name in names:
        met[name] += 1
        found.append(name if met[name] == 1 else f"{name}_{met[name]}")
    return found


def _typed(values: Sequence[Any], is_flag: bool) -> pd.Series[Any]:
    import pandas as pd

    from kpilab.worlds.frames import TEXT

    there = [value for value in values if value is not None]
    empty = len(there) < len(values)
    kinds = {type(value) for value in there}
    if not there:
        return pd.Series([None] * len(values), dtype="float64" if values else "object")
    if kinds <= {bool} or (is_flag and kinds <= {int} and set(there) <= {0, 1}):
        return pd.Series([value if value is None else bool(value) for value in values], dtype=_or("boolean", empty))
    if kinds <= {int} or (kinds <= {int, Decimal} and all(_is_whole(value) for value in there)):
        whole = [value if value is None else int(value) for value in values]
        return pd.Series(whole, dtype="Int64" if empty else "int64")
    if kinds <= {int, float, Decimal}:
        return pd.Series([value if value is None else float(value) for value in values], dtype="float64")
    if kinds <= {str}:
        texts = pd.Series(values, dtype=TEXT)
        if all(map(_MOMENT.fullmatch, there)):
            moments = pd.to_datetime(texts, format="ISO8601", errors="coerce").astype("datetime64[us]")
            return moments if moments.notna().sum() == len(there) else texts
        return texts
    if all(isinstance(value, date) for value in there):
        return pd.Series(pd.to_datetime([_by_the_clock(value) for value in values])).astype("datetime64[us]")
    return pd.Series(values, dtype="object")


def _or(nullable: str, empty: bool) -> Any:
    return nullable if empty else "bool"


def _by_the_clock(value: Any) -> Any:
    """A moment with a time zone as the clock of the server shows it."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _is_whole(value: int | Decimal) -> bool:
    """Whether a sum of whole numbers: PostgreSQL hands it over as a decimal without places."""
    return isinstance(value, int) or (value.is_finite() and int(value.as_tuple().exponent) >= 0)
