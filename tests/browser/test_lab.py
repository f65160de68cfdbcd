"""A trainee's first day in JupyterLab: lesson, decision, quiz, exercise, progress."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from open_course import Course, Window
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

_IDLE = """path => {
  const widget = window.jupyterapp?.shell.currentWidget;
  const kernel = widget?.sessionContext?.session?.kernel;
  return widget?.context?.path === path && widget.context.isReady && kernel?.status === 'idle';
}"""
_STILL = """() => {
  const panel = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook');
  const now = [panel?.scrollHeight, document.querySelectorAll('.jp-OutputArea-output').length].join();
  const seen = window.kpilabSeen;
  if (!seen || seen.now !== now) window.kpilabSeen = { now, since: Date.now() };
  return Date.now() - window.kpilabSeen.since > 800;
}"""
_RUN_ALL = "async () => { await window.jupyterapp.commands.execute('notebook:run-all-cells'); }"


def _opened(window: Window, path: str) -> None:
    """Wait until the notebook is in front and its kernel is ready."""
    window.page.wait_for_function(_IDLE, arg=path)


def _open(window: Window, course: Course, path: str) -> None:
    window.page.goto(course.code.replace("00_start_here.ipynb", path))
    _opened(window, path)


def _run_all(window: Window, path: str) -> None:
    window.page.evaluate(_RUN_ALL)
    _opened(window, path)
    window.page.wait_for_function(_STILL)  # outputs that still arrive would move the page under a press


def _notebook(window: Window) -> Locator:
    return window.page.locator(".jp-NotebookPanel:visible")


def _cell(window: Window, text: str) -> Locator:
    return _notebook(window).locator(".jp-CodeCell", has=window.page.locator(".cm-content", has_text=text)).first


def _write(window: Window, text: str, source: str) -> None:
    """Type `source` over the cell that says `text`, and run it."""
    editor = _cell(window, text).locator(".cm-content")
    editor.click()
    window.page.keyboard.press("Control+A")
    window.page.keyboard.insert_text(source)
    window.page.keyboard.press("Shift+Enter")


def _run(window: Window, text: str) -> Locator:
    """Run the cell that says `text`; its outputs."""
    cell = _cell(window, text)
    cell.locator(".cm-content").click()
    window.page.keyboard.press("Shift+Enter")
    return cell.locator(".jp-OutputArea")


def test_it_opens_for_beginners(window: Window, course: Course) -> None:
    window.page.goto(course.code)
    _opened(window, "00_start_here.ipynb")
    expect(_notebook(window).get_by_role("heading", name="Start here")).to_be_visible()
    expect(window.page.locator(".jp-Dialog, .Toastify__toast")).to_have_count(0)
    contents = window.page.locator(".jp-TableOfContents-tree")
    if course.width > 640:
        expect(contents.get_by_text("A page waits until you press")).to_be_visible()
    else:
        expect(contents).to_be_hidden()
    window.shoot("lab-start")


def test_keys_beside_a_cell_and_the_delete_command_do_no_harm(window: Window, course: Course) -> None:
    _open(window, course, "exercises/04_kpi_matrix.ipynb")
    count = "() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.type).join()"
    before = window.page.evaluate(count)
    _cell(window, "from kpilab.course import").locator(".cm-content").click()
    window.page.keyboard.press("Escape")
    window.page.keyboard.type("max dd 1")
    window.page.evaluate("() => window.jupyterapp.commands.execute('notebook:delete-cell')")
    assert window.page.evaluate(count) == before


def test_the_lesson_runs_and_a_matrix_is_signed_and_lived_with(window: Window, course: Course) -> None:
    path = "lessons/04_kpi_matrix.ipynb"
    _open(window, course, path)
    _run_all(window, path)
    stderr = _notebook(window).locator('[data-mime-type="application/vnd.jupyter.stderr"]')
    expect(stderr).to_have_count(0)
    expect(_notebook(window).locator(".kpilab-error")).to_have_count(0)

    desk = _notebook(window).locator(".kpilab-card", has_text="Sign it, then live with it")
    desk.scroll_into_view_if_needed()
    desk.get_by_role("textbox").fill("Repair comes first")
    desk.get_by_label("fairly sure").check()
    desk.get_by_role("button", name="Sign it for 3 months").click()
    for month in (1, 2, 3):
        desk.get_by_role("button", name=f"Live month {month}").click()
    expect(desk.get_by_role("button", name="Ask the customers again")).to_be_visible()
    window.shoot("lab-signed")

    question = _notebook(window).locator(".kpilab-card", has_text="Question 1 of 10")
    question.scroll_into_view_if_needed()
    question.get_by_label("the lowest result we still accept").check()
    question.get_by_label("sure", exact=True).check()
    question.get_by_role("button", name="Answer").click()
    expect(question.locator(".kpilab-right")).to_contain_text("a decision, made before the month begins")
    window.shoot("lab-quiz")


def test_an_exercise_hears_a_skipped_setup_a_misconception_and_the_right_answer(
    window: Window, course: Course, answer: Callable[[str], str]
) -> None:
    path = "exercises/04_kpi_matrix.ipynb"
    _open(window, course, path)
    expect(_run(window, 'check("4.2"').locator(".kpilab-error")).to_contain_text("first grey cell")

    _run_all(window, path)
    expect(_cell(window, 'check("4.2"').locator(".kpilab-blank")).to_be_visible()
    _write(window, "members_index =", "members_index = 102 / 120")
    wrong = _run(window, 'check("4.2"').locator(".kpilab-wrong")
    expect(wrong).to_contain_text("the matrix starts at the base")
    wrong.scroll_into_view_if_needed()
    window.shoot("lab-wrong")
    _write(window, "members_index =", 'members_index = "40 %"')
    right = _run(window, 'check("4.2"').locator(".kpilab-right")
    expect(right).to_contain_text("share of the way from acceptable to planned")
    window.shoot("lab-right")
    assert "right" in answer("4.2")


def test_the_start_page_shows_the_progress(window: Window, course: Course) -> None:
    _open(window, course, "00_start_here.ipynb")
    _run_all(window, "00_start_here.ipynb")
    box = _notebook(window).locator(".kpilab-card", has_text="What have I done so far?").first
    box.get_by_role("button", name="Show my progress").click()
    expect(box.get_by_role("row", name="4.2")).to_contain_text("right")
    box.scroll_into_view_if_needed()
    window.shoot("lab-progress")
