"""Every number that chapter 2 and its storyline say in a sentence, worked out again."""

from importlib.resources import files

import numpy as np
import pytest

from kpilab.analysis.coming_back import Reading, coming_back, every_reading
from kpilab.analysis.page_life import Ends, live_with_page
from kpilab.analysis.plan import Plan, PlanRow, lint
from kpilab.analysis.smart import smart_check
from kpilab.chapters.c02_from_strategy_to_kpis.agree import DELIVERED
from kpilab.chapters.c02_from_strategy_to_kpis.autumn import BEST, COLLEAGUES, NUMBERS, autumn
from kpilab.chapters.c02_from_strategy_to_kpis.case import DRAFT, EIGHT, LOOSE, SETS, WINDOW
from kpilab.chapters.c02_from_strategy_to_kpis.checks import PREDICTIONS, TASKS
from kpilab.chapters.c02_from_strategy_to_kpis.page_desk import OTHERS
from kpilab.chapters.c02_from_strategy_to_kpis.steps import INCIDENTS, KEY_AREAS, SITUATIONS, ten_steps
from kpilab.course.chapters import chapter
from kpilab.course.questions import load_questions
from kpilab.sectors import goal

STORY = files("kpilab.chapters.c02_from_strategy_to_kpis").joinpath("storyline.md").read_text("utf-8")
HERE = autumn()


def task(name):
    return {one.id: one for one in TASKS}[name]


def percent(number):
    return f"{100 * number:.1f}"


def test_mondays_three_numbers():
    told = {name: coming_back(HERE.purchases, Reading(below=below), "2025-12") for name, below in NUMBERS.items()}
    assert {name: percent(one) for name, one in told.items()} == {"Wen": "47.8", "Lin": "32.9", "Rao": "18.7"}
    assert [round(one, 4) for one in (1234 / 2579, 779 / 2371, 483 / 2579)] == [round(one, 4) for one in told.values()]
    assert "32.9 % (779 of 2,371), 47.8 % (1,234 of 2,579), 18.7 % (483 of 2,579)" in STORY


def test_thirty_six_readings():
    numbers = [coming_back(HERE.purchases, reading, "2025-12") for reading in every_reading()]
    assert len(numbers) == 2 * 3 * 3 * 2 == 36
    assert len({round(one, 3) for one in numbers}) == 32
    assert (percent(min(numbers)), percent(max(numbers))) == ("0.0", "59.4")
    assert "36 readings, 32 different numbers, from 0.0 % to 59.4 %" in STORY


def test_a_longer_window():
    twice = [
        coming_back(HERE.purchases, Reading(below="bought now, twice", window=months), "2025-12")
        for months in (1, 3, 6)
    ]
    assert [percent(one) for one in twice] == ["0.0", "18.7", "27.4"]
    assert "1 month 0.0 %, 3 months 18.7 %, 6 months 27.4 %" in STORY


@pytest.mark.parametrize(
    ("name", "base", "lived"),
    [
        ("Lin", "29.4", ["28.7", "27.3", "26.9"]),
        ("Wen", "43.4", ["44.6", "43.7", "42.8"]),
        ("Rao", "15.2", ["15.6", "15.4", "18.0"]),
    ],
)
def test_who_notices_the_competitor(name, base, lived):
    reading = Reading(below=NUMBERS[name])
    assert percent(HERE.base(reading)) == base
    assert [percent(coming_back(HERE.lived(None), reading, month)) for month in HERE.months] == lived
    assert f"base {base}" in STORY


def test_what_the_third_prediction_hears():
    reveal = next(one.reveal for one in PREDICTIONS if one.id == "2.p3")
    first = {}
    for name, below in NUMBERS.items():
        base = HERE.base(Reading(below=below))
        seen = [coming_back(HERE.lived(None), Reading(below=below), month) < base for month in HERE.months]
        first[name] = seen.index(True) if True in seen else None
    assert first == {"Wen": 2, "Lin": 0, "Rao": None}
    assert "October" in reveal("Lin")
    assert "December" in reveal("Wen")
    assert "not notice at all" in reveal("Rao")


def test_the_other_predictions():
    reveal = {one.id: one.reveal for one in PREDICTIONS}
    assert "32 different" in reveal["2.p2"](3)
    assert reveal["2.p1"]("nobody").startswith("Nobody it is: 47.8")
    assert "“Rao”" in reveal["2.p1"]("Rao")


def test_each_page_is_lived_as_told():
    never, october = (None, 291), (0, 204)
    expected = [
        (*never, 120, False),
        (*never, 135, False),
        (*never, 75, False),
        (*october, 75, True),
        (*october, 75, False),
    ]
    told = [live_with_page(ends, COLLEAGUES, HERE) for _name, ends, _why in OTHERS]
    assert [(one.acted, one.lost, one.minutes, one.false_alarm) for one in told] == expected
    months = {None: "never", 0: "October"}
    for acted, lost, minutes, alarm in expected:
        assert f"| {months[acted]} | {lost} | {minutes} | {'yes' if alarm else 'no'} |" in STORY


def test_of_the_tight_pages_few_see_it_in_time():
    tight = [Ends(one.counts, one.below, one.window, one.when) for one in every_reading()]
    ways = [(told.acted, told.false_alarm) for told in (live_with_page(one, COLLEAGUES[:1], HERE) for one in tight)]
    assert (ways.count((0, False)), ways.count((0, True)), ways.count((None, False))) == (4, 6, 21)
    assert "4 act in October without a false alarm, 6 act in October with one, 21 never act" in STORY
    assert live_with_page(BEST, COLLEAGUES, HERE).meetings[0].distinct == 1


def test_the_wish_and_the_row():
    wish = smart_check(Plan((PlanRow("repurchase_next_window"),)))
    assert [wish.holds(letter) for letter in "SMART"] == [False, False, None, False, False]
    past = [percent(coming_back(HERE.purchases, Reading(), month)) for month in HERE.before]
    assert past == ["29.4", "30.6", "31.9", "33.7", "33.5", "30.0"]
    assert sum(float(one) >= 32 for one in past) == 2


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("2.2", 0.6, [0.5, 0.3333, 0.375, 0.4, 1.0, 3]),  # 3 of 5; 3 of 6; 2 of 6; 3 of 8; 2 of 5; 5 receipts of 5; 3
        ("2.3", 12, [7, 10, 3, 8]),  # 3 x 2 x 2; 3 + 2 + 2; all six; three lines; 2 x 2 x 2
        ("2.6", -1.5, [12.0, 13.5, -7.1, 1.5]),
    ],
)
def test_right_and_known_wrong_numbers(name, right, wrong):
    one = task(name)
    case = one.maker.standard()
    assert one.answer(case) == pytest.approx(right)
    assert [round(mistake.answer(case), 4) for mistake in one.mistakes] == wrong


def test_the_five_letters_of_the_draft():
    assert list(task("2.4").answer(DRAFT.standard()).values()) == ["holds", "fails", "fails", "holds", "fails"]


@pytest.mark.parametrize("seed", range(30))
def test_draws_keep_their_story(seed):
    rng = np.random.default_rng(seed)
    eight = EIGHT.draw(rng)
    assert eight.before in (4, 5)
    assert 0 < eight.both < eight.before
    assert any(len(second) != len(set(second)) for _name, _first, second in eight.receipts)
    assert len({one.right for one in INCIDENTS.draw(rng).told}) == 5
    assert all(one.right != one.misread for one in (*INCIDENTS.draw(rng).told, *SITUATIONS.draw(rng).told))
    window = WINDOW.draw(rng)
    assert window.new_now > window.old_before > window.old_now
    assert LOOSE.draw(rng).numbers >= 12
    assert {judged.holds for judged in DRAFT.draw(rng).check.judgements} >= {True}
    shares = [DELIVERED.draw(rng).share(which) for which in ("first", "last", "left")]
    assert shares == sorted(shares)


@pytest.mark.parametrize("seed", range(12))
def test_the_right_set_is_the_one_without_a_remark_on_its_choice(seed):
    sets = SETS.draw(np.random.default_rng(seed))
    aside = {"weights", "no owner", "no data"}
    for kind in sets.order:
        plan = Plan(tuple(PlanRow(one) for one in sets.rows(kind)), sets.goal)
        found = {finding.rule for finding in lint(plan)} - aside
        parts = {line.part for line in goal(sets.goal).kpis if line.kpi in sets.rows(kind)}
        assert (parts == {"result", "driver", "guard"}) == (kind == "mixed")
        assert bool(found & {"no result", "no guard"}) == (kind != "mixed"), kind


def test_ten_steps_and_four_areas():
    assert len(ten_steps().rows) == 10
    assert len(KEY_AREAS) == 4


def test_the_quiz():
    questions = {one.id: one for one in load_questions(chapter("02").quiz_path)}
    assert len(questions) == 10
    assert [one.id for one in questions.values() if one.vote] == ["multiply", "tight-and-blind", "paid-by-okr"]
    assert [place for place, one in enumerate(questions.values(), 1) if one.core] == [1, 3, 5, 8]
    right = {key: next(o.text for o in one.options if o.right) for key, one in questions.items()}
    assert right["multiply"] == str(2 * 3)
    known, new = 0.8 * 6, 4  # of six known and four new buyers a fifth of the known stays away
    assert 0.8 * 0.6 < known / (known + new) < 0.6
