"""The cases of the exercises: eight customers, a page with loose lines, a drafted row, sets of rows, a new window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import prod

import numpy as np

from kpilab.analysis.plan import Plan, PlanRow
from kpilab.analysis.smart import Letter, SmartCheck, smart_check
from kpilab.catalogue import kpi
from kpilab.chapters.c02_from_strategy_to_kpis.board import Board
from kpilab.course.task import CaseMaker
from kpilab.i18n import N_, _
from kpilab.sectors import goal

__all__ = ["DRAFT", "EIGHT", "LOOSE", "SETS", "WINDOW", "Draft", "Eight", "Loose", "Sets", "Window"]

Days = tuple[tuple[int, int], ...]
"""(month, day) of each receipt."""
_MONTHS = (N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"))


@dataclass(frozen=True)
class Eight:
    """Receipts of eight customers in two quarters."""

    receipts: tuple[tuple[str, Days, Days], ...]

    @property
    def before(self) -> int:
        """Who bought in the first quarter."""
        return sum(bool(first) for _name, first, _second in self.receipts)

    @property
    def now(self) -> int:
        """Who bought in the second quarter."""
        return sum(bool(second) for _name, _first, second in self.receipts)

    @property
    def both(self) -> int:
        """Who bought in both."""
        return sum(bool(first and second) for _name, first, second in self.receipts)

    @property
    def twice(self) -> int:
        """Who bought on two days of the second quarter."""
        return sum(len(set(second)) > 1 for _name, _first, second in self.receipts)

    @property
    def slips(self) -> int:
        """Receipts of the second quarter of those who bought in the first."""
        return sum(len(second) for _name, first, second in self.receipts if first)

    def board(self) -> Board:
        """A line a customer."""
        rows = tuple((name, _said(first), _said(second)) for name, first, second in self.receipts)
        return Board((_("Customer"), _("First quarter"), _("Second quarter")), rows)


def _said(days: Days) -> str:
    shown = (_("{day} {month}").format(day=day, month=_(_MONTHS[month - 1])) for month, day in days)
    return ", ".join(shown) or "–"


def _model_eight() -> Eight:
    return Eight(
        (
            ("Ann", ((2, 2),), ((4, 10), (5, 20))),
            ("Bo", ((3, 5),), ()),
            ("Cai", ((1, 7), (3, 30)), ((6, 3),)),
            ("Dora", ((2, 14),), ((4, 12), (4, 12))),
            ("Eli", ((3, 22),), ()),
            ("Fay", (), ((5, 30),)),
            ("Gu", (), ((6, 8), (6, 25))),
            ("Hal", (), ((4, 1),)),
        )
    )


_NAMES = (
    "Ida",
    "Jun",
    "Kim",
    "Lou",
    "Min",
    "Nora",
    "Oto",
    "Pia",
    "Qin",
    "Rosa",
    "Sam",
    "Tao",
    "Uma",
    "Vera",
    "Yan",
    "Zoe",
)


def _days(rng: np.random.Generator, first_month: int, number: int) -> Days:
    drawn = {(first_month + int(rng.integers(3)), int(rng.integers(1, 29))) for _one in range(number)}
    return tuple(sorted(drawn))


def _draw_eight(rng: np.random.Generator) -> Eight:
    before = int(rng.choice((4, 5)))
    came = int(rng.integers(2, before))
    names = sorted(rng.choice(_NAMES, size=8, replace=False).tolist())
    lines: list[tuple[Days, Days]] = []
    for number in range(8):
        first = _days(rng, 1, 1 + int(rng.integers(2))) if number < before else ()
        second = _days(rng, 4, 1 + int(rng.integers(2))) if number < came or number >= before else ()
        lines.append((first, second))
    doubled = int(rng.integers(came))
    first, second = lines[doubled]
    lines[doubled] = (first, (second[0], second[0]))
    order = rng.permutation(8).tolist()
    return Eight(tuple((name, *lines[at]) for name, at in zip(names, order, strict=True)))


EIGHT = CaseMaker("c02.eight", _model_eight, _draw_eight)

_LOOSE_LINES = (
    N_("Above the line"),
    N_("Below the line"),
    N_("What counts"),
    N_("Window"),
    N_("When"),
    N_("Source"),
)


@dataclass(frozen=True)
class Loose:
    """A page of six lines: in how many sensible ways each can be read; 1 is a line that is tied."""

    ways: tuple[int, ...]

    @property
    def open(self) -> tuple[int, ...]:
        """The ways of the lines that are loose."""
        return tuple(ways for ways in self.ways if ways > 1)

    @property
    def numbers(self) -> int:
        """How many readings the page allows."""
        return prod(self.ways)

    def board(self) -> Board:
        """A line of the page each."""
        rows = tuple((_(line), str(ways)) for line, ways in zip(_LOOSE_LINES, self.ways, strict=True))
        return Board((_("Line of the page"), _("Ways to read it")), rows)


def _draw_loose(rng: np.random.Generator) -> Loose:
    ways = [2, 3, int(rng.choice((2, 3, 4))), *([int(rng.choice((3, 4)))] if rng.random() < 0.5 else [1]), 1, 1]
    return Loose(tuple(int(way) for way in rng.permutation(ways)))


LOOSE = CaseMaker("c02.loose", lambda: Loose((1, 3, 2, 2, 1, 1)), _draw_loose)


@dataclass(frozen=True)
class Draft:
    """A row as somebody drafted it, with what is the matter with its five letters.

    `kinds` says for each letter what it is: "good", "owner", "source", "never reached", "too young", "aside", "no days".
    """

    plan: Plan
    kinds: tuple[tuple[Letter, str], ...]

    @property
    def row(self) -> PlanRow:
        """The row."""
        return self.plan.rows[0]

    @property
    def check(self) -> SmartCheck:
        """The judgement."""
        return smart_check(self.plan)

    def board(self) -> Board:
        """The row, line by line, with what is not written left open."""
        row, plan = self.row, self.plan
        history = ", ".join(f"{fact:g}" for fact in row.history)
        days = [one.isoformat() if one else "…" for one in (plan.starts, plan.ends)]
        lines = (
            (_("KPI"), row.title),
            (_("Goal it is to serve"), goal(plan.goal).title),
            (_("Owner"), row.owner or "…"),
            (_("Base, norm, target"), f"{row.base:g}, {row.norm:g}, {row.target:g} {row.unit}"),
            (_("Source"), row.source or "…"),
            (_("Earlier comparable months"), history),
            (_("Counts"), _("{starts} to {ends}").format(starts=days[0], ends=days[1])),
        )
        return Board((_("Line"), _("What is written")), lines)


_ROWS = (
    (PlanRow("csat_top2", 1, 80, 88, 92, "%", "Ma", "survey", (82, 85, 83, 89, 86, 88)), "satisfy_customers"),
    (PlanRow("first_response_time", 1, 10, 6, 4, "minutes", "Song", "ticket system", (9, 8, 7, 6, 6.5, 5.5)), "serve_fast"),
    (PlanRow("win_rate", 1, 20, 25, 28, "%", "Chen", "CRM", (19, 22, 26, 24, 21, 25)), "sell_better"),
    (PlanRow("repurchase_next_window", 1, 24, 28, 31, "%", "Lin", "orders", (25, 27, 29, 26, 28, 24)), "keep_customers"),
    (PlanRow("inventory_turnover", 1, 4, 5, 5.5, "times a year", "Rao", "stock book", (4.2, 4.6, 5.1, 4.4, 4.9, 5)), "sell_the_stock"),
)  # fmt: skip
_ASIDE = "be_seen"


def _drafted(which: int, **kinds: str) -> Draft:
    row, aim = _ROWS[which]
    letters: tuple[Letter, ...] = ("S", "M", "A", "R", "T")
    said = {letter: kinds.get(letter, "good") for letter in letters}
    if said["S"] == "owner":
        row = replace(row, owner="")
    if said["M"] == "source":
        row = replace(row, source="")
    if said["A"] == "never reached":
        step = row.target - row.norm
        best = max(row.history) if step > 0 else min(row.history)
        row = replace(row, norm=best + step / 2, target=best + 2 * step)
    if said["A"] == "too young":
        row = replace(row, history=row.history[-3:])
    days = (None, None) if said["T"] == "no days" else (date(2026, 4, 1), date(2026, 6, 30))
    plan = Plan((row,), _ASIDE if said["R"] == "aside" else aim, *days)
    return Draft(plan, tuple(said.items()))


def _draw_draft(rng: np.random.Generator) -> Draft:
    faults = {"S": "owner", "M": "source", "R": "aside", "T": "no days"}
    broken = rng.permutation(sorted(faults))[: int(rng.integers(1, 4))].tolist()
    achievable = str(rng.choice(("good", "never reached", "too young")))
    return _drafted(int(rng.integers(len(_ROWS))), A=achievable, **{one: faults[one] for one in broken})


DRAFT = CaseMaker("c02.draft", lambda: _drafted(0, M="source", A="never reached", T="no days"), _draw_draft)

_SETS: dict[str, dict[str, tuple[str, ...]]] = {
    "keep_customers": {
        "mixed": ("repurchase_next_window", "resolution_rate", "nps", "discount_share"),
        "results": ("retention_rate", "churn_rate", "repurchase_next_window", "cohort_retention"),
        "drivers": ("resolution_rate", "on_time_delivery", "nps", "discount_share"),
        "unguarded": ("repurchase_next_window", "resolution_rate", "on_time_delivery", "nps"),
    },
    "serve_fast": {
        "mixed": ("resolution_time", "service_level", "first_contact_resolution", "csat_top2"),
        "results": ("resolution_time", "resolution_rate"),
        "drivers": ("service_level", "product_knowledge", "till_wait_minutes", "csat_top2"),
        "unguarded": ("resolution_time", "service_level", "first_contact_resolution", "product_knowledge"),
    },
    "sell_the_stock": {
        "mixed": ("inventory_turnover", "slow_stock_share", "stock_record_accuracy", "stockout_rate"),
        "results": ("inventory_turnover", "days_of_inventory", "gmroi"),
        "drivers": ("active_sku_rate", "sell_through_rate", "stock_record_accuracy", "stockout_rate"),
        "unguarded": ("inventory_turnover", "slow_stock_share", "sell_through_rate", "stock_record_accuracy"),
    },
    "sell_better": {
        "mixed": ("win_rate", "follow_up_timeliness", "product_knowledge", "discount_share"),
        "results": ("win_rate", "sales_per_head"),
        "drivers": ("feedback_frequency_quality", "follow_up_timeliness", "product_knowledge", "discount_share"),
        "unguarded": ("win_rate", "skill_rating", "follow_up_timeliness", "product_knowledge"),
    },
}
_VOLUME = ("net_sales", "order_count", "units_sold", "new_customers")
_KINDS = ("mixed", "results", "drivers", "unguarded", "volume")


@dataclass(frozen=True)
class Sets:
    """A goal, and five sets of rows that somebody proposes for it, in an order of their own."""

    goal: str
    order: tuple[str, ...]

    def rows(self, kind: str) -> tuple[str, ...]:
        """The KPIs of one of the sets."""
        return _VOLUME if kind == "volume" else _SETS[self.goal][kind]

    def letter(self, kind: str) -> str:
        """The key of the option under which a set stands."""
        return "abcde"[self.order.index(kind)]

    def board(self) -> Board:
        """The goal, and the question of each KPI that is proposed."""
        known = dict.fromkeys(one for kind in self.order for one in self.rows(kind))
        rows = tuple((kpi(one).title, _(kpi(one).question)) for one in known)
        return Board((_("For the goal “{goal}”").format(goal=goal(self.goal).title), _("What it answers")), rows)


def _draw_sets(rng: np.random.Generator) -> Sets:
    return Sets(str(rng.choice(sorted(_SETS))), tuple(rng.permutation(_KINDS).tolist()))


SETS = CaseMaker(
    "c02.sets", lambda: Sets("serve_fast", ("volume", "unguarded", "mixed", "results", "drivers")), _draw_sets
)


@dataclass(frozen=True)
class Window:
    """A rate in per cent before and after a new window: by the old page twice, by the new one once."""

    old_before: float
    old_now: float
    new_now: float

    @property
    def change(self) -> float:
        """What the customers did, in points."""
        return round(self.old_now - self.old_before, 1)

    def board(self) -> Board:
        """Two quarters, two windows."""
        rows = (
            (_("three months, the old page"), f"{self.old_before:.1f} %", f"{self.old_now:.1f} %"),
            (_("six months, the new page"), _("not computed"), f"{self.new_now:.1f} %"),
        )
        return Board((_("Window"), _("Last quarter"), _("This quarter")), rows)


def _draw_window(rng: np.random.Generator) -> Window:
    before = 18 + 0.5 * int(rng.integers(0, 17))
    now = before - 0.5 * int(rng.integers(1, 7))
    return Window(before, now, now + 8 + 0.5 * int(rng.integers(0, 13)))


WINDOW = CaseMaker("c02.window", lambda: Window(21.0, 19.5, 33.0), _draw_window)
