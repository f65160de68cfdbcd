"""Rivals side by side, worked by hand on the shop of eight orders."""

from __future__ import annotations

import pytest
from drawn import drawn
from on_engines import Tables

from kpilab.catalogue import kpi, kpis
from kpilab.errors import UnknownName
from kpilab.metrics import measure, measured, rivals
from kpilab.metrics.divisors import divides_by
from kpilab.metrics.registry import parts_of


def test_one_name_and_several_numbers(shop: Tables):
    found = rivals("avg_order_value", shop).set_index("kpi")
    assert found.loc["avg_order_value", ["value", "denominator", "divides_by"]].tolist() == [
        pytest.approx(115 / 7),
        7,
        "paid orders",
    ]
    assert found.loc["spend_per_buyer", ["value", "denominator", "divides_by"]].tolist() == [110 / 4, 4, "known buyers"]
    assert found["formula"].tolist() == [kpi(name).formula for name in found.index]


def test_every_fraction_says_in_words_what_it_divides_by():
    for name in measured():
        words = divides_by(name)
        assert (words is None) == (parts_of(name).denominator is None)
        assert words is None or "_" not in words


def test_by_any_key(shop: Tables):
    found = rivals("avg_order_value", shop, by=("store_id", "month"))
    expected = measure("spend_per_buyer", shop, by=("store_id", "month"))
    assert found[found["kpi"] == "spend_per_buyer"]["value"].tolist() == expected["value"].tolist()


def test_a_rival_that_the_data_cannot_tell_says_why(shop: Tables):
    orders = {"orders": shop["orders"].drop(columns="customer_id")}
    found = rivals("avg_order_value", orders).set_index("kpi")
    assert found["value"].isna().tolist() == [False, True]
    assert "customer_id" in found.loc["spend_per_buyer", "why_missing"]
    with pytest.raises(UnknownName):
        rivals("avg_order_valu", shop)
    with pytest.raises(UnknownName):
        rivals("avg_order_value", shop, by="nothing")


@pytest.mark.parametrize("entry", [entry for entry in kpis() if entry.id in measured()], ids=lambda entry: entry.id)
def test_every_measured_kpi_stands_beside_its_rivals(entry: object):
    found = rivals(entry.id, drawn(1), by="month")  # type: ignore[attr-defined]
    assert list(dict.fromkeys(found["kpi"])) == [entry.id, *entry.rivals]  # type: ignore[attr-defined]
