"""The tables of the online shop: every column with its type, unit, meaning and limits."""

from __future__ import annotations

from kpilab.i18n import N_
from kpilab.worlds.calendar_table import with_promotions
from kpilab.worlds.layout import Column, Layout, Table
from kpilab.worlds.online_shop.books import COST_LINES, PLANNED_KPIS
from kpilab.worlds.online_shop.layout_office import OFFICE_TABLES
from kpilab.worlds.online_shop.service import CHANNELS as SERVICE_CHANNELS
from kpilab.worlds.online_shop.service import MATTERS
from kpilab.worlds.online_shop.shop import CATEGORIES, CHANNELS, DEVICES, PHASES
from kpilab.worlds.online_shop.visits import PAGES, TYPES

__all__ = ["ACTS", "LAYOUT"]

ACTS = ("open", "read", "like", "comment", "share", "save")
"""What a reader can do with a piece."""
_MONTH = r"20\d\d-(0[1-9]|1[0-2])"
_PHASE_NAMES = tuple(name for name, _first, _last in PHASES)


def _number(name: str, meaning: str, refers_to: str = "", empty_means: str = "") -> Column:
    return Column(name, "integer", meaning, at_least=1, refers_to=refers_to, empty_means=empty_means)


def _code(name: str, letter: str, meaning: str, refers_to: str = "", empty_means: str = "") -> Column:
    return Column(name, "text", meaning, pattern=rf"{letter}\d+", refers_to=refers_to, empty_means=empty_means)


def _money(name: str, meaning: str, at_least: int = 0) -> Column:
    return Column(name, "integer", meaning, N_("cents"), at_least=at_least)


def _count(name: str, meaning: str, unit: str = N_("pieces"), at_least: int = 0) -> Column:
    return Column(name, "integer", meaning, unit, at_least=at_least)


def _customer(empty_means: str = "") -> Column:
    return _code("customer_id", "C", N_("The customer."), "customers", empty_means)


def _channel(meaning: str) -> Column:
    return Column("channel", "text", meaning, allowed=CHANNELS)


def _device() -> Column:
    return Column("device", "text", N_("What it was seen on."), allowed=DEVICES)


_WAREHOUSE = _code("store_id", "S", N_("The warehouse that sends the goods."), "stores")
_PRODUCT = _code("product_id", "P", N_("The product."), "products")
_ORDER = _number("order_id", N_("The order."), "orders")
_CAMPAIGN = _code("campaign_id", "K", N_("The campaign."), "campaigns")
_VISIT = _number("session_id", N_("The visit."), "sessions")

_SHOP = (
    Table(
        "stores",
        N_("The two warehouses; the shop has no others."),
        ("store_id",),
        (
            _code("store_id", "S", N_("The warehouse.")),
            Column("store", "text", N_("Its name.")),
            Column("city", "text", N_("The city it stands in.")),
            Column("opened_on", "date", N_("The day it opened.")),
        ),
        grows="stays",
    ),
    Table(
        "products",
        N_("What the shop sells, at the prices of 2025; those of 2024 were 3 % lower."),
        ("product_id",),
        (
            _code("product_id", "P", N_("The product.")),
            Column("product", "text", N_("Its name.")),
            Column("category", "text", N_("The category it belongs to."), allowed=CATEGORIES),
            _money("price_cents", N_("List price of one piece."), 1),
            _money("cost_cents", N_("What one piece costs the shop."), 1),
        ),
        grows="stays",
    ),
    Table(
        "customers",
        N_(
            "Registered customers; some have not ordered yet, and their numbers come last. Guests order without "
            "registering and have no row."
        ),
        ("customer_id",),
        (
            _code("customer_id", "C", N_("The customer.")),
            Column(
                "joined_on",
                "date",
                N_("The day of registering; earlier orders of those before 2024 are not in these tables."),
            ),
            _channel(N_("How the customer first came.")),
        ),
    ),
    Table(
        "orders",
        N_("One row an order, paid or not."),
        ("order_id",),
        (
            _number("order_id", N_("The order. Numbers rise with time; there are gaps.")),
            _WAREHOUSE,
            Column("ordered_at", "time", N_("When it was placed.")),
            Column("paid_at", "time", N_("When it was paid; sales count from here."), empty_means=N_("never paid")),
            _customer(N_("a guest")),
            _channel(N_("How the buyer came to the shop.")),
            _device(),
            _number("session_id", N_("The visit."), "sessions", N_("placed before September 2025")),
            _code("campaign_id", "K", N_("The campaign it goes back to."), "campaigns", N_("none")),
            _money("discount_cents", N_("Taken off the list price: the sum over the order's lines.")),
            _money("paid_cents", N_("Paid in the end; 0 where never paid. Returns are not taken off.")),
        ),
    ),
    Table(
        "order_lines",
        N_("What was in each order."),
        ("order_id", "line_no"),
        (
            _ORDER,
            _number("line_no", N_("Counts the lines within the order; what was not to be had leaves a gap.")),
            _PRODUCT,
            _count("qty", N_("Pieces ordered."), at_least=1),
            _money("unit_price_cents", N_("List price of one piece on that day."), 1),
            _money("discount_cents", N_("Taken off the whole line.")),
            Column(
                "first_shipped_qty",
                "integer",
                N_("Pieces in the first parcel."),
                N_("pieces"),
                empty_means=N_("never paid, so nothing was sent"),
                at_least=0,
            ),
        ),
    ),
    Table(
        "returns",
        N_("Goods sent back. The last orders can still come back after the tables end."),
        ("return_id",),
        (
            _number("return_id", N_("The return.")),
            _ORDER,
            _number("line_no", N_("The line within that order.")),
            _count("qty", N_("Pieces sent back."), at_least=1),
            _money("refund_cents", N_("Money paid back."), 1),
            Column("returned_on", "date", N_("The day it came back.")),
        ),
    ),
    Table(
        "shipments",
        N_("One parcel for each paid order."),
        ("shipment_id",),
        (
            _number("shipment_id", N_("The parcel.")),
            _ORDER,
            _WAREHOUSE,
            Column("promised_on", "date", N_("The day that was promised.")),
            Column("delivered_on", "date", N_("The day it arrived."), empty_means=N_("still on its way")),
        ),
    ),
    Table(
        "stock",
        N_(
            "What lay in each warehouse at the end of each month, from December 2023; an order takes its goods at once."
        ),
        ("store_id", "product_id", "day"),
        (
            _WAREHOUSE,
            _PRODUCT,
            Column("day", "date", N_("The last day of the month.")),
            _count("units", N_("On the shelf that evening.")),
            _count("received_units", N_("Received during the month that ends.")),
        ),
        grows="adds",
    ),
    Table(
        "stock_counts",
        N_("Places in the warehouses that were counted by hand, a dozen each quarter."),
        ("place", "store_id", "product_id", "day"),
        (
            Column("place", "text", N_("The place on the shelf.")),
            _WAREHOUSE,
            _PRODUCT,
            Column("day", "date", N_("The day of the count.")),
            _count("book", N_("Pieces in the books.")),
            _count("counted", N_("Pieces that were there.")),
        ),
    ),
)

_WEB = (
    Table(
        "sessions",
        N_("Visits to the shop's pages since September 2025; earlier ones have been deleted."),
        ("session_id",),
        (
            _number("session_id", N_("The visit.")),
            _code("visitor_id", "V", N_("The browser that came; one person may have two.")),
            Column("started_at", "time", N_("When it began.")),
            _channel(N_("How the visitor came.")),
            _device(),
            Column("landing_page", "text", N_("The page it began on."), allowed=PAGES),
        ),
    ),
    Table(
        "events",
        N_(
            "What happened in each visit, in the order of time. A payment is written down when it comes, for one order "
            "in eight hours or days after the visit."
        ),
        ("event_id",),
        (
            _number("event_id", N_("The event. Numbers rise with time within a visit.")),
            _VISIT,
            _code("visitor_id", "V", N_("The browser.")),
            Column("ts", "time", N_("When it happened.")),
            Column("type", "text", N_("What happened."), allowed=TYPES),
            Column("page_type", "text", N_("The page that was seen."), empty_means=N_("no page view"), allowed=PAGES),
            _code("product_id", "P", N_("The product it was about."), "products", N_("about no product")),
            Column(
                "position",
                "integer",
                N_("The card's place on the page, from 1."),
                empty_means=N_("no card"),
                at_least=1,
            ),
            _code("cart_id", "B", N_("The cart."), "", N_("no cart")),
            _code("campaign_id", "K", N_("The campaign that brought the visitor."), "campaigns", N_("none")),
            _device(),
            Column(
                "engaged_ms",
                "integer",
                N_("How long the page was in the foreground."),
                N_("milliseconds"),
                empty_means=N_("no page view"),
                at_least=0,
            ),
            Column(
                "load_ms",
                "integer",
                N_("How long the page took to load."),
                N_("milliseconds"),
                empty_means=N_("no page view, or not measured"),
                at_least=0,
            ),
        ),
    ),
    Table(
        "searches",
        N_("What was searched for on the shop's own pages."),
        ("search_id",),
        (
            _number("search_id", N_("The search.")),
            _VISIT,
            Column("ts", "time", N_("When.")),
            _count("results", N_("Products that were found."), N_("products")),
        ),
    ),
    Table(
        "competitors",
        N_("Rivals' visitors as a panel reports them, to the nearest hundred; the panel counts people in its own way."),
        ("month", "competitor"),
        (
            Column("month", "text", N_("The month, as 2025-05."), pattern=_MONTH),
            Column("competitor", "text", N_("The rival.")),
            _count("visitors", N_("Visitors in the month."), N_("people")),
            Column("source", "text", N_("Who says so.")),
        ),
        grows="stays",
    ),
    Table(
        "market",
        N_("What all shops of the kind sold, as an institute estimates it."),
        ("month", "category"),
        (
            Column("month", "text", N_("The month, as 2025-05."), pattern=_MONTH),
            Column("category", "text", N_("The category."), allowed=CATEGORIES),
            _money("total_cents", N_("Sales of all shops together.")),
        ),
        grows="adds",
    ),
)

_MARKETING = (
    Table(
        "campaigns",
        N_("What was done to bring people, what it cost and what it was planned to sell."),
        ("campaign_id",),
        (
            _code("campaign_id", "K", N_("The campaign.")),
            Column("campaign", "text", N_("Its name.")),
            Column("objective", "text", N_("What it was for."), allowed=("acquisition", "retention", "sales")),
            _channel(N_("The channel it used.")),
            Column("start_on", "date", N_("Its first day.")),
            Column("end_on", "date", N_("Its last day.")),
            _money("cost_cents", N_("What it cost.")),
            _money("plan_cents", N_("What it was planned to sell.")),
            _count("audience", N_("People it was meant to reach."), N_("people"), 1),
        ),
        grows="stays",
    ),
    Table(
        "ad_events",
        N_("Advertisements shown and clicked on, since October 2025: one in fifty of them."),
        ("ad_event_id",),
        (
            _number("ad_event_id", N_("The event.")),
            _CAMPAIGN,
            _code("visitor_id", "A", N_("Who saw it, in the advertiser's numbers."), "", N_("not known")),
            Column("ts", "time", N_("When.")),
            Column("type", "text", N_("What happened."), allowed=("impression", "click")),
        ),
    ),
    Table(
        "experiments",
        N_("Customers drawn by lot to get a letter, or to go without it."),
        ("campaign_id", "customer_id"),
        (
            _CAMPAIGN,
            _customer(),
            Column("arm", "text", N_("With the letter or without."), allowed=("with", "without")),
        ),
    ),
    Table(
        "pieces",
        N_("Pieces of content."),
        ("piece_id",),
        (
            _code("piece_id", "B", N_("The piece.")),
            Column("title", "text", N_("Its title.")),
            Column("kind", "text", N_("What it is."), allowed=("guide", "story", "video", "offer")),
            Column("published_on", "date", N_("The day it came out.")),
        ),
        grows="stays",
    ),
    Table(
        "content_events",
        N_("What readers did with a piece."),
        ("content_event_id",),
        (
            _number("content_event_id", N_("The event.")),
            _code("piece_id", "B", N_("The piece."), "pieces"),
            _code("reader_id", "C", N_("The reader, a customer."), "", N_("a stranger")),
            Column("ts", "time", N_("When.")),
            Column("type", "text", N_("What the reader did."), allowed=ACTS),
        ),
    ),
    Table(
        "followers",
        N_("Followers won and lost on each day."),
        ("day",),
        (
            Column("day", "date", N_("The day.")),
            _count("gained", N_("New followers."), N_("people")),
            _count("lost", N_("Followers who left."), N_("people")),
        ),
        grows="adds",
    ),
    Table(
        "phases",
        N_("The four phases of the promotion of 11 November 2025."),
        ("phase",),
        (
            Column("phase", "text", N_("The phase."), allowed=_PHASE_NAMES),
            Column("first_on", "date", N_("Its first day.")),
            Column("last_on", "date", N_("Its last day.")),
        ),
        grows="stays",
    ),
    Table(
        "budget",
        N_("What the promotion may cost, by line and phase."),
        ("cost_line", "phase", "day"),
        (
            Column("cost_line", "text", N_("What the money is for."), allowed=COST_LINES),
            Column("phase", "text", N_("The phase."), allowed=_PHASE_NAMES),
            Column("day", "date", N_("The day from which it may be spent.")),
            _money("amount_cents", N_("The amount.")),
        ),
        grows="stays",
    ),
    Table(
        "ledger",
        N_("What was spent; the goods themselves are not booked here."),
        ("cost_line", "day"),
        (
            Column("day", "date", N_("The day it counts for.")),
            Column("cost_line", "text", N_("What the money was for."), allowed=COST_LINES),
            _money("amount_cents", N_("The amount.")),
            Column("phase", "text", N_("The phase of the promotion."), empty_means=N_("outside"), allowed=_PHASE_NAMES),
        ),
        grows="adds",
    ),
    Table(
        "plans",
        N_("What was agreed for each month before the year began."),
        ("month", "kpi"),
        (
            Column("month", "text", N_("The month, as 2025-05."), pattern=_MONTH),
            Column("kpi", "text", N_("The KPI's id."), allowed=PLANNED_KPIS),
            Column("base", "integer", N_("The lowest level accepted."), N_("net_sales in currency units, else counts")),
            Column("norm", "integer", N_("The plan."), N_("as base")),
            Column("target", "integer", N_("The stretch beyond the plan."), N_("as base")),
        ),
        grows="adds",
    ),
)

_SERVICE = (
    Table(
        "tickets",
        N_("Customers who asked for help."),
        ("ticket_id",),
        (
            _number("ticket_id", N_("The ticket.")),
            _ORDER,
            _customer(N_("a guest")),
            Column("channel", "text", N_("How the customer wrote."), allowed=SERVICE_CHANNELS),
            Column("type", "text", N_("What it was about."), allowed=MATTERS),
            Column("created_at", "time", N_("When it came in.")),
            Column("first_human_reply_at", "time", N_("When a person answered."), empty_means=N_("nobody has yet")),
            Column("solved_at", "time", N_("When it was solved."), empty_means=N_("still open")),
            Column("reopened_at", "time", N_("When it was opened again."), empty_means=N_("never")),
        ),
    ),
    Table(
        "contacts",
        N_("Each time a customer wrote or called about a ticket."),
        ("contact_id",),
        (
            _number("contact_id", N_("The contact. Numbers rise with time within a ticket.")),
            _number("ticket_id", N_("The ticket."), "tickets"),
            _customer(N_("a guest")),
            Column("ts", "time", N_("When.")),
            Column("channel", "text", N_("How."), allowed=SERVICE_CHANNELS),
        ),
    ),
    Table(
        "survey_invitations",
        N_("Customers asked by mail two days after the parcel came: a sample drawn by lot."),
        ("invitation_id",),
        (
            _number("invitation_id", N_("The invitation.")),
            _ORDER,
            Column("sent_at", "time", N_("When it was sent.")),
            Column("delivered", "flag", N_("Whether the mail arrived.")),
            Column("answered_at", "time", N_("When it was answered."), empty_means=N_("not answered")),
        ),
    ),
    Table(
        "surveys",
        N_("The answers."),
        ("survey_id",),
        (
            Column(
                "survey_id",
                "integer",
                N_("The answer: the number of its invitation."),
                at_least=1,
                refers_to="survey_invitations",
                refers_as="invitation_id",
            ),
            _ORDER,
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
                N_("How likely to recommend the shop: 0 not at all, 10 surely."),
                N_("points"),
                at_least=0,
                at_most=10,
            ),
        ),
    ),
)

_CALENDAR = with_promotions(N_("The promotion in which the shop takes part."))

LAYOUT = Layout("online_shop", (*_SHOP, *_WEB, *_MARKETING, *_SERVICE, *OFFICE_TABLES, _CALENDAR))
"""Money stands in whole cents throughout, in columns that end in `_cents`."""
