from __future__ import annotations

import asyncio
import logging

import pytest

from kpilab.errors import MatrixError
from kpilab.widgets.message import Message
from kpilab.widgets.press import Press, guarded


def test_an_error_of_ours_is_told_whole() -> None:
    def act() -> Message:
        raise MatrixError("This cannot be scored:", ["base equals norm", "the sum is 1.1"])

    said = guarded(act)
    assert said is not None
    assert said.tone == "error"
    assert said.paragraphs == ("This cannot be scored:\n  - base equals norm\n  - the sum is 1.1",)


def test_any_other_error_is_a_plain_sentence_and_a_traceback_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="kpilab"):
        said = guarded(lambda: Message("right", str(1 // 0)))
    assert said is not None
    assert said.tone == "error"
    assert "division" not in said.paragraphs[0]
    assert "ZeroDivisionError" in caplog.text


def test_a_press_says_what_came_out_and_is_ready_again() -> None:
    shown: list[Message | None] = []
    press = Press("Check", lambda: Message("right", "Right"), shown.append)
    press.button.click()
    press.button.click()
    assert shown == [Message("right", "Right")] * 2
    assert press.button.description == "Check"


def test_in_a_running_kernel_it_is_busy_first_and_runs_once() -> None:
    runs: list[str] = []
    press = Press("Check", lambda: runs.append("ran"), lambda _message: None)

    async def twice() -> tuple[str, list[str]]:
        press.button.click()
        press.button.click()
        busy = press.button.description, list(runs)
        await asyncio.sleep(0.3)
        return busy

    assert asyncio.run(twice()) == ("Working…", [])
    assert runs == ["ran"]
    assert press.button.description == "Check"


def test_a_button_that_is_busy_can_be_renamed() -> None:
    press = Press("Live month 1", lambda: None, lambda _message: press.name("Live month 2"))
    press.run()
    assert press.button.description == "Live month 2"
