"""A page to print: every line, room for what is missing, the test for two and the signatures."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kpilab.analysis.definition import DefinitionPage, line_name, line_question
from kpilab.errors import DataError
from kpilab.report.definition_page import definition_page, write_definition


def test_every_line_stands_there_and_words_are_escaped() -> None:
    text = definition_page(DefinitionPage("A < B", above="orders & returns"), signers=("Rao",))
    assert all(line_name(field.name) in text for field in fields(DefinitionPage) if field.name != "kpi")
    assert "A &lt; B" in text
    assert "orders &amp; returns" in text
    assert line_question("window").replace("'", "&#x27;") in text
    assert "<td>Rao</td>" in text


def test_without_loose_ends_nothing_is_listed() -> None:
    full = DefinitionPage(**{field.name: "2 words" for field in fields(DefinitionPage)})
    assert "<ul>" not in definition_page(full)
    assert "<ul>" not in definition_page(DefinitionPage("Repurchase"))
    assert definition_page(DefinitionPage(below="active customers")).count("<li>") == 1


def test_it_is_written_and_a_refusal_says_why(tmp_path: Path) -> None:
    path = write_definition(tmp_path / "own" / "page.html", DefinitionPage("Repurchase"))
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(DataError, match="cannot be written"):
        write_definition(tmp_path, DefinitionPage("Repurchase"))
