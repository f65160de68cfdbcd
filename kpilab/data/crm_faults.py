"""What a database says of a query that failed, in a sentence: the same from SQLite and from PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kpilab.errors import DataError, KpilabError, UnknownName
from kpilab.i18n import _

__all__ = ["CHANGES", "fault_of", "read_only", "too_long"]

CHANGES = frozenset(
    (
        "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "TRUNCATE", "CREATE", "ALTER", "DROP", "RENAME", "COPY",
        "CALL", "DO", "EXECUTE", "PREPARE", "GRANT", "REVOKE", "SET", "RESET", "BEGIN", "START", "COMMIT", "END",
        "ROLLBACK", "SAVEPOINT", "RELEASE", "LOCK", "ATTACH", "DETACH", "PRAGMA", "VACUUM", "ANALYZE", "REINDEX",
        "CLUSTER", "NOTIFY", "LISTEN", "LOAD", "IMPORT", "REFRESH", "COMMENT",
    )
)  # fmt: skip
"""Words with which a command begins that is no question."""
_TYPOGRAPHIC = re.compile(
    "[\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\uff07\uff02\uff0c\uff08\uff09\uff1b\uff1d\u00b4]"
)
"""Quotes as a word processor writes them, and the wide signs of a Chinese keyboard."""
_TABLE = re.compile(r'no such table: (?:\w+\.)?"?([^"\s]+)|relation "([^"]+)" does not exist')
_COLUMN = re.compile(r'no such column: ([^\s]+)|column "?([\w.]+)"? does not exist')
_FUNCTION = re.compile(r"no such function: (\w+)|function (\w+)\(.*does not exist")
_AMBIGUOUS = re.compile(r'ambiguous column name: ([\w.]+)|column reference "([^"]+)" is ambiguous')
_NEAR = re.compile(r'near "(.*?)"')
_REFUSED = ("read-only", "readonly", "not authorized", "authorization denied", "data-modifying", "permission denied")
_GROUP = re.compile(r'column "([^"]+)" must appear in the GROUP BY')
_TYPES = re.compile(r"operator does not exist: ([^\n]+)|invalid input syntax for type ([^\n]+)")


def fault_of(said: str, query: str, tables: Mapping[str, Sequence[str]], shown: str) -> KpilabError:
    """The error for a learner, from what the database `shown` said of the `query`.

    >>> print(fault_of("no such table: deal", "SELECT 1 FROM deal", {"deals": ("value",)}, "crm.sqlite"))
    No table 'deal'. Did you mean 'deals'?
    """
    if sign := _TYPOGRAPHIC.search(query):
        text = _(
            "SQL cannot read the sign {sign}. Write quotes straight, as in 'won', and commas and brackets in English."
        )
        return DataError(text.format(sign=sign[0]))
    if name := _found(_TABLE, said):
        return UnknownName(_("table"), name, tables)
    if name := _found(_COLUMN, said):
        return _no_column(name.rpartition(".")[2].strip('"'), _columns(query, tables))
    if any(word in said for word in _REFUSED) or _found(_NEAR, said).upper() in CHANGES:
        return read_only()
    if "one statement at a time" in said or "multiple commands" in said:
        return DataError(_("One question at a time: this query holds several, with a semicolon between them."))
    if "interrupted" in said or "statement timeout" in said:
        return DataError(_("The query took too long and was stopped. Is a condition missing in a JOIN?"))
    return DataError(
        _shaped(said) or _("{database} cannot answer this: {why}.").format(database=shown, why=_line(said))
    )


def _no_column(name: str, columns: Sequence[str]) -> KpilabError:
    unknown = UnknownName(_("column"), name, columns)
    if unknown.near or not name.isalnum():
        return unknown
    text = _("{unknown} If it is a text, write it in quotes: '{name}'.")
    return DataError(text.format(unknown=unknown, name=name))


def _shaped(said: str) -> str:
    """The sentence for a fault in how the query is written; empty where it is none of the known ones."""
    if name := _found(_AMBIGUOUS, said):
        return _("The column '{name}' stands in two of the tables. Write the table before it: table.{name}.").format(
            name=name.rpartition(".")[2]
        )
    if name := _found(_GROUP, said):
        return _(
            "'{name}' is shown and neither grouped nor added up: name it after GROUP BY, or count or sum it."
        ).format(name=name)
    if name := _found(_FUNCTION, said):
        return _("This database knows no function '{name}' for such values.").format(name=name)
    if "unrecognized token" in said or "unterminated" in said:
        return _("The query cannot be read. Is a quote still open?")
    if found := _NEAR.search(said):
        text = _("The query cannot be read near '{word}'. Is a comma, a bracket or a word missing before it?")
        return text.format(word=found[1])
    if "bindings supplied" in said or "bind message supplies" in said:
        return _('The place of a value is written with a colon, :stage, and its value behind the query, stage="won".')
    if "incomplete input" in said or "at end of input" in said:
        return _("The query stops too early. Is a bracket or a quote still open?")
    if "division by zero" in said:
        return _("The query divides by 0. NULLIF(count, 0) makes such a line empty instead.")
    if _TYPES.search(said):
        return _("The query compares two kinds of values, a text with a number or a day: {why}.").format(
            why=_line(said)
        )
    return ""


def read_only() -> DataError:
    """The sentence for a query that would change something."""
    return DataError(
        _(
            "Nothing was changed: here the CRM is only read, with SELECT. What is wrong in it is put right where it "
            "was written down, by whoever owns it."
        )
    )


def too_long(rows: int) -> DataError:
    """The sentence for an answer that would fill the memory."""
    text = _(
        "The answer has more than {rows:,} lines. Is a condition missing in a JOIN? Or ask for sums with GROUP BY."
    )
    return DataError(text.format(rows=rows))


def _found(pattern: re.Pattern[str], said: str) -> str:
    match = pattern.search(said)
    return next((group for group in match.groups() if group), "") if match else ""


def _columns(query: str, tables: Mapping[str, Sequence[str]]) -> list[str]:
    """The columns of the tables that the query names; of all where it names none."""
    words = set(re.findall(r"\w+", query))
    named = [columns for table, columns in tables.items() if table in words]
    return sorted({column for columns in named or tables.values() for column in columns})


def _line(said: str) -> str:
    return said.strip().partition("\n")[0].rstrip(".")
