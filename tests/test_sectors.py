"""Sectors, phases, goals: what they hold, and how loudly they refuse."""

from __future__ import annotations

from importlib.resources import files

import pytest

from kpilab.catalogue import kpi, role, roles
from kpilab.catalogue import kpis as entries
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import speaking
from kpilab.sectors import answers_for, goal, goals, kpis, marked, phase, phases, read_sectors, sector, sectors

TEXT = files("kpilab").joinpath("sectors.toml").read_text("utf-8")


def read(text: str) -> object:
    return read_sectors(text, {entry.id: entry for entry in entries()}, [one.id for one in roles()])


def test_the_four_sectors_and_the_four_phases_in_their_order() -> None:
    assert [one.id for one in sectors()] == ["retail", "e_commerce", "service", "manufacturing"]
    assert [one.id for one in phases()] == ["preparation", "warm_up", "burst", "closing"]


def test_what_the_documents_name_for_each_sector_leads_in_it() -> None:
    assert {"net_sales", "store_footfall", "spend_per_buyer", "repeat_customer_share"} <= set(sector("retail").core)
    assert {"conversion_rate_visitor", "cart_abandonment_rate", "csat_top2"} <= set(sector("e_commerce").core)
    assert {"csat_top2", "first_response_time", "retention_rate"} <= set(sector("service").core)
    assert "churn_rate" in sector("manufacturing").core


def test_a_footfall_counter_is_at_home_in_shops_and_not_in_factories() -> None:
    assert kpi("store_footfall") in kpis(sector="retail")
    assert kpi("store_footfall") not in kpis(sector="manufacturing")


def test_filters_narrow_one_another() -> None:
    both = kpis(sector="retail", family="traffic")
    assert [entry.id for entry in both] == ["store_footfall", "conversion_rate_visitor"]
    assert kpis() == entries()
    assert [entry.id for entry in kpis(phase="closing", role="customer_service")] == [
        "csat_top2", "resolution_rate", "complaint_rate",
    ]  # fmt: skip


def test_a_role_answers_for_its_rows_and_for_what_it_owns() -> None:
    assert answers_for(role("store_manager"), kpi("new_customers"))  # a row, owned by the salesperson
    assert answers_for(role("store_manager"), kpi("gmroi"))  # no row, owned by the merchant
    assert not answers_for(role("store_manager"), kpi("ad_roas"))


@pytest.mark.parametrize("asked", ["e_commerce", "e-commerce", "E-Commerce", "电商"])
def test_a_sector_is_found_by_id_and_by_name(asked: str) -> None:
    assert sector(asked).id == "e_commerce"


def test_an_unknown_name_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"No sector 'retial'\. Did you mean 'retail'"):
        kpis(sector="retial")
    with pytest.raises(UnknownName, match="Did you mean 'warm_up'"):
        phase("warmup")
    with pytest.raises(UnknownName, match="Did you mean 'keep_customers'"):
        goal("keep customer")


def test_names_follow_the_language() -> None:
    with speaking("zh_CN"):
        assert (sector("retail").title, phase("burst").title) == ("零售", "爆发期")


def test_marked_kpis_are_in_the_catalogue() -> None:
    known = {entry.id for entry in entries()}
    assert marked("customer") < known
    assert marked("long_term") < known


def test_every_goal_has_a_result_a_driver_and_a_guard_in_some_sector() -> None:
    for one in goals():
        homes = [{line.part for line in one.kpis if line.kpi in place.kpis} for place in sectors()]
        assert {"result", "driver", "guard"} in homes, one.id


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('core = ["net_sales", "store_footfall"', 'core = ["net_slaes", "store_footfall"', "Did you mean 'net_sales'"),
        ('"gmv_paid", "items_per_order"', '"gmv_paid", "gmv_paid"', "'gmv_paid' stands there twice"),
        ("[phases.burst]", "[phases.bursts]", "the field 'burst' is missing"),
        ('name = "Retail"', 'nam = "Retail"', "sectors.retail: unknown field 'nam'"),
        ('name_zh = "零售"', 'name_zh = ""', "sectors.retail: the field 'name_zh' must be a text"),
        ('kpi = "net_sales", part = "result"', 'kpi = "net_sales", part = "outcome"', "one of result, driver, guard"),
        ('"salesperson" = ["salesperson"]', '"salesperson" = ["salespersn"]', "Did you mean 'salesperson'"),
        (', "median_lifetime_km", "inventory', ', "inventory', "median_lifetime_km is at home in no sector"),
        ('"median_lifetime_km", "csat', '"median_life", "csat', "marks.customer: No KPI 'median_life'"),
        ("[everywhere]", "[everywhere", "not TOML"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_named(old: str, new: str, said: str) -> None:
    broken = TEXT.replace(old, new)
    assert broken != TEXT
    with pytest.raises(DataError, match=said):
        read(broken)


def test_every_mistake_is_named_at_once() -> None:
    broken = TEXT.replace('name = "Retail"', "").replace('name = "Service"', "")
    with pytest.raises(DataError) as caught:
        read(broken)
    assert len(caught.value.problems) == 2
