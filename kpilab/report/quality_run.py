"""`kpilab quality`: look, print, and write what was asked for, with the progress shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kpilab.data.quality import Quality, quality
from kpilab.data.quality.fix_file import read_fixes, write_fixes
from kpilab.data.quality.fix_log import FixLog
from kpilab.data.quality.words import quality_text
from kpilab.errors import DataError
from kpilab.i18n import _, ngettext
from kpilab.report.measured_file import check_free
from kpilab.report.quality_page import write_quality_page
from kpilab.report.quality_rows import write_rows, write_tables

__all__ = ["QualityAsked", "run_quality"]

_WIDTH = 120


@dataclass(frozen=True)
class QualityAsked:
    """What is to be looked at, by which rules, after which fixes, and what is to be written."""

    data: str
    rules: Path | None = None
    apply: Path | None = None
    html: Path | None = None
    rows: Path | None = None
    log: Path | None = None
    out: Path | None = None
    force: bool = False


def run_quality(asked: QualityAsked, *, say: Callable[[str], None]) -> Quality:
    """Look at the data, say what was found, and write the files asked for; what cannot be written is refused first."""
    if asked.out is not None and asked.apply is None:
        raise DataError(_("--out writes mended tables: say with --apply which fixes to make."))
    for path in (asked.html, asked.rows, asked.log):
        if path is not None:
            check_free(path, force=asked.force)
    _spare_the_data(asked)
    log = read_fixes(asked.apply) if asked.apply else None
    with _progress() as told:
        result = quality(asked.data, rules=asked.rules, log=log, told=told)
    say(quality_text(result))
    if asked.html:
        say(_("Written: {path}").format(path=write_quality_page(result, asked.html, force=asked.force)))
    if asked.rows:
        say(_("Written: {path}").format(path=write_rows(result, asked.rows, force=asked.force)))
    if asked.log:
        say(_("Written: {path}").format(path=write_fixes(result.fix_log, asked.log)))
    if asked.out and log:
        _write_mended(result, log, asked, say)
    return result


def _spare_the_data(asked: QualityAsked) -> None:
    """Raise `DataError` where the data, or the fixes to make, would be written over."""
    data = Path(asked.data).resolve()
    written = [path for path in (asked.html, asked.rows, asked.log) if path is not None]
    if any(path.resolve() in (data, *(one.resolve() for one in (asked.apply, asked.rules) if one)) for path in written):
        raise DataError(_("What is read would be written over; choose another name for the file to write."))
    if asked.out is not None and data.exists() and asked.out.resolve() == (data if data.is_dir() else data.parent):
        raise DataError(
            _("{folder} holds the data themselves; say another folder with --out.").format(folder=asked.out)
        )


def _write_mended(result: Quality, log: FixLog, asked: QualityAsked, say: Callable[[str], None]) -> None:
    folder = asked.out or Path()
    written = write_tables({name: table.cells for name, table in result.tables.items()}, folder, force=asked.force)
    fixes = ngettext("{n} fix made", "{n} fixes made", len(log.taken)).format(n=len(log.taken))
    tables = ngettext("{n} table written", "{n} tables written", len(written)).format(n=len(written))
    text = _("{fixes}, {tables}: {folder}. The data themselves are as they were.")
    say(text.format(fixes=fixes, tables=tables, folder=folder))


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the error channel where somebody watches; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _table, _number, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("Reading"), total=None)

        def told(table: str, number: int, of: int) -> None:
            text = _("Looking at {table}") if of else _("Reading {table}")
            bar.update(task, description=text.format(table=table), completed=max(0, number - 1), total=of or None)

        yield told
