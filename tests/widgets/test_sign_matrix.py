from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w
import pytest

from kpilab.analysis.agreement import Agreement, Work
from kpilab.analysis.pay import CLIFF
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.errors import MatrixError, WorkspaceError
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.message import Message
from kpilab.widgets.sign_desk import Benchmark, Signed
from kpilab.widgets.sign_matrix import sign_matrix

WHY = "Why this sheet? One sentence to the three managers."
WORK = Work({"sales": 10, "satisfied": 2}, CLIFF, 6000, slips={"satisfied": -1})
BENCHMARKS = (
    Benchmark("fact ÷ plan", Agreement("ratio", "none")),
    Benchmark("negative", Agreement("two_segment", "negative"), best=True, why="It pays for repair."),
)


def may(sales: float, satisfied: float, kpi: str = "satisfied") -> Matrix:
    return Matrix((Row("sales", 0.7, 400, 500, 550, sales), Row(kpi, 0.3, 80, 90, 94, satisfied, sample=50)))


PEOPLE = {"Chen": may(540, 78), "Ma": may(500, 90)}


def bundle(**changes: Any) -> Bundle:
    given: dict[str, Any] = {"adjustable": "satisfied", "benchmarks": BENCHMARKS}
    return sign_matrix(PEOPLE, WORK, **(given | changes))


def slider(person: Any, label: str) -> Any:
    return next(part for part in person.parts(w.FloatSlider) if part.description == label)


def decide(person: Any, reason: str = "It repairs.") -> None:
    person.field(WHY).value = reason
    person.parts(w.RadioButtons)[2].value = "fairly"
    person.press("Sign it for 3 months")


def test_still_and_text_are_complete_and_give_nothing_away() -> None:
    data = bundle()._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    for twin in (data["text/plain"], data["text/html"]):
        for words in ("Sign it, then live with it", "This is a toy", "satisfied", "0.30", "Chen", "Cost of this month"):
            assert words in twin
        assert "It pays for repair." not in twin


def test_moving_a_weight_moves_the_others_and_the_pay(hand: Callable[[Bundle], Any]) -> None:
    person = hand(bundle())
    before = person.seen
    slider(person, "satisfied").value = 0.7
    assert slider(person, "sales").value == pytest.approx(0.3)
    assert "Sum of the weights: 1.00" in person.seen
    assert person.seen != before


def test_formula_rule_and_base_are_live(hand: Callable[[Bundle], Any]) -> None:
    person = hand(bundle())
    formula, rule = person.parts(w.RadioButtons)[:2]
    formula.value = "two_segment"
    rule.value = "bonus_block"
    # Chen is below base: no bonus; Ma at plan has 6,000
    assert "Cost of this month: 6,000." in person.seen
    slider(person, "base of satisfied").value = 75
    assert "Cost of this month: 6,000." not in person.seen


def test_without_reason_and_confidence_nothing_is_signed(hand: Callable[[Bundle], Any]) -> None:
    given: list[Signed] = []
    person = hand(bundle(keep=given.append))
    person.press("Sign it for 3 months")
    assert "kpilab-blank" in person.seen
    assert "kpilab-error" not in person.seen
    assert "one sentence why" in person.seen
    assert "how sure you are" in person.seen
    assert given == []


def test_sign_live_compare_and_sign_again(hand: Callable[[Bundle], Any]) -> None:
    given: list[Signed] = []

    def keep(signed: Signed) -> Message:
        given.append(signed)
        return Message("info", "Kept")

    person = hand(bundle(keep=keep))
    person.parts(w.RadioButtons)[0].value = "two_segment"
    person.parts(w.RadioButtons)[1].value = "negative"
    decide(person)
    weights, bases = {"sales": 0.7, "satisfied": 0.3}, {"satisfied": 80}
    assert given == [Signed(Agreement("two_segment", "negative", weights, bases), "It repairs.", "fairly")]
    assert slider(person, "sales").disabled
    for month in (1, 2, 3):
        assert "It pays for repair." not in person.seen
        person.press(f"Live month {month}")
    assert [signed.played for signed in given] == [0, 1, 2, 3]
    for words in (
        "rose from 78 to 84",
        "It pays for repair.",
        "“It repairs.”",
        "fairly sure",
        "negative (the best of these)",
    ):
        assert words in person.seen
    person.press("Ask the customers again")
    assert "Luck alone put it below 80" in person.seen
    person.press("Change the sheet and sign again")
    assert not slider(person, "sales").disabled
    assert "It pays for repair." not in person.seen


def test_a_signature_that_could_not_be_kept_is_not_lived(hand: Callable[[Bundle], Any]) -> None:
    def keep(_signed: Signed) -> Message:
        raise WorkspaceError("The folder is read-only.")

    person = hand(bundle(keep=keep))
    decide(person)
    assert "The folder is read-only." in person.seen
    assert not slider(person, "sales").disabled


def test_an_earlier_signature_is_there_with_its_months(hand: Callable[[Bundle], Any]) -> None:
    signed = Signed(Agreement("ratio", "none"), "As always.", "sure", 3)
    shown = bundle(signed=signed)
    person = hand(shown)
    for words in ("“As always.”", "fell from 78 to 75", "It pays for repair."):
        assert words in person.seen
        assert words in shown.still
        assert words in shown.text


def test_a_signature_is_there_with_exactly_the_months_lived(hand: Callable[[Bundle], Any]) -> None:
    shown = bundle(signed=Signed(Agreement("ratio", "none"), "As always.", "sure", 1))
    person = hand(shown)
    for seen in (person.seen, shown.still, shown.text):
        assert "1: Chen" in seen
        assert "2: Chen" not in seen
        assert "It pays for repair." not in seen
    person.press("Live month 2")
    assert "2: Chen" in person.seen


def test_a_slider_that_reports_where_it_stands_changes_nothing(hand: Callable[[Bundle], Any]) -> None:
    weights = {"sales": 0.625, "satisfied": 0.375}
    signed = hand(bundle(signed=Signed(Agreement("ratio", "none", weights), "As always.", "sure", 1)))
    draft = hand(bundle(draft=Agreement("ratio", "none", weights)))
    for person in (signed, draft):
        before = person.seen
        for label in weights:
            # a browser snaps to hundredths and sends them back
            slider(person, label).value += 1e-9
        assert person.seen == before
        assert "kpilab-message" not in person.seen
    given: list[Signed] = []
    person = hand(bundle(draft=Agreement("ratio", "none", weights), keep=given.append))
    slider(person, "sales").value += 1e-9
    decide(person)
    assert given[0].agreement.weights == weights


def test_the_weights_on_the_sliders_add_up(hand: Callable[[Bundle], Any]) -> None:
    person = hand(bundle(draft=Agreement("ratio", "none", {"sales": 0.625, "satisfied": 0.375})))
    assert [slider(person, "sales").value, slider(person, "satisfied").value] == [0.63, 0.37]


def test_hostile_words_are_escaped(hand: Callable[[Bundle], Any]) -> None:
    evil = "<script>alert(1)</script>"
    people = {evil: may(540, 78, evil)}
    work = Work({"sales": 10, evil: 2}, CLIFF, 6000, slips={evil: -1})
    shown = sign_matrix(people, work, adjustable=evil, benchmarks=[Benchmark(evil, Agreement(), best=True, why=evil)])
    person = hand(shown)
    decide(person, evil)
    for month in (1, 2, 3):
        person.press(f"Live month {month}")
    assert "<script" not in person.seen + shown.still


def test_what_does_not_fit_is_told_before_anything_is_shown() -> None:
    with pytest.raises(MatrixError, match="add up to"):
        bundle(benchmarks=[Benchmark("bad", Agreement(weights={"sales": 0.9}))])
