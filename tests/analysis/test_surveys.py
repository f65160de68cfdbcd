from math import isnan

import pytest

from kpilab.analysis.surveys import change_margin, share_interval


@pytest.mark.parametrize(
    ("successes", "asked", "low", "high"), [(45, 60, 0.628, 0.842), (9, 10, 0.596, 0.982), (39, 50, 0.648, 0.872)]
)
def test_published_intervals(successes, asked, low, high):
    assert [round(end, 3) for end in share_interval(successes, asked)] == [low, high]


def test_nobody_asked():
    assert all(isnan(end) for end in share_interval(0, 0))
    assert isnan(change_margin(0.8, 0, 0.7, 50))


def test_a_quarter_is_narrower_than_a_month():
    month, quarter = share_interval(39, 50), share_interval(117, 150)
    assert quarter[1] - quarter[0] < month[1] - month[0]


def test_six_points_down_give_or_take_fifteen():
    assert round(change_margin(0.84, 50, 0.78, 50), 2) == 0.15
