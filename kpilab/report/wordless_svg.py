"""Pictures without words: lines and points on axes that carry digits alone, as SVG, the same bytes every time."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["LOOKS", "Curve", "Look", "drawn", "swatch"]

_INK, _RULE = "#1f2933", "#d5dbe1"
_SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "kpilab", "font.family": "sans-serif"}


@dataclass(frozen=True)
class Look:
    """A colour, a dash and a marker: no one of them is the only sign."""

    colour: str
    dash: str
    marker: str


LOOKS = (
    Look("#52606d", "--", "s"),
    Look("#0b5cad", "-", "o"),
    Look("#c2500a", "-.", "^"),
    Look("#12795c", ":", "D"),
    Look("#8a3f9e", "-", "v"),
    Look("#6b4a00", "--", "P"),
    Look("#a3173f", "-.", "X"),
)


@dataclass(frozen=True)
class Curve:
    """Numbers to draw: the first column across, the second up."""

    look: Look
    numbers: pd.DataFrame


def drawn(
    panels: Sequence[Sequence[Curve]], *, logarithmic: str = "", as_points: bool = False, percent: bool = False
) -> bytes:
    """The curves of each panel, side by side on the same axes, as SVG.

    `logarithmic` names the axes that are; `percent` shows shares as 5%.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.6 * len(panels) + 0.4, 3.4), layout="constrained")
    every = figure.subplots(1, len(panels), sharex=True, sharey=True, squeeze=False)[0]
    for axes, curves in zip(every, panels, strict=True):
        for curve in curves:
            _draw(axes, curve, above_zero="y" in logarithmic, as_points=as_points)
    for axes in every:
        _axes(axes, logarithmic, whole=not as_points and not logarithmic)
        if percent:
            axes.yaxis.set_major_formatter(lambda value, _place: f"{value * 100:,.6g}%")
    return _svg(figure)


def _draw(axes: Axes, curve: Curve, *, above_zero: bool, as_points: bool) -> None:
    across, up = (curve.numbers[name] for name in curve.numbers.columns[:2])
    seen, look = (up.gt(0) if above_zero else up.notna()), curve.look
    dash, many = ("none" if as_points else look.dash), as_points and len(up) > 40
    axes.plot(
        across[seen], up[seen], color=look.colour, linestyle=dash, linewidth=1.8,
        marker=look.marker, markersize=4.5, alpha=0.55 if many else 1,
    )  # fmt: skip


def _axes(axes: Axes, logarithmic: str, *, whole: bool) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

    plain = FuncFormatter(lambda value, _place: f"{value:,.6g}")
    if whole:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=15, integer=True))
        axes.set_ylim(bottom=0)
    for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        if name in logarithmic:
            getattr(axes, f"set_{name}scale")("log")
            low, high = axis.get_data_interval()
            steps = (1.0, 2.0, 5.0) if high < 1000 * low else (1.0,)
            axis.set_major_locator(LogLocator(subs=steps, numticks=20))
            axis.set_minor_formatter(NullFormatter())
        axis.set_major_formatter(plain)
    axes.grid(color=_RULE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_INK, labelsize=9, length=0, which="both")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(_RULE)


def swatch(look: Look) -> bytes:
    """A short piece of that line, for a key."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(0.55, 0.16))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, 2)
    axes.plot([0, 1, 2], [0, 0, 0], color=look.colour, linestyle=look.dash, linewidth=1.8)
    axes.plot([1], [0], color=look.colour, marker=look.marker, markersize=4.5)
    return _svg(figure)


def _svg(figure: Any) -> bytes:
    from matplotlib import rc_context

    made = BytesIO()
    with rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figure.savefig(made, format="svg", metadata={"Date": None, "Creator": None}, transparent=False)
    lines = made.getvalue().decode().splitlines()
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()
