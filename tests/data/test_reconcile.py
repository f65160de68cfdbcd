"""Two totals and what lies between them: by hand, on an export whose truth is known, and whatever is handed in."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpilab.data.finance_export import finance_export
from kpilab.data.load import load
from kpilab.data.reconcile import reconcile
from kpilab.errors import DataError, UnknownName


def table(*rows, **more):
    made = pd.DataFrame(list(rows), columns=["reference", "date", "amount"])
    return made.assign(**more)


TILL = table(
    (1, "2025-05-02", 1130),
    (2, "2025-05-12", 2260),
    (3, "2025-05-20", 565),
    (4, "2025-05-24", 904),
    (5, "2025-05-31", 3390),
    (6, "2025-06-01", 1695),
)
BOOKS = table(
    (1, "2025-05-03", 1000),
    (2, "2025-05-13", 2000),
    (4, "2025-05-25", 800),
    (4, "2025-05-26", 800),
    (2, "2025-05-28", -1000),
    (5, "2025-06-02", 3000),
    (6, "2025-06-02", 1500),
    tax=[130, 260, 104, 104, -130, 390, 195],
)


def by_cause(found):
    return dict(zip(found.causes["cause"], found.causes["cents"].tolist(), strict=True))


def test_a_month_by_hand():
    found = reconcile(TILL, BOOKS, period="2025-05")
    assert (found.sales_cents, found.finance_cents, found.difference_cents) == (824_900, 360_000, -464_900)
    assert by_cause(found) == {
        "booked_outside": -339_000,  # order 5: paid on 31 May, booked on 2 June
        "refunds": -113_000,  # half of order 2
        "tax": -46_800,  # 130 + 260 + 104 + 104 - 130
        "missing_in_finance": -56_500,  # order 3
        "twice_in_finance": 90_400,  # order 4
    }
    assert (found.of_nature("mistake"), found.cents("tax"), found.cents("fee")) == (33_900, -46_800, 0)
    assert "1,469.00 in all; in the total they show as +339.00" in found.sentence
    assert found.sentence.endswith("Nothing is left unexplained.")


def test_tax_by_its_rate_is_the_same():
    assert by_cause(reconcile(TILL, BOOKS.drop(columns="tax"), period="2025-05", tax_rate=0.13)) == by_cause(
        reconcile(TILL, BOOKS, period="2025-05")
    )


def test_the_bridge_leads_from_one_total_to_the_other():
    bridge = reconcile(TILL, BOOKS, period="2025-05").bridge
    assert bridge["start"].tolist() == [0, 824_900, 485_900, 372_900, 326_100, 269_600, 0]
    assert bridge["end"].tolist() == [824_900, 485_900, 372_900, 326_100, 269_600, 360_000, 360_000]


def test_each_row_says_what_became_of_it():
    rows = reconcile(TILL, BOOKS, period="2025-05").rows
    assert rows.loc[rows["reference"] == "4", "cause"].tolist() == ["agrees", "agrees", "twice_in_finance"]
    assert rows.loc[rows["reference"] == "5", "cause"].tolist() == ["booked_outside"] * 2
    assert rows.loc[rows["cause"] == "refunds", "cents"].tolist() == [-100_000]


def test_rows_of_a_cause_are_there_to_be_looked_up():
    found = reconcile(TILL, BOOKS, period="2025-05")
    assert found.of("missing_in_finance", "twice_in_finance")[["cause", "reference", "amount"]].values.tolist() == [
        ["missing in finance", "3", 565.0],
        ["there twice in finance", "4", 800.0],
    ]
    with pytest.raises(UnknownName, match="cause"):
        found.of("theft")


def test_instalments_are_one_sale_even_where_they_are_equal():
    parts = table(("A", "2025-05-03", 100), ("A", "2025-05-20", 100), ("A", "2025-06-03", 100))
    found = reconcile(table(("a ", "2025-05-03", 300)), parts, period="2025-05")
    assert by_cause(found) == {"booked_outside": -10_000}
    assert reconcile(table(("A", "2025-05-03", 300)), parts).causes.empty


def test_without_a_reference_a_pair_is_probable_where_there_is_one_candidate():
    sold = table(("A", "2025-05-03", 300), ("B", "2025-05-03", 500))
    found = reconcile(sold, table(("", "2025-05-05", 300), ("B", "2025-05-04", 500)))
    assert (found.probable, len(found.causes)) == (1, 0)
    assert (
        "1 pair was matched by amount and day"
        in reconcile(sold, table((None, "2025-05-05", 300), ("B", "2025-05-04", 400))).sentence
    )
    two = table(("A", "2025-05-03", 300), ("C", "2025-05-04", 300), ("B", "2025-05-03", 500))
    doubtful = reconcile(two, table(("", "2025-05-05", 300), ("B", "2025-05-04", 500)))
    assert by_cause(doubtful) == {"missing_in_finance": -60_000, "missing_in_sales": 30_000}
    late = reconcile(sold, table(("", "2025-05-15", 300), ("B", "2025-05-04", 500)))
    assert late.probable == 0


def test_a_refund_taken_off_before_booking_is_found_where_the_sales_system_knows_it():
    sold = table(("A", "2025-05-03", 300), ("A", "2025-06-01", -100))
    assert by_cause(reconcile(sold, table(("A", "2025-05-04", 200)), period="2025-05")) == {"refund_day": -10_000}
    assert reconcile(sold, table(("A", "2025-05-04", 200))).causes.empty


def test_refunds_on_another_day_and_refunds_nobody_booked():
    sold = table(("A", "2025-05-03", 300), ("A", "2025-05-30", -100), ("B", "2025-05-03", 50), ("B", "2025-05-09", -50))
    books = table(("A", "2025-05-04", 300), ("A", "2025-06-02", -100), ("B", "2025-05-04", 50))
    assert by_cause(reconcile(sold, books, period="2025-05")) == {"refund_day": 10_000, "missing_in_finance": 5_000}


def test_rounding_is_small_and_another_amount_is_not_explained():
    books = table(("A", "2025-05-04", 300.04), ("B", "2025-05-04", 450))
    found = reconcile(table(("A", "2025-05-03", 300), ("B", "2025-05-03", 500)), books)
    assert by_cause(found) == {"rounding": 4, "unexplained": -5000}
    assert "Not explained: 1 booking, −50.00." in found.sentence


def test_fees_discounts_and_what_stands_twice_in_the_sales_system():
    sold = table(("A", "2025-05-03", 300), ("B", "2025-05-03", 500), ("B", "2025-05-03", 500))
    books = table(("A", "2025-05-04", 260), ("B", "2025-05-04", 497), fee=[0, 3], discount=[40, 0])
    assert by_cause(reconcile(sold, books)) == {"discount": -4000, "fee": -300, "twice_in_sales": -50_000}


def test_nothing_at_all_and_nothing_on_one_side():
    empty = table()
    assert reconcile(empty, empty).sentence == "all days: sales and finance both have 0.00."
    assert by_cause(reconcile(TILL, empty, period="2025-05")) == {"missing_in_finance": -824_900}
    assert by_cause(reconcile(empty, TILL, period="2025-05")) == {"missing_in_sales": 824_900}


def test_the_order_of_rows_and_the_tables_handed_in_do_not_matter():
    kept = TILL.copy(), BOOKS.copy()
    found = reconcile(TILL.iloc[::-1], BOOKS.sample(frac=1, random_state=3), period="2025-05")
    assert by_cause(found) == by_cause(reconcile(TILL, BOOKS, period="2025-05"))
    assert TILL.equals(kept[0])
    assert BOOKS.equals(kept[1])


def test_the_page_escapes_what_it_shows():
    found = reconcile(TILL, BOOKS, period="2025-05", names=("<b>till</b>", "books & co"))
    page = found._repr_mimebundle_()
    assert "<b>till" not in page["text/html"]
    assert "&lt;b&gt;till&lt;/b&gt;" in page["text/html"]
    assert "books &amp; co" in page["text/html"]
    assert "missing in books & co" in page["text/plain"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.rename(columns={"amount": "paid"}), "no column for the amount"),
        (lambda one: one.assign(date="soon"), "row 1, 2, 3, 4, 5 and 1 more: write the day as"),
        (lambda one: one.assign(amount=None), "no amount can be read"),
        (lambda one: one.assign(amount=1.005), "finer than a cent"),
        (lambda one: one.assign(currency=["CNY"] * 5 + ["EUR"]), "several currencies: CNY, EUR"),
    ],
)
def test_what_cannot_be_read_is_said(change, said):
    with pytest.raises(DataError, match=said):
        reconcile(change(TILL), BOOKS)


@pytest.mark.parametrize("period", ["May", ("2025-05-31", "2025-05-01")])
def test_a_period_that_is_none(period):
    with pytest.raises(DataError, match="period"):
        reconcile(TILL, BOOKS, period=period)


def test_columns_of_ones_own():
    sold = TILL.rename(columns={"reference": "order_id", "amount": "paid"})
    found = reconcile(sold, BOOKS, period="2025-05", columns={"reference": "order_id", "amount": "paid"})
    assert found.difference_cents == -464_900


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "A", "B", "C"]),
        st.sampled_from(["2025-04-30", "2025-05-01", "2025-05-31", "2025-06-01"]),
        st.integers(-30, 30),
    ),
    max_size=9,
)


@settings(max_examples=40)
@given(sold=ROWS, booked=ROWS, tax=st.integers(0, 3))
def test_causes_add_up_to_the_difference_whatever_is_handed_in(sold, booked, tax):
    left = table(*sold).rename(columns={"amount": "amount_cents"})
    right = table(*booked).rename(columns={"amount": "amount_cents"}).assign(tax_cents=tax)
    found = reconcile(left, right, period="2025-05", rounding=1)
    assert found.causes["cents"].sum() == found.difference_cents
    assert found.sales_cents == sum(cents for _ref, day, cents in sold if day.startswith("2025-05"))
    assert found.finance_cents == sum(cents for _ref, day, cents in booked if day.startswith("2025-05"))
    assert len(str(found).splitlines()) == len(found.causes) + 4


@cache
def chain():
    return load("retail_chain", tables=["orders", "returns"])


def test_each_cause_of_a_whole_month_is_recovered_to_the_cent(seed):
    made = finance_export(chain(), month=("2025-05", "2024-11")[seed % 2], seed=seed)
    found = reconcile(made.sales, made.finance, period=made.month)
    assert {cause: cents for cause, cents in by_cause(found).items() if cents} == made.truth
    assert found.probable == 6
