"""Every number that chapter 7 says in a sentence, worked out again; the expected ones are from hand calculation."""

from itertools import product

import pandas as pd
import pytest

from kpilab.chapters.c07_excel_crm_python.case import AFTER, FIRST, by_hand, may, sheet, three_rates
from kpilab.chapters.c07_excel_crm_python.checks import PREDICTIONS, TASKS
from kpilab.chapters.c07_excel_crm_python.defence import _CONSISTENT
from kpilab.chapters.c07_excel_crm_python.quarter import JOBS, NOBODY, TOOLS, Choices, live
from kpilab.chapters.c07_excel_crm_python.three_kpis import by_measure, by_pandas, by_sql, differing
from kpilab.chapters.c07_excel_crm_python.widget import BENCHMARKS
from kpilab.course.chapters import chapter
from kpilab.course.questions import load_questions
from kpilab.data.crm import crm, crm_of
from kpilab.data.load import load

TASK = {one.id: one for one in TASKS}
STORY = (chapter("c07_excel_crm_python").folder / "storyline.md").read_text("utf-8")


@pytest.fixture(scope="module")
def tables():
    return may()


@pytest.fixture(scope="module")
def desk(tables):
    return crm_of(tables)


def standard(task):
    return TASK[task].maker.standard()


def wrong(task):
    return {one.id: one.answer(standard(task)) for one in TASK[task].mistakes}


def told(*numbers):
    """The storyline says these numbers, in these words."""
    return [number for number in numbers if number not in STORY]


def test_the_storyline_has_the_deals_of_the_case(tables):
    assert by_hand() == {"won": 4, "lost": 3, "open": 5}
    assert len(tables["visits"]) == 14
    for deal, seller, stage, value in tables["deals"][["deal", "seller", "stage", "value"]].itertuples(index=False):
        [line] = [line for line in STORY.splitlines() if line.startswith(f"| {deal} |")]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        visits = int((tables["visits"]["deal"] == deal).sum())
        assert (cells[2], int(cells[5]), int(cells[6])) == (stage, value, visits)
        assert cells[1] == ("nobody yet" if pd.isna(seller) else seller)


def test_three_people_and_three_win_rates():
    rates = {name: round(100 * rate, 1) for name, rate in three_rates().items()}
    assert rates == {"lead": 66.7, "controller": 33.3, "analyst": 72.7, "win_rate": 57.1}
    assert told("66.7 is the mean", "33.3 is 4 won of 12", "72.7 is 8 of 11 rows", "57.1 % (4 of 7)") == []


def test_the_join_doubles_lines_and_values(desk):
    asked = "FROM deals d JOIN visits v ON v.deal = d.deal WHERE d.stage"
    assert desk.query(f"SELECT COUNT(*) AS n {asked} <> 'open'")["n"].tolist() == [11]
    found = desk.query(f"SELECT COUNT(*) AS n, SUM(value) AS total, SUM(DISTINCT value) AS kept {asked} = 'won'")
    assert found.iloc[0].tolist() == [8, 290, 110]
    assert desk.query("SELECT SUM(value) AS value FROM deals WHERE stage = 'won'")["value"].tolist() == [150]
    assert told("290 instead of 150", "gives 110") == []


def test_the_last_afternoon(desk):
    until = "SELECT COUNT(*) AS n FROM deals WHERE closed_at >= :first AND closed_at <= :last"
    assert desk.query(until, first=FIRST, last="2025-05-31")["n"].tolist() == [6]
    assert desk.query(until.replace("<=", "<"), first=FIRST, last=AFTER)["n"].tolist() == [7]
    assert told("3 of 6, 50 %") == []


def test_empty_cells(desk):
    counts = "SELECT s.name, COUNT(*) AS n, COUNT(d.deal) AS won FROM staff s LEFT JOIN deals d ON d.seller = s.name"
    won = counts + " {} GROUP BY s.name"
    assert len(desk.query(won.format("WHERE d.stage = 'won'"))) == 3
    inside = desk.query(won.format("AND d.stage = 'won'")).set_index("name")
    assert inside.loc["Tan"].tolist() == [1, 0]
    new = "SELECT name FROM staff WHERE name NOT IN (SELECT seller FROM deals WHERE created_on >= :first"
    assert desk.query(f"{new})", first=FIRST).empty
    assert desk.query(f"{new} AND seller IS NOT NULL)", first=FIRST)["name"].tolist() == ["Lin"]


def test_follow_up_on_time(tables):
    due = tables["enquiries"][tables["enquiries"]["came_in"] < "2025-05-31"]
    kept = int((due["hours"] <= 24).sum())
    assert (kept, due["hours"].notna().sum(), len(due), len(tables["enquiries"])) == (3, 5, 7, 8)
    assert [round(100 * kept / whole, 1) for whole in (7, 5, 8)] == [42.9, 60.0, 37.5]
    assert told("3 of 7 is 42.9 %", "3 of 5, 60 %", "3 of 8, 37.5 %") == []


def test_the_sheet_and_the_plans(tables):
    export = sheet()
    dated = export[export["as_exported"].map(lambda cell: isinstance(cell, pd.Timestamp))]
    copy = export[export["at_noon"] != "open"]
    assert [((one["stage"] == "won").sum(), len(one)) for one in (dated, copy)] == [(3, 5), (3, 5)]
    won, plan = {"Lin": 60, "Bao": 40, "Qiu": 50}, dict(tables["plans"].itertuples(index=False))
    assert plan == {"Lin": 80, "Bao": 50, "Qiu": 40}
    shares = [100 * won[name] / plan[name] for name in won]
    assert shares == [75, 80, 125]
    assert [round(number, 1) for number in (15_000 / 170, 15_000 / 210, sum(shares) / 3)] == [88.2, 71.4, 93.3]
    assert told("88.2 %", "71.4 %", "93.3 %") == []
    assert (1 / 1, 4 / 5) == (1.0, 0.8)  # Bao and the team with D6 and D7 left open
    assert told("from 33.3 % to 100, the team from 57.1 to 80") == []


def test_northgate_in_june():
    deals = standard("7.2")
    assert (len(deals.won), len(deals.closed), len(deals.deals)) == (4, 10, 16)
    found = wrong("7.2")
    assert [round(found[name], 3) for name in ("open-as-lost", "won-to-lost", "last-day-lost", "no-dates")] == [
        0.25,
        0.667,
        0.333,
        0.417,
    ]
    assert round(found["mean-of-rates"], 3) == round((2 / 3 + 1 / 5 + 1 / 2) / 3, 3)
    assert TASK["7.3"].answer(deals) == 40 + 40 + 35 + 55
    values = wrong("7.3")
    assert (values["joined"], values["distinct"], values["inner"]) == (120 + 80 + 70, 130, 115)
    assert (values["last-day-lost"], values["joined-left"]) == (135, 325)


def test_northgates_enquiries_and_plans():
    rows = standard("7.4")
    assert (rows.kept, len(rows.due), rows.answered, rows.next_day, rows.early, len(rows.rows)) == (4, 10, 7, 6, 1, 12)
    assert TASK["7.5"].answer(standard("7.5")) == pytest.approx({"ade": 75, "bea": 110, "cho": 80})
    assert wrong("7.5")["nearest"] == pytest.approx(128)


def test_southgates_quarter():
    case = standard("7.7")
    assert (case.rate, case.tricked, case.aged_rate) == (0.6, 0.75, 0.4)
    assert {part for one in _CONSISTENT for part in one} == {"meaning", "numbers", "home", "before"}


def test_queries_that_are_read_answer_what_they_say(desk):
    query = standard("7.1")
    found = desk.query(query.sql.replace("2025-04-01", FIRST).replace("2025-07-01", AFTER))
    assert dict(found.itertuples(index=False)) == {"Bao": 2, "Lin": 1}


def test_the_real_crm_says_the_same_in_sql_pandas_and_measure(monkeypatch):
    monkeypatch.setenv("KPILAB_WORKSPACE", "")
    monkeypatch.delenv("KPILAB_CRM_URL", raising=False)
    db, data = crm(), load("sales_team")
    by_crm = by_sql(db)
    assert len(by_crm) > 30
    assert differing(by_crm, by_pandas(data)) == 0
    assert differing(by_crm, by_measure(data)) == 0
    assert differing(by_crm, by_crm.assign(win_rate=by_crm["win_rate"] + 1e-12)) >= 30
    counts = "SELECT COUNT(*) AS n, SUM(CASE WHEN stage = 'won' THEN 1 ELSE 0 END) AS won FROM opportunities o"
    of_2025 = "WHERE stage IN ('won', 'lost') AND closed_at >= '2025-01-01' AND closed_at < '2026-01-01'"
    joined = f"{counts} {{}} {of_2025}"
    alone = db.query(joined.format("")).iloc[0]
    doubled = db.query(joined.format("JOIN visits v ON v.customer_id = o.customer_id")).iloc[0]
    assert doubled["n"] > alone["n"]
    assert told(f"{alone['n']:,} deals closed, {100 * alone['won'] / alone['n']:.1f} % won") == []
    assert told(f"{doubled['n']:,} lines and {100 * doubled['won'] / doubled['n']:.1f} %") == []


@pytest.mark.parametrize("task", ["7.2", "7.3", "7.4", "7.5"])
def test_the_storyline_has_each_wrong_number(task):
    form = TASK[task].form
    case, number = standard(task), getattr(form, "number", form)
    shown = [f"{one.part} {number.show(one.answer(case))}".strip() for one in TASK[task].mistakes]
    assert told(*(f"- {one}: " for one in shown)) == []


def test_the_storyline_has_the_four_quarters():
    for choices in BENCHMARKS.values():
        lived = live(choices)
        hours, wrong, late = (sum(getattr(month, name) for month in lived) for name in ("hours", "wrong", "late"))
        assert told(f"| {hours:.1f} | {wrong} | {late} |") == []


def outcome(choices):
    lived = live(choices)
    return sum(month.wrong for month in lived), sum(month.hours + 4 * month.late for month in lived)


def test_no_tool_alone_is_as_good_as_each_job_in_its_own():
    sheets, scripts, queries, mixed = (outcome(BENCHMARKS[name]) for name in ("sheets", "scripts", "queries", "mixed"))
    assert mixed < queries < scripts < sheets
    pure = [
        outcome(Choices(dict.fromkeys(JOBS, tool), bool(page), second))
        for tool, page, second in product(TOOLS, (0, 1), (*JOBS, NOBODY))
    ]
    assert mixed < min(pure)


def test_the_quarter_by_hand():
    months = live(BENCHMARKS["mixed"])
    # set up .5 + 3 + .5 + 8, page 3, training 5; runs: .75 + 20 × .25 + .75 + .1
    assert months[0].hours == 26.6
    # runs 20 × .25 + .75 + .1; the definition in a sheet 2 and in a script 2
    assert months[1].hours == pytest.approx(9.85, abs=0.06)
    # runs 5.85, handover of the list 6 and of the board's sheet 3, less 2 for the page, audit 1
    assert months[2].hours == pytest.approx(13.85, abs=0.06)
    assert [(month.wrong, month.late) for month in months] == [(0, 0)] * 3


def test_the_predictions_come_back_with_the_numbers():
    board, rate, lines = PREDICTIONS
    assert "66.7 %, the mean of three sellers' rates" in board.reveal("67")
    assert "None it is" in board.reveal("none")
    assert "the 5 open deals" in board.reveal("33")
    assert "once for each visit" in board.reveal("73")
    assert rate.reveal(0.571).startswith("Right")
    assert "you said 67.0 %" in rate.reveal(0.67)
    assert lines.reveal(11.0).startswith("Right")
    assert "you said 14" in lines.reveal(14.0)


def test_ten_questions_three_of_them_to_vote():
    questions = load_questions(chapter("c07_excel_crm_python").folder / "quiz.toml")
    assert len(questions) == 10
    assert [number for number, one in enumerate(questions, 1) if one.vote] == [4, 6, 9]
    assert [number for number, one in enumerate(questions, 1) if one.core] == [2, 4, 6, 8]
