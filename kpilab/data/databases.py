"""Tables of a database that a URL names: SQLite, PostgreSQL, and whatever else SQLAlchemy has a driver for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DatabaseTable", "database_tables", "shown_url"]

_SYSTEM = ("information_schema", "pg_catalog", "pg_toast", "sys", "mysql", "performance_schema")
_DRIVERS = {"psycopg": "psycopg[binary]", "MySQLdb": "mysqlclient"}
"""Where the package to install has another name than the module that is missing."""


@dataclass(frozen=True)
class DatabaseTable:
    """One table or view of a database."""

    name: str
    engine: Any
    schema: str | None
    table: str
    first_row: int = 1

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return self.name

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        from sqlalchemy import inspect
        from sqlalchemy.exc import SQLAlchemyError

        try:
            found = inspect(self.engine).get_columns(self.table, schema=self.schema)
        except SQLAlchemyError as fault:
            raise self._unreadable(fault) from fault
        return tuple(str(column["name"]) for column in found)

    def read(self, columns: Sequence[str]) -> pd.DataFrame:
        """Those columns, cells as the database hands them over."""
        import pandas as pd
        from sqlalchemy import column, select, table
        from sqlalchemy.exc import SQLAlchemyError

        here: Any = table(self.table, *map(column, columns), schema=self.schema)
        try:
            with self.engine.connect() as connection:
                return pd.read_sql(select(*here.c), connection, coerce_float=False)
        except (SQLAlchemyError, pd.errors.DatabaseError, UnicodeError, ValueError) as fault:
            raise self._unreadable(fault) from fault

    def _unreadable(self, fault: Exception) -> DataError:
        return DataError(_("{table} cannot be read: {why}.").format(table=self.name, why=_first_line(fault)))


def database_tables(url: str) -> list[DatabaseTable]:
    """The tables and views of the database; those of another than its own schema are named schema.table.

    Raises `DataError` for a URL that is none, a driver that is missing (with what to install) and a database
    that cannot be reached; none of them shows a password.
    """
    from sqlalchemy import NullPool, create_engine, inspect
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

    shown = shown_url(url)
    try:
        engine = create_engine(_with_driver(url), poolclass=NullPool)  # nothing stays open behind a reader
        inspector = inspect(engine)
        own = inspector.default_schema_name
        found = []
        for schema in inspector.get_schema_names():
            if schema in _SYSTEM or schema.startswith("pg_"):
                continue
            for name in sorted([*inspector.get_table_names(schema=schema), *inspector.get_view_names(schema=schema)]):
                found.append(DatabaseTable(name if schema == own else f"{schema}.{name}", engine, schema, name))
    except ModuleNotFoundError as fault:
        text = _("{url} needs a driver that is not installed. Install it with: pip install {package}")
        package = _DRIVERS.get(str(fault.name), str(fault.name))
        raise DataError(text.format(url=shown, package=f'"{package}"' if "[" in package else package)) from fault
    except NoSuchModuleError as fault:
        text = _(
            "No database of the kind '{kind}' is known; a URL begins with sqlite:///, duckdb:/// or postgresql://."
        )
        raise DataError(text.format(kind=url.partition(":")[0])) from fault
    except (SQLAlchemyError, ValueError, OSError) as fault:
        raise DataError(_("{url} cannot be opened: {why}.").format(url=shown, why=_first_line(fault))) from fault
    return found


def shown_url(url: str) -> str:
    """The URL as it may be shown: without its password.

    >>> shown_url("postgresql://ann:secret@host/shop")
    'postgresql://ann:***@host/shop'
    """
    head, mark, rest = url.partition("://") if "://" in url else ("", "", url)
    account, at, place = rest.rpartition("@")
    shown = f"{head}{mark}{account.partition(':')[0]}:***@{place}" if at and ":" in account else url
    return re.sub(r"(?i)\b(password|passwd|pwd)=[^&\s]*", r"\1=***", shown)


def _with_driver(url: str) -> str:
    """The URL with psycopg where PostgreSQL was asked for plainly, and no SQLite file made that is not there."""
    head, mark, rest = url.partition("://")
    if head == "sqlite":
        path = Path(rest.removeprefix("/").partition("?")[0])
        if rest and not path.is_file():
            raise OSError(_("there is no file {path}").format(path=path))
        if rest and path.stat().st_size:
            with path.open("rb") as file:
                if not file.read(16).startswith(b"SQLite format 3"):
                    raise OSError(_("it is not an SQLite file"))
    plain = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
    return f"{plain.get(head, head)}{mark}{rest}"


def _first_line(fault: Exception) -> str:
    known = fault.__cause__ or fault  # pandas wraps what SQLAlchemy says, and SQLAlchemy what the driver says
    inner = getattr(known, "orig", None) or known
    return str(inner).strip().partition("\n")[0].rstrip(".")
