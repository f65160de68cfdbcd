"""A damaged file of events: set aside under another name, and read as far as it can be read."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from kpilab.errors import WorkspaceError
from kpilab.i18n import _

__all__ = ["is_damage", "salvage", "set_aside"]

_COMPANIONS = ("-wal", "-journal", "-shm")


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the error means that the file itself is broken, and not that it is busy or out of reach."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "no such" in str(error)
    return str(error) == "malformed"


def set_aside(path: Path, moment: datetime) -> Path | None:
    """Rename the file and its journals, and return its new name; none where another program has done so already.

    The journals go first: were they left alone beside a missing file, SQLite would delete them.
    """
    stamp = moment.strftime("%Y%m%dT%H%M%S")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.stem}.damaged-{stamp}-{count}{path.suffix}")
    try:
        for ending in _COMPANIONS:
            companion = path.with_name(path.name + ending)
            if companion.exists():
                os.rename(companion, aside.with_name(aside.name + ending))
        os.rename(path, aside)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorkspaceError(
            _("{file} is damaged and could not be set aside: {reason}. Close the course's other windows.").format(
                file=path, reason=error.strerror or error
            )
        ) from error
    return aside


def salvage(aside: Path) -> list[tuple[Any, ...]]:
    """Every row of the damaged file that can be read, in order; the file itself stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / aside.name
        for ending in ("", *_COMPANIONS):
            companion = aside.with_name(aside.name + ending)
            if companion.is_file():
                shutil.copyfile(companion, copy.with_name(copy.name + ending))
        found: dict[int, tuple[Any, ...]] = {}
        with closing(sqlite3.connect(copy)) as connection:
            for way in ("ASC", "DESC"):
                found.update(_readable(connection, way))
    return [found[number] for number in sorted(found)]


def _readable(connection: sqlite3.Connection, way: str) -> dict[int, tuple[Any, ...]]:
    """Rows from one end of the table up to the first page that is broken."""
    found: dict[int, tuple[Any, ...]] = {}
    try:
        cursor = connection.execute(
            f"SELECT id, at, learner, kind, item, variant, shop, data FROM events ORDER BY id {way}"
        )
        for row in cursor:
            found[int(row[0])] = row
    except (sqlite3.DatabaseError, TypeError, ValueError):
        return found
    return found
