"""What comes from below meets what was set above: the gap, ways to close it, and pay that makes a forecast honest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

from kpilab.analysis.shares import exact, split_exactly, whole
from kpilab.errors import PlanError, UnknownName
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["METHODS", "Method", "Reconciled", "forecast_pay", "held_back", "reconcile"]

Method = Literal["proportional", "least_squares", "hold_back"]
METHODS: tuple[Method, ...] = get_args(Method)


@dataclass(frozen=True)
class Reconciled:
    """Plans that add up again: `top_down` from above, `bottom_up` from below, `plans` after `method` closed the gap.

    `cushion` is what the plans hold beyond `top_down` (a hold-back); 0 elsewhere.
    """

    method: Method
    top_down: int
    bottom_up: Mapping[str, int]
    plans: Mapping[str, int]
    cushion: int = 0

    @property
    def gap(self) -> int:
        """What is missing from below; negative where more is offered than asked."""
        return self.top_down - sum(self.bottom_up.values())

    def frame(self) -> pd.DataFrame:
        """A line a unit: ``offered``, ``plan``, ``added``."""
        import pandas as pd

        offered, plans = list(self.bottom_up.values()), [self.plans[name] for name in self.bottom_up]
        added = [plan - offer for plan, offer in zip(plans, offered, strict=True)]
        return pd.DataFrame({"offered": offered, "plan": plans, "added": added}, index=list(self.bottom_up))

    def __str__(self) -> str:
        most = max(self.plans, key=lambda name: abs(self.plans[name] - self.bottom_up[name]))
        said = (
            _(
                "Asked from above {top:,}, offered from below {below:,}: a gap of {gap:,}. "
                "{name} takes the largest part."
            )
            if self.gap > 0
            else _(
                "Asked from above {top:,}, offered from below {below:,}: {over:,} more than is asked. "
                "{name} gives up most."
            )
            if self.gap < 0
            else _("Asked from above {top:,}, offered from below {below:,}: there is no gap.")
        )
        text = said.format(
            top=self.top_down, below=sum(self.bottom_up.values()), gap=self.gap, over=-self.gap, name=most
        )
        if not self.cushion:
            return text
        held = _("{text} The plans hold {cushion:,} more than is asked, and everybody is told so.")
        return held.format(text=text, cushion=self.cushion)


def held_back(parent: int, share: float) -> int:
    """What children are given together when `share` more than the parent's plan is handed out.

    >>> held_back(4_680_000, 0.05)
    4914000
    """
    extra = exact(share)
    if not 0 <= extra <= 1:
        raise PlanError(_("The hold-back is a share between 0 and 1: write 5 % as 0.05."))
    return round(whole(parent, _("The plan")) * (1 + extra))


def reconcile(
    top_down: int,
    bottom_up: Mapping[str, int],
    *,
    method: Method = "proportional",
    spread: Mapping[str, float] | None = None,
    hold_back: float = 0.0,
    step: int = 1,
) -> Reconciled:
    """Plans for all units that sum to `top_down` exactly (with a hold-back, to that much more).

    * ``proportional``: everybody's offer × the same number.
    * ``least_squares``: the gap is shared by the variance of each forecast (`spread` is its standard
      deviation, from past misses and in any unit), so that the sure ones move least. Nobody is moved below 0.
    * ``hold_back``: proportional, to (1 + `hold_back`) × `top_down`; what is held is stated in the result.

    Raises `PlanError` for negative offers, offers that are all 0, spreads that are missing, negative or all 0, and a
    hold-back that the method would leave out.

    >>> reconcile(100, {"a": 40, "b": 40}, method="least_squares", spread={"a": 1, "b": 3}).plans
    {'a': 42, 'b': 58}

    Source: least squares with one constraint, as in hierarchical forecasting; the gap by variance minimises
    the sum of (plan − offer)² ÷ variance.
    """
    if method not in METHODS:
        raise UnknownName(_("method"), str(method), METHODS)
    asked = whole(top_down, _("The plan from above"))
    offers = {name: whole(offer, _("The offer of {name}").format(name=name)) for name, offer in bottom_up.items()}
    if not offers:
        raise PlanError(_("Nobody has offered anything from below: name at least one unit."))
    if hold_back and method != "hold_back":
        raise PlanError(_("A hold-back of {share:.0%} counts only with the method hold_back.").format(share=hold_back))
    if method == "least_squares" and not asked:
        return Reconciled(method, asked, offers, dict.fromkeys(offers, 0))
    if method == "least_squares":
        moved = _least_squares(asked, offers, spread or {})
        return Reconciled(method, asked, offers, split_exactly(asked, moved, step=step))
    if not any(offers.values()):
        raise PlanError(_("All offers are 0, so nothing says who takes which share. Share the plan out from above."))
    handed_out = held_back(asked, hold_back if method == "hold_back" else 0)
    return Reconciled(method, asked, offers, split_exactly(handed_out, offers, step=step), handed_out - asked)


def forecast_pay(
    forecast: float, sold: float, *, for_forecast: float = 0.03, above: float = 0.02, short: float = 0.04
) -> float:
    """The bonus on a forecast and what was sold, built so that the honest forecast pays most.

    Each yuan forecast pays `for_forecast`; each yuan sold beyond it pays `above`, which is less; each yuan short of it
    costs `short`, which is more. Raises `PlanError` where the three are not in that order.

    >>> [round(forecast_pay(said, 780)) for said in (550, 780, 900)]
    [21, 23, 22]
    """
    if not 0 <= above < for_forecast < short:
        raise PlanError(_("Pay least above the forecast, more for the forecast, and let a shortfall cost most."))
    if sold >= forecast:
        return forecast * for_forecast + (sold - forecast) * above
    return forecast * for_forecast - (forecast - sold) * short


def _least_squares(asked: int, offers: Mapping[str, int], spread: Mapping[str, float]) -> dict[str, Fraction]:
    missing = [name for name in offers if name not in spread]
    if missing:
        raise PlanError(
            _("How sure is each forecast? There is no spread for {names}.").format(names=", ".join(missing))
        )
    variance = {name: exact(spread[name]) ** 2 for name in offers}
    if any(exact(spread[name]) < 0 for name in offers) or not any(variance.values()):
        raise PlanError(_("A spread is never negative, and at least one is above 0."))
    free = set(offers)
    while True:
        room = sum(variance[name] for name in free)
        gap = asked - sum(offers[name] for name in free)
        if not room and gap:
            raise PlanError(_("The sure forecasts alone exceed the plan: there is nobody left to move."))
        plans = {
            name: offers[name] + variance[name] / (room or 1) * gap if name in free else Fraction(0) for name in offers
        }
        below = {name for name in free if plans[name] < 0}
        if not below:
            return plans
        free -= below
