"""The six roles of a big promotion: what each does, is measured by, and what the number on the wall leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from kpilab.catalogue import role
from kpilab.i18n import N_, _

__all__ = ["RoleCards", "role_cards"]

_ROLES: Mapping[str, tuple[str, str]] = {
    "campaign_planner": (
        N_("plans the offer and holds the six together"),
        N_("how deep the coupon is: if it is deep enough, any offer draws"),
    ),
    "merchandiser": (
        N_("chooses the goods, stocks them and sets their prices"),
        N_("what was bought and not sold: a full storeroom is never out of stock"),
    ),
    "customer_service": (
        N_("answers before the sale and solves after it"),
        N_("whether the problem was solved: “we are looking into it” is quick too"),
    ),
    "promotion": (
        N_("brings people to the shop, within the budget"),
        N_("the goods, the parcels that come back, and people who were coming anyway"),
    ),
    "content": (
        N_("writes and films what people look at"),
        N_("whether a reader buys: gifts are read as well"),
    ),
    "data_analyst": (
        N_("collects, checks and reports"),
        N_("whether the report asks the right question, and whether anybody acts on it"),
    ),
}


@dataclass(frozen=True)
class RoleCards:
    """A line a role: its name and work, the KPIs of its matrix, what its number on the wall leaves out."""

    lines: tuple[tuple[str, str, str, str], ...]

    def __str__(self) -> str:
        return "\n".join(
            _("{role}, {work}. Measured by: {kpis}. Left out: {left}.").format(
                role=name, work=work, kpis=kpis, left=left
            )
            for name, work, kpis, left in self.lines
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        heads = (_("Role and work"), _("Its matrix"), _("What its number on the wall leaves out"))
        head = "".join(f'<th scope="col" style="text-align:left">{escape(text)}</th>' for text in heads)
        body = "".join(
            f'<tr><th scope="row" style="text-align:left;font-weight:normal"><strong>{escape(name)}</strong><br>{escape(work)}</th>'
            f'<td style="text-align:left">{escape(kpis)}</td><td style="text-align:left">{escape(left)}</td></tr>'
            for name, work, kpis, left in self.lines
        )
        return f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def role_cards() -> RoleCards:
    """The six roles in the order of the wall.

    >>> role_cards().lines[0][0]
    'Campaign planner'
    """
    return RoleCards(
        tuple(
            (role(name).title, _(work), ", ".join(row.title for row in role(name).rows), _(left))
            for name, (work, left) in _ROLES.items()
        )
    )
