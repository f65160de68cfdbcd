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
        return "\n".join([self.sentence, *self.warnings, self.table.to_string(float_format="{:.4g}".format)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{escape(text)}</p>" for text in (self.sentence, *self.warnings))
        return said + str(self.table.to_html(border=0, float_format="{:.4g}".format))
