"""Cells for files that a spreadsheet program will open: a name that begins like a formula stays a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AS_TEXT", "guarded"]

_BEGINS_LIKE_ONE = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?\s*%?$"
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}
"""Options of a workbook of XlsxWriter, in which no text is then a formula or a link."""


def guarded(table: pd.DataFrame) -> pd.DataFrame:
    r"""The table for a CSV file: texts that a spreadsheet program would run get an apostrophe in front.

    That holds for the headings too. Numbers written as text, such as −5 or +3 %, are left as they are, and so are
    numbers and days. Source: OWASP, CSV injection.

    >>> import pandas as pd
    >>> guarded(pd.DataFrame({"name": ["=HYPERLINK(\"x\")", "-5", "Ann"]}))["name"].tolist()
    ['\'=HYPERLINK("x")', '-5', 'Ann']
    """
    safe = table.copy(deep=False)
    for place in range(table.shape[1]):
        if _is_text(table.iloc[:, place]):
            safe.isetitem(place, _with_apostrophe(table.iloc[:, place]).array)
    names: Any = table.columns.map(lambda name: f"'{name}" if str(name)[:1] in "=+-@\t\r" and str(name) else name)
    safe.columns = names
    return safe


def _is_text(cells: pd.Series[Any]) -> bool:
    import pandas as pd

    if isinstance(cells.dtype, pd.CategoricalDtype):
        return _is_text(cells.cat.categories.to_series())
    return bool(cells.dtype == object or pd.api.types.is_string_dtype(cells))


def _with_apostrophe(cells: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    if isinstance(cells.dtype, pd.CategoricalDtype):
        cells = cells.astype(cells.cat.categories.dtype)
    texts = cells.where(cells.map(lambda cell: isinstance(cell, str))).astype("str")
    runs = texts.str.match(_BEGINS_LIKE_ONE).fillna(False) & ~texts.str.match(_NUMBER).fillna(False)
    changed: pd.Series[Any] = cells.where(~runs.astype(bool), "'" + texts)
    return changed
