"""Each lint finds its own hand-made plan, and leaves a good one alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpilab.analysis.plan import Plan, PlanRow, lint, role_plan
from kpilab.catalogue import kpi, roles
from kpilab.i18n import speaking


def row(id: str, weight: float, **said: str) -> PlanRow:  # noqa: A002
    return PlanRow(id, weight, **{"owner": "Li", "source": "till", **said})  # type: ignore[arg-type]


GOOD = Plan((row("net_sales", 0.5), row("csat_top2", 0.3), row("till_wait_minutes", 0.2)))


def rules(*rows: PlanRow) -> list[str]:
    return [finding.rule for finding in lint(Plan(rows))]


def test_a_sound_plan_has_no_finding() -> None:
    assert lint(GOOD) == ()


def test_a_goal_needs_a_row_that_tells_whether_it_is_reached() -> None:
    found = lint(replace(GOOD, goal="run_a_promotion"))
    assert [finding.rule for finding in found] == ["no result", "no guard"]
    assert "Campaign contribution, Additional effect of a campaign" in found[0].sentence
    assert [finding.rule for finding in lint(replace(GOOD, goal="grow_sales"))] == []  # net sales; satisfied customers
    assert lint(replace(GOOD, goal="be the best in town")) == ()


def test_findings_are_shown_as_sentences() -> None:
    found = lint(Plan((row("net_sales", 0.5), row("gross_margin", 0.5))))
    assert str(found).startswith("- No row watches the customers")
    assert repr(found) == str(found)
    assert found._repr_html_().count("<li>") == len(found) == 3
    assert "Nothing to remark" in lint(GOOD)._repr_html_()


def test_an_empty_plan_is_told_so() -> None:
    assert rules() == ["no rows"]


def test_all_volume() -> None:
    found = rules(row("net_sales", 0.5), row("new_customers", 0.3), row("lead_count", 0.2))
    assert found == ["all volume", "no customer KPI", "nothing long-term"]


def test_a_margin_is_no_volume() -> None:
    assert "all volume" not in rules(row("net_sales", 0.5), row("gross_margin", 0.5))


def test_no_customer_kpi() -> None:
    found = rules(row("net_sales", 0.5), row("win_rate", 0.3), row("skill_rating", 0.2))
    assert found == ["no customer KPI"]


def test_nothing_long_term() -> None:
    assert rules(row("net_sales", 0.5), row("till_wait_minutes", 0.5)) == ["nothing long-term"]


def test_too_many_rows() -> None:
    ids = (
        "net_sales",
        "csat_top2",
        "till_wait_minutes",
        "new_customers",
        "return_rate",
        "win_rate",
        "nps",
        "gross_margin",
    )
    (finding,) = lint(Plan(tuple(row(id, 1 / 8) for id in ids)))  # noqa: A001
    assert finding.sentence == "8 rows: nobody steers by more than 7. Keep those that would change a decision."
    assert lint(Plan(tuple(row(id, 1 / 7) for id in ids[:7]))) == ()  # noqa: A001


def test_lagging_only() -> None:
    assert rules(row("net_sales", 0.5), row("csat_top2", 0.5)) == ["lagging only"]


@pytest.mark.parametrize(
    "pair",
    [("retention_rate", "churn_rate"), ("inventory_turnover", "days_of_inventory"), ("ad_roas", "ad_cost_ratio")],
)
def test_one_number_in_two_rows(pair: tuple[str, str]) -> None:
    found = [one for one in lint(Plan(tuple(row(name, 0.5) for name in pair))) if one.rule == "twins"]
    assert [one.rows for one in found] == [pair]


@pytest.mark.parametrize(
    ("kpi", "base", "norm", "target", "doubtful"),
    [
        ("churn_rate", 8, 6, 5, False),
        ("churn_rate", 70, 80, 85, True),
        ("churn_rate", 8, 6, 7, True),
        ("churn_rate", 8, float("nan"), float("nan"), False),
        ("net_sales", 400, 500, float("nan"), False),
        ("net_sales", 500, 400, float("nan"), True),
        ("budget_execution", 90, 100, 80, False),  # best at its norm
        ("smiles", 3, 2, 1, False),  # nobody knows which way is good
    ],
)
def test_levels_that_lead_the_wrong_way(kpi: str, base: float, norm: float, target: float, doubtful: bool) -> None:
    found = lint(Plan((replace(row(kpi, 1), base=base, norm=norm, target=target, formula="counted"),)))
    assert [one.rows for one in found if one.rule == "levels"] == ([(kpi,)] if doubtful else [])


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        (0.3, "The weights add up to 1.1 and not to 1."),
        (0.1, "The weights add up to 0.9 and not to 1."),
        (0.0, "A weight lies above 0 and not above 1; see Wait at the till."),
        (float("nan"), "A weight lies above 0 and not above 1; see Wait at the till."),
    ],
)
def test_weights(weight: float, said: str) -> None:
    (finding,) = lint(replace(GOOD, rows=(*GOOD.rows[:2], row("till_wait_minutes", weight))))
    assert (finding.rule, str(finding)) == ("weights", said)


def test_a_row_that_nobody_owns() -> None:
    (finding,) = lint(replace(GOOD, rows=(row("net_sales", 0.5, owner=" "), *GOOD.rows[1:])))
    assert (finding.rule, finding.rows) == ("no owner", ("net_sales",))
    assert "Nobody owns Net sales." in finding.sentence


def test_a_row_without_a_source() -> None:
    (finding,) = lint(replace(GOOD, rows=(row("net_sales", 0.5, source=""), *GOOD.rows[1:])))
    assert (finding.rule, finding.rows) == ("no data", ("net_sales",))


def test_tables_that_hold_what_a_kpi_needs_are_a_source() -> None:
    plan = replace(GOOD, rows=(row("net_sales", 0.5, source=""), *GOOD.rows[1:]))
    held = dict(kpi("net_sales").needs)
    assert lint(plan, tables=held) == ()
    del held["returns"]
    (finding,) = lint(plan, tables={**held, "orders": ("order_id",)})
    assert finding.sentence.startswith("There is no data for Net sales: orders.paid_at, returns.order_id")


def test_a_misspelt_id_names_the_nearest() -> None:
    (finding,) = lint(replace(GOOD, rows=(row("net_slaes", 0.5), *GOOD.rows[1:])))
    assert finding.rule == "unknown KPI"
    assert "Did you mean 'net_sales'?" in finding.sentence


def test_a_kpi_of_ones_own_needs_its_formula() -> None:
    own = row("smiles", 0.5, formula="Smiles divided by visitors.")
    assert lint(replace(GOOD, rows=(own, *GOOD.rows[1:]))) == ()
    assert lint(replace(GOOD, rows=(replace(own, source=""), *GOOD.rows[1:])), tables={})[0].rule == "no data"


def test_the_example_matrices_of_the_sales_roles_are_sound_once_owned() -> None:
    for one in ("store_manager", "salesperson", "sales_manager", "customer_service"):
        plan = role_plan(one)
        owned = replace(plan, rows=tuple(replace(line, owner="Li", source="till") for line in plan.rows))
        assert lint(owned) == (), one


def test_no_role_has_too_many_rows_or_odd_weights() -> None:
    for one in roles():
        assert not {finding.rule for finding in lint(role_plan(one.id))} & {"too many rows", "weights", "unknown KPI"}


def test_findings_are_translated() -> None:
    with speaking("xx"):
        found = lint(Plan((PlanRow("net_sales"), PlanRow("net_slaes"))))
    assert all(finding.sentence.startswith("⟦") for finding in found)
