"""Sign a KPI matrix, then live with it for three months: the face of `kpilab.analysis.agreement`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from math import floor, fsum, log10
from typing import TYPE_CHECKING

import ipywidgets as w

from kpilab.analysis.agreement import Agreement, Work
from kpilab.analysis.scorecard import Matrix
from kpilab.errors import MatrixError
from kpilab.i18n import _
from kpilab.widgets import sign_page as page
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import block, card, fill, headline, html, radio, reveal, slider
from kpilab.widgets.lived import Life, signing
from kpilab.widgets.message import Message
from kpilab.widgets.sign_desk import Benchmark, Desk, Signed, shown_weights
from kpilab.widgets.still import still_html, still_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["sign_matrix"]

_SAMPLES = (50, 150, 200, 600)


def sign_matrix(
    matrices: Mapping[str, Matrix],
    work: Work,
    *,
    adjustable: str,
    benchmarks: Sequence[Benchmark] = (),
    keep: Callable[[Signed], Message | None] | None = None,
    signed: Signed | None = None,
    draft: Agreement | None = None,
    months: int = 3,
    seed: int = 5,
) -> Bundle:
    """The desk: change the sheet, see what it pays, sign it with a reason, live with it, compare.

    `matrices` give each person's sheet with today's facts, all with the same rows; `work` what a month allows.
    `adjustable` is the row whose base can be changed and whose fact the reveal follows. `draft` is the sheet that lies
    there first (fact ÷ plan unless given). `keep` gets the signed sheet at the signature and after each month lived,
    and may say something; `signed` restores one, with the months lived since. Raises `MatrixError` where matrices,
    sheet and benchmarks do not fit together.
    """
    desk = Desk(matrices, work, adjustable, draft or Agreement("ratio", "none"), months=months)
    if signed:
        desk = Desk(matrices, work, adjustable, signed.agreement, signed, months)
    for one in benchmarks:
        desk.under(one.agreement)
    sheets = [page.sheet(desk), page.standings(desk)]
    if signed:
        sheets.append(page.months(desk))
    if desk.over:
        sheets.append(page.verdict(desk, benchmarks))
    note = _("Run this notebook to change the sheet, sign it and live with it.")
    return Bundle(
        lambda: _Face(desk, benchmarks, keep, seed).root,
        still_html(_heading(), f"<p>{escape(page.toy(desk))}</p>", *(one.html() for one in sheets), note=note),
        still_text(_heading(), page.toy(desk), *(one.text() for one in sheets), note=note),
    )


def _heading() -> str:
    return _("Sign it, then live with it")


class _Face:
    """The controls around one desk. Every press makes a new desk and shows it again; nothing is reckoned here."""

    def __init__(
        self,
        desk: Desk,
        benchmarks: Sequence[Benchmark],
        keep: Callable[[Signed], Message | None] | None,
        seed: int,
    ) -> None:
        self._benchmarks, self._seed = benchmarks, seed
        self._quiet = False
        self._asked = 0
        self._life = Life(
            desk,
            keep=lambda now: keep(now.signed) if keep and now.signed else None,
            play=Desk.play,
            reopen=self._reopened,
            again=_("Change the sheet and sign again"),
            show=self._show,
        )
        # the first month follows the decision without a line between them
        self._life.months.remove_class("kpilab-live")
        self._make_sheet()
        self._make_decision()
        self._make_luck()
        self._lived = w.VBox([*self._life.parts[:-1], self._luck_block, self._life.again.button])
        self.root = card(
            headline(_heading()),
            html(f"<p>{escape(page.toy(desk))}</p>"),
            self._sheet,
            self._standings,
            self._decision,
            self._life.said.widget,
            self._lived,
        )
        self._show()

    @property
    def desk(self) -> Desk:
        return self._life.desk

    def _make_sheet(self) -> None:
        self._weights = {row.kpi: slider(row.kpi, low=0.0, high=1.0, step=0.01, form=".2f") for row in self.desk.rows}
        self._sum = html(" ", "kpilab-muted")
        row = self.desk.row(self.desk.adjustable)
        step = (row.norm - row.base) / 10
        ends = (row.norm - 25 * step, row.norm - step, self.desk.draft.bases[row.kpi])
        label = _("base of {kpi}").format(kpi=row.kpi)
        form = f".{_decimals(abs(step))}f"
        self._base = slider(label, low=min(ends), high=max(ends), step=abs(step), form=form)
        self._formula = radio(page.formula_options(), self.desk.draft.formula)
        self._rule = radio(page.rule_options(), str(self.desk.draft.below_base))
        for kpi, made in self._weights.items():
            made.observe(lambda change, kpi=kpi: self._weigh(kpi, change["new"]), "value")
        self._base.observe(lambda change: self._change(lambda d: d.rebase(change["new"])), "value")
        self._formula.observe(lambda change: self._change(lambda d: d.choose(formula=change["new"])), "value")
        self._rule.observe(lambda change: self._change(lambda d: d.choose(below_base=change["new"])), "value")
        weights = block(_("Weights"), *self._weights.values(), self._sum)
        left = w.VBox([weights, block(_("Lowest result still accepted"), self._base)])
        right = w.VBox([block(_("Formula"), self._formula), block(_("Below base"), self._rule)])
        self._sheet = w.Box([left, right])
        self._sheet.add_class("kpilab-columns")
        self._standings = html(" ", "kpilab-live")

    def _make_decision(self) -> None:
        why = _("Why this sheet? One sentence to the three managers.")
        label = _("Sign it for {months} months").format(months=self.desk.months)
        self._decision = block(_("Your decision"), *signing(self._life, why=why, label=label))

    def _make_luck(self) -> None:
        self._luck = html("", "kpilab-live")
        options = tuple((str(n), _("{n} answers").format(n=n)) for n in _SAMPLES)
        self._sample = radio(options, str(_SAMPLES[0]))
        ask = self._life.press(_("Ask the customers again"), self._asking)
        self._luck_block = block(
            _("The same month, with other customers answering"), self._sample, ask.button, self._luck
        )

    def _weigh(self, kpi: str, weight: float) -> None:
        if round(weight, 2) != shown_weights(self.desk.draft.weights)[kpi]:
            self._change(lambda desk: desk.weigh(kpi, weight))

    def _change(self, step: Callable[[Desk], Desk]) -> None:
        """Take one step, unless it is no person's: a slider that appears in a browser reports where it stands."""
        if self._quiet or self.desk.signed:
            return
        try:
            self._life.desk = step(self.desk)
            self._life.said.show(None)
        except MatrixError as error:
            self._life.said.show(Message("error", "", (str(error),)))
        self._show()

    def _reopened(self, desk: Desk) -> Desk:
        self._luck.value = ""
        return desk.reopen()

    def _asking(self) -> None:
        best = next((one.agreement for one in self._benchmarks if one.best), self.desk.draft)
        share = self.desk.under(best).fact(self.desk.watched, self.desk.adjustable)
        told = page.luck(self.desk, share, int(self._sample.value), seed=self._seed + self._asked)
        self._asked += 1
        fill(self._luck, told.html())

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def _show(self) -> None:
        desk, held = self.desk, self.desk.signed is not None
        with self._quietly():
            for kpi, weight in shown_weights(desk.draft.weights).items():
                self._weights[kpi].value = weight
            self._base.value = desk.draft.bases[desk.adjustable]
            for control in [*self._weights.values(), self._base, self._formula, self._rule]:
                control.disabled = held
        total = fsum(desk.draft.weights.values())
        self._sum.value = escape(_("Sum of the weights: {total:.2f}").format(total=total))
        fill(self._standings, page.standings(desk).html())
        reveal(self._decision, when=not held)
        reveal(self._lived, when=held)
        self._life.tell(
            page.months(desk).html() if held else "",
            _("Live month {month}").format(month=desk.played + 1) if held and not desk.over else "",
        )
        self._life.judge(page.verdict(desk, self._benchmarks).html() if desk.over else "")
        surveyed = desk.row(desk.adjustable).sample is not None
        reveal(self._luck_block, when=desk.over and surveyed)


def _decimals(step: float) -> int:
    return max(0, -floor(log10(step)))
