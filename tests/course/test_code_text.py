from __future__ import annotations

from kpilab.course.code_text import code_messages, spoken_code


def test_comments_and_printed_sentences_are_messages():
    source = '# the rows\nfor row in rows:\n    print(f"{row.kpi}: {row.fact:g} is low", end="")  # ünd "so"\n'
    assert code_messages(source) == ("the rows", "{row.kpi}: {row.fact:g} is low", 'ünd "so"')


def test_other_strings_are_data():
    assert code_messages('x = {"Net sales": "is data"}\nprint(x["Net sales"], "a" "b", str("no"), "", f"{x}")\n') == ()


def test_pragmas_are_not_for_people():
    assert code_messages("import a  # noqa: F401\nx = 1  # type: ignore\n") == ()


def test_a_translation_stands_in_place_of_its_message():
    source = "print('ä', 'the wait')  # ö\nx = '# no comment'\n"
    known = {"the wait": "等待", "ö": "OE"}
    assert spoken_code(source, lambda message: known.get(message, message)) == (
        "print('ä', '等待')  # OE\nx = '# no comment'\n"
    )


def test_a_translation_that_would_end_the_literal_is_not_used():
    assert spoken_code("print('the wait')", lambda message: "it's") == "print('the wait')"


def test_code_without_messages_keeps_its_bytes():
    source = "total = sum(row.weight for row in rows)\ntotal"
    assert spoken_code(source, str.upper) == source
