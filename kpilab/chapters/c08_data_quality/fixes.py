"""The fix log of the lesson's page: four repairs on offer, shown, taken, and replayed on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpilab.data.quality import Fix, FixLog, apply
from kpilab.data.quality.fix_log import Change
from kpilab.errors import DataError
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TRUE", "fix_words", "log_table", "page_log", "replay", "replayed"]

TRUE = 1036
"""What the page truly took, in yuan."""
_TABLE = "table"


def page_log(page: pd.DataFrame) -> FixLog:
    """Four repairs of the page of six lines, none of them taken: “too high”, “alike”, “twice”, “blank”.

    The sum of line 1 is brought to two boxes at 78, line 4 is taken out, and line 6 gets twelve cups at 22. The one
    that is a false alarm takes out line 2, a box of the same tea for another guest.
    """
    return FixLog(
        "page",
        (
            _sum("too high", N_("two boxes at the list price"), 1, 1560.0, 156.0),
            _out("alike", N_("a Jasmine box as in line 1"), 2, page),
            _out("twice", N_("line 3 once more"), 4, page),
            _sum("blank", N_("twelve at 22"), 6, None, 264.0),
        ),
    )


def _out(name: str, what: str, line: int, page: pd.DataFrame) -> Fix:
    cells = page.loc[[line]].astype(object).to_dict("records")[0]
    return Fix(name, what, _TABLE, "", "", (Change(line, "", {str(key): cell for key, cell in cells.items()}, None),))


def _sum(name: str, what: str, line: int, before: float | None, after: float) -> Fix:
    was = {} if before is None else {"sum": before}
    return Fix(name, what, _TABLE, "sum", "", (Change(line, "", was, {"sum": after}),), {"sum": "float64"})


def fix_words(fix: Fix) -> str:
    """A repair in a line.

    >>> import pandas as pd
    >>> page = pd.DataFrame({"sum": [1560.0, 78, 240, 240, 298, None]}, index=range(1, 7))
    >>> for fix in page_log(page).fixes:
    ...     print(fix_words(fix))
    line 1: 1560 becomes 156 (two boxes at the list price)
    line 2: taken out (a Jasmine box as in line 1)
    line 4: taken out (line 3 once more)
    line 6: a blank becomes 264 (twelve at 22)
    """
    change = fix.changes[0]
    if change.after is None:
        return _("line {line}: taken out ({what})").format(line=change.row, what=_(fix.what))
    was = f"{change.before['sum']:g}" if change.before else _("a blank")
    text = _("line {line}: {was} becomes {becomes} ({what})")
    return text.format(line=change.row, was=was, becomes=f"{change.after['sum']:g}", what=_(fix.what))


def log_table(log: FixLog) -> pd.DataFrame:
    """The log as people read it: which line, what stood in the column of sums, what is to stand there, and who took it."""
    import pandas as pd

    rows = {}
    for fix in log.fixes:
        change = fix.changes[0]
        was = change.before.get("sum")
        after = _("line taken out") if change.after is None else f"{change.after['sum']:g}"
        said = f"{fix.who}: {fix.why}" if fix.taken else _("not taken")
        rows[fix.id] = (change.row, "" if was is None else f"{was:g}", after, _(fix.what), said)
    columns = [_("line"), _("sum was"), _("becomes"), _("because"), _("taken by")]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def replay(log: FixLog, page: pd.DataFrame) -> pd.DataFrame:
    """The page with the repairs that are taken; the page that is given stays as it is."""
    return apply(log, page, first_rows={_TABLE: 1})[_TABLE]


def replayed(log: FixLog, page: pd.DataFrame) -> str:
    """What comes of replaying the log: the page's lines and sum, or why nothing was changed.

    >>> import pandas as pd
    >>> page = pd.DataFrame({"sum": [1560.0, 78, 240, 240, 298, None]}, index=range(1, 7))
    >>> log = page_log(page).take("too high", who="Ru")
    >>> print(replayed(log, page))
    6 lines, 1,012 yuan
    """
    try:
        mended = replay(log, page)
    except DataError as error:
        return str(error)
    return _("{n} lines, {yuan:,.0f} yuan").format(n=len(mended), yuan=mended["sum"].sum())
