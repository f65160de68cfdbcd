"""A reconciliation as a person reads it: the bridge between two totals, a sentence, and both in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from kpilab.i18n import _, ngettext

if TYPE_CHECKING:
    from kpilab.data.reconcile import Reconciliation

__all__ = ["as_html", "as_text", "money", "sentence"]


def money(cents: int, *, sign: bool = False) -> str:
    """Cents as money with two decimals.

    >>> money(-123456, sign=True), money(123456, sign=True)
    ('−1,234.56', '+1,234.56')
    """
    return f"{cents / 100:{'+' if sign else ''},.2f}".replace("-", "−")


def sentence(found: Reconciliation) -> str:
    """The difference, its largest cause, what is a mistake, and what nothing explains."""
    return " ".join(_sentences(found))


def _sentences(found: Reconciliation) -> Iterator[str]:
    from kpilab.data.reconcile import cause_name

    gap = found.difference_cents
    about = {"sales": found.sales, "finance": found.finance, "period": found.period}
    totals = {"left": money(found.sales_cents), "right": money(found.finance_cents), "gap": money(abs(gap))}
    text = (
        _("{period}: {sales} has {left}, {finance} has {right}; {finance} has {gap} less.")
        if gap < 0
        else _("{period}: {sales} has {left}, {finance} has {right}; {finance} has {gap} more.")
        if gap > 0
        else _("{period}: {sales} and {finance} both have {left}.")
    )
    yield text.format(**about, **totals)
    if found.causes.empty:
        return
    largest = found.causes.iloc[int(found.causes["cents"].abs().argmax())]
    name = cause_name(largest["cause"], found.sales, found.finance)
    yield _("The largest cause: {cause}, {amount}.").format(cause=name, amount=money(largest["cents"], sign=True))
    wrong = found.causes[found.causes["nature"] == "mistake"]
    if len(wrong):
        yield ngettext(
            "To look into: {n} booking missing or there twice, {gross} in all; in the total it shows as {net}.",
            "To look into: {n:,} bookings missing or there twice, {gross} in all; in the total they show as {net}.",
            int(wrong["rows"].sum()),
        ).format(
            n=int(wrong["rows"].sum()),
            gross=money(int(wrong["size_cents"].sum())),
            net=money(int(wrong["cents"].sum()), sign=True),
        )
    rest = found.causes[found.causes["cause"] == "unexplained"]
    yield (
        _("Nothing is left unexplained.")
        if rest.empty
        else ngettext(
            "Not explained: {n} booking, {cents}.", "Not explained: {n:,} bookings, {cents}.", int(rest["rows"].iloc[0])
        ).format(n=int(rest["rows"].iloc[0]), cents=money(int(rest["cents"].iloc[0]), sign=True))
    )
    if found.probable:
        yield ngettext(
            "{n} pair was matched by amount and day: probably right.",
            "{n:,} pairs were matched by amount and day: probably right.",
            found.probable,
        ).format(n=found.probable)


def _lines(found: Reconciliation) -> list[tuple[str, str, str, str]]:
    from kpilab.data.reconcile import cause_name, nature_of

    causes = found.causes
    middle = [
        (
            cause_name(cause, found.sales, found.finance),
            nature_of(cause),
            f"{rows:,}",
            money(cents, sign=True),
        )
        for cause, rows, cents in zip(causes["cause"], causes["rows"].tolist(), causes["cents"].tolist(), strict=True)
    ]
    top = (found.sales, "", "", money(found.sales_cents))
    return [top, *middle, (found.finance, "", "", money(found.finance_cents))]


def _head() -> tuple[str, str, str, str]:
    return (_("step"), _("what it is"), _("bookings"), _("amount"))


def as_text(found: Reconciliation) -> str:
    """The bridge and the sentence in plain characters."""
    lines = [_head(), *_lines(found)]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    table = [
        "  ".join(
            cell.rjust(width) if column > 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join([*table, sentence(found)])


def as_html(found: Reconciliation) -> str:
    """The bridge as a table with the sentence below it, every word escaped."""
    right, left = "text-align:right;font-variant-numeric:tabular-nums", "text-align:left"
    styles = (left, left, right, right)
    head = "".join(
        f'<th scope="col" style="{style}">{escape(text)}</th>' for text, style in zip(_head(), styles, strict=True)
    )
    body, lines = [], _lines(found)
    for place, line in enumerate(lines):
        total = ";font-weight:bold" if place in (0, len(lines) - 1) else ""
        cells = "".join(
            f'<td style="{style}{total}">{escape(text)}</td>' for text, style in zip(line[1:], styles[1:], strict=True)
        )
        body.append(
            f'<tr><th scope="row" style="{left}{total or ";font-weight:normal"}">{escape(line[0])}</th>{cells}</tr>'
        )
    return (
        f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
        f"<p>{escape(sentence(found))}</p>"
    )
