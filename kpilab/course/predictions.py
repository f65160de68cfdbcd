"""Predictions: asked before anything is explained, kept, and brought back when the answer is known.

What brings them back is redrawn when they are kept in the same kernel: a page without code runs all its cells at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kpilab.course.answers import Refused, plain
from kpilab.course.chapters import Chapter, chapter
from kpilab.course.desk import Desk, desk
from kpilab.course.events import Event
from kpilab.course.feedback import also
from kpilab.course.forms import Choice, Problem
from kpilab.course.session import kindly
from kpilab.course.task import Prediction
from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.fields import Field, confidence_field
from kpilab.widgets.message import Message

__all__ = ["predict", "prediction_fields", "read_predictions", "recall", "recalled"]

_redraws: defaultdict[str, list[Callable[[], None]]] = defaultdict(list)
"""What to call when a chapter's predictions are kept, by the chapter's item."""


@kindly
def predict(which: int | str) -> Bundle:
    """A box that asks for the chapter's predictions and keeps them; a prediction that was kept stays as it is."""
    from kpilab.widgets.predict_box import predict_box

    here, one = desk(), chapter(which)

    def save(typed: Mapping[str, object]) -> Message:
        found = read_predictions(one.predictions, typed)
        if isinstance(found, Message):
            return found
        kept = here.record("predict", _item(one), {"typed": dict(typed), "given": found})
        for redraw in _redraws[_item(one)]:
            redraw()
        return also(Message("info", _("Kept"), (_("Your prediction comes back when the answer is known."),)), kept)

    last = _last(here, one)
    return predict_box(
        heading=_("What do you expect?"),
        fields=prediction_fields(one.predictions),
        save=save,
        saved=_mapping(last, "typed") if last else None,
    )


@kindly
def recall(which: int | str) -> Bundle:
    """The learner's own predictions, and what they were worth; where there are none, what each answer meets."""
    from kpilab.widgets.live_message import live_message

    here, one = desk(), chapter(which)

    def read() -> Message:
        last = _last(here, one)
        return recalled(one.predictions, _mapping(last, "typed") if last else None)

    return live_message(read, _redraws[_item(one)].append)


def prediction_fields(predictions: Iterable[Prediction]) -> tuple[Field, ...]:
    """What a learner is asked, and how sure they are."""
    asked = (field for one in predictions for field in one.form.fields(key=one.id, label=_(one.label)))
    return (*asked, confidence_field())


def read_predictions(predictions: Sequence[Prediction], typed: Mapping[str, object]) -> dict[str, object] | Message:
    """Each prediction as plain data, by its id; a message where one is open or cannot be read."""
    found: dict[str, object] = {}
    for one in predictions:
        value = _read(one, typed)
        if isinstance(value, Problem):
            text = _("{question} {problem}").format(question=_(one.label), problem=value.text)
            return Message("blank" if value.blank else "wrong", "", (text,))
        found[one.id] = one.form.stored(value)
    return found


def recalled(predictions: Sequence[Prediction], typed: Mapping[str, object] | None) -> Message:
    """The message that brings predictions back; `typed` is what was kept, none where nothing was."""
    if typed is None:
        intro = _("No prediction of yours is kept here, and that is fine. This is what each answer would have met.")
        return Message("info", _("Predictions"), (intro, *map(_unguessed, predictions)))
    said = []
    for one in predictions:
        value = _read(one, typed)
        if not isinstance(value, Problem):
            text = _("{question}\nYou said: {given}. {reveal}")
            said.append(text.format(question=_(one.label), given=one.form.show(value), reveal=one.reveal(value)))
    sure = dict(confidence_field().options).get(str(typed.get("confidence")))
    if sure:
        said.append(_("How sure you were: {sure}.").format(sure=sure))
    return Message("info", _("What you predicted"), tuple(said))


def _unguessed(one: Prediction) -> str:
    """What each option would have met; of a number there are too many."""
    if not isinstance(one.form, Choice):
        return _("{question}\nYour own number would stand here.").format(question=_(one.label))
    return "\n".join([_(one.label), *(one.reveal(key) for key, _text in one.form.shown_options())])


def _read(one: Prediction, typed: Mapping[str, object]) -> Any:
    found = plain(one.form.from_fields(typed, key=one.id))
    return Problem(found.reason) if isinstance(found, Refused) else one.form.read(found)


def _item(one: Chapter) -> str:
    return f"{one.number:02d}"


def _last(here: Desk, one: Chapter) -> Event | None:
    kept = here.events("predict", _item(one))
    return kept[-1] if kept else None


def _mapping(event: Event, name: str) -> Mapping[str, object] | None:
    found = event.data.get(name)
    return found if isinstance(found, dict) else None
