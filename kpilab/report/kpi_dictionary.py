"""A KPI dictionary for a firm to edit, as an Excel workbook, and as one page to read and print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

from kpilab import catalogue
from kpilab.catalogue import KPI, Family
from kpilab.errors import DataError
from kpilab.i18n import N_, _, language
from kpilab.report.kpi_card import facts, word
from kpilab.report.mathematics import formula_mathml, formula_text
from kpilab.sectors import sectors

__all__ = ["dictionary_page", "write_dictionary"]

_OWN_LINES = 40
"""Empty lines below the catalogue's, for a firm's own KPIs."""
_HEAD = 3
"""The line of the column headings, counted from 0."""


@dataclass(frozen=True)
class _Column:
    """A column of the workbook: its heading, what stands in it, width, choices, and whether it is the firm's."""

    heading: str
    text: Callable[[KPI], str]
    width: float
    choices: tuple[str, ...] = ()
    own: bool = False


def _empty(_entry: KPI) -> str:
    return ""


def _words(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(word, codes))


def _columns() -> tuple[_Column, ...]:
    yes_no = (_("yes"), _("no"))
    cycles = (_("day"), _("week"), _("month"), _("quarter"), _("year"))
    return (
        _Column(_("In use"), lambda _entry: _("no"), 9.5, yes_no, own=True),
        _Column(_("Id"), lambda entry: entry.id, 28),
        _Column(_("English name"), lambda entry: entry.name, 22),
        _Column(_("Chinese name"), lambda entry: entry.name_zh, 18),
        _Column(_("Family"), lambda entry: word(entry.family), 12, _words(get_args(Family))),
        _Column(_("Question it answers"), lambda entry: _(entry.question), 34),
        _Column(_("Formula in words"), lambda entry: _(entry.formula), 44),
        _Column(_("Formula"), formula_text, 38),
        _Column(_("Unit"), lambda entry: word(entry.unit), 12, _words(get_args(catalogue.Unit))),
        _Column(_("Good is"), lambda entry: word(entry.direction), 14, _words(get_args(catalogue.Direction))),
        _Column(_("Leading or lagging"), lambda entry: word(entry.kind), 11, _words(get_args(catalogue.Kind))),
        _Column(_("Window"), lambda entry: _(entry.window), 36),
        _Column(_("Careful"), lambda entry: "\n".join(_(edge) for edge in entry.edge_cases), 46),
        _Column(_("Gamed by"), lambda entry: _(entry.gaming), 34),
        _Column(_("At home in"), _homes, 20),
        _Column(_("Owner"), lambda entry: word(entry.owner), 18, own=True),
        _Column(_("Source of the fact"), _empty, 22, own=True),
        _Column(_("Review every"), _empty, 11, cycles, own=True),
        _Column(_("Base"), _empty, 9, own=True),
        _Column(_("Norm"), _empty, 9, own=True),
        _Column(_("Target"), _empty, 9, own=True),
        _Column(_("Agreed on"), _empty, 12, own=True),
        _Column(_("Agreed with"), _empty, 18, own=True),
        _Column(_("Remarks"), _empty, 30, own=True),
    )


def _homes(entry: KPI) -> str:
    return ", ".join(one.title for one in sectors() if entry.id in one.kpis)


def write_dictionary(path: str | Path, entries: Sequence[KPI] | None = None, *, force: bool = False) -> Path:
    """Write a dictionary of `entries`, or of all KPIs, to `path`: a workbook (.xlsx) or a page (.html).

    A file that is already there is left alone unless `force`. Raises `DataError` for that, for another ending, for an
    empty list, and for what cannot be written.
    """
    path, chosen = Path(path), catalogue.kpis() if entries is None else tuple(entries)
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".html"):
        raise DataError(_("{path} ends neither in .xlsx nor in .html.").format(path=path))
    if not chosen:
        raise DataError(_("No KPI is left to write: ask for less at once."))
    if path.exists() and not force:
        raise DataError(
            _(
                "{path} is there already and was left as it is. Choose another name, or say --force to write over it."
            ).format(path=path)
        )
    if not path.parent.is_dir():
        raise DataError(_("There is no folder {folder}; make it first, or choose another.").format(folder=path.parent))
    try:
        if ending == ".html":
            path.write_text(dictionary_page(chosen), encoding="utf-8")
        else:
            _write_workbook(path, chosen)
    except OSError as error:
        raise DataError(_("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror)) from error
    return path


_GUIDE = (
    N_("This dictionary says for each KPI what it means, so that two people who name it mean the same."),
    N_("Everything may be changed. White columns come from the catalogue; yellow ones are for your firm to fill in."),
    N_("Set “In use” to yes for the KPIs you steer by, and filter for them. Three to seven for one person are enough."),
    N_("Write down who owns the number and where the fact comes from. Without both it is not a KPI yet."),
    N_("Base: the lowest result still accepted. Norm: the plan. Target: the stretch beyond it."),
    N_("Write a share in per cent: 78, not 0.78."),
    N_("The empty lines at the end are for KPIs of your own; give each an id of its own."),
    N_("Change a definition only between two periods, and write the day and the people beside it."),
)


def _write_workbook(path: Path, entries: Sequence[KPI]) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    workbook = xlsxwriter.Workbook(str(path))
    workbook.set_properties({"title": _("KPI dictionary"), "comments": _("A KPI dictionary made with kpilab")})
    looks = _looks(workbook)
    sheet, guide, lists = (
        workbook.add_worksheet(name) for name in (_("KPI dictionary"), _("How to use it"), _("Choices"))
    )
    columns = _columns()
    _write_table(sheet, columns, entries, looks)
    _write_choices(sheet, lists, columns, len(entries), looks)
    _write_guide(guide, looks)
    try:
        workbook.close()
    except FileCreateError as error:
        raise OSError(0, getattr(error.args[0], "strerror", None) or str(error)) from error


def _looks(workbook: Any) -> dict[str, Any]:
    font = "Microsoft YaHei" if language().startswith("zh") else "Arial"
    cell = {"font_name": font, "font_size": 9.5, "valign": "top", "text_wrap": True}
    lined = cell | {"border": 1, "border_color": "#d5dbe1"}
    own = lined | {"bg_color": "#fff8dc"}
    head = lined | {"bold": True, "valign": "vcenter", "font_color": "#ffffff"}
    made = {
        "title": {"font_name": font, "bold": True, "font_size": 18, "font_color": "#123a63"},
        "quiet": {"font_name": font, "font_size": 10, "font_color": "#52606d"},
        "text": cell | {"font_size": 11},
        "cell": lined,
        "name": lined | {"bold": True},
        "own": own,
        "date": own | {"num_format": "yyyy-mm-dd", "align": "left"},
        "head": head | {"bg_color": "#123a63"},
        "own_head": head | {"bg_color": "#8a6d00"},
    }
    return {name: workbook.add_format(look) for name, look in made.items()}


def _write_table(sheet: Any, columns: Sequence[_Column], entries: Sequence[KPI], looks: dict[str, Any]) -> None:
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, _("KPI dictionary"), looks["title"])
    sheet.write_string(
        1, 0, _("White: from the catalogue. Yellow: for your firm. All of it may be changed."), looks["quiet"]
    )
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(_HEAD, number, column.heading, looks["own_head" if column.own else "head"])
    sheet.set_row(0, 26)
    sheet.set_row(_HEAD, 32)
    lines: list[KPI | None] = [*entries, *[None] * _OWN_LINES]
    for line, entry in enumerate(lines, _HEAD + 1):
        texts = [column.text(entry) if entry else "" for column in columns]
        sheet.set_row(line, 12.6 * max(map(_height, texts, columns)) + 3)
        for number, (column, text) in enumerate(zip(columns, texts, strict=True)):
            look = looks[_look_of(column)]
            sheet.write_string(line, number, text, look) if text else sheet.write_blank(line, number, None, look)
    last = _HEAD + len(lines)
    sheet.autofilter(_HEAD, 0, last, len(columns) - 1)
    sheet.freeze_panes(_HEAD + 1, 4)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(_HEAD)
    sheet.repeat_columns(1, 2)
    sheet.set_v_pagebreaks([12])
    sheet.print_area(0, 0, _HEAD + len(entries), len(columns) - 1)
    sheet.set_footer("&L&A&R&P / &N")


def _look_of(column: _Column) -> str:
    if column.heading == _("Agreed on"):
        return "date"
    if column.own:
        return "own"
    return "name" if column.heading in (_("English name"), _("Chinese name")) else "cell"


def _height(text: str, column: _Column) -> int:
    """The lines that `text` takes in its column; a Chinese character is two wide."""

    def wide(line: str) -> int:
        return sum(2 if ord(letter) > 0x2E80 else 1 for letter in line)

    return sum(1 + int(wide(line) * 0.9 // column.width) for line in text.split("\n"))


def _write_choices(sheet: Any, lists: Any, columns: Sequence[_Column], n: int, looks: dict[str, Any]) -> None:
    """The choices on a sheet of their own, where a firm may change them, and the cells that read them."""
    from xlsxwriter.utility import xl_col_to_name

    lists.set_landscape()
    lists.fit_to_pages(1, 1)
    first, last = _HEAD + 1, _HEAD + n + _OWN_LINES
    place = lists.get_name().replace("'", "''")
    chosen = [(number, column) for number, column in enumerate(columns) if column.choices]
    for at, (number, column) in enumerate(chosen):
        lists.set_column(at, at, 26)
        lists.write_string(0, at, column.heading, looks["head"])
        for line, text in enumerate(column.choices, 1):
            lists.write_string(line, at, text, looks["cell"])
        letter = xl_col_to_name(at)
        source = f"='{place}'!${letter}$2:${letter}${len(column.choices) + 1}"
        sheet.data_validation(
            first, number, last, number,
            {
                "validate": "list", "source": source, "error_title": column.heading,
                "error_message": _("Choose from the list, or add to it on the sheet of choices."),
                "error_type": "warning",
            },
        )  # fmt: skip
    for number, column in enumerate(columns):
        if column.heading in (_("Base"), _("Norm"), _("Target")):
            said = _("A number, in the unit of the line; a share in per cent.")
            rule = {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
            sheet.data_validation(first, number, last, number, rule | {"error_message": said, "input_message": said})


def _write_guide(guide: Any, looks: dict[str, Any]) -> None:
    guide.hide_gridlines(2)
    guide.set_column(0, 0, 4)
    guide.set_column(1, 1, 92)
    guide.write_string(0, 0, _("How to use it"), looks["title"])
    for number, text in enumerate(_GUIDE, 1):
        guide.set_row(number + 1, 32)
        guide.write_number(number + 1, 0, number, looks["text"])
        guide.write_string(number + 1, 1, _(text), looks["text"])
    guide.set_paper(9)
    guide.fit_to_pages(1, 1)


def dictionary_page(entries: Sequence[KPI]) -> str:
    """The dictionary as a complete HTML document that needs nothing else, by family, with a table of contents."""
    families = [
        (family, [entry for entry in entries if entry.family == family])
        for family in dict.fromkeys(entry.family for entry in entries)
    ]
    contents = "".join(
        f"<strong>{escape(word(family))}</strong>"
        + "".join(f'<a href="#{entry.id}">{escape(entry.title)}</a>' for entry in some)
        for family, some in families
    )
    body = "".join(f"<h2>{escape(word(family))}</h2>{''.join(map(_article, some))}" for family, some in families)
    css = files("kpilab.report").joinpath("kpi_dictionary.css").read_text("utf-8")
    title, said = _("KPI dictionary"), _("What each KPI means, how it is computed, and how it misleads.")
    return (
        f'<!doctype html><html lang="{escape(language().replace("_", "-"))}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{css}</style></head><body><main><h1>{escape(title)}</h1>"
        f'<p class="quiet">{escape(said)}</p><nav>{contents}</nav>{body}</main></body></html>'
    )


def _article(entry: KPI) -> str:
    told = [*facts(entry), (_("At home in"), _homes(entry))]
    pairs = "".join(
        f"<dt>{escape(label)}</dt>{''.join(f'<dd>{escape(text)}</dd>' for _label, text in some)}"
        for label, some in groupby(told, key=lambda pair: pair[0])
    )
    return (
        f'<article id="{entry.id}"><h3>{escape(_(entry.name))} · {escape(entry.name_zh)}</h3><code>{entry.id}</code>'
        f"<p><em>{escape(_(entry.question))}</em></p><p>{escape(_(entry.formula))}</p>"
        f'<div class="formula">{formula_mathml(entry)}</div><dl>{pairs}</dl></article>'
    )
