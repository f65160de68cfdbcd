"""The quarter that is lived with the tools chosen, and the workbook that lies in the course folder."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as w
import pytest
from hand import Hand

from kpilab.chapters.c07_excel_crm_python import widget
from kpilab.chapters.c07_excel_crm_python.asking import ask_the_desk
from kpilab.chapters.c07_excel_crm_python.quarter import JOBS, Choices
from kpilab.chapters.c07_excel_crm_python.workbook import NAME, three_kpis_workbook
from kpilab.course.desk import desk
from kpilab.errors import DataError

pytestmark = pytest.mark.usefixtures("workspace")

SHEETS = {
    **dict.fromkeys(JOBS, "sheet"),
    "page": "no",
    "second": "nobody",
    "reason": "We know it.",
    "confidence": "sure",
}


def test_what_is_missing_is_asked_for() -> None:
    assert widget.missing(SHEETS) == ()
    assert widget.missing({**SHEETS, "pay": None}) == ("a tool for each of the four jobs",)


def test_beforehand_only_january_is_known() -> None:
    said = " ".join(widget.remarks(SHEETS).paragraphs)
    # set up 4 × .5, run .75 + 20 × .75 + .75 + .75
    assert "19.2 hours" in said
    assert "weak four times" in said
    assert "One person knows all of it." in said


def test_the_months_say_what_happened() -> None:
    lived = widget.lived_sheet(SHEETS, 2)
    # runs 20 × 1.5 + .75 + .75, the definition 2 × 2
    assert lived.rows == (("January", "19.2", "0", "0"), ("February", "35.5", "2", "0"))
    assert any("ten times as many lines" in one for one in lived.sentences)


def test_the_verdict_sets_it_beside_four_others() -> None:
    found = widget.verdict(SHEETS)
    assert found.rows[0][1:] == found.rows[1][1:]
    said = "\n".join(found.sentences)
    assert "The one change that would have helped most: another tool for" in said
    assert said.index("“We know it.”") < said.index("How the toy reckons")
    best = widget.verdict({**widget.BENCHMARKS["mixed"].tools, "page": "yes", "second": "pay", "reason": "So."})
    assert best.rows[0][1:] == best.rows[4][1:]


def test_a_quarter_is_chosen_lived_and_found_again() -> None:
    person = Hand(widget.choose_tools())
    person.press("Begin the quarter")
    assert "a tool for each of the four jobs" in person.seen
    for radio, value in zip(person.parts(w.RadioButtons), (*["query"] * 4, "yes", "pay", "fairly"), strict=True):
        radio.value = value
    person.parts(w.Textarea)[0].value = "Ask where the data live."
    person.press("Begin the quarter")
    for month in (1, 2, 3):
        person.press(f"Live month {month}")
    assert "Ask where the data live." in person.seen
    assert "two deals were corrected since" in person.seen
    assert desk().events("decision", "7.tools")[-1].data["played"] == 3
    assert "Ask where the data live." in widget.choose_tools().text


def test_what_was_kept_and_does_not_fit_is_left_aside() -> None:
    desk().record("decision", "7.tools", {"tools": {"pay": "abacus"}, "played": 1})
    assert "January |" not in widget.choose_tools().text
    with pytest.raises(DataError):
        Choices.from_data({"tools": dict.fromkeys(JOBS, "sheet"), "second": "list", "played": 9})


def test_the_workbook_is_written_once_and_linked(workspace: Path) -> None:
    bundle = three_kpis_workbook()
    assert not (workspace / NAME).exists()
    assert "Download three_kpis.xlsx" in Hand(bundle).seen
    written = (workspace / NAME).stat().st_mtime_ns
    assert "live formulas" in Hand(bundle).seen
    assert (workspace / NAME).stat().st_mtime_ns == written


def test_a_query_of_ones_own_is_answered_or_refused_with_a_sentence() -> None:
    person = Hand(ask_the_desk())
    person.press("Ask")
    assert "3 lines." in person.seen
    box = person.parts(w.Textarea)[0]
    for query, told in (
        ("SELECT COUNT(*) AS n FROM deals", "One line."),
        ("DELETE FROM deals", "Nothing was changed"),
        ("SELECT * FROM deal", "Did you mean"),
        ("", "There is no question yet"),
        ("SELECT * FROM deals WHERE stage = \u2018won\u2019", "cannot read the sign"),
    ):
        box.value = query
        person.press("Ask")
        assert any(one in person.seen for one in told.split("|")), (query, person.seen)
