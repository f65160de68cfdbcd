"""The boxes of the first page: progress, data in Excel, path, and where to start. Their logic stands in `kpilab.course`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from math import ceil

from kpilab.course.chapters import chapters
from kpilab.course.desk import Desk, desk
from kpilab.course.learner import save_settings
from kpilab.course.paths import Path, Step, chapter_title, find_path, paths, roles
from kpilab.course.placement import TOPICS, Suggestion, suggest
from kpilab.course.questions import load_questions
from kpilab.i18n import _, ngettext
from kpilab.widgets.ask_box import ask_box
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.fields import Field
from kpilab.widgets.message import Message

__all__ = ["choose_path", "data_in_excel", "my_progress", "where_to_start"]

_OWN = "own"
_MINUTES = (30, 60, 120, 240)


def my_progress() -> Bundle:
    """A box with one button: what you have done so far."""

    def act(_values: Mapping[str, object]) -> Message | str:
        from kpilab.course import progress

        shown = progress()._repr_mimebundle_()
        return str(shown["text/html"])

    return ask_box(heading=_("What have I done so far?"), button=_("Show my progress"), act=act)


def data_in_excel() -> Bundle:
    """A box with one button: the data as an Excel workbook, made on the first press."""

    def act(_values: Mapping[str, object]) -> Message | str:
        from kpilab.course.workspace import excel_file

        workspace = desk().workspace
        if workspace is None:
            return Message("blank", _("No course folder"), (_("Start the course with: kpilab start"),))
        return Message("info", _("The workbook lies here"), (str(excel_file(workspace)),))

    return ask_box(heading=_("The data in Excel"), button=_("Make the workbook"), act=act)


def choose_path() -> Bundle:
    """A box that asks for role, path and time, keeps them, and shows the way."""
    settings = desk().settings
    filled = {
        "role": settings.role or None,
        "path": (_OWN if settings.path == settings.role else settings.path) or None,
        "minutes": str(settings.minutes) if settings.minutes else None,
    }
    return ask_box(
        heading=_("Which way is yours?"), button=_("Show my path"), act=_keep_path, fields=_fields(), filled=filled
    )


def where_to_start() -> Bundle:
    """A box with one button: where to start, from the six answers and the path."""

    def act(_values: Mapping[str, object]) -> Message | str:
        here = desk()
        right = _answers(here)
        if not right:
            return Message(
                "blank", "", (_("Answer the six questions above first; “I have no idea yet” is an answer too."),)
            )
        suggestion = suggest(right, path=find_path(here.settings.path or "sales_manager"), there=_there())
        data = {"right": sum(right.values()), "of": len(TOPICS), "start": suggestion.start}
        return Message(
            "info", _("Where to start"), (*_advice(suggestion, right), *here.record("placement", "00", data))
        )

    return ask_box(heading=_("Where do I start?"), button=_("Suggest a chapter"), act=act)


def _fields() -> tuple[Field, ...]:
    others = [(path.id, _(path.name)) for path in paths() if not path.role]
    weekly = {30: _("half an hour"), 60: _("an hour"), 120: _("two hours"), 240: _("four hours or more")}
    return (
        Field("role", _("What do you do?"), "choice", tuple((path.id, _(path.role)) for path in roles())),
        Field("path", _("How would you like to go?"), "choice", ((_OWN, _("The path for what I do")), *others)),
        Field("minutes", _("How much time have you a week?"), "choice", tuple((str(n), weekly[n]) for n in _MINUTES)),
    )


def _keep_path(values: Mapping[str, object]) -> Message | str:
    role, asked, minutes = (str(values.get(key) or "") for key in ("role", "path", "minutes"))
    if not (role and asked and minutes):
        return Message("blank", "", (_("Choose one answer in each of the three groups."),))
    path = find_path(role if asked == _OWN else asked)
    here = desk()
    here.record("role", "00", {"role": role, "path": path.id, "minutes": int(minutes)})
    if here.workspace:
        save_settings(here.workspace, role=role, path=path.id, minutes=int(minutes))
    return _path_html(path, int(minutes))


def _path_html(path: Path, weekly: int) -> str:
    weeks = ceil(path.minutes / weekly)
    length = _("{hours} hours in all.")
    if path.role:
        length = ngettext(
            "{hours} hours in all; at your pace about {n} week.",
            "{hours} hours in all; at your pace about {n} weeks.",
            weeks,
        )
    there = _there()
    ahead = [step for step in path.steps if step.chapter]
    lines = [
        f"<strong>{escape(_(path.name))}</strong>",
        escape(length.format(hours=round(path.minutes / 60), n=weeks)),
        *_listed(_("Open now: {chapters}. The way in is at the end of this page."), ahead, lambda n: n in there),
        *_listed(_("Coming: {chapters}."), ahead, lambda n: n not in there),
    ]
    return '<div style="margin-top:8px">' + "".join(f"<p>{line}</p>" for line in lines) + "</div>"


def _listed(sentence: str, steps: Iterable[Step], wanted: Callable[[int], bool]) -> Iterator[str]:
    """The sentence with the chapters that are wanted; nothing where there are none."""
    text = _("{number} {title} ({minutes} min)")
    named = [
        text.format(number=f"{step.chapter:02d}", title=chapter_title(step.chapter), minutes=step.minutes)
        for step in steps
        if step.chapter is not None and wanted(step.chapter)
    ]
    if named:
        yield escape(sentence.format(chapters=", ".join(named)))


def _there() -> tuple[int, ...]:
    return tuple(one.number for one in chapters())


def _answers(here: Desk) -> dict[str, bool]:
    """Which placement questions were answered, and whether right: the last answer to each counts."""
    home = next(one for one in chapters() if one.number == 0)
    chosen = {event.item: event.data.get("key") for event in here.events("quiz")}
    return {
        question.id: question.option(str(key)).right
        for question in load_questions(home.quiz_path)
        if (key := chosen.get(f"00.{question.id}")) is not None
    }


def _advice(suggestion: Suggestion, right: Mapping[str, bool]) -> Iterator[str]:
    count = sum(right.values())
    yield ngettext("{count} of {of} right.", "{count} of {of} right.", count).format(count=count, of=len(TOPICS))
    title = _("chapter {number}, {title}").format(number=suggestion.start, title=chapter_title(suggestion.start))
    if suggestion.straight_to_exercises:
        yield _(
            "Begin with {chapter}. You know its first idea already: try the exercises, and read the lesson where you get stuck."
        ).format(chapter=title)
    else:
        yield _("Begin with {chapter}: the lesson first, then the exercises.").format(chapter=title)
    if suggestion.waiting:
        listed = ", ".join(chapter_title(number) for number in suggestion.waiting)
        yield _("Still to come, and worth your time: {chapters}.").format(chapters=listed)
