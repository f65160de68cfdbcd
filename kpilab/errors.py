"""Every error that kpilab raises on purpose.

A message says what was asked, what there is, and what to try. Whoever catches
`KpilabError` catches them all; the command line prints the message and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from kpilab.i18n import _

__all__ = [
    "BuildError",
    "ChapterError",
    "DataError",
    "KpilabError",
    "MatrixError",
    "MissingExtra",
    "UnknownName",
    "WorkspaceError",
]


class KpilabError(Exception):
    """The root of the tree."""


class _Listed(KpilabError):
    """An error that names every problem at once, so that one round of mending is enough."""

    def __init__(self, summary: str, problems: Iterable[str] = ()) -> None:
        self.summary = summary
        self.problems = tuple(problems)
        super().__init__("\n".join([summary, *(f"  - {problem}" for problem in self.problems)]))


class MatrixError(_Listed):
    """A KPI matrix that cannot be scored as it stands."""


class DataError(_Listed):
    """A file or table that cannot be used as it stands."""


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
    """

    def __init__(self, kind: str, asked: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(asked, names, n=3, cutoff=0.6)
        self.kind, self.asked, self.near = kind, asked, tuple(near)
        if near:
            text = _("No {kind} '{asked}'. Did you mean {near}?")
            listed = ", ".join(f"'{name}'" for name in near)
        else:
            text = _("No {kind} '{asked}'. There is: {near}.")
            listed = ", ".join(names) or _("nothing yet")
        super().__init__(text.format(kind=kind, asked=asked, near=listed))
