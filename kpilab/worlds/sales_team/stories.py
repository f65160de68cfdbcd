"""The seven stories planted in the sales team."""

from __future__ import annotations

from datetime import date

from kpilab.i18n import N_
from kpilab.worlds.story import Story

__all__ = ["STORIES"]

STORIES = (
    Story(
        id="directory_leads",
        what=N_(
            "From April 2025 marketing books bought addresses from a directory as East's leads; hardly one is fit."
        ),
        where={"team": "East"},
        first=date(2025, 4, 1),
        last=date(2025, 12, 31),
        strength=0.80,
        strength_unit=N_("bought addresses for each real lead"),
        shown_by="qualified_lead_rate",
        moves="down",
        decoy="order_count",
        decoy_where={"team": "East"},
        lesson=N_("More leads are no more business: count those that are fit, and look at each source by itself."),
    ),
    Story(
        id="north_routing",
        what=N_(
            "From February 2025 North's enquiries go through a shared inbox, and about half of them wait one to "
            "four days longer; deals that began late are won less often in the months after."
        ),
        where={"team": "North"},
        first=date(2025, 2, 1),
        last=date(2025, 12, 31),
        strength=0.55,
        strength_unit=N_("share of leads that wait longer"),
        shown_by="follow_up_timeliness",
        moves="down",
        decoy="lead_count",
        decoy_where={"team": "North"},
        lesson=N_("The win rate falls a quarter after the answer comes late: watch the lead time of your leads."),
    ),
    Story(
        id="quarter_end_pull",
        what=N_(
            "In 2025 Fang Lei of South signs deals of the next two months before the quarter ends, "
            "and pays for it with discount."
        ),
        where={"name": "Fang Lei"},
        first=date(2025, 1, 1),
        last=date(2025, 12, 31),
        strength=0.24,
        strength_unit=N_("points of extra discount on deals pulled forward, as a fraction"),
        shown_by="discount_share",
        moves="up",
        decoy="follow_up_timeliness",
        decoy_where={"name": "Fang Lei"},
        lesson=N_("The quarter is made and the next one is sold already, for less: read sales beside discount."),
    ),
    Story(
        id="west_newcomers",
        what=N_(
            "Five of West's seven sellers left at the end of February 2025; their successors need nine months "
            "to sell as others do."
        ),
        where={"team": "West"},
        first=date(2025, 3, 1),
        last=date(2025, 10, 31),
        strength=0.90,
        strength_unit=N_("share of its wins that a newcomer lacks in the first weeks"),
        shown_by="win_rate",
        moves="down",
        decoy="follow_up_timeliness",
        decoy_where={"team": "West"},
        lesson=N_("A newcomer is not a weak seller: compare people with as many months in the job."),
    ),
    Story(
        id="lucky_may",
        what=N_("Qiao Min of West wins every deal that she closes in May 2025. It is luck: she sells as before."),
        where={"name": "Qiao Min"},
        first=date(2025, 5, 1),
        last=date(2025, 5, 31),
        strength=1.0,
        strength_unit=N_("share of deals won that month"),
        shown_by="win_rate",
        moves="up",
        decoy="skill_rating",
        decoy_where={"name": "Qiao Min", "skill": "negotiation"},
        lesson=N_("A handful of deals says little: give the interval with the rate before you give the prize."),
    ),
    Story(
        id="south_product_course",
        what=N_("South takes a product course in May 2025: it knows more in the tests and sells as before."),
        where={"team": "South"},
        first=date(2025, 6, 1),
        last=date(2025, 12, 31),
        strength=0.20,
        strength_unit=N_("share of questions answered right beyond those before"),
        shown_by="product_knowledge",
        moves="up",
        decoy="win_rate",
        decoy_where={"team": "South"},
        lesson=N_("To know is not to do: a test after the course says nothing about the next deal."),
    ),
    Story(
        id="double_visits",
        what=N_(
            "From March 2025 Meng Tao of East writes each visit up twice: mostly a day or two later, "
            "sometimes on the same day, where the rule counts one."
        ),
        where={"name": "Meng Tao"},
        first=date(2025, 3, 1),
        last=date(2025, 12, 31),
        strength=0.90,
        strength_unit=N_("share of visits written up again on another day"),
        shown_by="effective_visits",
        moves="up",
        decoy="order_count",
        decoy_where={"name": "Meng Tao"},
        lesson=N_("What the seller writes up alone can be written up twice; pair it with what only customers do."),
    ),
)
