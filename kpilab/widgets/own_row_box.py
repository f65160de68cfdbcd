"""One row of the learner's own business: written down, remarked on, never graded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import Controls, Saying, card, headline
from kpilab.widgets.fields import Field, fields_html, fields_text
from kpilab.widgets.message import Message
from kpilab.widgets.press import Press
from kpilab.widgets.still import still_html, still_text

__all__ = ["own_row_box"]


def own_row_box(
    *,
    heading: str,
    fields: Sequence[Field],
    save: Callable[[Mapping[str, object]], Message],
    saved: Mapping[str, object] | None = None,
) -> Bundle:
    """A box that hands the row to `save` and shows its remarks; it stays open, and can be saved again."""

    def view() -> Any:
        said = Saying()
        press = Press(_("Save my row"), lambda: save(controls.values()), said.show, primary=True)
        controls = Controls(fields, filled=saved)
        return card(
            headline(heading),
            controls.widget,
            press.button,
            said.widget,
        )

    note = _("Run this notebook to write a row of your own.")
    return Bundle(
        view,
        still_html(heading, fields_html(fields, saved), note=note),
        still_text(heading, fields_text(fields, saved), note=note),
    )
