from math import isnan

import numpy as np
import pandas as pd
import pytest

from kpilab.analysis.survey_drivers import CORNERS, alpha, drivers
from kpilab.errors import DataError


def stays(n: int = 400) -> pd.DataFrame:
    """Cleanliness matters and is weak, service matters and is strong, the view is weak and matters to nobody."""
    rng = np.random.default_rng(4)
    clean, service, view, bar = (rng.normal(mean, 1, n) for mean in (3.2, 4.6, 3.0, 4.6))
    overall = 0.8 * clean + 0.6 * service + 0.05 * bar + rng.normal(0, 0.5, n)
    return pd.DataFrame({"clean": clean, "service": service, "view": view, "bar": bar, "overall": overall})


AREAS = ["clean", "service", "view", "bar"]


def test_the_four_corners():
    found = drivers(stays(), "overall", AREAS, satisfied_from=3.8)
    corners = {row.name: row.corner for row in found.rows}
    assert corners == {"clean": "repair", "service": "keep", "view": "watch", "bar": "enough"}
    assert set(corners.values()) == set(CORNERS)
    assert found.repair == ("clean",)
    assert found.rows[0].name == "clean"


def test_shares_of_importance_sum_to_the_whole():
    found = drivers(stays(), "overall", AREAS)
    assert sum(row.importance for row in found.rows) == pytest.approx(1)
    assert 0 < found.r2 < 1


def test_two_areas_by_hand():
    table = stays()
    found = drivers(table, "overall", ["clean", "service"])
    r = table[["clean", "service", "overall"]].corr()
    a, b, c = r.loc["clean", "overall"], r.loc["service", "overall"], r.loc["clean", "service"]
    r2 = (a * a + b * b - 2 * a * b * c) / (1 - c * c)
    assert found.r2 == pytest.approx(r2)
    assert found.rows[0].importance == pytest.approx((a * a + r2 - b * b) / 2 / r2)


def test_areas_that_say_the_same_share_the_importance_and_are_named():
    table = stays().assign(bath=lambda one: one["clean"])
    found = drivers(table, "overall", ["clean", "bath", "view"])
    assert found.rows[0].importance == pytest.approx(found.rows[1].importance)
    assert any("move as one" in said for said in found.warnings)


def test_few_answers_are_named():
    assert "few" in drivers(stays(60), "overall", AREAS).warnings[0]
    assert len(drivers(stays(), "overall", AREAS).warnings) == 1


def test_order_of_rows_is_irrelevant_and_gaps_are_left_out():
    table = stays()
    turned = drivers(table.iloc[::-1], "overall", AREAS)
    assert turned.rows[0].importance == pytest.approx(drivers(table, "overall", AREAS).rows[0].importance)
    holes = table.copy()
    holes.loc[:9, "view"] = np.nan
    assert drivers(holes, "overall", AREAS).answers == 390


@pytest.mark.parametrize(
    ("table", "areas"),
    [
        (stays(), ["clean", "pool"]),
        (stays(), ["clean"]),
        (stays(4), AREAS),
        (stays().assign(view=3), AREAS),
        (stays().iloc[:0], AREAS),
    ],
)
def test_what_cannot_be_compared(table, areas):
    with pytest.raises(DataError):
        drivers(table, "overall", areas)


def test_alpha_by_hand():
    table = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 2, 3, 4], "c": [2, 1, 4, 3]})
    assert alpha(table, ["a", "b"]) == pytest.approx(1)
    assert alpha(table, ["a", "b", "c"]) == pytest.approx(1.5 * (1 - 5 / (37 / 3)))  # sums 4, 5, 10, 11
    assert isnan(alpha(table, ["a"]))


def test_areas_that_explain_no_more_than_luck_say_nothing():
    rng = np.random.default_rng(1)
    noise = pd.DataFrame(rng.integers(1, 6, (200, 4)), columns=["overall", "clean", "service", "view"])
    found = drivers(noise, "overall", ["clean", "service", "view"])
    assert found.by_luck
    assert "luck alone" in found.sentence
    assert not drivers(stays(), "overall", AREAS).by_luck


def test_luck_is_called_something_in_about_one_of_twenty_surveys():
    rng = np.random.default_rng(7)
    names = ["overall", "a", "b", "c"]
    surveys = [pd.DataFrame(rng.normal(size=(120, 4)), columns=names) for _survey in range(400)]
    called = sum(not drivers(one, "overall", names[1:]).by_luck for one in surveys)
    assert 0.02 < called / 400 < 0.09


def test_an_area_that_pulls_the_other_way_is_named():
    table = stays().assign(clean=lambda one: 4 - one["clean"])
    found = drivers(table, "overall", AREAS, satisfied_from=3)
    assert any("“clean”" in said and "less satisfied overall" in said for said in found.warnings)


def test_twins_are_in_one_corner():
    table = stays().assign(bath=lambda one: one["clean"])
    corners = {row.name: row.corner for row in drivers(table, "overall", ["clean", "bath", "service"]).rows}
    assert corners["clean"] == corners["bath"]


@pytest.mark.parametrize("areas", [["clean", "clean"], ["overall", "clean"], ["clean", "words"]])
def test_what_is_named_twice_or_is_no_number(areas):
    with pytest.raises(DataError):
        drivers(stays().assign(words="good"), "overall", areas)
    with pytest.raises(DataError):
        alpha(stays(), ["clean", "pool"])
