"""Task 3.8: sign the plan for the next promotion and defend it, in four parts that must agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kpilab.chapters.c03_kpis_by_sector_and_role.case import SALE, Promotion
from kpilab.course.forms import Choice, Composite
from kpilab.course.task import Mistake, Task
from kpilab.i18n import N_

__all__ = ["defend"]

_ROW = Choice(
    (
        ("paid", N_("Paid amount: {paid:,.0f} thousand last time, the number that everybody knows.")),
        ("contribution", N_("Campaign contribution: what is left beyond a usual week when everything is paid.")),
        ("six", N_("Six more rows, one for each role, so that nobody feels left out.")),
        ("uplift", N_("Additional effect: what customers with the coupon buy beyond those without it, drawn by lot.")),
        (
            "roi",
            N_("Return on investment: what the campaign earned on top, less its cost, for each yuan of that cost."),
        ),
        ("satisfied", N_("Satisfied customers: whoever is content has not been overcharged.")),
    )
)

_OWNER = Choice(
    (
        ("analyst", N_("The data analyst, who reports it and can explain each line of the sum.")),
        ("planner", N_("The campaign planner, who decides on the coupon and on the budget.")),
        ("nobody", N_("Nobody by name: it belongs to all of us, and everybody keeps an eye on it.")),
        ("shared", N_("All six, as one row in each plan; the planner calls the review.")),
    )
)

_BONUS = Choice(
    (
        ("back", N_("The six bonuses of the last promotion are taken back: the week lost money.")),
        ("paid", N_("The six bonuses of the last promotion are paid as agreed.")),
        ("half", N_("Half of them is paid, as a compromise.")),
    )
)

_RISK = Choice(
    (
        ("none", N_("None: the plan is complete now, since this row sees whatever the six others leave out.")),
        (
            "late",
            N_("It is known weeks later: until the parcels are back, last time's refunds stand in as an estimate."),
        ),
        ("timid", N_("The coupon may become too small to draw anybody: participation stays in the plan beside it.")),
        ("tiny", N_("A tiny promotion can have a fine rate: the plan says how large it is to be.")),
        ("trust", N_("Somebody may neglect it: we trust our people, and look at it when the next one is over.")),
    )
)

_CONSISTENT: tuple[Mapping[str, frozenset[str]], ...] = (
    {
        "row": frozenset({"contribution"}),
        "owner": frozenset({"planner", "shared"}),
        "bonus": frozenset({"paid"}),
        "risk": frozenset({"late", "timid"}),
    },
    {
        "row": frozenset({"roi"}),
        "owner": frozenset({"planner", "shared"}),
        "bonus": frozenset({"paid"}),
        "risk": frozenset({"late", "timid", "tiny"}),
    },
)
"""Two defences that hold: for each part, what may be said with the rest."""


def _said(part: str, key: str, says: str) -> Mistake[Promotion]:
    return Mistake(f"{part}-{key}", lambda case: key, says, part=part)


def defend(fields: Callable[[Promotion], Mapping[str, object]]) -> Task[Promotion]:
    """Task 3.8, with the numbers that its options and messages quote."""
    return Task(
        "3.8",
        N_("Sign the next promotion, and defend it"),
        Composite(
            (
                ("row", N_("The row that is missing"), _ROW),
                ("owner", N_("Who owns it"), _OWNER),
                ("bonus", N_("What happens to the bonuses of last time"), _BONUS),
                ("risk", N_("The risk you accept, and how you watch it"), _RISK),
            )
        ),
        SALE,
        lambda case: _CONSISTENT,
        (
            _said(
                "row",
                "paid",
                N_(
                    "It was {paid:,.0f} thousand last time, and the week lost money. A row that would have been green then is the seventh green row."
                ),
            ),
            _said(
                "row",
                "six",
                N_(
                    "Twelve rows, and still none that says whether it was worth it. More rows make each of them lighter."
                ),
            ),
            _said(
                "row",
                "uplift",
                N_(
                    "It says what the coupon moved, and not what was paid for it. A deep coupon moves much: the row could have been green last time."
                ),
            ),
            _said(
                "row",
                "satisfied",
                N_(
                    "People like a present. The row is a fair guard for service, and it cannot see what the present cost."
                ),
            ),
            _said(
                "owner",
                "analyst",
                N_(
                    "Who reports a number can be asked whether it is right, not why it is low. Who decided on the coupon?"
                ),
            ),
            _said(
                "owner",
                "nobody",
                N_("What belongs to all of us is brought by none of us. In the review, whom do you look at?"),
            ),
            _said(
                "bonus",
                "back",
                N_(
                    "The six kept what they had signed. A closed promotion stays closed; the fault was in the plan, and that was yours."
                ),
            ),
            _said(
                "bonus",
                "half",
                N_(
                    "Half a promise is a number that you can explain to neither side. What would the six sign for you next time?"
                ),
            ),
            _said(
                "risk",
                "none",
                N_(
                    "Every row asks people to do something and overlooks something else. What could this one make timid, or late?"
                ),
            ),
            _said(
                "risk",
                "trust",
                N_("Trust is good, and it is not a way of watching. Who looks at which number, and when?"),
            ),
        ),
        (
            N_("Which row would have been red last time, with all six green?"),
            N_(
                "The four parts must agree: a row, somebody who can move it, a past left alone, and the risk of that row."
            ),
            N_("The bonuses are easy: six plans were signed and kept. Now the row, and who can move it."),
        ),
        N_(
            "A row that would have been red, in the hands of somebody who can move it, and a risk that somebody watches. The six "
            "numbers stay: now they work for something."
        ),
        N_(
            "Another shop, another signature, for a hotel: its team was paid for full rooms. “We add what a room leaves a night. The "
            "manager who sets the rates owns it. Last season is paid as agreed. The risk is that the house stays empty for a high rate; "
            "the share of rooms sold stays beside it.” Check yours in the same order: row, owner, bonuses, risk."
        ),
        fields,
        Promotion.frame,
        confidence=True,
    )
