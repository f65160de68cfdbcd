"""A merchant's data of any size, written into a folder: whole, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kpilab import worlds
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.worlds.dictionary import dictionary
from kpilab.worlds.layout import Layout
from kpilab.worlds.streaming import block_scales, blocks
from kpilab.worlds.table_files import FORMATS, TableFiles, file_names, open_files

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DataFiles", "Progress", "build_data"]

_DICTIONARY = "DICTIONARY.md"
Progress = Callable[[float, int], None]
"""Told, after each table that was written, the share that is done and the rows written so far."""


@dataclass(frozen=True)
class DataFiles:
    """What was written: the folder, its files, and the rows of each table."""

    folder: Path
    files: tuple[Path, ...]
    rows: dict[str, int]


def build_data(
    name: str,
    out: Path,
    *,
    seed: int | None = None,
    scale: float = 1.0,
    format: str = "csv",  # noqa: A002
    stories: Iterable[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> DataFiles:
    """Draw a merchant at any scale and write it into the folder `out`/`name`, with its data dictionary.

    `format` is csv or parquet, a file a table, or duckdb, one file. The same seed, scale and format give the same
    files; no more than one block of five times the standard data is in memory. Data that are there already are written
    over with `force` alone, and other files in that folder are never touched. Whoever interrupts finds what was there
    before. Raises `UnknownName`, `MissingExtra` and, with the reason, `DataError`.
    """
    layout, parts = worlds.layout(name), block_scales(scale)
    names = (*file_names(layout, format), _DICTIONARY)
    pieces = blocks(name, seed=seed, scale=scale, stories=stories)
    folder = out / name
    with _said_plainly(folder):
        _check_free(folder, _ours(layout), force=force)
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out, prefix=f".{name}.") as space:
            draft = Path(space) / name
            draft.mkdir()
            rows = _written(layout, pieces, parts, open_files(layout, format, draft), progress)
            (draft / _DICTIONARY).write_bytes(dictionary(layout).encode())
            _put_in_place(draft, folder, names, _ours(layout))
    return DataFiles(folder, tuple(folder / each for each in names), rows)


def _ours(layout: Layout) -> frozenset[str]:
    """Every file that a build of this merchant may leave, whatever its format."""
    return frozenset({_DICTIONARY, *(name for format in FORMATS for name in file_names(layout, format))})  # noqa: A001


def _check_free(folder: Path, ours: frozenset[str], *, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise DataError(_("{path} is a file; the data need a folder of that name.").format(path=folder))
    there = sorted(each.name for each in folder.iterdir()) if folder.exists() else []
    if there and not force:
        raise DataError(
            _("{folder} is not empty ({examples}). Choose another folder with --out, or add --force.").format(
                folder=folder, examples=", ".join(there[:3])
            )
        )
    taken = [name for name in there if name in ours and not (folder / name).is_file()]
    if taken:
        raise DataError(_("{path} is a folder; a file must go there.").format(path=folder / taken[0]))


def _written(
    layout: Layout,
    pieces: Iterator[dict[str, pd.DataFrame]],
    parts: tuple[float, ...],
    files: TableFiles,
    progress: Progress | None,
) -> dict[str, int]:
    rows = {table.name: 0 for table in layout.tables}
    done, whole = 0.0, sum(parts)
    try:
        for part in parts:
            piece = next(pieces)  # emptied below, table by table
            here = sum(len(frame) for frame in piece.values())
            for table in layout.tables:
                frame = piece.pop(table.name, None)
                if frame is None:
                    continue
                files.add(table, frame)
                rows[table.name] += len(frame)
                done += part / whole * len(frame) / here
                if progress:
                    progress(done, sum(rows.values()))
    finally:
        files.close()
    return rows


def _put_in_place(draft: Path, folder: Path, names: tuple[str, ...], ours: frozenset[str]) -> None:
    if not folder.exists():
        os.rename(draft, folder)
        return
    for name in names:
        os.replace(draft / name, folder / name)
    for name in ours.difference(names):
        (folder / name).unlink(missing_ok=True)


@contextmanager
def _said_plainly(folder: Path) -> Iterator[None]:
    """Faults of the disk as an error that says where, why, and what to try."""
    try:
        yield
    except OSError as fault:
        raise _not_written(folder, os.strerror(fault.errno) if fault.errno else str(fault)) from fault
    except Exception as fault:
        if type(fault).__module__.partition(".")[0] not in ("duckdb", "_duckdb"):
            raise
        raise _not_written(folder, str(fault).rpartition(": ")[2]) from fault


def _not_written(folder: Path, why: str) -> DataError:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    free = f"{shutil.disk_usage(existing).free / 1e6:,.0f}"
    return DataError(
        _(
            "The data cannot be written into {folder}: {why}. Nothing was changed there; {free} MB are free. "
            "Choose another folder with --out, or a smaller --scale."
        ).format(folder=folder, why=why, free=free)
    )
