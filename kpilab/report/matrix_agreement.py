"""The sheets of a matrix workbook that are read and signed: how to fill it in, the agreement, the change log."""

from __future__ import annotations

from math import isnan

from kpilab.analysis.scorecard import formula_name, policy_name
from kpilab.i18n import N_, _
from kpilab.report.matrix_book import Book
from kpilab.report.matrix_cells import FORMULA_SAYS, Live, Value
from kpilab.report.matrix_compare import rule_in_force
from kpilab.report.matrix_form import COLUMNS, SETTINGS, heading

__all__ = ["write_agreement", "write_change_log", "write_guide"]

_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("kpi", N_("What is measured. Three to seven rows are read and remembered."), N_("New members")),
    ("unit", N_("What one step of the number is. A share is written in per cent: 78, not 0.78."), N_("members")),
    ("owner", N_("Who brings the fact: whom to ask when it is missing."), N_("Member desk")),
    (
        "weight",
        N_("How much of the total hangs on this row: a share between 0 and 1. All weights together make 1."),
        "0.20",
    ),
    (
        "base",
        N_("The lowest result you still accept; here the index is 0. It is a decision, not last year's worst month."),
        "40",
    ),
    (
        "norm",
        N_(
            "The plan; here the index is 1. Most firms call this “the target”. Where the base stands above the norm, "
            "less is better; nothing else says so."
        ),
        "60",
    ),
    ("target", N_("The stretch beyond the norm. By the two-segment formula the index is 1.2 here."), "70"),
    ("fact", N_("What happened. Empty means that nobody knows; never write 0 for “not known”."), "50"),
    (
        "sample",
        N_("Only for a share from a survey: how many people answered. Then the note says what luck alone could do."),
        "50",
    ),
    (
        "plan_ratio",
        N_("The plain reading of “fact against plan”, shown for comparison. It starts counting at zero."),
        "50 ÷ 60 = 0.833",
    ),
    (
        "index",
        N_("How much of its promise the row has kept, by the formula you chose: 0 at the base, 1 at the norm."),
        "(50 − 40) ÷ (60 − 40) = 0.500",
    ),
    ("weighted", N_("What the row brings to the total, which is the sum of this column."), "0.20 × 0.500 = 0.100"),
    (
        "zone",
        N_(
            "The talk it asks for. Below base: stop and mend. Under plan: help. Plan met: thank. "
            "Target reached: learn from it."
        ),
        N_("under plan"),
    ),
    (
        "tolerance",
        N_(
            "Only where the norm is best and both sides are worse, such as days of stock: the distance at which the "
            "index falls to 0. Base and target then stay empty."
        ),
        N_("norm 30 days, ± 10"),
    ),
    ("gated", N_("Only for the rules “gate” and “no bonus”: write no, and this row cannot stop the bonus."), N_("no")),
    ("kpi_id", N_("The KPI's id in the catalogue, if it stands there. It may stay empty."), "new_customers"),
)
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "formula",
        N_(
            "How a fact becomes an index. The five agree where the fact equals the norm and quarrel everywhere else; "
            "the sheet “All formulas” shows by how much."
        ),
        N_("two-segment"),
    ),
    (
        "below_base",
        N_("What a row counts whose fact is worse than its base: 0, a negative number, or a stop for the whole bonus."),
        N_("the formula's usual rule"),
    ),
    ("cap", N_("The index at the target: the highest one by the clipped, two-segment and grades formulas."), "1.20"),
    (
        "gate_factor",
        N_("Only for the rule “gate”: what is left of the total when a row is below its base; 0.5 halves it."),
        "0",
    ),
    ("at_plan", N_("The money paid at a total of 1. The sheet “Pay curve” says what other totals pay."), "6,000"),
)
_AGREED = ("kpi", "unit", "weight", "base", "norm", "target", "tolerance", "owner")
_LETTERS = "ABCDEFGH"


def write_guide(book: Book) -> None:
    """The sheet that explains each field, with one row as example."""
    sheet = book.sheets["guide"]
    for letter, width in zip("ABC", (26, 74, 32), strict=True):
        sheet.set_column(f"{letter}:{letter}", width)
    book.put("guide", "A1", _("How to fill it in"), "title")
    sheet.set_row(0, 28)
    aloud = _(
        "The example is one row, read aloud: “A fifth of this bonus depends on new members; under 40 we do not call "
        "it work; 60 is the plan; 70 would be excellent; it was 50.”"
    )
    book.merge("guide", "A2:C2", aloud, "wrap")
    sheet.set_row(1, 32)
    line = _explain(book, 4, [(heading(name), text, example) for name, text, example in _FIELDS])
    _explain(book, line + 1, [(_(SETTINGS[name]), text, example) for name, text, example in _RULES])
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _explain(book: Book, line: int, rows: list[tuple[str, str, str]]) -> int:
    for letter, text in zip("ABC", (_("Field"), _("What it means"), _("Example")), strict=True):
        book.put("guide", f"{letter}{line}", text, "heading")
    for name, text, example in rows:
        line += 1
        book.put("guide", f"A{line}", name, "field")
        book.put("guide", f"B{line}", _(text), "field_text")
        book.put("guide", f"C{line}", _(example), "field_text")
        book.sheets["guide"].set_row(line - 1, 14 * (1 + len(_(text)) // 92) + 6)
    return line + 1


def write_agreement(book: Book) -> None:
    """The sheet to print and sign: it repeats the matrix without its facts, on one A4 page."""
    sheet, file = book.sheets["agreement"], book.form.file
    for letter, width in zip(_LETTERS, (27, 12, 9, 11, 11, 11, 10, 19), strict=True):
        sheet.set_column(f"{letter}:{letter}", width)
    book.put("agreement", "A1", _("Target agreement"), "title")
    sheet.set_row(0, 34)
    line = 3
    people: dict[str, Value] = {name: getattr(file, name) for name in ("title", "person", "manager", "period")}
    for name, value in people.items():
        _stated(book, line, _(SETTINGS[name]), Live(f'IF(matrix_{name}="","",matrix_{name})', value))
        line += 1
    for part in (_agreed_rules, _agreed_rows, _agreed_pay, _agreed_words, _signatures):
        line = part(book, line + 1)
    sheet.print_area(f"A1:H{line}")
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    said = _("Base: lowest result accepted. Norm: the plan. Target: the stretch beyond it.")
    sheet.set_footer(f"&L&9{said.replace('&', '&&')}")


def _stated(book: Book, line: int, label: str, live: Live, *, look: str = "check", height: int = 20) -> None:
    book.put("agreement", f"A{line}", label, "label")
    book.merge("agreement", f"B{line}:H{line}", live, look)
    book.sheets["agreement"].set_row(line - 1, height)


def _agreed_rules(book: Book, line: int) -> int:
    form, file = book.form, book.form.file
    says = Live(form.at("matrix", "$E$8"), _(FORMULA_SAYS[file.formula]))
    _stated(book, line, _(SETTINGS["formula"]), Live("matrix_formula", formula_name(file.formula)))
    _stated(book, line + 1, "", says, look="note", height=28)
    rule = Live(rule_in_force(form), policy_name(form.result.score.below_base))
    _stated(book, line + 2, _(SETTINGS["below_base"]), rule)
    return line + 3


def _agreed_rows(book: Book, line: int) -> int:
    form = book.form
    for letter, column in zip(_LETTERS, _AGREED, strict=True):
        book.put("agreement", f"{letter}{line}", heading(column), "heading")
    book.sheets["agreement"].set_row(line - 1, 34)
    looks = {"kpi": "computed_text", "owner": "computed_text", "unit": "computed_word", "weight": "computed_weight"}
    for at, found in form.lines():
        line += 1
        for letter, column in zip(_LETTERS, _AGREED, strict=True):
            source = form.at("matrix", f"${COLUMNS[column]}{at}")
            value = getattr(found.row, column) if found else ""
            shown = "" if value is None or (isinstance(value, float) and isnan(value)) else value
            live = Live(f'IF({source}="","",{source})', shown)
            book.live("agreement", f"{letter}{line}", live, looks.get(column, "computed"))
        book.sheets["agreement"].set_row(line - 1, 28)
    return line + 1


def _agreed_pay(book: Book, line: int) -> int:
    file = book.form.file
    at_plan: Value = "" if isnan(file.at_plan) else file.at_plan
    book.put("agreement", f"A{line}", _(SETTINGS["at_plan"]), "label")
    book.live("agreement", f"B{line}", Live('IF(matrix_at_plan="","",matrix_at_plan)', at_plan), "result_money")
    book.live("agreement", f"C{line}", Live('IF(matrix_currency="","",matrix_currency)', file.currency), "check")
    line += 1
    book.put("agreement", f"A{line}", _("A total of …"), "label")
    book.put("agreement", f"A{line + 1}", _("… pays, of the bonus at plan"), "label")
    book.put("agreement", f"B{line}", _("less"), "computed_word")
    book.live("agreement", f"B{line + 1}", Live("pay_below", file.curve.below), "computed_points")
    for place, letter in enumerate("CDEFGH"):
        total, share = (book.form.at("pay", f"${x}${8 + place}") for x in "AB")
        point: tuple[Value, Value] = file.curve.points[place] if place < len(file.curve.points) else ("", "")
        book.live("agreement", f"{letter}{line}", Live(f'IF({total}="","",{total})', point[0]), "computed_weight")
        book.live("agreement", f"{letter}{line + 1}", Live(f'IF({share}="","",{share})', point[1]), "computed_points")
    return line + 2


def _agreed_words(book: Book, line: int) -> int:
    texts = (
        _("Between these points the pay runs straight; beyond the last it stays level."),
        _("A row without a fact is left out, its weight is shared out among the others, and the coverage is printed."),
        _("Levels and rules change forward only, in writing, with a reason. A closed month stays closed."),
    )
    for text in texts:
        book.merge("agreement", f"A{line}:H{line}", text, "wrap")
        book.sheets["agreement"].set_row(line - 1, 18)
        line += 1
    return line


def _signatures(book: Book, line: int) -> int:
    for place, texts in enumerate(
        ((_("Person: name and signature"), _("Date")), (_("Manager: name and signature"), _("Date")))
    ):
        at = line + 2 * place
        book.sheets["agreement"].set_row(at - 1, 46)
        for letter in "ABDE":
            book.put("agreement", f"{letter}{at}", "", "sign")
        book.put("agreement", f"A{at + 1}", texts[0], "quiet")
        book.put("agreement", f"D{at + 1}", texts[1], "quiet")
    return line + 4


def write_change_log(book: Book) -> None:
    """The sheet on which every change of the agreement is written down."""
    sheet = book.sheets["log"]
    for letter, width in zip("ABCDEFG", (14, 28, 18, 18, 42, 22, 18), strict=True):
        sheet.set_column(f"{letter}:{letter}", width)
    book.put("log", "A1", _("Change log"), "title")
    sheet.set_row(0, 28)
    closed = _(
        "A closed month stays closed: a change counts from the month after it was agreed, and never re-scores an "
        "earlier one."
    )
    book.put("log", "A2", closed, "quiet")
    heads = (_("Date"), _("Row or rule"), _("From"), _("To"), _("Reason"), _("Approved by"), _("Counts from"))
    for letter, text in zip("ABCDEFG", heads, strict=True):
        book.put("log", f"{letter}4", text, "heading")
    for line in range(5, 25):
        sheet.set_row(line - 1, 20)
        for letter in "ABCDEFG":
            book.put("log", f"{letter}{line}", "", "input_date" if letter == "A" else "input_text")
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
