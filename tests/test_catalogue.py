"""The catalogue and the roles: what they hold, and how loudly they refuse."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from math import fsum
from pkgutil import iter_modules

import pytest
from matplotlib.mathtext import MathTextParser

from kpilab import worlds
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.catalogue import KPI, kpi, kpis, read_catalogue, read_roles, role, roles
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import PSEUDO, set_language

ENTRY = """
[{id}]
name = "Visits {id}"
name_zh = "来访 {id}"
family = "traffic"
question = "How many came?"
formula = "Count of visits."
mathematics = '\\frac{{a}}{{b}}'
unit = "count"
direction = "higher"
kind = "leading"
additivity = "additive"
needs = {{ visits = ["day"] }}
merchants = ["hotel"]
window = "Any."
edge_cases = ["None came."]
gaming = "Count twice."
owner = "merchant"
rivals = [{rivals}]
source_documents = ["own"]
"""


IDS = """
    net_sales gmv_paid units_sold order_count avg_order_value spend_per_buyer items_per_order price_per_unit
    sales_growth_rate plan_attainment plan_pace market_share sales_per_head win_rate sell_through_rate
    sales_cycle_days sales_velocity lead_count qualified_lead_rate lead_to_customer_rate store_footfall
    unique_visitors sessions page_views bounce_rate exit_rate conversion_rate_visitor conversion_rate_session
    cart_abandonment_rate checkout_step_dropoff avg_session_seconds pages_per_session page_load_p75 card_ctr
    card_to_cart_rate zero_result_rate traffic_vs_peer channel_value_per_visit new_customers
    customer_growth_rate retention_rate cohort_retention repurchase_next_window repeat_purchase_rate
    repeat_customer_share churn_rate median_lifetime_km csat_top2 nps survey_response_rate cac clv stickiness
    key_account_contact_coverage inventory_turnover days_of_inventory stockout_rate fill_rate slow_stock_share
    bestseller_share active_sku_rate stock_record_accuracy gmroi gross_margin_rate net_margin_rate profit_margin
    expense_ratio marketing_expense_ratio logistics_cost_ratio service_cost_ratio budget_execution
    contribution_margin_campaign first_response_time service_level resolution_rate resolution_time
    first_contact_resolution complaint_rate service_quality_score return_rate on_time_delivery
    campaign_participation campaign_uplift campaign_plan_attainment campaign_roi plan_innovation_score
    presale_signal impressions clicks ctr ad_roas cost_per_acquisition follower_net_growth content_reads
    engagement_rate content_conversion_rate content_share_rate content_quality_score effective_visits
    follow_up_timeliness process_compliance document_accuracy team_collaboration feedback_frequency_quality
    review_completion data_accuracy data_completeness report_timeliness analysis_depth decision_adoption
    product_knowledge skill_rating kpi_index weighted_kpi_score training_attendance training_gain
    training_reaction training_transfer case_share_count
"""
OF_THE_DOCUMENTS = IDS.split()
"""What the training documents name or need: 119 KPIs."""

OF_THIS_COURSE = {"discount_share", "gross_margin", "new_customers_returning", "till_wait_minutes"}
HERE_AS_RIVALS = {
    "ad_cost_ratio",
    "ad_profit_roi",
    "bounce_rate_engaged",
    "bounce_rate_visitor",
    "churn_rate_all_customers",
    "orders_per_buyer",
    "repeat_order_share",
}
ONE_NAME = [
    {"spend_per_buyer", "avg_order_value"},
    {"repurchase_next_window", "repeat_purchase_rate"},
    {"repeat_purchase_rate", "repeat_order_share"},
    {"bounce_rate", "bounce_rate_visitor"},
    {"bounce_rate", "bounce_rate_engaged"},
    {"bounce_rate_visitor", "bounce_rate_engaged"},
    {"ad_roas", "ad_cost_ratio"},
    {"ad_roas", "ad_profit_roi"},
    {"ad_cost_ratio", "ad_profit_roi"},
    {"win_rate", "sell_through_rate"},
    {"churn_rate", "churn_rate_all_customers"},
    {"plan_attainment", "kpi_index"},
]
"""客单价, 回购率 and 复购率, 跳失率, 投入产出比, 销售率, 流失率, 目标完成率."""

TEXTS = [
    "name",
    "name_zh",
    "family",
    "question",
    "formula",
    "mathematics",
    "unit",
    "direction",
    "kind",
    "additivity",
    "window",
    "gaming",
    "owner",
]
LISTS = ["merchants", "edge_cases", "rivals", "source_documents"]


def entry(id: str = "visits", rivals: str = "") -> str:  # noqa: A002
    return ENTRY.format(id=id, rivals=rivals)


def test_an_entry_holds_what_was_written():
    visits = read_catalogue(entry())["visits"]
    assert (visits.id, visits.name, visits.unit, visits.direction) == ("visits", "Visits visits", "count", "higher")
    assert visits.needs["visits"] == ("day",)
    with pytest.raises(TypeError):
        visits.needs["visits"] = ()  # type: ignore[index]


def with_field(name: str, value: str) -> str:
    """The entry with another value written into one field, or without the field where the value is empty."""
    lines = entry().splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.startswith(f"{name} = "))
    lines[at] = f"{name} = {value}" if value else ""
    return "\n".join(lines)


def said_of(text: str) -> str:
    with pytest.raises(DataError) as caught:
        read_catalogue(text)
    return " ".join([str(caught.value), *caught.value.problems])


def test_the_fields_are_all_here():
    assert {spec.name for spec in fields(KPI)} == {"id", "needs", "settings", *TEXTS, *LISTS}


@pytest.mark.parametrize("name", ["needs", *TEXTS, *LISTS])
def test_no_field_may_be_missing(name: str):
    assert f"visits: the field '{name}' is missing" in said_of(with_field(name, ""))


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_a_text_and_not_empty(name: str):
    assert f"visits: the field '{name}' must be a text" in said_of(with_field(name, "3"))
    assert f"visits: the field '{name}' is empty" in said_of(with_field(name, '" "'))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_a_list_of_different_texts(name: str):
    for value in ('"own"', "[3]", '[""]', '["own", "own"]', "{ own = 1 }"):
        assert f"visits: the field '{name}' must be a list of different texts" in said_of(with_field(name, value))


@pytest.mark.parametrize("name", ["merchants", "edge_cases", "source_documents"])
def test_only_rivals_may_be_none(name: str):
    assert f"visits: the field '{name}' is empty" in said_of(with_field(name, "[]"))
    assert read_catalogue(with_field("rivals", "[]"))["visits"].rivals == ()


@pytest.mark.parametrize(
    "value", ['"orders"', "{}", "{ orders = [] }", '{ orders = ["Day"] }', '{ orders = ["a", "a"] }']
)
def test_needs_name_tables_with_their_columns(value: str):
    assert "visits: needs" in said_of(with_field("needs", value))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("unit", '"pound"', "unit is 'pound'; it is one of money, count, share, percent"),
        ("direction", '"up"', "direction is 'up'; it is one of higher, lower, nominal"),
        ("kind", '"late"', "kind is 'late'; it is one of leading, lagging"),
        ("additivity", '"sum"', "additivity is 'sum'; it is one of additive, semi-additive"),
        ("family", '"cars"', "family is 'cars'; it is one of sales, traffic"),
        ("owner", '"nobody"', "owner is 'nobody'; it is one of sales manager"),
        ("merchants", '["hotel", "bank"]', "merchants is 'bank'; it is one of retail_chain"),
        ("source_documents", '["S5"]', "source_documents is 'S5'; it is one of S0"),
        ("mathematics", "'$a$'", "a dollar sign, or a brace without its partner"),
        ("mathematics", "'\\frac{a}{b'", "a dollar sign, or a brace without its partner"),
        ("rivals", '["footfall"]', "its rival 'footfall' is not in the catalogue"),
        ("rivals", '["visits"]', "visits: it is its own rival"),
        ("owner", '"merchant"\nowned = "x"', "unknown field 'owned'"),
    ],
)
def test_a_mistake_in_the_catalogue_is_named(name: str, value: str, said: str):
    assert said in said_of(with_field(name, value))


def test_what_is_no_entry_is_named():
    assert "not TOML" in said_of("[visits")
    assert "Visits: an id is lower-case letters" in said_of(entry("Visits"))
    assert "loose: this stands outside any entry" in said_of("loose = 1" + entry())


@pytest.mark.parametrize("name", ["name", "name_zh"])
def test_two_entries_with_one_name_are_refused(name: str):
    alike = entry("a").replace("Visits a", "Same").replace("来访 a", "相同")
    other = entry("b").replace("Visits b" if name == "name" else "来访 b", "SAME" if name == "name" else "相同")
    said = said_of(alike + other)
    assert f"a: another entry has the same {name}." in said
    assert f"b: another entry has the same {name}." in said


def test_a_rival_must_be_one_in_return():
    assert "a: 'b' does not name it as a rival in return" in said_of(entry("a", '"b"') + entry("b"))
    assert set(read_catalogue(entry("a", '"b"') + entry("b", '"a"'))) == {"a", "b"}


def test_every_mistake_is_named_at_once():
    broken = entry().replace('kind = "leading"', "").replace('unit = "count"', 'unit = "pound"')
    with pytest.raises(DataError) as caught:
        read_catalogue(broken)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight = 0.5, base = 1", "weight = 0.6, base = 1", "add up to 1.1"),
        ("base = 1, norm = 2, target = 3", "base = 1, norm = 2, target = 1.5", "do not lead one way"),
        ("base = 1, norm = 2, target = 3", "base = 3, norm = 2, target = 1", "lead the wrong way"),
        ('kpi = "visits", weight = 0.5', 'kpi = "vists", weight = 0.5', "'vists' is not in the catalogue"),
        ("norm = 2, ", "", "the field 'norm' is missing"),
    ],
)
def test_a_mistake_in_a_role_is_named(old: str, new: str, said: str):
    row = '{ kpi = "visits", weight = %s, base = 1, norm = 2, target = 3, unit = "" },'
    text = '[guard]\nname = "Guard"\nname_zh = "保安"\nrows = [' + "".join(row % w for w in (0.5, 0.3, 0.2)) + "]"
    known = read_catalogue(entry())
    assert read_roles(text, known)["guard"].rows[0].title == "Visits visits"
    with pytest.raises(DataError, match=said):
        read_roles(text.replace(old, new), known)


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(UnknownName, match="Did you mean 'churn_rate'"):
        kpi("chrun_rate")
    with pytest.raises(UnknownName, match="Did you mean 'store_manager'"):
        role("store_manger")
    with pytest.raises(UnknownName, match="Did you mean 'sales'"):
        kpis(family="sale")


def test_all_kpis_of_the_documents_are_here_and_the_others_say_why():
    assert len(set(OF_THE_DOCUMENTS)) == 119
    assert {entry.id for entry in kpis()} == {*OF_THE_DOCUMENTS, *OF_THIS_COURSE, *HERE_AS_RIVALS}
    assert {entry.id for entry in kpis() if "own" in entry.source_documents} == OF_THIS_COURSE
    assert {entry.id for entry in kpis() if "rival" in entry.source_documents} == HERE_AS_RIVALS
    assert all(kpi(name).rivals for name in HERE_AS_RIVALS)


@pytest.mark.parametrize("pair", ONE_NAME, ids=lambda pair: "-".join(sorted(pair)))
def test_definitions_that_share_a_name_know_each_other(pair: set[str]):
    for name in pair:
        assert pair <= {name, *kpi(name).rivals}


@pytest.mark.parametrize("entry", kpis(), ids=lambda entry: entry.id)
def test_the_mathematics_can_be_drawn(entry: KPI):
    assert MathTextParser("path").parse(f"${entry.mathematics}$").width > 0


@pytest.mark.parametrize("entry", kpis(), ids=lambda entry: entry.id)
def test_an_entry_reads_as_sentences(entry: KPI):
    assert entry.question.endswith("?")
    for text in (entry.formula, entry.window, entry.gaming, *entry.edge_cases):
        assert text.endswith(".")
        assert text[0] == text[0].upper()
    assert entry.name.isascii()
    assert not entry.name_zh.isascii()


def test_a_ratio_says_what_it_is_without_a_denominator():
    for entry in kpis():
        if entry.additivity == "ratio":
            assert any("no value" in case.lower() or "refused" in case for case in entry.edge_cases), entry.id


@pytest.mark.parametrize("merchant", worlds.MERCHANTS)
def test_a_merchant_is_named_where_it_has_what_is_needed_and_only_there(merchant: str):
    held = {(table.name, column) for table in worlds.layout(merchant).tables for column in table.names}
    able = {
        entry.id
        for entry in kpis()
        if {(table, column) for table, columns in entry.needs.items() for column in columns} <= held
    }
    assert {entry.id for entry in kpis() if merchant in entry.merchants} == able


def test_a_family_is_a_part_of_the_whole():
    assert {entry.family for entry in kpis(family="service")} == {"service"}
    assert set(kpis(family="service")) < set(kpis())


def test_names_follow_the_language():
    sales = kpi("net_sales")
    try:
        set_language("zh_CN")
        assert sales.title == sales.name_zh
        set_language(PSEUDO)
        assert sales.title.startswith("⟦")
    finally:
        set_language("en")
    assert sales.title == "Net sales"


def test_the_ten_roles_make_matrices():
    assert len(roles()) == 10
    for one in roles():
        rows = tuple(Row(row.title, row.weight, row.base, row.norm, row.target) for row in one.rows)
        assert fsum(row.weight for row in Matrix(rows).rows) == pytest.approx(1)


def test_a_role_may_call_a_kpi_by_its_own_word():
    assert [row.title for row in role("store_manager").rows][1] == "New members"
    assert kpi("new_customers").title == "New customers"


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("客单价", ("spend_per_buyer",)),
        ("Conversion rate", ("conversion_rate_visitor",)),
        ("GMV", ("gmv_paid",)),
        ("跳失率（访客", ("bounce_rate_visitor",)),
        ("net_sails", ("net_sales",)),
    ],
)
def test_a_kpi_asked_for_by_its_name_or_a_part_of_it_is_offered(asked, near):
    with pytest.raises(UnknownName) as error:
        kpi(asked)
    assert error.value.near[:1] == near


def test_where_nothing_is_near_the_command_that_lists_all_is_named():
    with pytest.raises(UnknownName, match=r"^No KPI 'qqq'\. `kpilab kpis` lists what there is\.$"):
        kpi("qqq")


def test_importing_kpilab_imports_nothing_heavy():
    heavy = "pandas", "numpy", "matplotlib", "ipywidgets", "jupyterlab", "narwhals"
    code = f"import sys, kpilab; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_kpilab_offers_its_names_and_no_others():
    import kpilab

    assert kpilab.kpi("net_sales") is kpi("net_sales")
    assert set(kpilab.__all__) <= set(dir(kpilab))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kpilab.nothing


def test_no_name_of_kpilab_is_also_a_module_of_it():
    import kpilab
    from kpilab import sectors

    modules = {found.name for found in iter_modules(kpilab.__path__)}
    assert "sectors" in modules
    assert not modules & set(kpilab.__all__)  # whichever came first would stand for both
    assert sectors.sectors()[0].id == "retail"
