"""The card says the same in a notebook and in a terminal."""

from __future__ import annotations

from html import unescape

import kpilab
from kpilab.catalogue import kpis
from kpilab.i18n import speaking
from kpilab.report.kpi_card import card_html, card_text, facts


def test_a_kpi_shows_itself_in_a_notebook_and_in_print() -> None:
    entry = kpilab.kpi("churn_rate")
    shown = entry._repr_mimebundle_()
    assert shown == {"text/plain": card_text(entry), "text/html": card_html(entry)}
    assert str(entry) == shown["text/plain"]


def test_the_card_names_formula_rival_and_traps() -> None:
    lines = card_text(kpilab.kpi("churn_rate"), width=200).splitlines()
    assert lines[0] == "Customer churn rate · 客户流失率  churn_rate"
    assert "  |active at start ∖ active at end| ÷ |active at start|" in lines
    assert any("less is better" in line for line in lines)
    assert any("Churn over all customers (churn_rate_all_customers)" in line for line in lines)
    assert sum("Careful" in line for line in lines) == 1


def test_the_notebook_card_holds_the_formula_for_lab_to_set() -> None:
    html = card_html(kpilab.kpi("new_customers_returning"))
    assert unescape(html).count("$") == 2
    assert r"\text{first day}_c" in html
    assert "0 &lt; " in html


def test_every_entry_has_a_card() -> None:
    for entry in kpis():
        assert entry.id in card_text(entry)
        assert len(facts(entry)) >= 9


def test_every_sentence_is_translated() -> None:
    with speaking("xx"):
        for entry in kpis():
            told = [text for label, text in facts(entry)[:-1]]
            assert all("⟦" in text for text in told), entry.id
