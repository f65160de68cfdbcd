"""The questions of a chapter's quiz, read from its `quiz.toml`.

The file is a list of questions, in the order in which they are asked. Every text is a message id: it is
written in English and translated when it is shown::

    [[question]]
    id = "repair"                     # stable: stored answers refer to it
    text = "A row is below base, below base counts 0. Its weight doubles. What does a repair that ends at the base add?"
    core = true                       # asked on the short path too; default false
    vote = true                       # for a class: vote, talk to your neighbour, vote again; default false
    argument = '''Somebody says: "The row now weighs twice as much, so every point must pay twice." Does it?'''
                                      # needed with `vote`: whoever learns alone reads it before answering again;
                                      # it argues for a wrong option

    [[question.option]]
    key = "a"                         # stable, and says nothing about right or wrong
    text = "nothing"
    right = true                      # exactly one option is right
    feedback = "Zero times any weight is zero: the row needs another rule below base, not more weight."

    [[question.option]]
    key = "b"
    text = "twice as much"
    feedback = "Twice nothing is nothing."

    [[question.option]]
    key = "c"
    text = "I have no idea yet."
    unsure = true                     # an honest blank: neither right nor wrong, whatever the confidence
    feedback = "Section 3 works it out."

Two to six options a question, each with its `feedback`: what a person who picked it should hear. Keys are
shown nowhere; options are shown in the order of the file, so do not put the right one first each time.
How sure a person is, is asked with every question.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kpilab.errors import ChapterError, UnknownName
from kpilab.i18n import _

__all__ = ["Option", "Question", "load_questions", "parse_questions"]

_QUESTION_KEYS = {"id", "text", "core", "vote", "argument", "option"}
_OPTION_KEYS = {"key", "text", "right", "unsure", "feedback"}


@dataclass(frozen=True)
class Option:
    """One option: what it says, and what a person who picked it should hear. Texts are message ids.

    Whoever picks one that is `unsure` has not answered and knows it.
    """

    key: str
    text: str
    feedback: str
    right: bool = False
    unsure: bool = False


@dataclass(frozen=True)
class Question:
    """One question of a quiz; exactly one of its options is right. Texts are message ids."""

    id: str
    text: str
    options: tuple[Option, ...]
    core: bool = False
    vote: bool = False
    argument: str = ""

    def option(self, key: str) -> Option:
        """The option of that key."""
        for option in self.options:
            if option.key == key:
                return option
        raise UnknownName(_("option"), key, (option.key for option in self.options))


def parse_questions(text: str, *, name: str = "quiz.toml") -> tuple[Question, ...]:
    """The questions in a quiz file's text; raises `ChapterError` with every fault of the file at once.

    >>> quiz = '''
    ... [[question]]
    ... id = "base"
    ... text = "Base is …"
    ... [[question.option]]
    ... key = "a"
    ... text = "last year's result."
    ... feedback = "It may inform the base; it is not its meaning."
    ... [[question.option]]
    ... key = "b"
    ... text = "the lowest result we still accept."
    ... right = true
    ... feedback = "Under it, the work counts as not done."
    ... '''
    >>> [question] = parse_questions(quiz)
    >>> question.option("b").right
    True
    """
    try:
        tables = tomllib.loads(text).get("question", [])
    except tomllib.TOMLDecodeError as error:
        raise ChapterError(_("{name} is not readable as TOML: {error}.").format(name=name, error=error)) from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ChapterError(_("{name} needs a list of [[question]] tables.").format(name=name))
    problems = [problem for place, table in enumerate(tables, 1) for problem in _question_problems(place, table)]
    ids = [str(table.get("id")) for table in tables]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    problems += [_("two questions have the id '{id}'.").format(id=one) for one in twice]
    if problems:
        raise ChapterError(_("{name} is not in the form that a quiz needs:").format(name=name), problems)
    return tuple(_question(table) for table in tables)


@lru_cache(maxsize=64)
def load_questions(path: Path) -> tuple[Question, ...]:
    """The questions of the quiz file at `path`, in their order; none where there is no file."""
    if not path.is_file():
        return ()
    return parse_questions(path.read_text(encoding="utf-8"), name=path.name)


def _question(table: Mapping[str, Any]) -> Question:
    rest = {entry: value for entry, value in table.items() if entry != "option"}
    return Question(options=tuple(Option(**option) for option in table["option"]), **rest)


def _question_problems(place: int, table: Mapping[str, Any]) -> Iterable[str]:
    name = table.get("id") or place
    for unknown in sorted(set(table) - _QUESTION_KEYS):
        yield _("question {question}: there is no entry '{entry}'.").format(question=name, entry=unknown)
    for entry in ("id", "text"):
        if not isinstance(table.get(entry), str) or not table[entry]:
            yield _("question {question}: '{entry}' is missing.").format(question=name, entry=entry)
    if table.get("vote") and not table.get("argument"):
        yield _("question {question}: a vote needs an 'argument' for a wrong option.").format(question=name)
    options = table.get("option", [])
    tables = isinstance(options, list) and all(isinstance(option, dict) for option in options)
    if not tables or not 2 <= len(options) <= 6:
        yield _("question {question}: it needs two to six [[question.option]] tables.").format(question=name)
        return
    if sum(option.get("right") is True for option in options) != 1:
        yield _("question {question}: exactly one option must have right = true.").format(question=name)
    if len({option.get("key") for option in options}) != len(options):
        yield _("question {question}: each option needs a key of its own.").format(question=name)
    for option in options:
        yield from _option_problems(name, option)


def _option_problems(question: object, option: Mapping[str, Any]) -> Iterable[str]:
    for unknown in sorted(set(option) - _OPTION_KEYS):
        yield _("question {question}: an option has no entry '{entry}'.").format(question=question, entry=unknown)
    if option.get("right") and option.get("unsure"):
        yield _("question {question}: an option is right or unsure, not both.").format(question=question)
    for entry in ("key", "text", "feedback"):
        if not isinstance(option.get(entry), str) or not option[entry]:
            yield _("question {question}: an option lacks '{entry}'.").format(question=question, entry=entry)
