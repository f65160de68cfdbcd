"""What a learner handed in, as plain data: the one place where a learner's object is touched.

An answer can be anything, also an object whose `==` is always true or whose `float()` lies. So nothing is asked
of it: its real type is taken from the interpreter, and its value is read through the slots of the built-in, numpy or
pandas class it descends from. What comes out are numbers, texts, lists and tables of them; the judge sees nothing else.
"""

from __future__ import annotations

import datetime as dt
import types
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import inf, nan
from typing import Any, TypeAlias

import numpy as np

from kpilab.course.plain_data import MAX_ROWS, Plain, PlainTable, Unreadable, kind_name, label, limit
from kpilab.i18n import _

__all__ = ["Refused", "plain"]

_MAX_VALUES = 5 * MAX_ROWS
_MAX_TEXT = 100_000
_MAX_DEPTH = 6


@dataclass(frozen=True)
class Refused:
    """An answer that cannot be read at all, and why: a sentence to the learner."""

    reason: str


_Reader: TypeAlias = "Callable[[Any, _Limits], Plain]"


def plain(answer: object) -> Plain | Refused:
    """The answer as plain data, or why it cannot be read; never raises, and asks nothing of the answer itself.

    `None`, `...` and a missing value are None; a set stays a set, any other sequence becomes a list; names of
    rows and columns become texts.

    >>> plain(np.float64(0.4)), plain(Decimal("0.40")), plain(...)
    (0.4, 0.4, None)
    >>> plain(list).reason
    'This is a function or a kind, and not its result. Put brackets behind its name to call it.'
    """
    try:
        return _plain(answer, _Limits(_MAX_DEPTH, [_MAX_VALUES]))
    except Unreadable as problem:
        return Refused(str(problem))
    except Exception:
        return Refused(_not_known(_MRO.__get__(type(answer))))


@dataclass(frozen=True)
class _Limits:
    """How much deeper and how much more may still be read; `left` is shared by all levels."""

    depth: int
    left: list[int]

    def deeper(self, values: int = 1) -> _Limits:
        """The limits one level down, where `values` more are to be read."""
        if self.depth == 0:
            raise Unreadable(_("This is a list of lists of lists, too deep to read, or it contains itself."))
        limit(values)
        self.left[0] -= values
        if self.left[0] < 0:
            limit(_MAX_VALUES + 1, most=_MAX_VALUES)
        return _Limits(self.depth - 1, self.left)


def _plain(answer: object, limits: _Limits) -> Plain:
    kind = type(answer)
    if (read := _READERS.get(id(kind))) is not None:
        return read(answer, limits)
    lineage: tuple[type, ...] = _MRO.__get__(kind)
    for ancestor in lineage:
        if ancestor is np.generic:
            return _plain(_own_value(answer, lineage), limits.deeper())
        if (read := _READERS.get(id(ancestor))) is not None:
            return read(answer, limits)
    return _table(answer, lineage, limits)


def _table(answer: object, lineage: tuple[type, ...], limits: _Limits) -> Plain:
    from kpilab.course.answer_tables import read_table

    found = read_table(answer, lineage)
    if found is None:
        raise Unreadable(_not_known(lineage))
    return found if isinstance(found, PlainTable) else _plain(found, limits.deeper())


def _own_value(answer: Any, lineage: tuple[type, ...]) -> object:
    """A numpy scalar as Python's own value; a complex number of extra width has none."""
    found: object = _item(answer)
    if type(found) is lineage[0]:
        raise Unreadable(_not_known(lineage))
    return found


_MRO: Any = type.__dict__["__mro__"]
_item: Any = np.generic.item


def _not_known(lineage: tuple[type, ...]) -> str:
    if any(lineage[0] is kind for kind in _CALLABLES) or any(ancestor is type for ancestor in lineage):
        return _("This is a function or a kind, and not its result. Put brackets behind its name to call it.")
    return _(
        "This is an object of the kind “{kind}”, which cannot be read as an answer. Give the value itself: "
        "a number, a text, a list or a table."
    ).format(kind=kind_name(lineage[0]))


_CALLABLES = (types.FunctionType, types.MethodType, types.BuiltinFunctionType)


def _int(answer: Any, _limits: _Limits) -> int:
    number = int.__int__(answer)
    if number.bit_length() > 1000:
        raise Unreadable(_("This number has more digits than can be read."))
    return number


def _text(answer: Any, _limits: _Limits) -> str:
    if str.__len__(answer) > _MAX_TEXT:
        raise Unreadable(_("This is a text of {n:,} characters, too long to read.").format(n=str.__len__(answer)))
    return str.__str__(answer)


def _decimal(answer: Any, _limits: _Limits) -> float:
    if Decimal.is_nan(answer):
        return nan
    number = Decimal.copy_abs(answer)
    if Decimal.adjusted(number) > 307 or Decimal.is_infinite(number):
        return -inf if Decimal.is_signed(answer) else inf
    return Decimal.__float__(answer)


def _fraction(answer: Any, limits: _Limits) -> float:
    parts = Fraction.__dict__
    top, bottom = (_plain(parts[name].__get__(answer), limits.deeper()) for name in ("_numerator", "_denominator"))
    if type(top) is not int or type(bottom) is not int:
        raise Unreadable(_not_known((Fraction,)))
    return top / bottom


def _date(answer: Any, _limits: _Limits) -> str:
    return dt.date(*(dt.date.__dict__[part].__get__(answer) for part in ("year", "month", "day"))).isoformat()


def _moment(answer: Any, _limits: _Limits) -> str | None:
    if kind_name(type(answer)) == "NaTType":
        return None
    clock = (dt.datetime.__dict__[part].__get__(answer) for part in ("hour", "minute", "second"))
    time = dt.time(*clock)
    return _date(answer, _limits) if time == dt.time() else f"{_date(answer, _limits)} {time.isoformat()}"


def _nothing(_answer: object, _limits: _Limits) -> None:
    return None


def _sequence(length: Callable[[Any], int], walk: Callable[[Any], Iterable[object]]) -> _Reader:
    def read(answer: Any, limits: _Limits) -> Plain:
        inner = limits.deeper(length(answer))
        return [_plain(one, inner) for one in walk(answer)]

    return read


def _set(length: Callable[[Any], int], walk: Callable[[Any], Iterable[object]]) -> _Reader:
    def read(answer: Any, limits: _Limits) -> Plain:
        inner = limits.deeper(length(answer))
        return frozenset(_scalar(_plain(one, inner)) for one in walk(answer))

    return read


def _scalar(found: Plain) -> Plain:
    if isinstance(found, list | dict | PlainTable):
        raise Unreadable(_("A list or a table stands where one value is expected."))
    return found


def _dict(answer: Any, limits: _Limits) -> dict[str, Plain]:
    inner = limits.deeper(dict.__len__(answer))
    found: dict[str, Plain] = {}
    for key, value in dict.items(answer):
        name = label(_plain(key, inner))
        if name in found:
            raise Unreadable(_("Two entries have the name {name}.").format(name=name))
        found[name] = _plain(value, inner)
    return found


def _array(answer: Any, limits: _Limits) -> Plain:
    from kpilab.course.answer_tables import read_array

    found = read_array(answer)
    return found if isinstance(found, PlainTable) else _plain(found, limits.deeper())


_BY_KIND: dict[type, _Reader] = {
    type(None): _nothing,
    type(...): _nothing,
    bool: lambda answer, _limits: answer is True,
    int: _int,
    float: lambda answer, _limits: float.__float__(answer),
    str: _text,
    Decimal: _decimal,
    Fraction: _fraction,
    dt.date: _date,
    dt.datetime: _moment,
    list: _sequence(list.__len__, list.__iter__),
    tuple: _sequence(tuple.__len__, tuple.__iter__),
    range: _sequence(range.__len__, range.__iter__),
    deque: _sequence(deque.__len__, deque.__iter__),
    type({}.keys()): _sequence(len, iter),
    type({}.values()): _sequence(len, iter),
    type({}.items()): _sequence(len, iter),
    set: _set(set.__len__, set.__iter__),
    frozenset: _set(frozenset.__len__, frozenset.__iter__),
    dict: _dict,
    np.longdouble: lambda answer, _limits: np.longdouble.__float__(answer),
    np.ndarray: _array,
}
_READERS = {id(kind): read for kind, read in _BY_KIND.items()}
"""By identity, for a learner's class may have an `==` and a hash of its own."""
