from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpilab.course import stored
from kpilab.course.build import build, run_build
from kpilab.course.stored import check
from kpilab.errors import BuildError, ChapterError
from kpilab.report import pictures_page
from kpilab.worlds import datasets

WIDGET = """
```{code-cell}
import ipywidgets
from kpilab.widgets.bundle import Bundle
Bundle(lambda: ipywidgets.IntSlider(), "<p>The still</p>", "The text")
```
"""


@pytest.fixture(autouse=True)
def _no_datasets(monkeypatch):
    monkeypatch.setattr(stored, "_dataset_problems", tuple)


@pytest.fixture
def text(demo):
    return demo.text_path.read_text(encoding="utf-8")


@pytest.fixture
def small(make_chapter):
    """One cell that is run, so that a build is quick."""
    return make_chapter("# 90 · Small\n\nRun it:\n\n```{code-cell}\n6 * 7\n```\n")


def problems(root, path="notebooks/90_demo.ipynb"):
    return [problem.removeprefix(f"{path}: ") for problem in check(root)]


def change(path, edit):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    edit(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def files(root):
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_a_course_is_built_and_is_then_as_its_source_says(demo, text, tmp_path):
    demo.text_path.write_text(text.replace('\n+++ {"tags": ["task"]}', f'{WIDGET}\n+++ {{"tags": ["task"]}}'))
    told = []
    root = tmp_path / "out"
    build(out=root, progress=lambda one, done, total: told.append((one.path, done, total)))

    assert files(root) == {
        "exercises/90_demo.ipynb",
        "notebooks/90_demo.ipynb",
        "notebooks/class/90_demo.ipynb",
        "solutions/90_demo.ipynb",
    }
    assert sorted(path for path, _done, _total in told) == sorted(files(root))
    assert [(done, total) for _path, done, total in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert check(root) == ()

    lesson = json.loads((root / "notebooks/90_demo.ipynb").read_text(encoding="utf-8"))
    outputs = [cell["outputs"] for cell in lesson["cells"] if cell["cell_type"] == "code"]
    assert outputs[1] == [{"name": "stdout", "output_type": "stream", "text": ["25.0%\n"]}]
    assert outputs[2][0]["data"] == {"text/html": ["<p>The still</p>"], "text/plain": ["The text"]}
    assert "widgets" not in lesson["metadata"]
    exercise = json.loads((root / "exercises/90_demo.ipynb").read_text(encoding="utf-8"))
    assert all(cell.get("outputs", []) == [] for cell in exercise["cells"])

    before = {path: (root / path).read_bytes() for path in files(root)}
    build(["90"], out=root)
    assert {path: (root / path).read_bytes() for path in files(root)} == before


def test_what_was_changed_since_is_found_without_running_anything(small, tmp_path):
    root, path = tmp_path / "out", "notebooks/90_demo.ipynb"
    lesson = root / path
    build(out=root)
    whole = lesson.read_text(encoding="utf-8")

    change(lesson, lambda notebook: notebook["cells"][0].update(source=["# Mine"]))
    assert problems(root) == ["edited: the file was changed, and not by kpilab build"]
    lesson.write_text("not a notebook", encoding="utf-8")
    assert problems(root) == ["edited: it is no longer a notebook of ours"]
    lesson.unlink()
    assert problems(root) == ["missing: run kpilab build"]

    lesson.write_text(whole, encoding="utf-8")
    change(lesson, lambda notebook: notebook["cells"][1].update(execution_count=None))
    assert problems(root) == ["cell c90-90-small-lesson-2 was not executed"]
    change(
        lesson,
        lambda notebook: notebook["cells"][1].update(
            execution_count=1, outputs=[{"output_type": "stream", "name": "stdout", "text": ["<a at 0x7f0011223344>"]}]
        ),
    )
    assert problems(root) == [
        "cell c90-90-small-lesson-2: it shows a memory address, which differs in every run: 0x7f0011223344"
    ]

    lesson.write_text(whole, encoding="utf-8")
    small.text_path.write_text(small.text_path.read_text(encoding="utf-8").replace("Run", "Start"), encoding="utf-8")
    assert "stale: its source has changed since it was built" in problems(root)


def test_a_chapter_whose_checks_have_changed_is_stale(small, tmp_path):
    build(out=tmp_path)
    assert check(tmp_path) == ()
    (small.folder / "checks.py").write_text("TASKS = ()\n", encoding="utf-8")
    assert [problem.split(": ")[1] for problem in check(tmp_path)] == ["stale"] * len(check(tmp_path))
    assert len(check(tmp_path)) == 2


@pytest.mark.parametrize(
    "edit",
    [
        lambda lesson: lesson["cells"][1]["outputs"][0]["data"].update({"text/plain": ["43"]}),
        lambda lesson: lesson["cells"][1]["outputs"][0]["data"].update({"image/png": "AAAA"}),
        lambda lesson: lesson["cells"][1].update(outputs=[]),
        lambda lesson: lesson["cells"][1].update(execution_count=7),
        lambda lesson: lesson["cells"][1].pop("outputs"),
        lambda lesson: lesson["cells"].pop(),
        lambda lesson: lesson["metadata"]["kpilab"].pop("outputs_hash"),
        lambda lesson: lesson.update(nbformat_minor=4),
    ],
)
def test_an_edited_output_is_found(small, tmp_path, edit):
    root = tmp_path / "out"
    build(out=root)
    lesson = root / "notebooks/90_demo.ipynb"
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    written = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert written == lesson.read_text(encoding="utf-8")
    edit(notebook)
    lesson.write_text(json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert problems(root) == ["edited: the file was changed, and not by kpilab build"]


def test_a_file_that_was_only_written_anew_by_another_program_is_found(small, tmp_path):
    root = tmp_path / "out"
    build(out=root)
    change(root / "notebooks/90_demo.ipynb", lambda _notebook: None)
    assert problems(root) == ["edited: the file was changed, and not by kpilab build"]


def test_an_edited_exercise_is_found(demo, tmp_path):
    root = tmp_path / "out"
    build(out=root)
    path = root / "exercises/90_demo.ipynb"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert check(root) == ("exercises/90_demo.ipynb: edited: the file was changed, and not by kpilab build",)


def test_an_orphan_is_found_and_removed_only_if_we_built_it(small, make_chapter, tmp_path):
    root = tmp_path / "out"
    build(out=root)
    ours, theirs = root / "exercises/91_gone.ipynb", root / "exercises/mine.txt"
    ours.write_bytes((root / "exercises/90_demo.ipynb").read_bytes())
    theirs.write_text("{}", encoding="utf-8")
    assert check(root) == (
        "exercises/91_gone.ipynb: orphaned: no chapter makes it",
        "exercises/mine.txt: orphaned: no chapter makes it",
    )
    build(out=root)
    assert (ours.exists(), theirs.exists()) == (False, True)


def test_a_source_in_bad_form_is_a_problem_of_the_check_and_stops_a_build(demo, text, tmp_path):
    demo.text_path.write_text(text.replace("[setup]", "[setpu]"), encoding="utf-8")
    assert "unknown tag 'setpu'" in check(tmp_path)[0]
    with pytest.raises(ChapterError):
        build(out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_cell_that_fails_is_named_and_its_old_file_stays(small, tmp_path):
    root = tmp_path / "out"
    build(out=root)
    before = (root / "notebooks/90_demo.ipynb").read_bytes()
    text = small.text_path.read_text(encoding="utf-8")
    small.text_path.write_text(text.replace("6 * 7", "6 * seven"), encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        build(out=root)
    assert caught.value.problems == (
        "notebooks/90_demo.ipynb: cell c90-90-small-lesson-2: NameError: name 'seven' is not defined",
    )
    assert (root / "notebooks/90_demo.ipynb").read_bytes() == before


def test_a_cell_that_warns_or_shows_this_machine_is_named(small, tmp_path):
    text = small.text_path.read_text(encoding="utf-8")
    code = "import os, warnings\nwarnings.warn('old')\nprint(os.path.expanduser('~/plan.csv'))"
    small.text_path.write_text(text.replace("6 * 7", code), encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        build(out=tmp_path / "out")
    assert len(caught.value.problems) == 3  # a warning, its path, and the printed path
    assert not (tmp_path / "out/notebooks/90_demo.ipynb").exists()


def test_another_language_goes_to_another_folder(small, tmp_path, monkeypatch):
    with pytest.raises(BuildError, match="name another folder with --out"):
        build(lang="xx")
    build(lang="xx", out=tmp_path / "xx")
    lesson = json.loads((tmp_path / "xx/notebooks/90_demo.ipynb").read_text(encoding="utf-8"))
    assert "⟦Rün ît:⟧" in "".join(lesson["cells"][0]["source"])


def test_the_command_says_what_it_did(small, tmp_path, capsys):
    root = tmp_path / "out"
    assert run_build(out=root) == 0
    assert "notebooks/90_demo.ipynb" in capsys.readouterr().out
    assert run_build(check_only=True, out=root) == 0
    assert capsys.readouterr().out == "The course is as its source says.\n"
    (root / "exercises/90_demo.ipynb").unlink()
    assert run_build(check_only=True, out=root) == 1
    assert capsys.readouterr().out == "exercises/90_demo.ipynb: missing: run kpilab build\n"
    assert run_build(["no_such"], out=root) == 1
    assert "No chapter 'no_such'" in capsys.readouterr().out


def test_stale_data_are_drawn_again_only_with_the_whole_course(small, tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(datasets, "stale", lambda: ["datasets/shop is older than the code that draws it."])
    monkeypatch.setattr(datasets, "write", lambda: drawn.append("data"))
    monkeypatch.setattr(pictures_page, "stale", lambda: ["datasets/pictures is older than what it shows."])
    monkeypatch.setattr(pictures_page, "write", lambda: drawn.append("pictures"))
    monkeypatch.setattr("kpilab.course.build.course_root", lambda: tmp_path / "out")
    build(["90"])
    assert drawn == []
    build()
    assert drawn == ["data", "pictures"]


SCRIPT = """
import sys
from pathlib import Path
import kpilab.chapters
kpilab.chapters.__path__ = [sys.argv[1]]
from kpilab.course.build import run_build
sys.exit(run_build(out=Path(sys.argv[2])))
"""


def test_an_interrupted_build_leaves_old_files_whole_and_no_kernel(small, tmp_path):
    root = tmp_path / "out"
    build(out=root)
    before = {path: (root / path).read_bytes() for path in files(root)}
    started = tmp_path / "kernel"
    text = small.text_path.read_text(encoding="utf-8")
    code = f"import os, pathlib, time\npathlib.Path({str(started)!r}).write_text(str(os.getpid()))\ntime.sleep(60)"
    small.text_path.write_text(text.replace("6 * 7", code), encoding="utf-8")

    command = [sys.executable, "-c", SCRIPT, str(small.folder.parent), str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while not started.exists() or not started.read_text():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said, _nothing = process.communicate()

    assert process.returncode == 130
    assert "Stopped. Files that were not built yet are as they were." in said
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)
    assert files(root) == before.keys()
    assert (root / "notebooks/90_demo.ipynb").read_bytes() == before["notebooks/90_demo.ipynb"]


def test_the_built_files_are_readable_by_all(small, tmp_path):
    build(out=tmp_path / "out")
    assert Path(tmp_path / "out/exercises/90_demo.ipynb").stat().st_mode & 0o444 == 0o444
