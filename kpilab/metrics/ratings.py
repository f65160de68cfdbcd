"""Rated scores: ratings that lie on the scale of their rubric, by enough raters who read it alike."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import fetched
from kpilab.metrics.parts import Parts
from kpilab.metrics.sources import Builder, Sources
from kpilab.rubrics import Rubric, rubric

__all__ = ["agreed", "mean_rating", "on_scale", "reviewed"]

_SHOWN = 5


def on_scale(frame: Frame, column: str, scale: Rubric, table: str, named_by: Sequence[str]) -> Frame:
    """The rows that are rated; `DataError` names (by the columns `named_by`) those whose rating is off the scale."""
    rated = frame.filter(~nw.col(column).is_null())
    off = rated.filter(~nw.col(column).is_between(scale.lowest, scale.highest)).select(*named_by, column)
    found = fetched([off.sort(*named_by).head(_SHOWN + 1)])[0].to_dict("records")
    if found:
        problems = [
            _("{row}: {column} is {value:g}.").format(
                row=", ".join(f"{name} {row[name]}" for name in named_by), column=column, value=row[column]
            )
            for row in found[:_SHOWN]
        ]
        raise DataError(
            _(
                "In the table '{table}' these ratings are off the scale from {lowest:g} to {highest:g} ({rubric}):"
            ).format(table=table, lowest=scale.lowest, highest=scale.highest, rubric=scale.title),
            [*problems, _("… and more")] if len(found) > _SHOWN else problems,
        )
    return rated


def agreed(ratings: Frame, item: Sequence[str], column: str, when: str, scale: Rubric) -> Frame:
    """One row for each rating, with `day` (when the item was rated last) and `counts`.

    `counts` is 1 where the item, told by the columns `item`, has as many different raters as the rubric wants, none
    further from another than it allows; else 0.
    """
    sums = {
        "raters": Plain("n_unique", "rater"),
        "lowest_given": Plain("min", column),
        "highest_given": Plain("max", column),
        "day": Plain("max", when),
    }
    items = added_up(ratings, item, sums)
    counts = nw.col("raters") >= scale.raters
    if scale.apart is not None:
        counts = counts & (nw.col("highest_given") - nw.col("lowest_given") <= scale.apart)
    items = items.with_columns(counts.cast(nw.Int64).alias("counts"), nw.col("day").dt.truncate("1d"))
    return ratings.join(items.select(*item, "day", "counts"), on=list(item), how="inner")


def reviewed(sources: Sources, name: str) -> Frame:
    """The ratings that the table `reviews` holds for that rubric; an item counts on the day of its last review."""
    scale = rubric(name)
    held = sources.held("reviews", "store_id", "staff_id", "channel", "campaign_id")
    columns = ("review_id", "rubric", "item", "rater", "score", "reviewed_on")
    rows = sources.table("reviews", *columns, *held, key=["review_id"]).filter(nw.col("rubric") == name)
    rated = on_scale(rows, "score", scale, "reviews", ["review_id"])
    known = rated.filter(~nw.col("item").is_null() & ~nw.col("rater").is_null())
    return agreed(known, ["item"], "score", "reviewed_on", scale)


def mean_rating(ratings: Builder, column: str = "score") -> Parts:
    """The mean of the ratings that count."""
    rows = {"points": nw.col(column) * nw.col("counts"), "ratings": nw.col("counts")}
    sums = {"points": Plain("sum", "points"), "ratings": Plain("sum", "ratings")}
    return Parts(ratings, "points", "ratings", rows=rows, sums=sums)
