"""What a person reads in a code cell: its comments, and the sentences that it prints.

A message id is the comment's text, or the literal as it is written in `print(…)`, with its fields in braces. Other
strings in code are data (names of rows, keys, answers) and stay as they are.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kpilab.i18n import _, language

__all__ = ["code_messages", "spoken_code"]

_PRAGMA = re.compile(r"#\s*(noqa|type:|fmt:|pragma)")
_LITERAL = re.compile(r"([rRfFuU]*)('|\")(.*)\2")
_FIELD = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class _Text:
    """A message and where it stands: line (from 1), first byte and one past the last, and what is around it."""

    message: str
    line: int
    start: int
    end: int
    before: str
    after: str = ""


def code_messages(source: str) -> tuple[str, ...]:
    r"""The message ids of a code cell.

    >>> code_messages("total = 3  # three rows\nprint(f'it is {total}')")
    ('three rows', 'it is {total}')
    """
    return tuple(text.message for text in sorted(_texts(source), key=lambda text: (text.line, text.start)))


def spoken_code(source: str, translate: Callable[[str], str] | None = None) -> str:
    """The code with its comments and printed sentences in the language in use.

    >>> spoken_code("print(f'it is {total}')  # three rows", str.upper)
    "print(f'IT IS {TOTAL}')  # THREE ROWS"
    """
    if translate is None and language() == "en":
        return source
    speak = translate or _
    lines = source.encode().split(b"\n")
    for text in sorted(_texts(source), key=lambda text: -text.start):
        said = speak(text.message)
        if said != text.message and (not text.after or text.after not in said):
            line = lines[text.line - 1]
            lines[text.line - 1] = line[: text.start] + f"{text.before}{said}{text.after}".encode() + line[text.end :]
    return b"\n".join(lines).decode()


def _texts(source: str) -> Iterator[_Text]:
    yield from _comments(source)
    if "print(" in source:
        yield from _printed(source)


def _comments(source: str) -> Iterator[_Text]:
    if "#" not in source:
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not _PRAGMA.match(token.string):
            row, column = token.start
            start = len(token.line[:column].encode())
            yield _Text(token.string.lstrip("# "), row, start, start + len(token.string.encode()), "# ")


def _printed(source: str) -> Iterator[_Text]:
    """Literals that stand as they are between the brackets of `print`, on one line and in one piece."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"):
            continue
        for argument in node.args:
            written = ast.get_source_segment(source, argument) or ""
            match = _LITERAL.fullmatch(written)
            if match and match[2] not in match[3] and _WORD.search(_FIELD.sub("", match[3])):
                start = argument.col_offset
                end = start + len(written.encode())
                yield _Text(match[3], argument.lineno, start, end, match[1] + match[2], match[2])
