"""A row of the learner's own matrix: remarked on, never graded. Each chapter adds one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from math import fsum, isnan, nan
from typing import TYPE_CHECKING, Any

from kpilab.analysis.scorecard import Matrix, Row
from kpilab.course.events import Event
from kpilab.data.units import read_in
from kpilab.errors import DataError, MatrixError
from kpilab.i18n import _, ngettext
from kpilab.widgets.fields import Field
from kpilab.widgets.message import Message

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OwnMatrix", "OwnRow", "TypedRow", "gathered", "own_fields", "read_row", "remarks", "reply"]

_NUMBERS = ("weight", "base", "norm", "target")
_HEAVY, _LIGHT = 0.5, 0.05


@dataclass(frozen=True)
class OwnRow:
    """A promise of the learner's own: what the matrix needs, the trick it invites, and the row that ends the trick."""

    kpi: str = ""
    weight: float = nan
    base: float = nan
    norm: float = nan
    target: float = nan
    unit: str = ""
    trick: str = ""
    pair: str = ""


@dataclass(frozen=True)
class TypedRow:
    """A row as it was typed: what was read, a sentence for each number that could not be, how one was understood."""

    row: OwnRow
    unread: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnMatrix:
    """The rows that a learner has gathered, with the chapter that each comes from."""

    rows: tuple[tuple[str, OwnRow], ...]

    @property
    def weight(self) -> float:
        """What the weights add up to so far."""
        return fsum(row.weight for _chapter, row in self.rows if not isnan(row.weight))

    def frame(self) -> pd.DataFrame:
        """One line a row: chapter, kpi, weight, base, norm, target, unit, trick, pair."""
        import pandas as pd

        names = ["chapter", *(field.name for field in fields(OwnRow))]
        lines = [{"chapter": chapter, **vars(row)} for chapter, row in self.rows]
        return pd.DataFrame(lines, columns=names)

    def __str__(self) -> str:
        if not self.rows:
            return _("Your own matrix has no row yet. Each chapter ends with one: write what you answer for at work.")
        lines = [f"{chapter}  {_aloud(row)}" for chapter, row in self.rows]
        return "\n".join([*lines, _("The weights add up to {total:g} so far.").format(total=round(self.weight, 6))])

    def _repr_html_(self) -> str:
        from html import escape

        if not self.rows:
            return f"<p>{escape(str(self))}</p>"
        frame = self.frame().rename(columns=_heads())
        table = frame.to_html(index=False, border=0, na_rep="", float_format=lambda number: f"{number:g}")
        total = _("The weights add up to {total:g} so far.").format(total=round(self.weight, 6))
        return f'<div style="overflow-x:auto">{table}</div><p>{escape(total)}</p>'


def _heads() -> dict[str, str]:
    return {
        "chapter": _("chapter"),
        "kpi": _("KPI"),
        "weight": _("weight"),
        "base": _("base"),
        "norm": _("norm"),
        "target": _("target"),
        "unit": _("unit"),
        "trick": _("trick"),
        "pair": _("pair"),
    }


def own_fields() -> tuple[Field, ...]:
    """What the learner is asked for."""
    return (
        Field("kpi", _("A KPI that you answer for"), "text"),
        Field("weight", _("Its weight in your matrix"), placeholder=_("a share, 0.2 or 20 %")),
        Field("base", _("Base: the lowest result you still accept")),
        Field("norm", _("Norm: the plan")),
        Field("target", _("Target: the stretch beyond the plan")),
        Field("unit", _("Unit"), "text", placeholder=_("%, minutes, thousand …")),
        Field("trick", _("The trick that you would use yourself to lift it"), "text", lines=2),
        Field("pair", _("Its pair: the row that gets worse when the trick is used"), "text"),
    )


def read_row(typed: Mapping[str, object]) -> TypedRow:
    """The row that was typed. A weight above 1 and up to 100 is read as per cent, and that is noted.

    >>> read_row({"kpi": "net sales", "weight": "20", "norm": "1.2万"}).row.weight
    0.2
    """
    labels = {one.key: one.label for one in own_fields()}
    texts = {one.name: str(typed.get(one.name) or "").strip() for one in fields(OwnRow)}
    found: dict[str, float] = {}
    unread: dict[str, str] = {}
    notes: list[str] = []
    for name in _NUMBERS:
        try:
            if name == "weight":
                found[name] = _weight(typed.get(name), notes)
            else:
                found[name] = read_in(typed.get(name), texts["unit"]).number
        except DataError as error:
            unread[name] = _("{field}: {problem}").format(field=labels[name], problem=error)
    values: dict[str, Any] = {name: texts[name] for name in ("kpi", "unit", "trick", "pair")}
    return TypedRow(OwnRow(**{**values, **found}), unread, tuple(notes))


def _weight(written: object, notes: list[str]) -> float:
    """The weight as a share; raises `DataError` for more than the whole."""
    reading = read_in(written)
    bare = not reading.percent and reading.number > 1
    share = reading.number / 100 if bare else reading.value
    if share > 1:
        raise DataError(_("{weight} is more than the whole matrix. Write a share, 0.2 or 20 %.").format(weight=written))
    if bare:
        notes.append(_("The weight {weight:g} is read as {weight:g} %.").format(weight=reading.number))
    return share


def remarks(row: OwnRow, *, unread: Collection[str] = ()) -> tuple[str, ...]:
    """What a careful colleague would say of the row; nothing when there is nothing to say, nor of the `unread` numbers.

    >>> remarks(OwnRow("wait", 0.2, 8, 8, 4, "min", "close the queue early", "refused customers"))
    ('wait: base and norm are both 8; nothing can be measured between them.',)
    """
    weight = () if "weight" in unread else _weight_remarks(row)
    return (*_level_remarks(row, unread), *weight, *_word_remarks(row))


def _level_remarks(row: OwnRow, unread: Collection[str]) -> Iterable[str]:
    if "base" in unread or "norm" in unread:
        return
    name = row.kpi or _("This row")
    try:
        Matrix((Row(name, 1, row.base, row.norm, row.target),))
    except MatrixError as error:
        yield from error.problems
        return
    if isnan(row.target) and "target" not in unread:
        text = _("{kpi}: there is no target; say what would be excellent, or the scale ends at the plan.")
        yield text.format(kpi=name)


def _weight_remarks(row: OwnRow) -> Iterable[str]:
    if isnan(row.weight):
        yield _("The weight is missing: what share of the whole should depend on this row?")
    elif not 0 < row.weight <= 1:
        yield _("The weight is {weight:g}; a weight is a share between 0 and 1.").format(weight=row.weight)
    elif row.weight > _HEAVY:
        yield _("More than half of the matrix hangs on this row; the others will be forgotten.")
    elif row.weight < _LIGHT:
        yield _("With a weight under 5 % nobody will change a day's work for this row.")


def _word_remarks(row: OwnRow) -> Iterable[str]:
    if not row.kpi:
        yield _("The row has no name: which number do you answer for?")
    if not row.unit:
        yield _("The unit is missing; a reader should not have to guess.")
    if not row.trick:
        yield _("Every KPI can be lifted by a trick. What would you do on the last day of the month?")
    elif not row.pair:
        yield _("The trick has no answer yet: name a row that gets worse when it is used.")
    elif row.pair.casefold() == row.kpi.casefold():
        yield _("A KPI cannot be its own pair: the trick lifts it.")


def reply(typed: TypedRow) -> Message:
    """What the learner hears when a row is kept: how much is to mend, the row read aloud, then the remarks."""
    row = typed.row
    if not typed.unread and all(value in ("", None) or value != value for value in vars(row).values()):
        return Message("blank", "", (_("Nothing is written yet. Begin with a KPI that you answer for."),))
    found = (*typed.unread.values(), *remarks(row, unread=typed.unread))
    aloud = (_aloud(row),) if _aloud(row) else ()
    if not found:
        close = _("Nothing to remark. Read it aloud to the person it is for.")
        return Message("info", _("Kept"), (*aloud, *typed.notes, close))
    n = len(found)
    title = ngettext("Kept, {n} thing to mend", "Kept, {n} things to mend", n).format(n=n)
    return Message("info", title, (*aloud, *typed.notes, *found))


def gathered(events: Iterable[Event]) -> OwnMatrix:
    """The latest row of each chapter, in the order of the chapters."""
    latest = {event.item: read_row(event.data).row for event in events if event.kind == "own"}
    return OwnMatrix(tuple(sorted(latest.items())))


def _aloud(row: OwnRow) -> str:
    """The row as sentences, of what is there; empty where nothing can be said yet."""
    weighed = 0 < row.weight <= 1
    shown = {name: _level(getattr(row, name), row.unit) for name in ("base", "norm", "target")}
    shown |= {"kpi": row.kpi, "weight": f"{row.weight * 100:.3g}%" if weighed else ""}
    if all(shown.values()):
        if row.base > row.norm:
            text = _(
                "“{kpi}” carries {weight} of the matrix: over {base} we do not call it work, {norm} is the plan, "
                "{target} would be excellent."
            )
        else:
            text = _(
                "“{kpi}” carries {weight} of the matrix: under {base} we do not call it work, {norm} is the plan, "
                "{target} would be excellent."
            )
        return text.format(**shown)
    said = []
    if row.kpi:
        said.append(_("“{kpi}” carries {weight} of the matrix.") if weighed else _("“{kpi}” is the row."))
    if shown["base"] and shown["norm"]:
        over = row.base > row.norm
        said.append(_("Over {base} we do not call it work.") if over else _("Under {base} we do not call it work."))
    if shown["norm"]:
        said.append(_("The plan is {norm}."))
    if shown["target"]:
        said.append(_("Excellent would be {target}."))
    return " ".join(text.format(**shown) for text in said)


def _level(value: float, unit: str) -> str:
    return "" if isnan(value) else f"{value:g} {unit}".strip()
