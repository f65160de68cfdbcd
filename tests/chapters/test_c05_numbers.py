"""Every number that chapter 5 says in a sentence, worked out again; the expected ones stand in its storyline."""

from __future__ import annotations

import numpy as np
import pytest

from kpilab.analysis.capacity import capacity_table, ramp_factor
from kpilab.analysis.cascade import cascade
from kpilab.analysis.plan_life import TALKS, live_plan, most_loaded
from kpilab.analysis.reconciliation import forecast_pay, reconcile
from kpilab.analysis.seasons import seasonal_indices, split_year
from kpilab.analysis.shares import ShareKey, Unit, split_exactly
from kpilab.chapters.c05_cascading_plans.case import (
    BLEND,
    CREW,
    FIVE,
    FORECASTS,
    HAND_OUT,
    Q4,
    REACH,
    SELLING,
    YEAR,
    plan_book,
    softer_first_quarter,
)
from kpilab.chapters.c05_cascading_plans.chain import by_month_2025, stores_by_history
from kpilab.chapters.c05_cascading_plans.checks import PREDICTIONS, TASKS
from kpilab.chapters.c05_cascading_plans.desk import BENCHMARKS, EVEN, STEPS, plans_of
from kpilab.chapters.c05_cascading_plans.reality import DIARY, OFFER, SHOWROOMS, VERSIONS
from kpilab.course.chapters import chapter
from kpilab.course.questions import load_questions
from kpilab.errors import PlanError

STORY = chapter("05").folder.joinpath("storyline.md").read_text("utf-8")
OFFERS = FORECASTS
SPREADS = {"Lin": 40, "Bao": 40, "Qiu": 60, "Tan": 120, "Yu": 100}


def task(name: str):
    return {one.id: one for one in TASKS}[name]


def shown(plans) -> list[float]:
    return [plan / 1000 for plan in plans.values()]


def test_the_mail_of_april() -> None:
    seasons = seasonal_indices([2100, 2400, 2600, 3900], ["Q1", "Q2", "Q3", "Q4"])
    assert [round(index, 4) for index in seasons.indices.values()] == [0.7636, 0.8727, 0.9455, 1.4182]
    plans = split_year(13_200, seasons)
    assert list(plans.values()) == [2520, 2880, 3120, 4680]
    assert [round(100 * plan / 3300) for plan in plans.values()] == [76, 87, 95, 142]


def test_four_keys_and_the_price_of_a_good_quarter() -> None:
    assert shown(plans_of((20, 0, 0))) == [1440, 1200, 1080, 720, 240]
    assert shown(plans_of(BENCHMARKS[1])) == [1334.6, 1155.5, 1048.4, 797.3, 344.2]
    assert (plans_of((0, 20, 0))["Yu"], plans_of((0, 0, 20))["Yu"]) == (520_000, 468_000)
    less = tuple(Unit("Qiu", 800, 1, 20) if unit.name == "Qiu" else unit for unit in FIVE)
    spared = [
        float(4680 * (key.shares(FIVE)["Qiu"] - key.shares(less)["Qiu"]))
        for key in (ShareKey(), BLEND, ShareKey(0.35, 0.40, 0.25))
    ]
    assert [round(one, 1) for one in spared] == [94.7, 56.8, 33.2]


def test_rounding_loses_and_invents() -> None:
    plans = plans_of(BENCHMARKS[1])
    sums = [sum(round(plan / step) * step for plan in plans.values()) for step in (100_000, 50_000)]
    assert sums == [4_600_000, 4_700_000]
    assert shown(split_exactly(Q4, BLEND.shares(FIVE), step=10_000)) == [1330, 1160, 1050, 800, 340]


def test_the_days() -> None:
    assert ramp_factor(1, 3) == 0.5
    sellers = dict.fromkeys(OFFERS, SELLING) | {"Yu": type(SELLING)(0.25, 16_000, 62, 5, ramp=0.5)}
    found = capacity_table(plans_of(BENCHMARKS[1]), sellers)
    assert found["visits_needed"].tolist() == [334, 289, 263, 200, 87]
    assert found["load"].round(2).tolist() == [1.08, 0.93, 0.85, 0.64, 0.56]
    assert SELLING.possible_sales == REACH.reach["Lin"] == 1_240_000


def test_what_comes_from_below() -> None:
    assert reconcile(4680, OFFERS).gap == 380
    assert reconcile(4680, OFFERS).plans["Tan"] == 599
    assert reconcile(4680, OFFERS | {"Tan": 750}).plans["Tan"] == 780
    assert reconcile(4680, OFFERS, method="least_squares", spread=SPREADS).plans["Tan"] == 725
    assert [round(1000 * forecast_pay(said, 780)) for said in (550, 780, 900)] == [21_100, 23_400, 22_200]


def test_the_year_from_the_company_to_the_person() -> None:
    # by history alone each is asked for 1.2 times last year's fourth quarter
    rooms = {"North": FIVE[:2], "East": FIVE[2:4], "South": FIVE[4:]}
    parts = tuple(Unit(name, sum(one.history for one in who), parts=who) for name, who in rooms.items())
    seasons = seasonal_indices([2100, 2400, 2600, 3900], ["Q1", "Q2", "Q3", "Q4"])
    year = cascade(13_200, Unit("company", parts=parts), ShareKey(), seasons=seasons, step=10)
    assert year.plans(level=2, period="Q4") == {"Lin": 1440, "Bao": 1200, "Qiu": 1080, "Tan": 720, "Yu": 240}
    assert year.plans(level=1, period="Q1") == {"North": 1420, "East": 970, "South": 130}
    assert sum(year.plans(level=2).values()) == 13_200


def test_the_versions_of_the_year() -> None:
    book = plan_book()
    numbers = [book.in_force(f"2025-Q{quarter}").number for quarter in (1, 2, 3)]
    assert numbers == [1, 1, 2]
    assert round(book.score("2025-Q1", {"team": 2470}).attainment, 3) == 0.980
    assert round(2470 / 2400, 3) == 1.029
    with pytest.raises(PlanError, match="closed on 2025-04-03 with version 1"):
        book.add(softer_first_quarter())


def test_the_real_chain() -> None:
    months = by_month_2025()
    assert round(months.loc["2025-02", "even twelfth"], 2) == 0.72
    assert round(months.loc["2025-02", "season of 2024"], 2) == 1.11
    stores = stores_by_history()
    assert stores.loc[["Hilltop", "University"], "plan by history"].tolist() == [8612, 3995]
    assert stores.loc[["Hilltop", "University"], "sold, thousand"].round().tolist() == [8309, 4257]
    assert stores["plan by history"].sum() == 46_858


WRONG = {
    "5.1": (2400, 2775.9, 2428.9, 2880, 2820, 1.05, 2100, 2500, 10_080),
    "5.2": (528, 480, 616, 552, 1848, 226.3, 0.245, 720),
    "5.3": (800, 848, 850, 1000),
    "5.5": (0.1467, 0.44, 0.10, 0.1430),
    "5.7": (0.936, 0.975, 1.04, 0.96),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_known_wrong_answers(name: str) -> None:
    one = task(name)
    found = [round(mistake.answer(one.maker.standard()), 4) for mistake in one.mistakes]
    assert found == pytest.approx(WRONG[name], abs=0.06 if name == "5.1" else 6e-5)


def test_the_right_answers() -> None:
    right = {name: task(name).answer(task(name).maker.standard()) for name in ("5.1", "5.2", "5.3", "5.5", "5.7")}
    assert right == pytest.approx({"5.1": 2520, "5.2": 588, "5.3": 900, "5.5": 0.132, "5.7": 0.90})
    assert task("5.4").answer(DIARY.standard()) == {"Ding": "over", "Fang": "fits", "Hu": "room", "Mei": "over"}
    assert [round(seller.needed) for seller in DIARY.standard().people.values()] == [220, 150, 100, 120]
    assert HAND_OUT.standard().rounded_sum == 3100
    assert SHOWROOMS.standard().check.numerator == 1320
    assert YEAR.standard().usual == 8000


@pytest.mark.parametrize("seed", range(40))
def test_drawn_cases_tell_the_same_stories(seed: int) -> None:
    rng = np.random.default_rng(seed)
    crew = CREW.draw(rng)
    assert crew.asked() == pytest.approx(round(crew.asked()))
    assert crew.asked() / crew.unit("Hu").history > crew.plan / 2000
    assert crew.needed < crew.visits
    year = YEAR.draw(rng)
    assert year.third == pytest.approx(round(year.third))
    diary = DIARY.draw(rng)
    zones = {diary.kinds[name]: seller.zone for name, seller in diary.people.items()}
    assert zones == {"near": "over", "rich": "fits", "room": "room", "new": "over"}
    offer = OFFER.draw(rng)
    assert offer.plan(offer.said) < offer.plan(offer.honest)
    assert offer.pay(offer.honest) > max(offer.pay(offer.said), offer.pay(offer.honest + 90))
    march = VERSIONS.draw(rng)
    assert march.book.in_force("2025-03").number == 2


LIVED = {"even": 3704, "history": 3928, "blend": 4240, "best": 4750}
SPLITS = dict(zip(LIVED, (EVEN, *map(plans_of, BENCHMARKS)), strict=True))


def test_the_splits_are_lived_as_told_and_in_this_order() -> None:
    sold = {name: live_plan(plans, REACH).sold / 1000 for name, plans in SPLITS.items()}
    assert {name: round(amount + 1e-9) for name, amount in sold.items()} == LIVED
    for amount in LIVED.values():
        assert f"{amount:,}" in STORY


def test_no_key_does_better_than_the_best() -> None:
    keys = [(a, b, STEPS - a - b) for a in range(STEPS + 1) for b in range(STEPS + 1 - a)]
    assert max(live_plan(plans_of(key), REACH).sold for key in keys) == pytest.approx(4_750_000)


@pytest.mark.parametrize(
    ("split", "sold"),
    [("history", (3928, 4413, 4149, 4051, 3928)), ("best", (4750, 4750, 4620, 4612, 4490))],
)
def test_what_each_sentence_leads_to(split: str, sold: tuple[int, ...]) -> None:
    lived = [live_plan(SPLITS[split], REACH, talk=talk) for talk in TALKS]
    assert tuple(round(one.sold / 1000) for one in lived) == sold
    for amount in sold:
        assert f"{amount:,}" in STORY


def test_who_comes_and_what_fits_nobody() -> None:
    assert most_loaded(SPLITS["history"], REACH) == most_loaded(SPLITS["best"], REACH) == "Lin"
    version = live_plan(SPLITS["history"], REACH, talk="version")
    lower = live_plan(SPLITS["history"], REACH, talk="lower")
    assert (round(version.unassigned / 1000), round(lower.unassigned / 1000)) == (88, 355)


def test_quiz_numbers_are_right() -> None:
    questions = {one.id: one for one in load_questions(chapter("05").quiz_path)}
    assert len(questions) == 10
    right = {key: next(option.text for option in one.options if option.right) for key, one in questions.items()}
    assert float(right["index"]) == seasonal_indices([80, 100, 100, 120], "abcd").indices["d"]
    assert right["rounding"] == ", ".join(map(str, split_exactly(100, {"a": 1, "b": 1, "c": 1}).values()))
    assert right["mean-of-rates"] == f"{(900 + 200) / 10_000:.0%}".replace("%", " %")
    assert float(right["fits"]) == 600 / 10 * 5
    assert float(right["newcomer"]) == ramp_factor(1, 3)
    assert {one.id for one in questions.values() if one.vote} == {"even-year", "mean-of-rates", "version"}
    assert [place for place, one in enumerate(questions.values(), 1) if one.core] == [2, 4, 6, 8]


def test_predictions_come_back_with_the_numbers() -> None:
    reveal = {one.id: one.reveal for one in PREDICTIONS}
    assert "2,520" in reveal["5.p1"]("yes")
    assert "360 visits, and 310 fit" in reveal["5.p2"]("Lin")
    assert "Tan needs 58% of the days" in reveal["5.p2"]("Tan")
    assert "mean of the three" in reveal["5.p3"](15)
    assert "is right" in reveal["5.p3"](13.5)
