"""Arrays, Series and frames in a learner's answer, read past whatever a subclass of them claims.

A pandas object keeps its data in a block manager, in its own `__dict__`. That is taken with the interpreter's
descriptor and put into a plain pandas frame, so that an overridden `__getitem__` or `columns` is never called. Other
libraries' tables are believed only when their class is the one that the library itself has under that name.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import array as new_array
from numpy import empty

from kpilab.course.answers import plain
from kpilab.course.plain_data import MAX_ROWS, Plain, PlainTable, Unreadable, kind_name, label, limit
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_array", "read_table"]

_LIBRARIES = frozenset({"duckdb", "ibis", "modin", "narwhals", "polars", "pyarrow", "pyspark"})

_Array = np.ndarray[Any, Any]


def read_table(answer: Any, lineage: tuple[type, ...]) -> PlainTable | object | None:
    """The table in `answer`, whose classes are `lineage`; or what its library hands over instead; None for no table.

    Raises `Unreadable` for a table that cannot be read.
    """
    pandas = sys.modules.get("pandas")
    if pandas is not None:
        known = {id(ancestor) for ancestor in lineage}
        if answer is pandas.NA:
            return ...
        if id(pandas.Series) in known:
            return _read_series(_bare(answer, pandas.Series))
        if id(pandas.DataFrame) in known:
            return _read_frame(_bare(answer, pandas.DataFrame))
        if known & {id(pandas.Index), id(pandas.api.extensions.ExtensionArray)} and _is_of(lineage[0], "pandas"):
            return _read_series(pandas.Series(answer))
    if any(_is_of(lineage[0], library) for library in _LIBRARIES):
        return _read_foreign(answer, lineage[0])
    return None


def _is_of(kind: type, library: str) -> bool:
    """Whether the class really is the one that a loaded library has under its name."""
    home = type.__getattribute__(kind, "__module__")
    if not isinstance(home, str) or home.partition(".")[0] != library or library not in sys.modules:
        return False
    found: Any = sys.modules.get(home)
    for step in type.__getattribute__(kind, "__qualname__").split("."):
        found = getattr(found, step, None)
    return found is kind


def _read_foreign(answer: Any, kind: type) -> object:
    if hasattr(kind, "as_py"):
        return ... if answer.as_py() is None else answer.as_py()
    if not (hasattr(kind, "to_pandas") and hasattr(kind, "__len__")):
        raise Unreadable(
            _("This is a table of the kind “{kind}” that has not been computed yet. Collect it first.").format(
                kind=kind_name(kind)
            )
        )
    limit(len(answer))
    handed_over: object = answer.to_pandas()
    return handed_over


def _bare(answer: Any, pandas_class: Any) -> Any:
    """The learner's frame or series as pandas' own class, over the same data."""
    slot = next(ancestor.__dict__["__dict__"] for ancestor in pandas_class.__mro__ if "__dict__" in ancestor.__dict__)
    inside = slot.__get__(answer)
    manager = inside["_mgr"]
    if not _is_of(type(manager), "pandas"):
        raise Unreadable(_("This table's data cannot be read."))
    bare = pandas_class._from_mgr(manager, axes=manager.axes)
    if slot.__get__(bare).get("_mgr") is not manager:
        raise Unreadable(_("This table's data cannot be read."))
    if "_name" in inside:
        object.__setattr__(bare, "_name", label(plain_label(inside["_name"])) or None)
    return bare


def plain_label(name: object) -> Plain:
    """A row's or a column's name as plain data."""
    found = plain(name)
    if found is None or isinstance(found, str | int | float | list):
        return found
    raise Unreadable(_("A row or a column has a name that is neither text nor number."))


def _read_series(series: pd.Series[Any]) -> PlainTable:
    limit(len(series))
    return PlainTable((label(plain_label(series.name)),), (_column(series),), _labels(series.index), series=True)


def _read_frame(frame: pd.DataFrame) -> PlainTable:
    limit(len(frame))
    limit(len(frame.columns))
    limit(frame.size, most=10 * MAX_ROWS)
    names = tuple(label(plain_label(name)) for name in frame.columns.tolist())
    data = tuple(_column(frame.iloc[:, place]) for place in range(len(names)))
    return PlainTable(names, data, _labels(frame.index))


def _labels(index: pd.Index[Any]) -> tuple[tuple[str, _Array], ...]:
    import pandas as pd

    if not _is_of(type(index), "pandas"):
        raise Unreadable(_("This table's row labels cannot be read."))
    if isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1 and index.name is None:
        return ()
    if isinstance(index, pd.MultiIndex):
        levels = [index.get_level_values(place) for place in range(index.nlevels)]
    else:
        levels = [index]
    return tuple((label(plain_label(level.name)), _column(pd.Series(level))) for level in levels)


def _column(series: pd.Series[Any]) -> _Array:
    import pandas as pd

    dtype: Any = series.dtype
    if isinstance(dtype, np.dtype):
        return _values(series.to_numpy())
    if not _is_of(type(dtype), "pandas"):
        raise Unreadable(
            _("A column is of the kind “{kind}”, which cannot be read.").format(kind=kind_name(type(dtype)))
        )
    if isinstance(dtype, pd.CategoricalDtype):
        return _column(series.astype(dtype.categories.dtype if not series.hasnans else object))
    if isinstance(dtype, pd.DatetimeTZDtype):
        return _values(series.dt.tz_localize(None).to_numpy())
    if dtype.kind in "biuf":
        missing = bool(series.isna().any())
        return _values(
            series.to_numpy(dtype=float, na_value=np.nan) if missing else series.to_numpy(dtype=dtype.numpy_dtype)
        )
    if isinstance(dtype, pd.PeriodDtype | pd.IntervalDtype):
        return _values(series.astype(str).to_numpy(dtype=object))
    return _values(series.to_numpy(dtype=object))


def read_array(answer: Any) -> Plain | list[Any]:
    """A numpy array as a number, a list, or a table of its rows and columns; a hidden (masked) value is missing."""
    if isinstance(answer, np.ma.MaskedArray) and type(answer) is np.ma.MaskedArray:
        answer = np.ma.filled(answer.astype(float), np.nan)
    array: _Array = np.ndarray.view(answer, np.ndarray)
    limit(array.size if array.ndim < 2 else len(array))
    if array.dtype.names:
        return PlainTable(tuple(array.dtype.names), tuple(_values(array[name]) for name in array.dtype.names))
    if array.ndim == 2:
        limit(array.size, most=10 * MAX_ROWS)
        return PlainTable(tuple(map(str, range(array.shape[1]))), tuple(_values(column) for column in array.T))
    if array.ndim > 2:
        raise Unreadable(_("This is an array of {n} dimensions; an answer has two at most.").format(n=array.ndim))
    values: list[Any] = _values(array.reshape(-1)).tolist()
    return values if array.ndim else values[0]


def _values(array: _Array) -> _Array:
    """The array as whole numbers, floats, or texts and numbers with None for what is missing."""
    kind = array.dtype.kind
    if kind in "iub":
        wide = kind == "u" and array.size and int(array.max()) > np.iinfo(np.int64).max
        return array.astype(np.float64 if wide else np.int64)
    if kind == "f":
        return array.astype(np.float64)
    if kind == "M":
        return _dates(array)
    if kind in "UTO":
        return _mixed(array.astype(object).tolist())
    raise Unreadable(
        _("A column is of the kind “{kind}”, which cannot be read.").format(kind=kind_name(type(array.dtype)))
    )


def _dates(array: _Array) -> _Array:
    days = array.astype("datetime64[D]")
    whole = bool(((days == array) | np.isnat(array)).all())
    texts = np.datetime_as_string(days if whole else array.astype("datetime64[s]")).tolist()
    return new_array([None if text == "NaT" else text.replace("T", " ") for text in texts] or [], dtype=object)


def _mixed(values: list[Any]) -> _Array:
    kinds = set(map(type, values))
    if not kinds <= {str, float, type(None)}:
        values = [_cell(value) for value in values]
        kinds = set(map(type, values))
    if str not in kinds and kinds:
        return new_array([np.nan if value is None else value for value in values], dtype=np.float64)
    found = empty(len(values), dtype=object)
    found[:] = [None if value != value else value for value in values] if float in kinds else values
    return found


def _cell(value: object) -> Plain:
    found = plain(value)
    if found is None or isinstance(found, str | int | float):
        return found
    raise Unreadable(_("A cell of the table holds more than one value, or something that is neither text nor number."))
