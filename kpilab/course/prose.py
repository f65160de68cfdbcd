"""Lesson prose held against what the notebook shows, so that a number in a sentence cannot outlive its truth.

Three rules. In a paragraph that begins `**Reading.**` every number is found in an output above it, or in code above it
or in the cell that it leads to. In other lesson prose every number of three or more digits is found in some output or
code of the notebook. The prose of tasks and solutions quotes no number of three or more digits, and none of two that
the task's own tables show: it must be true of every learner's numbers; what stands in the task's code or in
backticks is part of the question and may be quoted.

Not counted as numbers of the prose: numbers in words, 0, 1 and 100 %, headings, code, addresses, ordinals (29th),
dates, times, years from 1990 to 2099, the year of a source in brackets (Doran, 1981), and what is named section,
chapter, exercise, task, question, step or part.
Two numbers agree when the shown one, rounded to the decimals of the quoted one, is the quoted one; the sign may stand
in the words, and a share agrees with its percentage; where the words say "of each 100", with the number out of 100.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from kpilab.course.markdown import blocks
from kpilab.course.outputs import output_text
from kpilab.i18n import _

__all__ = ["Quoted", "agrees", "lesson_problems", "numbers_in", "task_problems"]

_NUMBER = re.compile(
    r"(?<![\w.,])(?P<value>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<percent>[ \u00a0\u202f]?%| percent\b)?(?!\w|[.,]\d)"
)
_DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b|\b\d{1,2}:\d\d\b")
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")
_YEAR = re.compile(r"(?<![\d.,])(?:19[9]\d|20\d\d)(?![\d.,]*\d|[ \u00a0]?%)")
_PUBLISHED = re.compile(r"\([^()\d]+, (?:19|20)\d\d\)")
_LIST = r"\d+(?:\.\d+)?(?:(?:, | and | or | to |–|-)\d+(?:\.\d+)?)*(?:,? and \d+(?:\.\d+)?)?"
_NAMED = re.compile(rf"\b(?:sections?|chapters?|exercises?|tasks?|questions?|steps?|parts?)\s+{_LIST}", re.IGNORECASE)
_PER_HUNDRED = re.compile(r"\b(?:each|every|in|of|per) 100\b(?![.,]\d|[ \u00a0]?%)")
_CODE = re.compile(r"`[^`]*`")
_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")
_SOURCE_NUMBER = re.compile(r"(?<![\w.])(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?![\w])")
_READING = "**Reading.**"


@dataclass(frozen=True)
class Quoted:
    """A number as it is printed: its text, its magnitude, and whether a percent sign follows."""

    text: str
    value: Decimal
    percent: bool = False

    @property
    def digits(self) -> int:
        """How many digits say something: not the zeros at either end, unless a whole number has further digits.

        >>> [number.digits for number in numbers_in("6,051 380 160 % 6,000 0.70 1.20")]
        [4, 3, 2, 1, 1, 2]
        """
        printed = f"{self.value:f}".replace(".", "").lstrip("0")
        said = printed.rstrip("0")
        return len(printed) if len(said) > 1 and not self.percent and "." not in self.text else len(said)


def numbers_in(prose: str) -> tuple[Quoted, ...]:
    """The numbers of a piece of prose that must be true of the data.

    >>> [number.text for number in numbers_in("On the 29th of May 2025, section 3: 6,051 is 100.85 % of `6000`.")]
    ['6,051', '100.85 %']
    """
    for pattern in (_CODE, _ADDRESS, _DATE, _ORDINAL, _NAMED, _YEAR, _PUBLISHED):
        prose = pattern.sub(" … ", prose)
    per_hundred = bool(_PER_HUNDRED.search(prose))
    found = (
        _quoted(match[0], match["value"], percent=bool(match["percent"]) or per_hundred)
        for match in _NUMBER.finditer(prose)
    )
    return tuple(number for number in found if not _is_plain(number))


def agrees(quoted: Quoted, shown: Quoted) -> bool:
    """Whether the shown number, at the precision of the quoted one, is the quoted one.

    >>> agrees(*numbers_in("74 % 0.7440")), agrees(*numbers_in("6,051 6051.43")), agrees(*numbers_in("6,051.4 6,051"))
    (True, True, False)
    """
    places = _places(quoted.value)
    for factor in _factors(quoted, shown):
        value = shown.value * factor
        if value == quoted.value:
            return True
        step = Decimal(1).scaleb(-places)
        if _places(value) > places:
            rounded = {value.quantize(step, rounding=mode) for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
            if quoted.value in rounded:
                return True
    return False


def lesson_problems(notebook: Mapping[str, Any]) -> tuple[str, ...]:
    """The numbers in an executed lesson's prose that nothing in it shows."""
    cells = notebook["cells"]
    everything = [number for cell in cells for number in (*_shown(cell), *_written(cell))]
    problems: list[str] = []
    above: list[Quoted] = []
    for i, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            above += [*_shown(cell), *_written(cell)]
            continue
        below = _written(cells[i + 1]) if i + 1 < len(cells) else ()
        for text in _paragraphs(cell):
            if text.startswith(_READING):
                missing = [number for number in numbers_in(text) if not _found(number, [*above, *below])]
                problem = _("cell {cell}: “{number}” stands in a reading, and nothing above it shows it")
            else:
                long = [number for number in numbers_in(text) if number.digits >= 3]
                missing = [number for number in long if not _found(number, everything)]
                problem = _("cell {cell}: “{number}” stands in the prose, and nothing in the lesson shows it")
            problems += [problem.format(cell=cell["id"], number=number.text) for number in missing]
    return tuple(problems)


def task_problems(notebook: Mapping[str, Any]) -> tuple[str, ...]:
    """The numbers in the prose of an executed solutions notebook that another learner's data would make false."""
    problems = []
    for group in _tasks(notebook["cells"]).values():
        allowed = [number for cell in group for number in _written(cell)]
        tables = [number for cell in group for number in _shown(cell)]
        for cell in group:
            for number in (number for text in _paragraphs(cell) for number in numbers_in(text)):
                of_the_data = number.digits == 2 and any(number.value == shown.value for shown in tables)
                if (number.digits >= 3 or of_the_data) and not any(number.value == one.value for one in allowed):
                    problem = _("cell {cell}: “{number}” would be false for a learner with other numbers")
                    problems.append(problem.format(cell=cell["id"], number=number.text))
    return tuple(problems)


def _quoted(text: str, value: str, *, percent: bool) -> Quoted:
    return Quoted(text, Decimal(re.sub(r"[,\u00a0\u202f_]", "", value)), percent)


def _is_plain(number: Quoted) -> bool:
    return number.value in (0, 1) or (number.percent and number.value == 100)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _factors(quoted: Quoted, shown: Quoted) -> tuple[Decimal, ...]:
    """What the shown number may be multiplied with: 100 where only the quoted one is a percentage, and so on."""
    if quoted.percent and not shown.percent:
        return (Decimal(1), Decimal(100))
    if shown.percent and not quoted.percent:
        return (Decimal(1), Decimal("0.01"))
    return (Decimal(1),)


def _found(number: Quoted, shown: Iterable[Quoted]) -> bool:
    return any(agrees(number, one) for one in shown)


def _paragraphs(cell: Mapping[str, Any]) -> Iterator[str]:
    if cell["cell_type"] == "markdown":
        yield from (block.text for block in blocks("".join(cell["source"])) if block.kind != "heading")


def _shown(cell: Mapping[str, Any]) -> tuple[Quoted, ...]:
    """The numbers in a cell's outputs."""
    text = output_text(cell["outputs"]) if cell["cell_type"] == "code" else ""
    return tuple(_quoted(match[0], match["value"], percent=bool(match["percent"])) for match in _NUMBER.finditer(text))


def _written(cell: Mapping[str, Any]) -> tuple[Quoted, ...]:
    """The numbers in a cell's code."""
    source = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
    return tuple(_quoted(text, text, percent=False) for text in _SOURCE_NUMBER.findall(source))


def _tasks(cells: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Cells by task; those between tasks by themselves."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for cell in cells:
        groups.setdefault(cell["metadata"].get("kpilab", {}).get("task", ""), []).append(cell)
    return groups
