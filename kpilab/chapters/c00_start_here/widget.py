"""The boxes of the first page: progress, data in Excel, path, and where to start. Their logic stands in `kpilab.course`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from html import escape
from math import ceil

from kpilab.course.chapters import chapter, chapters
from kpilab.course.desk import Desk, desk
from kpilab.course.door import file_link, page_link
from kpilab.course.learner import save_settings
from kpilab.course.paths import Path, chapter_title, find_path, paths, roles
from kpilab.course.placement import TOPICS, Suggestion, suggest
from kpilab.course.questions import load_questions
from kpilab.i18n import _, ngettext
from kpilab.widgets.ask_box import ask_box
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.fields import Field
from kpilab.widgets.message import Message, message_html

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
        path = excel_file(workspace)
        made = Message("info", _("The workbook lies in your course folder"), (str(path),))
        link = file_link(path.relative_to(workspace).as_posix(), _("Download {file}").format(file=path.name))
        return f'{message_html(made, alone=False)}<p style="margin:8px 0 0">{link}</p>'

    return ask_box(heading=_("The data in Excel"), button=_("Make the workbook"), act=act)


def choose_path() -> Bundle:
    """A box that asks for role, path and time, keeps them, and shows the way."""
    settings = desk().settings
    filled = {
        "role": settings.role or None,
        "path": (_OWN if settings.path == settings.role else settings.path) or None,
        "minutes": str(settings.minutes) if settings.minutes else None,
    }
    known = settings.path in {path.id for path in paths()} and settings.minutes
    return ask_box(
        heading=_("Which way is yours?"),
        button=_("Show my path"),
        act=_keep_path,
        fields=_fields(),
        filled=filled,
        shown=_path_html(find_path(settings.path), settings.minutes) if known else "",
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
        said = (*_advice(suggestion), *here.record("placement", "00", data))
        return message_html(Message("info", _("Where to start"), said), alone=False) + _way_in(suggestion)

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
    """What of the path is open today, first of all; then what is to come."""
    there = _there()
    ahead = [step for step in path.steps if step.chapter]
    open_now = [step for step in ahead if step.chapter in there]
    coming = [
        _("{number} {title}").format(number=step.chapter, title=chapter_title(step.chapter))
        for step in ahead
        if step.chapter and step.chapter not in there
    ]
    lines = [
        escape(_("Open today: {chapter}, {minutes} minutes.")).format(
            chapter=_link(step.chapter or 0), minutes=step.minutes
        )
        for step in open_now
    ]
    lines += [] if open_now else list(_elsewhere(path, there))
    if path.role and open_now:
        weeks = ceil(sum(step.minutes for step in open_now) / weekly)
        pace = ngettext("At your pace that is about {n} week.", "At your pace that is about {n} weeks.", weeks)
        lines.append(escape(pace.format(n=weeks)))
    if coming:
        text = _("Still to come on “{path}”: {chapters}.")
        lines.append(escape(text.format(path=_(path.name), chapters=" · ".join(coming))))
    return '<div style="margin-top:8px">' + "".join(f"<p>{line}</p>" for line in lines) + "</div>"


def _elsewhere(path: Path, there: Collection[int]) -> Iterator[str]:
    """What is open, for a path of which nothing is."""
    beside = " · ".join(_link(number) for number in there if number)
    text = _("Nothing of “{path}” is open yet. Beside it, this is open today: {chapters}.")
    yield escape(text).format(path=escape(_(path.name)), chapters=beside)


def _named(number: int) -> str:
    return _("chapter {number}, {title}").format(number=number, title=chapter_title(number))


def _link(number: int, text: str = "", *, tree: str = "lessons") -> str:
    """The name of an open chapter, or `text`, as a link to it."""
    return page_link(f"{tree}/{chapter(number).name}.ipynb", text or _named(number))


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


def _advice(suggestion: Suggestion) -> Iterator[str]:
    there = _there()
    named = {number: _named(number) for number in suggestion.pointed}
    if today := "; ".join(text for number, text in named.items() if number in there):
        yield _("Your answers point at what is open today: {chapters}.").format(chapters=today)
    if suggestion.straight_to_exercises:
        text = _(
            "Begin with {chapter}. You know its first idea: try the exercises, and read the lesson where you are stuck."
        )
    else:
        text = _("Begin with {chapter}: the lesson first, then the exercises.")
    yield text.format(chapter=_named(suggestion.start))
    if later := "; ".join(text for number, text in named.items() if number not in there):
        yield _("Your answers also point at chapters that are still to come: {chapters}.").format(chapters=later)


def _way_in(suggestion: Suggestion) -> str:
    tree, text = "lessons", _("Open the lesson")
    if suggestion.straight_to_exercises:
        tree, text = "exercises", _("Open the exercises")
    return f'<p style="margin:8px 0 0">{_link(suggestion.start, text, tree=tree)}</p>'
