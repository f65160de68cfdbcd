"""What the chain sells: 44 products in eight categories, and which months ask for what."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CATEGORY_SEASONS", "DEARER_IN_2025", "PRODUCTS", "Product", "quantities"]


@dataclass(frozen=True)
class Product:
    """One product; prices in whole currency units. `wanted` weighs how often it is chosen."""

    product_id: str
    name: str
    category: str
    price: int
    cost: int
    wanted: float


_LISTED = (
    ("Bedding", (("Cotton sheet set", 599, 312, 9), ("Silk quilt", 2980, 1640, 4.5), ("Down pillow", 399, 199, 9),
                 ("Summer blanket", 459, 229, 5), ("Mattress topper", 1299, 702, 4),
                 ("Memory mattress", 5980, 3470, 3))),
    ("Cookware", (("Wok 32 cm", 399, 208, 10), ("Stock pot", 529, 286, 6), ("Knife set", 899, 450, 5),
                  ("Cast-iron pot", 1680, 890, 4), ("Steamer", 269, 135, 7), ("Copper pan set", 3980, 2150, 2))),
    ("Small appliances", (("Rice cooker", 899, 584, 12), ("Kettle", 299, 188, 9), ("Blender", 1299, 818, 6),
                          ("Coffee machine", 4980, 3240, 4.5), ("Air fryer", 799, 519, 9),
                          ("Bread maker", 1490, 954, 4))),
    ("Cleaning", (("Cordless vacuum", 2990, 1914, 6), ("Robot vacuum", 4480, 2912, 5), ("Steam mop", 1190, 738, 4),
                  ("Air purifier", 3280, 2066, 5), ("Humidifier", 690, 414, 6))),
    ("Lighting", (("Desk lamp", 459, 207, 8), ("Floor lamp", 1390, 640, 4), ("Pendant lamp", 1890, 870, 4),
                  ("Reading light", 239, 103, 5), ("Ceiling light", 1190, 560, 4))),
    ("Tableware", (("Bowl set", 269, 116, 9), ("Tea set", 899, 405, 6), ("Glasses, six", 239, 105, 7),
                   ("Porcelain service", 3280, 1510, 2.5), ("Chopstick set", 129, 52, 6))),
    ("Furniture", (("Reading chair", 3980, 2110, 5), ("Side table", 1290, 697, 5), ("Bookcase", 2890, 1590, 5),
                   ("Dining table", 6980, 3910, 3.2), ("Sofa, two seats", 9980, 5690, 2.6), ("Desk", 3290, 1810, 5))),
    ("Storage", (("Basket set", 259, 111, 7), ("Wardrobe boxes", 459, 207, 7), ("Shoe cabinet", 1590, 827, 4),
                 ("Coat stand", 690, 345, 5), ("Kitchen rack", 399, 188, 7))),
)  # fmt: skip

PRODUCTS = tuple(
    Product(f"P{number:02d}", name, category, price, cost, wanted)
    for number, (category, (name, price, cost, wanted)) in enumerate(
        ((category, entry) for category, entries in _LISTED for entry in entries), start=1
    )
)

CATEGORY_SEASONS = {
    "Bedding": (1.1, 0.9, 0.9, 0.9, 1.0, 1.0, 1.0, 1.0, 1.1, 1.2, 1.2, 1.1),
    "Cookware": (1.2, 1.1, 0.9, 0.9, 0.9, 1.0, 0.9, 0.9, 1.0, 1.0, 1.1, 1.2),
    "Small appliances": (1.1, 0.9, 0.9, 0.9, 1.0, 1.2, 1.0, 1.0, 1.0, 1.0, 1.3, 1.1),
    "Cleaning": (1.3, 0.9, 1.0, 1.0, 1.0, 1.2, 0.9, 0.9, 0.9, 1.0, 1.3, 1.1),
    "Lighting": (0.9, 0.8, 1.0, 1.1, 1.1, 1.0, 0.9, 1.0, 1.1, 1.1, 1.1, 1.1),
    "Tableware": (1.3, 1.2, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 1.1, 1.0, 1.0, 1.2),
    "Furniture": (0.7, 0.7, 1.1, 1.2, 1.3, 1.0, 1.0, 1.0, 1.1, 1.2, 1.0, 0.9),
    "Storage": (0.9, 1.0, 1.2, 1.1, 1.0, 1.0, 1.0, 1.1, 1.1, 1.0, 0.9, 0.9),
}
"""How much each month asks for each category, January to December."""

DEARER_IN_2025 = frozenset({"Bedding", "Furniture", "Lighting"})
"""Their list prices went up by about 4 % on the first of January 2025."""

_CHEAP = (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 6)
_DEAR = (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2)


def quantities(product: Product) -> tuple[int, ...]:
    """Twenty equally likely quantities: several of a cheap thing, mostly one of a dear one."""
    return _CHEAP if product.price < 600 else _DEAR
