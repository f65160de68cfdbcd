"""A finance export: the same bookings from the same seed, and no cent of the till without a place in it."""

import pytest

from kpilab.data.finance_export import finance_export
from kpilab.data.load import load
from kpilab.errors import DataError


@pytest.fixture(scope="module")
def chain():
    return load("retail_chain", tables=["orders", "returns"])


def test_one_seed_gives_one_export(chain):
    one, again, other = (finance_export(chain, seed=seed) for seed in (3, 3, 4))
    assert one.finance.equals(again.finance)
    assert not one.finance.equals(other.finance)
    assert one.sales.equals(other.sales)


def test_the_truth_leads_from_the_till_to_the_ledger(chain):
    made = finance_export(chain, seed=5)
    may = [one[one["date"].dt.strftime("%Y-%m") == "2025-05"] for one in (made.sales, made.finance)]
    assert sum(made.truth.values()) == may[1]["amount_cents"].sum() - may[0]["amount_cents"].sum()
    assert made.truth["unexplained"] == -27_000
    assert made.truth["missing_in_finance"] < 0 < made.truth["twice_in_finance"]


def test_tax_is_thirteen_for_a_hundred_and_nothing_is_booked_on_a_weekend(chain):
    books = finance_export(chain, seed=5).finance
    net = books["amount_cents"] + books["fee_cents"]
    assert ((net * 0.13 - books["tax_cents"]).abs() < 1).all()
    payouts = books[(books["amount_cents"] > 0) & books["reference"].str.isdigit()]
    weekend = payouts["date"].dt.day_of_week >= 5
    assert weekend.sum() <= 5  # the second part of an instalment comes ten days later, whatever day that is


@pytest.mark.parametrize("month", ["May", "2025-12", "2031-01"])
def test_a_month_without_neighbours_is_refused(chain, month):
    with pytest.raises(DataError, match="month"):
        finance_export(chain, month=month)
