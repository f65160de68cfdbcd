"""The one source of colours and styles: CSS variables that follow JupyterLab's and Voilà's light and dark themes.

Every text stands on a paper of its own, at a contrast of 4.5:1 or more in both themes; edges of controls have 3:1.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

__all__ = ["DARK", "LIGHT", "contrast", "ink_and_paper", "style_tag", "variables_tag"]

LIGHT: Mapping[str, str] = {
    "ink": "#1f2933",
    "muted": "#52606d",
    "card": "#ffffff",
    "field": "#ffffff",
    "soft": "#f3f5f8",
    "line": "#d5dbe1",
    "edge": "#7b8794",
    "brand": "#0b5cad",
    "on-brand": "#ffffff",
    "right-ink": "#0a5c2e",
    "right-paper": "#e7f6ed",
    "wrong-ink": "#8a2f08",
    "wrong-paper": "#fdf0e6",
    "blank-ink": "#45515c",
    "blank-paper": "#edf0f3",
    "info-ink": "#0b4a8f",
    "info-paper": "#e8f1fb",
    "error-ink": "#8b1a2b",
    "error-paper": "#fdebee",
}
"""Colours under a light theme, by the name of their CSS variable (``--kpilab-ink`` …)."""

DARK: Mapping[str, str] = {
    "ink": "#e8ecf0",
    "muted": "#aeb8c2",
    "card": "#1b2026",
    "field": "#12161a",
    "soft": "#262d35",
    "line": "#3b4550",
    "edge": "#8795a3",
    "brand": "#7db8f5",
    "on-brand": "#0a1a2b",
    "right-ink": "#a8ebc1",
    "right-paper": "#123021",
    "wrong-ink": "#ffcfae",
    "wrong-paper": "#3a2213",
    "blank-ink": "#cfd7de",
    "blank-paper": "#2b323a",
    "info-ink": "#b5d6fb",
    "info-paper": "#14283f",
    "error-ink": "#ffc2ca",
    "error-paper": "#40171f",
}
"""The same names under a dark theme."""


def contrast(one: str, other: str) -> float:
    """How far two ``#rrggbb`` colours stand apart, from 1 to 21. Source: WCAG 2.2, contrast ratio.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_and_paper(tone: str) -> str:
    """Inline style of a text in `tone`, readable where a page throws stylesheets away.

    >>> ink_and_paper("right")
    'color:var(--kpilab-right-ink,#0a5c2e);background:var(--kpilab-right-paper,#e7f6ed)'
    """
    ink, paper = f"{tone}-ink", f"{tone}-paper"
    return f"color:var(--kpilab-{ink},{LIGHT[ink]});background:var(--kpilab-{paper},{LIGHT[paper]})"


def variables_tag() -> str:
    """The ``<style>`` element with the colours alone, for a message that stands in an output of its own."""
    return f"<style>{_variables()}</style>"


def style_tag() -> str:
    """The ``<style>`` element that a widget, or its still, brings along: colours and rules."""
    rules = files("kpilab.widgets").joinpath("theme.css").read_text(encoding="utf-8")
    return f"<style>{_variables()}\n{rules}</style>"


def _variables() -> str:
    light, dark = (
        "".join(f"--kpilab-{name}:{colour};" for name, colour in colours.items()) for colours in (LIGHT, DARK)
    )
    return f':root{{{light}}}body[data-jp-theme-light="false"]{{{dark}}}'


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
