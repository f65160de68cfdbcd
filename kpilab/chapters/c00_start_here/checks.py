"""What is right on the first page, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpilab.chapters.c00_start_here.case import MONTH, QUARTER, STORES, Month, Quarter, Stores
from kpilab.course.forms import Choice, Number
from kpilab.course.task import Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TASKS"]


def _month_fields(case: Month) -> Mapping[str, object]:
    return {
        "plan": case.plan,
        "sold": case.sold,
        "beyond": case.sold - case.plan,
        "share": case.sold / case.plan,
        "extra": case.sold / case.plan - 1,
    }


def _show_month(case: Month) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([[case.plan, case.sold]], columns=[_("plan, thousand"), _("sold, thousand")])


_SHARE: Task[Month] = Task(
    "0.1",
    N_("Type an answer"),
    Number(tolerance=0.004, decimals=2, percent=True),
    MONTH,
    lambda case: case.sold / case.plan,
    (
        Mistake(
            "upside-down",
            lambda case: case.plan / case.sold,
            N_(
                "You divided the plan by the sales. A share of plan has the plan under the line: what was sold ÷ what was planned."
            ),
        ),
        Mistake(
            "only-the-extra",
            lambda case: case.sold / case.plan - 1,
            N_("{extra:.0%} is what lies beyond the plan. The plan itself was reached too: count from zero."),
        ),
        Mistake(
            "difference",
            lambda case: case.sold - case.plan,
            N_(
                "{beyond:,} thousand is how far the sales passed the plan, in money. The question asks for a share of the plan."
            ),
        ),
        Mistake(
            "sales-themselves",
            lambda case: case.sold,
            N_("That is what was sold. Measure it against the plan of {plan:,}."),
        ),
    ),
    (
        N_("Is it more than the whole plan, or less? Your answer should say so before you work it out."),
        N_("Share of plan = sold ÷ plan."),
        N_("{sold:,} ÷ {plan:,} = …"),
    ),
    N_("Sold ÷ plan: {share:.0%}. A number on its own says little; beside its plan it says whether to be glad."),
    N_(
        "Another store sold {sold:,} where {plan:,} was planned: {sold:,} ÷ {plan:,} = {share:.2f}, which is {share:.0%} of plan. Now yours, the same way."
    ),
    _month_fields,
    _show_month,
)


def _quarter_fields(case: Quarter) -> Mapping[str, object]:
    return {
        "april": case.april,
        "percent": case.percent,
        "may": case.may,
        "june": case.june,
        "less": 1 - case.percent / 100,
        "more": 1 + case.percent / 100,
        "lost": case.april - case.june,
    }


def _show_quarter(case: Quarter) -> pd.DataFrame:
    import pandas as pd

    fell, rose = _("{percent} % less than April"), _("{percent} % more than May")
    return pd.DataFrame(
        [[f"{case.april:,}", fell.format(percent=case.percent), rose.format(percent=case.percent)]],
        columns=[_("April, thousand"), _("May"), _("June")],
    )


_JUNE: Task[Quarter] = Task(
    "0.2",
    N_("Be wrong safely"),
    Number(tolerance=0.4, decimals=0, unit=N_("thousand")),
    QUARTER,
    lambda case: case.june,
    (
        Mistake(
            "percents-cancel",
            lambda case: case.april,
            N_(
                "Minus {percent} % and plus {percent} % look like nothing, and nearly everybody says so. But {percent} % of what? May is smaller than April, so June wins back less than May lost."
            ),
        ),
        Mistake(
            "stopped-in-may",
            lambda case: case.may,
            N_("That is May: {percent} % less than April. One step is left, from May to June."),
        ),
        Mistake(
            "grew-from-april",
            lambda case: case.april * (1 + case.percent / 100),
            N_("You added {percent} % to April. June grows out of May, which was smaller."),
        ),
        Mistake(
            "fell-twice",
            lambda case: case.april * (1 - case.percent / 100) ** 2,
            N_("You took {percent} % away twice. May falls, June rises."),
        ),
    ),
    (
        N_("Go one month at a time, and write May down before you think of June."),
        N_("May = April × {less:g}. June = May × {more:g}."),
        N_("{april:,} × {less:g} = {may:,.0f}; {may:,.0f} × {more:g} = …"),
    ),
    N_(
        "{june:,.0f}: {lost:,.0f} short of April. A percentage is always a percentage of something; ask of what, and half the quarrels about numbers end."
    ),
    N_(
        "Another store sells {april:,} in April. {percent} % less is {may:,.0f} in May; {percent} % of that {may:,.0f} on top is {june:,.0f} in June. Now yours, the same way."
    ),
    _quarter_fields,
    _show_quarter,
)


def _stores_fields(case: Stores) -> Mapping[str, object]:
    by_name = {name: (plan, sold) for name, plan, sold in case.rows}
    found: dict[str, object] = {}
    for part, name in (("best", case.best), ("largest", case.largest), ("other", case.other)):
        plan, sold = by_name[name]
        found |= {part: name, f"{part}_plan": plan, f"{part}_sold": sold, f"{part}_share": sold / plan}
        found |= {f"{part}_beyond": sold - plan}
    return found


def _show_stores(case: Stores) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(case.rows, columns=[_("store"), _("plan, thousand"), _("sold, thousand")])


_BEST: Task[Stores] = Task(
    "0.3",
    N_("Make a decision"),
    Choice(
        (
            ("Garden Mall", N_("Garden Mall")),
            ("Hilltop", N_("Hilltop")),
            ("Riverside", N_("Riverside")),
            ("nobody can say", N_("Nobody can say: the stores differ in size")),
        )
    ),
    STORES,
    lambda case: case.best,
    (
        Mistake(
            "most-money",
            lambda case: case.largest,
            N_(
                "{largest} sold most, and passed its plan by most money, {largest_beyond:,} thousand. Its plan was the largest too: {largest_share:.0%} of it was reached."
            ),
        ),
        Mistake(
            "in-the-middle",
            lambda case: case.other,
            N_("{other} reached {other_share:.0%} of its plan. Work out sold ÷ plan for the two others as well."),
        ),
        Mistake(
            "size-forbids",
            lambda case: "nobody can say",
            N_(
                "Size is why one divides by the plan: a plan that was made for the store makes small and large comparable."
            ),
        ),
    ),
    (
        N_("Large and small stores cannot be compared in money. What could stand under the line?"),
        N_("Share of plan = sold ÷ plan, once for each store."),
        N_("{largest}: {largest_sold:,} ÷ {largest_plan:,} = {largest_share:.0%}. The same for the two others …"),
    ),
    N_(
        "{best}: {best_share:.0%} of its plan, with the smallest sales of the three. What you compare with decides who is praised; that is why this course spends so long on plans."
    ),
    N_(
        "In another district, {best} sold {best_sold:,} on a plan of {best_plan:,}, {best_share:.0%}; {largest} sold {largest_sold:,} on {largest_plan:,}, {largest_share:.0%}. More money, smaller share. Now yours, the same way."
    ),
    _stores_fields,
    _show_stores,
)

TASKS = (_SHARE, _JUNE, _BEST)
