"""The same sales team as that of other makers: an appliance maker and a food maker, for their cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpilab.errors import UnknownName
from kpilab.i18n import _
from kpilab.worlds.frames import TEXT

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAKERS", "for_maker"]

_CATEGORIES: Mapping[str, Mapping[str, str]] = {
    "appliances": {"Software": "Small appliances", "Devices": "Kitchen and home", "Services": "Services"},
    "food": {"Software": "Snacks", "Devices": "Pantry", "Services": "Services"},
}
_NAMES: Mapping[str, tuple[str, ...]] = {
    "appliances": (
        "Kettle, a carton of 12", "Rice cooker, a carton of 6", "Toaster, a carton of 8", "Microwave, a carton of 4",
        "Dishwasher, a pallet of 2", "Range hood, a pair", "Refrigerator, a pallet of 4", "Vacuum, a carton of 3",
        "Installation day", "Training day for the shop's people", "Spare parts, a year", "Display, built in",
    ),
    "food": (
        "Biscuits, a pallet", "Instant noodles, a pallet", "Crackers, a pallet", "Chocolate, a pallet",
        "Nut mix, a pallet", "Dried fruit, a pallet", "Cooking oil, a pallet", "Sauces, a pallet",
        "Tasting day in the shop", "Training day for the shop's people", "Promotion stand, a year", "Own label, set up",
    ),
}  # fmt: skip
MAKERS = tuple(_NAMES)
"""Makers beside the technology firm itself."""


def for_maker(tables: Mapping[str, pd.DataFrame], maker: str) -> dict[str, pd.DataFrame]:
    """The tables with that maker's products; every number, and so every KPI and story, is the same.

    Raises `UnknownName` for a maker that is none of `MAKERS`.
    """
    if maker not in MAKERS:
        raise UnknownName(_("maker"), maker, MAKERS)
    products = tables["products"]
    named = dict(zip(sorted(products["product_id"]), _NAMES[maker], strict=True))
    changed = products.assign(
        product=products["product_id"].map(named).astype(TEXT),
        category=products["category"].map(_CATEGORIES[maker]).astype(TEXT),
    )
    return {**tables, "products": changed}
