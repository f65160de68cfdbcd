"""A page of a KPI dictionary to print: its lines, its loose ends, and room for those who sign it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from html import escape
from importlib.resources import files
from pathlib import Path

from kpilab.analysis.definition import DefinitionPage, line_name, line_question, loose_ends
from kpilab.errors import DataError
from kpilab.i18n import _, language

__all__ = ["definition_page", "write_definition"]


def definition_page(page: DefinitionPage, *, signers: Sequence[str] = ()) -> str:
    """The page as a complete HTML document for one sheet of paper.

    An empty line shows its question and room to write. Below stand the test for two, the written lines on which
    readers can still differ, and a line for each of `signers` and for one more.

    >>> text = definition_page(DefinitionPage("Repurchase", owner="Wen"), signers=("Rao",))
    >>> "Repurchase" in text, text.count("<tr>")
    (True, 16)
    """
    title = page.kpi.strip() or _("A page of our KPI dictionary")
    css = files("kpilab.report").joinpath("kpi_dictionary.css").read_text("utf-8")
    lines = "".join(_line(field.name, getattr(page, field.name)) for field in fields(page) if field.name != "kpi")
    return (
        f'<!doctype html><html lang="{escape(language().replace("_", "-"))}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{css}{_CSS}</style></head><body><main>"
        f"<p class='quiet'>{escape(_('KPI dictionary'))}</p><h1>{escape(title)}</h1>"
        f'<table class="page">{lines}</table>{_test_for_two()}{_still_open(page)}{_signatures(signers)}'
        "</main></body></html>"
    )


def write_definition(path: str | Path, page: DefinitionPage, *, signers: Sequence[str] = ()) -> Path:
    """Write the page to `path`, an .html file, and return it. Raises `DataError` where it cannot be written."""
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(definition_page(page, signers=signers), encoding="utf-8")
    except OSError as error:
        raise DataError(_("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror)) from error
    return path


_CSS = """
table { width: 100%; border-collapse: collapse; margin: 14px 0; }
th, td { text-align: left; vertical-align: top; padding: 7px 10px; border-bottom: 1px solid var(--line); }
.page th { width: 8.5em; color: var(--brand); } .open { color: var(--muted); font-style: italic; height: 2.6em; }
.sign td { height: 2.8em; border-bottom: 1px solid var(--ink); } h2 { text-transform: none; margin-top: 22px; }
@media print { th, td { padding: 4px 8px; } h2 { margin-top: 12px; } .open { height: 2.4em; } }
@media (max-width: 560px) { .page th { width: 6.2em; } .sign td:nth-child(3), .sign th:nth-child(3) { display: none; } }
"""


def _line(name: str, text: str) -> str:
    shown = (
        f"<td>{escape(text.strip())}</td>" if text.strip() else f'<td class="open">{escape(line_question(name))}</td>'
    )
    return f'<tr><th scope="row">{escape(line_name(name))}</th>{shown}</tr>'


def _test_for_two() -> str:
    said = _(
        "Before signing: two people compute last month's number from this page alone, without talking. One number: "
        "sign. Two numbers: find the line, and write it again."
    )
    room = _("First number: ____________   Second number: ____________")
    return f"<h2>{escape(_('The test for two'))}</h2><p>{escape(said)}</p><p>{escape(room)}</p>"


def _still_open(page: DefinitionPage) -> str:
    ends = [end for end in loose_ends(page) if getattr(page, end.line).strip()]
    if not ends:
        return ""
    items = "".join(f"<li>{escape(end.sentence)}</li>" for end in ends)
    return f"<h2>{escape(_('Ends that are still loose'))}</h2><ul>{items}</ul>"


def _signatures(signers: Sequence[str]) -> str:
    heads = "".join(f"<th>{escape(text)}</th>" for text in (_("Name"), _("Signature"), _("Counts from"), _("Date")))
    named = [name.strip() for name in signers if name.strip()]
    rows = "".join(f"<tr><td>{escape(name)}</td><td></td><td></td><td></td></tr>" for name in [*named, "", ""][:4])
    said = _(
        "I compute it like this, and no other way. A change counts from a new period on, with both numbers side by "
        "side once."
    )
    return f'<h2>{escape(_("Agreed"))}</h2><p>{escape(said)}</p><table class="sign"><tr>{heads}</tr>{rows}</table>'
