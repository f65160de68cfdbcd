"""KPIs that need a last step: parts of several tables, a value in the middle, a balance that runs on.

The engine adds up the components, each as any other part, and only the small results come here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.parts import PERIOD, Parts, Plain, keys_of
from kpilab.metrics.periods import PERIODS, start_after
from kpilab.metrics.sources import ORDERS_PAID, Builder, Sources

__all__ = [
    "Finish",
    "Finished",
    "balances",
    "led_by",
    "net",
    "over",
    "quantile",
    "quantile_of",
    "side_by_side",
    "summed",
    "with_zeros",
]

Finish = Callable[[Mapping[str, pd.DataFrame], Sources], pd.DataFrame]


@dataclass(frozen=True)
class Finished:
    """A KPI that is worked out from small results: `finish` takes a frame for each component of `parts`.

    A component's frame has the keys of the call (`keys_of`), its `within` columns, and a column for each of its sums,
    money in whole currency units, missing where anything in it is not known. `finish` returns the keys with
    value, and numerator and denominator where there are such; the value is `times` their ratio.
    `denominator` says in a word what stands below the line. With `adds_up` a rollup adds numerators and
    denominators; without it the KPI is measured again. `windowed` ones must be asked for by a period.
    """

    parts: Mapping[str, Parts]
    finish: Finish
    denominator: str | None = None
    times: float = 1
    adds_up: bool = False
    windowed: bool = False

    def __post_init__(self) -> None:
        if not self.parts:
            raise DataError(_("A KPI that is worked out in a last step needs a part at least."))

    @property
    def waits(self) -> tuple[int | str, ...]:
        """After how many days, or which settings, each component is known that is not known at once."""
        return tuple(part.known_after for part in self.parts.values() if part.known_after is not None)


def over(
    numerator: Parts,
    denominator: Parts,
    *,
    times: float = 1,
    nothing_is_zero: bool = False,
    adds_up: bool = True,
    less: Parts | None = None,
) -> Finished:
    """The KPI that is `times` one amount, `less` another, over an amount of another table.

    A key that one of the tables does not have is missing there, and so is an amount of which nothing was `observed`;
    with `nothing_is_zero` the amounts above the line are 0 where nothing is booked and something stands below the line.
    """
    parts = {"above": numerator, "below": denominator} | ({"less": less} if less else {})

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        amounts = {name: _amount(found[name], part, name)[[*keys, name]] for name, part in parts.items()}
        booked = {name: frame.assign(**{f"{name}?": True}) for name, frame in amounts.items()}
        lines = side_by_side(booked, keys)
        if nothing_is_zero:
            for name in parts.keys() - {"below"}:
                lines[name] = lines[name].mask(lines[f"{name}?"].isna() & lines["below"].notna(), 0.0)
        numbers = lines["above"] - lines["less"] if less else lines["above"]
        return lines[keys].assign(
            value=times * numbers / lines["below"].where(lines["below"].gt(0)),
            numerator=numbers,
            denominator=lines["below"],
        )

    return Finished(parts, finish, denominator.numerator, times, adds_up)


def _amount(found: pd.DataFrame, part: Parts, name: str) -> pd.DataFrame:
    """The numerator of a component under a name of its own, missing where nothing was observed."""
    amount = found[part.numerator]
    return found.assign(**{name: amount.where(found[part.observed].gt(0)) if part.observed else amount})


def net(sold: Parts, back: Parts, *, over: tuple[Parts, Parts] | None = None) -> Finished:
    """The KPI that is what was sold less what came back, by the day of each; over two such amounts, if they are given.

    A key that one of the tables does not have counts 0 there; an amount that is not known leaves the value missing.
    """
    above, below = {"sold": sold, "back": back}, dict(zip(("sold_", "back_"), over or (), strict=False))
    parts = above | below

    def amount(found: Mapping[str, pd.DataFrame], names: Sequence[str], keys: list[str]) -> pd.DataFrame:
        one, other = (found[name].rename(columns={parts[name].numerator: "amount"}) for name in names)
        rows = pd.concat([one, other.assign(amount=-other["amount"])])[[*keys, "amount"]]
        if keys:
            return rows.groupby(keys, dropna=False)["amount"].sum(skipna=False).reset_index()
        return pd.DataFrame({"amount": [rows["amount"].sum(skipna=False) if len(rows) else np.nan]})

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        lines = amount(found, list(above), keys).rename(columns={"amount": "numerator"})
        if not below:
            return lines.assign(value=lines["numerator"])
        under = amount(found, list(below), keys).rename(columns={"amount": "denominator"})
        lines = side_by_side({"above": lines, "below": under}, keys)
        return lines.assign(value=lines["numerator"] / lines["denominator"].where(lines["denominator"].gt(0)))

    return Finished(parts, finish, over[0].numerator if over else None, adds_up=True)


def quantile(
    table: Builder,
    column: str,
    share: float = 0.5,
    *,
    known_after: int | str | None = None,
    known_by: tuple[str, str] = ORDERS_PAID,
    gaps_last: bool = False,
) -> Finished:
    """The KPI below which that share of the rows' `column` lies; rows where it is not known are left out.

    With `gaps_last` such a row stands above all others (what has not ended yet is not short), and the value is missing
    where it lies among them.

    The engine counts the rows of each value, and the value in the middle is found among the counts: exactly what
    NumPy's linear quantile of the rows would be.
    """
    counted = Parts(
        table,
        "rows",
        sums={"rows": Plain("len")},
        within=(column,),
        known_after=known_after,
        known_by=known_by,
    )

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        counts = found["counted"]
        if gaps_last:
            counts = counts.assign(**{column: counts[column].astype(float).fillna(np.inf)})
        return quantile_of(counts, column, share, keys_of(sources))

    return Finished({"counted": counted}, finish)


def quantile_of(counts: pd.DataFrame, column: str, share: float, keys: Sequence[str]) -> pd.DataFrame:
    """The quantile of `column` by `keys`, each value standing for as many rows as the column `rows` says."""
    known = counts[counts[column].notna() & counts["rows"].notna()]
    if not keys:
        value = _quantile(known, column, share) if len(known) else np.nan
        return pd.DataFrame({"value": [value]})
    rows = [
        (*key, _quantile(group, column, share)) for key, group in known.groupby(list(keys), dropna=False, sort=False)
    ]
    return _like(pd.DataFrame(rows, columns=[*keys, "value"]), counts, keys)


def _quantile(counts: pd.DataFrame, column: str, share: float) -> float:
    """NumPy's linear quantile of values that stand for several rows each."""
    ordered = counts.sort_values(column)
    values, ends = ordered[column].to_numpy(float), ordered["rows"].to_numpy(float).cumsum()
    place = (ends[-1] - 1) * share
    low, high = (values[np.searchsorted(ends, index, side="right")] for index in (np.floor(place), np.ceil(place)))
    return float(low + (high - low) * (place - np.floor(place))) if np.isfinite(high) else np.nan


def side_by_side(frames: Mapping[str, pd.DataFrame], keys: Sequence[str]) -> pd.DataFrame:
    """The columns of several small results, key by key; without keys each has one row."""
    if not keys:
        found: list[pd.DataFrame] = [frame.reset_index(drop=True) for frame in frames.values()]
        return pd.concat(found, axis="columns").reindex([0])
    return reduce(lambda one, other: one.merge(other, on=list(keys), how="outer"), frames.values())


def summed(frame: pd.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """`columns` of a small result added up to `keys`; missing where any of them is, and where there is no row."""
    wanted = list(columns)
    if not keys:
        return frame[wanted].astype(float).sum(skipna=False, min_count=1).to_frame().T
    return (
        frame.astype(dict.fromkeys(wanted, float))
        .groupby(list(keys), dropna=False, as_index=False)[wanted]
        .sum(skipna=False)
    )


def with_zeros(frame: pd.DataFrame, other: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """`frame` with a line of zeros for each key that only `other` has."""
    if not keys:
        return frame
    merged = other[list(keys)].merge(frame[list(keys)], on=list(keys), how="left", indicator=True)
    lacking = merged.loc[merged["_merge"].eq("left_only"), list(keys)]
    zeros = dict.fromkeys(frame.columns.difference(list(keys)), 0.0)
    return pd.concat([frame, lacking.assign(**zeros)], ignore_index=True) if len(lacking) else frame


def led_by(fraction: Finished, leading: str) -> Finished:
    """`fraction`, in which what stands only in the component `leading` counts as 0 in the others.

    So costs of a month without sales have no value, and a rollup still adds them.
    """

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        whole = {name: with_zeros(frame, found[leading], keys) for name, frame in found.items()}
        return fraction.finish(whole, sources)

    return replace(fraction, finish=finish)


def balances(
    flows: pd.DataFrame, column: str, sources: Sources, *, known_by: tuple[str, str] = ORDERS_PAID
) -> pd.DataFrame:
    """What has flowed in before each period, and by its end: the keys, `opening` and `closing`.

    `flows` has the keys and in `column` what came in less what went out in a period; every period stands in the
    result, from the first flow or the first day of the data to the last that the data cover, whether anything flowed
    or not. Without a period the opening is 0.
    """
    dims = list(sources.dims)
    flows = flows.assign(**{column: flows[column].astype(float).fillna(0)})
    if sources.period is None:
        return flows.rename(columns={column: "closing"})[[*dims, "closing"]].assign(opening=0.0)
    grid = _every_period(flows, sources, known_by)
    lines = grid.merge(flows[[*dims, PERIOD, column]], on=[*dims, PERIOD], how="left").sort_values([*dims, PERIOD])
    lines[column] = lines[column].fillna(0)
    closing = lines.groupby(dims, dropna=False)[column].cumsum() if dims else lines[column].cumsum()
    return lines.assign(opening=closing - lines[column], closing=closing)[[*dims, PERIOD, "opening", "closing"]]


def _every_period(flows: pd.DataFrame, sources: Sources, known_by: tuple[str, str]) -> pd.DataFrame:
    period, dims = str(sources.period), list(sources.dims)
    seen, last = flows[PERIOD].dropna(), sources.last_day(known_by)
    if seen.empty:
        return flows[[*dims, PERIOD]]
    first = start_after(period, min(seen.min(), seen.min() if pd.isna(last) else last), 0)
    until = start_after(period, seen.max() if pd.isna(last) else last, 0)
    starts = pd.period_range(first, until, freq=PERIODS[period]).start_time
    every = pd.DataFrame({PERIOD: starts.astype(flows[PERIOD].dtype)})
    return flows[dims].drop_duplicates().merge(every, how="cross") if dims else every


def _like(found: pd.DataFrame, frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    kinds: dict[Any, Any] = {key: frame[key].dtype for key in keys}
    return found.astype(kinds)
