"""The toy house: a month by hand, what each choice does to the answers, and what the rules say of it."""

from dataclasses import replace

import pytest

from kpilab.chapters.c09_surveys_and_feedback.life import (
    AREAS,
    BUDGET,
    Design,
    all_designs,
    answers,
    complaints,
    cost,
    how_often_right,
    live,
    rules,
    saved,
    true_share,
    undisturbed,
    worth,
)
from kpilab.errors import DataError

FAIR = Design("lot", "day after", "400", "6", "none", "weighted")


def test_the_truth_by_hand():
    shares = {area: true_share(area) for area in AREAS}
    assert shares == pytest.approx({"cleanliness": 0.648, "breakfast": 0.74, "quiet": 0.78, "service": 0.888})
    assert complaints(shares) == pytest.approx(600 * (0.352 * 0.24 + 0.26 * 0.06 + 0.22 * 0.08 + 0.112 * 0.1))


def test_a_month_of_repair_closes_half_of_the_gap():
    second = live(None, named="cleanliness")[1]
    after = {"cleanliness": 0.648 + 0.136, "breakfast": 0.73, "quiet": 0.77, "service": 0.878}
    assert second.complaints == pytest.approx(complaints(after))
    assert second.cost == pytest.approx(60 * second.complaints)


def test_more_questions_tell_where_to_repair():
    deep = live(replace(FAIR, questions="25"), named="cleanliness")[1]
    after = {"cleanliness": 0.648 + 0.6 * 0.272, "breakfast": 0.73, "quiet": 0.77, "service": 0.878}
    assert deep.complaints == pytest.approx(complaints(after))


def test_what_a_survey_costs():
    assert cost(FAIR) == 800  # 400 at 2
    answered = 400 * (0.6 * 0.2 + 0.4 * 0.4) * 1.4
    assert cost(replace(FAIR, thanks="coffee")) == pytest.approx(800 + 3 * answered)
    assert max(cost(one) for one in all_designs()) <= BUDGET
    assert len(all_designs()) == 416


def test_the_same_survey_meets_the_same_luck():
    assert answers(FAIR) == answers(FAIR)
    assert how_often_right(FAIR) == how_often_right(replace(FAIR))
    assert all(0 <= share <= 1 for one in all_designs() for share in answers(one).share.values())


@pytest.mark.parametrize(
    "worse",
    [{"when": "desk"}, {"questions": "25"}, {"thanks": "top marks"}, {"reading": "as they come"}, {"invited": "60"}],
)
def test_each_bad_choice_is_right_less_often(worse):
    assert how_often_right(replace(FAIR, **worse)) < how_often_right(FAIR) - 0.05


@pytest.mark.parametrize("whom", ["reception", "book", "email"])
def test_more_answers_of_the_wrong_people_are_no_truer(whom):
    many = replace(FAIR, whom=whom, reading="as they come")
    few = replace(many, invited="60")
    assert answers(many).n > answers(few).n
    assert how_often_right(many) <= how_often_right(few) < 0.35


def test_what_was_saved_is_what_was_not_complained_about():
    lived = sum(month.cost for month in live(FAIR))
    assert saved(FAIR) == pytest.approx(undisturbed() - lived - 800)
    assert worth(FAIR) < saved(FAIR)  # in this quarter it named the right area, in others it does not


def test_a_survey_is_kept_as_plain_data():
    sent = replace(FAIR, reason="Luck.", confidence="sure", played=2)
    assert Design.from_data(sent.as_data()) == sent
    for broken in ({}, {**sent.as_data(), "whom": "nobody"}, {**sent.as_data(), "played": 9}):
        with pytest.raises(DataError):
            Design.from_data(broken)


def test_the_rules_say_the_numbers_of_the_toy():
    told = " ".join(rules())
    for number in ("600 stays", "56 %", "45 %", "60 %", "half of the gap to 92 %", "three fifths", "costs 60"):
        assert number in told
