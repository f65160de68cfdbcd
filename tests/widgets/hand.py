"""A view without a browser: find its parts, and press what a person would press."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Any

import ipywidgets as w

from kpilab.widgets.bundle import Bundle


class Hand:
    """What a person does with a widget, and what they see."""

    def __init__(self, bundle: Bundle) -> None:
        self.view = bundle.view()

    def parts(self, kind: type | UnionType) -> list[Any]:
        return [part for part in _walk(self.view) if isinstance(part, kind)]

    def button(self, label: str) -> Any:
        return next(part for part in self.parts(w.Button) if part.description == label)

    def press(self, label: str) -> None:
        self.button(label).click()

    def field(self, label: str) -> Any:
        return next(part for part in [*self.parts(w.Text), *self.parts(w.Textarea)] if part.description == label)

    def enter(self, label: str) -> None:
        self.field(label)._handle_custom_msg({"event": "submit"}, [])

    @property
    def seen(self) -> str:
        """The HTML that is not hidden."""
        return "\n".join(part.value for part in _shown(self.view) if isinstance(part, w.HTML))


def _walk(part: Any) -> Iterator[Any]:
    yield part
    for child in getattr(part, "children", ()):
        yield from _walk(child)


def _shown(part: Any) -> Iterator[Any]:
    if part.layout.display != "none" and "kpilab-style" not in part._dom_classes:
        yield part
        for child in getattr(part, "children", ()):
            yield from _shown(child)
