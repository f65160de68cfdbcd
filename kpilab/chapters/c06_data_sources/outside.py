"""A panel's figures for two chains, drawn by chance as a panel's are: who was in which stores, of those asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpilab.i18n import _
from kpilab.worlds.chance import happens, stream

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ASKED", "HOUSEHOLDS", "panel"]

ASKED, HOUSEHOLDS = 2_000, 200_000
"""Households asked each month, and those they stand for."""
_TRUE = {"us": 0.047, "Lotus": 0.068}
_SEED = 13


def panel(months: tuple[str, ...] = ("2025-03", "2025-04", "2025-05", "2025-06"), *, seed: int = _SEED) -> pd.DataFrame:
    """A line a month: how many of the households asked were in our stores and in the rival's, and what that stands for.

    The true shares do not move from month to month: what moves is chance.

    >>> panel().columns.tolist()[0]
    'us, of 2,000 asked'
    """
    import pandas as pd

    made: dict[str, list[int]] = {}
    times = HOUSEHOLDS // ASKED
    for key, name in (("us", _("us")), ("Lotus", _("Lotus"))):
        rng = stream(seed, f"panel: {key}")
        said = [int(happens(rng, _TRUE[key], ASKED).sum()) for _month in months]
        made[_("{chain}, of {asked:,} asked").format(chain=name, asked=ASKED)] = said
        made[_("{chain}, visitors").format(chain=name)] = [times * one for one in said]
    return pd.DataFrame(made, index=pd.Index(months, name=_("month")))
