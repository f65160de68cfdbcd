"""What `kpilab measure` shows: a line of progress while it works, then the table, or where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kpilab.report.measured_file import check_out, write_measured
from kpilab.report.measured_table import compared_rich, measured_rich
from kpilab.report.own_measure import Measuring, measure_own

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

__all__ = ["run_measure"]

_WIDTH = 200
"""Columns where the table goes into a file or another program, and nobody's window is too narrow."""
_LINES = 60


def run_measure(asked: Measuring, *, out: Path | None = None, force: bool = False) -> Path | None:
    """Measure, print the table, write it to `out` and return where that is; nothing is written unless all fits."""
    from rich.console import Console

    if out:
        check_out(out, force=force)
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    with _progress(Console(stderr=True)) as tell:
        found = measure_own(asked, tell=tell)
    most = _LINES if console.is_terminal or out else None
    table = found.table
    shown = (
        compared_rich(table, found.question, found.measured, most=most) if asked.to else measured_rich(table, most=most)
    )
    console.print(shown, highlight=False, markup=False)
    for remark in found.remarks:
        console.print(remark, highlight=False, markup=False, soft_wrap=True)
    return write_measured(table, out) if out else None


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[str], None]]:
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console,
                   transient=True, disable=not console.is_terminal)  # fmt: skip
    with bar:
        task = bar.add_task("", total=None)
        yield lambda step: bar.update(task, description=step)
