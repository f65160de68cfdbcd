"""A measured table in a terminal: numbers in the unit of their KPI, and why a value is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpilab.catalogue import kpi
from kpilab.i18n import _, ngettext
from kpilab.metrics.finishing import Finished
from kpilab.metrics.periods import period_at
from kpilab.metrics.question import Question, asked, keys_in
from kpilab.metrics.registry import parts_of

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

__all__ = ["compared_rich", "measured_rich", "shown_value", "why_missing"]

_FORMS = {
    "money": "{:,.2f}",
    "count": "{:,.0f}",
    "share": "{:.1%}",
    "percent": "{:.1%}",
    "ratio": "{:,.2f}",
    "seconds": "{:,.1f}",
    "minutes": "{:,.1f}",
    "hours": "{:,.1f}",
    "days": "{:,.1f}",
    "score": "{:,.2f}",
}
_NONE = "—"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_COLUMNS = 6


def shown_value(value: float, unit: str) -> str:
    """A value as a person reads it in its unit; a dash where it is missing.

    >>> shown_value(0.4567, "share"), shown_value(1234.5, "money"), shown_value(float("nan"), "count")
    ('45.7%', '1,234.50', '—')
    """
    if pd.isna(value):
        return _NONE
    whole = unit == "count" and float(value).is_integer()
    return f"{value:,.2f}" if unit == "count" and not whole else _FORMS[unit].format(value)


def why_missing(line: Mapping[str, Any], question: Question) -> str:
    """Why the value of one line of a measured table is missing, in a few words.

    `line` holds the table's columns of that line.
    """
    part = parts_of(line["kpi"])
    if line["denominator"] == 0 and part.windowed:
        return _("nobody is there in the window before, or it is not wholly in the data")
    if line["denominator"] == 0:
        return _("there is nothing to divide by")
    days = _days_until_known(line["kpi"], question)
    if days is not None and question.period and question.until:
        known = period_at(question.period, line[question.period]).end_time.normalize() + pd.Timedelta(days=days)
        if known > pd.Timestamp(question.until):
            text = _("not known before {day}; the data end on {last}")
            return text.format(day=f"{known:%Y-%m-%d}", last=question.until.isoformat())
    if pd.isna(line["numerator"]) and (pd.isna(line["denominator"])):
        return _("nothing was counted here, or something that belongs to it is not known")
    return _("something that belongs to it is not known")


def _days_until_known(name: str, question: Question) -> float | None:
    """After how many days the value of a period is known; none where it is known at once."""
    part = parts_of(name)
    waits = part.waits if isinstance(part, Finished) else (part.known_after,)
    stated = {**kpi(name).settings, **question.settings}
    days = [stated[wait] if isinstance(wait, str) else wait for wait in waits if wait is not None]
    return max(days, default=None)


def measured_rich(table: pd.DataFrame, *, most: int | None = None) -> RenderableType:
    """A table of `measure`: a line for each key, a column for each KPI; a line for each KPI where that is too wide.

    Below it stands why values are missing; lines beyond `most` are counted and left out.
    """
    question, keys, notes = asked(table), keys_in(table), _Notes()
    ids = list(dict.fromkeys(table["kpi"]))
    if table.empty:
        return _nothing()
    if not keys or len(ids) > _MOST_COLUMNS:
        return _with_notes(*_long(table, keys, question, notes, most), notes)
    shown = _empty([*keys, *(kpi(name).title for name in ids)], left=len(keys))
    groups = list(table.groupby(keys, sort=False, dropna=False))
    for labels, lines in groups[:most]:
        cells = [_cell(line, question, notes) for line in _lines(lines)]
        shown.add_row(*map(_label, labels), *cells)
    return _with_notes(shown, len(groups) - (most or len(groups)), notes)


def compared_rich(
    table: pd.DataFrame, question: Question, measured: pd.DataFrame | None = None, *, most: int | None = None
) -> RenderableType:
    """A table of `compare`: a line for each key and KPI, with what it is set against and whether the change is good.

    `question` is what was asked of the table `measured`, which says why a value is missing. A period that is not over
    is named below.
    """
    if table.empty:
        return _nothing()
    headings = [_("KPI"), _("value"), _("reference"), _("change"), _("change %"), _("good?")]
    shown = _empty([*question.by, *headings], left=len(question.by) + 1)
    good = {True: _("better"), False: _("worse")}
    notes, names = _Notes(), [*question.by, "kpi"]
    origin = {tuple(line[name] for name in names): line for line in _lines(measured)} if measured is not None else {}
    for line in _lines(table.head(len(table) if most is None else most)):
        entry = kpi(line["kpi"])
        known = origin.get(tuple(line[name] for name in names))
        value = _cell(known, question, notes) if known and pd.isna(line["value"]) else ""
        values = [value or shown_value(line["value"], entry.unit), shown_value(line["reference"], entry.unit)]
        change = _NONE if pd.isna(line["change"]) else _signed(line["change"], entry.unit)
        share = _NONE if pd.isna(line["change_share"]) else f"{line['change_share']:+.1%}"
        better = "" if pd.isna(line["better"]) else good[bool(line["better"])]
        shown.add_row(*(_label(line[key]) for key in question.by), entry.title, *values, change, share, better)
    return _with_notes(shown, len(table) - (len(table) if most is None else most), notes, _unfinished(table, question))


def _unfinished(table: pd.DataFrame, question: Question) -> str:
    """What is said of a last period that is not over."""
    if question.period is None or question.until is None:
        return ""
    label, last = table[question.period].max(), pd.Timestamp(question.until)
    when = period_at(question.period, label)
    days = (last - when.start_time).days + 1
    if not when.start_time <= last < when.end_time.normalize():
        return ""
    text = ngettext(
        "{label} is not over: its {n} day is set against as many days of the other period.",
        "{label} is not over: its {n} days are set against as many days of the other period.",
        days,
    )
    return text.format(label=label, n=days)


class _Notes:
    """Reasons, each with the number that stands at the dash."""

    def __init__(self) -> None:
        self.reasons: dict[str, int] = {}

    def mark(self, reason: str) -> str:
        """The raised number of a reason."""
        return str(self.reasons.setdefault(reason, len(self.reasons) + 1)).translate(_RAISED)


def _lines(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in line.items()} for line in table.to_dict("records")]


def _signed(change: float, unit: str) -> str:
    if unit in ("share", "percent"):
        return _("{points:+.1f} points").format(points=change * 100)
    return ("+" if change > 0 else "") + shown_value(change, unit)


def _cell(line: Mapping[str, Any], question: Question, notes: _Notes) -> str:
    shown = shown_value(line["value"], kpi(line["kpi"]).unit)
    return shown if shown != _NONE else _NONE + notes.mark(why_missing(line, question))


def _label(value: object) -> str:
    return _("(not known)") if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def _empty(headings: Sequence[str], *, left: int) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        shown.add_column(heading, justify="left" if place < left else "right", overflow="fold")
    return shown


def _long(
    table: pd.DataFrame, keys: Sequence[str], question: Question, notes: _Notes, most: int | None
) -> tuple[Table, int]:
    shown = _empty([*keys, _("KPI"), _("value"), _("numerator"), _("denominator")], left=len(keys) + 1)
    for line in _lines(table.head(len(table) if most is None else most)):
        parts = [_NONE if pd.isna(line[name]) else f"{line[name]:,.10g}" for name in ("numerator", "denominator")]
        labels = [_label(line[key]) for key in keys]
        shown.add_row(*labels, kpi(line["kpi"]).title, _cell(line, question, notes), *parts)
    return shown, len(table) - (len(table) if most is None else most)


def _nothing() -> str:
    return _("There is nothing to show: no row is left to measure.")


def _with_notes(shown: Table, left_out: int, notes: _Notes, remark: str = "") -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    below = [Text(f"{_NONE}{str(number).translate(_RAISED)} {reason}") for reason, number in notes.reasons.items()]
    below += [Text(remark)] if remark else []
    if left_out > 0:
        more = ngettext(
            "{n:,} more line is not shown; --out FILE.csv writes all.",
            "{n:,} more lines are not shown; --out FILE.csv writes all.",
            left_out,
        )
        below.append(Text(more.format(n=left_out)))
    return Group(shown, *below)
