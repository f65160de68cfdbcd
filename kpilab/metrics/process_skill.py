"""Process and skill: what people know and can do, how they did against what was agreed, and what training changed."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame, Plain
from kpilab.metrics.engines import date_number, number_of, one_where
from kpilab.metrics.finishing import Finished, summed
from kpilab.metrics.parts import Parts, keys_of
from kpilab.metrics.ratings import agreed, on_scale
from kpilab.metrics.registry import measures
from kpilab.metrics.scored_rows import indexed_rows, weighed_rows
from kpilab.metrics.sources import Sources
from kpilab.metrics.teamwork import shared_cases
from kpilab.rubrics import rubric


def _dated(frame: Frame, column: str) -> Frame:
    """The rows of which the date in `column` is known, with it as `day`."""
    return frame.filter(~nw.col(column).is_null()).with_columns(nw.col(column).dt.truncate("1d").alias("day"))


def answered_questions(sources: Sources) -> Frame:
    """Questions of the tests that were taken, with the points `earned`: none where it was left out."""
    columns = ("staff_id", "form", "item", "answered_on", "points", "points_possible")
    answers = _dated(sources.table("test_answers", *columns, key=["staff_id", "form", "item"]), "answered_on")
    return answers.with_columns(nw.col("points").fill_null(0).alias("earned"))


def observed_skills(sources: Sources) -> Frame:
    """Levels seen in talks whose observers agree, with the skill in `rated_skill`; all skills share one scale."""
    columns = ("observation_id", "staff_id", "skill", "rater", "level", "observed_on")
    scale = rubric("communication")
    key = ["observation_id", "skill", "rater"]
    rows = sources.table("observations", *columns, key=key).filter(
        ~nw.col("skill").is_null() & ~nw.col("rater").is_null()
    )
    seen = on_scale(rows, "level", scale, "observations", key)
    levels = agreed(seen, ["observation_id", "skill"], "level", "observed_on", scale)
    return levels.filter(nw.col("counts") == 1).with_columns(nw.col("skill").alias("rated_skill"))


def enrolments(sources: Sources) -> Frame:
    """Enrolments in runs that are over, on their last day, without those who left the firm meanwhile."""
    columns = ("run_id", "staff_id", "enrolled_on", "ends_on", "left_firm_on", "finished_on")
    runs = _dated(sources.table("enrolments", *columns, key=["run_id", "staff_id"]), "ends_on")
    over = runs.filter(date_number("day") <= number_of(sources.last_day(("enrolments", "finished_on"))))
    stayed = over.filter(one_where(nw.col("left_firm_on").dt.truncate("1d") <= nw.col("day")) == 0)
    return stayed.with_columns(one_where(~nw.col("finished_on").is_null()).alias("finished"))


def both_tests(sources: Sources) -> Frame:
    """People with a test before and one after: what they gained, and what there was to gain, of 100 points."""
    key = ["run_id", "staff_id"]
    scores = sources.table("test_scores", *key, "moment", "taken_on", "score", key=[*key, "moment"])
    scores = scores.filter(~nw.col("score").is_null())
    before = scores.filter(nw.col("moment") == "before").with_columns(nw.col("score").alias("score_before"))
    after = _dated(scores.filter(nw.col("moment") == "after"), "taken_on")
    people = after.join(before.select(*key, "score_before"), on=key, how="inner")
    return people.with_columns(
        (nw.col("score") - nw.col("score_before")).alias("gained"), (100 - nw.col("score_before")).alias("to_gain")
    )


def opinions(sources: Sources) -> Frame:
    """Valid answers after a course, with `satisfied`: 1 for a 4 or a 5."""
    answers = sources.table("training_surveys", "answer_id", "run_id", "answered_on", "score", key=["answer_id"])
    valid = _dated(answers, "answered_on").filter(nw.col("score").is_between(1, 5))
    return valid.with_columns(one_where(nw.col("score") >= 4).alias("satisfied"))


def behaviours(sources: Sources) -> Frame:
    """Behaviours looked for, with `shown`; those of trained people, unless asked by `trained`."""
    checks = sources.table("behaviour_checks", "run_id", "staff_id", "checked_on", "behaviour", "seen", "trained")
    looked_for = _dated(checks, "checked_on").filter(~nw.col("seen").is_null())
    if "trained" not in (*sources.dims, *sources.where):
        looked_for = looked_for.filter(one_where(nw.col("trained")) == 1)
    return looked_for.with_columns(one_where(nw.col("seen")).alias("shown"))


@measures("product_knowledge")
def product_knowledge() -> Parts:
    """Points earned over points possible, times 100."""
    sums = {"earned": Plain("sum", "earned"), "possible": Plain("sum", "points_possible")}
    return Parts(answered_questions, "earned", "possible", sums=sums, times=100)


@measures("skill_rating")
def skill_rating() -> Finished:
    """The mean level of one skill; missing over several skills."""
    sums = {"points": Plain("sum", "level"), "ratings": Plain("len")}
    seen = Parts(observed_skills, "points", "ratings", sums=sums, within=("rated_skill",))

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        lines = summed(found["seen"].assign(skills=1.0), keys, ["points", "ratings", "skills"])
        amounts = lines[["points", "ratings"]].where(lines["skills"].eq(1))
        return lines[keys].assign(
            value=amounts["points"] / amounts["ratings"], numerator=amounts["points"], denominator=amounts["ratings"]
        )

    return Finished({"seen": seen}, finish, "ratings")


@measures("kpi_index")
def kpi_index() -> Parts:
    """The index between base, norm and target; of several rows the mean."""
    return Parts(indexed_rows, "indices", "rows", sums={"indices": Plain("sum", "index"), "rows": Plain("len")})


@measures("weighted_kpi_score")
def weighted_kpi_score() -> Parts:
    """Weight times index, over the weights of the rows that have one."""
    rows = {"weighed": nw.col("weight") * nw.col("index")}
    sums = {"weighed": Plain("sum", "weighed"), "present": Plain("sum", "weight")}
    return Parts(weighed_rows, "weighed", "present", rows=rows, sums=sums)


@measures("training_attendance")
def training_attendance() -> Parts:
    """People who finished, over people enrolled."""
    return Parts(
        enrolments, "finished", "enrolled", sums={"finished": Plain("sum", "finished"), "enrolled": Plain("len")}
    )


@measures("training_gain")
def training_gain() -> Parts:
    """Points gained over the points that there were to gain."""
    return Parts(
        both_tests, "gained", "to_gain", sums={"gained": Plain("sum", "gained"), "to_gain": Plain("sum", "to_gain")}
    )


@measures("training_reaction")
def training_reaction() -> Parts:
    """Answers of 4 or 5 over valid answers."""
    return Parts(
        opinions, "satisfied", "answers", sums={"satisfied": Plain("sum", "satisfied"), "answers": Plain("len")}
    )


@measures("training_transfer")
def training_transfer() -> Parts:
    """Behaviours seen at work, over behaviours looked for."""
    return Parts(behaviours, "shown", "looked_for", sums={"shown": Plain("sum", "shown"), "looked_for": Plain("len")})


@measures("case_share_count")
def case_share_count() -> Parts:
    """Cases that fill the template; one by several authors counts a part for each."""
    return Parts(shared_cases, "cases", sums={"cases": Plain("sum", "part")})
