"""A button and what it runs: busy while it runs, never two at once, and always something said in the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import ipywidgets as w

from kpilab.errors import KpilabError
from kpilab.i18n import _
from kpilab.widgets.message import Message

__all__ = ["Press", "guarded"]

_log = logging.getLogger("kpilab")
_SETTLE = 0.12
"""Seconds to wait for a field's last keystrokes: the browser may send the press before them."""


def guarded(act: Callable[[], Message | None]) -> Message | None:
    """What `act` says; an error of ours becomes its message, any other a plain sentence and a line in the log."""
    try:
        return act()
    except KpilabError as error:
        return Message("error", "", (str(error),))
    except Exception:
        _log.exception("A widget's callback failed")
        return Message(
            "error", "", (_("Something went wrong in the course itself, not in what you did. Nothing was counted."),)
        )


class Press:
    """A button that runs `act` and hands what it says to `show`.

    While it runs the button says so and a second press does nothing. The button is not disabled: it would lose the
    keyboard's focus.
    """

    def __init__(
        self,
        label: str,
        act: Callable[[], Message | None],
        show: Callable[[Message | None], None],
        *,
        primary: bool = False,
    ) -> None:
        self._label, self._act, self._show = label, act, show
        self._busy = False
        self.button = w.Button(description=label, layout=w.Layout(width="auto", height="auto"))
        self.button.add_class("kpilab-button")
        if primary:
            self.button.add_class("kpilab-primary")
        self.button.on_click(lambda _button: self.run())

    def name(self, label: str) -> None:
        """Call the button something else."""
        self._label = label
        if not self._busy:
            self.button.description = label

    def run(self) -> None:
        """Press it."""
        if self._busy or self.button.disabled:
            return
        self._busy = True
        self.button.description = _("Working…")
        self.button.add_class("kpilab-busy")
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._finish()
        else:
            loop.call_later(_SETTLE, self._finish)

    def _finish(self) -> None:
        try:
            self._show(guarded(self._act))
        finally:
            self._busy = False
            self.button.description = self._label
            self.button.remove_class("kpilab-busy")
