import pandas as pd
import pytest

from kpilab.analysis.survey_weights import counted, weighted
from kpilab.errors import DataError

GROUPS = {"business": (12, 20), "holiday": (72, 80)}
PEOPLE = {"business": 0.6, "holiday": 0.4}


def test_weighted_by_hand():
    found = weighted(GROUPS, PEOPLE)
    assert found.raw == pytest.approx(0.84)
    assert found.value == pytest.approx(0.6 * 0.6 + 0.4 * 0.9)
    assert found.weights == {"business": pytest.approx(3), "holiday": pytest.approx(0.5)}
    assert found.effective_answers == pytest.approx(50)  # (60 + 40)² ÷ (20·9 + 80·0.25)
    low, high = found.interval
    assert low < 0.72 < high


def test_numbers_of_people_are_as_good_as_shares():
    assert weighted(GROUPS, {"business": 600, "holiday": 400}).value == pytest.approx(0.72)


def test_a_small_group_is_named():
    said = weighted(GROUPS, PEOPLE).warnings
    assert "Answers from “business”: only 20" in said[0]
    assert len(said) == 2
    assert len(weighted({"business": (60, 100), "holiday": (72, 80)}, PEOPLE).warnings) == 1


def test_a_fair_draw_loses_nothing():
    found = weighted({"business": (40, 60), "holiday": (30, 40)}, PEOPLE)
    assert found.value == pytest.approx(found.raw)
    assert found.effective_answers == pytest.approx(100)


@pytest.mark.parametrize(
    ("groups", "people"),
    [
        ({"business": (12, 20)}, PEOPLE),
        (GROUPS, {"business": 1.0}),
        ({"business": (0, 0), "holiday": (72, 80)}, PEOPLE),
        ({"business": (21, 20), "holiday": (72, 80)}, PEOPLE),
        (GROUPS, {"business": 0, "holiday": 0}),
        (GROUPS, {"business": -1, "holiday": 2}),
    ],
)
def test_what_cannot_be_weighted(groups, people):
    with pytest.raises(DataError, match="cannot be weighted"):
        weighted(groups, people)


def test_answers_are_counted_by_group():
    table = pd.DataFrame({"guest": ["b", "b", "h", None], "happy": [True, False, True, True]})
    assert counted(table, by="guest", of="happy") == {"b": (1, 2), "h": (1, 1)}
    with pytest.raises(DataError, match="no column kind"):
        counted(table, by="kind", of="happy")
