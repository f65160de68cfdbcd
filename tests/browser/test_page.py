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
    window.page.get_by_text(last).first.wait_for(timeout=90_000)


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


def test_the_start_page_leads_through_its_first_steps_to_the_other_door(window: Window, course: Course) -> None:
    _open(window, course, "00_start_here.ipynb", "The chapters that are open")
    box = _box(window, "0.2")
    box.get_by_role("textbox").fill("200")
    box.get_by_role("button", name="Check").click()
    expect(box.locator(".kpilab-wrong")).to_contain_text("look like nothing")
    window.page.get_by_role("button", name="Show my progress").click()
    done = window.page.locator(".kpilab-card", has_text="What have I done so far?").first
    expect(done.get_by_role("row", name="0.2")).to_contain_text("tried")
    way = window.page.locator(".kpilab-card", has_text="Which way is yours?")
    for choice in ("I lead people who sell", "The path for what I do", "an hour"):
        way.get_by_label(choice, exact=True).check()
    way.get_by_role("button", name="Show my path").click()
    expect(way.get_by_text("Open now: 04 The KPI matrix (70 min)")).to_be_visible()
    assert window.page.evaluate("document.documentElement.scrollWidth") <= course.width
    window.shoot("page-start", whole=True)
    window.page.get_by_role("link", name="Open this page with code").click()
    window.page.wait_for_url("**/lab/tree/00_start_here.ipynb")
    window.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
