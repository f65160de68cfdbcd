"""A whole questionnaire, written as people write one, and what a careful reader finds in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kpilab.analysis.survey_lint import Finding, lint
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["Item", "Questionnaire", "questionnaire"]

_ANSWER = re.compile(r"\s*[-–—•*]\s+(.*\S)\s*")
_NUMBERED = re.compile(r"\s*\d+\s*[.)]\s+")
_MOST, _LONG = 200, 10


@dataclass(frozen=True)
class Item:
    """A question with the answers it offers; without answers it is an open one."""

    question: str
    answers: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What `lint` finds in it."""
        return lint(self.question, self.answers)


@dataclass(frozen=True)
class Questionnaire:
    """The questions in order."""

    items: tuple[Item, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be said of the whole: its length, the open question, and questions asked twice."""
        return tuple(self._remarks())

    def _remarks(self) -> Iterator[str]:
        if len(self.items) > _LONG:
            text = _("{n} questions: many people stop half-way. Five to eight are read to the end.")
            yield text.format(n=len(self.items))
        if len(self.items) > 2 and all(item.answers for item in self.items):
            yield _("There is no open question. One at the end tells what you did not think of.")
        open_ones = sum(not item.answers for item in self.items)
        if open_ones > 2:
            text = _("{n} open questions: writing is work, and coding them is yours. Keep one.")
            yield text.format(n=open_ones)
        asked = Counter(item.question for item in self.items)
        for question, times in asked.items():
            if times > 1:
                yield _("“{question}” stands there twice.").format(question=question)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found: neither in a question nor in the whole."""
        return not self.remarks and not any(item.findings for item in self.items)


def questionnaire(text: str) -> Questionnaire:
    """A questionnaire from plain text: a question in each line, its answers below it, each after a dash.

    Numbers before a question are left out, and so are empty lines. Raises `DataError` where an answer comes before any
    question, and for more than 200 lines.

    >>> found = questionnaire('''1. How clean was your room?
    ... - clean
    ... - neither
    ... - dirty
    ... What should we have done differently?''')
    >>> len(found.items), found.items[0].answers, found.is_clean
    (2, ('clean', 'neither', 'dirty'), True)
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > _MOST:
        raise DataError(_("There are {n} lines; read at most {most} at once.").format(n=len(lines), most=_MOST))
    items: list[Item] = []
    for line in lines:
        answer = _ANSWER.fullmatch(line)
        if not answer:
            items.append(Item(_NUMBERED.sub("", line, count=1).strip()))
        elif items:
            items[-1] = Item(items[-1].question, (*items[-1].answers, answer[1]))
        else:
            said = _(
                "“{line}” is an answer, and no question stands above it. Write the question first, without a dash."
            )
            raise DataError(said.format(line=line.strip()))
    return Questionnaire(tuple(items))
