"""The ground of a workbook's formulas: where the table stands, a formula with its value, and every word it may say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from math import isnan

from kpilab.analysis.scorecard import FORMULAS, Formula, ScoredRow, Zone, formula_name, zone_name
from kpilab.i18n import N_, _
from kpilab.report.matrix_form import COLUMNS, RULES, MatrixFile, ScoredMatrix, heading, rule_name, scored

__all__ = [
    "FORMULA_SAYS",
    "WORDS",
    "ZONES",
    "Form",
    "Live",
    "Value",
    "filled",
    "fixed",
    "inputs",
    "list_at",
    "value_of",
    "word_at",
    "words",
]

Value = float | int | str
ZONES: tuple[Zone, ...] = ("no fact", "below base", "under plan", "plan met", "target reached")
WORDS: Mapping[str, str] = {
    "more": N_("more"),
    "less": N_("less"),
    "near": N_("near the norm"),
    "yes": N_("yes"),
    "no": N_("no"),
    "owner": N_("its owner"),
    "no_fact": N_("No fact yet: ask {owner}."),
    "no_index": N_("This formula has no index for this fact, so the row is left out."),
    "dead": N_("Dead zone: a repair that ends at the base adds nothing to the total."),
    "survey": N_("{n} answers: luck alone could put the true share anywhere from {low} to {high} %."),
    "weights_ok": N_("Weights add up to 1.00 — OK"),
    "weights_much": N_("Weights add up to {sum} — {gap} too much. Agree which row gives it up."),
    "weights_little": N_("Weights add up to {sum} — {gap} too little. Agree which row gets it."),
    "rows_ok": N_("Every row can be scored — OK"),
    "rows_bad": N_("{n} to mend — see the column “Check and note”"),
    "curve_ok": N_("The pay curve rises all the way — OK"),
    "curve_cliff": N_("Careful: the pay jumps at a total of {total}. Expect discounts on the last days before it."),
    "curve_bad": N_("Mend the pay curve: at least two points, totals rising, pay never falling."),
    "coverage": N_("Coverage {coverage}: the weights of rows without a fact are shared out among the others."),
    "blocked": N_("A row that can stop the bonus is below its base."),
    "all_facts": N_("Every row has a fact."),
    "mend_first": N_("No result yet: first mend what is marked."),
    "chosen": N_("chosen ▼"),
    "no_facts": N_("No result yet: no row has a fact."),
}
PROBLEMS: tuple[str, ...] = (
    N_("Write the KPI's name."),
    N_("There is text in a number cell: write digits only."),
    N_("Write a weight between 0 and 1."),
    N_("Write the norm: the planned level."),
    N_("Write the base: the lowest result you still accept."),
    N_("Base and norm are equal: nothing can be measured between them."),
    N_("The target is on the wrong side: it lies beyond the norm, away from the base."),
    N_("A survey's fact is a percentage from 0 to 100, and answers are above 0."),
    N_("The distance at which the index falls to 0 must be above 0."),
    N_("The two-segment formula needs a target."),
    N_("This KPI stands in more than one row: give each row a name of its own."),
    N_("Is this per cent? Write 78 and not 0.78."),
)
FORMULA_SAYS: Mapping[Formula, str] = {
    "ratio": N_("Fact ÷ norm (norm ÷ fact where less is better). The scale starts at zero, not at the base."),
    "line": N_("The share of the way from base to norm: 0 at the base, 1 at the norm, and on in both directions."),
    "clipped": N_("The share of the way from base to norm, kept between 0 and the index at the target."),
    "two_segment": N_("From base to norm 0 to 1; from norm to target 1 to the index at the target; no more beyond."),
    "grades": N_("Steps: 0 below base, 0.7 under plan, 1 with the plan met, the index at the target with it reached."),
}


@dataclass(frozen=True)
class Live:
    """A formula, without its equals sign, and its value at the time of writing."""

    formula: str
    value: Value


@dataclass(frozen=True)
class Form:
    """The file, its score, and where the table stands: `rows` lines from line `first` on."""

    file: MatrixFile
    first: int = 13
    rows: int = 8
    result: ScoredMatrix = field(init=False)
    sheets: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        names = {
            "matrix": _("Matrix"),
            "pay": _("Pay curve"),
            "guide": _("How to fill it in"),
            "agreement": _("Agreement"),
            "log": _("Change log"),
            "compare": _("All formulas"),
            "words": _("Words"),
        }
        object.__setattr__(self, "sheets", names)
        object.__setattr__(self, "rows", max(self.rows, len(self.file.matrix.rows) + 1))
        object.__setattr__(self, "result", scored(self.file))

    @property
    def last(self) -> int:
        """The table's last line."""
        return self.first + self.rows - 1

    def at(self, sheet: str, cell: str) -> str:
        """An address on another sheet."""
        name = self.sheets[sheet].replace("'", "''")
        return f"'{name}'!{cell}"

    def column(self, name: str) -> str:
        """The absolute address of a column of the matrix table."""
        letter = COLUMNS[name]
        return self.at("matrix", f"${letter}${self.first}:${letter}${self.last}")

    def lines(self) -> Iterator[tuple[int, ScoredRow | None]]:
        """Each line of the table with its scored row; None for an empty one."""
        found = self.result.score.rows
        for i in range(self.rows):
            yield self.first + i, found[i] if i < len(found) else None


def words(form: Form) -> dict[str, tuple[tuple[str, str], ...]]:
    """Everything that a formula may say, as columns of (code, text) for the sheet of words."""
    return {
        "formula": tuple((name, formula_name(name)) for name in FORMULAS),
        "formula_says": tuple((name, _(FORMULA_SAYS[name])) for name in FORMULAS),
        "rule": tuple((rule or "usual", rule_name(rule)) for rule in RULES),
        "zone": tuple((zone, zone_name(zone)) for zone in ZONES),
        "problem": tuple((str(i), _(text)) for i, text in enumerate(PROBLEMS, 1)),
        "word": tuple((key, _(text)) for key, text in WORDS.items()),
        "heading": tuple((column, heading(column)) for column in COLUMNS),
    }


_ORDER = ("formula", "formula_says", "rule", "zone", "problem", "word")


def list_at(form: Form, name: str) -> str:
    """The address of a list of texts on the sheet of words."""
    letter = chr(ord("B") + 2 * _ORDER.index(name))
    return form.at("words", f"${letter}$2:${letter}${1 + len(words(form)[name])}")


def word_at(form: Form, key: str) -> str:
    """The address of one of `WORDS`."""
    letter = chr(ord("B") + 2 * _ORDER.index("word"))
    return form.at("words", f"${letter}${2 + list(WORDS).index(key)}")


def filled(form: Form, key: str, **parts: str) -> str:
    """A formula for a sentence whose {parts} are filled by other formulas."""
    text = word_at(form, key)
    for name, formula in parts.items():
        text = f'SUBSTITUTE({text},"{{{name}}}",{formula})'
    return text


def fixed(value: float, decimals: int) -> str:
    """`value` as the spreadsheet function FIXED writes it: halves away from zero.

    >>> fixed(0.125, 2), fixed(-0.2, 2)
    ('0.13', '-0.20')
    """
    return str(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def value_of(value: float) -> Value:
    """`value` as a cell holds it: empty where it is missing."""
    return "" if isnan(value) else value


def inputs(form: Form, line: int) -> dict[str, str]:
    """The address of each column of the matrix on one line."""
    return {name: form.at("matrix", f"${letter}{line}") for name, letter in COLUMNS.items()}
