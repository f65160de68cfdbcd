"""What the shop sells: loose tea by the bag of 50 g, tea in boxes, gift sets, tea ware and sweets."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BAGS_A_JIN", "BAGS_A_KILO", "DOZEN", "PRODUCTS", "Product", "position", "quantities"]

BAGS_A_JIN, BAGS_A_KILO, DOZEN = 10, 20, 12
"""A jin is 500 g and a kilogram 1,000 g; the shop counts loose tea in bags of 50 g."""


@dataclass(frozen=True)
class Product:
    """One product; prices in whole yuan for one piece. `spellings` are other ways in which it is written down."""

    product_id: str
    name: str
    category: str
    unit: str
    price: int
    cost: int
    wanted: float
    spellings: tuple[str, ...]


_LISTED = (
    ("Loose tea", "bag", (
        ("Dragon Well", 48, 26, 14, ("Dragonwell", "Long Jing")), ("Jasmine", 18, 9, 15, ("Jasmin", "Jasmine tea")),
        ("Da Hong Pao", 66, 35, 6, ("Big Red Robe", "DHP")), ("Pu'er", 24, 12, 9, ("Puer", "Pu-erh")),
        ("Iron Goddess", 36, 19, 8, ("Tie Guanyin", "TGY")), ("White Peony", 42, 22, 6, ("Bai Mudan", "W. Peony")))),
    ("Tea in boxes", "box", (
        ("Dragon Well box", 168, 98, 5, ("Dragonwell bx", "Long Jing box")),
        ("Jasmine box", 78, 42, 6, ("Jasmin box", "Jasm. box")),
        ("Da Hong Pao box", 238, 140, 2.5, ("DHP box", "Red Robe box")),
        ("Pu'er cake", 128, 70, 4, ("Puer cake", "Pu-erh cake")))),
    ("Gift sets", "box", (
        ("Spring gift box", 298, 170, 2.5, ("Spring box", "Gift box spring")),
        ("Moon gift box", 268, 150, 2.5, ("Moon box", "Gift box moon")),
        ("Wedding gift box", 398, 230, 1.2, ("Wedding box", "Gift box wed.")),
        ("Tea taster", 88, 45, 4, ("Taster", "Tea tasting set")))),
    ("Tea ware", "piece", (
        ("Cup", 22, 9, 10, ("Tea cup", "Cups")), ("Glass pot", 98, 48, 3, ("Glass teapot", "Pot, glass")),
        ("Gaiwan", 58, 27, 3, ("Gai wan", "Lidded bowl")), ("Tea tray", 188, 98, 1.5, ("Tray", "Tea-tray")),
        ("Strainer", 28, 12, 3, ("Sieve", "Tea strainer")))),
    ("Sweets", "piece", (
        ("Osmanthus cake", 32, 18, 7, ("Osmanthus", "Osm. cake")),
        ("Candied ginger", 26, 13, 4, ("Ginger", "Cand. ginger")))),
)  # fmt: skip

PRODUCTS = tuple(
    Product(f"P{number:02d}", name, category, unit, price, cost, wanted, spellings)
    for number, (category, unit, (name, price, cost, wanted, spellings)) in enumerate(
        ((category, unit, entry) for category, unit, entries in _LISTED for entry in entries), start=1
    )
)

_QUANTITIES = {
    "Loose tea": (1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 4, 4, 5, 5, 5, 10, 10),
    "Tea in boxes": (1,) * 15 + (2,) * 4 + (4,),
    "Gift sets": (1,) * 16 + (2,) * 3 + (6,),
    "Tea ware": (1,) * 8 + (2,) * 6 + (4,) * 3 + (6,) * 2 + (12,),
    "Sweets": (1,) * 10 + (2,) * 7 + (3,) * 2 + (5,),
}


def quantities(product: Product) -> tuple[int, ...]:
    """Twenty equally likely quantities of a product in one sale."""
    return _QUANTITIES[product.category]


def position(name: str) -> int:
    """Where the product of that name stands in `PRODUCTS`.

    >>> PRODUCTS[position("Cup")].price
    22
    """
    return [product.name for product in PRODUCTS].index(name)
