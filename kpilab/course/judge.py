"""The one judge: an answer from a code cell, an answer box or a workbook, against the case that the learner had.

Pure: the same task, case and answer give the same verdict, on any day and any machine. The answer is first turned
into plain data; then it is compared with what is right on this case and with what each known mistake gives on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from kpilab.course.answers import Refused, plain
from kpilab.course.diagnosis import diagnose, is_slip, rounded_to
from kpilab.course.form_shape import Parts
from kpilab.course.forms import Choice, Composite, Number, Numbers, Problem, Table
from kpilab.course.plain_data import Plain, describe, is_blank
from kpilab.course.problem import Words, filled
from kpilab.course.task import Mistake, Task
from kpilab.course.verdict import Verdict
from kpilab.errors import ChapterError
from kpilab.i18n import _

__all__ = ["CaseWords", "claims", "judge", "right_answers", "show_right"]

T = TypeVar("T")

_KEPT_TEXT = 200
_KEPT_VALUES = 100


class CaseWords(Mapping[str, object]):
    """The numbers that a task's messages and options quote, worked out on the case when the first of them is read."""

    def __init__(self, task: Task[Any], case: Any) -> None:
        self._task, self._case = task, case
        self._found: Mapping[str, object] | None = None

    def _all(self) -> Mapping[str, object]:
        if self._found is None:
            self._found = _asked(self._task, "fields", lambda: self._task.fields(self._case))
        return self._found

    def __getitem__(self, name: str) -> object:
        found = self._all()
        if name not in found:
            raise _fault(self._task, "fields", _("There is no field {name}.").format(name=name))
        return found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def judge(task: Task[Any], case: Any, answer: object) -> Verdict:
    """The verdict on `answer` to `task` on `case`: right, wrong or not attempted, and what to say to it.

    Never raises for anything a learner hands in; raises `ChapterError` where the task itself is at fault.
    """
    words = CaseWords(task, case)
    found = plain(answer)
    if isinstance(found, Refused):
        return _unread(task, Problem(found.reason), found.reason)
    values = task.form.readings(found, words)
    if isinstance(values, Problem):
        return _unread(task, values, None if is_blank(found) else _kept(found))
    rights = right_answers(task, case)
    verdicts = (_compared(task, case, value, rights, words) for value in values)
    first = next(verdicts)
    return first if first.right else next((other for other in verdicts if other.right), first)


def _unread(task: Task[Any], problem: Problem, given: object) -> Verdict:
    out_of = len(task.form.part_labels())
    if problem.blank:
        said = (problem.text,) if given is None else (problem.text, _("This does not count as a try."))
        return Verdict(task.id, "not attempted", said, out_of=out_of)
    return Verdict(task.id, "wrong", (task.form.asks(task.id), problem.text), given=given, out_of=out_of)


def _kept(found: Plain) -> object:
    """What is kept of an answer that could not be compared: enough to see what it was, and fit for JSON."""
    if isinstance(found, str):
        return found if len(found) <= _KEPT_TEXT else f"{found[:_KEPT_TEXT]}…"
    if found is None or isinstance(found, bool):
        return found
    if isinstance(found, int | float):
        return found if abs(found) < 1e300 else describe(found)
    if isinstance(found, dict) and len(found) <= _KEPT_VALUES:
        return {name: _kept(value) for name, value in found.items()}
    if isinstance(found, list) and len(found) <= _KEPT_VALUES:
        return [_kept(value) for value in found]
    return describe(found)


def _compared(task: Task[Any], case: Any, value: Any, rights: tuple[Parts, ...], words: Words) -> Verdict:
    form, given = task.form, task.form.split(value)
    right, fitting = max(((way, _fitting(task, given, way)) for way in rights), key=lambda one: len(one[1]))
    out_of = len(form.part_labels())
    remarks: list[str] = []
    named: list[tuple[Mistake[Any], Parts]] = []
    if len(fitting) < out_of:
        seen = _recognised(task, given, right, claims(task, case, words))
        for mistake, claim in seen:
            if mistake.accepted and not claim.keys() <= fitting:
                fitting |= claim.keys()
                remarks.append(_said(task, mistake, words))
        named = _most_telling([(m, claim) for m, claim in seen if not m.accepted and not claim.keys() <= fitting])
    points = len(fitting)
    if points == out_of:
        praise = _asked(task, "praise", lambda: filled(task.praise, words))
        return Verdict(task.id, "right", (*remarks, praise), given=form.stored(value), points=points, out_of=out_of)
    told = [_said(task, mistake, words) for mistake, _claim in named]
    covered = {part for _mistake, claim in named for part in claim}
    open_parts = [part for part in form.part_labels() if part not in fitting and part not in covered]
    told += _unforeseen(task, case, given, right, rights, open_parts)
    ids = tuple(mistake.id for mistake, _claim in named)
    return Verdict(task.id, "wrong", tuple(dict.fromkeys(told)), ids, form.stored(value), points, out_of)


def _fitting(task: Task[Any], given: Parts, right: Parts) -> set[str]:
    return {part for part in given if part in right and task.form.fits(part, given[part], right[part])}


def _recognised(
    task: Task[Any], given: Parts, right: Parts, known: list[tuple[Mistake[Any], Parts]]
) -> list[tuple[Mistake[Any], Parts]]:
    """The known answers that this one is; failing that, the wrong ones it is but for rounding or a percent sign."""
    seen = [(mistake, claim) for mistake, claim in known if _shown(task, given, claim)]
    form = task.form
    if seen or not isinstance(form, Number) or is_slip(form, given[""], right[""]):
        return seen
    wrong = [(mistake, claim) for mistake, claim in known if not mistake.accepted]
    return [(m, c) for m, c in wrong if rounded_to(form, given[""], c[""]) == form.decimals - 1] or [
        (m, c) for m, c in wrong if form.percent and form.same(given[""] / 100, c[""])
    ]


def _shown(task: Task[Any], given: Parts, claim: Parts) -> bool:
    return all(part in given and task.form.shows(part, given[part], claim[part]) for part in claim)


def _most_telling(named: list[tuple[Mistake[Any], Parts]]) -> list[tuple[Mistake[Any], Parts]]:
    """Without those that say less than another one does: a pattern over all parts says more than one part."""
    return [(m, claim) for m, claim in named if not any(claim.keys() < other.keys() for _m, other in named)]


def _said(task: Task[Any], mistake: Mistake[Any], words: Words) -> str:
    return _asked(task, mistake.id, lambda: filled(mistake.says, words))


def _unforeseen(
    task: Task[Any], case: Any, given: Parts, right: Parts, rights: tuple[Parts, ...], parts: list[str]
) -> list[str]:
    """Sentences for the wrong parts that no known mistake explains."""
    form = task.form
    if not parts:
        return []
    if isinstance(form, Number):
        return [diagnose(form, given[""], right[""], rows=_has_rows(task, case))]
    if isinstance(form, Table):
        return form.told(given[""], right[""])
    if isinstance(form, Choice):
        return [_("This option is not the one. What does it change, and for whom?")]
    labels = form.part_labels()
    if isinstance(form, Numbers):
        rows = _has_rows(task, case)
        said = {part: diagnose(form.number, given[part], right[part], rows=rows) for part in parts}
        return [form.in_part(part, Problem(text)).text for part, text in said.items()]
    if isinstance(form, Composite):
        return [_of_part(form, part, given, rights) for part in parts]
    return [_("Look again at: {rows}.").format(rows=", ".join(labels[part] for part in parts))]


def _has_rows(task: Task[Any], case: Any) -> bool:
    """Whether the learner looks at a table of several rows."""
    shown = _asked(task, "show", lambda: task.show(case))
    return hasattr(shown, "to_html") and len(shown) > 1


def _of_part(form: Composite, part: str, given: Parts, rights: tuple[Parts, ...]) -> str:
    name = form.part_labels()[part]
    if part not in given:
        return _("{part}: still open.").format(part=name)
    if any(given[part] <= way.get(part, frozenset()) for way in rights):
        return _("{part}: this can be defended, and not together with the rest of your answer.").format(part=name)
    return _("{part}: this does not hold. Is it true, and does it support your choice?").format(part=name)


def right_answers(task: Task[Any], case: Any) -> tuple[Parts, ...]:
    """What is right on this case, by part; several where several answers are right.

    Raises `ChapterError` where the task's answer cannot be worked out, or is not in the task's form.
    """
    answer = plain(_asked(task, "answer", lambda: task.answer(case)))
    found = Problem(answer.reason) if isinstance(answer, Refused) else task.form.rights(answer, CaseWords(task, case))
    if isinstance(found, Problem):
        raise _fault(task, "answer", found.text)
    return found


def claims(task: Task[Any], case: Any, words: Words | None = None) -> list[tuple[Mistake[Any], Parts]]:
    """Each known mistake with what it gives on this case, by part.

    Raises `ChapterError` where that cannot be worked out, or is not in the task's form.
    """
    words = CaseWords(task, case) if words is None else words
    return [(mistake, _claim(task, case, mistake, words)) for mistake in task.mistakes]


def _claim(task: Task[Any], case: Any, mistake: Mistake[Any], words: Words) -> Parts:
    if mistake.part and mistake.part not in task.form.part_labels():
        raise _fault(task, mistake.id, _("There is no part {part}.").format(part=mistake.part))
    answer = plain(_asked(task, mistake.id, lambda: mistake.answer(case)))
    if isinstance(answer, Refused):
        raise _fault(task, mistake.id, answer.reason)
    found = task.form.claim(answer, mistake.part, words)
    if isinstance(found, Problem) or not found:
        raise _fault(task, mistake.id, found.text if isinstance(found, Problem) else describe(answer))
    return found


def show_right(task: Task[Any], case: Any) -> str:
    """What is right on this case, as a person reads it."""
    way = right_answers(task, case)[0]
    form: Any = task.form
    shown: str = form.show(way if len(form.part_labels()) > 1 or "" not in way else way[""], CaseWords(task, case))
    return shown


def _asked(task: Task[Any], what: str, work: Callable[[], T]) -> T:
    """What the chapter's own code returns; its faults are the chapter's and never the learner's."""
    try:
        return work()
    except ChapterError:
        raise
    except Exception as error:
        raise _fault(task, what, f"{type(error).__name__}: {error}") from error


def _fault(task: Task[Any], what: str, problem: str) -> ChapterError:
    summary = _("Task {task} cannot be judged: its “{what}” is at fault.").format(task=task.id, what=what)
    return ChapterError(summary, [problem])
