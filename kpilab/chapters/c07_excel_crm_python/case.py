"""May in a team of four: twelve deals, their visits, eight enquiries, and the sheet in which an export of them lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AFTER", "FIRST", "by_hand", "may", "sheet", "shown", "three_rates"]

FIRST, AFTER = "2025-05-01", "2025-06-01"
"""May: from its first day to the first day after it."""
_DEALS = (
    ("D1", "Lin", "won", "2025-04-02", "2025-05-06 10:00", 40, 3),
    ("D2", "Lin", "won", "2025-04-10", "2025-05-14 15:00", 20, 2),
    ("D3", "Lin", "lost", "2025-04-12", "2025-05-20 11:00", 30, 1),
    ("D4", "Lin", "open", "2025-02-03", None, 60, 2),
    ("D5", "Bao", "won", "2025-04-20", "2025-05-09 14:00", 40, 2),
    ("D6", "Bao", "lost", "2025-05-01", "2025-05-12 10:30", 10, 1),
    ("D7", "Bao", "lost", "2025-05-03", "2025-05-28 17:00", 20, 1),
    ("D8", "Bao", "open", "2025-05-11", None, 30, 1),
    ("D9", "Qiu", "won", "2025-05-10", "2025-05-31 16:40", 50, 1),
    ("D10", "Qiu", "open", "2025-05-22", None, 20, 0),
    ("D11", "Tan", "open", "2025-05-20", None, 30, 0),
    ("D12", None, "open", "2025-05-29", None, 10, 0),
)
_ENQUIRIES = (
    ("E1", "Lin", "2025-05-05 09:00", 3.0),
    ("E2", "Lin", "2025-05-12 10:00", 47.5),
    ("E3", "Lin", "2025-05-19 14:00", None),
    ("E4", "Bao", "2025-05-06 08:30", 30.0),
    ("E5", "Bao", "2025-05-21 11:00", 5.0),
    ("E6", "Qiu", "2025-05-13 15:00", 2.0),
    ("E7", "Qiu", "2025-05-26 09:00", None),
    ("E8", "Tan", "2025-05-31 18:00", None),
)
_PLANS = (("Bao", 50), ("Lin", 80), ("Qiu", 40))
_AS_TEXT = ("D5", "D6")
_COPIED_AT = "2025-05-28 12:00"


def may() -> Mapping[str, pd.DataFrame]:
    """The tables of the small CRM: staff, deals, visits, enquiries and plans; values are thousand yuan.

    An empty `closed_at` is a deal that is open, an empty `hours` an enquiry that nobody has answered.
    """
    import pandas as pd

    deals = pd.DataFrame(_DEALS, columns=["deal", "seller", "stage", "created_on", "closed_at", "value", "visits"])
    visited = [
        (deal, f"{deal}-{number}") for deal, count in deals[["deal", "visits"]].values for number in range(1, count + 1)
    ]
    enquiries = pd.DataFrame(_ENQUIRIES, columns=["enquiry", "seller", "came_in", "hours"])
    return {
        "staff": pd.DataFrame({"name": ["Lin", "Bao", "Qiu", "Tan"]}),
        "deals": _dated(deals.drop(columns="visits"), "created_on", "closed_at"),
        "visits": pd.DataFrame(visited, columns=["deal", "visit"]),
        "enquiries": _dated(enquiries, "came_in"),
        "plans": pd.DataFrame(_PLANS, columns=["name", "plan"]),
    }


def _dated(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    import pandas as pd

    return frame.assign(**{column: pd.to_datetime(frame[column]) for column in columns})


def by_hand() -> Mapping[str, int]:
    """How many of the twelve deals were won and lost in May, and how many are open."""
    stages = [deal[2] for deal in _DEALS]
    return {stage: stages.count(stage) for stage in ("won", "lost", "open")}


def three_rates() -> Mapping[str, float]:
    """What the sales lead, the controller and the analyst read out of the same deals, and the win rate itself."""
    closed = [deal for deal in _DEALS if deal[2] != "open"]
    won = [deal for deal in closed if deal[2] == "won"]
    sellers = {deal[1] for deal in closed}
    own = [sum(d in won for d in closed if d[1] == s) / sum(d[1] == s for d in closed) for s in sellers]
    return {
        "lead": sum(own) / len(own),
        "controller": len(won) / len(_DEALS),
        "analyst": sum(deal[6] for deal in won) / sum(deal[6] for deal in closed),
        "win_rate": len(won) / len(closed),
    }


def sheet() -> pd.DataFrame:
    """The export of May's deals as it lies in a sheet: taken on 28 May at noon in one column, with two dates as text.

    `as_exported` is what a cell of the sheet holds: a date, a text that looks like one, or nothing. `at_noon` is the
    stage that the copy of 28 May shows.
    """
    import pandas as pd

    deals = may()["deals"].drop(columns=["created_on", "value"])
    texts = deals["deal"].isin(_AS_TEXT)
    cells = deals["closed_at"].astype("object").where(~texts, deals["closed_at"].dt.strftime("%d.%m.%Y"))
    still_open = deals["closed_at"] > pd.Timestamp(_COPIED_AT)
    return deals.assign(as_exported=cells, at_noon=deals["stage"].mask(still_open, "open"))


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The table as it is read: days and times in short, an empty cell as an empty cell, the first column in front."""
    from pandas.api import types

    read = frame.astype("object").where(frame.notna(), "")
    for name, values in frame.items():
        if types.is_datetime64_any_dtype(values):
            moments = values.dropna()
            form = "%Y-%m-%d" if (moments == moments.dt.normalize()).all() else "%Y-%m-%d %H:%M"
            read[name] = values.dt.strftime(form).astype("object").where(values.notna(), "")
    return read.set_index(frame.columns[0]).rename_axis(None)
