"""One page of a KPI dictionary as somebody writes it, and which of its ends are still loose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from html import escape

from kpilab.i18n import N_, _

__all__ = ["DefinitionPage", "LooseEnd", "LooseEnds", "line_name", "line_question", "loose_ends"]


@dataclass(frozen=True)
class DefinitionPage:
    """What a firm writes down about one KPI; an empty text is a line that is still to be written."""

    kpi: str = ""
    question: str = ""
    above: str = ""
    below: str = ""
    counts: str = ""
    window: str = ""
    when: str = ""
    unit: str = ""
    source: str = ""
    owner: str = ""
    review: str = ""
    trick: str = ""
    pair: str = ""


@dataclass(frozen=True)
class LooseEnd:
    """One line of a page on which two colleagues can still differ, and the sentence that says so."""

    line: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


class LooseEnds(tuple[LooseEnd, ...]):
    """The loose ends of a page: a tuple that a notebook and a terminal show as sentences."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(f"- {one}" for one in self) if self else _none()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(one.sentence)}</li>" for one in self)
        return f"<ul>{items}</ul>" if self else f"<p>{escape(_none())}</p>"


def _none() -> str:
    return _("No end is loose on paper. Let two colleagues compute it from the page alone, and compare.")


_LINES = {
    "kpi": (N_("Name"), N_("What is it called?")),
    "question": (N_("Question"), N_("Which question does it answer, and which decision hangs on it?")),
    "above": (N_("Above the line"), N_("What is counted above the line?")),
    "below": (N_("Below the line"), N_("What is it divided by? Write “nothing” where it is a plain count.")),
    "counts": (N_("What counts"), N_("What counts and what does not: returns, channels, guests, doubles?")),
    "window": (N_("Window"), N_("Over which time: a month, a quarter, since when?")),
    "when": (N_("When"), N_("On which day is it read, and by which date does a case belong to a month?")),
    "unit": (N_("Unit"), N_("In which unit, and which way is good?")),
    "source": (N_("Source"), N_("From which system, table or person does it come?")),
    "owner": (N_("Owner"), N_("Who brings it, and who acts on it? Names.")),
    "review": (N_("Review"), N_("How often is it looked at, and when is this page looked at again?")),
    "trick": (N_("Trick"), N_("How could somebody lift it without doing the work?")),
    "pair": (N_("Pair"), N_("Which number gets worse when that is done?")),
}
_VAGUE = (
    "active", "regular", "loyal", "satisfied", "on time", "quickly", "soon", "recent", "important", "good", "etc",
    "活跃", "忠诚", "满意", "及时", "近期", "重要", "等等",
)  # fmt: skip
_DEFINING = ("above", "below", "counts", "window", "when")
_NOBODY = ("everyone", "everybody", "all", "all of us", "the team", "team", "nobody", "we", "大家", "全体", "团队")


def line_name(line: str) -> str:
    """A line's name as a person reads it.

    >>> line_name("below")
    'Below the line'
    """
    return _(_LINES[line][0])


def line_question(line: str) -> str:
    """The question that a line answers."""
    return _(_LINES[line][1])


def loose_ends(page: DefinitionPage) -> LooseEnds:
    """The lines on which two people who read `page` can still differ, in the order of the page.

    A line is loose while it is empty; where it uses a word that everyone reads their own way and no number beside
    it; and where its owner is everybody.

    >>> page = DefinitionPage(above="active customers", owner="the team")
    >>> [end.line for end in loose_ends(page)][2:4], loose_ends(page)[9].sentence[:29]
    (['above', 'below'], 'Owner: “the team” is nobody. ')
    """
    return LooseEnds(end for field in fields(page) for end in _of_line(field.name, getattr(page, field.name)))


def _of_line(line: str, text: str) -> Iterator[LooseEnd]:
    said = text.strip().casefold()
    if not said:
        yield LooseEnd(line, _("{line}: {question}").format(line=line_name(line), question=line_question(line)))
    elif line == "owner" and said in _NOBODY:
        yield LooseEnd(
            line, _("{line}: “{text}” is nobody. Write a name.").format(line=line_name(line), text=text.strip())
        )
    elif line in _DEFINING and not any(sign.isdigit() for sign in said):
        for word in _VAGUE:
            if word in said if not word.isascii() else f" {word} " in f" {said.replace(',', ' ')} ":
                told = _("{line}: “{word}” is read differently by each of us. Say by which number or list it is told.")
                yield LooseEnd(line, told.format(line=line_name(line), word=word))
