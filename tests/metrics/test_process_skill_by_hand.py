"""What people know, can do and reach, and what training changes: examples of a few rows, worked in comments."""

from __future__ import annotations

from datetime import date
from math import isnan

import pandas as pd
import pytest
from by_hand import Tables, line, missing, table, value
from hypothesis import given, settings
from hypothesis import strategies as st

from kpilab.analysis.index import index_of
from kpilab.analysis.matrix import Matrix, Row
from kpilab.analysis.scorecard import score
from kpilab.errors import DataError, GrainError
from kpilab.metrics import measure


def answers(*points: tuple[float | None, float]) -> Tables:
    rows = [("T1", "X", at, "2025-05-02", *one) for at, one in enumerate(points)]
    return {"test_answers": table("staff_id form item answered_on points points_possible", *rows)}


def test_points_earned_of_those_possible():
    # 3 of 4, 0 of 2, and a question left out: 3 of 8, times 100.
    assert value("product_knowledge", answers((3, 4), (0, 2), (None, 2))) == 37.5
    assert line("product_knowledge", answers((3, 4), (0, 2), (None, 2))) == (3, 8)


def test_a_test_not_taken_is_missing_and_not_0():
    untaken = answers((None, 4))["test_answers"].assign(answered_on=pd.NaT)
    assert measure("product_knowledge", {"test_answers": untaken})["value"].isna().all()


def seen(*rows: tuple[int, str, str, float | None]) -> Tables:
    """Levels seen in May: talk, skill, rater, level."""
    every = [(talk, "T1", *rest, "2025-05-02") for talk, *rest in rows]
    return {"observations": table("observation_id staff_id skill rater level observed_on", *every)}


def test_the_mean_level_of_one_skill():
    # Talk 1: 3 and 4, one apart. Talk 2: 2 and 4 read the rubric differently, and are left out. Talk 3: 5.
    talks = seen(
        (1, "negotiation", "R1", 3),
        (1, "negotiation", "R2", 4),
        (2, "negotiation", "R1", 2),
        (2, "negotiation", "R2", 4),
        (3, "negotiation", "R1", 5),
    )
    assert line("skill_rating", talks) == (12, 3)


def test_two_skills_make_no_common_mean():
    talks = seen((1, "negotiation", "R1", 3), (1, "communication", "R1", 5))
    assert missing("skill_rating", talks)
    found = measure("skill_rating", talks, by="skill").set_index("skill")["value"]
    assert found.to_dict() == {"communication": 5, "negotiation": 3}
    assert measure("skill_rating", talks, where={"skill": "communication"})["value"].tolist() == [5]


def test_a_skill_not_observed_has_no_level():
    assert missing("skill_rating", seen((1, "negotiation", "R1", None)))
    with pytest.raises(DataError, match="observation_id 1, skill negotiation, rater R1: level is 7"):
        measure("skill_rating", seen((1, "negotiation", "R1", 7)))


def matrix(*rows: tuple[float, float, float, float | None, float | None]) -> Tables:
    """Rows of one matrix of May: weight, base, norm, target, fact."""
    every = [("Ann", "2025-05", f"row {at}", *row) for at, row in enumerate(rows)]
    return {"matrix": table("owner month kpi weight base norm target fact", *every)}


@pytest.mark.parametrize(
    ("base", "norm", "target", "fact", "index"),
    [
        (40, 60, 70, 50, 0.5),  # half of the way from base to norm
        (40, 60, 70, 60, 1),
        (40, 60, 70, 65, 1.1),  # half of the way from norm to target
        (40, 60, 70, 99, 1.2),  # beyond the target no more than the cap
        (40, 60, 70, 30, 0),
        (8, 5, 4, 6.5, 0.5),  # less is better
        (8, 5, 4, 3, 1.2),
        (8, 5, 4, 9, 0),
        (40, 60, None, 50, 0.5),
    ],
)
def test_the_index_of_a_row(base: float, norm: float, target: float, fact: float, index: float):
    assert value("kpi_index", matrix((1, base, norm, target, fact))) == pytest.approx(index)


def test_a_row_that_cannot_be_judged_has_no_index():
    assert missing("kpi_index", matrix((1, 40, 60, 70, None)))  # no result
    assert missing("kpi_index", matrix((1, 60, 60, 70, 65)))  # norm equal to base
    assert missing("kpi_index", matrix((1, 40, 60, None, 65)))  # beyond the norm, and no target


def test_another_cap_may_be_stated():
    assert value("kpi_index", matrix((1, 40, 60, 70, 99)), settings={"index_cap": 1.5}) == 1.5


def test_a_score_is_weight_times_index():
    # 0.6 × 1.1 + 0.4 × 0.5.
    assert value("weighted_kpi_score", matrix((0.6, 40, 60, 70, 65), (0.4, 40, 60, 70, 50))) == pytest.approx(0.86)


def test_a_row_without_a_result_leaves_its_weight_to_the_others():
    found = matrix((0.6, 40, 60, 70, None), (0.4, 40, 60, 70, 50))
    assert line("weighted_kpi_score", found) == pytest.approx((0.2, 0.4))
    assert value("weighted_kpi_score", found) == pytest.approx(0.5)
    assert missing("weighted_kpi_score", matrix((1, 40, 60, 70, None)))


def test_weights_that_do_not_add_up_are_refused():
    with pytest.raises(DataError, match=r"Ann, 2025-05: the weights add up to 0\.9 and not to 1"):
        measure("weighted_kpi_score", matrix((0.5, 40, 60, 70, 65), (0.4, 40, 60, 70, 50)))
    twice = matrix((0.5, 40, 60, 70, 65), (0.5, 40, 60, 70, 50))["matrix"].assign(kpi="sales")
    with pytest.raises(GrainError):
        measure("weighted_kpi_score", {"matrix": twice})


def test_a_row_of_a_matrix_stands_by_its_kpi_and_owner():
    both = matrix((0.6, 40, 60, 70, 65), (0.4, 40, 60, 70, 50))
    found = measure("kpi_index", both, by=("owner", "kpi_row")).set_index("kpi_row")["value"]
    assert found.to_dict() == pytest.approx({"row 0": 1.1, "row 1": 0.5})
    assert measure("kpi_index", both, by="week")["value"].isna().all()  # what was agreed for a month


facts = st.integers(-20, 20).map(lambda step: step * 2.5)
steps = st.sampled_from([-10.0, -2.5, 5.0, 20.0])


@settings(max_examples=10, deadline=None)
@given(rows=st.lists(st.tuples(facts, steps, facts | st.none()), min_size=2, max_size=4))
def test_index_and_score_are_those_of_the_matrix(rows: list[tuple[float, float, float | None]]):
    share = 1 / len(rows)
    lines = [
        Row(f"row {at}", share, base, base + step, base + 1.5 * step, float("nan") if fact is None else fact)
        for at, (base, step, fact) in enumerate(rows)
    ]
    data = matrix(*[(share, row.base, row.norm, row.target, row.fact) for row in lines])
    found = measure("kpi_index", data, by="kpi_row").set_index("kpi_row")["value"].to_dict()
    assert found == pytest.approx({row.kpi: index_of(row) for row in lines if not isnan(row.fact)})
    assert value("weighted_kpi_score", data) == pytest.approx(score(Matrix(tuple(lines))).total, nan_ok=True)


def test_people_who_finish_the_course():
    # A finished; B did not; C left the firm during the run; D left after it, and had not finished.
    runs = table(
        "run_id staff_id enrolled_on ends_on left_firm_on finished_on",
        ("V1", "A", "2025-05-01", "2025-05-20", None, "2025-05-19"),
        ("V1", "B", "2025-05-01", "2025-05-20", None, None),
        ("V1", "C", "2025-05-01", "2025-05-20", "2025-05-10", None),
        ("V1", "D", "2025-05-01", "2025-05-20", "2025-05-21", None),
    )
    assert line("training_attendance", {"enrolments": runs}) == (1, 3)
    assert missing("training_attendance", {"enrolments": runs}, until=date(2025, 5, 19))
    assert missing("training_attendance", {"enrolments": runs.iloc[[2]]})


def both_scores(**scores: tuple[float | None, float | None]) -> Tables:
    """Scores before and after of each person."""
    rows = [
        ("V1", person, moment, day, given)
        for person, both in scores.items()
        for moment, day, given in zip(("before", "after"), ("2025-04-28", "2025-05-20"), both, strict=True)
    ]
    return {"test_scores": table("run_id staff_id moment taken_on score", *rows)}


def test_the_gain_is_what_was_learnt_of_what_there_was_to_learn():
    # Means of the two with both tests: 50 before, 80 after; (80 − 50) / (100 − 50). The mean of own gains is 0.55.
    assert value("training_gain", both_scores(a=(40, 70), b=(60, 90), c=(10, None))) == 0.6
    assert value("training_gain", both_scores(a=(50, 40))) == -0.2


def test_all_knew_everything_before():
    assert missing("training_gain", both_scores(a=(100, 90), b=(100, 100)))
    assert missing("training_gain", both_scores(a=(40, None)))


def test_answers_of_4_or_5_after_the_course():
    opinions = table(
        "answer_id run_id answered_on score",
        *[(at, "V1", "2025-05-21", given) for at, given in enumerate((5, 4, 3, 0, None))],
    )
    assert line("training_reaction", {"training_surveys": opinions}) == (2, 3)
    assert missing("training_reaction", {"training_surveys": opinions.tail(2)})


def test_behaviours_seen_at_work():
    # Of trained people 1 of 2; one had no occasion. The untrained stand beside them where that is asked.
    checks = table(
        "run_id staff_id checked_on behaviour trained",
        ("V1", "A", "2025-05-20", "asks", True),
        ("V1", "A", "2025-05-20", "sums up", True),
        ("V1", "B", "2025-05-20", "asks", True),
        ("V1", "C", "2025-05-20", "asks", False),
    ).assign(seen=pd.array([True, False, None, False], dtype="boolean"))
    assert line("training_transfer", {"behaviour_checks": checks}) == (1, 2)
    found = measure("training_transfer", {"behaviour_checks": checks}, by="trained").set_index("trained")["value"]
    assert found.to_dict() == {True: 0.5, False: 0}
    assert missing("training_transfer", {"behaviour_checks": checks.iloc[[2]]})
    assert missing("training_transfer", {"behaviour_checks": checks}, "2025-08")


def test_a_case_by_two_counts_once():
    cases = table(
        "case_id staff_id published_on meets_template",
        (1, "A", "2025-05-02", True),
        (1, "B", "2025-05-02", True),
        (2, "A", "2025-05-03", True),
        (3, "A", "2025-05-04", False),  # no evidence: the template is not filled
    )
    assert value("case_share_count", {"shared_cases": cases}) == 2
    found = measure("case_share_count", {"shared_cases": cases}, by="staff_id").set_index("staff_id")["value"]
    assert found.to_dict() == {"A": 1.5, "B": 0.5}
