"""The tables of the retail chain: every column with its type, unit, meaning and limits."""

from __future__ import annotations

from kpilab.i18n import N_
from kpilab.worlds.calendar_table import with_promotions
from kpilab.worlds.layout import Column, Layout, Table

__all__ = ["LAYOUT", "PLANNED_KPIS"]

PLANNED_KPIS = (
    "net_sales",
    "new_customers",
    "repurchase_next_window",
    "csat_top2",
    "till_wait_minutes",
    "return_rate",
)
"""The KPIs that head office plans for each store and month."""

_MONTH = r"20\d\d-(0[1-9]|1[0-2])"


def _store(refers_to: str = "stores") -> Column:
    return Column("store_id", "text", N_("The store."), refers_to=refers_to, pattern=r"S\d+")


def _product(refers_to: str = "products") -> Column:
    return Column("product_id", "text", N_("The product."), refers_to=refers_to, pattern=r"P\d+")


def _money(name: str, meaning: str, at_least: int = 0) -> Column:
    return Column(name, "integer", meaning, N_("cents"), at_least=at_least)


def _pieces(name: str, meaning: str, at_least: int = 0) -> Column:
    return Column(name, "integer", meaning, N_("pieces"), at_least=at_least)


def _number(name: str, meaning: str, refers_to: str = "") -> Column:
    return Column(name, "integer", meaning, at_least=1, refers_to=refers_to)


_STORES = Table(
    "stores",
    N_("The eight stores of the chain."),
    ("store_id",),
    (
        _store(""),
        Column("store", "text", N_("The store's name.")),
        Column("city", "text", N_("The city it stands in.")),
        Column(
            "district_type",
            "text",
            N_("What kind of place it serves; it decides the seasons."),
            allowed=("centre", "mall", "residential", "student", "transit"),
        ),
        Column("opened_on", "date", N_("The day it opened.")),
        Column("floor_m2", "integer", N_("Sales floor."), N_("square metres"), at_least=1),
    ),
)

_STAFF = Table(
    "staff",
    N_("Everyone who worked in a store in these two years; a store's manager has the role manager."),
    ("staff_id",),
    (
        Column("staff_id", "text", N_("The person."), pattern=r"E\d+"),
        _store(),
        Column("name", "text", N_("The name used at work.")),
        Column(
            "role",
            "text",
            N_("An adviser sells on the floor; a cashier works the till and the pick-up desk."),
            allowed=("manager", "adviser", "cashier"),
        ),
        Column("fte", "decimal", N_("Share of full-time work."), N_("full-time jobs"), at_least=0, at_most=1),
        Column("start_on", "date", N_("First day in the store.")),
        Column("end_on", "date", N_("Last day in the store."), empty_means=N_("still there")),
    ),
)

_PRODUCTS = Table(
    "products",
    N_("What the chain sells, at the list price and cost of the latest year."),
    ("product_id",),
    (
        _product(""),
        Column("product", "text", N_("The product's name.")),
        Column("category", "text", N_("The category it belongs to.")),
        _money("price_cents", N_("List price for one piece."), 1),
        _money("cost_cents", N_("Cost of one piece to the chain."), 1),
    ),
    grows="stays",
)

_CUSTOMERS = Table(
    "customers",
    N_("Members only. Guests buy without an id and have no row here."),
    ("customer_id",),
    (
        Column("customer_id", "text", N_("The member."), pattern=r"C\d+"),
        Column(
            "joined_on",
            "date",
            N_(
                "The day of joining, with a purchase on that day. "
                "Who joined before 2024 has earlier orders that are not in these tables."
            ),
        ),
        Column(
            "home_store_id",
            "text",
            N_("The store where the member joined."),
            pattern=r"S\d+",
            refers_to="stores",
            refers_as="store_id",
        ),
        Column("member_no", "integer", N_("The number printed on the card."), at_least=1),
    ),
)

_ORDERS = Table(
    "orders",
    N_("One row an order, paid or not."),
    ("order_id",),
    (
        _number("order_id", N_("The order. Numbers rise with time; there are gaps.")),
        _store(),
        Column("ordered_at", "time", N_("When it was placed.")),
        Column("paid_at", "time", N_("When it was paid in full; sales count from here."), empty_means=N_("never paid")),
        Column("customer_id", "text", N_("The member who bought."), empty_means=N_("a guest"), refers_to="customers"),
        Column(
            "channel",
            "text",
            N_("How it was placed; an online or phone order belongs to the store that hands it over."),
            allowed=("store", "online", "phone"),
        ),
        Column("staff_id", "text", N_("Who sold it."), empty_means=N_("nobody: placed online"), refers_to="staff"),
        _money("discount_cents", N_("Taken off the list price: the sum over the order's lines.")),
        _money(
            "paid_cents",
            N_("Paid in the end: list prices less discount; 0 where never paid. Returns are not taken off."),
        ),
    ),
)

_LINES = Table(
    "order_lines",
    N_("What was in each order."),
    ("order_id", "line_no"),
    (
        _number("order_id", N_("The order."), "orders"),
        _number("line_no", N_("Counts the lines within the order.")),
        _product(),
        _pieces("qty", N_("Pieces ordered."), 1),
        _money("unit_price_cents", N_("List price of one piece on that day."), 1),
        _money("discount_cents", N_("Taken off the whole line.")),
    ),
)

_RETURNS = Table(
    "returns",
    N_("Goods brought back within 30 days. The last orders can still come back after the tables end."),
    ("return_id",),
    (
        _number("return_id", N_("The return.")),
        _number("order_id", N_("The order it came from."), "orders"),
        _number("line_no", N_("The line within that order.")),
        _pieces("qty", N_("Pieces brought back."), 1),
        _money("refund_cents", N_("Money paid back."), 1),
        Column("returned_on", "date", N_("The day it came back; in the finance view the refund counts here.")),
    ),
)

_FOOTFALL = Table(
    "footfall",
    N_("The door counter, a row for each store and day."),
    ("store_id", "day"),
    (
        _store(),
        Column("day", "date", N_("The day.")),
        Column(
            "entries",
            "integer",
            N_("People who came in."),
            N_("people"),
            empty_means=N_("the counter was out; that is not 0"),
            at_least=0,
        ),
    ),
)

_STOCK = Table(
    "stock",
    N_(
        "Counted on the last day of each month, from December 2023. "
        "Returned goods go back to the warehouse, not to the shelf."
    ),
    ("store_id", "product_id", "day"),
    (
        _store(),
        _product(),
        Column("day", "date", N_("The last day of the month.")),
        _pieces("units", N_("On the shelf that evening.")),
        _pieces("received_units", N_("Received during the month that ends.")),
    ),
)

_SURVEYS = Table(
    "surveys",
    N_("Customers asked at random after their purchase."),
    ("survey_id",),
    (
        _number("survey_id", N_("The answer.")),
        _store(),
        Column("answered_on", "date", N_("The day of the answer.")),
        Column(
            "score",
            "integer",
            N_("How satisfied: 1 not at all, 5 fully; 4 and 5 count as satisfied."),
            N_("points"),
            at_least=1,
            at_most=5,
        ),
        Column(
            "wait_minutes",
            "decimal",
            N_("The wait at the till as the customer remembers it."),
            N_("minutes"),
            at_least=0,
        ),
    ),
)

_TILL_WAITS = Table(
    "till_waits",
    N_("The queue sensor at the till and the pick-up desk, a row for each store and day."),
    ("store_id", "day"),
    (
        _store(),
        Column("day", "date", N_("The day.")),
        Column(
            "served", "integer", N_("People served: buying, picking up, returning, asking."), N_("people"), at_least=1
        ),
        Column(
            "wait_minutes_mean",
            "decimal",
            N_("Their mean wait; over several days weigh it with the people served."),
            N_("minutes"),
            at_least=0,
        ),
    ),
)

_PLANS = Table(
    "plans",
    N_(
        "What head office agreed with each store for each month, before the month began. "
        "It looks back on comparable months and knows nothing of what went wrong later."
    ),
    ("store_id", "month", "kpi"),
    (
        _store(),
        Column("month", "text", N_("The month, as 2025-05."), pattern=_MONTH),
        Column("kpi", "text", N_("The KPI's id."), allowed=PLANNED_KPIS),
        Column(
            "base",
            "decimal",
            N_("The lowest level accepted."),
            N_(
                "net_sales in currency units, till_wait_minutes in minutes, new_customers in people; "
                "rates as fractions, 0.9 for 90 %"
            ),
        ),
        Column("norm", "decimal", N_("The plan."), N_("as base")),
        Column("target", "decimal", N_("The stretch beyond the plan."), N_("as base")),
    ),
)

_CALENDAR = with_promotions(N_("The chain-wide promotion."))

LAYOUT = Layout(
    "retail_chain",
    (
        _STORES,
        _STAFF,
        _PRODUCTS,
        _CUSTOMERS,
        _ORDERS,
        _LINES,
        _RETURNS,
        _FOOTFALL,
        _STOCK,
        _SURVEYS,
        _TILL_WAITS,
        _PLANS,
        _CALENDAR,
    ),
)
"""Money stands in whole cents throughout, in columns that end in `_cents`."""
