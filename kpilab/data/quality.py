"""Data looked over as a manager would ask: complete, valid, accurate, unique, consistent, in time; and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kpilab.data.quality_cells import filled_cells, valid_cells
from kpilab.data.quality_check import DIMENSIONS, Check
from kpilab.data.quality_column import ExaminedTable
from kpilab.data.quality_guesses import guessed_links, guessed_rules
from kpilab.data.quality_rules import TableRules, layout_for, rules_of
from kpilab.data.quality_source import Given, Source, given_tables
from kpilab.errors import UnknownName
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Quality", "quality"]


@dataclass(frozen=True, eq=False)
class Quality:
    """What was found: every rule that was held against the data, and the tables themselves."""

    name: str
    checks: tuple[Check, ...]
    tables: Mapping[str, ExaminedTable]
    guesses: tuple[str, ...] = ()
    """What was guessed of the tables, in sentences, where no layout says it."""

    @cached_property
    def found(self) -> tuple[Check, ...]:
        """The checks that a row broke: the certain first, then by cost and by rows."""
        broken = (check for check in self.checks if check.rows)
        return tuple(sorted(broken, key=lambda one: (not one.certain, -(one.cost_cents or 0), -one.rows, one.id)))

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a defect: its id, dimension, table, column, kind, rule, rows, share, cost and what to do."""
        import pandas as pd

        columns = ("finding", "dimension", "table", "column", "kind", "rule", "rows", "share", "cost_cents", "cost_how",
                   "certain", "advice")  # fmt: skip
        rows = [[one.id if name == "finding" else getattr(one, name) for name in columns] for one in self.found]
        found = pd.DataFrame(rows, columns=list(columns))
        return found.astype({"rows": "int64", "share": "float64", "cost_cents": "Int64", "certain": "bool"})

    @cached_property
    def score(self) -> pd.DataFrame:
        """For each dimension what was checked, what failed, and the share that is in order; missing where nothing was."""
        import pandas as pd

        rows = []
        for dimension in DIMENSIONS:
            of = [check for check in self.checks if check.dimension == dimension]
            checked, failed = sum(check.checked for check in of), sum(check.failed for check in of)
            score = 1 - failed / checked if checked else float("nan")
            rows.append([dimension, score, checked, failed, sum(bool(check.rows) for check in of)])
        return pd.DataFrame(rows, columns=["dimension", "score", "checked", "failed", "findings"])

    def finding(self, finding: str) -> Check:
        """The finding of that id; `UnknownName` where there is none."""
        for check in self.found:
            if check.id == finding:
                return check
        raise UnknownName(_("finding"), finding, [check.id for check in self.found])

    def rows(self, finding: str) -> pd.DataFrame:
        """The rows of a finding as they were given, with the number that they have in their file."""
        check = self.finding(finding)
        table = self.tables[check.table]
        found = table.cells.iloc[check.positions].copy()
        found.insert(0, "row" if "row" not in found else "file_row", check.positions + table.first_row)
        return found

    def __repr__(self) -> str:
        from kpilab.data.quality_words import quality_text

        return quality_text(self)

    def _repr_html_(self) -> str:
        from kpilab.data.quality_words import quality_html

        return quality_html(self)


def quality(data: Source, *, told: Callable[[str], None] | None = None) -> Quality:
    """What is wrong with the data, table by table and between the tables; nothing of them is changed.

    `data` is a merchant's name or `Tables`, a mapping of frames or one frame, a file or a folder.

    >>> import pandas as pd
    >>> found = quality(pd.DataFrame({"receipt_no": [1, 2, 3], "day": ["2025-01-30", "2025-02-31", "2025-02-01"]}))
    >>> found.findings[["column", "kind", "rows"]].values.tolist()
    [['day', 'no_such_day', 1]]
    """
    name, given = given_tables(data, told=told)
    rules = _rules(name, given)
    tables = {table: _examined(one, rules[table]) for table, one in given.items()}
    checks = []
    for table in tables.values():
        if told:
            told(table.name)
        checks += list(_checks(table, tables))
    return Quality(name, _numbered(checks), tables, ())


def _rules(name: str, given: Mapping[str, Given]) -> dict[str, TableRules]:
    layout = layout_for(name, {table: list(one.cells.columns) for table, one in given.items()})
    stated = {table.name: rules_of(table) for table in layout.tables} if layout else {}
    cells = {table: one.cells for table, one in given.items()}
    found = {table: stated.get(table) or guessed_rules(one) for table, one in cells.items()}
    return guessed_links(found, cells)


def _examined(given: Given, rules: TableRules) -> ExaminedTable:
    fields = {name: rule for name, rule in rules.fields.items() if name in given.cells.columns}
    key = rules.key if set(rules.key) <= set(fields) else ()
    return ExaminedTable(given.name, given.file, given.first_row, given.cells, fields, key, rules.key_stated)


def _checks(table: ExaminedTable, tables: Mapping[str, ExaminedTable]) -> Iterator[Check]:
    yield from filled_cells(table)
    yield from valid_cells(table)


def _numbered(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Each check with an id: table, column and kind, and a number where these are not enough."""
    seen: dict[str, int] = {}
    found = []
    for check in checks:
        name = ".".join(part for part in (check.table, check.column, check.kind) if part)
        seen[name] = seen.get(name, 0) + 1
        found.append(replace(check, id=name if seen[name] == 1 else f"{name}.{seen[name]}"))
    return tuple(found)
