"""A real browser before the real server. `KPILAB_SCREENSHOTS=FOLDER` keeps what was seen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from open_course import Course, Window
from playwright.sync_api import Browser, expect, sync_playwright

WIDTHS = (1280, 390)
PATIENCE = 60_000
"""Milliseconds that a page may take to show something: a busy machine is slow, and that is no error."""
_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
_HERE = re.compile(r"(https?|wss?)://127\.0\.0\.1[:/]|(data|blob|about):")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without it these tests are skipped; where CI is set, they fail."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"):
        if found := shutil.which(name):
            return found
    told = "Chromium is not installed"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=WIDTHS, ids=lambda width: f"{width}px")
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """`kpilab start --no-browser` in a folder of its own, for each width."""
    folder = tmp_path_factory.mktemp("browser") / "KPI course 课程"
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KPILAB_", "JUPYTER"))}
    command = [sys.executable, "-m", "kpilab", "start", str(folder), "--no-browser"]
    server = subprocess.Popen(
        command, env=clean, cwd=folder.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert server.stdout is not None
    try:
        addresses: list[str] = []
        for line in server.stdout:
            addresses += re.findall(r"http://\S+", line)
            if len(addresses) == 2:
                break
        assert len(addresses) == 2, f"the server ended with {server.poll()}"
        yield Course(folder, *addresses, request.param)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        server.stdout.close()


@pytest.fixture
def window(browser: Browser, course: Course, tmp_path: Path) -> Iterator[Window]:
    """A window of the course's width; at the end nothing has failed in it and nothing was fetched from elsewhere."""
    shots = Path(os.environ.get("KPILAB_SCREENSHOTS") or tmp_path)
    shots.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": course.width, "height": 1000})
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    opened = Window(page, shots, course.width, [], [])
    page.on("pageerror", lambda error: opened.errors.append(str(error)))
    page.on("console", lambda said: opened.errors.append(said.text) if "activat" in said.text else None)
    page.on("request", lambda request: opened.offsite.append(request.url) if not _HERE.match(request.url) else None)
    yield opened
    page.close()
    assert opened.errors == []
    assert opened.offsite == []


@pytest.fixture
def answer(course: Course) -> Callable[[str], str]:
    """What `kpilab progress` says of a task, on its line."""

    def line_of(task: str) -> str:
        command = [sys.executable, "-m", "kpilab", "progress", str(course.folder)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return next((line for line in said.splitlines() if task in line), "")

    return line_of
