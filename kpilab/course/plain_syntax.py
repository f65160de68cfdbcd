"""Why Python cannot read a cell, in plain words: full-width punctuation, a quote or bracket left open, and the like."""

from __future__ import annotations

import re

from kpilab.i18n import N_, _
from kpilab.widgets.message import Message

__all__ = ["syntax_message"]

_TYPED = "，（）：；。【】“”‘’＝＋－＊／％＜＞！、×÷−０１２３４５６７８９"
_MEANT = ",():;.[]\"\"''=+-*/%<>!,*/-0123456789"
_PLAIN = str.maketrans(_TYPED, _MEANT)

_ADVICE: tuple[tuple[str, str], ...] = (
    (
        r"unterminated (triple-quoted )?(f-)?string",
        N_("A text has no closing quote. Text begins and ends with the same quote."),
    ),
    (r"was never closed", N_("A bracket is opened and never closed. Each ( needs its ), each [ its ].")),
    (r"unmatched|does not match opening", N_("There is one closing bracket too many, or of the wrong kind.")),
    (r"forgot a comma", N_("A comma is missing between two things, or a bracket is not closed.")),
    (
        r"cannot assign to (literal|expression|True|False|None)|illegal target",
        N_("A name stands to the left of =, the value to the right: index = 0.4"),
    ),
    (r"instead of '='", N_("One = gives a name to something; two, ==, ask whether things are equal.")),
    (r"expected ':'", N_("A colon : is missing at the end of the line.")),
    (
        r"unexpected indent|unindent does not match",
        N_("The line starts with spaces that do not belong there. Begin it at the left edge."),
    ),
    (r"expected an indented block", N_("After a line that ends with a colon, the next one starts with four spaces.")),
    (
        r"inconsistent use of tabs",
        N_("Tabs and spaces are mixed at the start of the line. Use four spaces."),
    ),
    (
        r"invalid decimal literal|invalid imaginary literal",
        N_("A number and a word have run together. Write the number alone, without its unit."),
    ),
    (r"leading zeros", N_("A number does not start with 0: write 7, not 07.")),
    (
        r"unexpected character after line continuation",
        N_("There is a backslash \\ that does not belong there. A fraction is written with /."),
    ),
    (r"unexpected EOF|incomplete input", N_("The cell stops too early: a bracket or a quote is still open.")),
    (r"Missing parentheses in call", N_("The brackets are missing: print(…).")),
)
"""What Python says, and what to look for."""


def syntax_message(error: SyntaxError, source: str) -> Message:
    """What is wrong with the cell `source`, which line, and what to do.

    >>> syntax_message(SyntaxError("'(' was never closed", ("", 2, 1, None)), "").title
    'Python cannot read line 2.'
    """
    said, number = str(error.msg), error.lineno or 1
    lines = source.splitlines()
    line = lines[number - 1] if 0 < number <= len(lines) else (error.text or "")
    if found := re.search(r"invalid (?:non-printable )?character .*U\+([0-9A-F]+)", said):
        return _character(chr(int(found.group(1), 16)), number)
    if re.search(r"\d\s*%\s*([#)\],]|$)", line):
        return _error(
            _("Line {number}: Python reads % as a sign of its own.").format(number=number),
            _('Write 0.40, or put the percentage in quotes: "40 %".'),
        )
    advice = next((words for pattern, words in _ADVICE if re.search(pattern, said)), "")
    return _error(
        _("Python cannot read line {number}.").format(number=number),
        _(advice) if advice else _("Look for a missing quote, bracket or comma, here or at the end of the line above."),
    )


def _character(character: str, number: int) -> Message:
    plain = character.translate(_PLAIN)
    if plain == character:
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        return _error(
            _("Line {number} has a character that Python does not read: {character}").format(
                number=number, character=shown
            ),
            _("Delete it, and type the line again."),
        )
    return _error(
        _("Line {number} has a full-width or typographic character: {character}").format(
            number=number, character=character
        ),
        _("Python needs the plain one: {plain}").format(plain=plain),
        _("Switch the keyboard to English for code, and type it again."),
    )


def _error(title: str, *paragraphs: str) -> Message:
    return Message("error", title, paragraphs)
