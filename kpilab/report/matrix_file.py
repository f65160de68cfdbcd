"""Reading a filled matrix workbook: its inputs only. What it computed itself is computed again.

Columns are found by their headings and settings by their names, so a matrix that someone typed into a
sheet of their own is read too. Every problem is named at once, with its sheet and cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import fsum, isnan, nan
from pathlib import Path
from typing import Any

from kpilab.analysis.pay import SMOOTH, PayCurve
from kpilab.analysis.scorecard import FORMULAS, BelowBase, Formula, Matrix, Row, formula_name
from kpilab.catalogue import kpi
from kpilab.errors import DataError, MatrixError, UnknownName
from kpilab.i18n import _
from kpilab.report.matrix_form import (
    HEADINGS,
    RULES,
    SETTINGS,
    TABLE_NAME,
    MatrixFile,
    ScoredMatrix,
    looks_like_a_fraction,
    rule_name,
    scored,
)
from kpilab.report.matrix_source import Source, open_source

__all__ = ["read_matrix", "score_matrix"]

_NEEDED = ("kpi", "weight", "norm", "fact")
_NUMBERS = ("weight", "base", "norm", "target", "fact", "sample", "tolerance")
_NO = ("no", "n", "false", "0", "否")
_TOTALS = ("total", "sum", "合计", "总计")
_YES = ("", "yes", "y", "true", "1", "是")


def _plain(value: object) -> str:
    return " ".join(str(value).split()).casefold() if value is not None else ""


def _columns(row: tuple[Any, ...], listed: Mapping[str, str]) -> dict[str, str]:
    """The columns that a row of cells names: field to column letter."""
    known = {_plain(text): name for text, name in listed.items()}
    for name, words in HEADINGS.items():
        known |= {_plain(word): name for word in (*words, _(words[0]))}
    found: dict[str, str] = {}
    for cell in row:
        field = known.get(_plain(cell.value))
        if field and field not in found:
            found[field] = cell.column_letter
    return found


def _table(book: Source) -> tuple[str, dict[str, str], Iterator[int]]:
    """Sheet, columns and lines of the matrix; the first sheet with its headings counts."""
    listed = _listed(book, "heading")
    for sheet in book.values.worksheets:
        for row in sheet.iter_rows(max_row=min(sheet.max_row, 200)):
            columns = _columns(row, listed)
            if all(name in columns for name in _NEEDED):
                return sheet.title, columns, _lines(book, sheet.title, columns, row[0].row + 1)
    raise DataError(
        _(
            "{path} has no sheet with a KPI matrix: a table with the headings {headings}. Its sheets are: {sheets}."
        ).format(
            path=book.path,
            headings=", ".join(HEADINGS[name][0] for name in ("kpi", "weight", "base", "norm", "target", "fact")),
            sheets=", ".join(book.values.sheetnames),
        )
    )


def _lines(book: Source, sheet: str, columns: Mapping[str, str], first: int) -> Iterator[int]:
    """The filled lines: those of the named range, or else down to the first empty one."""
    named = book.name(TABLE_NAME)
    fixed = named is not None and named[0] == sheet
    last = int("".join(filter(str.isdigit, named[1].split(":")[-1]))) if named and fixed else book.values[sheet].max_row
    inputs = [letter for name, letter in columns.items() if name in ("kpi", *_NUMBERS)]
    for line in range(first, last + 1):
        if not fixed and _plain(book.values[sheet][f"{columns['kpi']}{line}"].value) in _TOTALS:
            return
        if any(book.formulas[sheet][f"{letter}{line}"].value not in (None, "") for letter in inputs):
            yield line
        elif not fixed:
            return


def _row(book: Source, sheet: str, columns: Mapping[str, str], line: int) -> tuple[Row, bool]:
    """A line as a row, and whether all its numbers could be read."""
    texts = {
        n: book.text(sheet, f"{columns[n]}{line}") for n in ("kpi", "unit", "owner", "gated", "kpi_id") if n in columns
    }
    unit, before = texts.get("unit", ""), len(book.problems)
    numbers = {name: _level(book, sheet, f"{columns[name]}{line}", name, unit) for name in _NUMBERS if name in columns}
    at, weight = columns["kpi"] + str(line), f"{columns['weight']}{line}"
    if book.formulas[sheet][weight].value is None:
        book.trouble(sheet, weight, _("write a weight between 0 and 1."))
    readable = len(book.problems) == before
    if not texts["kpi"]:
        book.trouble(sheet, at, _("write the KPI's name; the line has numbers."))
    gated = texts.get("gated", "").casefold()
    own = {code: _plain(text) for text, code in _listed(book, "word").items() if code in ("yes", "no")}
    yes, no = (*_YES, _plain(_("yes")), own.get("yes", "")), (*_NO, _plain(_("no")), own.get("no", "no"))
    if gated not in (*yes, *no):
        book.trouble(sheet, f"{columns['gated']}{line}", _("says '{text}'; write yes or no.").format(text=gated))
    if kpi_id := texts.get("kpi_id", ""):
        try:
            kpi(kpi_id)
        except UnknownName as error:
            book.trouble(sheet, f"{columns['kpi_id']}{line}", str(error))
    sample, tolerance = numbers.pop("sample", nan), numbers.pop("tolerance", nan)
    row = Row(
        texts["kpi"] or at,
        **numbers,
        unit=unit,
        owner=texts.get("owner", ""),
        sample=None if isnan(sample) else round(sample),
        gated=gated not in no,
        tolerance=None if isnan(tolerance) else tolerance,
        kpi_id=kpi_id,
    )
    if looks_like_a_fraction(row):
        book.trouble(sheet, f"{columns['fact']}{line}", _("Is this per cent? Write 78 and not 0.78."))
    return row, readable


def _level(book: Source, sheet: str, cell: str, name: str, unit: str) -> float:
    """A number in the unit of its row: in a row in per cent, "78 %" and a cell formatted as percent mean 78."""
    found = book.number(sheet, cell, "" if name in ("weight", "sample") else unit)
    if name in ("weight", "sample", "tolerance") or "%" not in unit.replace("％", "%"):
        return found.value
    formatted = "%" in str(book.values[sheet][cell].number_format) and not found.percent
    typed = isinstance(book.values[sheet][cell].value, str)
    return round(found.number * 100, 10) if formatted and not typed else found.number


def _checked(book: Source, sheet: str, columns: Mapping[str, str], lines: Iterator[int]) -> Matrix | None:
    """The matrix, or None with every problem kept; each row is named with its line."""
    read_rows = [(line, *_row(book, sheet, columns, line)) for line in lines]
    first: dict[str, int] = {}
    for line, row, _readable in read_rows:
        if row.kpi in first:
            book.trouble(
                sheet,
                f"{columns['kpi']}{line}",
                _("{kpi} stands in line {line} already; give each row a name of its own.").format(
                    kpi=row.kpi, line=first[row.kpi]
                ),
            )
        first.setdefault(row.kpi, line)
    located = [
        replace(
            row if readable else _stand_in(row),
            kpi=_("{sheet}, line {line}, {kpi}").format(sheet=sheet, line=line, kpi=row.kpi),
        )
        for line, row, readable in read_rows
    ]
    for place in [i for i, row in enumerate(located) if isnan(row.weight)]:
        located[place] = replace(located[place], weight=_rest([row.weight for row in located]))
    try:
        Matrix(tuple(located))
    except MatrixError as error:
        book.problems += error.problems
    return None if book.problems else Matrix(tuple(row for _line, row, _readable in read_rows))


def _rest(weights: list[float]) -> float:
    """What the written weights leave of the whole: of 1, or of 100 where they look like per cent."""
    known = [weight for weight in weights if not isnan(weight)]
    whole = 100.0 if known and min(known) >= 1 and fsum(known) < 100 else 1.0
    return min(whole, max(0.0, whole - fsum(known)))


def _stand_in(row: Row) -> Row:
    """A row that could not be read, with levels that raise no further complaint."""
    return Row(row.kpi, row.weight, 0.0, 1.0)


def _setting(book: Source, sheet: str, name: str) -> tuple[str, str] | None:
    """Sheet and cell of a setting: by its defined name, or right of its label on the sheet of the matrix."""
    named = book.name(f"matrix_{name}")
    if named is not None:
        return named[0], named[1].split(":")[0]
    labels = {_plain(SETTINGS[name]), _plain(_(SETTINGS[name]))}
    for row in book.values[sheet].iter_rows(max_row=60):
        for cell in row:
            if _plain(cell.value).rstrip(":：") in labels:
                return sheet, cell.offset(0, 1).coordinate
    return None


def _choice(book: Source, where: tuple[str, str] | None, kind: str, known: Mapping[str, Any], usual: Any) -> Any:
    """What a cell chooses, by any of the texts that stand for it; `usual` where it is empty."""
    said = book.text(*where) if where else ""
    if where is None or not said:
        return usual
    texts = {_plain(text): code for text, code in known.items()}
    if _plain(said) in texts:
        return texts[_plain(said)]
    book.trouble(
        *where, str(UnknownName(kind, said, [text for text, code in known.items() if text != (code or "usual")]))
    )
    return usual


def _listed(book: Source, name: str) -> dict[str, str]:
    """The texts of a choice as the file itself lists them, in whatever language it was written: text to code."""
    codes, texts = book.name(f"{name}_codes"), book.name(f"{name}_names")
    if codes is None or texts is None:
        return {}
    columns = [[cell.value for (cell,) in book.values[sheet][cells]] for sheet, cells in (codes, texts)]
    return {str(text): str(code) for code, text in zip(*columns, strict=True)}


def _formula(book: Source, sheet: str) -> Formula:
    known: dict[str, Any] = {text: code for text, code in _listed(book, "formula").items() if code in FORMULAS}
    known |= {formula_name(formula): formula for formula in FORMULAS} | {formula: formula for formula in FORMULAS}
    found: Formula = _choice(book, _setting(book, sheet, "formula"), _("formula"), known, "two_segment")
    return found


def _rule(book: Source, sheet: str) -> BelowBase | None:
    codes: dict[str, Any] = {rule or "usual": rule for rule in RULES}
    known = {text: codes[code] for text, code in _listed(book, "rule").items() if code in codes}
    known |= {rule_name(rule): rule for rule in RULES} | codes
    found: BelowBase | None = _choice(book, _setting(book, sheet, "below_base"), _("rule below base"), known, None)
    return found


def _amount(book: Source, sheet: str, name: str, usual: float) -> float:
    where = _setting(book, sheet, name)
    value = book.number(*where).value if where else nan
    return usual if isnan(value) else value


def _curve(book: Source) -> PayCurve:
    totals, shares, below = (book.name(f"pay_{name}") for name in ("totals", "shares", "below"))
    if totals is None or shares is None:
        return SMOOTH
    before = len(book.problems)
    columns = [
        [book.number(sheet, cell.coordinate).value for (cell,) in book.values[sheet][cells]]
        for sheet, cells in (totals, shares)
    ]
    points = [point for point in zip(*columns, strict=True) if not all(map(isnan, point))]
    start = book.number(*below).value if below else 0.0
    if len(book.problems) > before:
        return SMOOTH
    try:
        return PayCurve(tuple(points), 0.0 if isnan(start) else start)
    except MatrixError as error:
        book.trouble(totals[0], totals[1], str(error))
        return SMOOTH


def read_matrix(path: str | Path) -> MatrixFile:
    """What a filled workbook says: the matrix, its rules, its pay curve, the people.

    A setting that the file does not have is the usual one. Raises `DataError` for a file that is no workbook or has no
    matrix, and `MatrixError` with every problem, its sheet and cell, for a matrix that cannot be scored.
    """
    book = open_source(Path(path))
    sheet, columns, lines = _table(book)
    matrix = _checked(book, sheet, columns, lines)
    texts = {}
    for name in ("title", "person", "manager", "period", "currency"):
        where = _setting(book, sheet, name)
        texts[name] = book.text(*where) if where else ""
    formula, rule, curve = _formula(book, sheet), _rule(book, sheet), _curve(book)
    cap, gate = _amount(book, sheet, "cap", 1.2), _amount(book, sheet, "gate_factor", 0.0)
    at_plan = _amount(book, sheet, "at_plan", nan)
    if not cap > 1:
        book.problems.append(_("{label}: it is {cap:g} and must be above 1.").format(label=_(SETTINGS["cap"]), cap=cap))
    if matrix and formula == "two_segment":
        for row in matrix.rows:
            if isnan(row.target) and row.tolerance is None:
                book.problems.append(
                    _("{kpi}: the two-segment formula needs a target; write one, or choose another formula.").format(
                        kpi=row.kpi
                    )
                )
    if matrix is None or book.problems:
        raise MatrixError(_("The KPI matrix in {path} cannot be scored:").format(path=path), book.problems)
    return MatrixFile(matrix, formula, rule, curve, at_plan, cap=cap, gate_factor=gate, path=str(path), **texts)


def score_matrix(path: str | Path) -> ScoredMatrix:
    """The filled workbook at `path` with its score, its share of the bonus, and its bonus."""
    return scored(read_matrix(path))
