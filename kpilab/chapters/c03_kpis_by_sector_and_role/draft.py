"""A draft of a plan on the desk: which of six remarks are due, and why people think otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.plan import Plan, PlanRow, Rule, lint
from kpilab.catalogue import kpi
from kpilab.course.forms import Assign
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _
from kpilab.sectors import goal

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DRAFT_TASK", "Draft"]

_CHECKS: Mapping[str, Rule] = {
    N_("no row tells whether the goal is reached"): "no result",
    N_("every row counts how much"): "all volume",
    N_("no row watches existing customers"): "no customer KPI",
    N_("nothing looks further than a quarter"): "nothing long-term",
    N_("every row tells of what is over"): "lagging only",
    N_("the weights do not add up to 1"): "weights",
}
_SHORT = ("result", "volume", "customer", "long", "over", "weights")
_DRAFTS = (
    ("grow_sales", ("net_sales", "units_sold", "store_footfall", "new_customers")),
    ("keep_customers", ("order_count", "new_customers", "csat_top2", "discount_share")),
    ("grow_sales", ("net_sales", "gross_margin_rate", "return_rate")),
    ("serve_fast", ("first_response_time", "service_level", "order_count")),
    ("convert_visitors", ("unique_visitors", "page_views", "clicks", "gmv_paid")),
    ("win_customers", ("new_customers", "lead_to_customer_rate", "cac", "net_sales")),
)
_WEIGHTS = {
    3: ((0.5, 0.3, 0.2), (0.5, 0.4, 0.2), (0.4, 0.3, 0.2)),
    4: ((0.4, 0.3, 0.2, 0.1), (0.4, 0.3, 0.2, 0.2), (0.3, 0.3, 0.2, 0.1)),
}


@dataclass(frozen=True)
class Draft:
    """A plan for a goal as somebody wrote it down."""

    goal: str
    kpis: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def plan(self) -> Plan:
        """The draft as a plan; owner and source are named."""
        rows = (
            PlanRow(one, weight, owner="Li", source="till") for one, weight in zip(self.kpis, self.weights, strict=True)
        )
        return Plan(tuple(rows), self.goal)

    def due(self) -> Mapping[str, str]:
        """For each check, "due" or "fine"."""
        rules = {finding.rule for finding in lint(self.plan)}
        return {check: "due" if rule in rules else "fine" for check, rule in _CHECKS.items()}

    def frame(self) -> pd.DataFrame:
        """A line a row: weight, leading or lagging."""
        import pandas as pd

        kinds = {"leading": _("leading"), "lagging": _("lagging")}
        lines = {
            kpi(one).title: (weight, kinds[kpi(one).kind]) for one, weight in zip(self.kpis, self.weights, strict=True)
        }
        return pd.DataFrame.from_dict(lines, orient="index", columns=[_("weight"), _("leading or lagging")])

    def _aim(self) -> str:
        return _("The goal: {goal}.").format(goal=goal(self.goal).title)

    def __str__(self) -> str:
        return f"{self._aim()}\n{self.frame().to_string()}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        table = self.frame().to_html(border=0, float_format=lambda number: f"{number:g}")
        return f'<div class="kpilab-draft"><p><strong>{escape(self._aim())}</strong></p>{table}</div>'


def _draw(rng: np.random.Generator) -> Draft:
    aim, kpis = _DRAFTS[int(rng.integers(len(_DRAFTS)))]
    weights = _WEIGHTS[len(kpis)]
    return Draft(aim, kpis, weights[int(rng.integers(len(weights)))])


_EXAMPLE = Draft("raise_profit", ("gross_margin_rate", "expense_ratio", "price_per_unit"), (0.5, 0.3, 0.2))
"""The draft of the worked example, which nobody is asked about."""
_DRAFT = CaseMaker("c03.draft", lambda: Draft(*_DRAFTS[0], _WEIGHTS[4][1]), _draw)


def _names(case: Draft) -> str:
    return ", ".join(kpi(one).title for one in case.kpis)


def _says(case: Draft) -> Mapping[str, str]:
    """What is said to whoever has a check wrong, by its short name."""
    aim = goal(case.goal)
    due = dict(zip(_SHORT, case.due().values(), strict=True))
    results = [kpi(line.kpi).title for line in aim.kpis if line.part == "result" and line.kpi in case.kpis]
    rates = [kpi(one).title for one in case.kpis if kpi(one).additivity in ("ratio", "order statistic")]
    leading = [kpi(one).title for one in case.kpis if kpi(one).kind == "leading"]
    texts = {
        ("result", "due"): _(
            "The goal is “{goal}”. Suppose that all rows are kept: {rows}. Could the goal be missed all the same?"
        ),
        ("result", "fine"): _("The goal in a number is there: {results}. A plan may hold other rows as well."),
        ("volume", "due"): _(
            "{rows}: does one of them say how well and not how much? A count is a count, of visitors too."
        ),
        ("volume", "fine"): _(
            "A rate, a cost of one or a time says how well; look at {rates}. One such row is enough for this remark to fall."
        ),
        ("customer", "due"): _(
            "{rows}: which of them gets worse when a customer whom you have is disappointed? Counting new ones does not."
        ),
        ("customer", "fine"): _(
            "One of the rows gets worse for people who have bought already, when they are served badly. Look at {rows} again."
        ),
        ("long", "due"): _(
            "{rows}: each can be lifted this month at the cost of next year. Which would still be up in a year?"
        ),
        ("long", "fine"): _(
            "One of the rows looks at what lasts: satisfied customers come back, or do not, long after the quarter."
        ),
        ("over", "due"): _("Look at the last column: is there a row that moves before the result does?"),
        ("over", "fine"): _("Look for “leading” in the last column: {leading}."),
        ("weights", "due"): _(
            "Add the weights once more. A total that is not the whole promises somebody too much, or leaves something unspoken."
        ),
        ("weights", "fine"): _("Add the weights once more: they come to exactly one whole."),
    }
    words = {
        "goal": aim.title,
        "rows": _names(case),
        "results": ", ".join(results),
        "rates": ", ".join(rates),
        "leading": ", ".join(leading),
    }
    return {f"{name}_says": texts[name, state].format(**words) for name, state in due.items()}


def _fields(case: Draft) -> Mapping[str, object]:
    due, example = case.due(), _EXAMPLE.due()
    remarks = "; ".join(_(check) for check, state in example.items() if state == "due")
    return {
        **_says(case),
        "goal": goal(case.goal).title,
        "rows": _names(case),
        "n": sum(state == "due" for state in due.values()),
        "total": f"{sum(case.weights):.2g}",
        "other_goal": goal(_EXAMPLE.goal).title,
        "other_rows": _names(_EXAMPLE),
        "remarks": remarks,
    }


def _other(case: Draft, check: str) -> str:
    return "fine" if case.due()[check] == "due" else "due"


DRAFT_TASK = Task(
    "3.7",
    N_("A draft on your desk"),
    Assign(tuple(_CHECKS), (("due", N_("remark due")), ("fine", N_("nothing to say")))),
    _DRAFT,
    lambda case: case.due(),
    tuple(
        Mistake(f"wrong-{name}", lambda case, check=check: _other(case, check), f"{{{name}_says}}", part=check)  # type: ignore[misc]
        for name, check in zip(_SHORT, _CHECKS, strict=True)
    ),
    (
        N_("Begin with the goal: which row would you read to know whether it is reached?"),
        N_(
            "A count says how much, a rate says how well. A row about people who have bought already watches customers. Leading moves first."
        ),
        N_("The weights come to {total}. Now the other five, with the finger on {rows}."),
    ),
    N_("{n} remarks are due, each a sentence that you can say to the author before anybody is paid by the draft."),
    N_(
        "Another draft, for the goal “{other_goal}”: {other_rows}, with weights of 0.5, 0.3 and 0.2. Due there: {remarks}. Now yours, remark by remark."
    ),
    _fields,
    lambda case: case,
)
