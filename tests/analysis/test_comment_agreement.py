from math import isnan

import pytest

from kpilab.analysis.comment_agreement import Agreement, kappa, pairwise
from kpilab.errors import DataError


def test_kappa_by_hand():
    counts = {("a", "a"): 18, ("a", "b"): 2, ("a", "c"): 1, ("b", "a"): 3, ("b", "b"): 8, ("b", "c"): 1}
    found = Agreement({**counts, ("c", "a"): 1, ("c", "b"): 1, ("c", "c"): 5})
    assert found.comments == 40
    assert found.observed == pytest.approx(31 / 40)
    assert found.chance == pytest.approx((21 * 22 + 12 * 11 + 7 * 7) / 1600)
    assert found.value == pytest.approx(0.6238, abs=0.0001)
    assert found.margin == pytest.approx(0.216, abs=0.001)


def test_agreeing_on_what_nearly_always_applies_is_easy():
    found = Agreement({("no", "no"): 44, ("no", "yes"): 3, ("yes", "no"): 2, ("yes", "yes"): 1})
    assert found.observed == 0.9
    assert found.value == pytest.approx(0.233, abs=0.001)
    assert "nearly always" in found.warnings[0]


def test_all_alike_and_none_alike():
    assert kappa(["a", "b"], ["a", "b"]).value == 1
    assert kappa(["a", "b"], ["b", "a"]).value == -1
    assert "few" in kappa(["a", "b"], ["b", "a"]).warnings[0]


def test_one_tag_alone_says_nothing():
    found = kappa(["a", "a"], ["a", "a"])
    assert isnan(found.value)
    assert "Only one tag" in found.sentence
    assert isnan(kappa([], []).observed)


def test_the_two_must_have_coded_the_same():
    with pytest.raises(DataError, match="One coder has 2"):
        kappa(["a", "b"], ["a"])


def test_several_coders_in_pairs():
    found = pairwise({"Li": ["a", "b", "b", "a"], "Ma": ["a", "b", "b", "a"], "Song": ["a", "b", "a", "a"]})
    assert found.value == pytest.approx((1 + 0.5 + 0.5) / 3)
    assert len(found.table) == 3
    with pytest.raises(DataError):
        pairwise({"Li": ["a"]})


@pytest.mark.parametrize("gap", ["", None, float("nan")])
def test_a_comment_that_one_has_left_out(gap):
    with pytest.raises(DataError, match="Comment 2"):
        kappa(["a", gap, "b"], ["a", gap, "b"])


def test_sentences_at_the_ends():
    assert "No comment is coded by both" in kappa([], []).sentence
    assert "give or take" not in kappa(["a", "b"], ["a", "b"]).sentence
    assert pairwise({"Li-Na": ["a", "b"], "Ma": ["a", "b"]}).sentence == "Kappa of Li-Na and Ma: 1.00."
    assert "no mean" in pairwise({"Li": ["a", "b"], "Ma": ["a", "a"], "So": ["a", "a"]}).sentence
