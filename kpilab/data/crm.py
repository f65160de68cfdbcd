"""The CRM as a database: SQLite in the workspace, or PostgreSQL; filled on first use, and only read from then on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from weakref import finalize

from kpilab import worlds
from kpilab.data.crm_reading import Crm
from kpilab.data.crm_schema import FILLED, fill_tables, layout_of
from kpilab.data.databases import shown_url
from kpilab.errors import DataError, MissingExtra
from kpilab.i18n import _
from kpilab.worlds.layout import Layout

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MERCHANT", "Crm", "crm", "crm_of"]

MERCHANT = "sales_team"
"""The merchant whose standard tables fill the CRM."""
FILE = "crm.sqlite"
_PATIENCE = 30_000
"""Milliseconds that one answer may take."""
_LONGEST = 50_000_000
"""Bytes that one cell of an answer may have."""
_MIGHTY = (
    "SELECT COUNT(*) FROM pg_roles me, pg_roles reader "
    "WHERE me.rolname = current_user AND me.rolsuper AND reader.rolname = 'pg_read_all_data'"
)
"""Whether the account may read the server's files and run its programs; then it takes the role of a reader."""
_READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_LOOKS = {"table_info", "table_xinfo", "foreign_key_list", "index_list", "index_info", "read_uncommitted"}
"""What a connection may ask SQLite about its tables."""


def crm(url: str | None = None) -> Crm:
    """The firm's CRM: the database that `url` names, else ``KPILAB_CRM_URL``, else an SQLite file in the workspace.

    An empty database is filled with the standard tables of the sales team; one that holds anything is left as it is,
    and `notice` says so where its rows are not those that were filled in. Outside a workspace the CRM lives in
    memory, as long as the kernel does. `DataError` where the database cannot be opened, never with its password.
    """
    named = url or os.environ.get("KPILAB_CRM_URL", "")
    folder = None if named else _workspace()
    return _opened(named or (_sqlite_url(folder / FILE) if folder else "sqlite://"))


def crm_of(tables: Mapping[str, pd.DataFrame], *, name: str = "desk") -> Crm:
    """A small CRM in memory that holds these tables, to be asked in the same way."""
    return _in_memory(layout_of(name, tables), tables, data="")


def _opened(url: str) -> Crm:
    layout = worlds.layout(MERCHANT)
    url = url.strip().strip("\"'")
    head, mark, place = url.partition("://")
    head = head.lower() if mark else head
    if head == "sqlite" and not place.strip("/"):
        return _standard_in_memory()
    if head == "sqlite":
        return _in_file(Path(place.removeprefix("/")), layout)
    if head.partition("+")[0] in ("postgresql", "postgres") and head.partition("+")[2] in ("", "psycopg"):
        return _on_server(f"postgresql+psycopg://{place}", layout)
    text = _("The CRM lives in SQLite or in PostgreSQL; '{kind}' is neither. Write sqlite:/// or postgresql://.")
    raise DataError(text.format(kind=head if mark else shown_url(url)))


@lru_cache(maxsize=1)
def _standard_in_memory() -> Crm:
    return _in_memory(worlds.layout(MERCHANT), _standard(), data=_version())


def _standard() -> Mapping[str, pd.DataFrame]:
    from kpilab.data.load import load

    return load(MERCHANT)


def _in_memory(layout: Layout, tables: Mapping[str, pd.DataFrame], *, data: str) -> Crm:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    connection = sqlite3.connect(":memory:", check_same_thread=False)
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with engine.begin() as filling:
        fill_tables(filling, layout, tables, data=data)
    _guard(connection)
    found = Crm(engine, _("the CRM in memory"), layout)
    finalize(found, connection.close)
    return found


def _in_file(path: Path, layout: Layout) -> Crm:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    if not _holds_something(path):
        _write(path, layout)

    def reading() -> sqlite3.Connection:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        _guard(connection)
        return connection

    engine = create_engine("sqlite://", creator=reading, poolclass=NullPool)
    found = Crm(engine, path.name, layout)
    found.notice = _noticed(found)
    return found


def _holds_something(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as fault:
        text = _("The CRM cannot be opened at {path}: {why}.")
        raise DataError(text.format(path=path, why=getattr(fault, "strerror", None) or fault)) from fault


def _write(path: Path, layout: Layout) -> None:
    """The file, filled; it appears whole or not at all."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    draft = path.with_name(f".{path.stem}.{os.getpid()}.writing")
    try:
        for left in (draft, draft.with_name(f"{draft.name}-journal")):
            left.unlink(missing_ok=True)  # of a kernel of the same number that was ended while it wrote
        engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(draft), poolclass=NullPool)
        with engine.begin() as filling:
            filling.exec_driver_sql("PRAGMA foreign_keys = ON")
            fill_tables(filling, layout, _standard(), data=_version())
        os.replace(draft, path)
    except (OSError, sqlite3.Error, SQLAlchemyError) as fault:
        text = _("The CRM cannot be written to {path}: {why}.")
        raise DataError(text.format(path=path, why=getattr(fault, "orig", None) or fault)) from fault
    finally:
        with suppress(OSError):
            draft.unlink()


def _guard(connection: sqlite3.Connection) -> None:
    """Let this connection read and nothing else, and not for ever."""
    started = [monotonic()]

    def permitted(action: int, about: str | None, *_more: object) -> int:
        started[0] = monotonic() if action == sqlite3.SQLITE_SELECT else started[0]
        looks = action == sqlite3.SQLITE_PRAGMA and about in _LOOKS
        return sqlite3.SQLITE_OK if looks or action in _READS else sqlite3.SQLITE_DENY

    def impatient() -> int:
        return int(monotonic() - started[0] > _PATIENCE / 1000)

    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.set_authorizer(permitted)
    connection.set_progress_handler(impatient, 100_000)


def _on_server(url: str, layout: Layout) -> Crm:
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    settings: dict[str, object] = {
        "connect_timeout": 5,
        "prepare_threshold": 0,
        "options": f"-c statement_timeout={_PATIENCE}",
    }
    try:
        engine = create_engine(url, poolclass=NullPool, connect_args=settings)
        with engine.begin() as filling:
            filling.execute(text("SELECT pg_advisory_xact_lock(7007)"))  # two kernels fill one after the other
            if not inspect(filling).get_table_names():
                fill_tables(filling, layout, _standard(), data=_version())
            if filling.execute(text(_MIGHTY)).scalar():
                settings["options"] = f"{settings['options']} -c role=pg_read_all_data"
                engine = create_engine(url, poolclass=NullPool, connect_args=settings)
    except ModuleNotFoundError as fault:
        raise MissingExtra(_("A CRM on PostgreSQL"), "database") from fault
    except (SQLAlchemyError, ValueError) as fault:
        said = str(getattr(fault, "orig", None) or fault).strip().partition("\n")[0].rstrip(".")
        failed = _("The CRM at {url} cannot be opened or filled: {why}.")
        raise DataError(failed.format(url=shown_url(url), why=_unsaid(said, url))) from None
    found = Crm(engine.execution_options(postgresql_readonly=True), shown_url(url), layout)
    found.notice = _noticed(found)
    return found


def _unsaid(said: str, url: str) -> str:
    """What a driver said, without any part of the password: one that holds an @ is taken for a piece of the address."""
    secret = url.partition("://")[2].rpartition("@")[0].partition(":")[2]
    for piece in sorted({secret, *secret.split("@")}, key=len, reverse=True):
        said = said.replace(piece, "***") if piece else said
    return said


def _noticed(found: Crm) -> str:
    """What a learner should know of rows that were not filled in here; nothing is ever written over."""
    noted = found.query(f"SELECT * FROM {FILLED}") if FILLED in found.every_table() else None
    if noted is None or not {"filled", "rows_filled", "data"} <= set(noted):
        text = _("{database} had tables of its own: nothing was filled in, and they are read as they are.")
        return text.format(database=found.shown)
    there = {name: found.count(name) for name in noted["filled"] if name in found.columns}
    pairs = zip(noted["filled"], noted["rows_filled"], strict=True)
    changed = [name for name, rows in pairs if there.get(name) != rows]
    if not changed and (noted["data"] == _version()).all():
        return ""
    text = _(
        "{database} holds other rows than this version's standard data, in: {tables}. They stay as they are. To begin "
        "again, move the database away and open the CRM once more."
    )
    return text.format(database=found.shown, tables=", ".join(changed) or ", ".join(noted["filled"]))


def _version() -> str:
    """A checksum over the standard tables, as they are recorded."""
    from kpilab.worlds.datasets import checksums, standard_folder

    files = checksums(standard_folder(MERCHANT)).items()
    return sha256(
        "".join(sorted(f"{name} {digest}\n" for name, digest in files if name.endswith(".csv"))).encode()
    ).hexdigest()


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _workspace() -> Path | None:
    """The course folder that the kernel runs in, if any; the course's own search stands above this layer."""
    named = os.environ.get("KPILAB_WORKSPACE")
    places = [Path(named)] if named else [] if named == "" else [Path.cwd(), *Path.cwd().parents]
    return next((place.absolute() for place in places if (place / ".kpilab").is_dir()), None)
