"""What a chain of shops measures from its own tables: each of these can be told apart by store."""

from __future__ import annotations

SHOP = (
    "net_sales", "gmv_paid", "units_sold", "order_count", "avg_order_value", "spend_per_buyer", "items_per_order",
    "price_per_unit", "discount_share", "new_customers", "new_customers_returning", "repurchase_next_window",
    "repeat_purchase_rate", "repeat_customer_share", "csat_top2", "store_footfall", "gross_margin",
    "gross_margin_rate", "stockout_rate", "till_wait_minutes", "return_rate",
)  # fmt: skip
