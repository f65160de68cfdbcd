"""The rubrics: what they hold, and how loudly they refuse."""

from __future__ import annotations

import pytest

from kpilab.catalogue import kpi, kpis
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import PSEUDO, speaking
from kpilab.rubrics import Rubric, read_rubrics, rubric, rubrics

ENTRY = """
[taste]
name = "Taste"
name_zh = "味道"
kpi = "analysis_depth"
lowest = 0
highest = 2
raters = 2
apart = 1
levels = [ { at = 0, text = "Bad." }, { at = 2, text = "Good." } ]
"""
KNOWN = {entry.id: entry for entry in kpis()}
RATED = (
    "plan_innovation_score",
    "content_quality_score",
    "service_quality_score",
    "analysis_depth",
    "feedback_frequency_quality",
    "team_collaboration",
    "skill_rating",
)


def test_a_rubric_holds_what_was_written():
    taste = read_rubrics(ENTRY, KNOWN)["taste"]
    assert (taste.id, taste.lowest, taste.highest, taste.raters, taste.apart) == ("taste", 0, 2, 2, 1)
    assert [level.text for level in taste.levels] == ["Bad.", "Good."]
    assert read_rubrics(ENTRY.replace("apart = 1", ""), KNOWN)["taste"].apart is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Taste"', "", "taste: the field 'name' is missing"),
        ('name = "Taste"', "name = 3", "taste: the field 'name' must be a text"),
        ("raters = 2", "raters = 2\ncolour = 1", "unknown field 'colour'"),
        ("raters = 2", "raters = 0", "needs one rater or more"),
        ("raters = 2", "raters = true", "needs one rater or more"),
        ("apart = 1", "apart = 0", "the distance between raters is a number above 0"),
        ("highest = 2", "highest = 0", "a scale leads from a lowest to a highest number"),
        ("at = 2", "at = 1", "the levels lead from 0 up to 2"),
        ("at = 0", "at = 2", "the levels lead from 0 up to 2"),
        ('text = "Bad."', 'text = " "', "a level has a number 'at' and a text"),
        ("analysis_depth", "analysis_dept", "Did you mean 'analysis_depth'"),
        ("[taste]", "loose = 1\n[taste]", "loose: this stands outside any entry"),
        ("[taste]", "[taste", "not TOML"),
    ],
)
def test_a_mistake_in_a_rubric_is_named(old: str, new: str, said: str):
    with pytest.raises(DataError) as caught:
        read_rubrics(ENTRY.replace(old, new), KNOWN)
    assert said in str(caught.value)


def test_every_rated_score_has_its_rubric():
    assert {one.kpi for one in rubrics()} == set(RATED)
    assert all(kpi(one.kpi).unit == "score" for one in rubrics())


@pytest.mark.parametrize("one", rubrics(), ids=lambda one: one.id)
def test_a_rubric_reads_as_sentences(one: Rubric):
    assert all(level.text[0].isupper() and level.text.endswith(".") for level in one.levels)
    assert one.name.isascii()
    assert not one.name_zh.isascii()


def test_the_scales_are_those_of_the_catalogue():
    assert (rubric("analysis_depth").lowest, rubric("analysis_depth").highest) == (0, 4)
    assert len(rubric("plan_innovation").levels) == 4
    assert {(one.lowest, one.highest) for one in rubrics(kpi="skill_rating")} == {(1, 5)}
    assert {one.id: one.raters for one in rubrics() if one.raters > 1} == {
        "plan_innovation": 3,
        "content_quality": 2,
        "analysis_depth": 2,
        "team_collaboration": 4,
    }


def test_a_rubric_is_shown_in_a_notebook_and_in_the_language_in_use():
    html = rubric("communication")._repr_html_()
    assert html.count("<tr>") == 5
    assert "Raters more than 1 apart settle it first." in html
    with speaking(PSEUDO):
        assert str(rubric("communication")).count("⟦") == 3 + 1 + 5
    with speaking("zh_CN"):
        assert rubric("communication").title == "沟通能力"


def test_a_rubric_is_at_hand():
    import kpilab

    assert kpilab.rubric("negotiation") is rubric("negotiation")


def test_an_unknown_rubric_names_the_nearest():
    with pytest.raises(UnknownName, match="Did you mean 'negotiation'"):
        rubric("negotation")
