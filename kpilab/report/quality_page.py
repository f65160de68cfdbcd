"""The quality of data as one page that a manager reads and prints: scores, the costliest defects, rows to look at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from html import escape
from importlib.resources import files
from pathlib import Path

from kpilab.data.quality import Quality
from kpilab.data.quality.check import Check, dimension_question, dimension_word, money_text
from kpilab.data.quality.words import said, score_text, summary_text
from kpilab.errors import DataError
from kpilab.i18n import _, language, ngettext
from kpilab.report.measured_file import check_free

__all__ = ["quality_page", "write_quality_page"]

_FIRST, _EXAMPLES, _COLUMNS, _LONG = 5, 3, 6, 60


def write_quality_page(result: Quality, path: Path, *, force: bool = False) -> Path:
    """Write the page, whole or not at all, and return its path.

    Raises `DataError` for a file that is there, unless `force`.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise DataError(_("{path} does not end in .html.").format(path=path))
    check_free(path, force=force)
    draft = path.with_name(f".{path.stem}.writing{path.suffix}")
    try:
        draft.write_text(quality_page(result), encoding="utf-8")
        os.replace(draft, path)
    except OSError as fault:
        text = _("{path} cannot be written: {reason}.")
        raise DataError(text.format(path=path, reason=fault.strerror or fault)) from fault
    finally:
        with suppress(OSError):
            draft.unlink()
    return path


def quality_page(result: Quality) -> str:
    """The result as a complete HTML document that needs nothing else."""
    css = files("kpilab.report").joinpath("quality_page.css").read_text("utf-8")
    title = _("Data quality: {name}").format(name=result.name)
    return (
        f'<!doctype html><html lang="{escape(language().replace("_", "-"))}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{css}</style></head><body><main><h1>{escape(title)}</h1>"
        f'<p class="lead">{escape(_verdict(result))}</p><p class="quiet">{escape(summary_text(result))}</p>'
        f"{_scores(result)}{_costliest(result)}{_all(result)}{_guesses(result)}{_how(result)}</main></body></html>"
    )


def _verdict(result: Quality) -> str:
    """The one sentence to take away."""
    certain = [check for check in result.found if check.certain]
    if not any(map(len, result.tables.values())):
        return _("There is not a row to look at: nothing can be said of these data.")
    if not certain:
        return _("No rule is broken for certain. Look at what is listed below, if anything is, and use the data.")
    known = [check for check in certain if check.cost_cents]
    if not known:
        return _("Some rules are broken for certain; none of it has a price. Mend them before you report.")
    worst = max(known, key=lambda check: check.cost_cents or 0)
    text = _("Some rules are broken for certain. The costliest is: “{rule}” It concerns {cost}, in {rows}.")
    return text.format(rule=worst.rule, cost=money_text(worst.cost_cents), rows=_rows(worst))


def _rows(check: Check) -> str:
    return ngettext("{n:,} row", "{n:,} rows", check.rows).format(n=check.rows)


def _scores(result: Quality) -> str:
    cards = []
    for dimension, score in result.scores.items():
        checked, failed = result.counted(dimension)
        shown = score_text(score)
        width = 0 if score != score else score * 100
        told = _("{failed:,} of {checked:,} checks failed").format(failed=failed, checked=checked)
        alt = _("{dimension}: {score} in order").format(dimension=dimension_word(dimension), score=shown)
        cards.append(
            f'<li><h3>{escape(dimension_word(dimension))}</h3><p class="score">{escape(shown)}</p>'
            f'<div class="bar" role="img" aria-label="{escape(alt)}"><i style="width:{width:.2f}%"></i></div>'
            f'<p class="quiet">{escape(dimension_question(dimension))}</p>'
            f'<p class="quiet">{escape(told if checked else _("nothing to check"))}</p></li>'
        )
    return f'<ul class="scores">{"".join(cards)}</ul>'


def _costliest(result: Quality) -> str:
    known = [check for check in result.found if check.cost_cents]
    ranked = sorted(known or result.found, key=lambda check: (not check.certain, -(check.cost_cents or 0)))
    kinds: dict[str, Check] = {}
    for check in ranked:
        kinds.setdefault(check.kind, check)
    first = list(kinds.values())[:_FIRST]
    if not first:
        return ""
    most = max((check.cost_cents or 0 for check in first), default=0)
    heading = _("The costliest first") if known else _("What was found, first of all")
    body = "".join(_article(result, check, most) for check in first)
    return f"<h2>{escape(heading)}</h2>{body}"


def _article(result: Quality, check: Check, most: int) -> str:
    cost = ""
    if check.cost_cents:
        width = 100 * check.cost_cents / most if most else 0
        alt = _("{cost}: {how}").format(cost=money_text(check.cost_cents), how=check.cost_how)
        cost = (
            f'<p class="cost"><strong>{escape(money_text(check.cost_cents))}</strong> '
            f'<span class="quiet">{escape(check.cost_how)}</span></p>'
            f'<div class="bar money" role="img" aria-label="{escape(alt)}"><i style="width:{width:.2f}%"></i></div>'
        )
    share = _("{rows}, {share} of those looked at").format(rows=_rows(check), share=_share(check.share))
    fixes = "".join(f"<li>{escape(offer.what)}</li>" for offer in check.offers if len(offer.positions))
    offered = f'<p class="quiet">{escape(_("Fixes offered, none of them made:"))}</p><ul>{fixes}</ul>' if fixes else ""
    return (
        f'<article class="{"sure" if check.certain else "look"}"><p class="tag">{escape(said(check))} · '
        f"{escape(dimension_word(check.dimension))} · {escape(_place(check))}</p><h3>{escape(check.rule)}</h3>"
        f"<p>{escape(share)}</p>{cost}<p>{escape(check.advice)}</p>{_elsewhere(result, check)}"
        f"{_examples(result, check)}{offered}</article>"
    )


def _elsewhere(result: Quality, check: Check) -> str:
    """Where else a rule of this kind is broken."""
    others = [one for one in result.found if one.kind == check.kind and one.id != check.id]
    if not others:
        return ""
    named = ", ".join(
        f"{_place(one)} ({money_text(one.cost_cents)})" if one.cost_cents else _place(one) for one in others
    )
    return f'<p class="quiet">{escape(_("The same elsewhere: {places}.").format(places=named))}</p>'


def _share(share: float) -> str:
    return "–" if share != share else f"{share * 100:.1f} %" if share >= 0.001 else _("less than 0.1 %")


def _place(check: Check) -> str:
    return f"{check.table}.{check.column}" if check.column else check.table


def _examples(result: Quality, check: Check) -> str:
    """The first rows of a finding: their number in the file, the key, the column in question and its neighbours."""
    table = result.tables[check.table]
    names = [*table.key, check.column, *map(str, table.cells.columns)]
    chosen = [name for name in dict.fromkeys(names) if name][:_COLUMNS]
    rows = table.cells[chosen].iloc[check.positions[:_EXAMPLES]].astype(object)
    numbers = (check.positions[:_EXAMPLES] + table.first_row).tolist()
    head = [_("Row"), *chosen]
    body = [
        [str(number), *map(_cell, values)] for number, values in zip(numbers, rows.to_numpy().tolist(), strict=True)
    ]
    marked = head.index(check.column) if check.column in head else -1
    caption = _("From {file}").format(file=table.file)
    if check.rows > len(body):
        caption = _("From {file}: the first {shown} of {rows:,} rows").format(
            file=table.file, shown=len(body), rows=check.rows
        )
    return _table(head, body, caption=caption, marked=marked)


def _cell(value: object) -> str:
    """A cell as it stands; an empty one is told by a sign."""
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return "∅"
    text = str(value).removesuffix(" 00:00:00")
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _table(head: Sequence[str], body: Iterable[Sequence[str]], *, caption: str, marked: int = -1, css: str = "") -> str:
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    rows = "".join(
        "<tr>"
        + "".join(f"<td{' class=mark' if n == marked else ''}>{escape(text)}</td>" for n, text in enumerate(row))
        + "</tr>"
        for row in body
    )
    return (
        f'<div class="wide {css}"><table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _all(result: Quality) -> str:
    if not result.found:
        return ""
    head = [_("What"), _("Where"), _("Rule, and what to do"), _("Rows"), _("Cost")]
    body = [
        [said(check), _place(check), f"{check.rule}\n{check.advice}", f"{check.rows:,}", money_text(check.cost_cents)]
        for check in result.found
    ]
    note = _("A defect breaks a rule for certain. A thing to look at may be right: it is unusual; ask who knows why.")
    return (
        f"<h2>{escape(_('Everything that was found'))}</h2><p class='quiet'>{escape(note)}</p>"
        f"{_table(head, body, caption=_('Findings'), css='all')}"
    )


def _guesses(result: Quality) -> str:
    if not result.guesses:
        return ""
    lines = "".join(f"<li>{escape(guess)}</li>" for guess in result.guesses)
    told = _("Write your own rules into a file and say --rules: what is stated counts, what is guessed is asked.")
    return f"<h2>{escape(_('What was guessed'))}</h2><ul>{lines}</ul><p class='quiet'>{escape(told)}</p>"


def _how(result: Quality) -> str:
    lines = (
        _("A score is the share of checks that passed. A check is one rule held against one row."),
        _("Of the things to look at, only empty cells and late records count in a score; these can be seen for sure."),
        _("Each cost says how it was reckoned. One amount may stand in several findings: do not add them up."),
        _("∅ is an empty cell. Row numbers are those that the file shows. Nothing in the data was changed."),
        _("All rows of all findings come as a sheet with --rows ROWS.xlsx, and the fixes that are offered with --log."),
    )
    body = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{escape(_('How to read this'))}</h2><ul class='quiet'>{body}</ul>"
