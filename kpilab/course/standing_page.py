"""A learner's progress, shown: in a notebook, in a terminal, and in plain characters."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from kpilab.course.standing import ChapterLine, Standing, State, TaskLine, state_name
from kpilab.i18n import _, ngettext
from kpilab.widgets.theme import style_tag

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

__all__ = ["standing_html", "standing_rich", "standing_text"]

_MARKS: dict[State, str] = {"not started": "·", "tried": "…", "right": "✓", "mastered": "★"}
_COLOURS: dict[State, str] = {"not started": "dim", "tried": "yellow", "right": "green", "mastered": "bold green"}


def standing_text(standing: Standing) -> str:
    """The progress in plain characters: the sum, what to review today, and each chapter that was begun."""
    lines = [_heading(standing), *_sums(standing), *_review_lines(standing)]
    for chapter in _begun(standing):
        lines += ["", _chapter_title(chapter), _chapter_sum(chapter)]
        width = max((len(_task_title(line)) for line in chapter.tasks), default=0)
        lines += [f"  {_task_title(line):<{width}}  {_state(line)}{_trail(line)}" for line in chapter.tasks]
    if standing.started and (waiting := _waiting(standing)):
        lines += ["", waiting]
    return "\n".join(lines)


def standing_html(standing: Standing) -> str:
    """The same as HTML; a table for each chapter that was begun."""
    parts = [f'<p class="kpilab-heading"><strong>{escape(_heading(standing))}</strong></p>']
    parts += [f"<p>{escape(line)}</p>" for line in _sums(standing)]
    if standing.today:
        items = "".join(f"<li>{escape(line)}</li>" for line in _due_titles(standing))
        parts.append(f"<p><strong>{escape(_review_heading(standing))}</strong></p><ul>{items}</ul>")
    parts += [_chapter_html(chapter) for chapter in _begun(standing)]
    if standing.started and (waiting := _waiting(standing)):
        parts.append(f'<p class="kpilab-muted">{escape(waiting)}</p>')
    return f'{style_tag()}<div class="kpilab kpilab-card">{"".join(parts)}</div>'


def standing_rich(standing: Standing) -> Group:
    """The same for a terminal, as a `rich` group."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[Text | Table | Padding] = [Text(_heading(standing), style="bold"), *map(Text, _sums(standing))]
    if standing.today:
        parts.append(Text(_review_heading(standing), style="bold yellow"))
        parts += [Padding(Text(line), (0, 0, 0, 2), expand=False) for line in _due_titles(standing)]
        parts.append(Text(_("Start with: {command}").format(command="kpilab review"), style="dim"))
    for chapter in _begun(standing):
        parts += [Text(), _chapter_table(chapter)]
    if standing.started and (waiting := _waiting(standing)):
        parts += [Text(), Text(waiting, style="dim")]
    return Group(*parts)


def _heading(standing: Standing) -> str:
    return _("{learner}, progress on {day}").format(learner=standing.learner, day=standing.day.isoformat())


def _sums(standing: Standing) -> list[str]:
    if not standing.started:
        text = _("Nothing is recorded yet. Open 00_start_here, or the exercises of chapter 1, and answer one question.")
        return [*standing.notices, text]
    tasks = sum(len(chapter.tasks) for chapter in standing.chapters)
    right = sum(chapter.right for chapter in standing.chapters)
    mastered = sum(chapter.mastered for chapter in standing.chapters)
    text = _("{right} of {tasks} exercises right, {mastered} of them mastered.")
    return [
        *standing.notices,
        text.format(right=right, tasks=tasks, mastered=mastered),
        _("Mastered means right without help on two different days, with fresh numbers."),
    ]


def _review_heading(standing: Standing) -> str:
    n = len(standing.today)
    return ngettext("To review today: {n} question", "To review today: {n} questions", n).format(n=n)


def _review_lines(standing: Standing) -> list[str]:
    if not standing.today:
        return [_("Nothing to review today.")] if standing.started else []
    return ["", _review_heading(standing), *(f"  {title}" for title in _due_titles(standing))]


def _due_titles(standing: Standing) -> list[str]:
    return [f"{task}  {title}" for task, title in standing.today]


def _begun(standing: Standing) -> Iterator[ChapterLine]:
    return (chapter for chapter in standing.chapters if chapter.started)


def _waiting(standing: Standing) -> str:
    """The chapters that were not begun, in one line."""
    names = [_chapter_title(chapter) for chapter in standing.chapters if not chapter.started]
    return _("Not started: {chapters}.").format(chapters="; ".join(names)) if names else ""


def _chapter_title(chapter: ChapterLine) -> str:
    return f"{chapter.number:02d} · {chapter.title}"


def _chapter_sum(chapter: ChapterLine) -> str:
    text = _("{right} of {tasks} exercises right, {mastered} mastered; quiz {quiz_right} of {quiz}.")
    return text.format(
        right=chapter.right,
        tasks=len(chapter.tasks),
        mastered=chapter.mastered,
        quiz_right=chapter.quiz_right,
        quiz=chapter.quiz,
    )


def _task_title(line: TaskLine) -> str:
    return f"{line.task}  {line.title}"


def _state(line: TaskLine) -> str:
    return f"{_MARKS[line.state]} {state_name(line.state)}"


def _trail(line: TaskLine) -> str:
    """Tries, help and the day of return, where there are any."""
    parts = []
    if line.tries:
        parts.append(ngettext("{n} try", "{n} tries", line.tries).format(n=line.tries))
    if line.hints:
        parts.append(ngettext("{n} hint", "{n} hints", line.hints).format(n=line.hints))
    if line.solution_seen:
        parts.append(_("solution seen"))
    if line.review:
        parts.append(_("back on {day}").format(day=line.review.isoformat()))
    return f" ({', '.join(parts)})" if parts else ""


def _heads() -> tuple[str, ...]:
    return _("exercise"), _("state"), _("tries"), _("hints"), _("back on")


def _cells(line: TaskLine) -> tuple[str, ...]:
    day = line.review.isoformat() if line.review else ""
    return _task_title(line), _state(line), str(line.tries or ""), str(line.hints or ""), day


def _chapter_html(chapter: ChapterLine) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in _heads())
    rows = []
    for line in chapter.tasks:
        title, *rest = map(escape, _cells(line))
        looks = (' style="white-space:nowrap"', *(' class="kpilab-amount"',) * 3)
        cells = "".join(f"<td{look}>{cell}</td>" for look, cell in zip(looks, rest, strict=True))
        rows.append(f'<tr><th scope="row" style="text-align:left;font-weight:normal">{title}</th>{cells}</tr>')
    return (
        f"<p><strong>{escape(_chapter_title(chapter))}</strong><br>{escape(_chapter_sum(chapter))}</p>"
        f'<div style="overflow-x:auto"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _chapter_table(chapter: ChapterLine) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=f"{_chapter_title(chapter)}\n{_chapter_sum(chapter)}",
        title_justify="left",
        title_style="",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for place, head in enumerate(_heads()):
        table.add_column(head, justify="right" if place in (2, 3) else "left", overflow="fold", no_wrap=place == 4)
    for line in chapter.tasks:
        title, state, *rest = _cells(line)
        table.add_row(Text(title), Text(state, style=_COLOURS[line.state]), *map(Text, rest))
    return table
