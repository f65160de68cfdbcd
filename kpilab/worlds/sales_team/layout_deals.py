"""The tables that follow a lead to its money: every column with its type, unit, meaning and limits."""

from __future__ import annotations

from kpilab.i18n import N_
from kpilab.worlds.layout import Column, Table
from kpilab.worlds.sales_team.fieldwork import KINDS, OUTCOMES, STEPS
from kpilab.worlds.sales_team.firm import EXISTING, INDUSTRIES, LOST_REASONS, SOURCES, STAGES, TEAMS
from kpilab.worlds.sales_team.plans import PLANNED_KPIS

__all__ = ["DEAL_TABLES", "MONTH", "money", "number", "person", "team"]

MONTH = r"20\d\d-(0[1-9]|1[0-2])"
_SOURCES = (*(source.name for source in SOURCES), EXISTING)


def team(refers_to: str = "stores") -> Column:
    """The column of the team, called store_id as in every merchant's data."""
    return Column("store_id", "text", N_("The team."), refers_to=refers_to, pattern=r"S\d+")


def person(meaning: str = N_("The seller."), empty: str = "", refers_to: str = "staff") -> Column:
    """The column of a person on the staff."""
    return Column("staff_id", "text", meaning, refers_to=refers_to, pattern=r"E\d+", empty_means=empty)


def number(name: str, meaning: str, refers_to: str = "", empty: str = "") -> Column:
    """A column of numbers that tell rows apart."""
    return Column(name, "integer", meaning, at_least=1, refers_to=refers_to, empty_means=empty)


def money(name: str, meaning: str, at_least: int = 0) -> Column:
    """A column of whole cents."""
    return Column(name, "integer", meaning, N_("cents"), at_least=at_least)


def _customer(meaning: str, empty: str = "", refers_to: str = "customers") -> Column:
    return Column("customer_id", "text", meaning, refers_to=refers_to, pattern=r"C\d+", empty_means=empty)


def _product(refers_to: str = "products") -> Column:
    return Column("product_id", "text", N_("The product."), refers_to=refers_to, pattern=r"P\d+")


def _source() -> Column:
    return Column("source", "text", N_("Where it came from."), allowed=_SOURCES)


_STORES = Table(
    "stores",
    N_("The four sales teams, each in a region. They stand where other merchants have stores."),
    ("store_id",),
    (
        team(""),
        Column("team", "text", N_("The team's name."), allowed=tuple(each.name for each in TEAMS)),
        Column("city", "text", N_("The city of its office.")),
        Column("manager", "text", N_("Who leads it.")),
    ),
    grows="stays",
)

_PRODUCTS = Table(
    "products",
    N_("What the firm sells, at the list price and cost of 2025."),
    ("product_id",),
    (
        _product(""),
        Column("product", "text", N_("The product's name.")),
        Column("category", "text", N_("The category it belongs to.")),
        money("price_cents", N_("List price of one piece."), 1),
        money("cost_cents", N_("Cost of one piece to the firm."), 1),
    ),
    grows="stays",
)

_CUSTOMERS = Table(
    "customers",
    N_("The companies in the books: customers, and those with whom a deal was or is open. Two may share a name."),
    ("customer_id",),
    (
        _customer(N_("The company."), refers_to=""),
        Column("customer", "text", N_("The company's name.")),
        Column("industry", "text", N_("What it does."), allowed=INDUSTRIES),
        Column("city", "text", N_("Where it is.")),
        Column("employees", "integer", N_("How many work there, as it said."), N_("people"), at_least=1),
        team(),
        Column(
            "joined_on",
            "date",
            N_("The day of the first payment. Who joined before 2024 has earlier orders that are not in these tables."),
            empty_means=N_("has not bought yet"),
        ),
    ),
)

_ACCOUNTS = Table(
    "accounts",
    N_("Which seller looks after which customer, from when to when."),
    ("customer_id", "staff_id", "assigned_on"),
    (
        _customer(N_("The customer.")),
        person(N_("The seller who looks after it.")),
        Column("assigned_on", "date", N_("From this day.")),
        Column("released_on", "date", N_("The day of handing over."), empty_means=N_("still looks after it")),
    ),
)

_LEADS = Table(
    "leads",
    N_("Enquiries and addresses, a row each, double ones and spam among them."),
    ("lead_id",),
    (
        number("lead_id", N_("The lead. Numbers rise with time; there may be gaps.")),
        Column("created_at", "time", N_("When it came in.")),
        _source(),
        Column("contact_key", "text", N_("Whose enquiry it is; the same key is the same contact."), pattern=r"L\d+"),
        team(),
        person(N_("The seller it was given to.")),
        Column("first_contact_at", "time", N_("When somebody first answered."), empty_means=N_("not answered yet")),
        Column(
            "qualified_at",
            "time",
            N_("When it was found fit: a need, a budget, and someone who decides."),
            empty_means=N_("not found fit, not judged yet, or a second enquiry of one contact"),
        ),
        _customer(N_("The company it became in the books."), N_("no company opened for it")),
        Column("is_spam", "flag", N_("Marked as spam.")),
    ),
)

_OPPORTUNITIES = Table(
    "opportunities",
    N_("Deals: from leads that were fit, and with customers who buy again."),
    ("opportunity_id",),
    (
        number("opportunity_id", N_("The deal. Its number says nothing about when it began.")),
        number(
            "lead_id",
            N_("The lead it came from."),
            "leads",
            N_("a customer already, or the lead is older than the tables"),
        ),
        _customer(N_("The company.")),
        team(),
        person(N_("The seller who has it, or had it when it closed.")),
        _source(),
        Column("created_at", "time", N_("When it was opened; those still open at the end of 2023 are here too.")),
        Column("qualified_at", "time", N_("When need and budget were confirmed."), empty_means=N_("not so far")),
        Column("stage", "text", N_("How far it is."), allowed=STAGES),
        Column("closed_at", "time", N_("When it was won or lost."), empty_means=N_("still open")),
        Column("expected_close_on", "date", N_("When the seller expected it to close, on opening it.")),
        money("value_cents", N_("What it is worth after the discount offered; of a deal won, its order."), 1),
        Column(
            "lost_reason", "text", N_("Why it was lost, as the seller says."),
            allowed=LOST_REASONS, empty_means=N_("not lost"),
        ),
    ),
)  # fmt: skip

_STAGES = Table(
    "stage_changes",
    N_("When each deal entered each of its stages."),
    ("opportunity_id", "stage"),
    (
        number("opportunity_id", N_("The deal."), "opportunities"),
        Column("stage", "text", N_("The stage."), allowed=STAGES),
        Column("entered_at", "time", N_("When it entered the stage.")),
    ),
)

_FOLLOW_UPS = Table(
    "follow_ups",
    N_("What a seller was to do next on a deal."),
    ("follow_up_id",),
    (
        number("follow_up_id", N_("The follow-up.")),
        number("opportunity_id", N_("The deal."), "opportunities"),
        person(),
        Column("kind", "text", N_("What was to be done."), allowed=KINDS),
        Column("due_on", "date", N_("By when.")),
        Column("done_on", "date", N_("When it was done."), empty_means=N_("not done so far")),
    ),
)

_VISITS = Table(
    "visits",
    N_("Visits as the sellers wrote them up."),
    ("visit_id",),
    (
        number("visit_id", N_("The visit.")),
        _customer(N_("The company visited.")),
        person(),
        team(),
        Column("ts", "time", N_("When it began.")),
        Column("minutes", "integer", N_("How long it took."), N_("minutes"), at_least=0),
        Column("is_target", "flag", N_("Whether the company is on the list of those to visit.")),
        Column("with_decider", "flag", N_("Whether someone who decides took part.")),
        Column("outcome", "text", N_("What came of it."), allowed=OUTCOMES, empty_means=N_("not written up")),
        Column("next_step", "text", N_("What was agreed."), allowed=STEPS, empty_means=N_("not written up")),
        Column("logged_at", "time", N_("When it was written up."), empty_means=N_("nobody knows")),
    ),
)

_ORDERS = Table(
    "orders",
    N_("One row for each deal won."),
    ("order_id",),
    (
        number("order_id", N_("The order.")),
        number("opportunity_id", N_("The deal it came from."), "opportunities"),
        team(),
        Column("ordered_at", "time", N_("When it was signed.")),
        Column("paid_at", "time", N_("When it was paid; sales count from here."), empty_means=N_("never, or not yet")),
        _customer(N_("The customer.")),
        Column("channel", "text", N_("How it was sold."), allowed=("direct", "partner")),
        person(N_("Who sold it.")),
        money("discount_cents", N_("Taken off the list price: the sum over the order's lines.")),
        money(
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
        number("order_id", N_("The order."), "orders"),
        number("line_no", N_("Counts the lines within the order.")),
        _product(),
        Column("qty", "integer", N_("Pieces ordered."), N_("pieces"), at_least=1),
        money("unit_price_cents", N_("List price of one piece on that day."), 1),
        money("discount_cents", N_("Taken off the whole line.")),
    ),
)

_RETURNS = Table(
    "returns",
    N_("Devices sent back within 30 days of payment."),
    ("return_id",),
    (
        number("return_id", N_("The return.")),
        number("order_id", N_("The order it came from."), "orders"),
        number("line_no", N_("The line within that order.")),
        Column("qty", "integer", N_("Pieces sent back."), N_("pieces"), at_least=1),
        money("refund_cents", N_("Money paid back."), 1),
        Column("returned_on", "date", N_("The day they came back.")),
    ),
)

_PLANS = Table(
    "plans",
    N_("What was agreed with each team for each month before it began; it knows nothing of what came later."),
    ("store_id", "month", "kpi"),
    (
        team(),
        Column("month", "text", N_("The month, as 2025-05."), pattern=MONTH),
        Column("kpi", "text", N_("The KPI's id."), allowed=PLANNED_KPIS),
        Column(
            "base", "decimal", N_("The lowest level accepted."),
            N_("net_sales in currency units, orders and leads in numbers"), at_least=0,
        ),
        Column("norm", "decimal", N_("The plan."), N_("as base"), at_least=0),
        Column("target", "decimal", N_("The stretch beyond the plan."), N_("as base"), at_least=0),
    ),
    grows="adds",
)  # fmt: skip

DEAL_TABLES = (
    _STORES,
    _PRODUCTS,
    _CUSTOMERS,
    _ACCOUNTS,
    _LEADS,
    _OPPORTUNITIES,
    _STAGES,
    _FOLLOW_UPS,
    _VISITS,
    _ORDERS,
    _LINES,
    _RETURNS,
    _PLANS,
)
