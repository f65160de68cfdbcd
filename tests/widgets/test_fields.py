from __future__ import annotations

from kpilab.i18n import set_language
from kpilab.widgets.fields import CONFIDENCE, Field, confidence_field, fields_html, fields_text

FIELDS = (
    Field("index", "Index of members", placeholder="for example 0.5"),
    Field("zone", "Zone", "choice", (("low", "below base"), ("met", "plan met"))),
    Field("true", "Two true numbers", "several", (("a", "0.806"), ("b", "1.0079"), ("c", "0.742"))),
)


def test_blanks_and_options_are_all_there() -> None:
    assert fields_text(FIELDS) == (
        "- Index of members: ________ (for example 0.5)\n"
        "- Zone\n    ( ) below base\n    ( ) plan met\n"
        "- Two true numbers\n    [ ] 0.806\n    [ ] 1.0079\n    [ ] 0.742"
    )
    page = fields_html(FIELDS)
    for words in ("Index of members: ________", "( ) below base", "[ ] 1.0079"):
        assert words in page


def test_what_was_filled_in_is_shown() -> None:
    filled = {"index": "0,4", "zone": "met", "true": ["a", "b"]}
    for shown in (fields_text(FIELDS, filled), fields_html(FIELDS, filled)):
        for words in ("0,4", "( ) below base", "(•) plan met", "[x] 0.806", "[x] 1.0079", "[ ] 0.742"):
            assert words in shown


def test_hostile_words_are_escaped() -> None:
    evil = "<script>alert(1)</script>"
    page = fields_html([Field("a", evil, placeholder=evil), Field("b", evil, "choice", (("k", evil),))], {"a": evil})
    assert "<script" not in page


def test_nothing_to_fill_in_is_nothing_to_show() -> None:
    assert fields_html([]) == ""
    assert fields_text([]) == ""


def test_confidence_has_three_answers_in_the_language_in_use() -> None:
    set_language("xx")
    try:
        field = confidence_field()
    finally:
        set_language("en")
    assert tuple(key for key, _text in field.options) == CONFIDENCE
    assert all(text.startswith("⟦") for text in [field.label, *(text for _key, text in field.options)])
