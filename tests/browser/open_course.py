"""A course that is open in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page


@dataclass(frozen=True)
class Course:
    """A course that is being served: its folder, its two addresses, and the width of the window."""

    folder: Path
    code: str
    page: str
    width: int


@dataclass
class Window:
    """A page in the browser, and what it should not have done: errors, and requests that left this machine."""

    page: Page
    shots: Path
    width: int
    errors: list[str]
    offsite: list[str]

    def shoot(self, name: str, *, whole: bool = False) -> None:
        self.page.screenshot(path=self.shots / f"{name}-{self.width}.png", full_page=whole)
