"""The shop's quarter as it was kept, three rules that search it, and what each of them finds and accuses."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from kpilab.analysis.detection import Grade, grade
from kpilab.i18n import N_, _
from kpilab.worlds import SEEDS
from kpilab.worlds.small_shop.assortment import BAGS_A_JIN, BAGS_A_KILO, DOZEN, PRODUCTS
from kpilab.worlds.small_shop.kept import BOOK, Kept, kept

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "RULES",
    "alarms",
    "book",
    "by_kind",
    "graded",
    "listed",
    "mended",
    "planted",
    "rule_table",
    "tool_table",
    "true_pieces",
    "truth",
]

_SIZES = {"jin": BAGS_A_JIN, "kg": BAGS_A_KILO, "dozen": DOZEN}
_NAMES = {spelling: product.name for product in PRODUCTS for spelling in product.spellings}
_PRICES = {product.name: float(product.price) for product in PRODUCTS}
_FAR = 3
_LAYOUT = ("total_row", "no_heading")
"""What is odd about the sheet and not about a sale."""
Place = tuple[Hashable, ...]


@cache
def _kept() -> Kept:
    return kept(SEEDS["small_shop"])


def book() -> pd.DataFrame:
    """The lines of workbook and notebook as they were written, one row a line."""
    return _kept().lines.copy()


def planted() -> pd.DataFrame:
    """Every defect that was planted, with its cell and what it costs."""
    return _kept().planted.copy()


@cache
def _true_lines() -> pd.DataFrame:
    from kpilab.data.load import load

    shop = load("small_shop", tables=["orders", "order_lines", "products"])
    lines = shop["order_lines"].merge(shop["orders"][["order_id", "paid_at"]], on="order_id")
    lines = lines.merge(shop["products"][["product_id", "product"]], on="product_id")
    lines = lines[lines["paid_at"].dt.strftime("%Y-%m").between("2025-04", "2025-06")]
    paid = (lines["qty"] * lines["unit_price_cents"] - lines["discount_cents"]) / 100
    found: pd.DataFrame = lines.assign(month=lines["paid_at"].dt.strftime("%B"), total=paid)
    return found


def truth(by: str) -> pd.Series[float]:
    """What was truly sold in the quarter, in yuan, by "month" or by "product"."""
    return _true_lines().groupby(by, sort=False)["total"].sum()


def true_pieces(product: str) -> int:
    """How many pieces of a product were truly sold in the quarter."""
    lines = _true_lines()
    return int(lines.loc[lines["product"] == product, "qty"].sum())


def listed(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines with the name of the price list, the pieces, and the price of a piece in the list's unit."""
    name = lines["what"].replace(_NAMES)
    size = lines["unit"].map(_SIZES).fillna(1.0)
    return lines.assign(what=name, amount=lines["amount"] * size, price=lines["price"] / size)


def by_kind() -> pd.DataFrame:
    """The planted defects: for each kind the question it fails, its rows, and by how much the quarter's sum is off."""
    found = planted().groupby(["kind", "dimension"])["cost_cents"].agg(rows="size", yuan="sum").reset_index()
    sign = found["kind"].isin(["left blank", "day not written"]).map({True: -1, False: 1})
    hands_off = found["kind"].eq("total does not add up")
    yuan = (found["yuan"] / 100 * sign).where(~hands_off, 0.0)
    ordered = found.assign(yuan=yuan).sort_values(["yuan", "rows"], ascending=False)
    ordered = ordered.rename(columns={"dimension": "question"})
    return ordered.set_index("kind")[["question", "rows", "yuan"]].rename_axis(None)


def _twice(lines: pd.DataFrame) -> pd.Series[bool]:
    """The same day, thing, amount and sum as a line above it."""
    return lines.duplicated(["file", "sheet", "day", "what", "amount", "total"])


def _twice_in_a_row(lines: pd.DataFrame) -> pd.Series[bool]:
    """The same as the line right above it, guest and all."""
    same = ["file", "sheet", "day", "what", "amount", "total", "guest"]
    return (lines[same] == lines[same].shift()).all(axis="columns")


def _far_price(lines: pd.DataFrame) -> pd.Series[bool]:
    """A price of more than three times the list's."""
    return lines["price"] > _FAR * lines["what"].replace(_NAMES).map(_PRICES)


def _far_price_in_its_unit(lines: pd.DataFrame) -> pd.Series[bool]:
    """The same, after jin, kilograms and dozens are brought to bags and pieces."""
    return _far_price(listed(lines))


def _odd_sum(lines: pd.DataFrame) -> pd.Series[bool]:
    """How many times price is not the sum."""
    return (lines["amount"] * lines["price"] - lines["total"]).abs() > 0.01


def _odd_sum_after_discount(lines: pd.DataFrame) -> pd.Series[bool]:
    """The same, after the discount that the remark names."""
    percent = lines["remark"].str.extract(r"less (\d+) %")[0].astype(float).fillna(0.0)
    return (lines["amount"] * lines["price"] * (1 - percent / 100) - lines["total"]).abs() > 0.01


RULES: Mapping[str, tuple[str, str, Callable[[pd.DataFrame], pd.Series[bool]]]] = {
    "twice": ("written twice", N_("the same day, thing and sum as a line above"), _twice),
    "twice, careful": ("written twice", N_("the same as the line right above, guest and all"), _twice_in_a_row),
    "price": ("price ten times too high", N_("more than three times the list price"), _far_price),
    "price, careful": ("price ten times too high", N_("the same, in the list's unit"), _far_price_in_its_unit),
    "sum": ("sum does not add up", N_("how many × price is not the sum"), _odd_sum),
    "sum, careful": ("sum does not add up", N_("the same, after the discount noted"), _odd_sum_after_discount),
}
"""For each rule: the kind of defect it looks for, in words what it asks, and the mask of the lines it accuses."""


def _places(lines: pd.DataFrame) -> list[Place]:
    return list(zip(lines["file"], lines["sheet"], lines["row"], strict=True))


def alarms(rule: str) -> pd.DataFrame:
    """The lines that a rule accuses."""
    lines = book()
    return lines[RULES[rule][2](lines)]


def graded(rule: str) -> Grade:
    """What a rule found, missed and accused, against what was planted of its kind; money in yuan.

    >>> found = graded("price, careful")
    >>> len(found.hits), found.alarms, found.saved
    (4, 4, 5184.0)
    """
    known = planted()
    at_stake = dict(zip(_places(known), known["cost_cents"] / 100, strict=True))
    of_kind = _places(known[known["kind"] == RULES[rule][0]])
    accused = _places(alarms(rule))
    return grade(accused, {place: at_stake[place] for place in of_kind})


def rule_table() -> pd.DataFrame:
    """The six rules with their alarms, hits, misses and false alarms."""
    import pandas as pd

    rows = {}
    for rule, (_kind, asks, _mask) in RULES.items():
        found = graded(rule)
        rows[rule] = (_(asks), found.alarms, len(found.hits), len(found.missed), len(found.false_alarms))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["asks", "alarms", "hits", "missed", "false alarms"])


def mended() -> pd.DataFrame:
    """The book after the careful rules, one name a thing: doubles out, far prices and sums put right, blanks worked out."""
    lines = book()
    lines = listed(lines[~_twice_in_a_row(lines)])
    price = lines["what"].map(_PRICES)
    percent = lines["remark"].str.extract(r"less (\d+) %")[0].astype(float).fillna(0.0)
    worked_out = (lines["amount"] * price * (1 - percent / 100)).round(2)
    return lines.assign(price=price, total=worked_out.fillna(lines["total"]))


def tool_table() -> pd.DataFrame:
    """What `kpilab quality` finds in the workbook: by kind, the defects planted in a cell of it and those found.

    The last line are lines that it points at though nothing was planted there.
    """
    import pandas as pd

    from kpilab.data.load import standard_folder
    from kpilab.data.quality import quality

    looked = quality(standard_folder("small_shop") / BOOK)
    pointed = {
        (one.table, int(row))
        for one in looked.findings.itertuples()
        if one.kind not in _LAYOUT
        for row in looked.rows(str(one.finding))["row"]
    }
    known = planted()
    known = known[(known["file"] == BOOK) & (known["row"] > 0)]
    places = list(zip(known["sheet"], known["row"], strict=True))
    found = known.assign(found=[place in pointed for place in places]).groupby("kind")["found"].agg(["size", "sum"])
    found = found.sort_values("size", ascending=False).set_axis(["planted", "found"], axis="columns").rename_axis(None)
    return pd.concat(
        [found, pd.DataFrame({"planted": 0, "found": len(pointed - set(places))}, index=[_("false alarms")])]
    )
