"""Scenario cards: a firm, what it wants, three KPIs that serve it, and five that tempt, each with what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpilab.i18n import N_

__all__ = ["SECTOR_SCENES", "Scene"]


@dataclass(frozen=True)
class Scene:
    """A card. `right` maps three KPIs to why they serve, `wrong` five to what is said to whoever picks them.

    The first of `right` is the one to begin with. All texts are message ids.
    """

    id: str
    situation: str
    asked: str
    right: Mapping[str, str]
    wrong: Mapping[str, str]
    praise: str


SECTOR_SCENES = (
    Scene(
        "fashion",
        N_(
            "A fashion shop in a shopping street. Plenty of people come in, look and leave; those who buy are content. "
            "The storeroom is in order."
        ),
        N_("The owner wants to sell more to those who come in anyway, and not by giving it away."),
        {
            "net_sales": N_("tells whether more was sold, refunds taken off"),
            "conversion_rate_visitor": N_("moves first: more of those who come in buy"),
            "gross_margin_rate": N_("shows at once when the growth is bought with discounts"),
        },
        {
            "store_footfall": N_(
                "this shop does not lack people at the door. The row would send money into advertising, and "
                "more people would look and leave."
            ),
            "units_sold": N_(
                "a piece counts as much at half the price. On the last day of the month the row asks for a sale."
            ),
            "inventory_turnover": N_("a good number for another goal. The card says that the storeroom is in order."),
            "follower_net_growth": N_(
                "followers are more people who look. Between looking and buying nothing has changed."
            ),
            "survey_response_rate": N_("it says how far a survey can be trusted. Nobody buys more because of it."),
        },
        N_(
            "Sales say whether it worked, conversion says so earlier, and the margin keeps the discount drawer closed. "
            "More visitors would have been the dearest way to the same sales."
        ),
    ),
    Scene(
        "jackets",
        N_(
            "A chain of sports shops. Last winter's jackets fill the storeroom and the bank asks about the money in them; "
            "running shoes are sold out in the sizes that people wear."
        ),
        N_("The buyer is to free the money in the stock without emptying the shelves that sell."),
        {
            "inventory_turnover": N_("tells how often the money in stock comes back"),
            "slow_stock_share": N_("names the jackets, and moves as soon as they do"),
            "stockout_rate": N_("shows when stock was cut where customers stand"),
        },
        {
            "items_per_order": N_(
                "a pair of socks with each pair of shoes lifts it, and no jacket has left the storeroom."
            ),
            "net_sales": N_(
                "they can rise on running shoes while every jacket stays where it is. The money in the stock is the goal here."
            ),
            "bestseller_share": N_(
                "it describes what sells well already. Whether it should be higher or lower, nobody can say."
            ),
            "store_footfall": N_(
                "more people in front of an empty shoe shelf free no money. The storeroom is the place to look."
            ),
            "nps": N_("it judges the whole relation, a season later. No buyer knows from it what to order less of."),
        },
        N_(
            "Turnover is the promise, slow stock says where to begin, and the empty shelf is the bill that a careless buyer "
            "would send to the customers."
        ),
    ),
    Scene(
        "shoes-online",
        N_(
            "An online shoe shop. Many fill a basket, few pay; of the parcels that go out a third come back, mostly for "
            "their size. Visitors are plentiful."
        ),
        N_("The operator wants more visitors to become buyers who keep what they bought."),
        {
            "conversion_rate_visitor": N_("tells how many visitors became buyers"),
            "cart_abandonment_rate": N_("shows where those who had chosen already stop"),
            "return_rate": N_("takes off what was talked into a parcel and comes back"),
        },
        {
            "unique_visitors": N_(
                "the card has plenty of them. More visitors make the conversion harder, and cost money."
            ),
            "gmv_paid": N_(
                "a parcel counts on the day it is paid and is still counted when it is back. Here a third are."
            ),
            "avg_session_seconds": N_(
                "a long visit may be interest or somebody lost at the size table. The number cannot tell."
            ),
            "page_views": N_("they rise when people search and do not find. Nobody pays in page views."),
            "impressions": N_("they bring people to the door. Inside, most baskets stay where they are."),
        },
        N_(
            "Conversion alone would invite “order three sizes, send back two”. With the refunds beside it, the shop is "
            "rewarded for a size table that is right."
        ),
    ),
    Scene(
        "coffee",
        N_(
            "A coffee roaster with an online shop. A voucher brings new customers in, most of them never order again; "
            "those who write say that the parcel came late."
        ),
        N_("The owner wants customers to stay, and not for a voucher each month."),
        {
            "repurchase_next_window": N_("tells how many of those who bought come back"),
            "on_time_delivery": N_("is the reason that customers name, and can be mended this week"),
            "discount_share": N_("rises when loyalty is rented with vouchers"),
        },
        {
            "new_customers": N_("the voucher brings them already. Pouring faster does not mend the bucket."),
            "order_count": N_(
                "a first order with a voucher counts like a tenth one without. Who came back does not show."
            ),
            "repeat_customer_share": N_("it also rises when fewer new customers come. Nobody has to return for it."),
            "clicks": N_("they tell of people on their way in. The card asks about those on their way out."),
            "avg_order_value": N_("one large order and goodbye lifts it. It says nothing about the next order."),
        },
        N_(
            "Coming back is the result, the parcel on time is what the team can do about it, and the discount share shows "
            "when somebody buys the result instead."
        ),
    ),
    Scene(
        "boilers",
        N_(
            "A firm that repairs boilers. In cold weeks callers wait long for an answer; technicians close a job quickly, and some "
            "boilers are cold again the next day."
        ),
        N_("The manager wants problems solved for good and callers answered in time, and nobody rushed off the line."),
        {
            "resolution_rate": N_("counts what was solved and stayed solved"),
            "service_level": N_("shows the hours in which too few were on duty"),
            "csat_top2": N_("hears it from the customers when calls and repairs are rushed"),
        },
        {
            "order_count": N_(
                "a boiler repaired twice counts twice. The row thanks whoever comes back to the same house."
            ),
            "effective_visits": N_(
                "a rule for people who sell. The technician's second visit would look like diligence."
            ),
            "lead_count": N_("more callers into a line where callers wait. First the calls that are there."),
            "net_sales": N_("a cold winter lifts them, whatever the service was like. They measure the weather."),
            "document_accuracy": N_("a tidy form beside a cold boiler. It is worth a check, not a row of three."),
        },
        N_(
            "Solved is the result, answered in time is what staffing can move, and the customers' judgement keeps "
            "both from becoming a race against the clock."
        ),
    ),
    Scene(
        "hotel",
        N_(
            "A hotel, well booked. Guests like the place and dislike the bathrooms; the few who fill in the "
            "survey are mostly the friendly ones."
        ),
        N_("The house wants more satisfied guests, and to know that they really are."),
        {
            "csat_top2": N_("asks the guests themselves"),
            "service_quality_score": N_("inspects by a list, drawn by lot, before the scores say it"),
            "survey_response_rate": N_("shows how many guests the score speaks for"),
        },
        {
            "store_footfall": N_("a full lobby is not a clean bathroom. The house is well booked already."),
            "net_sales": N_(
                "the house is full and sells. They will fall last, when the guests have told their friends."
            ),
            "new_customers": N_(
                "more people who meet the bathrooms for the first time. The card asks what they think of them."
            ),
            "follow_up_timeliness": N_(
                "it belongs to those who answer enquiries. The guest with the dirty bath has booked long ago."
            ),
            "discount_share": N_(
                "money back to whoever complains buys a smile for a night. The tiles stay as they are."
            ),
        },
        N_(
            "A score from the friendly few is a compliment, not a measurement. The answers tell how many it speaks for, "
            "and the inspection finds the bathroom before the guest does."
        ),
    ),
    Scene(
        "pumps",
        N_(
            "A maker of pumps. Several old customers have left within a year; those who were asked named deliveries that came late. "
            "The sellers keep the rest by cutting prices."
        ),
        N_("The sales manager wants customers to stay, and not at any price."),
        {
            "churn_rate": N_("counts those who left, of those who could have left"),
            "on_time_delivery": N_("is the reason they name, and moves before they leave"),
            "gross_margin_rate": N_("shows when customers are kept with the price"),
        },
        {
            "customer_growth_rate": N_(
                "won less lost. Ten new ones hide ten that left; the card is about those that left."
            ),
            "win_rate": N_("it judges offers to those who are not customers yet. Nobody left over a lost offer."),
            "lead_count": N_(
                "new names in the list while old ones leave. It is the dearer way to the same number of customers."
            ),
            "sales_cycle_days": N_("how long a deal takes. The customers who left had signed long ago."),
            "net_sales": N_("one large order from somebody who stays covers three who left. It shows a year later."),
        },
        N_(
            "Churn says how many, the late deliveries say why, and the margin stops the sellers' own remedy. Three rows, and "
            "two of them are kept outside the sales office."
        ),
    ),
    Scene(
        "sensors",
        N_(
            "A maker of sensors. The trade fair brought a long list of addresses; three sellers call whoever is friendly, and spend "
            "freely on it."
        ),
        N_("The firm wants new customers that are worth what they cost."),
        {
            "new_customers": N_("counts those who bought for the first time"),
            "qualified_lead_rate": N_("tells addresses worth a call from a long list"),
            "cac": N_("says what each new customer cost"),
        },
        {
            "lead_count": N_("the list is long already. The row pays for the next trade fair."),
            "key_account_contact_coverage": N_(
                "a good row for keeping them. The card asks for those who are not there yet."
            ),
            "order_count": N_("a faithful old customer who orders in small lots lifts it. No new name is needed."),
            "training_attendance": N_("a seat taken. Whether a seller now calls the right address, it cannot say."),
            "net_sales": N_(
                "old customers make nearly all of them. A year without one new name could be a record year."
            ),
        },
        N_(
            "New customers are the result, a sorted list is the work of this week, and the cost keeps the champagne "
            "in proportion."
        ),
    ),
)
