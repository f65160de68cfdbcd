"""Every number that chapter 3 says in a sentence, worked out again; the expected ones are from hand calculation."""

import re
from itertools import combinations

import numpy as np
import pytest

from kpilab.analysis.plan import lint
from kpilab.catalogue import kpi
from kpilab.chapters.c03_kpis_by_sector_and_role.cards import _STRANGERS, Place, _draw_place
from kpilab.chapters.c03_kpis_by_sector_and_role.case import DESK, HOUSE, JUNE, PARCELS, SALE, role_rows, volume_plan
from kpilab.chapters.c03_kpis_by_sector_and_role.checks import CARDS, PREDICTIONS, TASKS
from kpilab.chapters.c03_kpis_by_sector_and_role.life import OFFERED, Signed, findings, green, live
from kpilab.chapters.c03_kpis_by_sector_and_role.phase_scenes import PHASE_SCENES
from kpilab.chapters.c03_kpis_by_sector_and_role.scenes import SECTOR_SCENES
from kpilab.chapters.c03_kpis_by_sector_and_role.widget import VOLUME, benchmarks, forecast
from kpilab.course.chapters import chapter
from kpilab.course.questions import load_questions
from kpilab.sectors import phase, sectors

TASK = {one.id: one for one in TASKS}


def wrong(task, case):
    return {one.id: one.answer(case) for one in TASK[task].mistakes}


def test_june_is_green_six_times_and_red_once():
    assert (JUNE.paid, JUNE.kept, JUNE.margin, JUNE.costs) == (1200, 4500, 225, 345)
    assert (JUNE.left, JUNE.contribution) == (-120, -180)
    wall = role_rows(JUNE)
    better = wall["fact"] > wall["plan"]
    assert better.tolist() == [True, False, False, True, True, True]  # less is better in the second and the third
    assert wall.loc["promotion and traffic", "fact"] == 4.8
    assert round((1200 - 200) / (250 - 10), 1) == 4.2


def test_the_bakery_and_the_hotel():
    assert (160 * 8 - 600, 160 * 8 + 40 * 4 - 600) == (680, 840)
    assert (42 * 340, 57 * 220, 42 / 60, 57 / 60) == (14_280, 12_540, 0.7, 0.95)
    assert 14_280 - 12_540 == 1_740  # quiz question 2


def test_the_fuller_house():
    case = HOUSE.standard()
    assert (case.taken, case.left) == ((16_800, 17_500), (13_440, 12_600))
    found = wrong("3.2", case)
    assert (found["all-rooms-before"], found["all-rooms-now"]) == (11_200, 11_900)
    assert (found["new-rooms-only"], found["old-rate-for-old-guests"]) == (3_960, 17_400)
    assert (found["per-room-before"], found["per-room-now"]) == (168, 157.5)


def test_bought_and_kept():
    case = PARCELS.standard()
    assert case.kept == (19.2, 18.0)
    assert [round(one, 4) for one in wrong("3.3", case).values()] == [30, 12, 24, 14.4, 19.2, -10]


def test_what_the_promotion_left():
    case = SALE.standard()
    assert (case.margin, case.costs, case.left, case.contribution) == (280, 340, -60, -105)
    assert list(wrong("3.4", case).values()) == [-60, -35, 940, 575, -15, -275, -25, 280]


def test_the_quick_reply():
    case = DESK.standard()
    assert [round(one) for one in (case.gain, case.gain_tight, case.gain_half)] == [800, 1133, 400]
    assert round(case.gain_same_day) == 700  # half of 800, and 750 times 1.2 less 0.8
    assert [round(one) for one in case.paired] == [1200, 900]


@pytest.mark.parametrize("seed", range(40))
def test_a_drawn_case_tells_the_same_story(seed):
    house, parcels, week, desk = (maker.draw(np.random.default_rng(seed)) for maker in (HOUSE, PARCELS, SALE, DESK))
    assert house.taken[1] > house.taken[0]
    assert house.left[1] < house.left[0]
    assert house.sold_now <= house.rooms
    assert parcels.kept[1] < parcels.kept[0]
    assert week.paid / week.ads > 4
    assert week.contribution < week.left < 0
    assert min(desk.gain, desk.gain_tight, desk.gain_half) > 0
    assert desk.paired[1] < desk.paired[0]


def told(value):
    return f"{value:.0f}"


def test_the_six_months_are_as_the_storyline_has_them():
    story = (chapter("03").folder / "storyline.md").read_text(encoding="utf-8")
    table = story.split("| plan | sales, month 1")[1].split("\n\n")[0]
    lines = [[cell.strip() for cell in line.split("|")[2:-1]] for line in table.splitlines()[2:]]
    assert len(lines) == len(benchmarks()) == 5
    for (name, plan), line in zip(benchmarks(), lines, strict=True):
        lived = live(plan)
        sales = [told(month.facts["net_sales"]) for month in (lived[0], lived[-1])]
        earned = sum(month.profit for month in lived)
        assert [*sales, told(earned), told(lived[-1].facts["csat_top2"])] == line, name


def test_the_best_plan_is_the_best_of_all_that_can_be_chosen():
    plans = [Signed(some, heavy) for n in (3, 4, 5) for some in combinations(OFFERED, n) for heavy in some]
    assert len(plans) == 56 * 3 + 70 * 4 + 56 * 5 == 728
    best = max(plans, key=lambda plan: sum(month.profit for month in live(plan)))
    _name, told_best = benchmarks()[-1]
    assert (set(best.kpis), best.heavy) == (set(told_best.kpis), told_best.heavy)
    assert findings(best) == ()
    by_remarks = [(len(findings(plan)), sum(month.profit for month in live(plan))) for plan in plans]
    few, many = (np.median([earned for n, earned in by_remarks if n in found]) for found in ((0, 1), (4, 5)))
    assert (round(few), round(many)) == (99, 24)
    assert forecast() == (few, many)
    assert max(n for n, _earned in by_remarks) == 5


def test_a_volume_plan_is_green_while_the_shop_pays():
    lived = live(VOLUME)
    assert [green(VOLUME, month) for month in lived[:3]] == [4, 4, 4]
    assert [round(month.profit) for month in lived[:3]] == [16, 12, 7]
    assert [one.rule for one in findings(VOLUME)] == ["no guard", "all volume", "no customer KPI", "nothing long-term"]
    assert [one.rule for one in lint(volume_plan())] == [one.rule for one in findings(VOLUME)]


@pytest.mark.parametrize("scene", [*SECTOR_SCENES, *PHASE_SCENES], ids=lambda scene: scene.id)
def test_a_card_offers_three_that_serve_and_five_that_tempt(scene):
    offered = [*scene.right, *scene.wrong]
    assert (len(scene.right), len(scene.wrong), len(set(offered))) == (3, 5, 8)
    for one, said in scene.wrong.items():
        assert not said.startswith(kpi(one).name), one  # the name stands before it, in the language in use
    assert not re.search(r"!|\b(simply|just|obviously)\b", " ".join((scene.situation, scene.asked, scene.praise)))


def test_what_serves_is_at_home_in_its_trade_or_phase():
    homes = {home: set(place.kpis) for place in sectors() for home in [place.id]}
    trades = {"fashion": "retail", "jackets": "retail", "shoes-online": "e_commerce", "coffee": "e_commerce"}
    trades |= {"boilers": "service", "hotel": "service", "pumps": "manufacturing", "sensors": "manufacturing"}
    for scene in SECTOR_SCENES:
        assert set(scene.right) <= homes[trades[scene.id]] | {"return_rate"}, scene.id
    for scene in PHASE_SCENES:
        assert set(scene.right) <= set(phase(scene.id.replace("-", "_")).kpis), scene.id


def test_no_card_or_draft_is_its_own_worked_example():
    for task in (TASK["3.1"], TASK["3.6"], TASK["3.7"]):
        cases = [task.maker.draw(np.random.default_rng(seed)) for seed in range(40)]
        worked = {task.worked.format_map(task.fields(case)) for case in cases}
        assert len(worked) == 1
        [told] = worked
        assert not any(str(case).splitlines()[0] in told for case in cases)


def test_a_stranger_has_no_place_in_its_goal():
    assert all(Place(*pair).part == "none" for pair in _STRANGERS)
    parts = [_draw_place(np.random.default_rng(seed)).part for seed in range(200)]
    assert set(parts) == {"result", "driver", "guard", "none"}


def test_predictions_come_back_with_the_numbers():
    reveal = {one.id: one.reveal for one in PREDICTIONS}
    assert "−120" in reveal["3.p1"]("yes")
    assert "280 off" in reveal["3.p2"](100)
    assert "−180" in reveal["3.p3"]("contribution")


def test_three_of_ten_questions_are_for_a_vote():
    questions = load_questions(chapter("03").quiz_path)
    assert len(questions) == 10
    assert [place for place, one in enumerate(questions, 1) if one.vote] == [2, 5, 8]
    assert [place for place, one in enumerate(questions, 1) if one.core] == [1, 4, 7]
    longest = [max(one.options, key=lambda option: len(option.text)).right for one in questions]
    assert sum(longest) <= 4  # length gives nothing away
    assert len(CARDS) == 4
    assert 158 / 47 > 3  # question 8: three times as much as no plan
