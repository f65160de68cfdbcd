"""The first sheet of a matrix workbook: settings, the table, its checks, and the chart of indexes."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.analysis.scorecard import Row, formula_name, zone_name
from kpilab.charts import ZONE_COLOURS
from kpilab.i18n import N_, _
from kpilab.report.matrix_book import Book
from kpilab.report.matrix_cells import ZONES, Value
from kpilab.report.matrix_form import COLUMNS, SETTINGS, TABLE_NAME, heading, rule_name
from kpilab.report.matrix_live import matrix_cells

__all__ = ["write_table"]

_INPUTS = ("kpi", "unit", "owner", "weight", "base", "norm", "target", "fact", "sample", "tolerance", "gated", "kpi_id")
_WIDTHS = {"A": 27, "B": 12, "C": 17, "D": 9, "E": 10.5, "F": 10.5, "G": 10.5, "H": 10.5, "I": 9.5, "J": 9.5, "K": 9.5}
_WIDTHS |= {"L": 9.5, "M": 10.5, "N": 16, "O": 52, "P": 12, "Q": 12, "R": 24, "S": 9, "T": 9}
_SETTING_CELLS = {
    "title": "B4", "person": "B5", "manager": "B6", "period": "B7", "at_plan": "B8", "currency": "C8",
    "formula": "G4", "below_base": "G5", "cap": "G6", "gate_factor": "G7",
}  # fmt: skip
_RESULTS = {"total": "M4", "coverage": "M5", "share": "M6", "bonus": "M7"}


def write_table(book: Book) -> None:
    form, sheet = book.form, book.sheets["matrix"]
    for letter, width in _WIDTHS.items():
        sheet.set_column(f"{letter}:{letter}", width)
    book.put("matrix", "A1", _("KPI matrix"), "title")
    book.put(
        "matrix",
        "A2",
        _("Fill in the yellow cells; everything else computes itself. “How to fill it in” explains each field."),
        "quiet",
    )
    book.merge("matrix", "K2:L2", _("you fill this in"), "input")
    book.merge("matrix", "M2:N2", _("computed"), "computed_word")
    sheet.set_row(0, 28)
    _write_settings(book)
    _write_rows(book)
    computed = matrix_cells(form)
    merged = {"K8": "K8:O9", "E8": "E8:I8", "E9": "E9:I9", "A10": "A10:E10", "F10": "F10:M10"}
    for cell, live in computed.items():
        if cell in merged:
            book.merge("matrix", merged[cell], live, "check" if cell in ("A10", "F10") else "note")
        else:
            book.live("matrix", cell, live, _look_of(cell))
    _colour_zones(book)
    _colour_checks(book)
    _validate(book)
    _draw_indexes(book)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(f"A1:O{form.last + 21}")
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.freeze_panes(form.first - 1, 1)
    sheet.set_selection(f"H{form.first}")
    sheet.activate()


def _look_of(cell: str) -> str:
    fixed = {"M4": "big", "M5": "result", "M6": "result_share", "M7": "result_money"}
    by_column = {"D": "computed_weight", "K": "computed_index", "L": "computed_index", "M": "computed_total"}
    by_column |= {"O": "computed_text", "J": "computed_word", "N": "computed_word", "S": "working", "T": "working"}
    return fixed.get(cell) or by_column.get(cell[0], "computed")


def _write_settings(book: Book) -> None:
    file = book.form.file
    shown: dict[str, Value] = {
        name: getattr(file, name) for name in ("title", "person", "manager", "period", "currency")
    }
    shown |= {"formula": formula_name(file.formula), "below_base": rule_name(file.below_base)}
    shown |= {"at_plan": file.at_plan, "cap": file.cap, "gate_factor": file.gate_factor}
    looks = {"at_plan": "input_money", "cap": "input_weight", "gate_factor": "input_weight"}
    for name, cell in _SETTING_CELLS.items():
        look, line = looks.get(name, "input"), int(cell[1:])
        wide = {"B": f"B{line}:C{line}", "G": f"G{line}:I{line}"}.get(cell[0])
        if name == "at_plan" or wide is None:
            book.put("matrix", cell, shown[name], look)
        else:
            book.merge("matrix", wide, shown[name], look)
        if name != "currency":
            book.put("matrix", f"{'A' if cell[0] in 'BC' else 'E'}{line}", _(SETTINGS[name]), "label")
        book.name(f"matrix_{name}", "matrix", cell)
    texts = {"total": _("Total"), "coverage": _("Coverage"), "share": _("Share of the bonus"), "bonus": _("Bonus")}
    for name, cell in _RESULTS.items():
        book.put("matrix", f"K{cell[1:]}", texts[name], "label")
        book.name(f"matrix_{name}", "matrix", cell)
    for line, height in ((4, 28), (5, 20), (6, 20), (7, 20), (8, 30), (9, 20), (10, 26)):
        book.sheets["matrix"].set_row(line - 1, height)


def _write_rows(book: Book) -> None:
    form, sheet = book.form, book.sheets["matrix"]
    for column, letter in COLUMNS.items():
        book.put("matrix", f"{letter}{form.first - 1}", heading(column), "heading")
    sheet.set_row(form.first - 2, 44)
    for line, found in form.lines():
        sheet.set_row(line - 1, 34)
        for column in _INPUTS:
            value = _shown(found.row, column) if found else ""
            numbers = ("base", "norm", "target", "fact", "sample", "tolerance")
            look = "input_weight" if column == "weight" else "input_number" if column in numbers else "input_text"
            book.put("matrix", f"{COLUMNS[column]}{line}", value, look)
    for letter, text in (("S", _("zone number")), ("T", _("row state"))):
        book.put("matrix", f"{letter}{form.first - 1}", text, "working")
    book.put("matrix", f"C{form.last + 1}", _("Sum of weights"), "label")
    book.put("matrix", f"L{form.last + 1}", _("Total"), "label")
    book.name(TABLE_NAME, "matrix", f"A{form.first}:R{form.last}")
    numbers = book.workbook.add_format({"num_format": "#,##0"})
    area = f"E{form.first}:H{form.last}"
    many = {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER(E{form.first}),ABS(E{form.first})>=10000)",
        "format": numbers,
    }
    sheet.conditional_format(area, many)


def _shown(row: Row, column: str) -> Value:
    if column == "gated":
        return "" if row.gated else _("no")
    value = getattr(row, column)
    return "" if value is None else value


def _colour_zones(book: Book) -> None:
    form, sheet = book.form, book.sheets["matrix"]
    for number, zone in enumerate(ZONES):
        look = book.zone_look(zone)
        for column in "LN":
            sheet.conditional_format(
                f"{column}{form.first}:{column}{form.last}",
                {"type": "formula", "criteria": f'=AND($S{form.first}<>"",$S{form.first}={number})', "format": look},
            )


def _colour_checks(book: Book) -> None:
    form, sheet = book.form, book.sheets["matrix"]
    right, wrong = book.zone_look("plan met"), book.zone_look("below base")
    problem = f"$T{form.first}"
    weights = f"ABS($D${form.last + 1}-1)<=1E-9"
    rows = f'COUNTIF($T${form.first}:$T${form.last},">0")=0'
    for cells, test in (("A10:E10", weights), ("F10:M10", rows)):
        sheet.conditional_format(cells, {"type": "formula", "criteria": f"={test}", "format": right})
        sheet.conditional_format(cells, {"type": "formula", "criteria": f"=NOT({test})", "format": wrong})
    sheet.conditional_format(
        f"O{form.first}:O{form.last}", {"type": "formula", "criteria": f"={problem}>0", "format": wrong}
    )


_TIPS: Mapping[str, tuple[str, str]] = {
    "kpi": (N_("What is measured"), N_("One KPI a row, three to seven rows. Two rows never share a name.")),
    "unit": (N_("Unit"), N_("thousand, members, %, minutes … For per cent write the facts as 78 and not as 0.78.")),
    "owner": (N_("Who brings the fact"), N_("The person to ask when the fact is missing.")),
    "weight": (N_("Weight"), N_("A share between 0 and 1, such as 0.25. All weights together make 1.")),
    "base": (N_("Base"), N_("The lowest result you still accept. Above the norm if less is better.")),
    "norm": (N_("Norm"), N_("The plan. Many firms call this the target.")),
    "target": (N_("Target"), N_("The stretch beyond the norm.")),
    "fact": (N_("Fact"), N_("What happened. Leave it empty as long as nobody knows; never write 0 for “not known”.")),
    "sample": (N_("Survey answers"), N_("Only for a share from a survey: how many people answered.")),
    "tolerance": (
        N_("Only where the norm is best"),
        N_("How far from the norm the index falls to 0, up or down. Leave base and target empty."),
    ),
    "gated": (
        N_("Can this row stop the bonus?"),
        N_("Only for the rules “gate” and “no bonus”. Write no to leave the row out of them."),
    ),
}


def _tip(name: str) -> dict[str, str]:
    title, text = _TIPS[name]
    return {"input_title": _(title)[:32], "input_message": _(text)[:255]}


def _validate(book: Book) -> None:
    form, sheet = book.form, book.sheets["matrix"]
    stop = {"error_title": _("Not a number")[:32], "error_message": _("Write digits only, such as 78 or 12.5.")[:255]}
    number = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15} | stop
    for column in ("base", "norm", "target", "fact", "sample", "tolerance"):
        letter = COLUMNS[column]
        sheet.data_validation(f"{letter}{form.first}:{letter}{form.last}", number | _tip(column))
    for column in ("kpi", "unit", "owner"):
        letter = COLUMNS[column]
        sheet.data_validation(f"{letter}{form.first}:{letter}{form.last}", {"validate": "any"} | _tip(column))
    weight = {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_title": _("Not a weight")[:32],
        "error_message": _("A weight is a share between 0 and 1: write 0.25 for a quarter.")[:255],
    } | _tip("weight")  # fmt: skip
    sheet.data_validation(f"D{form.first}:D{form.last}", weight)
    choices = {
        "validate": "list", "source": [_("yes"), _("no")], "error_title": _("Yes or no")[:32],
        "error_message": _("Write yes or no, or leave it empty for yes.")[:255],
    } | _tip("gated")  # fmt: skip
    sheet.data_validation(f"Q{form.first}:Q{form.last}", choices)
    pick = {"error_title": _("Pick from the list")[:32], "error_message": _("Choose one of the listed rules.")[:255]}
    formula_tip = {
        "input_title": _("Index formula")[:32],
        "input_message": _("The same facts give other totals by another formula. Write its name into the agreement.")[
            :255
        ],
    }
    rule_tip = {
        "input_title": _("Rule below base")[:32],
        "input_message": _("What a row counts whose fact is worse than its base.")[:255],
    }
    sheet.data_validation("G4", {"validate": "list", "source": "=formula_names"} | pick | formula_tip)
    sheet.data_validation("G5", {"validate": "list", "source": "=rule_names"} | pick | rule_tip)
    above = {
        "error_title": _("Above 1")[:32],
        "error_message": _("The index at the target is above 1, such as 1.2.")[:255],
    }
    sheet.data_validation("G6", {"validate": "decimal", "criteria": ">", "value": 1} | above)
    part = {
        "error_title": _("Between 0 and 1")[:32],
        "error_message": _("0 takes the whole score away, 0.5 halves it.")[:255],
    }
    sheet.data_validation("G7", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1} | part)
    sheet.data_validation("B8", {"validate": "decimal", "criteria": ">=", "value": 0} | stop)


def _draw_indexes(book: Book) -> None:
    form = book.form
    compare = form.sheets["compare"]
    labels = ord("S") - ord("A")
    names = [compare, form.first - 1, labels, form.last - 1, labels]
    columns = book.workbook.add_chart({"type": "column"})
    for place, zone in enumerate(ZONES[1:]):
        at = ord("N") - ord("A") + place
        columns.add_series({
            "name": zone_name(zone), "categories": names, "values": [compare, form.first - 1, at, form.last - 1, at],
            "fill": {"color": ZONE_COLOURS[zone].solid}, "overlap": 100, "gap": 60,
        })  # fmt: skip
    line = book.workbook.add_chart({"type": "line"})
    at = ord("R") - ord("A")
    line.add_series({
        "name": _("plan = 1"), "categories": names, "values": [compare, form.first - 1, at, form.last - 1, at],
        "line": {"color": "#1f2933", "width": 2, "dash_type": "dash"},
    })  # fmt: skip
    columns.combine(line)
    columns.set_title(
        {"name": _("Index by KPI: the dashed line is the plan"), "name_font": {"size": 12}, "overlay": False}
    )
    columns.set_x_axis({"label_position": "low", "num_font": {"size": 9}, "line": {"color": "#7b8794"}})
    columns.set_y_axis(
        {"name": _("index"), "num_format": "0.0", "major_gridlines": {"visible": True, "line": {"color": "#e4e8ec"}}}
    )
    columns.set_legend({"position": "bottom"})
    columns.set_size({"width": 1500, "height": 360})
    columns.show_blanks_as("gap")
    said = _("Columns: the index of each KPI, coloured by zone, with a line at 1, the plan.")
    book.sheets["matrix"].insert_chart(f"A{form.last + 3}", columns, {"description": said, "x_offset": 4})
