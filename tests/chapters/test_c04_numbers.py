"""Every number that chapter 4 says in a sentence, worked out again; the expected ones are from hand calculation."""

import numpy as np
import pytest

from kpilab.analysis.pay import CLIFF, SMOOTH, bonus, effort_pay
from kpilab.analysis.scorecard import FORMULAS, Row, index_of, score
from kpilab.chapters.c04_kpi_matrix.case import EFFORTS, HILLTOP, HISTORY, MAY, MEMBERS, SATISFIED
from kpilab.chapters.c04_kpi_matrix.checks import PREDICTIONS, TASKS
from kpilab.course.chapters import chapter
from kpilab.course.questions import load_questions

FOUR = ("ratio", "line", "clipped", "two_segment")
CHEN = MAY["Chen"]


def june(task):
    return {one.id: one for one in TASKS}[task]


@pytest.mark.parametrize(
    ("name", "totals", "bonuses"),
    [
        ("Chen", (1.0028, 0.8100, 0.7600, 0.7440), (6051, 4100, 3600, 3440)),
        ("Ma", (1, 1, 1, 1), (6000, 6000, 6000, 6000)),
        ("Song", (0.9479, 0.7900, 0.7150, 0.7050), (5479, 3900, 3150, 3050)),
    ],
)
def test_four_totals(name, totals, bonuses):
    scored = [score(MAY[name], formula=formula) for formula in FOUR]
    assert [round(one.total, 4) for one in scored] == list(totals)
    assert [round(bonus(one, CLIFF, 6000)) for one in scored] == list(bonuses)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"formula": "ratio"}, (144, 240, 100, 482)),
        ({"formula": "line"}, (400, 400, 500, 250)),
        ({"formula": "two_segment"}, (160, 400, 0, 0)),
        ({"formula": "two_segment", "below_base": "bonus_block"}, (0, 0, 3440, 0)),
    ],
)
def test_what_each_sheet_pays_for(rule, expected):
    paid = effort_pay(CHEN, EFFORTS, curve=CLIFF, at_plan=6000, **rule)
    assert tuple(round(money) for money in paid.values()) == expected


def test_more_weight_and_a_lower_base():
    heavier, softer = CHEN.reweighted(SATISFIED, 0.40), CHEN.with_row(SATISFIED, base=70)
    assert round(score(heavier).total, 4) == 0.5952
    assert bonus(score(heavier), CLIFF, 6000) == 0
    assert effort_pay(heavier, {SATISFIED: 2}, curve=CLIFF, at_plan=6000)[SATISFIED] == 0
    assert round(score(softer).total, 4) == 0.8440
    paid = effort_pay(softer, EFFORTS, curve=CLIFF, at_plan=6000)
    assert (round(paid[MEMBERS]), round(paid[SATISFIED])) == (400, 250)


def test_a_missing_survey():
    silent = score(CHEN.with_row(SATISFIED, fact=float("nan")))
    assert round(silent.total, 3) == 0.992
    assert round(silent.coverage, 2) == 0.75
    assert round(bonus(silent, CLIFF, 6000)) == 5920
    assert round(bonus(silent, CLIFF, 6000) - bonus(score(CHEN), CLIFF, 6000)) == 2480
    assert round(score(CHEN.with_row(SATISFIED, fact=90)).total, 3) == 0.994


def test_the_cliff_and_the_smooth_curve():
    assert CLIFF.share(0.705) * 6000 == pytest.approx(3050)
    assert CLIFF.share(0.695) == 0
    assert CLIFF.cliffs == (0.70,)
    assert SMOOTH.cliffs == ()
    steps = np.diff([SMOOTH.share(total) for total in np.arange(0.5, 1.2, 0.01)])
    assert np.allclose(steps, 0.02)


def test_hilltop_in_june():
    case = HILLTOP.standard()
    expected = {
        "ratio": (1.0833, 0.85, 1, 0.8636, 1.25),
        "line": (1.50, 0.40, 1, -0.50, 1.40),
        "two_segment": (1.15, 0.40, 1, 0, 1.16),
    }
    for formula, indexes in expected.items():
        found = [index_of(row, formula=formula) for row in case.matrix.rows]
        assert [round(index, 4) for index in found] == list(indexes)
    assert case.total() == pytest.approx(0.806)
    assert round(case.pay()) == 4060
    assert round(case.pay("ratio")) == 6142
    assert round(case.pay(matrix=case.tricked())) == 5660
    assert [round(case.pay(matrix=case.paired(tricked=trick))) for trick in (False, True)] == [4700, 4460]


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("4.2", (0.85, 0.7286, 0.60, 0.24, 1.1333)),
        ("4.3", (0.80, 1.25, 1.40, 1.20, 0)),
        ("4.4", (0.742, 1.0079, 0.895, 0.83, 0.9482)),
        ("4.5", (4836, 4399.2, 2120, 6000, 6141.8182)),
    ],
)
def test_the_known_wrong_answers(task, expected):
    case = HILLTOP.standard()
    assert [round(wrong.answer(case), 4) for wrong in june(task).mistakes] == list(expected)


def test_levels_and_their_wrong_ways():
    case, task = HISTORY.standard(), june("4.6")
    assert task.answer(case) == {"base": 96, "norm": 111.5, "target": 130}
    found = {wrong.id: round(wrong.answer(case), 1) for wrong in task.mistakes}
    assert found["mean-as-norm"] == 115.8
    assert found["last-plus-ten"] == 135.3
    assert found["percentile-exc"] == 169.9
    assert (found["percentile-inc-base"], found["percentile-inc-target"]) == (96.5, 129.3)


def test_what_the_trick_still_pays():
    case = HILLTOP.standard()
    fields = june("4.7").fields(case)
    rounded = {name: round(fields[name]) for name in ("trick_gain", "raised_gain", "shared_gain", "paired_loss")}
    assert rounded == {"trick_gain": 1600, "raised_gain": 1500, "shared_gain": 800, "paired_loss": 240}


@pytest.mark.parametrize("seed", range(40))
def test_a_drawn_month_tells_the_same_story(seed):
    case = HILLTOP.draw(np.random.default_rng(seed))
    zones = [row.zone for row in case.matrix.rows]
    assert zones == ["plan met", "under plan", "plan met", "below base", "plan met"]
    gain = case.pay(matrix=case.tricked()) - case.pay()
    turned = case.pay(matrix=case.paired(tricked=True)) - case.pay(matrix=case.paired(tricked=False))
    assert gain > 0 > turned
    after = case.matrix.with_row(SATISFIED, fact=case.matrix.row(SATISFIED).fact + 2)
    assert score(after).total == case.total()


def test_norms_by_month():
    flat = [index_of(Row("sales", 1, 400, 500, 550, sold)) for sold in (380, 500, 720)]
    assert [round(one, 3) for one in flat] == [0, 1, 1.2]
    own = [index_of(Row("sales", 1, 0.8 * n, n, 1.1 * n, sold)) for n, sold in ((390, 380), (500, 500), (700, 720))]
    assert [round(one, 3) for one in own] == [0.872, 1, 1.057]


def test_quiz_numbers_are_right():
    questions = {one.id: one for one in load_questions(chapter("04").quiz_path)}
    assert len(questions) == 10
    right = {key: next(o.text for o in one.options if o.right) for key, one in questions.items()}
    assert float(right["on-the-line"]) == pytest.approx(index_of(Row("x", 1, 80, 90, 95, 87), formula="line"))
    at_norm = [index_of(Row("x", 1, 80, 90, 95, 90), formula=formula) for formula in FORMULAS]
    assert at_norm == [1] * len(FORMULAS)
    assert {one.id for one in questions.values() if one.vote} == {"all-at-norm", "repair", "cliff"}


def test_predictions_come_back_with_the_numbers():
    reveal = {one.id: one.reveal for one in PREDICTIONS}
    assert "1.0028" in reveal["4.p1"]("yes")
    assert "3,440" in reveal["4.p2"](3400)
    assert "two-segment" in reveal["4.p2"](3400)
    assert "1.0028" in reveal["4.p3"]("Ma")
