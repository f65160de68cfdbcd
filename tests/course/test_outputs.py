from __future__ import annotations

from pathlib import Path

import pytest

from kpilab.course.outputs import output_problems, output_text, stored_outputs


def shown(text, mime="text/plain"):
    return [{"output_type": "display_data", "data": {mime: text}, "metadata": {}}]


def test_the_view_of_a_widget_goes_and_its_still_stays():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": "<p>7</p>", "text/plain": "7", **view},
    }
    assert stored_outputs([output])[0]["data"] == {"text/html": "<p>7</p>", "text/plain": "7"}


def test_an_output_that_was_only_a_view_is_dropped():
    assert stored_outputs(shown({}, "application/vnd.jupyter.widget-view+json")) == []


def test_streams_of_one_name_are_merged_around_what_is_shown_between():
    parts = [{"output_type": "stream", "name": "stdout", "text": text} for text in ("one ", "two")]
    stored = stored_outputs([parts[0], *shown("7"), parts[1]])
    assert [output.get("text", "") for output in stored] == ["one two", ""]
    assert parts[0]["text"] == "one "


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<Row object at 0x7f8b1c0d>", "it shows a memory address, which differs in every run: 0x7f8b1c0d"),
        ("saved to /home/ann/plan.csv", "it shows a path of this machine: /home/ann/plan.csv"),
        (r"saved to C:\Users\ann\plan.csv", r"it shows a path of this machine: C:\Users\ann\plan.csv"),
        ("see /srv/course/datasets", "it shows a path of this machine: /srv/course"),
    ],
)
def test_what_differs_between_machines_is_named(text, problem):
    assert list(output_problems(shown(text), root=Path("/srv/course"))) == [problem]


@pytest.mark.parametrize("text", ["sales/home", "km/h 0x10", "<p>a</p></var>", "3/4 of /month", "https://a.org/home/b"])
def test_ordinary_text_passes(text):
    assert list(output_problems(shown(text, "text/html"))) == []


def test_errors_and_warnings_are_named():
    outputs = [
        {"output_type": "error", "ename": "ValueError", "evalue": "no"},
        {"output_type": "stream", "name": "stderr", "text": "old\nmore"},
    ]
    assert list(output_problems(outputs)) == ["ValueError: no", "it writes a warning or error text: old"]


def test_what_a_person_reads_is_text_without_tags_and_styles():
    page = "<style>td { width: 99px }</style><b>1,200</b>"
    assert output_text(shown(page, "text/html")).split() == ["1,200"]
    assert output_text(shown(["1\n", "2"])) == "1\n2"
