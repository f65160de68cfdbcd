"""A few lines of text in columns, to be read: every door shows them whole."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

__all__ = ["Board"]


@dataclass(frozen=True)
class Board:
    """A table of words; texts are already translated. The first cell of a line names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        return "\n".join(" | ".join(row) for row in (self.head, *self.rows))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" {_LEFT}>{escape(text)}</th>' for text in self.head)
        body = "".join(f"<tr>{_line(row)}</tr>" for row in self.rows)
        return f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


_LEFT = 'style="text-align:left;vertical-align:top"'


def _line(row: tuple[str, ...]) -> str:
    first = f'<th scope="row" {_LEFT}>{escape(row[0])}</th>'
    return first + "".join(f"<td {_LEFT}>{escape(text)}</td>" for text in row[1:])
