"""Fields as live controls: read and filled as a plain mapping, usable by keyboard, wrapping on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets as w

from kpilab.widgets.fields import Field, chosen
from kpilab.widgets.message import Message, message_html
from kpilab.widgets.theme import style_tag

__all__ = ["Controls", "Saying", "block", "card", "fill", "headline", "html", "radio", "reveal", "slider"]

_SHORT = 14
"""Options up to so many characters stand beside each other, longer ones below each other."""


def html(value: str, *classes: str) -> Any:
    """An HTML widget with our classes; hidden while it says nothing."""
    made = w.HTML(value=value, layout=w.Layout(width="auto", display=None if value else "none"))
    for name in classes:
        made.add_class(name)
    return made


def card(*children: Any) -> Any:
    """The frame around a widget, with its stylesheet."""
    made = w.VBox([html(style_tag(), "kpilab-style"), *children])
    made.add_class("kpilab")
    made.add_class("kpilab-card")
    return made


def radio(options: Sequence[tuple[str, str]], value: str | None) -> Any:
    """One of (key, text) options, each a line that wraps."""
    keys = [key for key, _text in options]
    made = w.RadioButtons(options=[(text, key) for key, text in options], value=None, layout=w.Layout(width="auto"))
    made.value = value if value in keys else None
    made.add_class("kpilab-options")
    if all(len(text) <= _SHORT for _key, text in options):
        made.add_class("kpilab-beside")
    return made


def slider(label: str, *, low: float, high: float, step: float, form: str) -> Any:
    """A slider with its label and its value, as wide as there is room; whole numbers where `form` is ``d``."""
    kind = w.IntSlider if form == "d" else w.FloatSlider
    made = kind(
        description=label,
        min=low,
        max=high,
        step=step,
        readout_format=form,
        layout=w.Layout(width="auto"),
        style={"description_width": "auto"},
    )
    made.add_class("kpilab-slider")
    return made


def headline(text: str, *, level: int = 4) -> Any:
    """The name of a widget, a heading also to those who cannot see it."""
    return html(f'<div class="kpilab-heading" role="heading" aria-level="{level}">{escape(text)}</div>')


def block(label: str, *children: Any) -> Any:
    """Controls under a label of their own."""
    made = w.VBox([html(f'<div class="kpilab-label">{escape(label)}</div>'), *children])
    made.add_class("kpilab-group")
    return made


def fill(place: Any, markup: str) -> None:
    """Put `markup` into a place; hide the place where there is nothing to say."""
    place.value = markup
    reveal(place, when=bool(markup))


def reveal(part: Any, *, when: bool) -> None:
    """Show a part, or hide it."""
    part.layout.display = None if when else "none"


class Saying:
    """The place where a message appears, announced to those who cannot see it."""

    def __init__(self, message: Message | None = None) -> None:
        self.widget = html("", "kpilab-says")
        self.show(message)

    def show(self, message: Message | None) -> None:
        """Put `message` in place of the last one; nothing to clear it."""
        fill(self.widget, message_html(message, alone=False) if message else "")


class Controls:
    """The controls of some fields, made once, and their values as a plain mapping.

    A number or a text is what was typed, a choice is its key or None, several are a tuple of keys.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        filled: Mapping[str, object] | None = None,
        on_enter: Callable[[], None] | None = None,
    ) -> None:
        self._inputs: dict[str, Any] = {}
        self._checks: dict[str, dict[str, Any]] = {}
        blocks = [self._block(field, on_enter) for field in fields]
        self.widget = w.VBox(blocks)
        self.widget.add_class("kpilab-fields")
        self.fill(filled or {})

    def values(self) -> dict[str, object]:
        """What stands in the controls now, by field."""
        read: dict[str, object] = {key: made.value for key, made in self._inputs.items()}
        several = {key: tuple(k for k, box in boxes.items() if box.value) for key, boxes in self._checks.items()}
        return read | several

    def fill(self, filled: Mapping[str, object]) -> None:
        """Put `filled` into the controls; a field that it leaves out becomes blank."""
        for key, made in self._inputs.items():
            value = filled.get(key)
            if isinstance(made, w.RadioButtons):
                made.value = value if value in [option[1] for option in made.options] else None
            else:
                made.value = "" if value is None else str(value)
        for key, boxes in self._checks.items():
            for option, box in boxes.items():
                box.value = option in chosen(filled.get(key))

    def lock(self) -> None:
        """Keep what is there: nothing can be changed from now on."""
        for made in [*self._inputs.values(), *(box for boxes in self._checks.values() for box in boxes.values())]:
            made.disabled = True

    def _block(self, field: Field, on_enter: Callable[[], None] | None) -> Any:
        if field.kind == "choice":
            self._inputs[field.key] = made = radio(field.options, None)
            return block(field.label, made)
        if field.kind == "several":
            boxes = {key: _checkbox(text) for key, text in field.options}
            self._checks[field.key] = boxes
            return block(field.label, w.VBox(list(boxes.values())))
        kind = w.Textarea if field.lines > 1 else w.Text
        made = kind(
            description=field.label,
            placeholder=field.placeholder,
            layout=w.Layout(width="auto"),
            style={"description_width": "auto"},
        )
        made.add_class("kpilab-field")
        made.add_class(f"kpilab-{field.kind}")
        if field.lines > 1:
            made.rows = field.lines
        elif on_enter:
            made.on_msg(lambda _widget, content, _buffers: _entered(content, on_enter))
        self._inputs[field.key] = made
        return made


def _entered(content: object, on_enter: Callable[[], None]) -> None:
    if isinstance(content, Mapping) and content.get("event") == "submit":
        on_enter()


def _checkbox(text: str) -> Any:
    made = w.Checkbox(description=text, indent=False, layout=w.Layout(width="auto", height="auto"))
    made.add_class("kpilab-check")
    return made
