from __future__ import annotations

from kpilab.analysis.agreement import Agreement, Work
from kpilab.analysis.pay import CLIFF
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.widgets import sign_page as page
from kpilab.widgets.sign_desk import Benchmark, Desk
from kpilab.widgets.sign_page import Sheet


def may(sales: float, members: float, satisfied: float, wait: float) -> Matrix:
    return Matrix(
        (
            Row("sales", 0.40, 400, 500, 550, sales, unit="thousand"),
            Row("members", 0.20, 40, 60, 70, members),
            Row("satisfied", 0.25, 80, 90, 94, satisfied, sample=50),
            Row("wait", 0.15, 8, 5, 4, wait),
        )
    )


PEOPLE = {"Chen": may(540, 50, 78, 4), "Ma": may(500, 60, 90, 5), "Song": may(430, 52, 95, 4.5)}
EFFORTS = {"sales": 10.0, "members": 4.0, "satisfied": 2.0, "wait": -0.5}
WORK = Work(EFFORTS, CLIFF, 6000, slips={"satisfied": -1}, ties=("members", "sales"))
DESK = Desk(PEOPLE, WORK, "satisfied")
BEST = Benchmark("negative below base", Agreement("two_segment", "negative"), best=True, why="It pays for repair.")
NOTHING = Benchmark("fact ÷ plan", Agreement("ratio", "none"), why="It pays for the queue.")


def lived(desk: Desk) -> Desk:
    return desk.sign("It repairs.", "fairly").play().play().play()


def test_the_standings_of_the_ratio_sheet() -> None:
    # storyline: Chen 1.0028 and 6,051, Ma 1 and 6,000, Song .9479 and 5,479
    shown = page.standings(DESK)
    assert shown.rows == (
        ("Chen", "1.0028", "6,051", "1"),
        ("Ma", "1.0000", "6,000", "2"),
        ("Song", "0.9479", "5,479", "3"),
    )
    assert shown.sentences[0] == "Cost of this month: 17,530."
    assert shown.sentences[1] == "Chen: “This sheet pays me most for wait (−0.5): 482 more.”"


def test_a_step_of_a_share_is_told_in_points() -> None:
    people = {"Chen": PEOPLE["Chen"].with_row("satisfied", unit="%")}
    desk = Desk(people, WORK, "satisfied").choose(formula="two_segment", below_base="bonus_block")
    assert page.standings(desk).sentences[1] == "Chen: “This sheet pays me most for satisfied (+2 points): 3,440 more.”"


def test_a_dead_zone_says_that_nothing_pays() -> None:
    zero = DESK.choose(formula="two_segment", below_base="zero").weigh("satisfied", 0.4)
    assert page.standings(zero).sentences[1] == "Chen: “Nothing I can do next month changes my pay.”"


def test_the_sheet_names_formula_rule_and_sum() -> None:
    shown = page.sheet(DESK.choose(formula="two_segment", below_base="bonus_block"))
    assert shown.rows[-1][:2] == ("Sum", "1.00")
    assert "two-segment" in shown.sentences[0]
    assert "no bonus that month" in shown.sentences[0]


def test_the_verdict_shows_yours_first_and_the_best_row() -> None:
    desk = lived(DESK.choose(formula="two_segment", below_base="bonus_block"))
    shown = page.verdict(desk, [NOTHING, BEST])
    assert shown.rows == (
        ("yours", "satisfied × 3", "84", "43,308"),
        ("fact ÷ plan", "wait × 3", "75", "59,288"),
        ("negative below base (the best of these)", "satisfied × 3", "84", "43,308"),
    )
    assert shown.sentences == (
        "Under your sheet satisfied rose from 78 to 84 for Chen: it paid for the repair.",
        "It pays for repair.",
        "Can you find a sheet that does it for less?",
        "Before the first month you wrote: “It repairs.”",
        "How sure you were: fairly sure.",
    )


def test_who_signed_a_known_sheet_hears_why_it_is_what_it_is() -> None:
    said = page.verdict(lived(DESK), [NOTHING, BEST]).sentences
    assert said[1:3] == ("It pays for the queue.", "It pays for repair.")


def test_who_found_a_cheaper_sheet_that_repairs_as_well_is_told_so() -> None:
    # 43,307.5 for the best one, 42,699.5 with members at .30
    cheaper = DESK.choose(formula="two_segment", below_base="negative").weigh("members", 0.30)
    shown = page.verdict(lived(cheaper), [BEST])
    assert shown.rows[0][1:] == ("satisfied × 3", "84", "42,700")
    assert shown.sentences[2].startswith("You have found a sheet that does it for less")
    assert shown.sentences[2].endswith("for 608 less.")


def test_a_cheaper_sheet_that_repairs_less_is_dared_again() -> None:
    cheap = DESK.choose(formula="two_segment", below_base="zero").weigh("satisfied", 0.4)
    shown = page.verdict(lived(cheap), [BEST])
    assert shown.rows[0][2:] == ("75", "35,120")
    assert shown.sentences[2] == "Can you find a sheet that does it for less?"


def test_a_fact_that_falls_or_stays_is_told_so() -> None:
    assert "fell from 78 to 75" in page.verdict(lived(DESK), []).sentences[0]
    low = DESK.choose(formula="two_segment", below_base="zero").rebase(70)
    shown = page.verdict(lived(low), [])
    assert shown.rows[0][1:] == ("members × 2, satisfied", "78", "46,433")
    assert "ended for Chen where it began, at 78" in shown.sentences[0]


def test_months_stand_in_order() -> None:
    shown = page.months(DESK.sign("It repairs.", "sure").play().play())
    assert [row[0] for row in shown.rows] == ["1: Chen", "1: Ma", "1: Song", "2: Chen", "2: Ma", "2: Song"]
    assert shown.rows[0] == ("1: Chen", "wait", "77", "1.0268", "6,483")


def test_luck_shrinks_with_the_answers() -> None:
    shown = page.luck(DESK, 84, 50, seed=5)
    assert [row[1] for row in shown.rows] == ["17%", "8%", "5%", "0%"]
    assert shown.sentences[1] == "The true share was 84 every time. Luck alone put it below 80 in 4 of 20."
    assert shown.marked == (0,)
    assert shown == page.luck(DESK, 84, 50, seed=5)


def test_with_a_base_below_the_fact_nobody_can_pass_by_luck() -> None:
    assert {row[2] for row in page.luck(DESK.rebase(70), 84, 50, seed=5).rows} == {"not below base"}


def test_html_and_text_of_a_sheet_say_the_same_and_html_is_escaped() -> None:
    sheet = Sheet(("a", "<b>"), (("<script>", "2"),), ("x < y",), amounts=(1,), stacked=True)
    assert sheet.text() == "a | <b>\n<script> | 2\nx < y"
    assert "<script>" not in sheet.html()
    assert "<b>" not in sheet.html()
    assert "x &lt; y" in sheet.html()
    assert Sheet().html() == Sheet().text() == ""
