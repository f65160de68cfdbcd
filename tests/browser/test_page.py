"""The same course without code: every task by answer boxes alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from open_course import Course, Window
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser


def _open(window: Window, course: Course, path: str, last: str) -> None:
    """Open a page and wait for the words at its end."""
    window.page.goto(course.page.replace("00_start_here.ipynb", path), wait_until="commit")
    window.page.get_by_text(last).first.wait_for()


def _box(window: Window, task: str) -> Locator:
    return window.page.locator(".kpilab-card", has_text=f"{task} ·")


def _kernels(course: Course) -> set[str]:
    root, token = course.code.split("/lab/")[0], course.code.split("token=")[1]
    with urlopen(f"{root}/api/kernels?token={token}", timeout=10) as answer:
        return {kernel["id"] for kernel in json.load(answer)}


def test_a_page_that_is_reloaded_or_left_takes_its_kernel_along(window: Window, course: Course) -> None:
    before = _kernels(course)
    for _visit in range(2):
        _open(window, course, "00_start_here.ipynb", "The chapters that are open")
        expect(window.page.get_by_role("button", name="Show my progress")).to_be_visible()
        assert _kernels(course) - before
    window.page.goto("about:blank")
    until = time.monotonic() + 20
    while _kernels(course) - before and time.monotonic() < until:
        window.page.wait_for_timeout(200)
    assert _kernels(course) - before == set()


def test_an_exercise_is_answered_by_its_box_alone(window: Window, course: Course, answer: Callable[[str], str]) -> None:
    _open(window, course, "exercises/04_kpi_matrix.ipynb", "In your own words")
    expect(window.page.locator(".jp-InputArea-editor")).to_have_count(0)
    box = _box(window, "4.2")
    box.get_by_role("textbox").fill("0.85")
    box.get_by_role("button", name="Check").click()
    expect(box.locator(".kpilab-wrong")).to_contain_text("the matrix starts at the base")
    box.get_by_role("button", name="Hint").click()
    expect(box.locator(".kpilab-info")).to_contain_text("1")
    box.scroll_into_view_if_needed()
    window.shoot("page-wrong")
    box.get_by_role("textbox").fill("４０％")
    box.get_by_role("textbox").press("Enter")
    expect(box.locator(".kpilab-right")).to_contain_text("share of the way from acceptable to planned")
    window.shoot("page-right")
    assert "right" in answer("4.2")


def test_the_lesson_reads_without_code_and_fits_the_screen(window: Window, course: Course) -> None:
    _open(window, course, "lessons/04_kpi_matrix.ipynb", "You can now read a row as a promise")
    expect(window.page.locator(".kpilab-error")).to_have_count(0)
    expect(window.page.locator(".kpilab-card", has_text="Sign it, then live with it")).to_be_visible()
    assert window.page.evaluate("document.documentElement.scrollWidth") <= course.width
    window.shoot("page-lesson", whole=True)


_CUT_OFF = """tables => tables.filter(table => table.offsetWidth).flatMap(table => {
  const room = (table.closest('.kpilab-card') ?? document.documentElement).getBoundingClientRect().right;
  return [...table.rows].map(row => row.lastElementChild).filter(cell => cell.getBoundingClientRect().right > room)
    .map(cell => cell.textContent);
})"""


def test_tables_fit_the_screen_with_their_last_column(window: Window, course: Course) -> None:
    _open(window, course, "exercises/04_kpi_matrix.ipynb", "In your own words")
    table = _box(window, "4.2").get_by_role("table")
    fact = table.get_by_role("columnheader", name="fact", exact=True)
    edges = fact.bounding_box()
    assert edges is not None
    assert edges["x"] + edges["width"] <= course.width
    table.scroll_into_view_if_needed()
    window.shoot("page-facts")
    assert window.page.locator("table").evaluate_all(_CUT_OFF) == []
    _open(window, course, "lessons/04_kpi_matrix.ipynb", "You can now read a row as a promise")
    assert window.page.locator("table").evaluate_all(_CUT_OFF) == []


def test_a_table_that_is_too_wide_shows_at_its_side_that_it_goes_on(window: Window, course: Course) -> None:
    _open(window, course, "exercises/04_kpi_matrix.ipynb", "In your own words")
    facts = _box(window, "4.2").locator(".kpilab-facts")
    facts.locator("table").evaluate("table => { table.style.width = '1500px' }")
    assert facts.evaluate("box => [box.scrollWidth > box.clientWidth, getComputedStyle(box).overflowX]") == [
        True,
        "auto",
    ]
    facts.scroll_into_view_if_needed()
    at_the_start = facts.screenshot()
    facts.evaluate("box => { box.scrollLeft = box.scrollWidth }")
    facts.locator("table").evaluate("table => { table.style.visibility = 'hidden' }")
    at_the_end = facts.screenshot()
    facts.evaluate("box => { box.scrollLeft = 0 }")
    assert len({at_the_start, at_the_end, facts.screenshot()}) == 3
    window.shoot("page-shadow")


def test_a_prediction_comes_back_further_down_without_opening_the_page_again(window: Window, course: Course) -> None:
    _open(window, course, "lessons/04_kpi_matrix.ipynb", "You can now read a row as a promise")
    expect(window.page.get_by_text("No prediction of yours is kept here")).to_be_visible()
    box = window.page.locator(".kpilab-card", has_text="What do you expect?")
    for choice in ("no", "Chen", "a guess"):
        box.get_by_label(choice, exact=True).check()
    box.get_by_role("textbox").fill("5000")
    box.get_by_role("button", name="Keep my prediction").click()
    expect(window.page.get_by_text("You said: 5,000.")).to_be_visible()
    expect(window.page.get_by_text("No prediction of yours is kept here")).to_have_count(0)


def test_a_signed_sheet_is_found_again_with_its_months(window: Window, course: Course) -> None:
    path, last = "lessons/04_kpi_matrix.ipynb", "You can now read a row as a promise"
    _open(window, course, path, last)
    desk = window.page.locator(".kpilab-card", has_text="Sign it, then live with it")
    desk.get_by_role("button", name="Sign it for 3 months").click()
    expect(desk.locator(".kpilab-blank")).to_contain_text("one sentence why")
    handle = desk.get_by_role("slider").nth(2)
    handle.focus()
    for _step in range(5):
        handle.press("ArrowRight")
    expect(desk.locator(".widget-readout")).to_have_text(["0.37", "0.19", "0.30", "0.14", "80"])
    desk.get_by_role("textbox").fill("Repair comes first")
    desk.get_by_label("fairly sure").check()
    desk.get_by_role("button", name="Sign it for 3 months").click()
    desk.get_by_role("button", name="Live month 1").click()
    expect(desk.get_by_role("button", name="Live month 2")).to_be_visible()
    _open(window, course, path, last)
    expect(desk.get_by_role("button", name="Live month 2")).to_be_visible()
    expect(desk.locator(".widget-readout")).to_have_text(["0.37", "0.19", "0.30", "0.14", "80"])
    expect(desk.locator(".kpilab-message")).to_have_count(0)
    desk.scroll_into_view_if_needed()
    window.shoot("page-signed")


def test_the_start_page_leads_through_its_first_steps_to_the_other_door(window: Window, course: Course) -> None:
    _open(window, course, "00_start_here.ipynb", "The chapters that are open")
    box = _box(window, "0.2")
    box.get_by_role("textbox").fill("200")
    box.get_by_role("button", name="Check").click()
    expect(box.locator(".kpilab-wrong")).to_contain_text("look like nothing")
    window.page.get_by_role("button", name="Make the workbook").click()
    with window.page.expect_download() as given:
        window.page.get_by_role("link", name="Download retail_chain.xlsx").click()
    assert given.value.suggested_filename == "retail_chain.xlsx"
    window.page.get_by_role("button", name="Show my progress").click()  # the page is alive after it
    done = window.page.locator(".kpilab-card", has_text="What have I done so far?").first
    expect(done.get_by_role("row", name="0.2")).to_contain_text("tried")
    way = window.page.locator(".kpilab-card", has_text="Which way is yours?")
    for choice in ("I lead people who sell", "The path for what I do", "an hour"):
        way.get_by_label(choice, exact=True).check()
    way.get_by_role("button", name="Show my path").click()
    expect(way.get_by_text("Open today: chapter 4, The KPI matrix, 70 minutes.")).to_be_visible()
    assert window.page.evaluate("document.documentElement.scrollWidth") <= course.width
    window.shoot("page-start", whole=True)
    window.page.get_by_role("link", name="Open this page with code").click()
    window.page.wait_for_url("**/lab/tree/00_start_here.ipynb")
    window.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
