import pytest

from kpilab.analysis.levels import Levels, count_levels
from kpilab.errors import MatrixError


def test_second_lowest_middle_second_highest():
    assert count_levels([5, 1, 4, 2, 3]) == Levels(2, 3, 4)
    assert count_levels([5, 1, 4, 2, 3], better="lower") == Levels(4, 3, 2)


def test_one_odd_month_moves_nothing():
    assert count_levels([5, 1, 4, 2, 300]) == count_levels([5, 1, 4, 2, 6])


@pytest.mark.parametrize("history", [[1, 2, 3, 4], [1, 1, 1, 1, 1], [1, 2, float("nan"), 4, 5]])
def test_too_little_history_is_refused(history):
    with pytest.raises(MatrixError):
        count_levels(history)
