from __future__ import annotations

from kpilab.course.markdown import blocks, messages, translated

TEXT = """# 4 · Plan

One row,
two rows.

- base
  is a promise
- norm

  and more
> said
> twice

| KPI | a \\| sales | 3 |
|---|---|---|
| sales | Net sales | .4 |

```python
x = "code"
```

$$ a = b $$
"""


def test_messages_are_blocks_without_their_marks():
    assert messages(TEXT) == (
        "4 · Plan",
        "One row, two rows.",
        "base is a promise",
        "norm",
        "and more",
        "said twice",
        "KPI",
        "a | sales",
        "sales",
        "Net sales",
    )


def test_text_without_a_translation_keeps_its_bytes():
    assert translated(TEXT, lambda message: message) == TEXT


def test_translations_stand_where_their_blocks_stood():
    known = {"base is a promise": "LOW", "said twice": "AGAIN"}
    shown = translated(TEXT, lambda message: known.get(message, message))
    assert "two rows.\n\n- LOW\n- norm\n\n  and more\n> AGAIN\n" in shown


def test_marks_of_items_quotations_and_cells_stay():
    assert translated(TEXT, str.upper) == (
        "# 4 · PLAN\n\nONE ROW, TWO ROWS.\n\n- BASE IS A PROMISE\n- NORM\n\n  AND MORE\n> SAID TWICE\n\n"
        "| KPI | A \\| SALES | 3 |\n|---|---|---|\n| SALES | NET SALES | .4 |\n\n"
        '```python\nx = "code"\n```\n\n$$ a = b $$\n'
    )


def test_a_cell_is_replaced_in_its_own_column():
    assert translated("| Net sales | sales |\n|---|---|\n", lambda m: "S" if m == "sales" else m).startswith(
        "| Net sales | S |"
    )


def test_a_translation_of_several_lines_stays_in_its_item():
    assert translated("- one\n- two\n", lambda m: f"{m}  \nmore") == "- one  \n  more\n- two  \n  more\n"


def test_a_hard_break_is_part_of_the_message():
    assert messages("One  \ntwo\n") == ("One  \ntwo",)


def test_a_block_knows_its_lines():
    assert [(block.kind, block.first, block.end) for block in blocks("a\nb\n\n## c\n")] == [
        ("paragraph", 0, 2),
        ("heading", 3, 4),
    ]
