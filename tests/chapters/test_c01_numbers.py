"""Every number that chapter 1 and its storyline say in a sentence, worked out again."""

from itertools import combinations
from pathlib import Path

import pytest

from kpilab.analysis.surveys import share_interval
from kpilab.analysis.wall import live_with_wall, profit, undisturbed
from kpilab.chapters.c01_why_kpis import board
from kpilab.chapters.c01_why_kpis.canal_street import GAUGES, PLAN, SHOP, TROUBLES
from kpilab.chapters.c01_why_kpis.checks import PREDICTIONS, TASKS
from kpilab.chapters.c01_why_kpis.real import anchors, appliances, link, sign_ups
from kpilab.course.chapters import chapter
from kpilab.course.judge import claims, right_answers
from kpilab.course.questions import load_questions
from kpilab.data.load import load

STORY = (Path(chapter(1).folder) / "storyline.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def chain():
    return load("retail_chain")


def told(*numbers):
    """Whether the storyline says each of these, as written."""
    return [number for number in numbers if number not in STORY] == []


def sold(lived):
    return [round(month.readings["sales"]) for month in lived]


def test_canal_street_by_hand():
    left, stayed = live_with_wall(SHOP, GAUGES, TROUBLES[:1], ()), undisturbed(SHOP)
    assert sold(left)[:5] == [510, 520, 515, 534, 482]
    assert sold(stayed)[:5] == [510, 520, 540, 559, 518]
    back = [round(SHOP.back(buyers, happy)) for buyers, happy in ((1020, 0.78), (1040, 0.78), (1030.24, 0.78))]
    assert back == [420, 428, 424]
    assert round(SHOP.back(1020, 0.90)) == 469
    short = [a.readings["sales"] - b.readings["sales"] for a, b in zip(stayed, left, strict=True)]
    assert (round(short[3]), round(sum(short[2:5]))) == (25, 85)
    assert next(place for place, sales in enumerate(sold(left)) if sales < PLAN) == 4
    assert told("| November | 540 | 424 (September's 1,030 at 78 %) | 964 | 482 | 518 |", "85 thousand", "= 420")


def test_four_walls_and_none():
    walls = [one.numbers for one in board.WALLS]
    assert [round(profit(board.lived(wall))) for wall in walls] == [974, 1082, 1116, 1175]
    assert round(profit(board.lived(()))) == 982
    assert round(profit(undisturbed(SHOP))) == 1274
    assert told("| 974 | 300 |", "| 1,082 | 192 |", "| 1,116 | 157 |", "| 1,175 | 99 |", "| 982 | 292 |")


def test_the_best_wall_is_the_best_of_all_eighty_four():
    names = [one.name for one in GAUGES]
    earned = {wall: profit(board.lived(wall)) for wall in combinations(names, 3)}
    best = max(earned, key=earned.get)
    assert len(earned) == 84
    assert set(best) == set(next(one.numbers for one in board.WALLS if one.best))
    assert sorted(earned.values())[-1] - sorted(earned.values())[-2] > 20


def test_riversides_fall_has_not_reached_sales(chain):
    table = link(chain).round(1)
    assert table.iloc[0].tolist() == [92.2, 78.8, -13.4, 4.3]
    assert table.iloc[1].tolist() == [17.8, 16.7, -1.2, 3.1]
    assert table.iloc[2:, 2].tolist() == [15.0, 14.6]
    assert told("92.2 % and 78.8 %", "17.8 % and 16.7 %", "+15.0 %", "+14.6 %")


def test_two_advisers_left_at_the_end_of_february(chain):
    staff = chain["staff"].merge(chain["stores"], on="store_id")
    gone = staff[(staff["store"] == "Riverside") & (staff["role"] == "adviser") & (staff["end_on"].dt.month == 2)]
    assert len(gone) == 2
    assert gone["end_on"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2025-02-28"]


def test_small_appliances_sell_more_and_leave_less(chain):
    table = appliances(chain)
    assert table["change, %"].round(1).tolist() == [14.8, -37.2, 36.1, -53.9]
    before, after = table["2024"], table["2025"]
    assert (round(before.iloc[3]), round(after.iloc[3]), int(after.iloc[2])) == (376, 173, 6113)
    assert f"{before.iloc[1] / after.iloc[3] * 1000:,.0f}" == "9,739"
    assert told("+14.8 %", "−37.2 %", "9,739", "6,113")


def test_one_march_three_headlines(chain):
    assert anchors(chain)["change, %"].round().tolist() == [47, 24, 5]
    assert told("+47 % on February, +24 % on the March before, +5 % on plan")


def test_stations_count_doubled_and_its_customers_did_not(chain):
    assert sign_ups(chain).to_numpy().tolist() == [[245, 489], [34, 43]]
    assert told("245 and 489", "34 and 43")


def test_the_made_up_cases_of_section_four():
    assert [120 * 500 * 0.40 - 120 * cost for cost in (150, 10)] == [6000, 22800]
    back = [five * 0.6 + four * 0.3 + other * 0.1 for five, four, other in ((60, 30, 10), (20, 70, 10))]
    assert back == pytest.approx([46, 34])
    assert told("6,000 and 22,800", "46 and 34")


def test_what_picked_cards_prove():
    assert (round(100 * 47 / 400), round(100 * (1 - 3 / 400))) == (12, 99)
    assert [round(100 * end) for end in share_interval(39, 50)] == [65, 87]
    assert told("from 12 to 99 %")


EXERCISES = {
    "1.3": ("156", {"204", "340", "150", "96", "133", "244", "39", "0"}),
    "1.4": ("10,430", {"−14,800", "−5,920", "16,350", "1,550", "121", "32,030", "21,230", "10,800", "14,800"}),
}


@pytest.mark.parametrize("task", EXERCISES)
def test_the_exercises_are_told_as_they_are(task):
    one = {one.id: one for one in TASKS}[task]
    case = one.maker.standard()
    right, wrong = EXERCISES[task]
    assert one.form.show(right_answers(one, case)[0][""]) == right
    assert {one.form.show(claim[""]).replace("-", "−") for _mistake, claim in claims(one, case)} == wrong
    assert told(right, *wrong)


def test_the_links_of_exercise_five():
    links = {one.id: one for one in TASKS}["1.5"].maker.standard()
    assert (links.profit(links.before), links.profit(links.after)) == (17, 11)


def test_one_purchase_rung_up_twice():
    visits = {one.id: one for one in TASKS}["1.6"].maker.standard()
    assert (visits.often, tuple(round(one) for one in visits.spend)) == ((1.6, 2.1), (500, 381))
    assert told("1.6 and 2.1", "500 and 381")


@pytest.mark.parametrize(
    ("place", "given", "says"),
    [
        (0, "yes", "November brought 482"),
        (0, "no", "November brought 482"),
        (1, 540, "58 less"),
        (1, 470, "12 more"),
        (1, 482, "nothing pointed there"),
        (2, "September", "began in July"),
        (2, "July", "July it was"),
    ],
)
def test_predictions_come_back_with_what_they_were_worth(place, given, says):
    assert says in PREDICTIONS[place].reveal(given)


def test_the_quiz_has_ten_questions_three_to_vote_and_three_core():
    questions = load_questions(Path(chapter(1).folder) / "quiz.toml")
    assert len(questions) == 10
    assert [place for place, one in enumerate(questions, 1) if one.vote] == [2, 6, 10]
    assert [place for place, one in enumerate(questions, 1) if one.core] == [2, 4, 7]
    right = [next(option.key for option in one.options if option.right) for one in questions]
    assert max(right.count(key) for key in "abcd") <= 4
