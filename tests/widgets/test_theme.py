from __future__ import annotations

from collections.abc import Mapping

import pytest

from kpilab.widgets.theme import DARK, LIGHT, contrast, style_tag

TONES = ("right", "wrong", "blank", "info", "error")
PAGES = {"light": ["#ffffff"], "dark": ["#111111", "#212121", "#000000"]}
"""What JupyterLab and Voilà put behind a cell's output."""


def test_contrast_of_known_colours() -> None:
    assert contrast("#ffffff", "#ffffff") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#ffffff", "#767676") == contrast("#767676", "#ffffff")


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_every_text_can_be_read(theme: str, colours: Mapping[str, str]) -> None:
    papers = [*PAGES[theme], colours["card"], colours["soft"], colours["field"]]
    pairs = [(colours[ink], paper) for ink in ("ink", "muted", "brand") for paper in papers]
    pairs += [(colours[f"{tone}-ink"], colours[f"{tone}-paper"]) for tone in TONES]
    pairs += [(colours["on-brand"], colours["brand"])]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_edges_of_controls_can_be_seen(colours: Mapping[str, str]) -> None:
    assert all(contrast(colours["edge"], colours[paper]) >= 3 for paper in ("card", "field", "soft"))


def test_both_themes_name_the_same_colours_and_the_rules_use_no_other() -> None:
    assert set(LIGHT) == set(DARK)
    used = {part.split(")")[0].split(",")[0] for part in style_tag().split("var(--kpilab-")[1:]}
    assert used <= set(LIGHT)
