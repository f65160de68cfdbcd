"""Customers: who is new, who comes back, who is satisfied."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.active_customers import from_standing, whole_before
from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.campaigns import cost_of_winning
from kpilab.metrics.care import contact_coverage
from kpilab.metrics.engines import date_number, number_of
from kpilab.metrics.finishing import Finished
from kpilab.metrics.lifetime_value import lifetime_value
from kpilab.metrics.lifetimes import median_lifetime
from kpilab.metrics.parts import (
    PERIOD,
    Parts,
    buyers,
    buyers_with_firsts,
    keys_of,
    orders_with_firsts,
    paid_orders,
    with_period,
)
from kpilab.metrics.periods import period_start, periods_later, start_after
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Sources
from kpilab.metrics.spans import days_asked
from kpilab.metrics.survey_answers import invitations, survey_answers
from kpilab.metrics.web_events import visitors

_AGAIN_WITHIN = "60d"


def neighbouring_buyers(sources: Sources) -> Frame:
    """One row for each known buyer, key and period: whether they bought in the window that ends with it, and before.

    `came_back` is 1 for a purchase in that window, `bought_before` for one in the window before it; a window is
    `sources.window` periods. No row stands after the last period of the orders, and nobody has
    `bought_before` where the window before is not wholly in the data.
    """
    known = sources.built(paid_orders).filter(~nw.col("customer_id").is_null())
    period = sources.period or "month"
    key = ["customer_id", *keys_of(sources)]
    bought = with_period(sources, sources.narrowed(known, periods=False)).select(*key).unique()
    first, last = sources.ends()
    enough = date_number(PERIOD) >= number_of(start_after(period, first, 2 * sources.window - 1))
    now = [_seen(bought, period, later) for later in range(sources.window)]
    before = [_seen(bought, period, later + sources.window).filter(enough) for later in range(sources.window)]
    rows = [frame.with_columns(nw.lit(1).alias("came_back"), nw.lit(0).alias("bought_before")) for frame in now]
    rows += [frame.with_columns(nw.lit(0).alias("came_back"), nw.lit(1).alias("bought_before")) for frame in before]
    flags = {name: Plain("max", name) for name in ("came_back", "bought_before")}
    everyone = added_up(nw.concat(rows, how="vertical"), key, flags)
    return everyone.filter(date_number(PERIOD) <= number_of(start_after(period, last, 0)))


def _seen(bought: Frame, period: str, later: int) -> Frame:
    """The same rows, `later` periods later."""
    return bought.with_columns(periods_later(period, PERIOD, later)) if later else bought


def cohorts(sources: Sources) -> Frame:
    """One row for each new customer: `came_back` is 1 for a purchase in the period `cohort_age` periods later."""
    period = sources.period or "month"
    firsts = sources.built(orders_with_firsts).filter(nw.col("is_first") == 1)
    new = with_period(sources, sources.narrowed(firsts, periods=False))
    due = new.with_columns(periods_later(period, PERIOD, sources.days("cohort_age")).alias("due"))
    known = sources.built(paid_orders).filter(~nw.col("customer_id").is_null())
    bought = known.select("customer_id", period_start(period).alias("due")).unique()
    both = due.join(bought.with_columns(nw.lit(1).alias("came_back")), on=["customer_id", "due"], how="left")
    return both.with_columns(nw.col("came_back").fill_null(0))


@measures("new_customers")
def new_customers() -> Parts:
    """Customers whose first paid order this is."""
    return Parts(orders_with_firsts, "new", sums={"new": Plain("sum", "is_first")})


@measures("new_customers_returning")
def new_customers_returning() -> Parts:
    """New customers who buy again on a later day within 60 days."""
    again = nw.col("comes_again_on") <= nw.col("day").dt.offset_by(_AGAIN_WITHIN)
    rows = {"again": again.fill_null(False).cast(nw.Int64) * nw.col("is_first")}
    return Parts(orders_with_firsts, "again", rows=rows, sums={"again": Plain("sum", "again")}, known_after=60)


@measures("repurchase_next_window")
def repurchase_next_window() -> Parts:
    """Buyers of the window before who bought in this one, over buyers of the window before."""
    rows = {"both": nw.col("bought_before") * nw.col("came_back")}
    sums = {"both": Plain("sum", "both"), "bought_before": Plain("sum", "bought_before")}
    return Parts(
        neighbouring_buyers, "both", "bought_before", rows=rows, sums=sums, known_after=0, keyed=True, windowed=True
    )


@measures("repeat_purchase_rate")
def repeat_purchase_rate() -> Parts:
    """Buyers with purchases on two days or more, over buyers."""
    rows = {"repeated": (nw.col("first_day") < nw.col("last_day")).cast(nw.Int64)}
    sums = {"repeated": Plain("sum", "repeated"), "buyers": Plain("len")}
    return Parts(buyers, "repeated", "buyers", rows=rows, sums=sums, keyed=True)


@measures("repeat_customer_share")
def repeat_customer_share() -> Parts:
    """Buyers who were customers before, over buyers."""
    rows = {"old": 1 - nw.col("is_new")}
    sums = {"old": Plain("sum", "old"), "buyers": Plain("len")}
    return Parts(buyers_with_firsts, "old", "buyers", rows=rows, sums=sums, keyed=True)


@measures("repeat_order_share")
def repeat_order_share() -> Parts:
    """Orders of known buyers beyond the first of each, over their orders."""
    rows = {"repeats": nw.col("orders") - 1}
    sums = {"repeats": Plain("sum", "repeats"), "orders": Plain("sum", "orders")}
    return Parts(buyers, "repeats", "orders", rows=rows, sums=sums, keyed=True)


@measures("orders_per_buyer")
def orders_per_buyer() -> Parts:
    """Orders of known buyers, over known buyers."""
    sums = {"orders": Plain("sum", "orders"), "buyers": Plain("len")}
    return Parts(buyers, "orders", "buyers", sums=sums, keyed=True)


@measures("customer_growth_rate")
def customer_growth_rate() -> Finished:
    """Active customers at the end less those at the start, over those at the start."""
    return from_standing(lambda lines: (lines["end"] - lines["start"], lines["start"]), "start")


@measures("retention_rate")
def retention_rate() -> Finished:
    """Customers active at the start and again, or still, at the end, over those at the start."""
    return from_standing(lambda lines: (lines["start"] - lines["left"], lines["start"]), "start")


@measures("churn_rate")
def churn_rate() -> Finished:
    """Customers active at the start and not at the end, over those at the start."""
    return from_standing(lambda lines: (lines["left"], lines["start"]), "start")


@measures("churn_rate_all_customers")
def churn_rate_all_customers() -> Finished:
    """Customers of the period who are not active at its end, over all who were active at any time in it."""
    return from_standing(_over_all, "customers")


def _over_all(lines: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[float]]:
    lost = lines["left"] + lines["passed"]
    return lost, lines["end"] + lost


@measures("cohort_retention")
def cohort_retention() -> Finished:
    """New customers who buy in the period so many periods later, over new customers; dated by the first purchase."""
    sums = {"came_back": Plain("sum", "came_back"), "cohort": Plain("len")}
    part = Parts(cohorts, "came_back", "cohort", sums=sums, keyed=True, history=True)

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        lines = found["cohorts"]
        came_back = lines["came_back"].where(lines[PERIOD].lt(whole_before(sources, sources.days("cohort_age"))))
        return lines[keys_of(sources)].assign(
            value=came_back / lines["cohort"], numerator=came_back, denominator=lines["cohort"]
        )

    return Finished({"cohorts": part}, finish, "cohort", windowed=True)


@measures("cac")
def cac() -> Finished:
    """What campaigns cost that are to win customers, over new customers."""
    return cost_of_winning(Parts(orders_with_firsts, "new", sums={"new": Plain("sum", "is_first")}))


@measures("csat_top2")
def csat_top2() -> Parts:
    """Answers of 4 or 5 over valid answers."""
    valid = nw.col("score").is_between(1, 5).fill_null(False)
    satisfied = nw.col("score").is_between(4, 5).fill_null(False)
    rows = {"satisfied": satisfied.cast(nw.Int64), "answers": valid.cast(nw.Int64)}
    sums = {"satisfied": Plain("sum", "satisfied"), "answers": Plain("sum", "answers")}
    return Parts(survey_answers, "satisfied", "answers", rows=rows, sums=sums)


@measures("nps")
def nps() -> Parts:
    """A hundred times the answers of 9 or 10 less those of 0 to 6, over valid answers."""
    valid, promotes, warns = (
        nw.col("recommend").is_between(*ends).fill_null(False).cast(nw.Int64) for ends in ((0, 10), (9, 10), (0, 6))
    )
    sums = {"balance": Plain("sum", "balance"), "answers": Plain("sum", "answers")}
    return Parts(
        survey_answers, "balance", "answers", rows={"balance": promotes - warns, "answers": valid}, sums=sums, times=100
    )


@measures("survey_response_rate")
def survey_response_rate() -> Parts:
    """Invitations answered within the stated days over invitations that arrived; known when these are over."""
    sums = {"answered": Plain("sum", "answered"), "arrived": Plain("len")}
    sent = ("survey_invitations", "sent_at")
    return Parts(invitations, "answered", "arrived", sums=sums, known_after="answer_days", known_by=sent)


@measures("stickiness")
def stickiness() -> Finished:
    """Mean visitors a day over the distinct visitors of the period."""
    sums = {"visitor_days": Plain("sum", "days"), "visitors": Plain("len")}
    part = Parts(visitors, "visitor_days", sums=sums, keyed=True, known_after=0, known_by=("events", "ts"))

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        lines = found["visitors"]
        a_day = lines["visitor_days"] / days_asked(lines, sources)
        below = lines["visitors"].where(lines["visitors"].gt(0))
        return lines[keys_of(sources)].assign(value=a_day / below, numerator=a_day, denominator=below)

    return Finished({"visitors": part}, finish, "visitors")


@measures("median_lifetime_km")
def median_lifetime_km() -> Finished:
    """Days until half of the customers with a contract have left, by the survival curve of Kaplan and Meier."""
    return median_lifetime()


@measures("clv")
def clv() -> Finished:
    """Margin that a customer is expected to bring over the horizon, from the margin and retention of the period."""
    return lifetime_value()


@measures("key_account_contact_coverage")
def key_account_contact_coverage() -> Finished:
    """Customers who heard from their seller over customers in care, each by the days of care."""
    return contact_coverage()
