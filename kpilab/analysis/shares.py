"""Share keys: what part of a plan each unit takes, and a split into parts that add up to the last cent.

A share is kept as a fraction, not as a rounded decimal, so that the order of the units never moves a cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from numbers import Integral
from typing import SupportsFloat

from kpilab.errors import PlanError
from kpilab.i18n import _

__all__ = ["KEYS", "ShareKey", "Unit", "split_exactly", "whole"]

_DUST = Fraction(1, 10**9)
KEYS = ("history", "capacity", "potential")
"""What a share can rest on, in the order in which a key weighs it."""


@dataclass(frozen=True)
class Unit:
    """One that a plan is shared out to: a team, a store or a person; `parts` are those who share its plan in turn.

    `history` is what it sold in a comparable period, `capacity` what it can work with (full-time people, floor,
    days), `potential` what its market could bring. Each is compared with its siblings alone, so any unit will do.
    """

    name: str
    history: float = 0.0
    capacity: float = 0.0
    potential: float = 0.0
    parts: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class ShareKey:
    """How much history, capacity and potential count; the three weights sum to 1.

    >>> five = [Unit("Lin", 1.2, 1, 30), Unit("Bao", 1.0, 1, 25), Unit("Qiu", 0.9, 1, 20)]
    >>> five += [Unit("Tan", 0.6, 1, 15), Unit("Yu", 0.2, 0.5, 10)]
    >>> {name: round(float(share), 5) for name, share in ShareKey(0.60, 0.25, 0.15).shares(five).items()}
    {'Lin': 0.28517, 'Bao': 0.2469, 'Qiu': 0.22402, 'Tan': 0.17036, 'Yu': 0.07355}
    """

    history: float = 1.0
    capacity: float = 0.0
    potential: float = 0.0

    def __post_init__(self) -> None:
        weights = [exact(getattr(self, name)) for name in KEYS]
        if any(weight.numerator < 0 for weight in weights):
            raise PlanError(_("A weight of the share key is never negative."))
        if not (1 - _DUST <= sum(weights, Fraction(0)) <= 1 + _DUST):
            raise PlanError(
                _("The weights of the share key add up to {total:g} and not to 1. Agree which of them changes.").format(
                    total=float(sum(weights))
                )
            )

    def shares(self, units: Sequence[Unit]) -> dict[str, Fraction]:
        """Each unit's share, by name; they sum to 1.

        Raises `PlanError` without units, where two have one name, where a number is negative or missing, and where
        everybody's history (or capacity, or potential) is 0 while it has a weight.
        """
        _checked(units)
        found = dict.fromkeys((unit.name for unit in units), Fraction(0))
        weights = {name: exact(getattr(self, name)) for name in KEYS}
        whole_key = sum(weights.values(), Fraction(0))
        for name, weight in weights.items():
            if not weight:
                continue
            total = sum(exact(getattr(unit, name)) for unit in units)
            if not total:
                raise PlanError(_nothing_known(name, units))
            for unit in units:
                found[unit.name] += weight / whole_key * exact(getattr(unit, name)) / total
        return found


def exact(number: SupportsFloat) -> Fraction:
    """A number as the fraction that its digits say: 0.1 is one tenth."""
    value = float(number)
    if not isfinite(value):
        raise PlanError(_("A plan needs numbers; one of them is missing or infinite."))
    return Fraction(repr(value))


def whole(number: SupportsFloat, what: str) -> int:
    """A number of whole cents (or pieces) as an integer; `PlanError` where it is negative or has a fraction."""
    value = Fraction(int(number)) if isinstance(number, Integral) else exact(number)
    if value.denominator != 1 or value < 0:
        raise PlanError(
            _("{what} is {value:g}; write it in whole units, such as cents, and not below 0.").format(
                what=what, value=float(value)
            )
        )
    return int(value)


def split_exactly(
    total: SupportsFloat, weights: Mapping[str, SupportsFloat], *, step: SupportsFloat = 1
) -> dict[str, int]:
    """`total` shared out by `weights`, in whole multiples of `step`, so that the parts sum to `total` exactly.

    Each part is rounded down; the steps left over go to the largest remainders (where two are equal, to the
    larger weight, then by name). Where `total` is no multiple of `step`, the odd rest goes to the next in line, and
    that one part is not round; so a step larger than the total gives all of it to one. Raises `PlanError` without
    weights, with a negative one, or where all are 0.

    >>> split_exactly(100, {"a": 1, "b": 1, "c": 1})
    {'a': 34, 'b': 33, 'c': 33}

    Source: the largest remainder method of apportionment (Hamilton, Hare-Niemeyer).
    """
    parent, grain = whole(total, _("The total")), whole(step, _("The step"))
    if grain == 0:
        raise PlanError(_("The step is 0; the smallest is 1, such as one cent."))
    fractions = {name: weight if isinstance(weight, Fraction) else exact(weight) for name, weight in weights.items()}
    sum_of = sum(fractions.values())
    if not fractions:
        raise PlanError(_("There is nobody to share the plan out to: name at least one unit."))
    if any(weight.numerator < 0 for weight in fractions.values()):
        names = ", ".join(name for name, weight in fractions.items() if weight.numerator < 0)
        raise PlanError(_("A share is never negative; see {names}.").format(names=names))
    if not sum_of:
        raise PlanError(_("All weights are 0, so nothing says who takes which share."))
    ideal = {name: parent * weight / sum_of for name, weight in fractions.items()}
    parts = {name: int(amount // grain) * grain for name, amount in ideal.items()}
    order = sorted(ideal, key=lambda name: (parts[name] - ideal[name], -fractions[name], name))
    steps, odd = divmod(parent - sum(parts.values()), grain)
    for name in order[:steps]:
        parts[name] += grain
    if odd:
        parts[order[steps % len(order)]] += odd
    return parts


def _checked(units: Sequence[Unit]) -> None:
    if not units:
        raise PlanError(_("There is nobody to share the plan out to: name at least one unit."))
    names = [unit.name for unit in units]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems = [_("{name} is there twice.").format(name=name) for name in twice]
    problems += list(_bad_numbers(units))
    if problems:
        raise PlanError(_("The plan cannot be shared out to these units:"), problems)


def _bad_numbers(units: Sequence[Unit]) -> Iterable[str]:
    for unit in units:
        for name in KEYS:
            value = float(getattr(unit, name))
            if not isfinite(value):
                yield _("{unit}: {key} is missing; a newcomer's history is 0.").format(
                    unit=unit.name, key=key_name(name)
                )
            elif value < 0:
                yield _("{unit}: {key} is {value:g}; it is never below 0.").format(
                    unit=unit.name, key=key_name(name), value=value
                )


def key_name(name: str) -> str:
    """What a share rests on, in the language in use."""
    return {"history": _("history"), "capacity": _("capacity"), "potential": _("potential")}[name]


def _nothing_known(name: str, units: Sequence[Unit]) -> str:
    names = ", ".join(unit.name for unit in units)
    return _(
        "Every {key} is 0 for {names}, so it cannot say who takes which share. Give it no weight, or fill it in."
    ).format(key=key_name(name), names=names)
