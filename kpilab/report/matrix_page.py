"""A scored matrix as one page: HTML that needs nothing else, prints on A4 and reads on a phone; and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from kpilab.analysis.scorecard import FORMULAS, Row, ScoredRow, formula_name, zone_name
from kpilab.charts import ZONE_COLOURS, bullet_bands, bullet_span
from kpilab.errors import DataError, MatrixError
from kpilab.i18n import _, language
from kpilab.report.matrix_form import SETTINGS, ScoredMatrix, scored

if TYPE_CHECKING:
    from rich.console import Group

__all__ = ["matrix_page", "printed", "write_page"]


def _number(value: float, form: str = ",.10g") -> str:
    return _("none") if isnan(value) else format(value, form).replace("-", "−")


def _percent(value: float) -> str:
    return _("none") if isnan(value) else _("{value:.2f} %").format(value=value * 100)


def _pairs(pairs: Iterator[tuple[str, str]] | list[tuple[str, str]], css: str) -> str:
    inside = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in pairs)
    return f'<dl class="{css}">{inside}</dl>'


# A bullet chart: bands for the zones, a bar from the base to the fact, a line at the norm. No text is drawn.


def _bullet(line: ScoredRow) -> str:
    row = line.row
    worst, best = bullet_span(row)

    def at(level: float) -> float:
        return 100 * (level - worst) / (best - worst)

    shapes = [
        f'<rect x="{at(low):.3f}%" width="{at(high) - at(low):.3f}%" height="100%" fill="{ZONE_COLOURS[zone].paper}"/>'
        for low, high, zone in bullet_bands(row)
    ]
    if not isnan(row.fact):
        origin = at(row.norm if row.tolerance is not None else row.base)
        left, right = sorted((origin, at(row.fact)))
        solid = ZONE_COLOURS[row.zone].solid
        shapes.append(f'<rect x="{left:.3f}%" y="30%" width="{right - left:.3f}%" height="40%" fill="{solid}"/>')
    shapes.append(
        f'<svg x="{at(row.norm):.3f}%" overflow="visible"><rect x="-1.5" width="3" height="100%" fill="#1f2933"/></svg>'
    )
    if not isnan(row.fact):
        shapes.append(
            f'<svg x="{at(row.fact):.3f}%" y="50%" overflow="visible">'
            '<path d="M-7 0L0 -7L7 0L0 7Z" fill="#1f2933" stroke="#fff"/></svg>'
        )
    return f'<svg class="bullet" role="img" aria-label="{escape(_alt(line), quote=True)}">{"".join(shapes)}</svg>'


def _alt(line: ScoredRow) -> str:
    said = _("Bullet chart of {kpi}, right is better: {zone}.").format(kpi=line.row.kpi, zone=zone_name(line.row.zone))
    return f"{said} {line.sentence}"


def _levels(row: Row) -> Iterator[tuple[str, str]]:
    yield _("fact"), _number(row.fact)
    if row.tolerance is not None:
        yield _("best at"), _("{norm:,.10g} ± {tolerance:,.10g}").format(norm=row.norm, tolerance=row.tolerance)
        return
    yield _("base"), _number(row.base)
    yield _("norm"), _number(row.norm)
    if not isnan(row.target):
        yield _("target"), _number(row.target)


def _row(line: ScoredRow) -> str:
    row, colours = line.row, ZONE_COLOURS[line.row.zone]
    name = _("{kpi}, {unit}").format(kpi=row.kpi, unit=row.unit) if row.unit else row.kpi
    numbers = [
        *_levels(row),
        (_("index"), _number(line.index, ".3f")),
        (_("fact ÷ plan"), _number(line.plan_ratio, ".3f")),
        (_("weight × index"), _number(line.contribution, ".4f")),
    ]
    low, high = row.interval
    if not isnan(low):
        share = _("{low:.0f} to {high:.0f} %").format(low=low, high=high)
        numbers += [(_("answers"), str(row.sample)), (_("luck alone"), share)]
    style = f"background:{colours.paper};color:{colours.ink}"
    zone = f'<span class="zone" style="{style}">{escape(zone_name(row.zone))}</span>'
    shared = (
        _("weight {weight:.4g}, counts as {counted:.3f}") if line.weight != row.weight else _("weight {weight:.4g}")
    )
    weight = escape(shared.format(weight=row.weight, counted=line.weight))
    return (
        f'<section class="row"><header><h3>{escape(name)}</h3><span class="weight">{weight}</span>{zone}</header>'
        f'{_bullet(line)}{_pairs(numbers, "numbers")}<p class="says">{escape(line.sentence)}</p></section>'
    )


def _others(result: ScoredMatrix) -> str:
    """Totals and pay of the same facts by each formula; the one that counts is marked."""
    body = []
    for formula in FORMULAS:
        try:
            other = scored(result.file, formula)
        except MatrixError:
            continue
        chosen = formula == result.file.formula
        name = _("{formula} — counts").format(formula=formula_name(formula)) if chosen else formula_name(formula)
        cells = [_number(other.score.total, ".4f"), _percent(other.share), _number(other.bonus, ",.0f")]
        row = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        body.append(f'<tr{" class=chosen" if chosen else ""}><th scope="row">{escape(name)}</th>{row}</tr>')
    heads = (_("formula"), _("total"), _("share of the bonus"), _("bonus"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    title = escape(_("The same facts by other formulas"))
    return (
        f'<h2>{title}</h2><div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def matrix_page(result: ScoredMatrix) -> str:
    """The report as a complete HTML document: text is text, charts are inline and carry a description."""
    file, score = result.file, result.score
    css = files("kpilab.report").joinpath("matrix_page.css").read_text("utf-8")
    money = _("{bonus} {currency}").format(bonus=_number(result.bonus, ",.0f"), currency=file.currency).strip()
    tiles = [
        (_("Total"), _number(score.total, ".4f")),
        (_("Coverage"), f"{score.coverage:.2f}"),
        (_("Share of the bonus"), _percent(result.share)),
        (_("Bonus"), money),
    ]
    who = [(_(SETTINGS[name]), getattr(file, name)) for name in ("person", "manager", "period")]
    meta = " · ".join(f"{escape(label)}: <strong>{escape(text)}</strong>" for label, text in who if text)
    warned = "".join(f"<li>{escape(text)}</li>" for text in score.warnings)
    heading = file.title or _("KPI matrix")
    key = _(
        "Right is better. The bar runs from the base to the fact, the black line is the norm, the diamond the fact."
    )
    parts = [
        f'<h1>{escape(heading)}</h1><p class="quiet">{meta}</p><p class="rule">{escape(score.title)}</p>',
        _pairs(tiles, "tiles"),
        f"<p>{escape(result.pays)}</p>",
        f'<ul class="warnings">{warned}</ul>' if warned else "",
        f'<h2>{escape(_("Row by row"))}</h2><p class="key">{escape(key)}</p>',
        *(_row(line) for line in score.rows),
        _others(result),
        f"<footer>{escape(_footer(result))}</footer>",
    ]
    return (
        f'<!doctype html><html lang="{escape(language().replace("_", "-"))}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(result.heading)}</title><style>{css}</style></head><body><main>{''.join(parts)}</main></body></html>"
    )


def _footer(result: ScoredMatrix) -> str:
    said = _("Base: the lowest result still accepted. Norm: the plan. Target: the stretch beyond it.")
    if not result.file.path:
        return said
    return _("{explained} Read from {file}.").format(explained=said, file=Path(result.file.path).name)


def write_page(result: ScoredMatrix, path: str | Path) -> Path:
    """Write the report to `path`. Raises `DataError` where that cannot be done."""
    try:
        Path(path).write_text(matrix_page(result), encoding="utf-8")
    except OSError as error:
        raise DataError(_("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror)) from error
    return Path(path)


def printed(result: ScoredMatrix) -> Group:
    """The scored matrix for a terminal: a table, the total, what it pays, the warnings."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(title=result.heading, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(_("KPI"), min_width=16, overflow="fold")
    for name in (_("weight"), _("norm"), _("fact"), _("fact ÷ plan"), _("index"), _("weight × index")):
        table.add_column(name, justify="right", max_width=7)
    table.add_column(_("zone"), min_width=14)
    for line in result.score.rows:
        row = line.row
        name = _("{kpi}, {unit}").format(kpi=row.kpi, unit=row.unit) if row.unit else row.kpi
        table.add_row(
            name,
            f"{row.weight:.2f}",
            _number(row.norm),
            _number(row.fact),
            _number(line.plan_ratio, ".3f"),
            _number(line.index, ".3f"),
            _number(line.contribution, ".4f"),
            zone_name(row.zone),
        )
    total = _("Total {total}, coverage {coverage:.2f}").format(
        total=_number(result.score.total, ".4f"), coverage=result.score.coverage
    )
    said = [
        Text(result.score.title),
        Text(total, style="bold"),
        Text(result.pays),
        *(Text(f"! {text}") for text in result.score.warnings),
    ]
    return Group(table, *said)
