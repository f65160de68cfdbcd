"""The sheets behind a matrix: its pay curve, the same facts under all five formulas, and the list of words."""

from __future__ import annotations

from kpilab.analysis.scorecard import formula_name, zone_name
from kpilab.i18n import _
from kpilab.report.matrix_book import Book
from kpilab.report.matrix_cells import ZONES, words
from kpilab.report.matrix_compare import compare_cells
from kpilab.report.matrix_live import pay_cells

__all__ = ["write_compare", "write_pay", "write_words"]


def write_words(book: Book) -> None:
    for place, (name, pairs) in enumerate(words(book.form).items()):
        codes, texts = chr(ord("A") + 2 * place), chr(ord("B") + 2 * place)
        book.put("words", f"{codes}1", name, "heading")
        for line, (code, text) in enumerate(pairs, 2):
            book.put("words", f"{codes}{line}", code)
            book.put("words", f"{texts}{line}", text)
        book.name(f"{name}_codes", "words", f"{codes}2:{codes}{1 + len(pairs)}")
        book.name(f"{name}_names", "words", f"{texts}2:{texts}{1 + len(pairs)}")
    book.sheets["words"].hide()


def write_pay(book: Book) -> None:
    form, sheet, curve = book.form, book.sheets["pay"], book.form.file.curve
    sheet.set_column("A:C", 20)
    sheet.set_column("D:G", 9)
    sheet.set_column("H:I", 12)
    book.put("pay", "A1", _("Pay curve"), "title")
    book.put(
        "pay",
        "A2",
        _("What a total pays, as a share of the bonus at plan. Straight between the points, level beyond the last."),
        "quiet",
    )
    sheet.set_row(0, 28)
    sheet.set_row(4, 30)
    for letter, text in zip("ABC", (_("Total of the matrix"), _("Share of the bonus"), _("Bonus")), strict=True):
        book.put("pay", f"{letter}6", text, "heading")
    book.put("pay", "A7", _("under the first point"), "computed")
    book.put("pay", "B7", curve.below, "input_share")
    for line in range(6):
        point = curve.points[line] if line < len(curve.points) else ("", "")
        book.put("pay", f"A{8 + line}", point[0], "input_weight")
        book.put("pay", f"B{8 + line}", point[1], "input_share")
    for letter, text in (("H", _("line drawn: total")), ("I", _("line drawn: share"))):
        book.put("pay", f"{letter}7", text, "working")
    book.put("pay", "G17", _("this matrix"), "working")
    book.put("pay", "E8", _("to mend"), "working")
    for cell, live in pay_cells(form).items():
        if cell == "A5":
            book.merge("pay", "A5:G5", live, "check")
        else:
            book.live("pay", cell, live, "computed_money" if cell[0] == "C" else "working")
    book.name("pay_totals", "pay", "A8:A13")
    book.name("pay_shares", "pay", "B8:B13")
    book.name("pay_below", "pay", "B7")
    bad, warn, good = (book.zone_look(zone) for zone in ("below base", "under plan", "plan met"))
    for test, look in (("$F$8=1", bad), ("AND($F$8=0,$B$8>$B$7)", warn), ("AND($F$8=0,$B$8<=$B$7)", good)):
        sheet.conditional_format("A5:G5", {"type": "formula", "criteria": f"={test}", "format": look})
    stop = {"error_title": _("Not a share")[:32], "error_message": _("Write a share such as 50% or 0.5.")[:255]}
    sheet.data_validation("B7:B13", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 10} | stop)
    total = {
        "error_title": _("Not a total")[:32],
        "error_message": _("Write a total such as 0.7; the totals rise down the column.")[:255],
    }
    sheet.data_validation(
        "A8:A13", {"validate": "decimal", "criteria": "between", "minimum": -10, "maximum": 10} | total
    )
    _draw_pay(book)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.print_area("A1:G36")


def _draw_pay(book: Book) -> None:
    pay = book.form.sheets["pay"]
    chart = book.workbook.add_chart({"type": "scatter", "subtype": "straight"})
    chart.add_series({
        "name": _("pay curve"), "categories": [pay, 7, 7, 15, 7], "values": [pay, 7, 8, 15, 8],
        "line": {"color": "#0b5cad", "width": 2.5},
    })  # fmt: skip
    chart.add_series({
        "name": _("this matrix"), "categories": [pay, 16, 7, 16, 7], "values": [pay, 16, 8, 16, 8],
        "marker": {"type": "diamond", "size": 11, "fill": {"color": "#1f2933"}}, "line": {"none": True},
    })  # fmt: skip
    chart.set_title({"name": _("What each total pays"), "name_font": {"size": 12}})
    chart.set_x_axis(
        {"name": _("total of the matrix (1 = plan)"), "num_format": "0.0", "major_gridlines": {"visible": False}}
    )
    chart.set_y_axis(
        {
            "name": _("share of the bonus"),
            "num_format": "0%",
            "major_gridlines": {"visible": True, "line": {"color": "#e4e8ec"}},
        }
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 700, "height": 380})
    text = _("Line: the share of the bonus against the total of the matrix; the diamond is this matrix.")
    book.sheets["pay"].insert_chart("A16", chart, {"description": text, "x_offset": 4})


def write_compare(book: Book) -> None:
    form, sheet = book.form, book.sheets["compare"]
    sheet.set_column("A:A", 30)
    sheet.set_column("B:D", 10)
    sheet.set_column("E:I", 13)
    sheet.set_column("J:J", 3)
    sheet.set_column("K:R", 10)
    book.put("compare", "A1", _("The same facts under all five formulas"), "title")
    book.put(
        "compare",
        "A2",
        _("The rule below base is the one chosen on the first sheet. Nothing is filled in here."),
        "quiet",
    )
    sheet.set_row(0, 28)
    notes = (
        _("number of the formula"), _("number of the rule"), _("rows below base that can stop the bonus"),
        _("problems to mend"), _("rows below base are in a dead zone (1 = yes)"), _("points of the pay curve"),
    )  # fmt: skip
    for line, text in enumerate(notes, 4):
        book.put("compare", f"A{line}", text, "working")
    heads = [_("KPI"), _("row state"), _("way from base to norm"), _("zone number")]
    heads += [formula_name(formula) for formula in ("ratio", "line", "clipped", "two_segment", "grades")]
    heads += [
        "",
        _("survey: low"),
        _("survey: high"),
        _("dead zone"),
        *(zone_name(zone) for zone in ZONES[1:]),
        _("plan"),
    ]
    for place, text in enumerate(heads):
        if text:
            book.put("compare", f"{chr(ord('A') + place)}{form.first - 1}", text, "heading")
    sheet.set_row(form.first - 2, 44)
    steps = (_("Total"), _("Coverage"), _("Share of the bonus"), _("Bonus"))
    looks = {1: "computed_total", 2: "computed_weight", 3: "computed_share", 4: "computed_money"}
    for step, text in enumerate(steps, 1):
        book.put("compare", f"A{form.last + step}", text, "label")
    for cell, live in compare_cells(form).items():
        letter, line = cell[0], int(cell[1:])
        look = "computed_index" if letter in "CEFGHI" else "computed" if letter in "AD" else "working"
        above = "chosen" if line == form.first - 2 else "working"
        book.live("compare", cell, live, looks.get(line - form.last, look) if line >= form.first else above)
    lit = book.zone_look("target reached")
    table = f"E{form.first}:I{form.last + 4}"
    sheet.conditional_format(table, {"type": "formula", "criteria": f'=E${form.first - 2}<>""', "format": lit})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(f"A1:I{form.last + 4}")
