"""Teamwork: how colleagues rate each other, whom they help, and which cases they write up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import one_where
from kpilab.metrics.finishing import Finished
from kpilab.metrics.parts import Parts, keys_of
from kpilab.metrics.ratings import on_scale
from kpilab.metrics.sources import Sources
from kpilab.rubrics import rubric

__all__ = ["collaboration", "shared_cases"]

_QUARTERS = {"day": 4 / 365, "week": 1 / 13, "month": 1 / 3, "quarter": 1.0, "year": 4.0}
_RATED = ("peer_ratings", "rated_on")


def _of_members(frame: Frame, when: str) -> Frame:
    known = frame.filter(~nw.col("staff_id").is_null() & ~nw.col(when).is_null())
    return known.with_columns(nw.col(when).dt.truncate("1d").alias("day"), nw.col("staff_id").alias("member"))


def ratings_by_colleagues(sources: Sources) -> Frame:
    """What colleagues gave, nobody rating himself or herself; the one rated is the `member`."""
    named = ["staff_id", "rater", "rated_on"]
    ratings = sources.table("peer_ratings", *named, "score", key=named)
    rated = on_scale(ratings, "score", rubric("team_collaboration"), "peer_ratings", named)
    return _of_members(rated.filter(nw.col("rater") != nw.col("staff_id")), "rated_on")


def helps(sources: Sources) -> Frame:
    """Deals of others that a member helped with."""
    columns = ["opportunity_id", "staff_id", "helped_on"]
    return _of_members(sources.table("assists", *columns, key=columns), "helped_on")


def shared_cases(sources: Sources) -> Frame:
    """Published cases, a row for each author, with `fills`, 1 where the template is filled, and `part` of it."""
    columns = ("case_id", "staff_id", "published_on", "meets_template")
    cases = _of_members(sources.table("shared_cases", *columns, key=["case_id", "staff_id"]), "published_on")
    authors = added_up(cases, ["case_id"], {"authors": Plain("len")})
    fills = one_where(nw.col("meets_template"))
    return cases.join(authors, on="case_id", how="inner").with_columns(
        fills.alias("fills"), (fills / nw.col("authors")).alias("part")
    )


def collaboration() -> Finished:
    """Half the mean rating, half the helps and cases against the number agreed, each from 0 to 100.

    Worked out for each member, and of several the mean; missing for whom too few have rated.
    """
    scale = rubric("team_collaboration")
    rated = {"points": Plain("sum", "score"), "ratings": Plain("len"), "raters": Plain("n_unique", "rater")}
    parts = {
        "rated": Parts(ratings_by_colleagues, "points", "ratings", sums=rated, within=("member",)),
        "helped": Parts(helps, "helps", sums={"helps": Plain("len")}, within=("member",)),
        "shared": Parts(shared_cases, "cases", sums={"cases": Plain("sum", "fills")}, within=("member",)),
    }

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        lines = reduce(lambda one, two: one.merge(two, on=[*keys, "member"], how="left"), found.values())
        agreed = sources.settings["helps_agreed"] * _quarters(sources)
        rating = (lines["points"] / lines["ratings"] - scale.lowest) / (scale.highest - scale.lowest)
        given = (lines["helps"].fillna(0) + lines["cases"].fillna(0)) / agreed if agreed > 0 else float("nan")
        score = 50 * rating + 50 * pd.Series(given, index=lines.index).clip(upper=1)
        members = lines[keys].assign(value=score.where(lines["raters"] >= scale.raters))
        if not keys:
            return members.mean().to_frame().T
        return members.groupby(keys, dropna=False, as_index=False).mean()

    return Finished(parts, finish)


def _quarters(sources: Sources) -> float:
    """For how much of a quarter the number agreed stands; without a period, for every quarter with a rating."""
    if sources.period:
        return _QUARTERS[sources.period]
    first, last = sources.ends(_RATED)
    return 1.0 if pd.isna(first) else float((last.to_period("Q") - first.to_period("Q")).n + 1)
