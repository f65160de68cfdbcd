"""Asking a CRM: one SELECT at a time, values handed over by name, a typed table back, and nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kpilab.data.crm_answers import answer_frame
from kpilab.data.crm_faults import fault_of, read_only, too_long
from kpilab.data.crm_question import statement_of, values_of
from kpilab.data.crm_schema import FILLED
from kpilab.errors import DataError, KpilabError
from kpilab.i18n import _
from kpilab.worlds.layout import Layout

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Crm"]

_MOST = 1_000_000
"""Lines that one answer may have."""
_STOPPED = ("57P01", "57P02", "57P03")
"""What PostgreSQL says while it is being stopped or started."""


class Crm:
    """A database of customers, deals and visits, to be asked and not to be changed."""

    def __init__(self, engine: Any, shown: str, layout: Layout, *, notice: str = "") -> None:
        self._engine, self._layout = engine, layout
        self.shown, self.notice = shown, notice

    def query(self, sql: str, /, **parameters: object) -> pd.DataFrame:
        """What the database answers to a SELECT: days and times are timestamps, money is whole cents.

        A value is handed over by name, ``:stage`` in the query and ``stage="won"`` beside it, and is only ever a
        value; a list stands behind IN. `DataError` and `UnknownName` say what is wrong with a query; nothing in the
        database can be changed by one.

        >>> import pandas as pd
        >>> from kpilab.data.crm import crm_of
        >>> desk = crm_of({"deals": pd.DataFrame({"deal": ["D1", "D2"], "stage": ["won", "lost"], "value": [40, 30]})})
        >>> desk.query("SELECT deal, value FROM deals WHERE stage = :stage", stage="won")
          deal  value
        0   D1     40
        """
        values = values_of(parameters, self._engine.dialect.name)
        statement = statement_of(sql, values)
        from sqlalchemy.exc import SQLAlchemyError

        try:
            # A cursor of the server's: it hands over no more than is fetched, and is opened for a SELECT only.
            with (
                self._engine.connect().execution_options(stream_results=True) as connection,
                connection.execute(statement, values) as result,
            ):
                if not result.returns_rows:
                    raise read_only()
                names, rows = list(result.keys()), result.fetchmany(_MOST + 1)
        except SQLAlchemyError as fault:
            raise self._fault(fault, sql) from None
        if len(rows) > _MOST:
            raise too_long(_MOST)
        return answer_frame(names, rows, self._flags)

    @cached_property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the columns, by table."""
        from sqlalchemy import inspect
        from sqlalchemy.exc import SQLAlchemyError

        try:
            found, names = inspect(self._engine), sorted(self.every_table() - {FILLED})
            return {name: tuple(str(column["name"]) for column in found.get_columns(name)) for name in names}
        except SQLAlchemyError as fault:
            raise self._gone(fault) from None

    def tables(self) -> pd.DataFrame:
        """One line a table: its name, what one of its rows is, and how many there are."""
        import pandas as pd

        known = {table.name: _(table.meaning) for table in self._layout.tables if table.meaning}
        counts = [self.count(name) for name in self.columns]
        meanings = [known.get(name, "") for name in self.columns]
        return pd.DataFrame({"table": list(self.columns), "meaning": meanings, "rows": counts})

    def count(self, table: str) -> int:
        """The number of rows of a table."""
        named = table.replace('"', '""')
        return int(self.query(f'SELECT COUNT(*) AS n FROM "{named}"')["n"].iloc[0])

    def every_table(self) -> set[str]:
        """The names of all tables and views, the note of what was filled in among them."""
        from sqlalchemy import inspect
        from sqlalchemy.exc import SQLAlchemyError

        try:
            found = inspect(self._engine)
            return {*found.get_table_names(), *found.get_view_names()}
        except SQLAlchemyError as fault:
            raise self._gone(fault) from None

    def __repr__(self) -> str:
        """The database, without its password, and its tables."""
        return "\n".join([self.shown, *(f"  {name}: {', '.join(names)}" for name, names in self.columns.items())])

    @cached_property
    def _flags(self) -> frozenset[str]:
        columns = [column for table in self._layout.tables for column in table.columns]
        return frozenset(column.name for column in columns if column.kind == "flag")

    def _fault(self, fault: Exception, sql: str) -> KpilabError:
        from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

        inner = getattr(fault, "orig", None)
        lost = isinstance(fault, DBAPIError) and fault.connection_invalidated
        cut = isinstance(fault, InterfaceError | OperationalError) and getattr(inner, "sqlstate", "") is None
        if lost or (self._is_server and (cut or getattr(inner, "sqlstate", "") in _STOPPED)):
            return self._gone(fault)
        return fault_of(str(inner or fault), sql, self.columns, self.shown)

    @property
    def _is_server(self) -> bool:
        return bool(self._engine.dialect.name == "postgresql")

    def _gone(self, fault: Exception) -> DataError:
        if self._is_server:
            text = _(
                "{database} does not answer, or went away in the middle: {why}. Nothing is lost, since the CRM is only "
                "read here. See that it runs, and run this cell again."
            )
        else:
            text = _(
                "{database} cannot be read: {why}. Nothing was changed in it. If it is the course's CRM, move it away, "
                "and run this cell again: a new one is filled."
            )
        why = str(getattr(fault, "orig", None) or fault).strip().partition("\n")[0].rstrip(".")
        return DataError(text.format(database=self.shown, why=why))
