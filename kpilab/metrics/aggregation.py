"""The one place where rows are added up, and the plain sums it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import narwhals as nw

from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["Frame", "Plain", "added_up"]

Frame = nw.LazyFrame[Any]
How = Literal["sum", "len", "count", "n_unique", "min", "max"]


@dataclass(frozen=True)
class Plain:
    """One aggregation of one bare column (`len` takes none).

    Nothing else may stand in an aggregation: inside `agg`, Narwhals ignores the condition of
    `when(…).then(…).sum()` on pandas without a word. What needs computing is a row expression.
    """

    how: How
    column: str = ""

    def __post_init__(self) -> None:
        if self.how not in get_args(How):
            raise DataError(
                _("'{how}' is not a plain aggregation; it is one of {known}.").format(
                    how=self.how, known=", ".join(get_args(How))
                )
            )
        if not isinstance(self.column, str) or bool(self.column) == (self.how == "len"):
            raise DataError(_("An aggregation takes the name of one column; compute it as a row expression first."))

    def expression(self, name: str) -> nw.Expr:
        """The aggregation as Narwhals takes it, under that name."""
        bare = nw.len() if self.how == "len" else getattr(nw.col(self.column), self.how)()
        return bare.alias(name)


def added_up(frame: Frame, keys: Sequence[str], sums: Mapping[str, Plain]) -> Frame:
    """`frame` added up by `keys`: the only place where anything is aggregated."""
    expressions = [plain.expression(name) for name, plain in sums.items()]
    return frame.group_by(*keys).agg(*expressions)
