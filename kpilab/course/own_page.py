"""The learner's own row as a box in a notebook, and the rows gathered so far."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.course.chapters import chapter
from kpilab.course.desk import desk
from kpilab.course.feedback import also
from kpilab.course.own import OwnMatrix, gathered, own_fields, read_row, reply
from kpilab.course.session import kindly
from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.message import Message

__all__ = ["own_matrix", "own_row"]


@kindly
def own_row(which: int | str) -> Bundle:
    """A box for one row of the learner's own matrix: kept, remarked on, never graded."""
    from kpilab.widgets.own_row_box import own_row_box

    here, item = desk(), f"{chapter(which).number:02d}"

    def save(typed: Mapping[str, object]) -> Message:
        said = reply(read_row(typed))
        kept = here.record("own", item, dict(typed)) if said.tone != "blank" else ()
        return also(said, kept)

    before = here.events("own", item)
    return own_row_box(
        heading=_("One row of your own matrix"),
        fields=own_fields(),
        save=save,
        saved=before[-1].data if before else None,
    )


def own_matrix() -> OwnMatrix:
    """The rows that the learner has written so far, one a chapter."""
    return gathered(desk().events("own"))
