"""Every number that chapter 9 and its storyline say in a sentence, worked out again."""

import re
from math import sqrt

import numpy as np
import pytest

from kpilab.analysis.comments import pareto, suggest
from kpilab.analysis.survey_lint import lint
from kpilab.analysis.surveys import (
    bounds,
    difference,
    needed_for_nps,
    nps_of,
    sample_size,
    share_interval,
    weighted,
    wilson,
)
from kpilab.chapters.c09_surveys_and_feedback.case import CODERS, GROUPS, HOUSE, LINDEN, SILENT, WAVES
from kpilab.chapters.c09_surveys_and_feedback.checks import CARDS, PREDICTIONS, TASKS
from kpilab.chapters.c09_surveys_and_feedback.comments_deck import COMMENTS, TAGS
from kpilab.chapters.c09_surveys_and_feedback.defence import QUARTER
from kpilab.chapters.c09_surveys_and_feedback.life import (
    Design,
    all_designs,
    answers,
    cost,
    how_often_right,
    saved,
    worth,
)
from kpilab.chapters.c09_surveys_and_feedback.questions_deck import DECK, RULE_OF, VERDICTS
from kpilab.chapters.c09_surveys_and_feedback.real import answers_with_house, blamed, silent_called
from kpilab.chapters.c09_surveys_and_feedback.widget import benchmarks
from kpilab.course.chapters import chapter
from kpilab.course.questions import load_questions
from kpilab.data.load import load

TASK = {one.id: one for one in TASKS}
STORY = (chapter("09").folder / "storyline.md").read_text(encoding="utf-8")


def wrong(task, case):
    return {one.id: one.answer(case) for one in TASK[task].mistakes}


def test_the_cold_open_and_the_silent():
    assert (LINDEN.guests, LINDEN.answers) == (1000, 110)
    assert round(100 * 102 / 110, 1) == 92.7
    assert [round(100 * end) for end in share_interval(102, 110)] == [86, 96]
    assert [round(100 * end, 1) for end in (bounds(0.94, 0.12).low, bounds(0.94, 0.12).high)] == [11.3, 99.3]
    assert [round(100 * end, 1) for end in (bounds(0.94, 0.6).low, bounds(0.94, 0.6).high)] == [56.4, 96.4]


def test_the_two_houses_and_what_certainty_costs():
    assert round(196 * sqrt(0.75 * 0.25 / 60)) == 11
    assert round(90 + 196 * sqrt(0.9 * 0.1 / 10)) == 109
    assert [sample_size(width).answers for width in (0.1, 0.05, 0.025)] == [97, 385, 1537]
    assert [sample_size(width, population=1000).answers for width in (0.1, 0.05, 0.025)] == [88, 278, 607]
    assert sample_size(0.05, population=1000).invitations(0.3) == 927
    assert round(100 * 9 / 11) == 82  # quiz question 2: one more answer, an unhappy one


def test_weights_waves_and_scores():
    found = weighted({"business": (12, 20), "holiday": (72, 80)}, {"business": 0.6, "holiday": 0.4})
    assert [round(found.raw, 2), round(found.value, 2), round(found.effective_answers)] == [0.84, 0.72, 50]
    change = difference(wilson(84, 100), wilson(78, 100))
    assert [round(change.change), round(change.margin, 1), round(100 * change.by_luck)] == [-6, 10.8, 28]
    assert round(nps_of(168, 84, 400).margin, 1) == 7.5
    assert needed_for_nps(5, promoters=0.42, detractors=0.21) == 901


def test_the_two_hotels():
    hotel = load(
        "hotel", tables=["stores", "orders", "survey_invitations", "surveys", "callbacks", "comment_sentences"]
    )
    called = silent_called(hotel).round(3)
    assert called.loc["Tea Garden", "together"] == pytest.approx(0.245 * 0.85 + 0.755 * 0.71, abs=0.001)
    assert called["response rate"].between(0.1, 0.5).all()
    found = pareto(blamed(hotel, "Willow Court", "2025-03-01").tolist())
    assert next(iter(found.counts)) == "cleanliness"
    assert set(answers_with_house(hotel)["store"]) == {"Tea Garden", "Willow Court"}


def test_how_many_answers_and_invitations():
    case = HOUSE.standard()
    assert (case.answers, case.invitations) == (206, 687)
    assert [round(one) for one in wrong("9.2", case).values()] == [267, 385, 488, 90, 206, 889, 900, 268, 62, 350]


def test_twenty_five_questions_are_a_trade_and_no_trap():
    few, many = (
        [worth(Design("lot", "day after", invited, questions, "none", "weighted")) for questions in ("6", "25")]
        for invited in ("60", "400")
    )
    assert few[1] > few[0]
    assert many[1] < many[0]
    dear = worth(Design("lot", "day after", "400", "25", "coffee", "weighted"))
    assert f"{dear:,.0f}" in STORY


def test_lowest_and_highest():
    case = SILENT.standard()
    assert (round(case.lowest, 1), round(case.highest, 1)) == (20.4, 96.4)
    swapped, *others = wrong("9.3", case).values()
    assert swapped == {"lowest": case.highest, "highest": case.lowest}
    assert [round(one, 1) for one in others] == [0, 100, 102, 482, 85.0, 85.0, 24.0, 76.0, 77.5, 90.3]


def test_three_kinds_of_guest():
    case = GROUPS.standard()
    assert round(case.weighted, 1) == 78.0
    assert [round(one, 1) for one in wrong("9.4", case).values()] == [81.7, 80.0, 81.0, 22.0]


def test_two_quarters():
    case = WAVES.standard()
    assert (round(case.difference.change, 1), round(case.difference.margin, 1)) == (-6.0, 8.2)
    found = [round(one, 2 if abs(one) < 1 else 1) for one in wrong("9.5", case).values()]
    assert found == [6.0, -7.1, -0.06, 0.08, 5.9, 5.7, 11.6, 4.2, 8.4]


def test_two_coders():
    found = CODERS.standard().agreement
    assert (found.comments, round(found.observed, 3), round(found.chance, 3), round(found.value, 2)) == (
        40,
        0.775,
        0.402,
        0.62,
    )
    assert [round(one, 2) for one in wrong("9.7", CODERS.standard()).values()] == [0.78, 0.4, 0.37, 0.66, 0.48]


@pytest.mark.parametrize("seed", range(40))
def test_a_drawn_case_tells_the_same_story(seed):
    rng = np.random.default_rng(seed)
    groups, waves, quarter, house = (maker.draw(rng) for maker in (GROUPS, WAVES, QUARTER, HOUSE))
    assert house.invitations <= house.guests
    assert groups.weighted < groups.raw
    assert sum(groups.people.values()) == 100
    assert waves.difference.is_noise
    assert waves.difference.change < 0
    assert sum(quarter.importance.values()) == 100
    assert quarter.satisfied[quarter.lowest] == min(quarter.satisfied.values())
    mean_importance, mean_done = 20, sum(quarter.satisfied.values()) / 5
    weak = [
        a for a in quarter.importance if quarter.importance[a] > mean_importance and quarter.satisfied[a] < mean_done
    ]
    assert weak == [quarter.weak]
    assert quarter.importance[quarter.strong] == max(quarter.importance.values())
    before, now = (
        wilson(quarter.answers * share / 100, quarter.answers)
        for share in (quarter.satisfied[quarter.weak] + quarter.fell, quarter.satisfied[quarter.weak])
    )
    assert difference(before, now).is_noise
    assert quarter.complaints_now > quarter.complaints


@pytest.mark.parametrize("asked", DECK, ids=lambda one: one.text[:40])
def test_the_reader_and_the_deck_agree(asked):
    found = [one.rule for one in lint(asked.text, asked.options)]
    assert RULE_OF[asked.verdict] in found if asked.verdict != "fine" else found == []
    assert asked.misread in dict(VERDICTS)
    assert asked.misread != asked.verdict


def test_each_verdict_and_each_tag_is_there_more_than_once():
    assert min(sum(one.verdict == key for one in DECK) for key, _text in VERDICTS) >= 4
    assert min(sum(one.tag == key for one in COMMENTS) for key, _text in TAGS) >= 2
    assert all(one.misread != one.tag and one.misread in dict(TAGS) for one in COMMENTS)


def test_the_word_rule_is_wrong_often_enough_to_need_a_person():
    right = sum(next(iter(suggest(one.text)), "") == one.tag for one in COMMENTS)
    assert 0 < right < 0.75 * len(COMMENTS)


def test_the_surveys_of_others_are_as_the_storyline_has_them():
    table = STORY.split("| design | answers")[1].split("\n\n")[0]
    lines = [[cell.strip() for cell in line.split("|")[2:-1]] for line in table.splitlines()[2:]]
    assert len(lines) == len(benchmarks()) == 6
    for (name, design), line in zip(benchmarks(), lines, strict=True):
        found = answers(design)
        told = [
            f"{found.n}",
            f"{cost(design):.0f}",
            found.named,
            f"{found.share['cleanliness']:.0%}".replace("%", " %"),
        ]
        told += [f"{100 * how_often_right(design):.0f}", f"{saved(design):,.0f}", f"{worth(design):,.0f}"]
        assert told == line, name


def test_the_best_survey_is_the_best_of_all_that_can_be_paid_for():
    assert max(all_designs(), key=worth) == benchmarks()[-1][1]
    assert f"best of all {len(all_designs())}" in STORY


def test_predictions_come_back_with_the_numbers():
    reveal = {one.id: one.reveal for one in PREDICTIONS}
    assert "680 of 1000" in reveal["9.p1"](930)
    assert [round(100 * end, 1) for end in (*share_interval(9, 10), *share_interval(45, 60))] == [
        59.6,
        98.2,
        62.8,
        84.2,
    ]
    assert all(number in reveal["9.p2"]("neither") for number in ("59.6", "98.2", "62.8", "84.2"))
    assert "278" in reveal["9.p3"](100)
    assert "278" in reveal["9.p3"](400)


def test_three_of_ten_questions_are_for_a_vote():
    questions = load_questions(chapter("09").quiz_path)
    assert len(questions) == 10
    assert [place for place, one in enumerate(questions, 1) if one.vote] == [2, 5, 9]
    assert [place for place, one in enumerate(questions, 1) if one.core] == [2, 5, 6]
    longest = [max(one.options, key=lambda option: len(option.text)).right for one in questions]
    assert sum(longest) <= 4  # length gives nothing away
    assert len(CARDS) == 4


def test_the_storyline_has_the_model_numbers_of_the_tasks():
    told = STORY.split("## The eight tasks")[1]
    for number in ("206 answers, 687", "20.4 and 96.4", "78.0 %", "−6.0, give or take 8.2", "0.62"):
        assert number in told
    assert not re.search(r"!|\b(simply|just|obviously)\b", STORY, re.IGNORECASE)


def test_the_letters_in_the_text_are_those_of_the_options():
    text = chapter("09").text_path.read_text(encoding="utf-8")
    words = ("two things", "leads", "one side", "two negations", "overlap", "can be sent")
    for place, ((_key, option), word) in enumerate(zip(VERDICTS, words, strict=True)):
        assert word in option
        assert re.search(rf"\b{'ABCDEF'[place]} [^,]*{word}", text)
    for place, (key, _option) in enumerate(TAGS):
        assert f"{'ABCDE'[place]} {key}" in text
