"""One function a chart. Each returns a `Chart`: the figure, a sentence for those who cannot see it, and its data.

The caller gives the title, and the title is the finding. Axes carry units, the plan is drawn, and no chart
tells anything by colour alone. No global state is touched: no pyplot, no changed settings, no warnings.
"""

from __future__ import annotations

import warnings
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import isnan, nan
from typing import TYPE_CHECKING, Any, Literal

from kpilab.analysis.pay import PayCurve
from kpilab.analysis.scorecard import Formula, Row, Score, ScoredRow, Zone, formula_name, zone_name
from kpilab.analysis.survey_drivers import CORNERS, Drivers
from kpilab.errors import MatrixError, PlanError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "ZONE_COLOURS",
    "Chart",
    "ZoneColours",
    "bridge",
    "bullet_bands",
    "bullet_span",
    "bullets",
    "by_key",
    "by_month",
    "corners",
    "indexes",
    "intervals",
    "pay_curve",
]

_DPI = 120
_INK, _MUTED, _RULE = "#1f2933", "#52606d", "#d5dbe1"
_FONTS = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Noto Sans CJK JP",
)
_LINES = ("#0b5cad", "#c2500a", "#12795c", "#8a3f9e", "#6b4a00", "#45515c", "#a3173f", "#2b6f8f")
_STYLES = ("-", "--", "-.", ":")
_FORMULA_LOOKS: dict[Formula, tuple[str, str]] = {
    "ratio": ("#e08a3c", "//"),
    "line": ("#8fb8de", ""),
    "clipped": ("#4a86c5", ".."),
    "two_segment": ("#123a63", ""),
    "grades": ("#9aa5b1", "xx"),
}


@dataclass(frozen=True)
class ZoneColours:
    """The colours of a zone: a paper and the ink that reads on it, and a solid one for bars."""

    paper: str
    ink: str
    solid: str


ZONE_COLOURS: Mapping[Zone, ZoneColours] = {
    "no fact": ZoneColours("#edf0f3", "#45515c", "#7b8794"),
    "below base": ZoneColours("#f8d9d3", "#8a1c1c", "#b3402a"),
    "under plan": ZoneColours("#fcecc4", "#634400", "#d9a21b"),
    "plan met": ZoneColours("#d9eedd", "#14532d", "#4f9d69"),
    "target reached": ZoneColours("#d2e5f7", "#0b4a8f", "#0b5cad"),
}
"""One set of zone colours for charts, workbooks and pages; the zone's name always stands beside them."""


@dataclass(frozen=True)
class Chart:
    """A figure with what it says in words, and the numbers that are drawn.

    Displays as a picture with `alt` as its alternative text; as plain text it is `alt` and the table,
    the same on every machine.
    """

    figure: Figure
    alt: str
    data: pd.DataFrame

    def png(self) -> bytes:
        """The picture."""
        made = BytesIO()
        with _settings():
            self.figure.savefig(made, format="png", dpi=_DPI, metadata={"Software": None})
        return made.getvalue()

    def __str__(self) -> str:
        return f"{self.alt}\n{self.data.to_string(float_format='{:.4g}'.format, na_rep='–')}"

    def _repr_mimebundle_(self, **_options: object) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"text/plain": str(self), "image/png": b64encode(self.png()).decode("ascii")}
        return data, {"image/png": {"alt": self.alt, "width": round(self.figure.get_figwidth() * 96)}}


@contextmanager
def _settings() -> Iterator[None]:
    """House style for a while: fonts that are installed, in an order that finds Latin and Chinese letters."""
    from matplotlib import font_manager, rc_context

    installed = set(font_manager.get_font_names())
    style: dict[Any, Any] = {
        "font.family": [name for name in _FONTS if name in installed],
        "font.size": 10,
        "axes.edgecolor": _MUTED,
        "axes.labelcolor": _MUTED,
        "axes.unicode_minus": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 12,
        "axes.titleweight": "bold",
        "axes.titlepad": 12,
        "hatch.linewidth": 0.6,
        "text.color": _INK,
        "xtick.color": _MUTED,
        "ytick.color": _INK,
    }
    with rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def _figure(width: float, height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained", facecolor="white")


def _title(figure: Figure, text: str) -> None:
    from textwrap import fill

    wrapped = fill(text, round(figure.get_figwidth() * 10.5))
    figure.suptitle(wrapped, x=0.01, ha="left", fontsize=12, fontweight="bold", color=_INK)


def _labelled(kpi: str, unit: str) -> str:
    return _("{kpi}, {unit}").format(kpi=kpi, unit=unit) if unit else kpi


def _wrapped(text: str, width: int) -> str:
    from textwrap import fill

    return fill(text, width)


# A bullet's scale starts at the base: its bar is the way walked, and so shows the index itself.


def bullet_span(row: Row) -> tuple[float, float]:
    """Worst and best end of a bullet's axis."""
    marks = [mark for mark in (row.base, row.norm, row.target, row.fact) if not isnan(mark)]
    if row.tolerance is not None:
        reach = max(row.tolerance, *(abs(mark - row.norm) for mark in marks)) * 1.15
        return row.norm - reach, row.norm + reach
    room = 0.18 * (max(marks) - min(marks))
    low, high = min(marks) - room, max(marks) + room
    return (low, high) if row.direction == "higher" else (high, low)


def bullet_bands(row: Row) -> Sequence[tuple[float, float, Zone]]:
    """(from, to, zone) along the axis."""
    worst, best = bullet_span(row)
    if row.tolerance is not None:
        low, high = row.norm - row.tolerance, row.norm + row.tolerance
        return (worst, low, "below base"), (low, high, "under plan"), (high, best, "below base")
    stretch = best if isnan(row.target) else row.target
    bands: list[tuple[float, float, Zone]] = [
        (worst, row.base, "below base"),
        (row.base, row.norm, "under plan"),
        (row.norm, stretch, "plan met"),
    ]
    return bands if isnan(row.target) else [*bands, (row.target, best, "target reached")]


def _draw_bullet(axes: Axes, line: ScoredRow) -> None:
    row = line.row
    worst, best = bullet_span(row)
    for start, end, zone in bullet_bands(row):
        axes.axvspan(start, end, ymin=0.12, ymax=0.88, color=ZONE_COLOURS[zone].paper, lw=0)
    origin = row.norm if row.tolerance is not None else row.base
    if not isnan(row.fact):
        axes.barh(0, row.fact - origin, left=origin, height=0.34, color=ZONE_COLOURS[row.zone].solid, zorder=3)
        axes.plot([row.fact], [0], marker="D", ms=6, color=_INK, zorder=5)
    axes.plot([row.norm, row.norm], [-0.42, 0.42], color=_INK, lw=2.4, zorder=4, solid_capstyle="butt")
    ticks = {_("base {level:,g}"): row.base, _("norm {level:,g}"): row.norm, _("target {level:,g}"): row.target}
    kept = [(text.format(level=level), level) for text, level in ticks.items() if not isnan(level)]
    axes.set_xticks([level for _text, level in kept], [text for text, _level in kept], fontsize=8.5)
    for label, (_text, level) in zip(axes.get_xticklabels(), kept, strict=True):
        label.set_horizontalalignment(_tick_side(row, level))
    axes.set_xlim(worst, best)
    axes.set_ylim(-0.5, 0.5)
    axes.set_yticks([0], [_wrapped(_labelled(row.kpi, row.unit), 24)])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    said = zone_name(row.zone)
    shown = said if isnan(row.fact) else _("{fact:,g} · {zone}").format(fact=row.fact, zone=said)
    axes.text(1.02, 0.5, shown, transform=axes.transAxes, va="center", color=ZONE_COLOURS[row.zone].ink, weight="bold")


def _tick_side(row: Row, level: float) -> Literal["left", "center", "right"]:
    """Norm and target may stand close together: their labels lean away from each other."""
    if isnan(row.target):
        return "center"
    return "right" if level == row.norm else "left" if level == row.target else "center"


def bullets(scored: Score, title: str) -> Chart:
    """Each row's fact against its base, norm and target; right is better in every row.

    The bar starts at the base and ends at the fact (at the norm in a two-sided row); the thick line is the norm.
    """
    import pandas as pd

    with _settings():
        figure = _figure(8.4, 0.75 + 0.82 * len(scored.rows))
        panels = figure.subplots(len(scored.rows), 1, squeeze=False)[:, 0]
        for axes, line in zip(panels, scored.rows, strict=True):
            _draw_bullet(axes, line)
        _title(figure, title)
    fields = ("base", "norm", "target", "fact")
    data = pd.DataFrame(
        [
            {name: getattr(line.row, name) for name in fields} | {"zone": zone_name(line.row.zone)}
            for line in scored.rows
        ],
        index=pd.Index([line.row.kpi for line in scored.rows], name="kpi"),
    )
    said = " ".join(scored.sentences())
    return Chart(figure, _("{title}. Bullet chart, right is better. {rows}").format(title=title, rows=said), data)


def indexes(scores: Sequence[Score], title: str) -> Chart:
    """The index of each row, and the total, under several formulas side by side; the line at 1 is the plan.

    The scores are of one matrix, a formula each. Raises `MatrixError` where they are not.
    """
    import pandas as pd

    names = [line.row.kpi for line in scores[0].rows] if scores else []
    if not names or any([line.row.kpi for line in scored.rows] != names for scored in scores):
        raise MatrixError(_("Compare scores of one matrix: the same rows, in the same order."))
    data = pd.DataFrame(
        {formula_name(s.formula): [*(line.index for line in s.rows), s.total] for s in scores},
        index=pd.Index([*names, _("Total")], name="kpi"),
    )
    with _settings():
        figure = _figure(8.4, 1.3 + 0.24 * data.size)
        axes = figure.subplots()
        thick = 0.8 / len(scores)
        for place, scored in enumerate(scores):
            colour, hatch = _FORMULA_LOOKS[scored.formula]
            at = [i + (place - (len(scores) - 1) / 2) * thick for i in range(len(data))]
            values = data.iloc[:, place].tolist()
            label = formula_name(scored.formula)
            drawn = axes.barh(at, values, thick * 0.92, color=colour, hatch=hatch, edgecolor="white", label=label)
            axes.bar_label(drawn, [_index_text(value) for value in values], padding=3, fontsize=8.5, color=_INK)
        axes.axvline(1, color=_INK, lw=1.6, zorder=4)
        axes.axvline(0, color=_MUTED, lw=0.8)
        axes.axhline(len(names) - 0.5, color=_RULE, lw=1)
        axes.text(1, -0.52, _(" plan = 1"), fontsize=8.5, va="bottom")
        axes.set_yticks(range(len(data)), [_wrapped(name, 24) for name in data.index])
        axes.set_ylim(len(data) - 0.45, -0.75)
        axes.margins(x=0.1)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(_("index (1 = plan)"))
        figure.legend(loc="outside lower left", ncols=3, frameon=False, fontsize=9)
        _title(figure, title)
    totals = ", ".join(f"{formula_name(s.formula)} {_index_text(s.total)}" for s in scores)
    return Chart(
        figure,
        _("{title}. Bars of each row's index by formula. Totals: {totals}.").format(title=title, totals=totals),
        data,
    )


def _index_text(value: float) -> str:
    return _("none") if isnan(value) else f"{value:.3f}".replace("-", "−")


def pay_curve(
    curves: Mapping[str, PayCurve],
    title: str,
    *,
    at_plan: float | None = None,
    currency: str = "",
    marks: Mapping[str, float] | None = None,
) -> Chart:
    """What each total pays, a line for each curve; a cliff is drawn as a jump.

    In money where `at_plan` (the bonus at plan, in `currency`) is given, else in percent of it. `marks` are totals
    to point out, by name, on the first curve.
    """
    import pandas as pd

    scale, unit = (
        (100.0, _("% of the bonus at plan")) if at_plan is None else (at_plan, _labelled(_("bonus"), currency))
    )
    corners = sorted({total for curve in curves.values() for total, _share in curve.points})
    low, high = corners[0] - 0.25, corners[-1] + 0.15
    with _settings():
        figure = _figure(8.4, 4.2)
        axes = figure.subplots()
        for place, (name, curve) in enumerate(curves.items()):
            colour, dashes = _LINES[place % len(_LINES)], _STYLES[place % len(_STYLES)]
            first = curve.points[0][0]
            totals = [low, first, nan, *(total for total, _share in curve.points), high]
            pays = [curve.below, curve.below, nan, *(share for _total, share in curve.points), curve.points[-1][1]]
            axes.plot(totals, [pay * scale for pay in pays], dashes, color=colour, lw=2.2, label=name)
            for cliff in curve.cliffs:
                ends = [curve.below * scale, curve.points[0][1] * scale]
                axes.plot([cliff, cliff], ends, ":", color=colour, lw=1.4)
                axes.plot([cliff], ends[:1], "o", mfc="white", color=colour)
                axes.plot([cliff], ends[1:], "o", color=colour)
        head = next(iter(curves.values()))
        for place, (name, total) in enumerate(sorted((marks or {}).items(), key=lambda mark: -mark[1])):
            pay = head.share(round(total, 9)) * scale
            axes.plot([total], [pay], "D", ms=6, color=_INK, zorder=5)
            above = place % 2 == 0
            axes.annotate(
                _("{name}: {total:.3f} pays {pay:,.0f}").format(name=name, total=total, pay=pay),
                (total, pay), (-8, 9) if above else (10, -9), textcoords="offset points", fontsize=9,
                ha="right" if above else "left", va="bottom" if above else "top",
            )  # fmt: skip
        axes.axvline(1, color=_INK, lw=1.2)
        axes.axhline(scale, color=_RULE, lw=1, zorder=0)
        axes.text(1, 0.985, _("plan "), transform=axes.get_xaxis_transform(), ha="right", va="top", fontsize=8.5)
        axes.set_xlim(low, high)
        axes.set_xlabel(_("total of the matrix (1 = plan)"))
        axes.set_ylabel(unit)
        axes.yaxis.set_major_formatter("{x:,.0f}")
        if len(curves) > 1:
            axes.legend(frameon=False, loc="upper left")
        _title(figure, title)
    shown = sorted({*corners, *(marks or {}).values()})
    data = pd.DataFrame(
        {name: [curve.share(round(total, 9)) * scale for total in shown] for name, curve in curves.items()},
        index=pd.Index(shown, name="total"),
    )
    return Chart(
        figure, _("{title}. Pay curve: {unit} against the total of the matrix.").format(title=title, unit=unit), data
    )


def by_month(
    lines: Mapping[str, Mapping[str, float]],
    title: str,
    *,
    unit: str,
    plan: float | Mapping[str, float] | None = None,
    base: float | None = None,
) -> Chart:
    """One line for each name over the months, with the plan (a number, or one a month) drawn as a black line.

    `lines` maps a name to {month: value}; a missing month or value leaves a gap. `base` is drawn dotted.
    """
    import pandas as pd

    months = sorted({month for values in lines.values() for month in values})
    data = pd.DataFrame({name: [values.get(month, nan) for month in months] for name, values in lines.items()})
    data.index = pd.Index(months, name="month")
    plans = dict.fromkeys(months, plan) if isinstance(plan, int | float) else dict(plan or {})
    at = list(range(len(months)))
    with _settings():
        figure = _figure(8.4, 4.0)
        axes = figure.subplots()
        for place, name in enumerate(data.columns):
            colour, dashes = _LINES[place % len(_LINES)], _STYLES[place // len(_LINES) % len(_STYLES)]
            axes.plot(at, data[name], dashes, marker="o", ms=4, lw=2, color=colour)
        _name_ends(axes, data)
        if plans:
            axes.step(at, [plans.get(month, nan) for month in months], where="mid", color=_INK, lw=1.4, zorder=1)
            axes.annotate(_("plan"), (0, plans.get(months[0], nan)), (0, 4), textcoords="offset points", fontsize=8.5)
        if base is not None:
            axes.axhline(base, color=ZONE_COLOURS["below base"].ink, lw=1.4, ls=":")
            axes.annotate(_("base"), (0, base), (0, 4), textcoords="offset points", fontsize=8.5)
        step = max(1, -(-len(months) // 12))
        axes.set_xticks(at[::step], months[::step], rotation=0 if len(months) <= 9 else 40)
        axes.set_xlabel(_("month"))
        axes.set_ylabel(unit)
        _title(figure, title)
    if plans:
        data = data.assign(**{_("plan"): [plans.get(month, nan) for month in months]})
    ends = "; ".join(_line_text(name, values) for name, values in lines.items())
    return Chart(
        figure, _("{title}. Lines by month, in {unit}. {lines}.").format(title=title, unit=unit, lines=ends), data
    )


_KEY_LOOKS = (("#123a63", ""), ("#8fb8de", "//"), ("#e08a3c", ".."), ("#12795c", "xx"))


def by_key(plans: Mapping[str, Mapping[str, float]], title: str, *, unit: str) -> Chart:
    """What each unit is asked for under several keys, a bar for each: `plans` maps a key's name to {unit: plan}.

    Raises `PlanError` where the keys are more than four, or not all plan the same units.
    """
    import pandas as pd

    names = list(next(iter(plans.values()), {}))
    if not names or len(plans) > len(_KEY_LOOKS) or any(list(one) != names for one in plans.values()):
        raise PlanError(_("Compare up to four keys, each with a plan for the same units in the same order."))
    data = pd.DataFrame({key: list(one.values()) for key, one in plans.items()}, index=pd.Index(names, name="unit"))
    with _settings():
        figure = _figure(8.4, 1.3 + 0.21 * data.size)
        axes = figure.subplots()
        thick = 0.82 / len(plans)
        for place, key in enumerate(data.columns):
            colour, hatch = _KEY_LOOKS[place]
            at = [i + (place - (len(plans) - 1) / 2) * thick for i in range(len(names))]
            drawn = axes.barh(at, data[key], thick * 0.92, color=colour, hatch=hatch, edgecolor="white", label=key)
            axes.bar_label(drawn, [f"{value:,.0f}" for value in data[key]], padding=3, fontsize=8.5, color=_INK)
        axes.set_yticks(range(len(names)), [_wrapped(name, 24) for name in names])
        axes.set_ylim(len(names) - 0.45, -0.55)
        axes.margins(x=0.1)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(unit)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        figure.legend(loc="outside lower left", ncols=4, frameon=False, fontsize=9)
        _title(figure, title)
    said = "; ".join(
        _("{name}: {least:,.0f} to {most:,.0f}").format(name=name, least=row.min(), most=row.max())
        for name, row in data.iterrows()
    )
    text = _("{title}. Bars of each unit's plan by key, in {unit}. {rows}.")
    return Chart(figure, text.format(title=title, unit=unit, rows=said), data)


_BRIDGE_LOOKS = {"total": ("#123a63", ""), "less": ("#e08a3c", "//"), "more": ("#12795c", "..")}


def bridge(steps: Sequence[tuple[str, float]], title: str, *, unit: str) -> Chart:
    """From one total to another in steps: the first and the last of `steps` are totals, each other adds its amount.

    Steps up and down differ in colour, hatching and sign. Raises `PlanError` with fewer than two steps, or where the
    steps do not lead to the last total.
    """
    import pandas as pd

    names, amounts = [name for name, _amount in steps], [amount for _name, amount in steps]
    if len(steps) < 2 or abs(sum(amounts[:-1]) - amounts[-1]) > 1e-6 * (1 + abs(amounts[0])):
        raise PlanError(_("A bridge has two totals, and its steps lead from the first to the last."))
    ends = [sum(amounts[: place + 1]) for place in range(len(steps) - 1)] + [amounts[-1]]
    starts = [0.0, *ends[:-2], 0.0]
    kinds = ["total", *("less" if amount < 0 else "more" for amount in amounts[1:-1]), "total"]
    with _settings():
        figure = _figure(8.4, 1.2 + 0.42 * len(steps))
        axes = figure.subplots()
        for place, (start, end, kind) in enumerate(zip(starts, ends, kinds, strict=True)):
            colour, hatch = _BRIDGE_LOOKS[kind]
            axes.barh(place, end - start, 0.62, left=start, color=colour, hatch=hatch, edgecolor="white", lw=0)
            fine = 0 if kind == "total" or abs(amounts[place]) >= 10 else 1
            sign = "" if kind == "total" else "+"
            text = f"{amounts[place]:{sign},.{fine}f}".replace("-", "−")
            at = (max(start, end), place)
            axes.annotate(text, at, (4, 0), textcoords="offset points", va="center", fontsize=8.5)
            if place + 1 < len(steps):
                axes.plot([end, end], [place, place + 1], color=_MUTED, lw=0.8, zorder=0)
        axes.set_yticks(range(len(steps)), [_wrapped(name, 30) for name in names])
        axes.set_ylim(len(steps) - 0.45, -0.55)
        axes.margins(x=0.12)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(unit)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        _title(figure, title)
    said = "; ".join(f"{name}: {amount:,.0f}" for name, amount in steps)
    data = pd.DataFrame({unit: amounts}, index=pd.Index(names, name="step"))
    return Chart(figure, _("{title}. A bridge, in {unit}. {steps}.").format(title=title, unit=unit, steps=said), data)


def intervals(
    rows: Mapping[str, tuple[float, float, float]], title: str, *, unit: str, truth: tuple[str, float] | None = None
) -> Chart:
    """What samples say and how sure it is: `rows` maps a name to (value, lowest, highest); a bar with a dot on it.

    `truth` is a (name, value) drawn as a line across. Raises `MatrixError` where there is no row, or a value lies
    outside of its own interval.
    """
    import pandas as pd

    if not rows or any(not low <= value <= high for value, low, high in rows.values()):
        raise MatrixError(_("Each row has a value between its lowest and its highest, and there is one row at least."))
    columns = [_("value"), _("lowest"), _("highest")]
    data = pd.DataFrame.from_dict(dict(rows), orient="index", columns=columns)
    with _settings():
        figure = _figure(8.4, 1.5 + 0.5 * len(rows))
        axes = figure.subplots()
        for place, (value, low, high) in enumerate(rows.values()):
            axes.plot([low, high], [place, place], color="#8fb8de", lw=9, solid_capstyle="butt")
            axes.plot(value, place, "o", color="#123a63", ms=8)
            for at, side, ends in ((low, "right", -7), (high, "left", 7)):
                text = f"{at:.3g}"
                axes.annotate(
                    text, (at, place), (ends, 0), textcoords="offset points", ha=side, va="center", fontsize=8.5
                )
        if truth:
            name, value = truth
            axes.axvline(value, color="#8a1c1c", lw=1.6, ls="--")
            axes.annotate(
                f"{name}: {value:.3g}", (value, -0.62), (4, 0), textcoords="offset points", color="#8a1c1c", fontsize=9
            )
        axes.set_yticks(range(len(rows)), [_wrapped(name, 34) for name in rows])
        axes.set_ylim(len(rows) - 0.45, -0.8)
        axes.margins(x=0.1)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(unit)
        _title(figure, title)
    said = "; ".join(
        _("{name}: {value:.3g}, from {low:.3g} to {high:.3g}").format(name=name, value=value, low=low, high=high)
        for name, (value, low, high) in rows.items()
    )
    if truth:
        said = _("{rows}; {name}: {value:.3g}").format(rows=said, name=truth[0], value=truth[1])
    text = _("{title}. Intervals, in {unit}. {rows}.")
    return Chart(figure, text.format(title=title, unit=unit, rows=said), data)


_CORNER_LOOKS = {
    "repair": ("#b3402a", "s"),
    "keep": ("#12795c", "o"),
    "watch": ("#d9a21b", "^"),
    "enough": ("#7b8794", "D"),
}


def corners(found: Drivers, title: str) -> Chart:
    """Importance across, performance up, cut at the mean of both; each corner has its mark, colour and words."""
    data = found.table
    with _settings():
        figure = _figure(8.4, 4.4)
        axes = figure.subplots()
        across, up = [row.importance * 100 for row in found.rows], [row.performance * 100 for row in found.rows]
        axes.axvline(sum(across) / len(across), color=_RULE, lw=1.2)
        axes.axhline(sum(up) / len(up), color=_RULE, lw=1.2)
        named = set()
        for row, x, y in zip(found.rows, across, up, strict=True):
            colour, mark = _CORNER_LOOKS[row.corner]
            label = _(CORNERS[row.corner]) if row.corner not in named else None
            named.add(row.corner)
            axes.plot(x, y, mark, color=colour, ms=10, label=label)
            axes.annotate(row.name, (x, y), (9, 0), textcoords="offset points", va="center", fontsize=9.5)
        axes.margins(0.16)
        axes.set_xlabel(_("share of importance, %"))
        axes.set_ylabel(_("satisfied, %"))
        figure.legend(loc="outside lower left", ncols=2, frameon=False, fontsize=9)
        _title(figure, title)
    said = "; ".join(
        _("{name}: importance {importance:.0%}, satisfied {done:.0%}, {corner}").format(
            name=row.name, importance=row.importance, done=row.performance, corner=_(CORNERS[row.corner])
        )
        for row in found.rows
    )
    return Chart(figure, _("{title}. {rows}.").format(title=title, rows=said), data)


def _name_ends(axes: Axes, data: pd.DataFrame) -> None:
    """Each line's name beside its last point, moved apart where they would overlap."""
    ends = []
    for place, name in enumerate(data.columns):
        known = data[name].dropna()
        if len(known):
            ends.append((float(known.iloc[-1]), data.index.get_loc(known.index[-1]), str(name), place))
    low, high = axes.get_ylim()
    gap, last = (high - low) * 0.055, float("-inf")
    for value, month, name, place in sorted(ends):
        y = max(value, last + gap)
        last = y
        axes.annotate(
            name, (month, value), (len(data) - 0.85, y), textcoords="data", va="center", fontsize=9,
            color=_LINES[place % len(_LINES)], annotation_clip=False,
        )  # fmt: skip


def _line_text(name: str, values: Mapping[str, float]) -> str:
    known = [(month, value) for month, value in sorted(values.items()) if not isnan(value)]
    if not known:
        return _("{name}: no value").format(name=name)
    (first, start), (last, end) = known[0], known[-1]
    return _("{name}: {start:.4g} in {first}, {end:.4g} in {last}").format(
        name=name, start=start, first=first, end=end, last=last
    )
