"""The data dictionary: every table and column of a merchant, in Markdown."""

from __future__ import annotations

from kpilab.i18n import _
from kpilab.worlds.layout import Column, Layout, Table, kind_name

__all__ = ["dictionary"]


def _limits(column: Column) -> list[str]:
    said = []
    if column.allowed:
        said.append(_("One of: {values}.").format(values=", ".join(column.allowed)))
    if column.at_least is not None and column.at_most is not None:
        said.append(_("From {least:g} to {most:g}.").format(least=column.at_least, most=column.at_most))
    elif column.at_least is not None and column.at_least > 0:
        said.append(_("At least {least:g}.").format(least=column.at_least))
    if column.refers_to:
        said.append(_("Found in `{table}`.").format(table=column.refers_to))
    if column.may_be_empty:
        said.append(_("Empty: {meaning}.").format(meaning=_(column.empty_means)))
    return said


def _line(column: Column) -> str:
    unit = _(column.unit) if column.unit else ""
    meaning = " ".join([_(column.meaning), *_limits(column)])
    return f"| `{column.name}` | {kind_name(column.kind)} | {unit} | {meaning} |"


def _section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    head = [_("column"), _("type"), _("unit"), _("meaning")]
    lines = [
        f"## {table.name}",
        "",
        _(table.meaning),
        "",
        _("A row is told apart by {key}.").format(key=key),
        "",
        f"| {' | '.join(head)} |",
        "|---|---|---|---|",
        *(_line(column) for column in table.columns),
    ]
    return "\n".join(lines)


def dictionary(layout: Layout) -> str:
    """The dictionary of all tables in the layout's order: column, type, unit, meaning.

    >>> from kpilab.worlds import layout
    >>> dictionary(layout("retail_chain")).splitlines()[0]
    '# Data dictionary: retail_chain'
    """
    head = _("# Data dictionary: {name}").format(name=layout.name)
    note = _("Synthetic data, drawn from a seed. Money stands in whole cents, in columns that end in `_cents`.")
    return "\n\n".join([head, note, *(_section(table) for table in layout.tables)]) + "\n"
