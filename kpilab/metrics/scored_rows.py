"""The rows of KPI matrices: what was agreed for a month, what came of it, and the index between."""

from __future__ import annotations

import narwhals as nw

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import fetched, settled
from kpilab.metrics.sources import Sources

__all__ = ["indexed_rows", "weighed_rows"]

_PERIODS = (None, "month", "quarter", "year")
_SHOWN = 5


def indexed_rows(sources: Sources) -> Frame:
    """Rows that have an index, on the first day of their month, their KPI as `kpi_row`; by week or day there are none.

    0 to 1 from base to norm, 1 to the stated cap from norm to target, 0 below the base, the cap beyond the target.
    """
    held = sources.held("matrix", "weight", "staff_id", "store_id")
    columns = ("owner", "month", "kpi", "base", "norm", "target", "fact")
    rows = sources.table("matrix", *columns, *held, key=["owner", "month", "kpi"])
    cap = float(sources.settings["index_cap"])
    base, norm, target, fact = (nw.col(name) for name in ("base", "norm", "target", "fact"))
    rows = rows.with_columns(
        nw.when(norm != base).then((fact - base) / (norm - base)).alias("along"),
        nw.when(target != norm).then(1 + (cap - 1) * (fact - norm) / (target - norm)).alias("beyond"),
    )
    along, beyond = nw.col("along"), nw.col("beyond")
    capped = nw.when(beyond > cap).then(nw.lit(cap)).otherwise(beyond)
    index = nw.when(along <= 0).then(nw.lit(0.0)).otherwise(nw.when(along <= 1).then(along).otherwise(capped))
    known = rows.with_columns(index.alias("index")).filter(~nw.col("along").is_null() & ~nw.col("index").is_null())
    dated = settled(known.with_columns(nw.concat_str([nw.col("month"), nw.lit("-01")]).alias("day")), "matrix")
    dated = dated.with_columns(nw.col("kpi").alias("kpi_row")).drop("kpi", "month")
    return dated if sources.period in _PERIODS else dated.filter(nw.col("day").is_null())


def weighed_rows(sources: Sources) -> Frame:
    """The rows that have an index, with their `weight`; `DataError` where the weights of a matrix are not 1 in all."""
    rows = sources.table("matrix", "owner", "month", "kpi", "weight", key=["owner", "month", "kpi"])
    sums = added_up(rows, ["owner", "month"], {"total": Plain("sum", "weight")})
    off = sums.filter((nw.col("total") < 1 - 1e-9) | (nw.col("total") > 1 + 1e-9))
    found = fetched([off.sort("owner", "month").head(_SHOWN + 1)])[0].to_dict("records")
    if found:
        problems = [
            _("{owner}, {month}: the weights add up to {total:g} and not to 1.").format(
                owner=row["owner"], month=row["month"], total=row["total"]
            )
            for row in found[:_SHOWN]
        ]
        raise DataError(
            _("These matrices cannot be scored:"), [*problems, _("… and more")] if len(found) > _SHOWN else problems
        )
    return sources.built(indexed_rows)
