"""The customers: what they are, how often they buy, and who looks after them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints, Reals, log_normal, pick, slots, stream
from kpilab.worlds.manufacturer.plant import BEGINS, LINES
from kpilab.worlds.manufacturer.workdays import day_at, place_from

__all__ = ["FIRST_NAMES", "INDUSTRIES", "LAST_DAY", "MANAGERS", "REGIONS", "SEGMENTS", "Firms", "draw_firms"]

LAST_DAY = 730
SEGMENTS = ("key", "regular", "small")
REGIONS = ("North", "South", "East", "West")
INDUSTRIES = (
    "Home appliances",
    "Packaging machines",
    "Medical devices",
    "Lifts",
    "Water treatment",
    "Textile machines",
)
MANAGERS = (
    ("Cui", "North"), ("Hou", "North"), ("Lei", "South"), ("Meng", "South"), ("Pan", "East"),
    ("Shao", "East"), ("Tan", "East"), ("Yin", "West"), ("Zou", "West"), ("Gong", "East"),
)  # fmt: skip
"""The account managers and their regions; the last one follows another in the summer of 2024."""
FIRST_NAMES = (
    "Anhua", "Baoli", "Chenxi", "Dafeng", "Dongyue", "Fuxing", "Guanghe", "Haitong", "Hengda", "Huarui", "Jiahe",
    "Jinpeng", "Kaiyuan", "Lianhe", "Longtai", "Meihua", "Ningbei", "Penglai", "Qihang", "Ruifeng", "Sanhe",
    "Shengda", "Taihe", "Tianyi", "Weiming", "Xinda", "Xiangyu", "Yongan", "Yuanda", "Zhongjie", "Aokang", "Beichen",
    "Changrong", "Dehui", "Enhua", "Fangyuan", "Gaoxin", "Hongtu", "Huaxing", "Jianye", "Jinghua", "Keli", "Lantian",
    "Liming", "Mingyang", "Nanfeng", "Oulin", "Pinghu", "Qingyun", "Rongsheng", "Senyuan", "Shunda", "Songhe",
    "Tongji", "Wanli", "Wenhai", "Xianghe", "Xingye", "Yihe", "Yufeng", "Zhengda", "Zhiyuan",
)  # fmt: skip

_THERE, _NEW = 300, 92
_WEEKEND = 5
_SEGMENTS = slots((0.09, 0.50, 0.41), 400)
_REGIONS = slots((0.24, 0.22, 0.34, 0.20), 400)
_INDUSTRIES = slots((0.30, 0.09, 0.14, 0.15, 0.17, 0.15), 400)
_LINES = slots((0.32, 0.28, 0.16, 0.24), 400)
_GAP = np.array([12.0, 25.0, 35.0])
_SIZE = np.array([190.0, 55.0, 17.0])
_CENTS_A_PIECE = 32_000
"""What a piece of a common product comes to, with all that is ordered beside it."""
_DISCOUNT = np.array([12, 6, 2])
_OF_REGION = np.array([[0, 1, 0], [2, 3, 3], [4, 5, 6], [7, 8, 7]])


@dataclass(frozen=True)
class Firms:
    """A position a customer, in the order of joining."""

    joined: Ints
    segment: Ints
    region: Ints
    industry: Ints
    line: Ints
    """The plant line that makes most of what they buy."""
    gap: Reals
    """Days between two orders, on average."""
    size: Reals
    """Pieces of a common product in an order, on average."""
    discount: Ints
    """Off the list price, per cent."""
    manager: Ints
    name: Ints

    @property
    def yearly(self) -> Reals:
        """What each can be expected to order in a year, in cents."""
        found: Reals = self.size / self.gap * 365 * _CENTS_A_PIECE
        return found


def draw_firms(seed: int, scale: float, block: int) -> Firms:
    """Customers who were there in the autumn of 2023, and those won later."""
    rng = stream(seed, "firms", block)
    there, new = max(12, round(_THERE * scale)), max(4, round(_NEW * scale))
    count = there + new
    long_ago = BEGINS - 20 - rng.integers(9 * 365, size=there)
    lately = BEGINS + 10 + np.arange(new) * (LAST_DAY - BEGINS - 40) // new + rng.integers(9, size=new)
    joined = np.concatenate([np.sort(long_ago), day_at(place_from(lately))])
    joined = joined + np.maximum(0, 7 - joined % 7) * (joined % 7 >= _WEEKEND)  # the first of January 2024 is a Monday
    segment = pick(rng, _SEGMENTS, count).astype(np.int64)
    region = pick(rng, _REGIONS, count).astype(np.int64)
    gap = np.clip(_GAP[segment] * log_normal(rng, count, 0.22), 8, 50)
    return Firms(
        joined=joined,
        segment=segment,
        region=region,
        industry=pick(rng, _INDUSTRIES, count).astype(np.int64),
        line=pick(rng, _LINES, count).astype(np.int64) % len(LINES),
        gap=gap,
        size=_SIZE[segment] * log_normal(rng, count, 0.55),
        discount=_DISCOUNT[segment] + rng.integers(4, size=count),
        manager=_OF_REGION[region, rng.integers(3, size=count)],
        name=rng.permutation(count),
    )
