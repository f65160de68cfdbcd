"""A KPI of the catalogue as a card: in a notebook, in a terminal, and what a list of KPIs looks like."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from kpilab import catalogue
from kpilab.catalogue import KPI, shown_by
from kpilab.i18n import N_, _
from kpilab.report.mathematics import formula_latex, formula_text

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

__all__ = ["card_html", "card_rich", "card_text", "facts", "list_rich", "word"]

_WIDTH = 96
_LEAST_NAME = 12
"""Columns of a terminal that a Chinese name keeps in a list, however narrow: six characters."""
_WORDS = {
    "higher": N_("more is better"), "lower": N_("less is better"), "nominal": N_("neither way is better by itself"),
    "leading": N_("leading"), "lagging": N_("lagging"),
    "money": N_("money"), "count": N_("count"), "share": N_("share, shown in per cent"), "percent": N_("per cent"),
    "ratio": N_("ratio"), "seconds": N_("seconds"), "minutes": N_("minutes"), "hours": N_("hours"), "days": N_("days"),
    "score": N_("score"),
    "additive": N_("adds up over time and places"), "semi-additive": N_("adds up over places and not over time"),
    "distinct": N_("counts each once: periods do not add up"), "order statistic": N_("is measured again"),
    "ratio of sums": N_("top over bottom of the whole, never a mean of ratios"),
    "sales": N_("sales"), "traffic": N_("traffic"), "customer": N_("customer"), "inventory": N_("inventory"),
    "profit": N_("profit"), "service": N_("service"), "promotion": N_("promotion"), "content": N_("content"),
    "activity": N_("activity"), "data_quality": N_("data quality"), "process_skill": N_("process and skill"),
    "sales manager": N_("sales manager"), "salesperson": N_("salesperson"), "merchant": N_("merchant"),
    "ecommerce operator": N_("e-commerce operator"), "customer service": N_("customer service"),
    "campaign planner": N_("campaign planner"), "marketing": N_("marketing"), "content creator": N_("content creator"),
    "data analyst": N_("data analyst"), "trainer": N_("trainer"),
}  # fmt: skip


def word(code: str) -> str:
    """One of the catalogue's code words as a person reads it; "ratio" as a unit.

    >>> word("nominal")
    'neither way is better by itself'
    """
    return _(_WORDS[code])


def facts(entry: KPI) -> list[tuple[str, str]]:
    """What a card says below the formula, as (label, text)."""
    adds = word("ratio of sums" if entry.additivity == "ratio" else entry.additivity)
    rivals = ", ".join(_("{name} ({id})").format(name=catalogue.kpi(rival).title, id=rival) for rival in entry.rivals)
    told = [
        (_("Unit"), word(entry.unit)),
        (_("Good is"), word(entry.direction)),
        (_("Kind"), _("{kind}; {family}").format(kind=word(entry.kind), family=word(entry.family))),
        (_("Rolls up"), adds),
        (_("Window"), _(entry.window)),
        (
            _("Stated"),
            ", ".join(
                _("{setting} = {value:g}").format(setting=name, value=value) for name, value in entry.settings.items()
            ),
        ),
        *((_("Careful"), _(edge)) for edge in entry.edge_cases),
        (_("Gamed by"), _(entry.gaming)),
        (_("Owner"), word(entry.owner)),
        (_("Not to be confused with"), rivals),
        (_("Read from"), "; ".join(f"{table}: {', '.join(names)}" for table, names in entry.needs.items())),
    ]
    return [(label, text) for label, text in told if text]


def _heading(entry: KPI) -> str:
    return _("{name} · {name_zh}").format(name=_(entry.name), name_zh=entry.name_zh)


def card_html(entry: KPI) -> str:
    """The card for a notebook; JupyterLab sets the formula."""
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left;vertical-align:top;padding-right:1em">{escape(label)}</th>'
        f'<td style="text-align:left">{escape(text)}</td></tr>'
        for label, text in _once(facts(entry))
    )
    heading = f"<strong>{escape(_heading(entry))}</strong> <code>{escape(entry.id)}</code>"
    said = "".join(f"<p>{escape(text)}</p>" for text in (_(entry.question), _(entry.formula), formula_latex(entry)))
    return f"<div><p>{heading}</p>{said}<table>{rows}</table></div>"


def _once(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same pairs; a label that repeats the one above it is left empty."""
    return [("" if i and label == pairs[i - 1][0] else label, text) for i, (label, text) in enumerate(pairs)]


def card_rich(entry: KPI) -> Group:
    """The card for a terminal."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", max_width=14)
    grid.add_column(overflow="fold")
    for label, text in _once(facts(entry)):
        grid.add_row(label, Text(text))
    return Group(
        Text.assemble((_heading(entry), "bold"), "  ", (entry.id, "dim")),
        Text(_(entry.question), style="italic"),
        Text(),
        Text(_(entry.formula)),
        Padding(Text(formula_text(entry), style="bold"), (0, 0, 0, 2)),
        Text(),
        grid,
    )


def card_text(entry: KPI, *, width: int = _WIDTH) -> str:
    """The card in plain characters.

    >>> print(card_text(catalogue.kpi("win_rate")).splitlines()[4])
      won ÷ (won + lost)
    """
    from rich.console import Console

    console = Console(file=StringIO(), width=width, color_system=None)
    with console.capture() as captured:
        console.print(card_rich(entry))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def list_rich(entries: Iterable[KPI]) -> Table:
    """KPIs as a table without a heading, one line each, so that lines can be counted: id, names, question."""
    from rich.table import Table

    entries = list(entries)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column("id", no_wrap=True, min_width=max((len(entry.id) for entry in entries), default=0))
    for column, least in (("name", 0), ("name_zh", _LEAST_NAME), ("question", 0)):
        table.add_column(column, no_wrap=True, overflow="ellipsis", min_width=least)
    for entry in entries:
        table.add_row(entry.id, _(entry.name), entry.name_zh, _(entry.question))
    return table


@shown_by
def _card(entry: KPI) -> dict[str, str]:
    return {"text/plain": card_text(entry), "text/html": card_html(entry)}
