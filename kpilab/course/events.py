"""The event store: what a learner did, one row an event, in an SQLite file of the workspace.

An event is on the disk before `Store.add` returns, so that whoever has seen a verdict will find it again
after a crash: write-ahead log with ``synchronous=FULL``, a rollback journal where the folder's file system
allows no write-ahead log (some network drives). Several kernels may write at once; each waits for the other.
A damaged file is set aside under another name, never deleted (see `salvage`).
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from kpilab.course.salvage import is_damage, salvage, set_aside
from kpilab.errors import WorkspaceError
from kpilab.i18n import _, ngettext

__all__ = ["Event", "Kind", "Store"]

T = TypeVar("T")

Kind = Literal[
    "attempt", "hint", "solution", "another", "quiz", "predict", "own", "decision", "placement", "role", "review"
]

_SCHEMA = 1
_PATIENCE = 10.0
"""Seconds to wait for another program that is writing."""
_COLUMNS = "id, at, learner, kind, item, variant, shop, data"
_CREATE = (
    "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, at TEXT NOT NULL, learner TEXT NOT NULL, "
    "kind TEXT NOT NULL, item TEXT NOT NULL, variant INTEGER NOT NULL, shop INTEGER NOT NULL, data TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS events_by_item ON events (learner, item, kind)",
    f"PRAGMA user_version = {_SCHEMA}",
)


@dataclass(frozen=True)
class Event:
    """One thing a learner did. `at` is in UTC; `data` is plain data, fit for JSON."""

    kind: str
    item: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    variant: int = 0
    shop: int = 0
    learner: str = "learner"
    id: int = 0


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The events of one learner, in the SQLite file at `path`; without a path, in memory and gone with the process.

    Raises `WorkspaceError` where the file can be neither read nor written: no right to write, no space, a
    file of a newer kpilab. `vfs` names SQLite's way to the file system and `clock` the source of the time; both have
    sensible defaults.

    >>> store = Store(None, learner="Ann")
    >>> _ = store.add("hint", "4.2", {"step": 1})
    >>> [(event.kind, event.item, event.data["step"]) for event in store.events()]
    [('hint', '4.2', 1)]
    """

    def __init__(
        self,
        path: Path | None,
        *,
        learner: str = "learner",
        clock: Callable[[], datetime] = _now,
        vfs: str | None = None,
    ) -> None:
        self.path = path
        self.learner = learner
        self._clock = clock
        self._vfs = vfs
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._owner = 0
        self._file: tuple[tuple[int, int] | None, ...] = ()
        self._notices: list[str] = []
        self._read: dict[int, Event | None] = {}

    def add(
        self, kind: Kind, item: str, data: Mapping[str, Any] | None = None, *, variant: int = 0, shop: int = 0
    ) -> Event:
        """Record one event and return it; it is on the disk when this returns."""
        moment = self._clock()
        row = (moment.isoformat(timespec="microseconds"), self.learner, kind, item, variant, shop, _json(data or {}))
        insert = "INSERT INTO events (at, learner, kind, item, variant, shop, data) VALUES (?, ?, ?, ?, ?, ?, ?)"
        number = int(self._run(lambda database: database.execute(insert, row).lastrowid or 0))
        return Event(kind, item, moment, dict(data or {}), variant, shop, self.learner, number)

    def events(self, kind: Kind | None = None, item: str | None = None) -> tuple[Event, ...]:
        """The learner's events in the order in which they happened, all or of one kind or item."""
        wanted = {"learner": self.learner, "kind": kind, "item": item}
        given = {name: value for name, value in wanted.items() if value is not None}
        where = " AND ".join(f"{name} = :{name}" for name in given)
        with self._lock:
            ids = self._run(lambda database: self._numbers(database, where, given))
            return tuple(event for number in ids if (event := self._read[number]) is not None)

    def _numbers(self, database: sqlite3.Connection, where: str, given: Mapping[str, str]) -> list[int]:
        """The numbers of those events; each event is read from the file once, for none is ever changed."""
        ids = [row[0] for row in database.execute(f"SELECT id FROM events WHERE {where} ORDER BY id", given)]
        if unread := [number for number in ids if number not in self._read]:
            select = f"SELECT {_COLUMNS} FROM events WHERE {where} AND id >= {unread[0]}"
            self._read.update((row[0], _event(row)) for row in database.execute(select, given))
        return ids

    def learners(self) -> tuple[str, ...]:
        """Everyone who has an event in the file, in alphabetical order."""
        select = "SELECT DISTINCT learner FROM events ORDER BY learner"
        rows = self._run(lambda database: database.execute(select).fetchall())
        return tuple(str(row[0]) for row in rows)

    def take_notices(self) -> tuple[str, ...]:
        """What a person should be told about the file (that it was damaged, say); each is told once."""
        notices, self._notices = tuple(self._notices), []
        return notices

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        with self._lock:
            if self._connection is not None and self._owner == os.getpid():
                self._connection.close()
            self._connection = None

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` on the open file; once more on a fresh one if the file turns out to be damaged."""
        with self._lock:
            try:
                try:
                    return work(self._opened())
                except sqlite3.DatabaseError as error:
                    self.close()
                    if self.path is None or not is_damage(error):
                        raise
                    self._replace_damaged(self.path)
                    return work(self._opened())
            except sqlite3.DatabaseError as error:
                raise _cannot(self.path, error) from error

    def _opened(self) -> sqlite3.Connection:
        """The open connection; opened anew in another process, or when the file was replaced behind our back."""
        if self._connection is not None and self._owner == os.getpid() and self._file == _identity(self.path):
            return self._connection
        self._connection = self._connect()  # a forked copy is left alone: closing it would drop its parent's locks
        self._owner, self._file = os.getpid(), _identity(self.path)
        self._read.clear()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        if self.path is None:
            where = ":memory:"
        else:
            where = self.path.absolute().as_uri() + (f"?vfs={self._vfs}" if self._vfs else "")
        connection = sqlite3.connect(where, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _replace_damaged(self, path: Path) -> None:
        aside = set_aside(path, self._clock())
        if aside is None:
            return
        rows = salvage(aside)
        connection = self._connect()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT OR IGNORE INTO events ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
        connection.close()
        self._notices.append(
            _("The file with your progress was damaged. It is set aside as {name}; nothing was deleted.").format(
                name=aside.name
            )
        )
        self._notices.append(
            ngettext(
                "{n} earlier entry could still be read and is kept.",
                "{n} earlier entries could still be read and are kept.",
                len(rows),
            ).format(n=len(rows))
        )


def _prepare(connection: sqlite3.Connection) -> None:
    """Set the journal, look for damage, create what is missing."""
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > _SCHEMA:
        raise WorkspaceError(
            _("The file with your progress was written by a newer kpilab. Update kpilab, or start another workspace.")
        )
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("malformed")
    if version < _SCHEMA:
        for statement in _CREATE:
            connection.execute(statement)
    connection.execute(f"SELECT {_COLUMNS} FROM events LIMIT 1").fetchall()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Ask for a write-ahead log; SQLite keeps the rollback journal where it cannot have one.

    Changing the journal does not wait for other programs by itself, so that this waits for them.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                if code == sqlite3.SQLITE_PROTOCOL:  # the file system cannot share memory
                    connection.execute("PRAGMA journal_mode = DELETE").fetchone()
                    return
                raise
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _identity(path: Path | None) -> tuple[tuple[int, int] | None, ...]:
    """Which file and which log stand at `path` now: it changes when either is replaced or taken away."""
    if path is None:
        return ()
    return _inode(path), _inode(path.with_name(path.name + "-wal"))


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _cannot(path: Path | None, error: sqlite3.Error) -> WorkspaceError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    reasons = {
        sqlite3.SQLITE_BUSY: _("another program has kept it busy for too long; close other windows of the course"),
        sqlite3.SQLITE_READONLY: _("the folder cannot be written; move the workspace to a folder of your own"),
        sqlite3.SQLITE_CANTOPEN: _("the folder is gone or cannot be written; check that it is still there"),
        sqlite3.SQLITE_FULL: _("the disk is full; make some room"),
    }
    reason = reasons.get(code, str(error))
    return WorkspaceError(_("Your progress cannot be kept in {file}: {reason}.").format(file=path, reason=reason))


def _json(data: Mapping[str, Any]) -> str:
    """Strict JSON in plain ASCII, so that half a character in an answer cannot keep it from being stored.

    A NaN that came along is written as text.
    """
    try:
        return json.dumps(data, allow_nan=False, default=str)
    except ValueError:
        return json.dumps(json.loads(json.dumps(data, default=str), parse_constant=str))


def _event(row: tuple[Any, ...]) -> Event | None:
    """A row as an event; none where somebody's edit has left something that is not one."""
    number, at, learner, kind, item, variant, shop, data = row
    try:
        event = Event(
            str(kind),
            str(item),
            datetime.fromisoformat(str(at)),
            json.loads(data),
            int(variant),
            int(shop),
            str(learner),
            int(number),
        )
    except (TypeError, ValueError, RecursionError):
        return None
    return event if isinstance(event.data, dict) and event.at.tzinfo is not None else None
