"""Every number that chapter 8 says in a sentence, worked out again; the expected ones stand in its storyline."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpilab.analysis.little_data import asked_until_decided, read_share
from kpilab.analysis.recording import CHOICES, minutes_of, money_of
from kpilab.chapters.c08_data_quality.case import AFTERNOON, FEW, FEW_ROWS, SEARCH
from kpilab.chapters.c08_data_quality.checks import PREDICTIONS, TASKS
from kpilab.chapters.c08_data_quality.desk import best
from kpilab.chapters.c08_data_quality.fixes import page_log, replay, replayed
from kpilab.chapters.c08_data_quality.months import DECISIONS, MINUTES, MOST, RECORDS, TEMPTING
from kpilab.chapters.c08_data_quality.pages_kept import PAGE, TEN_PAGE, WHICH
from kpilab.chapters.c08_data_quality.search import (
    book,
    by_kind,
    graded,
    mended,
    planted,
    rule_table,
    tool_table,
    true_pieces,
    truth,
)
from kpilab.course.chapters import chapter
from kpilab.course.questions import load_questions
from kpilab.data.load import load
from kpilab.metrics import measure

STORY = chapter("08").folder.joinpath("storyline.md").read_text("utf-8")


def task(name: str):
    return {one.id: one for one in TASKS}[name]


def test_the_claims_and_the_truth() -> None:
    written = book().groupby("sheet")["total"].sum().round()
    assert written.to_dict() == {"April": 23_471, "May": 26_034, "June": 22_838}
    assert truth("month").round().to_dict() == {"April": 25_582, "May": 25_307, "June": 19_950}
    assert (round(book()["total"].sum()), round(truth("month").sum())) == (72_344, 70_839)
    assert book().groupby("what")["total"].sum().idxmax() == "Jasmine box"
    ranked = truth("product").sort_values(ascending=False)
    assert list(ranked.index).index("Jasmine box") == 3
    assert ranked.round().head(1).to_dict() == {"Dragon Well": 7670}
    for number in ("23,471", "26,034", "22,838", "25,582", "25,307", "19,950", "72,344", "70,839", "8,801", "5,983"):
        assert number in STORY


def test_the_page_by_hand() -> None:
    # 2 × 780 + 78 + 240 + 240 + 298; then 1,404 and 240 off, 264 on
    written = 1560 + 78 + 240 + 240 + 298
    assert written == 2416
    assert written - (1560 - 2 * 78) - 240 + 12 * 22 == 1036


def test_the_fix_log_is_replayed_once() -> None:
    page = pd.DataFrame({"sum": [1560, 78, 240, 240, 298, None]}, index=range(1, 7))
    log = page_log(page)
    assert replayed(log, page) == "6 lines, 2,416 yuan"
    two = log.take("too high", who="Ru").take("twice", who="Ru")
    assert replayed(two, page) == "5 lines, 772 yuan"  # 2,416 − 1,404 − 240
    assert replayed(two.take("blank", who="Ru"), page) == "5 lines, 1,036 yuan"
    assert replayed(two.take("alike", who="Ru"), page) == "4 lines, 694 yuan"  # 78 true yuan struck out
    assert "nothing was applied" in replayed(two, replay(two, page))
    assert page["sum"].sum() == 2416


def test_the_false_alarms_of_the_price_rule_are_lines_in_another_unit() -> None:
    known = planted().set_index(["file", "sheet", "row"])["kind"]
    assert {known[place] for place in graded("price").false_alarms} == {"another unit"}
    assert (known == "another unit").sum() == len(graded("price").false_alarms) == 14


def test_errors_meet_in_the_middle() -> None:
    kinds = by_kind()
    assert kinds["rows"].sum() == len(planted()) == 96
    yuan = kinds["yuan"]
    assert (yuan[yuan > 0].sum(), round(yuan[yuan < 0].sum())) == (6232, -4727)
    assert round(yuan.sum()) == 1505
    assert round(100 * yuan.sum() / truth("month").sum(), 1) == 2.1
    assert yuan["price ten times too high"] == 5184
    assert kinds.loc["another spelling", "rows"] == 40


def test_what_the_wrong_claim_costs() -> None:
    lines = book()
    ordered = round(lines.loc[lines["what"] == "Jasmine box", "total"].sum() / 78)
    assert (ordered, true_pieces("Jasmine box"), 42 * (ordered - 77)) == (113, 77, 1512)


RULES = {
    "twice": (31, 5, 26),
    "twice, careful": (9, 5, 4),
    "price": (18, 4, 14),
    "price, careful": (4, 4, 0),
    "sum": (157, 7, 150),
    "sum, careful": (7, 7, 0),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_graded(rule: str) -> None:
    alarms, hits, false = RULES[rule]
    found = graded(rule)
    assert (found.alarms, len(found.hits), len(found.false_alarms), len(found.missed)) == (alarms, hits, false, 0)
    assert rule_table().loc[rule, "alarms"] == alarms


def test_a_rule_that_mends_by_itself_loses_what_was_true() -> None:
    never_written = -by_kind().loc["day not written", "yuan"]
    assert round(truth("month").sum() - mended()["total"].sum() - never_written) == 328
    assert round(never_written) == 2807


def test_the_tool_finds_most_of_it() -> None:
    table = tool_table()
    missed = (table["planted"] - table["found"]).drop("false alarms")
    assert missed[missed > 0].to_dict() == {"another spelling": 20, "another unit": 1}
    assert table.loc["false alarms", "found"] == 11


def test_full_is_not_true() -> None:
    kpis = ["data_completeness", "data_accuracy", "report_timeliness"]
    table = measure(kpis, load("small_shop"), by="quarter").pivot_table("value", "kpi", "quarter")
    year = table.loc[kpis].filter(like="2025").round(2).to_numpy().tolist()
    assert year == [[0.83, 0.88, 0.88, 1.0], [0.79, 0.79, 0.79, 0.81], [0.69, 0.08, 0.08, 0.23]]


def test_little_data() -> None:
    found = [read_share(yes, asked, line=0.6) for yes, asked in ((9, 12), (27, 36), (45, 60))]
    assert [(round(100 * one.low), round(100 * one.high)) for one in found] == [(47, 91), (59, 86), (63, 84)]
    assert [one.side for one in found] == ["not yet", "not yet", "above"]
    assert asked_until_decided(0.75, line=0.6) == 41


def test_the_three_months() -> None:
    records, money = best()
    assert (money, minutes_of(RECORDS, records), len(records)) == (3294, 9, MOST)
    assert money_of(DECISIONS, ()) == -190
    assert (money_of(DECISIONS, TEMPTING), minutes_of(RECORDS, TEMPTING)) == (410, 8)
    assert minutes_of(RECORDS, TEMPTING) <= MINUTES
    thin = read_share(4, 7, line=0.5)
    assert (round(100 * thin.low), round(100 * thin.high), thin.side) == (25, 84, "not yet")
    # 70 bags at 26, a fifth off; 300 bags of which 125 went at half of 48
    assert DECISIONS[0].book == 70 * 26 // 5
    assert DECISIONS[0].yes == 300 * 26 // 5 - 125 * 24
    for told in ("3,294", "−190", "410", "−1,440", "+364"):
        assert told in STORY


def test_no_way_is_always_best() -> None:
    best_way = {one.id: max(CHOICES, key=one.brings) for one in DECISIONS}
    assert best_way["flyer"] == "no"
    assert next(one for one in DECISIONS if one.id == "bags").yes > 0
    read_well = {record.id: money_of(DECISIONS, {record.id}) for record in RECORDS}
    always = {record.id: money_of(DECISIONS, {record.id}, dict.fromkeys(best_way, "book")) for record in RECORDS}
    assert (read_well["source"], always["source"]) == (-190, -610)


WRONG = {
    "8.2": (3492, 964, 1454, 1110, 1218, 1130, 680, 1512, 1256, 1025.2),
    "8.4": (900, 800, 840, 2240, 0.375),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_known_wrong_answers(name: str) -> None:
    one = task(name)
    assert [mistake.answer(one.maker.standard()) for mistake in one.mistakes] == pytest.approx(WRONG[name])


def test_the_right_answers() -> None:
    assert task("8.2").answer(PAGE.standard()) == 1198
    assert task("8.4").answer(SEARCH.standard()) == 740
    sides = {"Stamp card": "not yet", "Tasting table": "not yet", "New cake": "above", "Later closing": "below"}
    assert task("8.5").answer(FEW.standard()) == sides
    assert task("8.7").answer(AFTERNOON.standard()) == "price"
    assert sorted(WHICH.standard().answer.values()) == sorted(by_kind()["question"].unique())


@pytest.mark.parametrize("seed", range(40))
def test_drawn_cases_tell_the_same_stories(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert len(set(WHICH.draw(rng).answer.values())) == 6
    ten = TEN_PAGE.draw(rng)
    assert sorted(verdict for verdict in ten.answer.values() if verdict != "fine") == ["day", "price", "sum", "twice"]
    double = list(ten.answer.values()).index("twice")
    assert ten.lines[double] == ten.lines[double - 1]
    few = FEW.draw(rng)
    sides = [few.reading(place).side for place in range(len(FEW_ROWS))]
    assert sorted(sides) == ["above", "below", "not yet", "not yet"]
    search = SEARCH.draw(rng)
    assert 8 <= search.hits < search.alarms / 2
    afternoon = AFTERNOON.draw(rng)
    assert max(afternoon.rows, key=afternoon.a_minute) == afternoon.kind("best")
    assert max(afternoon.rows, key=afternoon.rows.__getitem__) == afternoon.kind("most rows")
    assert max(afternoon.yuan, key=afternoon.yuan.__getitem__) == afternoon.kind("most money")
    assert min(afternoon.minutes, key=afternoon.minutes.__getitem__) == afternoon.kind("quickest")


def test_quiz_numbers_are_right() -> None:
    questions = {one.id: one for one in load_questions(chapter("08").quiz_path)}
    assert len(questions) == 10
    assert {one.id for one in questions.values() if one.vote} == {"cost", "false-alarm", "not-yet"}
    assert [place for place, one in enumerate(questions.values(), 1) if one.core] == [2, 4, 6, 8]
    assert round(100 * read_share(12, 12, line=0.5).low) == 76


def test_predictions_come_back_with_the_numbers() -> None:
    reveal = {one.id: one.reveal for one in PREDICTIONS}
    assert "2.1 %" in reveal["8.p1"]("much")
    assert "6,232 too much and 4,727 too little" in reveal["8.p1"]("little")
    assert "fourth" in reveal["8.p2"]("yes")
    assert "47 to 91 %" in reveal["8.p3"]("no")
