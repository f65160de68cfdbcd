"""Which function measures which entry of the catalogue: one to one, both ways, from the moment of import."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from kpilab.catalogue import KPI, kpi
from kpilab.errors import UnknownName
from kpilab.i18n import _
from kpilab.metrics.finishing import Finished
from kpilab.metrics.parts import Parts

__all__ = ["entry_of", "measured", "measures", "parts_of"]

_Measure = Callable[[], Parts | Finished]
_Tied = TypeVar("_Tied", bound=_Measure)
_FUNCTIONS: dict[str, _Measure] = {}


def measures(kpi_id: str) -> Callable[[_Tied], _Tied]:
    """Tie a function to the catalogue's entry of that id.

    An id that is not in the catalogue, or that has a function already, fails at import.
    """
    entry = kpi(kpi_id)
    if kpi_id in _FUNCTIONS:
        raise TypeError(f"'{kpi_id}' is measured by {_FUNCTIONS[kpi_id].__name__} already")

    def tie(function: _Tied) -> _Tied:
        if entry.id != function.__name__:
            raise TypeError(f"'{kpi_id}' is measured by a function of that name, and not by '{function.__name__}'")
        _FUNCTIONS[kpi_id] = function
        return function

    return tie


def entry_of(function: _Measure) -> KPI:
    """The catalogue's entry that `function` measures."""
    return kpi(next(known for known, tied in _FUNCTIONS.items() if tied is function))


def measured() -> tuple[str, ...]:
    """The ids that can be measured, in alphabetical order."""
    return tuple(sorted(_FUNCTIONS))


@cache
def parts_of(kpi_id: str) -> Parts | Finished:
    """The parts of one KPI; `UnknownName` where no function measures it yet."""
    kpi(kpi_id)
    if kpi_id not in _FUNCTIONS:
        raise UnknownName(_("KPI that is measured"), kpi_id, _FUNCTIONS)
    return _FUNCTIONS[kpi_id]()
