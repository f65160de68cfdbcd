"""A widget as one display bundle: the live view, a still for the stored page, a plain-text twin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Bundle"]


@dataclass(frozen=True)
class Bundle:
    """Displays as a live widget where there is one, as `still` (HTML) in a stored page, as `text` elsewhere.

    `view` makes the widget (a `DOMWidget`) when it is first displayed, so that a bundle can be made and tested without
    a browser; the build keeps `still` and `text` and drops the view.
    """

    view: Callable[[], Any]
    still: str
    text: str

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        data: dict[str, Any] = {"text/plain": self.text, "text/html": self.still}
        view = self.view()
        data.update(view._repr_mimebundle_())
        data["text/plain"] = self.text
        return data
