"""Growth: sales of a window against those of the window it is compared with."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.engines import date_number, number_of
from kpilab.metrics.finishing import side_by_side
from kpilab.metrics.parts import PERIOD, booked_lines, keys_of
from kpilab.metrics.periods import start_after
from kpilab.metrics.sources import Sources

__all__ = ["base_so_far", "grown"]


def base_so_far(sources: Sources) -> Frame:
    """Booked lines of the period that the last one is compared with: of as many days as have gone of that one."""
    period, last = str(sources.period), sources.last_day()
    started = start_after(period, last, 0)
    began = start_after(period, last, -_back(sources))
    ended = start_after(period, began, 1) - pd.Timedelta(days=1)
    until = ended if _over(sources) else min(ended, began + (last - started))
    return sources.built(booked_lines).filter(date_number("day").is_between(number_of(began), number_of(until)))


def grown(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
    """What each window sold beyond its base, over the base; missing where a period of either is."""
    keys, back = keys_of(sources), _back(sources)
    sales = found["sales"][[*keys, "net_cents"]]
    ago = [_later(sales, sources, later + back) for later in range(sources.window)]
    so_far = _later(found["so_far"][[*keys, "net_cents"]], sources, back)
    whole = ago[0][ago[0][PERIOD].ne(start_after(str(sources.period), sources.last_day(), 0))]
    frames = [_later(sales, sources, later) for later in range(sources.window)]
    names = [f"now{place}" for place in range(sources.window)] + [f"then{place}" for place in range(sources.window)]
    pieces = [*frames, pd.concat([whole, so_far]), *ago[1:]]
    amounts = {name: piece.rename(columns={"net_cents": name}) for name, piece in zip(names, pieces, strict=True)}
    lines = side_by_side(amounts, keys).merge(sales[keys], on=keys)
    lines = lines[lines[PERIOD].le(sources.last_day())]
    now = lines[names[: sources.window]].sum(axis="columns", skipna=False)
    then = lines[names[sources.window :]].sum(axis="columns", skipna=False)
    return lines[keys].assign(value=(now - then) / then.where(then.gt(0)), numerator=now - then, denominator=then)


def _back(sources: Sources) -> int:
    """How many periods before it the base of a period lies."""
    return sources.days("windows_back") * sources.window


def _over(sources: Sources) -> bool:
    """Whether the last period is over on the last day of the data."""
    last = sources.last_day()
    return bool(pd.notna(last)) and start_after(str(sources.period), last, 1) == last + pd.Timedelta(days=1)


def _later(sales: pd.DataFrame, sources: Sources, count: int) -> pd.DataFrame:
    """The same amounts, `count` periods later."""
    moved = {start: start_after(str(sources.period), start, count) for start in sales[PERIOD].unique()}
    return sales.assign(**{PERIOD: sales[PERIOD].map(moved).astype(sales[PERIOD].dtype)})
