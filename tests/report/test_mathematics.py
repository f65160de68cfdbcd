"""Every formula of the catalogue can be read in a terminal and on a page."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from kpilab.catalogue import kpi, kpis
from kpilab.errors import DataError
from kpilab.i18n import speaking
from kpilab.report.mathematics import formula_mathml, formula_text, mathml, plain


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac{\text{won}}{\text{won} + \text{lost}}", "won ÷ (won + lost)"),
        (r"1 - \frac{a}{b}", "1 − (a ÷ b)"),
        (r"\frac{\frac{a}{b}}{c}", "(a ÷ b) ÷ c"),
        (r"\frac{a}{b} = \frac{c}{d}", "a ÷ b = c ÷ d"),
        (r"\sum_{\text{paid lines}} \text{quantity}", "Σ[paid lines] quantity"),
        (r"\sum_{i=1}^{k} s_i", "Σ[i = 1 … k] s_i"),
        (r"\bar{y}_{\text{before}}", "mean(y)[before]"),
        (r"(1 + d)^t", "(1 + d)^t"),
        (r"\min\left(c, \max\left(0, x\right)\right)", "min(c, max(0, x))"),
        (r"|\{\text{buyers}\}|", "|{buyers}|"),
        (r"0 < x \leq 60", "0 < x ≤ 60"),
    ],
)
def test_a_formula_in_one_line(latex: str, text: str) -> None:
    assert plain(latex) == text


def test_a_formula_as_mathml() -> None:
    assert mathml(r"\frac{a}{2}") == '<math display="block"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>'


def test_every_formula_of_the_catalogue_can_be_shown() -> None:
    for entry in kpis():
        text = formula_text(entry)
        assert "\\" not in text, entry.id
        assert text.count("(") == text.count(")"), entry.id
        assert ElementTree.fromstring(formula_mathml(entry)).tag == "math", entry.id


@pytest.mark.parametrize("latex", [r"\frac{a}", r"\alpha", r"a}", r"\frac{a}{b"])
def test_what_cannot_be_read_is_refused(latex: str) -> None:
    with pytest.raises(DataError):
        plain(latex)


def test_the_words_in_a_formula_are_translated() -> None:
    with speaking("xx"):
        assert formula_text(kpi("ctr")).startswith("⟦")
