"""What README.md and CONTRIBUTING.md tell people to do works as it stands there."""

import contextlib
import io
import re
import shlex
import struct
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kpilab.cli import app
from kpilab.course.chapters import chapter
from kpilab.course.source import parse_cells

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def commands(text):
    lines = (line.split("#")[0].strip() for block in blocks(text, "bash") for line in block.splitlines())
    return [shlex.split(line) for line in lines if line]


def said_by(code):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(code, {})
    return said.getvalue()


def test_the_python_examples_print_a_score_and_a_comparison():
    scored, compared = (said_by(code) for code in blocks(README, "python"))
    # 0.6 × (1 + 40/50 × 0.2) + 0.4 × 1.2
    assert "Total 1.1760" in scored
    assert "2025-12 repeat_customer_share" in compared


OURS = [words[2:] for words in commands(README) if words[:2] == ["python", "start.py"] and words[2:3] != ["test"]]


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_each_command_is_there(words):
    names = [word for word in words[:2] if "." not in word and not word.startswith("-")]
    done = CliRunner().invoke(app, [*names, "--help"])
    assert done.exit_code == 0


def test_a_matrix_is_written_and_scored(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    matrix = [words for words in OURS if words[:1] == ["matrix"]]
    assert [words[1] for words in matrix] == ["new", "score"]
    for words in matrix:
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.output
    assert "Total 0.7440" in done.output


def test_the_picture_is_there_and_says_what_it_shows():
    alt, path = re.search(r"!\[(.*?)\]\((.*?)\)", README).groups()
    head = (ROOT / path).read_bytes()[:24]
    assert len(alt) > 40
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", head[16:20])[0] >= 600


def test_the_test_command_stands_alone_on_its_line():
    assert "python start.py test" in README.splitlines()
    assert "grep -m 1 -x 'python start.py test' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_new_exercise_of_the_guide_is_in_form():
    one = chapter("04")
    source = one.text_path.read_text(encoding="utf-8")
    exercise = re.search(r"^````markdown\n(.*?)^````$", CONTRIBUTING, re.DOTALL | re.MULTILINE)[1]
    before = len([cell for cell in parse_cells(source, number=4, name="c04") if cell.is_check])
    cells = parse_cells(f"{source}\n{exercise}", number=4, name="c04")
    assert len([cell for cell in cells if cell.is_check]) == before + 1
    assert cells[-1].task == "4.9"
    assert cells[-1].tag == "solution"
