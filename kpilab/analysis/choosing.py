"""Which KPIs fit a goal, in a sector and for a role: a ranking that says its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from kpilab import catalogue
from kpilab.catalogue import KPI, Role
from kpilab.i18n import _
from kpilab.sectors import Part, Sector, Serves, answers_for
from kpilab.sectors import goal as named_goal
from kpilab.sectors import sector as named_sector

__all__ = ["Suggestion", "Suggestions", "part_name", "part_word", "suggest"]

_POINTS: dict[Part, int] = {"result": 6, "driver": 5, "guard": 4}
_CORE, _ROW, _OWNED = 3, 2, 1


@dataclass(frozen=True)
class Suggestion:
    """One KPI that fits, what it does for the goal, its points, and the reasons in words."""

    kpi: KPI
    part: Part
    points: int
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        heading = _("{kpi} ({id}): {part}").format(kpi=self.kpi.title, id=self.kpi.id, part=part_name(self.part))
        return "\n".join([heading, *(f"  - {reason}" for reason in self.reasons)])


class Suggestions(tuple[Suggestion, ...]):
    """Suggestions, best first: a tuple that a notebook and a terminal show with the reasons."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self)) if self else _("Nothing here serves this goal.")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        if not self:
            return f"<p>{escape(str(self))}</p>"
        heads = (_("KPI"), _("What it does"), _("Points"), _("Why"))
        head = "".join(f'<th scope="col" style="text-align:left">{escape(text)}</th>' for text in heads)
        body = "".join(f"<tr>{_cells(line)}</tr>" for line in self)
        return f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cells(line: Suggestion) -> str:
    texts = (part_word(line.part), str(line.points), " ".join(line.reasons))
    first = f'<th scope="row" style="text-align:left">{escape(line.kpi.title)}</th>'
    return first + "".join(f'<td style="text-align:left">{escape(text)}</td>' for text in texts)


def part_word(part: Part) -> str:
    """The same in a word.

    >>> part_word("guard")
    'guard'
    """
    return {"result": _("result"), "driver": _("driver"), "guard": _("guard")}[part]


def part_name(part: Part) -> str:
    """What a KPI does for a goal, as a person reads it."""
    return {
        "result": _("result, it tells whether the goal is reached"),
        "driver": _("driver, it moves before the result"),
        "guard": _("guard, it shows what the goal must not cost"),
    }[part]


def suggest(goal: str, *, sector: str | None = None, role: str | None = None, most: int = 7) -> Suggestions:
    """The KPIs that serve `goal`, best first: at most `most`, with a result, a driver and a guard among them.

    A KPI gets 6 points as a result, 5 as a driver, 4 as a guard; 3 more where the sector is run by it; 2 more where
    it stands in the role's matrix, or 1 where the role owns it. A KPI that is not at home in the sector is left out;
    of equal points the one that stands first in the goal's list leads. The points order a talk and measure nothing.
    Raises `UnknownName` for a goal, sector or role that is not there.

    >>> [(line.kpi.id, line.points) for line in suggest("keep_customers", sector="service", role="sales_manager")][:2]
    [('retention_rate', 10), ('csat_top2', 10)]
    """
    place = None if sector is None else named_sector(sector)
    person = None if role is None else catalogue.role(role)
    lines = [
        _suggestion(line, catalogue.kpi(line.kpi), place, person)
        for line in named_goal(goal).kpis
        if place is None or line.kpi in place.kpis
    ]
    ranked = sorted(lines, key=lambda line: -line.points)
    first = [next((line for line in ranked if line.part == part), None) for part in _POINTS]
    kept = [line for line in first if line is not None][:most]
    kept += [line for line in ranked if line not in kept][: max(0, most - len(kept))]
    return Suggestions(line for line in ranked if line in kept)


def _suggestion(line: Serves, entry: KPI, place: Sector | None, person: Role | None) -> Suggestion:
    extra = list(_extra(entry, place, person))
    points = _POINTS[line.part] + sum(points for points, _reason in extra)
    return Suggestion(entry, line.part, points, (_(line.why), *(reason for _points, reason in extra)))


def _extra(entry: KPI, place: Sector | None, person: Role | None) -> Iterator[tuple[int, str]]:
    if place is not None and entry.id in place.core:
        yield _CORE, _("It is one of the numbers that {sector} is run by.").format(sector=place.title)
    if person is not None and entry.id in {row.kpi for row in person.rows}:
        yield _ROW, _("It stands in the matrix of this role: {role}.").format(role=person.title)
    elif person is not None and answers_for(person, entry):
        yield _OWNED, _("This role answers for it: {role}.").format(role=person.title)
