"""Sales: what was sold, for how much, in how many orders."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.finishing import Finished, net
from kpilab.metrics.parts import Parts, Plain, buyers, paid_lines, paid_orders, refunds
from kpilab.metrics.registry import measures

_ORDERS = Plain("len")
_PAID = Plain("sum", "paid_cents")


@measures("net_sales")
def net_sales() -> Finished:
    """Paid lines less discounts, less the refunds booked."""
    return net(
        Parts(paid_lines, "net_cents", sums={"net_cents": Plain("sum", "net_cents")}),
        Parts(refunds, "refund_cents", sums={"refund_cents": Plain("sum", "refund_cents")}),
    )


@measures("gmv_paid")
def gmv_paid() -> Parts:
    """What orders paid, refunds left in."""
    return Parts(paid_orders, "paid_cents", sums={"paid_cents": _PAID})


@measures("order_count")
def order_count() -> Parts:
    """Orders paid."""
    return Parts(paid_orders, "orders", sums={"orders": _ORDERS})


@measures("avg_order_value")
def avg_order_value() -> Parts:
    """Paid amount over paid orders."""
    return Parts(paid_orders, "paid_cents", "orders", sums={"paid_cents": _PAID, "orders": _ORDERS})


@measures("discount_share")
def discount_share() -> Parts:
    """Discount over paid amount plus discount."""
    listed = nw.col("paid_cents") + nw.col("discount_cents")
    sums = {"discount_cents": Plain("sum", "discount_cents"), "listed_cents": Plain("sum", "listed_cents")}
    return Parts(paid_orders, "discount_cents", "listed_cents", rows={"listed_cents": listed}, sums=sums)


@measures("spend_per_buyer")
def spend_per_buyer() -> Parts:
    """What known buyers paid, over known buyers."""
    return Parts(buyers, "paid_cents", "buyers", sums={"paid_cents": _PAID, "buyers": Plain("len")}, keyed=True)


@measures("units_sold")
def units_sold() -> Parts:
    """Pieces on paid orders."""
    return Parts(paid_lines, "units", sums={"units": Plain("sum", "qty")})


@measures("items_per_order")
def items_per_order() -> Parts:
    """Pieces over orders."""
    sums = {"units": Plain("sum", "qty"), "orders_in_lines": Plain("n_unique", "order_id")}
    return Parts(paid_lines, "units", "orders_in_lines", sums=sums)


@measures("price_per_unit")
def price_per_unit() -> Parts:
    """Line amounts over pieces."""
    sums = {"line_cents": Plain("sum", "net_cents"), "units": Plain("sum", "qty")}
    return Parts(paid_lines, "line_cents", "units", sums=sums)
