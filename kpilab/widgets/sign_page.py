"""What stands on the signing desk, in words and tables: the same for the live page, the stored page and plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from math import fsum

import numpy as np

from kpilab.analysis.agreement import Lived, blocked_by_luck, redrawn
from kpilab.i18n import _
from kpilab.widgets.fields import confidence_words
from kpilab.widgets.sign_desk import Benchmark, Desk, shown_weights

__all__ = ["Sheet", "formula_options", "luck", "months", "rule_options", "sheet", "standings", "toy", "verdict"]


@dataclass(frozen=True)
class Sheet:
    """A table with sentences below it.

    `marked` rows stand out; `amounts` are columns of numbers, `spare` ones that a narrow screen leaves out. With
    `stacked` a narrow screen shows each row as a block of labelled lines.
    """

    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sentences: tuple[str, ...] = ()
    marked: tuple[int, ...] = ()
    amounts: tuple[int, ...] = ()
    spare: tuple[int, ...] = ()
    stacked: bool = False

    def html(self) -> str:
        """As HTML, every word escaped."""
        table = ""
        if self.rows:
            head = "".join(f'<th scope="col"{self._class(i)}>{escape(text)}</th>' for i, text in enumerate(self.head))
            body = "".join(self._row_html(number, row) for number, row in enumerate(self.rows))
            kind = ' class="kpilab-stacked"' if self.stacked else ""
            table = (
                f'<div style="overflow-x:auto"><table{kind}><thead><tr>{head}</tr></thead>'
                f"<tbody>{body}</tbody></table></div>"
            )
        return table + "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences)

    def text(self) -> str:
        """In plain characters, a line a row."""
        lines = [" | ".join(self.head)] if self.rows else []
        lines += [" | ".join(row) for row in self.rows]
        return "\n".join([*lines, *self.sentences])

    def _row_html(self, number: int, row: tuple[str, ...]) -> str:
        cells = [f'<th scope="row" style="text-align:left">{escape(row[0])}</th>']
        for i, text in enumerate(row[1:], 1):
            cells.append(f'<td{self._class(i)} data-label="{escape(self.head[i])}">{escape(text)}</td>')
        return f"<tr{' class=kpilab-marked' if number in self.marked else ''}>{''.join(cells)}</tr>"

    def _class(self, column: int) -> str:
        names = [name for name, columns in (("amount", self.amounts), ("spare", self.spare)) if column in columns]
        classes = " ".join(f"kpilab-{name}" for name in names)
        return f' class="{classes}" style="text-align:{"right" if "amount" in names else "left"}"'


def formula_options() -> tuple[tuple[str, str], ...]:
    """Formulas to choose from, each with what it does."""
    return (
        ("ratio", _("ratio: fact ÷ plan")),
        ("line", _("line: 0 at the base, 1 at the plan, and straight on")),
        ("clipped", _("clipped: the line, kept between 0 and 1.2")),
        ("two_segment", _("two-segment: 0 to 1 from base to plan, 1 to 1.2 from plan to target")),
    )


def rule_options() -> tuple[tuple[str, str], ...]:
    """Rules below base to choose from."""
    return (
        ("none", _("no special rule")),
        ("zero", _("the row counts 0")),
        ("negative", _("the row counts negative")),
        ("bonus_block", _("no bonus that month")),
    )


def toy(desk: Desk) -> str:
    """What the toy leaves out."""
    return _(
        "Each month each manager spends one effort where the sheet pays most; where nothing pays, on {first}. "
        "In a month when nobody works on it, this slips: {slips}. "
        "This is a toy: no row moves another, so a shorter wait does not please anyone here."
    ).format(
        first=next(iter((*desk.work.ties, *desk.work.efforts))),
        slips=", ".join(f"{kpi} {_with_sign(step)}" for kpi, step in desk.work.slips.items()) or _("nothing"),
    )


def sheet(desk: Desk) -> Sheet:
    """The agreement on the desk: weights, base, formula and rule below base."""
    draft, weights = desk.draft, shown_weights(desk.draft.weights)
    bases = {row.kpi: draft.bases.get(row.kpi, row.base) for row in desk.rows}
    rows = [
        (row.kpi, f"{weights[row.kpi]:.2f}", f"{bases[row.kpi]:g}", f"{row.norm:g}", f"{row.target:g}")
        for row in desk.rows
    ]
    total = (_("Sum"), f"{fsum(draft.weights.values()):.2f}", "", "", "")
    names = (dict(formula_options()).get(draft.formula, draft.formula), dict(rule_options()).get(str(draft.below_base)))
    return Sheet(
        (_("KPI"), _("weight"), _("base"), _("plan"), _("target")),
        (*rows, total),
        (_("Formula: {formula}. Below base: {rule}.").format(formula=names[0], rule=names[1] or draft.below_base),),
        amounts=(1, 2, 3, 4),
    )


def standings(desk: Desk) -> Sheet:
    """Totals, bonuses and ranks under the draft, the cost, and where the sheet pulls each person."""
    found = desk.standings()
    pulls = []
    for one in found:
        if one.pull.gain < 0.5:
            text = _("{person}: “Nothing I can do next month changes my pay.”")
        else:
            text = _("{person}: “This sheet pays me most for {kpi} ({step}): {gain} more.”")
        step = _step(desk, one.pull.kpi)
        pulls.append(text.format(person=one.person, kpi=one.pull.kpi, step=step, gain=f"{one.pull.gain:,.0f}"))
    cost = _("Cost of this month: {cost}.").format(cost=f"{fsum(one.bonus for one in found):,.0f}")
    return Sheet(
        (_("manager"), _("total"), _("bonus"), _("rank")),
        tuple((one.person, f"{one.total:.4f}", f"{one.bonus:,.0f}", str(one.rank)) for one in found),
        (cost, *pulls),
        amounts=(1, 2, 3),
    )


def months(desk: Desk) -> Sheet:
    """The months lived so far, a line a manager and month."""
    lived = desk.lived()
    ordered = sorted(lived.months, key=lambda month: month.number)
    rows = tuple(
        (
            _("{month}: {person}").format(month=month.number, person=month.person),
            month.effort,
            f"{month.facts[desk.adjustable]:g}",
            f"{month.total:.4f}",
            f"{month.bonus:,.0f}",
        )
        for month in ordered
    )
    head = (_("month"), _("works on"), desk.adjustable, _("total"), _("bonus"))
    return Sheet(head, rows, amounts=(2, 3, 4), spare=(3,))


def verdict(desk: Desk, benchmarks: Sequence[Benchmark]) -> Sheet:
    """Your row beside the others, why the best one is best (and yours is what it is), and what you thought before."""
    if not desk.signed:
        return Sheet()
    who, mine = desk.watched, desk.under(desk.signed.agreement)
    others = [(one, desk.under(one.agreement)) for one in benchmarks]
    named = [(_("yours"), mine), *((_benchmark_name(one), lived) for one, lived in others)]
    head = (
        _("signed"),
        _("{person} works on").format(person=who),
        _("{kpi}, {person}, in the end").format(kpi=desk.adjustable, person=who),
        _("all bonuses"),
    )
    rows = tuple(
        (name, _repeated(lived.efforts(who)), f"{lived.fact(who, desk.adjustable):g}", f"{lived.cost:,.0f}")
        for name, lived in named
    )
    why = [one.why for one, lived in others if one.why and (one.best or lived.months == mine.months)]
    dare = [_dare(desk, mine, lived) for one, lived in others if one.best]
    said = (_fate(desk, mine), *why, *dare, *_beforehand(desk))
    return Sheet(head, rows, said, marked=(0,), amounts=(2, 3), stacked=True)


def luck(desk: Desk, true_share: float, asked: int, *, seed: int, times: int = 20) -> Sheet:
    """The month asked again: how often a survey of `asked` answers falls below base by luck alone."""
    draft = desk.draft
    base = draft.bases[desk.adjustable]
    shown = redrawn(true_share, asked, np.random.default_rng(seed), times=times)
    below = sum(share < base - 1e-9 for share in shown)
    low = desk.matrices[desk.watched].row(desk.adjustable).fact
    rows = tuple(
        (
            f"{n:,}",
            f"{blocked_by_luck(true_share, base, n):.0%}",
            f"{1 - blocked_by_luck(low, base, n):.0%}" if low < base else _("not below base"),
        )
        for n in sorted({50, 150, 200, 600, asked})
    )
    head = (
        _("answers"),
        _("a store truly at {share:g} falls below {base:g}").format(share=true_share, base=base),
        _("a store truly at {share:g} passes").format(share=low),
    )
    drawn = _("Asked {times} times, {asked} answers each: {shares}.").format(
        times=times, asked=asked, shares=", ".join(f"{share:.0f}" for share in shown)
    )
    told = _("The true share was {share:g} every time. Luck alone put it below {base:g} in {below} of {times}.")
    told = told.format(share=true_share, base=base, below=below, times=times)
    ask = _("Which number of answers, or how many months together, would you defend before the person it pays?")
    marked = tuple(i for i, row in enumerate(rows) if row[0] == f"{asked:,}")
    return Sheet(head, rows, (drawn, told, ask), marked=marked, amounts=(1, 2))


def _step(desk: Desk, kpi: str) -> str:
    step, unit = _with_sign(desk.work.efforts[kpi]), desk.row(kpi).unit
    return _("{step} points").format(step=step) if unit == "%" else f"{step} {unit}".strip()


def _with_sign(step: float) -> str:
    return f"{step:+g}".replace("-", "−")


def _benchmark_name(one: Benchmark) -> str:
    return _("{name} (the best of these)").format(name=one.name) if one.best else one.name


def _repeated(efforts: Sequence[str]) -> str:
    """Efforts in order, one after another of the same kind counted."""
    runs = [(kpi, len(list(run))) for kpi, run in groupby(efforts)]
    return ", ".join(f"{kpi} × {n}" if n > 1 else kpi for kpi, n in runs)


def _fate(desk: Desk, mine: Lived) -> str:
    start = desk.matrices[desk.watched].row(desk.adjustable).fact
    end = mine.fact(desk.watched, desk.adjustable)
    if end > start:
        text = _("Under your sheet {kpi} rose from {start:g} to {end:g} for {person}: it paid for the repair.")
    elif end < start:
        text = _("Under your sheet {kpi} fell from {start:g} to {end:g} for {person}: it did not pay for the repair.")
    else:
        text = _("Under your sheet {kpi} ended for {person} where it began, at {end:g}.")
    return text.format(kpi=desk.adjustable, person=desk.watched, start=start, end=end)


def _dare(desk: Desk, mine: Lived, best: Lived) -> str:
    """Whether there is a sheet that repairs as well as the best one for less, where yours is not it already."""
    row = desk.row(desk.adjustable)
    more = (mine.fact(desk.watched, row.kpi) - best.fact(desk.watched, row.kpi)) * (row.norm - row.base)
    less = round(best.cost) - round(mine.cost)
    if more < 0 or less <= 0:
        return _("Can you find a sheet that does it for less?")
    text = _("You have found a sheet that does it for less: yours repairs as well as the best one, for {less} less.")
    return text.format(less=f"{less:,}")


def _beforehand(desk: Desk) -> tuple[str, ...]:
    if not desk.signed:
        return ()
    sure = confidence_words(desk.signed.confidence)
    return (
        _("Before the first month you wrote: “{reason}”").format(reason=desk.signed.reason),
        _("How sure you were: {confidence}.").format(confidence=sure),
    )
