"""The six stories planted in the small shop: four of them are about the book and not about the trade."""

from __future__ import annotations

from datetime import date

from kpilab.i18n import N_
from kpilab.worlds.story import Story

__all__ = ["STORIES"]

_END = date(2025, 12, 31)

STORIES = (
    Story(
        id="names_asked",
        what=N_("Since May 2025 the helper asks guests at the till for a name; before, few names were written down."),
        where={},
        first=date(2025, 5, 1),
        last=_END,
        strength=1.0,
        strength_unit=N_("growth of the names written down for the first time"),
        shown_by="new_customers",
        moves="up",
        decoy="order_count",
        decoy_where={},
        lesson=N_("When a count jumps on the day on which the counting changes, the book has grown and not the trade."),
    ),
    Story(
        id="loose_tea_discounts",
        what=N_("Since February 2025 the helper takes a fifth off every second sale of loose tea, unasked."),
        where={},
        first=date(2025, 2, 1),
        last=_END,
        strength=0.04,
        strength_unit=N_("points of discount in all sales, as a fraction"),
        shown_by="discount_share",
        moves="up",
        decoy="order_count",
        decoy_where={},
        lesson=N_("A discount that nobody writes down is found in the sums: pieces times price is more than was paid."),
    ),
    Story(
        id="dragon_well_out",
        what=N_("From March to July 2025 the supplier sent no boxes of Dragon Well; guests took another tea."),
        where={"product": "Dragon Well box"},
        first=date(2025, 3, 1),
        last=date(2025, 7, 31),
        strength=1.0,
        strength_unit=N_("share of deliveries that did not come"),
        shown_by="stockout_rate",
        moves="up",
        decoy="order_count",
        decoy_where={},
        lesson=N_("The guests still buy, so the sales do not show it; only a count of the shelf does."),
    ),
    Story(
        id="sheets_at_month_end",
        what=N_("Since April 2025 the weekly sheets are written at the end of the month, all at once, from memory."),
        where={},
        first=date(2025, 4, 1),
        last=_END,
        strength=0.70,
        strength_unit=N_("share of the sheets that no longer come in time"),
        shown_by="report_timeliness",
        moves="down",
        decoy="data_completeness",
        decoy_where={},
        lesson=N_("A sheet written late is as full as one written in time; only its date says what it is worth."),
    ),
    Story(
        id="blanks_filled",
        what=N_("Since August 2025 every blank is filled with “1” or with the list price, whatever was sold."),
        where={},
        first=date(2025, 8, 1),
        last=_END,
        strength=0.16,
        strength_unit=N_("share of the cells that were blank before"),
        shown_by="data_completeness",
        moves="up",
        decoy="data_accuracy",
        decoy_where={},
        lesson=N_(
            "Completeness can be written; only a comparison with the receipts shows that nothing has become true."
        ),
    ),
    Story(
        id="boxes_opened",
        what=N_("Since March 2025 boxes are opened to sell their tea loose, and nobody changes the stock book."),
        where={},
        first=date(2025, 3, 1),
        last=_END,
        strength=0.30,
        strength_unit=N_("share of products whose book no longer agrees with the count"),
        shown_by="stock_record_accuracy",
        moves="down",
        decoy="stockout_rate",
        decoy_where={},
        lesson=N_("A stock book drifts without a thief: what is turned into something else must be written twice."),
    ),
)
