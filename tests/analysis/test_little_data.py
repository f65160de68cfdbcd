"""The interval first, the decision second."""

from math import isnan

import pytest

from kpilab.analysis.little_data import asked_until_decided, read_share
from kpilab.errors import DataError


@pytest.mark.parametrize(
    ("yes", "asked", "side"),
    [(9, 12, "not yet"), (45, 60, "above"), (20, 60, "below"), (12, 12, "above"), (0, 12, "below")],
)
def test_on_which_side_of_sixty(yes: int, asked: int, side: str) -> None:
    assert read_share(yes, asked, line=0.6).side == side


def test_nine_of_twelve_by_hand() -> None:
    # Wilson: 0.4677 to 0.9111
    found = read_share(9, 12, line=0.6)
    assert (found.share, round(found.low, 4), round(found.high, 4)) == (0.75, 0.4677, 0.9111)


def test_nobody_asked_is_not_yet() -> None:
    found = read_share(0, 0, line=0.6)
    assert isnan(found.share)
    assert isnan(found.low)
    assert found.side == "not yet"


def test_how_many_until_it_decides() -> None:
    needed = asked_until_decided(0.75, line=0.6)
    assert read_share(0.75 * needed, needed, line=0.6).side == "above"
    assert read_share(0.75 * (needed - 1), needed - 1, line=0.6).side == "not yet"
    assert asked_until_decided(0.60, line=0.6, most=500) == 500
    assert asked_until_decided(0.30, line=0.6) < asked_until_decided(0.50, line=0.6)


@pytest.mark.parametrize("line", [60, -0.1, float("nan")])
def test_a_line_that_is_no_fraction_is_told(line: float) -> None:
    with pytest.raises(DataError, match="as a fraction"):
        read_share(9, 12, line=line)
    with pytest.raises(DataError, match="as a fraction"):
        asked_until_decided(0.75, line=line)


def test_a_share_that_is_missing_never_decides() -> None:
    assert asked_until_decided(float("nan"), line=0.6, most=500) == 500
