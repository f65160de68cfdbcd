import pandas as pd
import pytest

from kpilab.course import answer_box
from kpilab.course.desk import desk
from kpilab.course.task_page import facts_html, markdown_html
from kpilab.widgets.bundle import Bundle

pytestmark = pytest.mark.usefixtures("small_course", "workspace")


def _all(widget: object) -> list[object]:
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in _all(child))]


class Page:
    """The live box of a task: what it shows, its fields, its buttons."""

    def __init__(self, task: str) -> None:
        box = answer_box(task)
        assert isinstance(box, Bundle)
        self.widgets = _all(box.view())

    @property
    def text(self) -> str:
        return "\n".join(one.value for one in self.widgets if type(one).__name__ == "HTML")  # type: ignore[attr-defined]

    @property
    def field(self) -> object:
        return next(one for one in self.widgets if type(one).__name__ == "Text")

    def press(self, label: str) -> None:
        next(one for one in self.widgets if getattr(one, "description", "") == label).click()  # type: ignore[attr-defined]


def test_a_task_is_done_in_its_box_alone() -> None:
    page = Page("91.1")
    page.field.value = "83,3 %"  # type: ignore[attr-defined]
    page.press("Check")
    assert "That starts at zero, not at 40." in page.text
    assert "hint(" not in page.text
    page.press("Hint")
    assert "How many steps?" in page.text
    page.field.value = "50 %"  # type: ignore[attr-defined]
    page.press("Check")
    assert "That share of the way is walked." in page.text
    page.press("Solution")
    assert "The answer on these numbers: 0.50" in page.text
    assert "You have it right already. “Another shop” gives you fresh numbers" in page.text
    assert [event.kind for event in desk().events()] == ["attempt", "hint", "attempt", "solution"]


def test_another_shop_shows_new_facts_and_a_blank_field() -> None:
    page = Page("91.1")
    page.field.value = "50 %"  # type: ignore[attr-defined]
    page.press("Another shop")
    assert "base 40, norm 60, fact 50" not in page.text
    assert page.field.value == ""  # type: ignore[attr-defined]
    page.field.value = "50 %"  # type: ignore[attr-defined]
    page.press("Check")
    assert desk().events("attempt")[0].shop == desk().events("another")[0].shop


def test_the_answer_to_the_shop_before_is_recognised_in_the_box() -> None:
    page = Page("91.1")
    page.press("Another shop")
    assert "show the old ones until you reload this page" in page.text
    page.field.value = "50 %"  # type: ignore[attr-defined]
    page.press("Check")
    assert "That was the answer to the shop before." in page.text
    assert "case(" not in page.text


def test_a_word_in_the_box_costs_no_try() -> None:
    page = Page("91.1")
    page.field.value = "half"  # type: ignore[attr-defined]
    page.press("Check")
    assert "half&#x27; is not a number" in page.text
    assert "This does not count as a try." in page.text
    assert desk().events() == ()


def test_a_box_keeps_to_the_numbers_that_it_shows() -> None:
    first, second = Page("91.1"), Page("91.1")
    second.press("Another shop")
    first.field.value = "50 %"  # type: ignore[attr-defined]
    first.press("Check")
    assert "That share of the way is walked." in first.text


def test_the_answer_is_there_again_when_the_page_is_opened_again() -> None:
    page = Page("91.1")
    page.field.value = "60"  # type: ignore[attr-defined]
    page.press("Check")
    assert Page("91.1").field.value == "60"  # type: ignore[attr-defined]


def test_facts_of_any_kind_become_html() -> None:
    assert facts_html("a < b") == "<p>a &lt; b</p>"
    plain = facts_html(pd.DataFrame({"norm": [60.0], "fact": [50.5]}))
    assert "<td>60</td>" in plain
    assert "<td>50.5</td>" in plain
    assert "<th>0</th>" not in plain
    assert "Refunds" in facts_html(pd.DataFrame({"norm": [4]}, index=pd.Index(["Refunds"], name="kpi")))
    assert facts_html([1, 2]) == "<pre>[1, 2]</pre>"


def test_markup_in_a_question_is_shown_as_text() -> None:
    assert "<script>" not in markdown_html("<script>alert(1)</script>")
