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


def test_of_two_bookings_the_later_one_is_there_twice_whatever_the_order_of_rows():
    twice = table(("A", "2025-06-02", 500), ("A", "2025-05-31", 500))
    for books in (twice, twice.iloc[::-1]):
        assert reconcile(table(("A", "2025-05-31", 500)), books, period="2025-05").causes.empty
    mixed = [("A", "2025-05-01", 2), ("A", "2025-05-01", 5)] * 2
    for books in (table(*mixed), table(*mixed[::-1])):
        assert by_cause(reconcile(table(("A", "2025-05-01", 9)), books)) == {"twice_in_finance": 500}


def test_a_second_payment_of_an_order_that_was_never_booked_is_missing():
    sold = table(("A", "2025-05-02", 500), ("A", "2025-05-05", 700), ("B", "2025-05-02", 90))
    books = table(("A", "2025-05-02", 500), ("B", "2025-05-02", 90), ("B", "2025-05-03", 20))
    found = reconcile(sold, books)
    assert by_cause(found) == {"missing_in_finance": -70_000, "missing_in_sales": 2_000}
    assert found.of("missing_in_finance")[["reference", "amount"]].values.tolist() == [["A", 700.0]]
    assert by_cause(reconcile(table(("A", "2025-05-02", 500)), table(("A", "2025-05-02", 300)))) == {
        "unexplained": -20_000
    }


def test_a_reference_that_looks_like_the_place_of_a_row_is_a_reference():
    sold = table(("X", "2025-05-01", 10), ("", "2025-05-02", 500))
    books = table(("#1", "2025-05-02", 700), ("X", "2025-05-01", 10))
    assert by_cause(reconcile(sold, books)) == {"missing_in_finance": -50_000, "missing_in_sales": 70_000}


def test_tax_by_its_rate_is_worked_out_before_the_fee():
    books = table(("A", "2025-05-02", 994), fee=6.0)  # 1,130 is 1,000 and 130 of tax; the bank keeps 6
    assert by_cause(reconcile(table(("A", "2025-05-02", 1130)), books, tax_rate=0.13)) == {"tax": -13_000, "fee": -600}


def test_tax_rounded_line_by_line_leaves_cents_of_rounding():
    sold = table(*((place, "2025-05-02", 0.50) for place in range(100)))
    books = sold.assign(amount=0.44)  # 0.50 ÷ 1.13 = 0.4425; 13 % of 0.44 are 0.06
    assert by_cause(reconcile(sold, books, tax_rate=0.13)) == {"tax": -600}
    assert by_cause(reconcile(sold, books.assign(amount=0.45), tax_rate=0.13)) == {"tax": -600, "rounding": 100}


def test_a_wrong_amount_from_the_month_before_is_found_by_either_cause():
    found = reconcile(table(("A", "2025-04-30", 1000)), table(("A", "2025-05-02", 950)), period="2025-05")
    assert by_cause(found) == {"booked_from_outside": 100_000, "unexplained": -5_000}
    assert found.of("unexplained")["amount"].tolist() == [950.0]
    assert found.of("booked_from_outside")["amount"].tolist() == [950.0]


def test_rows_to_look_up_add_up_to_their_lines():
    found = reconcile(TILL, BOOKS, period="2025-05")
    for cause, sign in (("missing_in_finance", -1), ("twice_in_finance", 1), ("refunds", 1)):
        assert sign * found.of(cause)["counted"].sum() * 100 == found.cents(cause)


def test_what_was_taken_off_can_be_looked_up():
    found = reconcile(TILL, BOOKS, period="2025-05").of("tax")
    assert found["amount"].tolist() == [130, 260, 104, 104, -130]
    assert found["counted"].sum() == -468
    assert found["cause"].unique().tolist() == ["tax inside the amounts of sales"]


def test_a_sale_and_its_refund_that_are_both_missing_do_not_hide_each_other():
    sold = table(("A", "2025-05-02", 1000), ("B", "2025-05-02", 700), ("B", "2025-05-03", -700))
    said = reconcile(sold, table(("A", "2025-05-02", 1000))).sentence
    assert "2 bookings missing or there twice, 1,400.00 in all; in the total they show as +0.00" in said


def test_a_refund_without_an_order_is_one_where_the_sales_system_has_none():
    books = table(("A", "2025-05-02", 500), ("", "2025-05-09", -80))
    assert by_cause(reconcile(table(("A", "2025-05-02", 500)), books)) == {"refunds": -8_000}
    knows = table(("A", "2025-05-02", 500), ("B", "2025-05-02", 90), ("B", "2025-05-03", -90))
    assert by_cause(reconcile(knows, pd.concat([books, knows.iloc[1:]]))) == {"missing_in_sales": -8_000}


def test_ten_thousand_equal_tickets_are_no_hundred_million_pairs():
    day = pd.date_range("2025-05-01", periods=30).repeat(400)
    tickets = pd.DataFrame({"reference": "", "date": day, "amount": 60})
    found = reconcile(tickets, tickets.iloc[1:])
    assert found.difference_cents == -6_000
    assert found.probable == 0


@pytest.mark.parametrize(
    "day",
    [
        "2025-05-31 23:30",
        "2025-05-31T23:30:00+08:00",
        "2025-05-31T23:30:00Z",
        pd.Timestamp("2025-05-31 23:30", tz="UTC"),
    ],
)
def test_a_day_is_the_one_that_is_written(day):
    books = table(("A", "2025-05-31", 500))
    assert reconcile(books.assign(date=day), books, period="2025-05").causes.empty


def test_cents_of_large_and_of_broken_amounts():
    for amount in (0.1 + 0.2, 1.15, 12_345_678_901.23):
        books = table(("A", "2025-05-31", amount))
        assert reconcile(books, books).finance_cents == round(amount * 100)


def test_two_currencies_in_two_systems_are_not_compared():
    books = table(("A", "2025-05-31", 500))
    with pytest.raises(DataError, match="sales is in CNY, finance in EUR"):
        reconcile(books.assign(currency="cny "), books.assign(currency="EUR"))
    assert reconcile(books.assign(currency="cny "), books.assign(currency="CNY")).causes.empty


def test_two_systems_have_two_names():
    with pytest.raises(DataError, match="name of its own"):
        reconcile(TILL, BOOKS, names=("till", "till"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.rename(columns={"amount": "paid"}), "no column for the amount"),
        (lambda one: one.assign(date="soon"), "row 1, 2, 3, 4, 5 and 1 more: write the day as"),
        (lambda one: one.assign(amount=None), "no amount can be read"),
        (lambda one: one.assign(amount=float("inf")), "no amount can be read"),
        (lambda one: one.assign(amount="1,130"), "Write it in digits"),
        (lambda one: one.assign(date=45808), "write the day as"),
        (lambda one: pd.concat([one, one], axis=1), "two columns called reference"),
        (lambda one: one.to_dict(), "no table that is loaded: dict"),
        (lambda one: one.assign(amount=1.005), "finer than a cent"),
        (lambda one: one.assign(currency=["CNY"] * 5 + ["EUR"]), "several currencies: CNY, EUR"),
    ],
)
def test_what_cannot_be_read_is_said(change, said):
    with pytest.raises(DataError, match=said):
        reconcile(change(TILL), BOOKS)


@pytest.mark.parametrize("period", ["May", ("2025-05-31", "2025-05-01"), ("2025-05-01", None)])
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


def test_a_month_by_its_tax_rate_has_the_same_mistakes_but_for_a_cent_a_booking(seed):
    made = finance_export(chain(), seed=seed)
    found = reconcile(made.sales, made.finance.drop(columns="tax_cents"), period=made.month, tax_rate=0.13)
    assert found.cents("missing_in_finance") == made.truth["missing_in_finance"]
    for cause in ("missing_in_sales", "twice_in_finance", "unexplained"):
        assert abs(found.cents(cause) - made.truth[cause]) <= 25  # a few bookings, each a few cents of rounding
