"""Every number that chapter 6 says in a sentence, worked out again; the expected ones are from hand calculation."""

import re

import numpy as np
import pytest

from kpilab.chapters.c06_data_sources.case import CHANGED, FIVE, JUNE, KINDS, MAY, OUTSIDE
from kpilab.chapters.c06_data_sources.checks import CARDS, PREDICTIONS, TASKS
from kpilab.chapters.c06_data_sources.entry import ENTRY, PARTS
from kpilab.chapters.c06_data_sources.outside import panel
from kpilab.chapters.c06_data_sources.quarter import OPTIONS, best, care_hours, total
from kpilab.chapters.c06_data_sources.real import by_count, plans_met
from kpilab.chapters.c06_data_sources.widget import benchmarks
from kpilab.course.chapters import chapter
from kpilab.course.questions import load_questions
from kpilab.data.finance_export import finance_export
from kpilab.data.load import load
from kpilab.data.reconcile import reconcile

TASK = {one.id: one for one in TASKS}
STORY = (chapter("06").folder / "storyline.md").read_text(encoding="utf-8")


def wrong(task, case):
    return {one.id: one.answer(case) for one in TASK[task].mistakes}


@pytest.fixture(scope="module")
def chain():
    return load("retail_chain")


@pytest.fixture(scope="module")
def may(chain):
    made = finance_export(chain)
    return reconcile(made.sales, made.finance, period=made.month)


def table_after(words):
    lines = STORY.split(words)[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def test_the_small_may():
    assert MAY.marketing == 2260 + 565 + 904 + 3390 + 1695 == 8814
    assert MAY.sales == 1130 + 2260 + 565 + 904 + 3390 == 8249
    assert MAY.booked_gross == 1130 + 2260 + 904 + 904 - 1130 == 4068
    assert (MAY.tax, MAY.finance) == (468, 3600)
    assert list(MAY.causes.values()) == [-3390, -565, 904, -1130, -468]
    assert sum(MAY.causes.values()) == 3600 - 8249 == -4649
    told = [int(row[1].replace("−", "-").replace("+", "").replace(",", "")) for row in table_after("| cause |")]
    assert told == [*MAY.causes.values(), -4649]
    found = reconcile(MAY.till(), MAY.ledger(), period="2025-05")
    assert sorted(found.causes["cents"]) == sorted(100 * cents for cents in MAY.causes.values())
    assert 565 + 904 == 1469
    assert 904 - 565 == 339


def test_the_six_orders_of_the_storyline_are_those_of_the_lesson():
    rows = table_after("| order | ordered |")
    assert [int(row[3].replace(",", "")) for row in rows] == [one.amount for one in MAY.orders]
    for one, row in zip(MAY.orders, rows, strict=True):
        days = re.findall(r"(\d+) (\w+)", " ".join(row[1:3]))
        assert days == [(str(day.day), day.strftime("%B")) for day in (one.ordered, one.paid)]


def test_the_chain_hides_twenty_one_thousand_below_a_hundred_and_twenty_three(may):
    assert (may.sales_cents, may.finance_cents) == (456_435_874, 380_865_377)
    mistakes = may.causes[may.causes["nature"] == "mistake"]
    assert mistakes["cents"].tolist() == [-1_075_338, 310_750, 776_910]
    assert (mistakes["cents"].abs().sum(), mistakes["cents"].sum()) == (2_162_998, 12_322)
    assert may.cents("unexplained") == -27_000
    for said in ("1,490 paid orders", "755,704.97", "21,629.98", "123.22"):
        assert said in STORY
    assert (may.rows["inside"] & (may.rows["system"] == "sales")).sum() == 1490


def test_the_counter_the_panel_and_hilltop(chain):
    seen = panel()
    assert seen.loc["2025-05"].tolist() == [104, 10_400, 145, 14_500]
    assert (seen.iloc[0, 1], seen.iloc[1, 1], round(111 / 77 - 1, 2)) == (7_700, 11_100, 0.44)
    assert round(14_500 * 16_001 / 10_400) == 22_309
    for said in ("16,001", "14,500", "10,400", "22,309"):
        assert said in STORY
    door = chain["footfall"]
    may_days = door[door["day"].dt.strftime("%Y-%m") == "2025-05"]
    assert may_days["entries"].sum() == 16_001
    hilltop = may_days[may_days["store_id"] == "S2"]["entries"]
    assert (hilltop.sum(), hilltop.isna().sum()) == (2_020, 5)
    assert (round(2_020 / 31, 1), round(2_020 / 26, 1)) == (65.2, 77.7)


def test_choosing_the_source_is_worth_twenty_bonuses(chain):
    assert plans_met(chain).tolist() == [99, 116, 119, 119]
    months = by_count(chain).groupby("month").sum()
    net, paid = months["net"], months["paid"]
    assert round(paid["2025-07"] / net["2025-06"] - 1, 3) == 0.001
    assert round(net["2025-07"] / net["2025-06"] - 1, 3) == -0.024
    assert round(months.loc["2025-05", "paid"] * 100) == 456_435_874
    assert "99, 116 and 119 of 192" in STORY


def test_three_revenues_and_the_bridge_of_june():
    june = JUNE.standard()
    assert june.marketing == 2260 + 678 + 1017 + 2147 + 2712 + 1582 + 565 == 10_961
    assert june.sales == 1356 + 2260 + 678 + 1017 + 2147 + 2712 == 10_170
    assert june.booked_gross == 1356 + 2260 + 2 * 1017 + 2147 - 1130 == 6_667
    assert june.finance == 5_900
    assert list(june.causes.values()) == [-2712, -678, 1017, -1130, -767]
    found = wrong("6.2", june)
    assert (found["paid-orders-only"], found["all-orders"], found["paid-whenever"]) == (10_396, 12_317, 11_752)
    assert [round(found[one]) for one in ("booked-once", "no-refund", "by-payment")] == [5_000, 6_900, 9_000]
    off = wrong("6.3", june)
    assert [round(off[one]) for one in ("tax-of-sales", "tax-booked-once", "late-both")] == [-1170, -650, -4294]


def test_in_the_models_june_no_two_mistakes_are_one_number():
    june = JUNE.standard()
    for task in ("6.2", "6.3"):
        for part in TASK[task].form.part_labels():
            right = TASK[task].answer(june)[part]
            found = sorted([right, *(one.answer(june) for one in TASK[task].mistakes if one.part == part)])
            assert min(np.diff(found)) > 2, (task, part)


def test_each_wrong_answer_to_who_counts_what_names_one_day():
    five = FIVE.standard()
    said = {one.id: TASK["6.1"].fields(five)[one.says.strip("{}")] for one in TASK["6.1"].mistakes}
    assert len(said) == len(five.kinds) * 4
    early = "order A: placed on 2025-04-29. Marketing has counted it a month before."
    assert said["misread-A-0"] == f"{early} So it is not “all three”."
    assert said["misread-C-0"].startswith("order C: placed on ")  # finance alone, said to be all three
    assert said["misread-C-3"].startswith("order C: paid on 2025-04-30. The till had it in April. So it is not “")


@pytest.mark.parametrize("seed", range(40))
def test_a_drawn_case_tells_the_same_story(seed):
    june, five, outside, changed, entry = (
        maker.draw(np.random.default_rng(seed)) for maker in (JUNE, FIVE, OUTSIDE, CHANGED, ENTRY)
    )
    assert june.sales + sum(june.causes.values()) == june.finance
    found = reconcile(june.till(), june.ledger(), period="2025-06")
    assert sorted(found.causes["cents"]) == sorted(100 * cents for cents in june.causes.values())
    assert sorted(five.kinds.values()) == sorted(KINDS)
    for letter, (ordered, paid, booked) in five.days.items():
        inside = [day.month == 5 for day in (ordered, paid, booked)]
        assert (
            inside
            == {
                "all": [True, True, True],
                "marketing_sales": [True, True, False],
                "marketing": [True, False, False],
                "sales_finance": [False, True, True],
                "finance": [False, False, True],
            }[five.kinds[letter]]
        )
    assert outside.panel_own < outside.panel_rival < outside.rival
    assert outside.counter > outside.panel_own
    assert changed.growth < 0 < changed.reported
    assert [len(entry.of_kind(kind)) for kind in ("said", "useless", "absent")] == [2, 3, 1]
    assert all((entry.text(part) == "") == (entry.kinds[part] == "absent") for part in PARTS)


def test_the_rival_and_the_growth():
    outside = OUTSIDE.standard()
    assert outside.rival == 9_600 * 12_600 / 7_200 == 16_800
    found = wrong("6.5", outside)
    assert (found["added-gap"], round(found["upside-down"]), found["own-news"]) == (15_000, 5_486, 21_500)
    changed = CHANGED.standard()
    assert changed.net == (400, 390)
    assert (round(changed.growth, 4), round(changed.reported, 4)) == (-0.025, 0.02)


def test_the_quarter_is_as_the_storyline_has_it():
    rows = table_after("| chosen | hours a month |")
    assert len(rows) == len(benchmarks()) == 5
    for (name, one), row in zip(benchmarks(), rows, strict=True):
        assert (str(care_hours(one.picks)), f"{total(one):.1f}") == (row[1], row[2]), name


def test_the_best_quarter_gives_up_one_source_and_nothing_else():
    keys = {part: best().picks[part] for part in OPTIONS}
    assert keys == {
        "sales": "till",
        "refunds": "ledger",
        "visitors": "counter",
        "satisfied": "survey",
        "stock": "records",
        "share": "panel",
        "owner": "apart",
        "rhythm": "nightly",
    }
    assert care_hours(best().picks) == 7 + 1 + 4 + 9 + 6 + 3 + 4 + 16 == 50
    assert total(best()) == pytest.approx(3 * 50 * 0.2 + 2)


def test_predictions_come_back_with_the_numbers():
    reveal = {one.id: one.reveal for one in PREDICTIONS}
    assert "never" not in reveal["6.p1"]("none")
    assert "1,469" in reveal["6.p2"](50)
    assert "7 % of a gap of 4,649" in reveal["6.p2"](50)  # 339
    asked = next(one for one in PREDICTIONS if one.id == "6.p2")
    assert asked.form.read("7 %") == asked.form.read("7") == 7


def test_three_of_ten_questions_are_for_a_vote():
    questions = load_questions(chapter("06").quiz_path)
    assert len(questions) == 10
    assert [place for place, one in enumerate(questions, 1) if one.vote] == [2, 5, 8]
    assert [place for place, one in enumerate(questions, 1) if one.core] == [1, 4, 7]
    longest = [max(one.options, key=lambda option: len(option.text)).right for one in questions]
    assert sum(longest) <= 4  # length gives nothing away
    assert len(CARDS) == 4
