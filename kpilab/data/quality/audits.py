"""The tables from which data quality is measured as KPIs: required cells, audited fields, records and their days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from kpilab.data.quality.recording import late_limit, recorded_columns
from kpilab.data.quality.result import Quality
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["accuracy_audits", "completeness_audits", "timeliness_reports"]

_FILLED = "filled"
"""What the audit of completeness writes for a cell in which something stands: a true 0 is not taken for none."""


def completeness_audits(result: Quality, *, day: date) -> dict[str, pd.DataFrame]:
    """The table `audits` with a row for each required cell: `reported` is missing where nothing stands there.

    The KPI data_completeness measured on it is the score of completeness of the result. Nothing at all was required
    where the table is empty.
    """
    import pandas as pd

    parts = []
    for table in result.bodies.values():
        for look in table.looks.values():
            if look.rule.required:
                reported = np.array([_FILLED, None], dtype=object)[look.unfilled.astype(np.int64)]
                parts.append(_audits(table.name, look.rule.name, day, reported, reported))
    columns = ["report_id", "audited_on", "field", "reported", "true_value"]
    return {"audits": pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)}


def _audits(table: str, column: str, day: date, reported: Any, true: Any) -> pd.DataFrame:
    import pandas as pd

    columns = {
        "report_id": table,
        "audited_on": pd.Timestamp(day).as_unit("us"),
        "field": column,
        "reported": pd.Series(reported, dtype="str"),
        "true_value": pd.Series(true, dtype="str"),
    }
    return pd.DataFrame(columns)


def accuracy_audits(recorded: Quality, audited: Quality, *, day: date) -> dict[str, pd.DataFrame]:
    """The table `audits` with a row for each field of each record that is in both versions, told by the table's key.

    `audited` are the same tables after somebody compared them with the source of truth; fields that are empty there
    were not sampled. The KPI data_accuracy measured on it is the share of fields that were recorded right. Raises
    `DataError` where no table with a key is in both.
    """
    import pandas as pd

    parts = []
    for name, true in audited.bodies.items():
        table = recorded.bodies.get(name)
        if table is None or not true.key or table.key != true.key:
            continue
        there, known = (_by_key(one.cells, true.key) for one in (table, true))
        known = known.loc[known.index.isin(there.index)]
        for column in true.looks:
            if column in true.key or column not in there:
                continue
            reported = there[column].reindex(known.index)
            parts.append(_audits(name, column, day, _written(reported), _written(known[column])))
    if not parts:
        raise DataError(_("No table with a key is in both versions; without a key nobody can say which rows belong."))
    return {"audits": pd.concat(parts, ignore_index=True)}


def _by_key(cells: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    """The rows by their key, written as text; the first of those that share one."""
    import pandas as pd

    index = pd.MultiIndex.from_arrays([cells[name].astype("str") for name in key])
    return cells.set_axis(index, axis="index").loc[~index.duplicated()]


def _written(cells: pd.Series[Any]) -> list[str | None]:
    """Each cell as it is written: 3 for 3.0, days without a time; None where nothing stands."""
    found: list[str | None] = []
    for cell in cells.astype(object):
        if cell is None or cell != cell or str(cell) == "<NA>":
            found.append(None)
        elif isinstance(cell, float) and cell.is_integer():
            found.append(str(int(cell)))
        else:
            found.append(str(cell).strip().removesuffix(" 00:00:00"))
    return found


def timeliness_reports(result: Quality) -> dict[str, pd.DataFrame]:
    """The table `reports` with a row for each record of which both times are known: due, and recorded at last.

    The KPI report_timeliness, measured up to the last day on which one was due, is the share recorded in time.
    """
    import pandas as pd

    parts = []
    for table in result.bodies.values():
        both = recorded_columns(table)
        if both is None:
            continue
        due, sent, known = late_limit(both)
        ids = [f"{table.name} {position + table.first_row}" for position in known.tolist()]
        parts.append(
            pd.DataFrame({"report_id": ids, "due_at": due[known], "sent_at": sent[known], "corrected_at": pd.NaT})
        )
    columns = ["report_id", "due_at", "sent_at", "corrected_at"]
    return {"reports": pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)}
