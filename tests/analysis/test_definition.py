"""Loose ends of a page: empty lines, words that everyone reads their own way, owners that are nobody."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from kpilab.analysis.definition import DefinitionPage, line_name, line_question, loose_ends

FULL = DefinitionPage(
    kpi="Repurchase",
    question="Do they come back?",
    above="customers who bought in both quarters",
    below="customers who bought in the first quarter",
    counts="every paid order in any channel",
    window="two quarters next to each other",
    when="on the 2nd of the month",
    unit="%, more is better",
    source="orders",
    owner="Lin brings it, Rao acts",
    review="every month; the page in January",
    trick="lengthen the window",
    pair="the same by the old window",
)


def test_a_full_page_has_none_on_paper() -> None:
    assert loose_ends(FULL) == ()
    assert "two colleagues" in str(loose_ends(FULL))
    assert loose_ends(FULL)._repr_html_().startswith("<p>")


def test_an_empty_page_asks_every_question() -> None:
    ends = loose_ends(DefinitionPage())
    assert [end.line for end in ends] == [field.name for field in fields(DefinitionPage)]
    assert line_question("below") in ends[3].sentence
    assert ends._repr_html_().count("<li>") == len(ends)


@pytest.mark.parametrize(
    ("line", "text", "word"),
    [
        ("below", "active customers", "active"),
        ("above", "orders delivered on time", "on time"),
        ("counts", "活跃客户", "活跃"),
        ("owner", "Everyone", "nobody"),
    ],
)
def test_a_word_that_each_reads_their_own_way_is_loose(line: str, text: str, word: str) -> None:
    (end,) = loose_ends(replace(FULL, **{line: text}))
    assert end.line == line
    assert word in end.sentence
    assert line_name(line) in end.sentence


def test_a_number_beside_the_word_ties_it() -> None:
    assert loose_ends(replace(FULL, below="active customers: bought within 90 days")) == ()
    assert loose_ends(replace(FULL, above="goods that were interactive")) == ()
