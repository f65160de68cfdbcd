"""Canal Street: a shop of one's own size, the nine numbers that may hang on its wall, and its four troubles."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.analysis.wall import Gauge, Shop, Trouble
from kpilab.i18n import N_

__all__ = ["GAUGES", "LABELS", "MONTHS", "PLAN", "SHOP", "TROUBLES", "TROUBLE_NAMES"]

MONTHS = (N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"))
PLAN = 500.0
"""Net sales that are planned for each month, in thousands."""

SHOP = Shop(
    new=(560, 580, 610, 640, 540, 560),
    before=(1000, 1000),
    worked_out=("sales", "profit", "satisfied", "back"),
)

TROUBLES = (
    Trouble("advisers", 1, satisfied=0.12),
    Trouble("discounts", 2, margin=0.056, reads={"discount": 14.0}),
    Trouble("supplier", 3, margin=0.04),
    Trouble("shelf", 4, satisfied=0.06, new=0.05, reads={"shelf": 80.0}),
)
"""Advisers leave in July, prices are cut from August, goods cost more from September, a bestseller is out in October."""

GAUGES = (
    Gauge("satisfied", 85, "higher", ("advisers", "shelf")),
    Gauge("back", 44, "higher", ("advisers", "shelf")),
    Gauge("discount", 8, "lower", ("discounts",), readings=(6.0, 6.0, 6.5, 6.0, 7.0, 6.5)),
    Gauge("shelf", 90, "higher", ("shelf",), readings=(96.0, 97.0, 96.0, 95.0, 96.0, 97.0)),
    Gauge("visitors", 2500, "higher", readings=(2620.0, 2680.0, 2790.0, 2880.0, 2440.0, 2560.0)),
    Gauge("members", 50, "higher", readings=(58.0, 61.0, 66.0, 70.0, 57.0, 60.0)),
    Gauge("wait", 6, "lower", readings=(4.6, 4.7, 5.1, 5.6, 6.4, 6.2)),
    Gauge("sales", PLAN, "higher", ("shelf", "advisers", "discounts", "supplier")),
    Gauge("profit", 200, "higher", ("discounts", "supplier", "shelf", "advisers"), late=1),
)
"""Each with its line and what its owner can find; what no trouble moves has readings of its own."""

LABELS: Mapping[str, str] = {
    "satisfied": N_("Satisfied customers, %"),
    "back": N_("Customers who come back, %"),
    "discount": N_("Discount given, %"),
    "shelf": N_("Bestsellers on the shelf, %"),
    "visitors": N_("Visitors at the door"),
    "members": N_("New members"),
    "wait": N_("Wait at the till, minutes"),
    "sales": N_("Net sales, thousand"),
    "profit": N_("Gross profit, thousand"),
}
TROUBLE_NAMES: Mapping[str, str] = {
    "advisers": N_("two advisers are missing on the floor"),
    "discounts": N_("prices are cut at the till"),
    "supplier": N_("the supplier charges more for the same goods"),
    "shelf": N_("the bestseller is missing from the shelf"),
}
