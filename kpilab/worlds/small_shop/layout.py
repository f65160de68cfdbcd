"""The tables of the small shop: every column with its type, unit, meaning and limits."""

from __future__ import annotations

from kpilab.i18n import N_
from kpilab.worlds.calendar_table import with_promotions
from kpilab.worlds.layout import Column, Layout, Table

__all__ = ["AUDITED", "LAYOUT"]

AUDITED = ("day", "quantity", "price")
"""The three fields of a sale that are compared with the till's receipts."""

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
    N_("The one shop."),
    ("store_id",),
    (
        _store(""),
        Column("store", "text", N_("The store's name.")),
        Column("city", "text", N_("The city it stands in.")),
        Column("opened_on", "date", N_("The day it opened.")),
        Column("floor_m2", "integer", N_("Sales floor."), N_("square metres"), at_least=1),
    ),
    grows="stays",
)

_STAFF = Table(
    "staff",
    N_("The owner and the helper."),
    ("staff_id",),
    (
        Column("staff_id", "text", N_("The person."), pattern=r"E\d+"),
        _store(),
        Column("name", "text", N_("The name used at work.")),
        Column("role", "text", N_("What the person does."), allowed=("owner", "helper")),
        Column("fte", "decimal", N_("Share of full-time work."), N_("full-time jobs"), at_least=0, at_most=1),
        Column("start_on", "date", N_("First day in the store.")),
        Column("end_on", "date", N_("Last day in the store."), empty_means=N_("still there")),
    ),
    grows="stays",
)

_PRODUCTS = Table(
    "products",
    N_("What the shop sells."),
    ("product_id",),
    (
        _product(""),
        Column("product", "text", N_("The product's name.")),
        Column("category", "text", N_("The category it belongs to.")),
        Column(
            "unit",
            "text",
            N_("What one piece is; a bag holds 50 g, so a jin is 10 bags and a kilogram 20."),
            allowed=("bag", "box", "piece"),
        ),
        _money("price_cents", N_("List price for one piece."), 1),
        _money("cost_cents", N_("Cost of one piece to the shop."), 1),
    ),
    grows="stays",
)

_CUSTOMERS = Table(
    "customers",
    N_("Guests whose name was written down at least once. All others buy without a row here."),
    ("customer_id",),
    (
        Column("customer_id", "text", N_("The guest."), pattern=r"C\d+"),
        Column("joined_on", "date", N_("The day on which the name was first written down, with a purchase.")),
    ),
)

_ORDERS = Table(
    "orders",
    N_("One row a sale. The shop is closed on Tuesdays and over Spring Festival."),
    ("order_id",),
    (
        _number("order_id", N_("The sale. Numbers rise with time.")),
        _store(),
        Column("paid_at", "time", N_("When it was paid.")),
        Column("customer_id", "text", N_("The guest."), empty_means=N_("no name written down"), refers_to="customers"),
        Column("channel", "text", N_("How it was placed."), allowed=("store", "phone")),
        Column("staff_id", "text", N_("Who sold it."), refers_to="staff"),
        _money("discount_cents", N_("Taken off the list price: the sum over the order's lines.")),
        _money("paid_cents", N_("Paid in the end: list prices less discount. Returns are not taken off.")),
    ),
)

_LINES = Table(
    "order_lines",
    N_("What was in each sale, in the units of the product table."),
    ("order_id", "line_no"),
    (
        _number("order_id", N_("The sale."), "orders"),
        _number("line_no", N_("Counts the lines within the order.")),
        _product(),
        _pieces("qty", N_("Pieces sold."), 1),
        _money("unit_price_cents", N_("List price of one piece on that day."), 1),
        _money("discount_cents", N_("Taken off the whole line.")),
    ),
)

_RETURNS = Table(
    "returns",
    N_("Goods brought back within 30 days."),
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
    N_("A tally on paper at the door, a row for each day that the shop was open."),
    ("store_id", "day"),
    (
        _store(),
        Column("day", "date", N_("The day.")),
        Column(
            "entries",
            "integer",
            N_("People who came in."),
            N_("people"),
            empty_means=N_("nobody kept the tally; that is not 0"),
            at_least=0,
        ),
    ),
    grows="adds",
)

_STOCK = Table(
    "stock",
    N_("What truly stood on the shelf on the last day of each month, from December 2023."),
    ("store_id", "product_id", "day"),
    (
        _store(),
        _product(),
        Column("day", "date", N_("The last day of the month.")),
        _pieces("units", N_("On the shelf that evening.")),
        _pieces("received_units", N_("Received during the month that ends.")),
    ),
    grows="adds",
)

_COUNTS = Table(
    "stock_counts",
    N_("The stock book beside a count of the shelf, once a month."),
    ("place", "day"),
    (
        Column("place", "text", N_("The shelf, named by its product."), pattern=r"P\d+"),
        _product(),
        Column("day", "date", N_("The day of the count.")),
        _pieces("book", N_("What the stock book says."), -1000),
        _pieces("counted", N_("What was counted.")),
    ),
    grows="stays",
)

_SURVEYS = Table(
    "surveys",
    N_("A card beside the till; few guests fill it in."),
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
    ),
)

_AUDITS = Table(
    "audits",
    N_("Ten sales of each month, drawn at random, and three fields of each held against the till's receipt."),
    ("report_id", "field"),
    (
        _number("report_id", N_("The sale that was drawn.")),
        Column("audited_on", "date", N_("The day of the comparison.")),
        Column("field", "text", N_("The field."), allowed=AUDITED),
        Column("reported", "text", N_("What the book says."), empty_means=N_("nothing stands there")),
        Column("true_value", "text", N_("What the receipt says.")),
    ),
    grows="stays",
)

_REPORTS = Table(
    "reports",
    N_("The sheet of each week, due on Monday evening."),
    ("report_id",),
    (
        _number("report_id", N_("The sheet.")),
        Column("due_at", "time", N_("When it is due.")),
        Column("sent_at", "time", N_("When it was written."), empty_means=N_("not yet")),
        Column("corrected_at", "time", N_("When it was corrected."), empty_means=N_("never corrected")),
    ),
    grows="stays",
)

_CALENDAR = with_promotions(N_("The promotion of that day."))

LAYOUT = Layout(
    "small_shop",
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
        _COUNTS,
        _SURVEYS,
        _AUDITS,
        _REPORTS,
        _CALENDAR,
    ),
)
"""Money stands in whole cents throughout, in columns that end in `_cents`."""
