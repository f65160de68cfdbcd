from math import isnan, nan

import pandas as pd
import pytest

from kpilab.analysis.net_promoter import needed_for_nps, nps, nps_of
from kpilab.errors import DataError


def test_the_score_and_its_spread_of_the_methods_page():
    found = nps_of(168, 84, 400)  # 42 % and 21 %
    assert found.value == pytest.approx(21)
    assert found.margin == pytest.approx(7.50, abs=0.005)
    assert needed_for_nps(5, promoters=0.42, detractors=0.21) == 901  # 900.3, and people are whole
    assert needed_for_nps(5) == 1537


def test_answers_are_sorted_by_hand():
    found = nps([10, 9, 8, 7, 6, 0, None, nan])
    assert (found.promoters, found.passives, found.detractors, found.answers) == (2, 2, 2, 6)
    assert found.value == 0
    assert found.table.iloc[:, 0].sum() == 6


def test_two_camps_and_no_camp_share_a_score():
    camps, calm = nps([10] * 50 + [4] * 50), nps([7] * 100)
    assert camps.value == calm.value == 0
    assert camps.margin == pytest.approx(19.6, abs=0.01)
    assert calm.margin == 0


def test_nobody_answered():
    assert isnan(nps([]).value)
    assert isnan(nps([]).margin)
    assert "Nobody" in str(nps([]))


@pytest.mark.parametrize("strange", [11, -1, 100])
def test_another_scale_is_refused(strange):
    with pytest.raises(DataError, match="from 0 to 10"):
        nps([9, strange])


def test_counts_that_cannot_be():
    with pytest.raises(DataError, match="do not fit"):
        nps_of(80, 30, 100)
    with pytest.raises(DataError):
        needed_for_nps(0)


def test_all_of_one_group_is_no_certainty():
    found = nps([10] * 8)
    assert found.sentence == "Promoters 8, detractors 0, of 8: a score of 100."
    assert "is not 0" in found.warnings[0]
    assert "Fewer than 30" in nps([10, 5]).warnings[0]
    assert nps_of(300, 301, 1000).sentence.endswith("a score of 0, give or take 4.8.")
    assert nps_of(42, 21, 100).warnings == ()


def test_blanks_of_any_kind_and_words():
    assert nps(pd.Series([10, None, 3], dtype="Int64")).answers == 2
    with pytest.raises(DataError, match="nine"):
        nps(["nine"])
    assert needed_for_nps(5, promoters=1, detractors=0) == 1
