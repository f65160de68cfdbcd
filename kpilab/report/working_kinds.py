"""The four working tables: sales, stock, service and marketing, with their columns in a manager's words."""

from __future__ import annotations

from kpilab.errors import UnknownName
from kpilab.i18n import _
from kpilab.report.working_columns import Computed, Field, Light, Product, Ratio, Tile, Total, WorkingTable

__all__ = ["KINDS", "working_table"]

KINDS = ("sales", "stock", "service", "marketing")


def working_table(kind: str) -> WorkingTable:
    """The working table of that kind in the language in use; `UnknownName` for a kind that is none.

    >>> working_table("stock").title
    'Stock'
    """
    made = {"sales": _sales, "stock": _stock, "service": _service, "marketing": _marketing}
    if kind not in made:
        raise UnknownName(_("working table"), kind, KINDS)
    return made[kind]()


def _plan_words() -> tuple[str, str, str]:
    return _("on plan"), _("near plan"), _("below plan")


def _month() -> Field:
    return Field(
        "month", _("Month"), "choice", _("As 2025-05. Choose from the list; add months on the sheet of lists.")
    )


def _sales() -> WorkingTable:
    fields = (
        _month(),
        Field("who", _("Store or seller"), "choice", _("One row for each month and store, or each month and seller.")),
        Field("net", _("Net sales"), "money", _("Paid, without what was refunded. In whole currency units.")),
        Field("plan", _("Plan"), "money", _("The plan agreed before the month began.")),
        Field("year_ago", _("A year ago"), "money", _("Net sales of the same month of the year before.")),
        Field("orders", _("Orders"), "count", _("Paid orders.")),
        Field("visitors", _("Visitors"), "count", _("People counted at the door, or visitors of the site.")),
        Field("profit", _("Gross profit"), "money", _("Net sales less the cost of the goods sold.")),
    )
    computed = (
        Computed("attainment", _("Attainment"), "share", _("Net sales over plan."), Ratio(("net",), ("plan",))),
        Computed(
            "growth", _("Growth"), "share", _("Net sales over those of a year ago, less 1."),
            Ratio(("net",), ("year_ago",), 1),
        ),
        Computed("per_order", _("Sales an order"), "money", _("Net sales over orders."), Ratio(("net",), ("orders",))),
        Computed("conversion", _("Conversion"), "share", _("Orders over visitors."), Ratio(("orders",), ("visitors",))),
        Computed("margin", _("Margin rate"), "share", _("Gross profit over net sales."), Ratio(("profit",), ("net",))),
    )  # fmt: skip
    tiles = (
        Tile(_("Net sales"), "money", ("net",)),
        Tile(_("Attainment"), "share", ("net",), ("plan",)),
        Tile(_("Growth"), "share", ("net",), ("year_ago",), 1),
        Tile(_("Sales an order"), "money", ("net",), ("orders",)),
        Tile(_("Conversion"), "share", ("orders",), ("visitors",)),
        Tile(_("Margin rate"), "share", ("profit",), ("net",)),
    )
    what_for = _("What was sold, against plan and last year, and which part of it moved.")
    light = Light("attainment", 1.0, 0.9, _plan_words())
    return WorkingTable("sales", _("Sales"), what_for, fields, computed, ("month", "who"), tiles, light)


def _stock() -> WorkingTable:
    fields = (
        Field("product", _("Product"), "text", _("One row for each product.")),
        Field("category", _("Category"), "choice", _("Choose from the list; add categories on the sheet of lists.")),
        Field("opening", _("Opening units"), "count", _("On the shelf when the period began.")),
        Field("received", _("Received"), "count", _("Units that came in during the period.")),
        Field("sold", _("Sold"), "count", _("Units that left, without those that came back to the shelf.")),
        Field("counted", _("Counted"), "count", _("Units counted at the end, by somebody who did not see the book.")),
        Field("unit_cost", _("Unit cost"), "money", _("What one piece costs the firm.")),
        Field("lowest", _("Lowest level"), "count", _("Below this level it is ordered again.")),
        Field("days", _("Days"), "count", _("Days of the period, such as 90.")),
    )
    computed = (
        Computed(
            "book", _("Book"), "count", _("Opening and received, less sold."), Total(("opening", "received", "-sold"))
        ),
        Computed("gap", _("Gap"), "count", _("Counted less book: nobody can explain it."), Total(("counted", "-book"))),
        Computed(
            "through", _("Sell-through"), "share", _("Sold over opening and received."),
            Ratio(("sold",), ("opening", "received")),
        ),
        Computed("cogs", _("Cost of sold"), "money", _("Units sold at unit cost."), Product(("sold", "unit_cost"))),
        Computed(
            "average", _("Average units"), "number", _("Opening and counted, halved."),
            Total(("opening", "counted"), 0.5),
        ),
        Computed(
            "invested", _("Average stock"), "money", _("Average units at unit cost."), Product(("average", "unit_cost"))
        ),
        Computed(
            "turns", _("Turnover"), "number", _("Cost of sold over average stock."), Ratio(("cogs",), ("invested",))
        ),
        Computed("a_day", _("Sold a day"), "number", _("Sold over days."), Ratio(("sold",), ("days",))),
        Computed(
            "lasts", _("Days of stock"), "number", _("Counted over sold a day."), Ratio(("counted",), ("a_day",))
        ),
        Computed("cover", _("Level"), "share", _("Counted over the lowest level."), Ratio(("counted",), ("lowest",))),
    )  # fmt: skip
    tiles = (
        Tile(_("Average stock"), "money", ("invested",)),
        Tile(_("Sell-through"), "share", ("sold",), ("opening", "received")),
        Tile(_("Turnover"), "number", ("cogs",), ("invested",)),
        Tile(_("Units sold"), "count", ("sold",)),
        Tile(_("Gap in units"), "count", ("gap",)),
    )
    what_for = _("What lies on the shelf, how fast it turns, what to order, and where book and shelf differ.")
    light = Light("cover", 1.2, 1.0, (_("enough"), _("order soon"), _("order now")))
    return WorkingTable("stock", _("Stock"), what_for, fields, computed, ("category",), tiles, light)


def _service() -> WorkingTable:
    channels = (_("phone"), _("chat"), _("mail"), _("store"))
    fields = (
        _month(),
        Field("channel", _("Channel"), "choice", _("Where customers ask."), channels),
        Field("orders", _("Orders"), "count", _("Paid orders of the month; complaints are set against them.")),
        Field("tickets", _("Enquiries"), "count", _("Enquiries and complaints that came in.")),
        Field("in_time", _("In time"), "count", _("First answered by a person within the promised time.")),
        Field("minutes", _("Minutes waited"), "count", _("All minutes until the first answer, added up.")),
        Field("solved", _("Solved"), "count", _("Solved and not opened again.")),
        Field("complaints", _("Complaints"), "count", _("Enquiries that are complaints.")),
        Field("answers", _("Answers"), "count", _("Customers who answered how satisfied they are.")),
        Field("satisfied", _("Satisfied"), "count", _("Of these, the answers 4 and 5 of 5.")),
    )
    computed = (
        Computed("level", _("Service level"), "share", _("In time over enquiries."), Ratio(("in_time",), ("tickets",))),
        Computed(
            "wait", _("Mean wait"), "number", _("Minutes waited over enquiries."), Ratio(("minutes",), ("tickets",))
        ),
        Computed(
            "resolution", _("Solved rate"), "share", _("Solved over enquiries."), Ratio(("solved",), ("tickets",))
        ),
        Computed(
            "complaint", _("Complaint rate"), "share", _("Complaints over orders."), Ratio(("complaints",), ("orders",))
        ),
        Computed("csat", _("Satisfaction"), "share", _("Satisfied over answers."), Ratio(("satisfied",), ("answers",))),
    )
    tiles = (
        Tile(_("Enquiries"), "count", ("tickets",)),
        Tile(_("Service level"), "share", ("in_time",), ("tickets",)),
        Tile(_("Mean wait, minutes"), "number", ("minutes",), ("tickets",)),
        Tile(_("Solved rate"), "share", ("solved",), ("tickets",)),
        Tile(_("Complaint rate"), "share", ("complaints",), ("orders",)),
        Tile(_("Satisfaction"), "share", ("satisfied",), ("answers",)),
    )
    what_for = _("How soon customers are answered, what is solved, and what they think of it.")
    light = Light("csat", 0.9, 0.8, (_("good"), _("watch"), _("act")))
    return WorkingTable("service", _("Service"), what_for, fields, computed, ("month", "channel"), tiles, light)


def _marketing() -> WorkingTable:
    channels = (_("search"), _("social"), _("video"), _("mail"), _("fair"), _("store"))
    fields = (
        Field("campaign", _("Campaign"), "text", _("One row for each campaign.")),
        Field("channel", _("Channel"), "choice", _("Where it ran."), channels),
        Field("begins", _("Begins"), "day", _("First day.")),
        Field("ends", _("Ends"), "day", _("Last day.")),
        Field("cost", _("Cost"), "money", _("All of it: media, agency, gifts, and people's time.")),
        Field("shown", _("Shown"), "count", _("Times that the advertisement was shown.")),
        Field("clicks", _("Clicks"), "count", _("Clicks, or people who came because of it.")),
        Field("orders", _("Orders"), "count", _("Paid orders that are credited to it.")),
        Field("new", _("New customers"), "count", _("Of these, first orders.")),
        Field("sales", _("Sales"), "money", _("Net sales of these orders.")),
        Field("profit", _("Gross profit"), "money", _("Sales less the cost of the goods.")),
        Field("plan", _("Plan"), "money", _("Net sales that were planned of it.")),
    )
    computed = (
        Computed("ctr", _("Click rate"), "share", _("Clicks over times shown."), Ratio(("clicks",), ("shown",))),
        Computed("conversion", _("Conversion"), "share", _("Orders over clicks."), Ratio(("orders",), ("clicks",))),
        Computed("per_order", _("Cost an order"), "money", _("Cost over orders."), Ratio(("cost",), ("orders",))),
        Computed("per_new", _("Cost a new one"), "money", _("Cost over new customers."), Ratio(("cost",), ("new",))),
        Computed("roas", _("Sales per cost"), "number", _("Sales over cost."), Ratio(("sales",), ("cost",))),
        Computed(
            "roi", _("Return"), "share", _("Gross profit less cost, over cost; without the campaign some of it would "
            "have been sold too."), Ratio(("profit", "-cost"), ("cost",)),
        ),
        Computed("attainment", _("Attainment"), "share", _("Sales over plan."), Ratio(("sales",), ("plan",))),
    )  # fmt: skip
    tiles = (
        Tile(_("Cost"), "money", ("cost",)),
        Tile(_("Sales per cost"), "number", ("sales",), ("cost",)),
        Tile(_("Return"), "share", ("profit", "-cost"), ("cost",)),
        Tile(_("Cost an order"), "money", ("cost",), ("orders",)),
        Tile(_("Conversion"), "share", ("orders",), ("clicks",)),
        Tile(_("Attainment"), "share", ("sales",), ("plan",)),
    )
    what_for = _("What each campaign cost and brought, down to the profit that is left.")
    light = Light("roi", 0.2, 0.0, (_("pays"), _("breaks even"), _("loses")))
    return WorkingTable("marketing", _("Marketing"), what_for, fields, computed, ("channel",), tiles, light)
