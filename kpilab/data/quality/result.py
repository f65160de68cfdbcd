"""Data looked over as a manager would ask: complete, valid, accurate, unique, consistent, in time; and the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.amounts import plausible_amounts
from kpilab.data.quality.cells import filled_cells, valid_cells
from kpilab.data.quality.check import DIMENSIONS, Check, Dimension
from kpilab.data.quality.column import ExaminedTable
from kpilab.data.quality.days import days_by_hand, filled_down
from kpilab.data.quality.fix_log import Fix, FixLog, apply, fix_of
from kpilab.data.quality.guesses import guessed_links, guessed_rules
from kpilab.data.quality.keys import unique_rows
from kpilab.data.quality.links import agreeing_tables
from kpilab.data.quality.order import events_in_order
from kpilab.data.quality.own_rules import OwnRules, read_rules, with_own_rules
from kpilab.data.quality.recording import in_time
from kpilab.data.quality.rules import FieldKind, TableRules, layout_for, rules_of
from kpilab.data.quality.shapes import natural_shapes
from kpilab.data.quality.source import Given, Source, given_tables
from kpilab.data.quality.totals import body_of, totals_among
from kpilab.data.quality.writing import one_name
from kpilab.errors import UnknownName
from kpilab.i18n import _
from kpilab.worlds.layout import Layout

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Quality", "quality"]


@dataclass(frozen=True, eq=False)
class Quality:
    """What was found: every rule that was held against the data, and the tables themselves."""

    name: str
    checks: tuple[Check, ...]
    tables: Mapping[str, ExaminedTable]
    bodies: Mapping[str, ExaminedTable]
    """The tables without empty rows and rows of totals, as the rules were held against them."""
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
    def scores(self) -> dict[Dimension, float]:
        """The share in order of each dimension; missing where nothing was checked."""
        found: dict[Dimension, float] = {}
        for dimension in DIMENSIONS:
            counted, failed = self.counted(dimension)
            found[dimension] = 1 - failed / counted if counted else float("nan")
        return found

    def counted(self, dimension: Dimension) -> tuple[int, int]:
        """How many checks of a dimension stand in its score, and how many of them failed."""
        of = [check for check in self.checks if check.dimension == dimension]
        counted = sum(check.checked if check.counted is None else check.counted for check in of)
        return counted, sum(check.failed for check in of)

    @cached_property
    def score(self) -> pd.DataFrame:
        """For each dimension what was checked and failed, and the share in order; missing where nothing was checked."""
        import pandas as pd

        rows = []
        for dimension in DIMENSIONS:
            of = [check for check in self.checks if check.dimension == dimension]
            checked, failed = self.counted(dimension)
            rows.append([dimension, self.scores[dimension], checked, failed, sum(bool(check.rows) for check in of)])
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

    def fixes(self, finding: str) -> tuple[Fix, ...]:
        """The standard fixes that are offered for a finding; none is applied."""
        check = self.finding(finding)
        return tuple(fix_of(check, offer, self.tables[check.table]) for offer in check.offers if len(offer.positions))

    @cached_property
    def fix_log(self) -> FixLog:
        """Every fix that is offered, none of them taken: `take` some, then `apply` the log."""
        return FixLog(self.name, tuple(fix for check in self.found for fix in self.fixes(check.id)))

    def __repr__(self) -> str:
        from kpilab.data.quality.words import quality_text

        return quality_text(self)

    def _repr_html_(self) -> str:
        from kpilab.data.quality.words import quality_html

        return quality_html(self)


def quality(
    data: Source,
    *,
    rules: str | Path | OwnRules | None = None,
    log: FixLog | None = None,
    told: Callable[[str, int, int], None] | None = None,
) -> Quality:
    """What is wrong with the data, table by table and between the tables; nothing of them is changed.

    `data` is a merchant's name or `Tables`, a mapping of frames or one frame, a file or a folder. A merchant's layout
    says what may stand in its columns; of other tables it is guessed, and `Quality.guesses` says so. `rules` are the
    user's own (`read_rules` tells how they are written). With a `log` of fixes the data are looked at as these leave
    them. `told` hears which table is looked at, its number, and how many there are. Raises `DataError` for what cannot
    be read.

    >>> import pandas as pd
    >>> found = quality(pd.DataFrame({"receipt_no": [1, 2, 3], "day": ["2025-01-30", "2025-02-31", "2025-02-01"]}))
    >>> found.findings[["column", "kind", "rows"]].values.tolist()
    [['day', 'no_such_day', 1]]
    """
    name, given = given_tables(data, told=(lambda table: told(table, 0, 0)) if told else None)
    layout = layout_for(name, {table: list(one.cells.columns) for table, one in given.items()})
    known = {table.name for table in layout.tables} if layout else set()
    given = {table: one if table in known else filled_down(one) for table, one in given.items()}
    if log is not None:
        mended = apply(log, {table: one.cells for table, one in given.items()}, first_rows=first_rows(given))
        given = {table: replace(one, cells=mended[table]) for table, one in given.items()}
    own = rules if isinstance(rules, OwnRules) else read_rules(rules) if rules is not None else OwnRules()
    laid_down = with_own_rules(own, _rules(layout, given))
    tables = {table: _examined(one, laid_down[table]) for table, one in given.items()}
    totals = {table: totals_among(one) for table, one in tables.items()}
    bodies = {table: body_of(one, totals[table][0]) for table, one in tables.items()}
    examined = {table: body for table, (body, _places) in bodies.items()}
    checks = []
    for number, (table, (body, places)) in enumerate(bodies.items(), 1):
        if told:
            told(table, number, len(tables))
        checks += [*_heading(given[table]), *totals[table][1]]
        with np.errstate(over="ignore", invalid="ignore"):
            checks += [_placed(check, places) for check in _checks(body, examined)]
    notes = [note for one in given.values() for note in one.notes]
    return Quality(
        name,
        _numbered(checks),
        tables,
        examined,
        (*notes, *(_guess(table) for table in tables.values() if _guessed(table))),
    )


def _placed(check: Check, places: NDArray[np.int64]) -> Check:
    """A check of the table's body with its rows counted in the whole table."""
    if len(places) == 0 or places[-1] == len(places) - 1:
        return check
    offers = tuple(replace(offer, positions=places[offer.positions]) for offer in check.offers)
    return replace(check, positions=places[check.positions], offers=offers)


def _heading(given: Given) -> Iterator[Check]:
    """Whether a line names the columns."""
    yield Check(
        "validity", "no_heading", given.name, "", _("A line above the rows names the columns."),
        np.arange(min(1, len(given.cells)) if not given.has_heading else 0), 1, failed=0 if given.has_heading else 1,
        advice=_("Write a heading above each column; until then they are called: {names}.").format(
            names=", ".join(map(str, given.cells.columns[:3])) + (" …" if given.cells.shape[1] > 3 else "")
        ),
    )  # fmt: skip


def first_rows(given: Mapping[str, Given]) -> dict[str, int]:
    """The number that each table's first row has in its file."""
    return {table: one.first_row for table, one in given.items()}


def _guessed(table: ExaminedTable) -> bool:
    return any(not rule.stated for rule in table.fields.values())


def _guess(table: ExaminedTable) -> str:
    """What was taken for what, where nobody has said it."""
    by_kind: dict[str, list[str]] = {}
    for rule in table.fields.values():
        if not rule.stated:
            by_kind.setdefault(_kind_word(rule.kind), []).append(rule.name)
    kinds = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in by_kind.items())
    if not table.key:
        return _("{table}: nobody has said what its columns hold. Guessed are {kinds}.").format(
            table=table.name, kinds=kinds
        )
    text = _("{table}: nobody has said what its columns hold. Guessed are {kinds}. Rows are told apart by {key}.")
    return text.format(table=table.name, kinds=kinds, key=" + ".join(table.key))


def _kind_word(kind: FieldKind) -> str:
    return {
        "id": _("numbers or codes of things"),
        "text": _("text"),
        "number": _("numbers"),
        "money": _("amounts of money"),
        "date": _("days"),
        "time": _("times"),
        "flag": _("yes or no"),
    }[kind]


def _rules(layout: Layout | None, given: Mapping[str, Given]) -> dict[str, TableRules]:
    stated = {table.name: rules_of(table) for table in layout.tables} if layout else {}
    cells = {table: one.cells for table, one in given.items()}
    found = {table: stated.get(table) or guessed_rules(one, table) for table, one in cells.items()}
    return guessed_links(found, cells)


def _examined(given: Given, rules: TableRules) -> ExaminedTable:
    fields = {name: rule for name, rule in rules.fields.items() if name in given.cells.columns}
    key = rules.key if set(rules.key) <= set(fields) else ()
    return ExaminedTable(given.name, given.file, given.first_row, given.cells, fields, key, rules.key_stated)


def _checks(table: ExaminedTable, tables: Mapping[str, ExaminedTable]) -> Iterator[Check]:
    yield from filled_cells(table)
    yield from valid_cells(table)
    yield from days_by_hand(table)
    yield from unique_rows(table)
    yield from one_name(table)
    yield from agreeing_tables(table, tables)
    yield from events_in_order(table, tables)
    yield from plausible_amounts(table, tables)
    yield from natural_shapes(table)
    yield from in_time(table, tables)


def _numbered(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Each check with an id: table, column and kind, and a number where these are not enough."""
    seen: dict[str, int] = {}
    found = []
    for check in checks:
        name = ".".join(part for part in (check.table, check.column, check.kind) if part)
        seen[name] = seen.get(name, 0) + 1
        found.append(replace(check, id=name if seen[name] == 1 else f"{name}.{seen[name]}"))
    return tuple(found)
