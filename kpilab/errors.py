"""Every error that kpilab raises on purpose.

A message says what was asked, what there is, and what to try. Whoever catches
`KpilabError` catches them all; the command line prints the message and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar

from kpilab.i18n import _, ngettext

__all__ = [
    "BuildError",
    "ChapterError",
    "DataError",
    "GrainError",
    "KpilabError",
    "MappingError",
    "MatrixError",
    "MissingExtra",
    "PlanError",
    "UnknownName",
    "WorkspaceError",
]


class KpilabError(Exception):
    """The root of the tree. `exit_code` is what the command line leaves with."""

    exit_code: ClassVar[int] = 1


class _Listed(KpilabError):
    """An error that names every problem at once, so that one round of mending is enough."""

    def __init__(self, summary: str, problems: Iterable[str] = ()) -> None:
        self.summary = summary
        self.problems = tuple(problems)
        super().__init__("\n".join([summary, *(f"  - {problem}" for problem in self.problems)]))


class MatrixError(_Listed):
    """A KPI matrix that cannot be scored as it stands."""


class PlanError(_Listed):
    """A plan that cannot be shared out, checked or scored as it stands."""


class DataError(_Listed):
    """A file or table that cannot be used as it stands."""


class MappingError(DataError):
    """What is to be measured does not fit one's own data: found before anything is computed."""

    exit_code: ClassVar[int] = 2


class GrainError(DataError):
    """A table in which rows share a key that must tell each row apart: joined to it, something would count twice.

    `table` and `key` name them; `duplicates` are the first few such keys, with `rows`, their number of rows.

    >>> print(GrainError("products", ["product_id"], [{"product_id": "P1", "rows": 2}]))
    In the table 'products', product_id must be different in every row; these are not:
      - product_id P1: 2 rows
    """

    SHOWN: ClassVar[int] = 5

    def __init__(self, table: str, key: Sequence[str], duplicates: Sequence[Mapping[Any, Any]]) -> None:
        self.table, self.key, self.duplicates = table, tuple(key), tuple(duplicates[: self.SHOWN])
        problems = [
            ngettext("{key}: {n} row", "{key}: {n} rows", row["rows"]).format(
                key=", ".join(f"{name} {row[name]}" for name in key), n=row["rows"]
            )
            for row in self.duplicates
        ]
        if len(duplicates) > self.SHOWN:
            problems.append(_("… and more"))
        super().__init__(
            _("In the table '{table}', {key} must be different in every row; these are not:").format(
                table=table, key=" + ".join(key)
            ),
            problems,
        )


class BuildError(_Listed):
    """The course could not be built, or what is built is stale."""


class ChapterError(_Listed):
    """A chapter's source is not in the form that the course needs."""


class WorkspaceError(KpilabError):
    """The workspace cannot be written, opened or served."""


class MissingExtra(KpilabError):
    """A part of kpilab that is installed only on request."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            _('{what} needs an extra part. Install it with: pip install "kpilab[{extra}]"').format(
                what=what, extra=extra
            )
        )


class UnknownName(KpilabError, LookupError):
    """A name that is not there, with the nearest ones that are.

    >>> str(UnknownName("KPI", "chrun_rate", ["churn_rate", "net_sales"]))
    "No KPI 'chrun_rate'. Did you mean 'churn_rate'?"

    `meant` are names that are nearer than the spelling shows; `listing` is the command that lists them all, where they
    are too many for a sentence.
    """

    def __init__(
        self, kind: str, asked: str, known: Iterable[str], *, meant: Sequence[str] = (), listing: str = ""
    ) -> None:
        names = sorted(known)
        near = list(meant) or get_close_matches(asked, names, n=3, cutoff=0.6)
        self.kind, self.asked, self.near = kind, asked, tuple(near)
        if near:
            text = _("No {kind} '{asked}'. Did you mean {near}?")
            listed = ", ".join(f"'{name}'" for name in near)
        elif listing:
            text = _("No {kind} '{asked}'. {near} lists what there is.")
            listed = f"`{listing}`"
        else:
            text = _("No {kind} '{asked}'. There is: {near}.")
            listed = ", ".join(names) or _("nothing yet")
        super().__init__(text.format(kind=kind, asked=asked, near=listed))
