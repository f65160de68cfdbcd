"""“Sign it, then live with it”: three managers, four efforts, and the sheets that others have signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpilab.analysis.agreement import Agreement, Work
from kpilab.analysis.pay import CLIFF
from kpilab.chapters.c04_kpi_matrix.case import AT_PLAN, EFFORTS, MAY, MEMBERS, SALES, SATISFIED
from kpilab.i18n import _

if TYPE_CHECKING:
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.sign_desk import Benchmark

__all__ = ["WORK", "benchmarks", "sign_it"]

WORK = Work(EFFORTS, CLIFF, AT_PLAN, slips={SATISFIED: -1}, ties=(MEMBERS, SALES))
"""One effort a month each; satisfaction loses a point in a month when nobody works on it."""
_ITEM = "4.sign"


def benchmarks() -> tuple[Benchmark, ...]:
    """Five sheets that others have signed, in the language in use; the last one is the best."""
    from kpilab.widgets.sign_desk import Benchmark

    heavier = {row.kpi: row.weight for row in MAY["Chen"].reweighted(SATISFIED, 0.40).rows}
    return (
        Benchmark(
            _("fact ÷ plan, as before"), Agreement("ratio", "none"), why=_("It pays for a queue that is short already.")
        ),
        Benchmark(
            _("two-segment, zero below base"),
            Agreement("two_segment", "zero"),
            why=_("Below base a repair adds nothing, so nobody repairs."),
        ),
        Benchmark(
            _("the same, satisfied customers at 0.40"),
            Agreement("two_segment", "zero", weights=heavier),
            why=_("The tempting one: more weight on a dead zone is more weight on nothing."),
        ),
        Benchmark(
            _("the same, base lowered to 70"),
            Agreement("two_segment", "zero", bases={SATISFIED: 70}),
            why=_("The row recovers on paper first, and in the store last."),
        ),
        Benchmark(
            _("two-segment, negative (or no bonus) below base"),
            Agreement("two_segment", "negative"),
            best=True,
            why=_("Below base each step counts, so the repair comes first."),
        ),
    )


def sign_it() -> Bundle:
    """The desk with May's three sheets; a signature and its months are kept and lie there again at the next visit."""
    from kpilab.course.decisions import keep_decision, last_decision
    from kpilab.widgets.sign_desk import Signed
    from kpilab.widgets.sign_matrix import sign_matrix

    return sign_matrix(
        MAY,
        WORK,
        adjustable=SATISFIED,
        benchmarks=benchmarks(),
        keep=lambda signed: keep_decision(_ITEM, signed.as_data()),
        signed=last_decision(_ITEM, Signed.from_data),
    )
