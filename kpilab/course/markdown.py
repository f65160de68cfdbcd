"""Markdown in blocks, so that a translator meets paragraphs and not files.

A message id is what mdpo makes it: the text of one heading, paragraph, list item or table cell, soft line breaks
read as spaces, without the marks that make it a heading or an item. Code blocks, HTML and displayed formulas
are no messages. Text without a translation keeps its bytes: we change lines in the source and never write
Markdown anew, which is why mdpo's own writer is not used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kpilab.i18n import _, language

__all__ = ["Block", "blocks", "messages", "translated"]

_WORD = re.compile(r"[^\W\d_]")
_FORMULA = re.compile(r"\A\s*\$\$.*\$\$\s*\Z", re.DOTALL)
_CELL_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Block:
    """One message: its text, the kind of block it stands in, and its lines (first, and one past the last; from 0)."""

    text: str
    kind: str
    first: int
    end: int


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").disable("inline", True)


def blocks(markdown: str) -> tuple[Block, ...]:
    r"""The messages of `markdown` in reading order: headings, paragraphs, items and table cells that hold a word.

    >>> [(block.kind, block.text) for block in blocks("# Plan\n\nOne row,\ntwo rows:\n\n- base\n- norm\n")]
    [('heading', 'Plan'), ('paragraph', 'One row, two rows:'), ('item', 'base'), ('item', 'norm')]
    """
    return tuple(block for block, _token in _tokens(markdown))


def messages(markdown: str) -> tuple[str, ...]:
    """The message ids of `markdown`, for a translator's catalogue."""
    return tuple(block.text for block in blocks(markdown))


def translated(markdown: str, translate: Callable[[str], str] | None = None) -> str:
    r"""`markdown` in the language in use, block by block; a block without a translation keeps its bytes.

    >>> translated("## Plan\n\nSix `rows`,\nno more.\n", str.upper)
    '## PLAN\n\nSIX `ROWS`, NO MORE.\n'
    """
    if translate is None and language() == "en":
        return markdown
    speak = translate or _
    lines: list[str | None] = list(markdown.split("\n"))
    cursor: dict[int, int] = {}
    for block, token in _tokens(markdown):
        said = speak(block.text)
        if block.kind == "cell":
            _replace_cell(lines, block, said, cursor)
        elif said != block.text:
            _replace_lines(lines, token.content, block, said)
    return "\n".join(line for line in lines if line is not None)


def _tokens(markdown: str) -> Iterator[tuple[Block, Token]]:
    inside: list[str] = []
    for token in _parser().parse(markdown):
        if token.nesting == 1:
            inside.append(token.type.removesuffix("_open"))
        elif token.nesting == -1:
            inside.pop()
        elif token.type == "inline" and token.map and _WORD.search(token.content) and not _FORMULA.match(token.content):
            text = re.sub(r"(?<!\\)(?<!  )\n", " ", token.content).strip()
            yield Block(text, _kind(inside), *token.map), token


def _kind(inside: list[str]) -> str:
    if inside[-1] in ("th", "td"):
        return "cell"
    return "item" if "list_item" in inside else inside[-1]


def _replace_lines(lines: list[str | None], content: str, block: Block, said: str) -> None:
    """Put `said` where the block's lines stood, after the marks that made it a heading, an item or a quotation."""
    first = lines[block.first] or ""
    start = first.index(content.split("\n", 1)[0])
    mark = first[:start]
    further = re.sub(r"[^>\s]", " ", mark) if block.kind != "heading" else ""
    shown = said.split("\n")
    lines[block.first] = "\n".join([mark + shown[0], *(further + line for line in shown[1:])])
    lines[block.first + 1 : block.end] = [None] * (block.end - block.first - 1)


def _replace_cell(lines: list[str | None], block: Block, said: str, cursor: dict[int, int]) -> None:
    """Put `said` into its row, after the cells that come before it."""
    line = lines[block.first] or ""
    written = _CELL_BAR.sub(r"\\|", block.text)
    start = line.index(written, cursor.get(block.first, 0))
    shown = _CELL_BAR.sub(r"\\|", said)
    lines[block.first] = line[:start] + shown + line[start + len(written) :]
    cursor[block.first] = start + len(shown)
