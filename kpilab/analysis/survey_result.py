"""What every answer about a survey has: a table, a sentence in plain words, and what to be careful about."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SurveyResult"]


class SurveyResult:
    """Displays as its sentence with its table below; `warnings` are sentences too, and stand between the two."""

    @property
    def sentence(self) -> str:
        """What the numbers say, in words."""
        raise NotImplementedError

    @property
    def table(self) -> pd.DataFrame:
        """The numbers."""
        raise NotImplementedError

    @property
    def warnings(self) -> tuple[str, ...]:
        """What stands against reading the numbers as they are; empty where nothing does."""
        return ()

    def __str__(self) -> str:
        return "\n".join([self.sentence, *self.warnings, self.table.map(_shown).to_string()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{escape(text)}</p>" for text in (self.sentence, *self.warnings))
        table = self.table
        head = "".join(_cell("th", name, table[name].dtype.kind in "iuf") for name in table.columns)
        rows = (
            "".join(_cell("td", _shown(value), not isinstance(value, str)) for value in row)
            for row in table.itertuples(index=False)
        )
        body = "".join(f"<tr>{_cell('th', name, False)}{row}</tr>" for name, row in zip(table.index, rows, strict=True))
        return f"{said}<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(value: object) -> str:
    """A cell as it is read: at most three decimals, and none that say nothing."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.3f}".rstrip("0").rstrip(".") if value == value else "–"


def _cell(tag: str, value: object, right: bool) -> str:
    return f'<{tag} style="text-align:{"right" if right else "left"}">{escape(str(value))}</{tag}>'
