from __future__ import annotations

import pytest

from kpilab.course.prose import agrees, lesson_problems, numbers_in, task_problems


def prose(text, **about):
    return {"cell_type": "markdown", "id": "prose", "source": text, "metadata": {"kpilab": about}}


def code(source, shown="", mime="text/plain", **about):
    outputs = [{"output_type": "execute_result", "data": {mime: shown}}] if shown else []
    return {"cell_type": "code", "id": "code", "source": source, "outputs": outputs, "metadata": {"kpilab": about}}


def lesson(*cells):
    return lesson_problems({"cells": cells})


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("6,051 of 6 000, .70 and −0.2", ["6,051", "6", ".70", "0.2"]),
        ("74 %, 87%, 9 percent and 100 %", ["74 %", "87%", "9 percent"]),
        ("two thirds, 0 and 1.0", []),
        ("the 29th, the 1st", []),
        ("in 2024 and 2025, on 2025-06-30 at 17:30", []),
        ("the letters (Doran, 1981), sold (1985), then (in all 1974)", ["1985", "1974"]),
        ("2,025 and 2025 %", ["2,025", "2025 %"]),
        ("section 3, chapters 4, 5 and 19, exercise 4.7, Questions 4 to 6", []),
        ("`x = 45`, [a link](p/2300), https://a.org/12", []),
        ("Q4, c04 and 3rd", []),
        ("It was 50. Then 60, then 70!", ["50", "60", "70"]),
    ],
)
def test_numbers_of_the_data_are_found_and_others_are_not(text, numbers):
    assert [number.text for number in numbers_in(text)] == numbers


@pytest.mark.parametrize(
    ("quoted", "shown", "same"),
    [
        ("6,051", "6051.43", True),
        ("6,051.4", "6,051", False),
        ("6,052", "6051.43", False),
        ("0.744", "0.7440", True),
        ("0.70", "0.7", True),
        ("0.71", "0.7", False),
        ("74 %", "0.744", True),
        ("74 %", "74.4%", True),
        ("0.744", "74.4%", True),
        ("74", "0.744", False),
        ("74 %", "74.4", True),
        ("0.5", "0.45", True),
        ("0.4", "0.45", True),  # 0.45 is rounded to either side in print
        ("160 %", "1.6", True),
    ],
)
def test_numbers_agree_at_the_printed_precision(quoted, shown, same):
    assert agrees(*numbers_in(f"{quoted} … {shown}")) is same


def test_a_reading_is_held_against_the_outputs_above():
    shown = code("margin()", "0.2514")
    assert lesson(shown, prose("**Reading.** A quarter, 25.1 %.")) == ()
    assert lesson(shown, prose("**Reading.** A quarter, 25.2 %.")) == (
        "cell prose: “25.2 %” stands in a reading, and nothing above it shows it",
    )
    assert lesson(prose("**Reading.** It is 25.1 %."), shown) != ()


def test_a_reading_may_use_the_code_above_and_the_cell_it_leads_to():
    reading = prose("**Reading.** From 40 to 60. And from 70?")
    assert lesson(code("steps(40, 60)"), reading, code("steps(70)")) == ()
    assert len(lesson(code("steps(40, 60)"), reading, prose("So."), code("steps(70)"))) == 1


def test_each_paragraph_stands_for_itself():
    assert len(lesson(prose("**Reading.** It is 25.\n\nAsk 25 people.\n\n- **Reading.** No, 26."))) == 2


def test_other_prose_is_held_against_all_outputs_and_code_for_long_numbers():
    text = prose("A shop sells 380 in February; ask 200 people, and 15 more.")
    assert lesson(text, code("[380]")) == ()
    assert lesson(text, code("", "380.2")) == ()
    assert lesson(text) == ("cell prose: “380” stands in the prose, and nothing in the lesson shows it",)


def test_tables_are_read_without_their_tags():
    table = code("t", '<table width="999"><td>1,204</td></table>', mime="text/html")
    assert lesson(table, prose("**Reading.** It is 1,204.")) == ()
    assert len(lesson(table, prose("**Reading.** It is 999."))) == 1


def test_of_each_hundred_says_a_percentage():
    shown = code("540 / 500", "1.08")
    assert lesson(shown, prose("**Reading.** For each 100 that was planned, 108 was sold.")) == ()
    assert len(lesson(shown, prose("**Reading.** For each 100 that was planned, 107 was sold."))) == 1
    assert len(lesson(shown, prose("**Reading.** 108 was sold."))) == 1


def test_headings_are_no_prose():
    assert lesson(prose("## 777 is a number")) == ()


def test_task_prose_quotes_no_number_of_the_standard_data():
    table = code('case("4.2")', "members 102 of 120; 25 %", task="4.2")

    def problems(text):
        return task_problems({"cells": [table, prose(text, task="4.2")]})

    assert problems("At 50 % the bonus of 6,000 is 3,000.") == ()
    assert problems("102 is under plan.") == ("cell prose: “102” would be false for a learner with other numbers",)
    assert problems("25 of them bought again.") == ("cell prose: “25” would be false for a learner with other numbers",)
    assert problems("`102` is written as code.") == ()


def test_task_prose_may_quote_what_stands_in_the_tasks_own_code():
    given = code("ceiling = 1250", task="4.2")
    question = prose("The ceiling is 1,250.", task="4.2")
    assert task_problems({"cells": [given, question]}) == ()
    assert len(task_problems({"cells": [given, prose("The ceiling is 1,250.", task="4.3")]})) == 1
