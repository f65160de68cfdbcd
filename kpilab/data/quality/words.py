"""What was found, for the notebook and in plain characters."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kpilab.data.quality.check import Check, dimension_word, money_text
from kpilab.i18n import _, ngettext

if TYPE_CHECKING:
    from kpilab.data.quality.result import Quality

__all__ = ["quality_html", "quality_text", "said", "score_text", "summary_text"]

_SHOWN = 12


def score_text(score: float) -> str:
    """A share in per cent, never rounded up to a hundred; a dash where nothing was checked.

    >>> score_text(0.99996), score_text(1.0), score_text(float("nan"))
    ('99.99 %', '100 %', '–')
    """
    if score != score:
        return "–"
    if score == 1:
        return "100 %"
    return f"{min(int(score * 10_000) / 100, 99.99):.4g} %"


def summary_text(result: Quality) -> str:
    """How much was looked at and found, in a sentence."""
    rows = sum(len(table) for table in result.tables.values())
    certain = sum(check.certain for check in result.found)
    looked = ngettext("{n:,} row", "{n:,} rows", rows).format(n=rows)
    tables = ngettext("{n} table", "{n} tables", len(result.tables)).format(n=len(result.tables))
    text = _("{rows} in {tables}. Certain defects: {certain}. To be looked at: {look}.")
    return text.format(rows=looked, tables=tables, certain=certain, look=len(result.found) - certain)


def said(check: Check) -> str:
    """Whether a finding is a defect or a question.

    >>> import numpy as np
    >>> said(Check("validity", "negative", "stock", "units", "", np.array([3]), 10))
    'defect'
    """
    return _("defect") if check.certain else _("look")


def quality_text(result: Quality) -> str:
    """The scores and the findings in plain characters."""
    lines = [result.name, summary_text(result), ""]
    for dimension, score in result.scores.items():
        lines.append(f"  {dimension_word(dimension):<14}{score_text(score):>9}")
    lines.append("")
    for check in result.found[:_SHOWN]:
        where = f"{check.table}.{check.column}" if check.column else check.table
        rows = ngettext("{n:,} row", "{n:,} rows", check.rows).format(n=check.rows)
        cost = "" if check.cost_cents is None else f", {money_text(check.cost_cents)}"
        lines.append(f"  [{said(check)}] {where}: {check.rule} {rows}{cost}")
    lines += _more(result)
    return "\n".join([*lines, *(f"  {guess}" for guess in result.guesses)])


def _more(result: Quality) -> list[str]:
    left = len(result.found) - _SHOWN
    if left <= 0:
        return []
    return ["  " + ngettext("… and {n} more finding.", "… and {n} more findings.", left).format(n=left)]


def quality_html(result: Quality) -> str:
    """The scores and the findings as a piece of a page."""
    scores = "".join(
        f"<td style='padding:4px 14px 4px 0'>{escape(dimension_word(dimension))}<br>"
        f"<strong>{escape(score_text(score))}</strong></td>"
        for dimension, score in result.scores.items()
    )
    head = "".join(
        f"<th style='text-align:{side}'>{escape(text)}</th>"
        for text, side in (
            (_("What"), "left"), (_("Where"), "left"), (_("Rule"), "left"), (_("Rows"), "right"), (_("Cost"), "right")
        )
    )  # fmt: skip
    body = "".join(_line(check) for check in result.found[:_SHOWN])
    more = "".join(f"<p>{escape(line)}</p>" for line in _more(result))
    guesses = "".join(f"<li>{escape(guess)}</li>" for guess in result.guesses)
    return (
        f"<div><p><strong>{escape(result.name)}</strong> · {escape(summary_text(result))}</p>"
        f"<table><tr>{scores}</tr></table>"
        + (f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if body else "")
        + more
        + (f"<ul>{guesses}</ul>" if guesses else "")
        + "</div>"
    )


def _line(check: Check) -> str:
    where = f"{check.table} · {check.column}" if check.column else check.table
    cells = [(said(check), "left"), (where, "left"), (check.rule, "left"), (f"{check.rows:,}", "right"),
             (money_text(check.cost_cents), "right")]  # fmt: skip
    return "<tr>" + "".join(f"<td style='text-align:{side}'>{escape(text)}</td>" for text, side in cells) + "</tr>"
