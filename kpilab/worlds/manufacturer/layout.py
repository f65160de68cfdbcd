"""The tables of the manufacturer: every column with its type, unit, meaning and limits."""

from __future__ import annotations

from kpilab.i18n import N_
from kpilab.worlds.calendar_table import CALENDAR
from kpilab.worlds.layout import Column, Layout, Table
from kpilab.worlds.manufacturer.care import NEXT_STEPS, OUTCOMES
from kpilab.worlds.manufacturer.deals import STAGES
from kpilab.worlds.manufacturer.deliveries import CARRIERS, RETURN_REASONS
from kpilab.worlds.manufacturer.firms import INDUSTRIES, REGIONS, SEGMENTS
from kpilab.worlds.manufacturer.plant import LINES
from kpilab.worlds.manufacturer.service import CHANNELS, TOPICS, TYPES
from kpilab.worlds.manufacturer.terms import REASONS

__all__ = ["LAYOUT"]


def _money(name: str, meaning: str, at_least: int = 0) -> Column:
    return Column(name, "integer", meaning, N_("cents"), at_least=at_least)


def _pieces(name: str, meaning: str, at_least: int = 0) -> Column:
    return Column(name, "integer", meaning, N_("pieces"), at_least=at_least)


def _number(name: str, meaning: str, refers_to: str = "") -> Column:
    return Column(name, "integer", meaning, at_least=1, refers_to=refers_to)


def _customer(refers_to: str = "customers", empty_means: str = "") -> Column:
    return Column(
        "customer_id", "text", N_("The customer."), refers_to=refers_to, pattern=r"C\d+", empty_means=empty_means
    )


def _person(meaning: str, refers_to: str = "staff") -> Column:
    return Column("staff_id", "text", meaning, refers_to=refers_to, pattern=r"E\d+")


def _batch(refers_to: str = "batches") -> Column:
    return Column("batch_id", "text", N_("The batch that the goods are from."), refers_to=refers_to, pattern=r"B\d+")


_LINE = Column("plant_line", "text", N_("The plant line that makes the goods."), allowed=LINES)
_REGION = Column("region", "text", N_("The sales region."), allowed=REGIONS)

_STAFF = Table(
    "staff",
    N_("Who looks after customers."),
    ("staff_id",),
    (
        _person(N_("The person."), ""),
        Column("name", "text", N_("The name used at work.")),
        Column("role", "text", N_("What the person does."), allowed=("account manager", "service")),
        Column("region", "text", N_("The sales region."), empty_means=N_("works for all of them"), allowed=REGIONS),
        Column("fte", "decimal", N_("Share of full-time work."), N_("full-time jobs"), at_least=0, at_most=1),
        Column("start_on", "date", N_("First day in the firm.")),
        Column("end_on", "date", N_("Last day in the firm."), empty_means=N_("still there")),
    ),
)

_CUSTOMERS = Table(
    "customers",
    N_("Every firm that was a customer in the autumn of 2023 or later; who had left before is not here."),
    ("customer_id",),
    (
        _customer(""),
        Column("customer", "text", N_("The customer's name.")),
        Column("joined_on", "date", N_("The first day of the first contract.")),
        Column("segment", "text", N_("How large the customer is."), allowed=SEGMENTS),
        Column("industry", "text", N_("What the customer makes."), allowed=INDUSTRIES),
        _REGION,
    ),
)

_ACCOUNTS = Table(
    "accounts",
    N_(
        "Which customer is in whose care, and from when to when. Who had a customer in care before those of today is "
        "not listed."
    ),
    ("customer_id", "staff_id", "assigned_on"),
    (
        _customer(),
        _person(N_("The account manager.")),
        Column("assigned_on", "date", N_("The first day of care.")),
        Column("released_on", "date", N_("The day after the last day of care."), empty_means=N_("still in care")),
    ),
)

_CONTRACTS = Table(
    "contracts",
    N_(
        "Contracts of a year each. A customer who joined before the autumn of 2023 has one contract over all the "
        "years before. The last contract of a customer who is still there ends in 2026."
    ),
    ("contract_id",),
    (
        _number("contract_id", N_("The contract.")),
        Column("account_id", "text", N_("The customer."), refers_to="customers", refers_as="customer_id"),
        Column("start_on", "date", N_("First day.")),
        Column("end_on", "date", N_("Last day.")),
        _money("yearly_value_cents", N_("What the customer is expected to order in a year."), 1),
    ),
)

_RENEWALS = Table(
    "renewals",
    N_("What came of each contract that ended between the autumn of 2023 and the end of 2025."),
    ("contract_id",),
    (
        _number("contract_id", N_("The contract that ended."), "contracts"),
        Column("due_on", "date", N_("Its last day.")),
        Column("decided_on", "date", N_("The day on which the customer decided.")),
        Column("outcome", "text", N_("What the customer decided."), allowed=("renewed", "left")),
        Column(
            "reason",
            "text",
            N_("Why the customer left, in the words of the account manager."),
            empty_means=N_("did not leave"),
            allowed=REASONS,
        ),
        Column("extra_discount", "integer", N_("Points of discount given for the renewal."), N_("points"), at_least=0),
    ),
)

_PRODUCTS = Table(
    "products",
    N_("What the plant makes."),
    ("product_id",),
    (
        Column("product_id", "text", N_("The product."), pattern=r"P\d+"),
        Column("product", "text", N_("The product's name.")),
        Column("category", "text", N_("The category it belongs to.")),
        _LINE,
        _money("price_cents", N_("List price for one piece."), 1),
        _money("cost_cents", N_("Cost of making one piece."), 1),
    ),
    grows="stays",
)

_BATCHES = Table(
    "batches",
    N_(
        "What each plant line made, batch by batch, and what the check at the end of the line found. The plant runs "
        "every day of the year."
    ),
    ("batch_id",),
    (
        _batch(""),
        _LINE,
        Column("made_on", "date", N_("The day it was made.")),
        _pieces("made_qty", N_("Pieces made."), 1),
        _pieces("checked_qty", N_("Pieces checked."), 1),
        _pieces("faulty_qty", N_("Pieces of these that were faulty.")),
    ),
    grows="stays",
)

_ORDERS = Table(
    "orders",
    N_(
        "One row an order, paid or not, from 20 September 2023: who was a customer on the first of January 2024 is "
        "then known. Customers order on workdays, a few on a Saturday, and none on a public holiday."
    ),
    ("order_id",),
    (
        _number("order_id", N_("The order. Numbers rise with time.")),
        Column("ordered_at", "time", N_("When it was placed.")),
        Column(
            "paid_at",
            "time",
            N_("When it was paid: by direct debit as the first parcel leaves. Sales count from here."),
            empty_means=N_("cancelled, or not shipped yet"),
        ),
        _customer(),
        _person(N_("The account manager.")),
        _LINE,
        _money("discount_cents", N_("Taken off the list price: the sum over the order's lines.")),
        _money("paid_cents", N_("Paid in the end; 0 where never paid. Refunds are not taken off.")),
    ),
)

_ORDER_LINES = Table(
    "order_lines",
    N_("What was in each order."),
    ("order_id", "line_no"),
    (
        _number("order_id", N_("The order."), "orders"),
        _number("line_no", N_("Counts the lines within the order.")),
        Column("product_id", "text", N_("The product."), refers_to="products", pattern=r"P\d+"),
        _batch(),
        _pieces("qty", N_("Pieces ordered."), 1),
        _money("unit_price_cents", N_("List price of one piece."), 1),
        _money("discount_cents", N_("Taken off the whole line.")),
        Column(
            "first_shipped_qty",
            "integer",
            N_("Pieces in the first parcel."),
            N_("pieces"),
            empty_means=N_("cancelled, or not shipped yet"),
            at_least=0,
        ),
    ),
)

_SHIPMENTS = Table(
    "shipments",
    N_("The parcels of each order: one, and a second where something was missing."),
    ("shipment_id",),
    (
        _number("shipment_id", N_("The parcel.")),
        _number("order_id", N_("The order."), "orders"),
        Column("carrier", "text", N_("Who brings it."), allowed=CARRIERS),
        Column("promised_on", "date", N_("The workday promised first.")),
        Column("shipped_on", "date", N_("The day it left the plant."), empty_means=N_("not yet")),
        Column("delivered_on", "date", N_("The day it arrived."), empty_means=N_("not yet")),
    ),
)

_RETURNS = Table(
    "returns",
    N_("Goods that came back."),
    ("return_id",),
    (
        _number("return_id", N_("The return.")),
        _number("order_id", N_("The order it came from."), "orders"),
        _number("line_no", N_("The line within that order.")),
        _pieces("qty", N_("Pieces that came back."), 1),
        Column("reason", "text", N_("Why."), allowed=RETURN_REASONS),
        _money("refund_cents", N_("Money paid back."), 1),
        Column("returned_on", "date", N_("The day it came back.")),
    ),
)

_VISITS = Table(
    "visits",
    N_("Visits and calls, as the account managers wrote them down."),
    ("visit_id",),
    (
        _number("visit_id", N_("The visit. Numbers rise with time.")),
        _customer(),
        _person(N_("The account manager.")),
        Column("ts", "time", N_("When it began.")),
        Column("minutes", "integer", N_("How long it took."), N_("minutes"), at_least=0),
        Column("is_target", "flag", N_("Whether the customer is on the list of those to be visited.")),
        Column("with_decider", "flag", N_("Whether somebody was there who decides on orders.")),
        Column("outcome", "text", N_("What came of it."), empty_means=N_("not written down"), allowed=OUTCOMES),
        Column("next_step", "text", N_("What is to follow."), empty_means=N_("nothing agreed"), allowed=NEXT_STEPS),
        Column("logged_at", "time", N_("When it was written down.")),
    ),
)

_TICKETS = Table(
    "tickets",
    N_("What customers brought to the service desk."),
    ("ticket_id",),
    (
        _number("ticket_id", N_("The ticket; numbers tell nothing of time.")),
        _number("order_id", N_("The order it is about."), "orders"),
        _customer(),
        Column("created_at", "time", N_("When the customer came with it.")),
        Column("channel", "text", N_("How it came."), allowed=CHANNELS),
        Column("type", "text", N_("What it is."), allowed=TYPES),
        Column("topic", "text", N_("What it is about."), allowed=TOPICS),
        Column("first_human_reply_at", "time", N_("When a person first answered."), empty_means=N_("no answer yet")),
        Column("solved_at", "time", N_("When it was solved."), empty_means=N_("not solved")),
        Column("reopened_at", "time", N_("When the customer came back with it."), empty_means=N_("did not")),
    ),
)

_DEALS = Table(
    "opportunities",
    N_("New business. Who was won is a customer from the day of closing."),
    ("opportunity_id",),
    (
        _number("opportunity_id", N_("The opportunity. Numbers rise with time.")),
        _person(N_("Who works on it; what somebody who left had begun is with the one who followed.")),
        Column("created_at", "date", N_("The day of the first talk.")),
        Column("qualified_at", "date", N_("The day on which need and money were clear."), empty_means=N_("not yet")),
        Column("closed_at", "date", N_("The day on which it was won or lost."), empty_means=N_("still open")),
        Column("stage", "text", N_("Where it stands, or how it ended."), allowed=STAGES),
        _money("value_cents", N_("What is expected to be ordered in a year."), 1),
        _customer("customers", N_("no customer came of it")),
    ),
)

_INVITATIONS = Table(
    "survey_invitations",
    N_("Each May and November every customer is asked."),
    ("invitation_id",),
    (
        _number("invitation_id", N_("The invitation.")),
        _customer(),
        Column("wave", "text", N_("The wave of asking, as 2025-05."), pattern=r"20\d\d-(05|11)"),
        Column("sent_at", "time", N_("When it was sent.")),
        Column("delivered", "flag", N_("Whether it arrived.")),
        Column("answered_at", "time", N_("When the answer came."), empty_means=N_("no answer")),
    ),
)

_SURVEYS = Table(
    "surveys",
    N_("What the customers answered."),
    ("survey_id",),
    (
        Column("survey_id", "integer", N_("The answer."), refers_to="survey_invitations", refers_as="invitation_id"),
        _customer(),
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
            "recommend",
            "integer",
            N_("How likely to recommend us: 0 not at all, 10 certainly."),
            N_("points"),
            at_least=0,
            at_most=10,
        ),
    ),
)

LAYOUT = Layout(
    "manufacturer",
    (
        _STAFF, _CUSTOMERS, _ACCOUNTS, _CONTRACTS, _RENEWALS, _PRODUCTS, _BATCHES, _ORDERS, _ORDER_LINES, _SHIPMENTS,
        _RETURNS, _VISITS, _TICKETS, _DEALS, _INVITATIONS, _SURVEYS, CALENDAR,
    ),
)  # fmt: skip
