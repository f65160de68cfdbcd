"""Cards for a big promotion: which three numbers lead in this phase, and which tempt because they led in another."""

from __future__ import annotations

from kpilab.chapters.c03_kpis_by_sector_and_role.scenes import Scene
from kpilab.i18n import N_

__all__ = ["PHASE_SCENES"]

PHASE_SCENES = (
    Scene(
        "preparation",
        N_(
            "Preparation: four weeks before the day. Last time one article in ten was promised and not in the warehouse, and the "
            "page was slow when it mattered."
        ),
        N_("The team can still count, order, repair and practise."),
        {
            "stock_record_accuracy": N_("says whether what is promised lies in the warehouse"),
            "page_load_p75": N_("can be repaired now and not on the day"),
            "budget_execution": N_("shows money running ahead of the plan while there is some left"),
        },
        {
            "conversion_rate_visitor": N_(
                "today's visitors do not know the offer yet. It will lead when there is something to buy."
            ),
            "gmv_paid": N_("nothing of the promotion is on sale yet. An empty row for four weeks."),
            "return_rate": N_("what has not been sent cannot come back. Keep the row for the closing."),
            "plan_pace": N_("the clock starts on the day. Until then the row says nothing."),
            "first_response_time": N_(
                "the rush is on the day. What can be done now is to train and to plan the shifts."
            ),
        },
        N_(
            "In preparation the numbers are about readiness: what can still be changed decides what is worth measuring."
        ),
    ),
    Scene(
        "warm-up",
        N_(
            "Warm-up: ten days before the day. Coupons are out, advertisements run, customers put things into their baskets and wait."
        ),
        N_("The team can still change the offer, the pictures and where the money goes."),
        {
            "presale_signal": N_("counts those who have put something aside for the day"),
            "campaign_participation": N_("shows whether the offer draws those it reaches"),
            "budget_execution": N_("shows the money running out before the day"),
        },
        {
            "net_sales": N_(
                "in these days customers wait for the price, and sales fall. Whoever is paid for them opens the sale early."
            ),
            "conversion_rate_visitor": N_(
                "visitors come to look and to collect. A low rate is what a warm-up looks like."
            ),
            "complaint_rate": N_("there is nothing to complain about yet. It leads after the parcels."),
            "campaign_roi": N_("the cost is here and the income is not. It says minus a hundred until the day."),
            "service_level": N_(
                "the lines are quiet. On the day the row will matter, and the shifts for it are planned by now."
            ),
        },
        N_(
            "In the warm-up sales fall and intent rises. Whoever reads the falling sales as a failure opens the sale too early."
        ),
    ),
    Scene(
        "burst",
        N_(
            "Burst: it is ten in the morning of the day. Orders come by the minute, some articles run low, and the service desk fills."
        ),
        N_("The team can still move advertising, goods and people until midnight."),
        {
            "plan_pace": N_("says hour by hour whether the day goes to plan"),
            "stockout_rate": N_("names what is advertised and sold out"),
            "first_response_time": N_("shows the desk filling up while somebody can still be called in"),
        },
        {
            "repurchase_next_window": N_(
                "it takes weeks to be known. A row that cannot move today does not steer today."
            ),
            "contribution_margin_campaign": N_(
                "it decides whether the promotion was worth it, and it is known when the parcels are back."
            ),
            "plan_innovation_score": N_("the plan was judged before the day. Now it runs."),
            "presale_signal": N_("the collecting is over, and the buying is on."),
            "slow_stock_share": N_("what stays behind shows next month. At ten in the morning nobody can act on it."),
        },
        N_(
            "In the burst only what can be changed by midnight steers. The numbers that judge come later, and they must come."
        ),
    ),
    Scene(
        "closing",
        N_(
            "Closing: nine weeks after the day. Parcels have come back, invoices are in, and the team writes what it will do next time."
        ),
        N_("The team can still judge, thank, mend and keep the customers who are new."),
        {
            "contribution_margin_campaign": N_("says what was left when everything was paid"),
            "return_rate": N_("says how much was sold and then not"),
            "new_customers_returning": N_("tells customers from bargain hunters"),
        },
        {
            "gmv_paid": N_("the number for the wall on the evening of the day. Since then a part of it has come back."),
            "plan_pace": N_("there is no day left to be ahead or behind in."),
            "presale_signal": N_("interesting for the warm-up of the next one. It judges nothing now."),
            "impressions": N_("what was shown is paid for. What it was worth stands in another row."),
            "page_load_p75": N_(
                "a matter for preparation. It goes into the list for next time, not into the judgement."
            ),
        },
        N_(
            "The closing tells whether the day was worth it. It is the phase that is skipped most easily when the wall was so green."
        ),
    ),
)
