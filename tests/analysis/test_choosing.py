"""Suggestions: points worked by hand, and reasons for each."""

from __future__ import annotations

import pytest

from kpilab.analysis.choosing import suggest
from kpilab.errors import UnknownName
from kpilab.i18n import speaking
from kpilab.sectors import goals, sectors


def points(goal: str, **where: str) -> dict[str, int]:
    return {line.kpi.id: line.points for line in suggest(goal, most=99, **where)}  # type: ignore[arg-type]


def test_points_add_up() -> None:
    found = points("grow_sales", sector="retail", role="store_manager")
    assert found["net_sales"] == 6 + 3 + 2  # a result; retail is run by it; a row of the role
    assert found["store_footfall"] == 5 + 3 + 1  # a driver; run by it; owned by the merchant
    assert found["conversion_rate_visitor"] == 5  # a driver, at home in retail
    assert found["csat_top2"] == 4 + 3 + 2  # a guard; run by it; a row
    assert "win_rate" not in found  # not at home in retail


def test_every_point_has_its_reason() -> None:
    first = suggest("grow_sales", sector="retail", role="store_manager")[0]
    assert first.reasons == (
        "What customers paid and kept is what growth means; refunds are off already.",
        "It is one of the numbers that Retail is run by.",
        "It stands in the matrix of this role: Store manager.",
    )
    assert str(first).startswith("Net sales (net_sales): result, it tells whether the goal is reached\n  - What")


def test_suggestions_are_shown_with_their_reasons() -> None:
    found = suggest("grow_sales", sector="retail", most=3)
    assert found._repr_html_().count("<tr>") == 1 + 3
    assert "refunds are off already" in found._repr_html_()
    assert str(found).count("\n  - ") == sum(len(line.reasons) for line in found)
    assert "Nothing here serves this goal" in type(found)(())._repr_html_()


def test_equal_points_keep_the_order_of_the_goal() -> None:
    three = [line.kpi.id for line in suggest("keep_customers", most=3)]
    assert three == ["retention_rate", "key_account_contact_coverage", "discount_share"]
    assert [line.kpi.id for line in suggest("keep_customers", most=4)][:2] == ["retention_rate", "churn_rate"]


def test_a_result_a_driver_and_a_guard_are_among_few() -> None:
    for place in sectors():
        assert {line.part for line in suggest("grow_sales", sector=place.id, most=3)} == {"result", "driver", "guard"}


def test_best_first_and_no_more_than_asked() -> None:
    for one in goals():
        lines = suggest(one.id)
        assert len(lines) == 7
        assert [line.points for line in lines] == sorted((line.points for line in lines), reverse=True)


def test_the_sector_changes_the_advice() -> None:
    assert suggest("convert_visitors", sector="e-commerce")[1].kpi.id == "cart_abandonment_rate"
    assert "cart_abandonment_rate" not in points("convert_visitors", sector="retail")


def test_unknown_names_name_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'grow_sales'"):
        suggest("grow sale")
    with pytest.raises(UnknownName, match="Did you mean 'salesperson'"):
        suggest("grow_sales", role="sales_persn")


def test_reasons_are_translated() -> None:
    with speaking("xx"):
        assert all(reason.startswith("⟦") for line in suggest("grow_sales", sector="retail") for reason in line.reasons)
