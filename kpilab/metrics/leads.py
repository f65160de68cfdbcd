"""Leads: one for each contact, on the day of the first enquiry, and what became of it."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.parts import paid_orders
from kpilab.metrics.sources import Sources

__all__ = ["contacts", "contacts_judged", "contacts_with_payment"]

_MAY_BE_HELD = ("source", "store_id", "staff_id", "channel", "campaign_id", "qualified_at")


def contacts(sources: Sources) -> Frame:
    """The first lead of each contact, with the first time that any lead of the contact was qualified.

    Leads marked as spam (`is_spam`) are taken off; a lead without a contact stands for itself.
    """
    leads = sources.built(_leads)
    times = {"first_at": Plain("min", "created_at")}
    if "qualified_at" in leads.collect_schema().names():
        times["first_qualified_at"] = Plain("min", "qualified_at")
    on_first = leads.join(added_up(leads, ["contact"], times), on="contact", how="inner").filter(
        nw.col("created_at") == nw.col("first_at")
    )
    one = added_up(on_first, ["contact"], {"lead_id": Plain("min", "lead_id")}).select("lead_id")
    first = on_first.join(one, on="lead_id", how="inner")
    return first.with_columns(nw.col("created_at").dt.truncate("1d").alias("day"))


def contacts_judged(sources: Sources) -> Frame:
    """Contacts, with `qualified` 1 where one was qualified within the stated days."""
    qualified_on = nw.col("first_qualified_at").dt.truncate("1d")
    in_time = qualified_on <= nw.col("day").dt.offset_by(f"{sources.days('qualify_days')}d")
    return sources.built(contacts).with_columns(in_time.fill_null(False).cast(nw.Int64).alias("qualified"))


def contacts_with_payment(sources: Sources) -> Frame:
    """Contacts, with `became` 1 where one paid for the first time within the stated days."""
    known = sources.built(paid_orders).filter(~nw.col("customer_id").is_null())
    firsts = added_up(known, ["customer_id"], {"paid_on": Plain("min", "day")})
    linked = sources.built(_leads).filter(~nw.col("customer_id").is_null()).select("contact", "customer_id")
    paying = linked.join(firsts, on="customer_id", how="inner")
    paid = added_up(paying, ["contact"], {"paid_on": Plain("min", "paid_on")})
    until = nw.col("day").dt.offset_by(f"{sources.days('lead_days')}d")
    became = (nw.col("paid_on") >= nw.col("day")) & (nw.col("paid_on") <= until)
    lines = sources.built(contacts).join(paid, on="contact", how="left")
    return lines.with_columns(became.fill_null(False).cast(nw.Int64).alias("became"))


def _leads(sources: Sources) -> Frame:
    """Leads that count, with `contact`: whom the lead is from."""
    held = sources.held("leads", *_MAY_BE_HELD, "customer_id", "is_spam")
    leads = sources.table("leads", "lead_id", "created_at", "contact_key", *held, key=["lead_id"])
    if "is_spam" in held:
        leads = leads.filter(~nw.col("is_spam").fill_null(False)).drop("is_spam")
    alone = nw.concat_str([nw.lit("lead "), nw.col("lead_id").cast(nw.String)])
    contact = nw.coalesce(nw.col("contact_key").cast(nw.String), alone)
    return leads.filter(~nw.col("created_at").is_null()).with_columns(contact.alias("contact"))
