"""The chapter's two desks: a plan that is lived, and the plan of one's own firm."""

from pathlib import Path

import ipywidgets as w
import pytest
from hand import Hand

from kpilab.analysis.plan import lint
from kpilab.chapters.c03_kpis_by_sector_and_role import widget
from kpilab.chapters.c03_kpis_by_sector_and_role.life import Signed
from kpilab.course.desk import desk
from kpilab.errors import DataError
from kpilab.report.matrix_file import read_matrix

pytestmark = pytest.mark.usefixtures("workspace")

VALUES = {
    "kpis": ("net_sales", "csat_top2", "new_customers"),
    "heavy": "csat_top2",
    "reason": "Ask.",
    "confidence": "sure",
}


def tick(person: Hand, *texts: str) -> None:
    for box in person.parts(w.Checkbox):
        box.value = any(box.description.startswith(text) for text in texts)


def write(person: Hand, label: str, *texts: str) -> None:
    fields = [one for one in person.parts(w.Text | w.Textarea) if one.description == label]
    for field, text in zip(fields, texts, strict=True):
        field.value = text


def test_what_is_missing_is_asked_for() -> None:
    assert widget.missing(VALUES) == ()
    assert len(widget.missing({})) == 4
    assert widget.missing({**VALUES, "heavy": "units_sold"}) == ("Say which of your rows counts double.",)


def test_each_month_shows_the_sheet_the_profit_and_what_drifts() -> None:
    volume = {**VALUES, "kpis": widget.VOLUME.kpis, "heavy": "net_sales"}
    page = widget.lived_sheet(volume, 3)
    assert page.rows[0] == ("today", "", "94", "13.0", "84 %", "1,000")
    assert page.rows[3][:4] == ("3", "4 of 4", "103", "6.6")
    assert "Satisfied customers 84 % → 72 %" in page.sentences[0]
    assert "Net sales" not in page.sentences[0]


def test_the_verdict_sets_the_plan_beside_five_others() -> None:
    found = widget.verdict({**VALUES, "kpis": widget.VOLUME.kpis, "heavy": "net_sales"})
    assert found.rows[0][1:] == found.rows[1][1:] == ("117", "70", "22", "58 %")
    assert found.sentences[0] == "None of these 5 earned less than yours."
    said = "\n".join(found.sentences)
    assert "The reader had 4 remarks on yours." in said
    assert "at most one remark earns 99 thousand, of those with four or more 24" in said
    assert said.index("“Ask.”") < said.index("How the toy reckons")


def test_a_plan_is_looked_over_agreed_and_lived_for_six_months() -> None:
    person = Hand(widget.choose_and_live())
    person.press("Agree on it for six months")
    assert "Choose three to five KPIs; you have 0." in person.seen
    tick(person, "Net sales", "Satisfied", "Wait at")
    radios = person.parts(w.RadioButtons)
    radios[0].value, radios[1].value = "csat_top2", "fairly"
    person.press("Look it over")
    assert "Satisfied customers 50%" in person.seen
    write(person, "What is the team to do differently? One sentence.", "Ask and listen.")
    person.press("Agree on it for six months")
    for month in range(1, 7):
        assert "Ask and listen" not in person.seen
        person.press(f"Live month {month}")
    assert "Before the first month you wrote: “Ask and listen.”" in person.seen
    assert desk().events("decision", "3.plan")[-1].data["played"] == 6
    again = widget.choose_and_live()
    assert "Ask and listen." in again.text
    reopened = Hand(again)
    reopened.press("Choose again")
    assert "Ask and listen.”" not in reopened.seen
    assert not any(one.disabled for one in reopened.parts(w.Checkbox))


def test_what_was_kept_and_does_not_fit_is_left_aside() -> None:
    desk().record("decision", "3.plan", {"kpis": ["smiles"], "played": 1})
    assert "1 |" not in widget.choose_and_live().text
    with pytest.raises(DataError):
        Signed.from_data({"kpis": ["net_sales", "csat_top2", "new_customers"], "heavy": "nps", "played": 1})


def build(person: Hand) -> None:
    radios = person.parts(w.RadioButtons)
    for radio, key in zip(radios, ("retail", "store_manager", "grow_sales"), strict=False):
        radio.value = key
    person.press("Suggest KPIs")
    tick(person, "Net sales", "Satisfied customers", "Gross margin")
    person.press("Take these rows")


def test_a_plan_of_ones_own_is_suggested_chosen_looked_over_and_kept() -> None:
    person = Hand(widget.build_plan())
    person.press("Suggest KPIs")
    assert "Still open: the sector, the role, the goal." in person.seen
    build(person)
    assert "refunds are off already" in person.seen
    write(person, "Weight", "50 %", "0.3", "a lot")
    person.press("Look my plan over and keep it")
    said = person.seen
    assert "Nobody owns Net sales" in said
    assert "Kept, with" in said
    write(person, "Weight", "50 %", "0.3", "20")
    write(person, "Who brings the fact, and acts on it", "Li", "Ma", "Li")
    write(person, "Where the fact comes from", "till", "books", "survey")
    person.press("Look my plan over and keep it")
    assert [one.rule for one in lint(widget.my_plan())] == ["lagging only"]
    assert [row.weight for row in widget.my_plan().rows] == [0.5, 0.3, 0.2]
    assert "Li" in widget.build_plan().text


def test_two_rows_are_too_few_and_one_of_ones_own_counts() -> None:
    person = Hand(widget.build_plan())
    build(person)
    tick(person, "Net sales", "Satisfied customers")
    person.press("Take these rows")
    assert "you have 2" in person.seen
    write(person, "A KPI of your own, if one is missing", "Smiles")
    write(person, "How it is worked out, in words", "Smiles a day.")
    person.press("Take these rows")
    person.press("Look my plan over and keep it")
    assert [row.title for row in widget.my_plan().rows] == ["Net sales", "Satisfied customers", "Smiles"]


def test_a_plan_becomes_an_excel_matrix(workspace: Path) -> None:
    person = Hand(widget.build_plan())
    build(person)
    person.press("Make the Excel matrix")
    assert "Before it is a matrix:" in person.seen
    assert "Gross margin rate: the norm is missing" in person.seen
    write(person, "Weight", "0.5", "0.3", "0.2")
    write(person, "Base / plan / target, as far as you know them", "", "", "30 / 34 / 36")
    person.press("Make the Excel matrix")
    assert "the role&#x27;s examples, to be replaced: Net sales, Satisfied customers" in person.seen
    matrix = read_matrix(workspace / "my_plan.xlsx").matrix
    assert [row.kpi_id for row in matrix.rows] == ["net_sales", "csat_top2", "gross_margin_rate"]
    assert matrix.rows[2].norm == 34
    assert widget.my_plan().rows[2].norm == 34  # making the book keeps the plan
    write(person, "Base / plan / target, as far as you know them", "", "90 / 80", "30 / 34 / 36")
    person.press("Make the Excel matrix")
    assert "the levels 90 / 80 do not rise from base over plan to target" in person.seen
    assert "Before it computes, write a target for: Satisfied customers." in person.seen


def test_both_desks_have_a_still_and_a_twin() -> None:
    for bundle in (widget.choose_and_live(), widget.build_plan()):
        assert set(bundle._repr_mimebundle_()) >= {"text/plain", "text/html"}
    assert "ten days of attention" in widget.choose_and_live().text
    assert "never graded" in widget.build_plan().still
