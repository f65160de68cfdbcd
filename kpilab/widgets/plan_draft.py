"""A plan as it is being written: sector, role and goal, the rows chosen, and what was typed for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan, nan

from kpilab import catalogue
from kpilab.analysis.choosing import Suggestions, suggest
from kpilab.analysis.plan import Plan, PlanRow, entry_of
from kpilab.data.units import read_in
from kpilab.errors import DataError, KpilabError
from kpilab.i18n import _
from kpilab.sectors import goals, sectors
from kpilab.widgets.fields import Field

__all__ = ["PlanDraft", "choice_fields", "first_fields", "row_fields"]

LEAST, MOST = 3, 7
_OFFERED = 10
_UNITS = {"share": "%", "percent": "%", "minutes": "minutes", "days": "days", "hours": "hours", "seconds": "seconds"}


@dataclass(frozen=True)
class PlanDraft:
    """What a person has typed so far; `typed` holds weight, owner, source and levels of each chosen row.

    `own` is the name of a KPI of one's own, `own_formula` how it is worked out in words; both may be empty.
    """

    sector: str = ""
    role: str = ""
    goal: str = ""
    chosen: tuple[str, ...] = ()
    own: str = ""
    own_formula: str = ""
    typed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[str, ...]:
        """The ids of the rows, and one's own KPI last."""
        return (*self.chosen, *([self.own] if self.own else []))

    @property
    def open_questions(self) -> tuple[str, ...]:
        """What has to be said before KPIs can be suggested."""
        asked = ((self.sector, _("the sector")), (self.role, _("the role")), (self.goal, _("the goal")))
        return tuple(text for value, text in asked if not value)

    def suggestions(self) -> Suggestions:
        """The KPIs that fit, best first. Raises `UnknownName` for a goal, sector or role that is not there."""
        return suggest(self.goal, sector=self.sector, role=self.role, most=_OFFERED)

    def choosing(self, values: Mapping[str, object]) -> PlanDraft:
        """The draft with the rows that were ticked; what was typed for a row before stays with it."""
        ticked = values.get("chosen")
        chosen = tuple(map(str, ticked)) if isinstance(ticked, Sequence) and not isinstance(ticked, str) else ()
        own, formula = (str(values.get(name) or "").strip() for name in ("own", "own_formula"))
        return replace(self, chosen=chosen, own=own, own_formula=formula)

    @property
    def miscount(self) -> str:
        """What is wrong with the number of rows; empty where nothing is."""
        n = len(self.rows)
        if LEAST <= n <= MOST:
            return ""
        return _(
            "Choose three to seven rows; you have {n}. Fewer leave something unwatched, more are not read."
        ).format(n=n)

    def typing(self, values: Mapping[str, object]) -> PlanDraft:
        """The draft with what was typed for the rows, by "<place>.<name>"."""
        names = ("weight", "owner", "source", "levels")
        typed = {
            row: {name: str(values.get(f"{place}.{name}") or "").strip() for name in names}
            for place, row in enumerate(self.rows)
        }
        return replace(self, typed=typed)

    def plan(self) -> tuple[Plan, tuple[str, ...]]:
        """The plan, and a sentence for each thing that could not be read.

        >>> draft = PlanDraft(goal="grow_sales", chosen=("net_sales",), typed={"net_sales": {"weight": "40 %"}})
        >>> draft.plan()[0].rows[0].weight
        0.4
        """
        unread: list[str] = []
        rows = tuple(self._row(row, self.typed.get(row, {}), unread) for row in self.rows)
        return Plan(rows, self.goal), tuple(unread)

    def _row(self, row: str, typed: Mapping[str, str], unread: list[str]) -> PlanRow:
        own = row == self.own
        found = PlanRow(row, owner=typed.get("owner", ""), source=typed.get("source", ""), unit=_unit(row))
        found = replace(found, formula=self.own_formula) if own else found
        try:
            found = replace(found, weight=_share(typed.get("weight", "")))
            base, norm, target = _levels(typed.get("levels", ""))
            return replace(found, base=base, norm=norm, target=target)
        except DataError as error:
            unread.append(_("{kpi}: {problem}").format(kpi=found.title, problem=error))
            return found

    def as_data(self) -> dict[str, object]:
        """As plain data, fit for JSON."""
        return {
            **vars(self),
            "chosen": list(self.chosen),
            "typed": {row: dict(said) for row, said in self.typed.items()},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> PlanDraft:
        """Back from `as_data`; what does not fit, or names a goal that is no longer there, is an empty draft.

        >>> draft = PlanDraft("retail", "store_manager", "grow_sales", ("net_sales",))
        >>> PlanDraft.from_data(draft.as_data()) == draft, PlanDraft.from_data({"goal": 3}) == PlanDraft()
        (True, True)
        """
        texts = {name: data.get(name, "") for name in ("sector", "role", "goal", "own", "own_formula")}
        chosen, typed = data.get("chosen"), data.get("typed")
        if not all(isinstance(text, str) for text in texts.values()):
            return cls()
        if not isinstance(chosen, list) or not isinstance(typed, Mapping):
            return cls()
        said = {
            str(row): {str(k): str(v) for k, v in one.items()} for row, one in typed.items() if isinstance(one, Mapping)
        }
        found = cls(chosen=tuple(map(str, chosen)), typed=said, **{name: str(text) for name, text in texts.items()})
        try:
            found.suggestions()
        except KpilabError:
            return cls()
        return found


def first_fields() -> tuple[Field, ...]:
    """Sector, role and goal."""
    return (
        Field("sector", _("Your trade"), "choice", tuple((one.id, one.title) for one in sectors())),
        Field("role", _("Whose plan is it?"), "choice", tuple((one.id, one.title) for one in catalogue.roles())),
        Field("goal", _("What is to be reached?"), "choice", tuple((one.id, one.title) for one in goals())),
    )


def choice_fields(found: Suggestions) -> tuple[Field, ...]:
    """The suggested KPIs to tick, and one of one's own."""
    options = tuple((line.kpi.id, line.kpi.title) for line in found)
    return (
        Field("chosen", _("Take three to seven"), "several", options),
        Field("own", _("A KPI of your own, if one is missing"), "text"),
        Field("own_formula", _("How it is worked out, in words"), "text"),
    )


def row_fields(draft: PlanDraft, place: int) -> tuple[Field, ...]:
    """Weight, owner, source and levels of one row; the placeholder of the levels is the role's example."""
    row = draft.rows[place]
    return (
        Field(f"{place}.weight", _("Weight"), "number", placeholder=_("a share, 0.2 or 20 %")),
        Field(f"{place}.owner", _("Who brings the fact, and acts on it"), "text"),
        Field(f"{place}.source", _("Where the fact comes from"), "text", placeholder=_("till, CRM, survey …")),
        Field(
            f"{place}.levels",
            _("Base / plan / target, as far as you know them"),
            "text",
            placeholder=_example(draft, row),
        ),
    )


def _example(draft: PlanDraft, row: str) -> str:
    known = {one.kpi: one for one in catalogue.role(draft.role).rows} if draft.role else {}
    if row not in known:
        return _("400 / 500 / 550")
    levels = " / ".join(f"{level:g}" for level in (known[row].base, known[row].norm, known[row].target))
    return _("for example {levels} {unit}").format(levels=levels, unit=_(known[row].unit))


def _unit(row: str) -> str:
    entry = entry_of(PlanRow(row))
    return _UNITS.get(entry.unit, "") if entry else ""


def _share(text: str) -> float:
    if not text:
        return nan
    found = read_in(text)
    return found.number / 100 if not found.percent and found.number > 1 else found.value


def _levels(text: str) -> tuple[float, float, float]:
    """Base, plan and target of "400 / 500 / 550"; what is left out is missing."""
    if not text:
        return nan, nan, nan
    parts = [part.strip() for part in text.replace("／", "/").split("/")]
    if len(parts) > 3:
        raise DataError(_("“{text}” has more than three levels: base / plan / target.").format(text=text))
    try:
        found = [read_in(part).number if part else nan for part in parts]
    except DataError:
        said = _(
            "“{text}” cannot be read as levels. Write base / plan / target as numbers, with a stroke between them."
        )
        raise DataError(said.format(text=text)) from None
    if all(map(isnan, found)):
        return nan, nan, nan
    base, norm, target = (*found, nan, nan)[:3]
    return base, norm, target
