import json
import os
from pathlib import Path

import openpyxl
import pytest

from kpilab import __version__
from kpilab.course import workspace
from kpilab.course.chapters import Chapter
from kpilab.course.learner import find_workspace, read_settings
from kpilab.course.workspace import START, excel_file, prepare
from kpilab.errors import UnknownName, WorkspaceError
from kpilab.worlds import MERCHANTS, layout

LESSON = "lessons/90_demo.ipynb"
EXERCISES = "exercises/90_demo.ipynb"


@pytest.fixture
def course(demo: Chapter, tmp_path: Path) -> Path:
    """A folder for a course of one small chapter; its name has a space and Chinese in it."""
    return tmp_path / "KPI 课程"


def _cells(path: Path) -> list[dict[str, object]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def _edit(path: Path, text: str) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = text
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_new_workspace_has_everything_in_its_place(course: Path) -> None:
    report = prepare(course, variant=7)
    assert report.created
    for name in (
        LESSON,
        EXERCISES,
        "class/90_demo.ipynb",
        "data/retail_chain/orders.csv",
        f".kpilab/pages/{EXERCISES}",
    ):
        assert (course / name).is_file(), name
    assert read_settings(course).variant == 7
    assert find_workspace(course / "exercises") == course


def test_the_page_without_code_has_boxes_and_the_page_with_code_blanks(course: Path) -> None:
    prepare(course)
    with_code = [cell["source"] for cell in _cells(course / EXERCISES)]
    without = [cell["source"] for cell in _cells(course / ".kpilab/pages" / EXERCISES)]
    assert any("..." in "".join(source) for source in with_code)
    assert any('answer_box("90.1")' in "".join(source) for source in without)


def test_every_page_leads_to_its_other_door(course: Path) -> None:
    prepare(course)
    with_code = "".join(_cells(course / LESSON)[0]["source"])
    without = "".join(_cells(course / ".kpilab/pages" / LESSON)[0]["source"])
    assert f"(/voila/render/.kpilab/pages/{LESSON})" in with_code
    assert f"(/lab/tree/{LESSON})" in without
    assert f"(../{START})" in with_code
    assert f"(../{EXERCISES})" in with_code


def test_a_second_start_continues(course: Path) -> None:
    prepare(course, variant=7)
    report = prepare(course)
    assert (report.created, report.written, report.beside, report.variant) == (False, (), (), 7)


def test_after_an_update_what_the_trainee_touched_stays_and_the_new_version_stands_beside(
    course: Path, demo: Chapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(course)
    _edit(course / EXERCISES, "margin = 0.2")
    text = demo.text_path.read_text(encoding="utf-8")
    demo.text_path.write_text(text.replace("What is the margin?", "Which margin is that?"), encoding="utf-8")
    monkeypatch.setattr(workspace, "__version__", "0.2.0")
    report = prepare(course)
    beside = course / "exercises/90_demo (new 0.2.0).ipynb"
    assert report.beside == (beside,)
    assert "margin = 0.2" in (course / EXERCISES).read_text(encoding="utf-8")
    assert "Which margin" in beside.read_text(encoding="utf-8")
    assert "Which margin" in (course / ".kpilab/pages" / EXERCISES).read_text(encoding="utf-8")
    assert prepare(course).beside == ()


def test_an_untouched_page_is_brought_up_to_date(course: Path, demo: Chapter) -> None:
    prepare(course)
    text = demo.text_path.read_text(encoding="utf-8")
    demo.text_path.write_text(text.replace("A price is a promise", "A price is a word"), encoding="utf-8")
    report = prepare(course)
    assert course / LESSON in report.written
    assert "A price is a word" in (course / LESSON).read_text(encoding="utf-8")


def test_a_page_without_code_is_always_rendered_afresh(course: Path) -> None:
    prepare(course)
    _edit(course / ".kpilab/pages" / LESSON, "1 / 0")
    prepare(course)
    assert "1 / 0" not in (course / ".kpilab/pages" / LESSON).read_text(encoding="utf-8")


def test_the_layout_of_the_window_is_written_once_and_then_the_trainees(course: Path) -> None:
    prepare(course)
    layout = next((course / ".kpilab/jupyter/workspaces").iterdir())
    layout.write_text("{}")
    prepare(course)
    assert layout.read_text() == "{}"


def test_answers_given_in_excel_are_kept_and_other_numbers_stand_beside_them(tmp_path: Path) -> None:
    course = tmp_path / "course"
    prepare(course)
    book = openpyxl.load_workbook(course / "answers.xlsx")
    book.worksheets[0]["D5"] = 1.08
    book.save(course / "answers.xlsx")
    assert prepare(course).beside == ()
    report = prepare(course, variant=3)
    assert [path.name for path in report.beside] == [f"answers (new {__version__}).xlsx"]
    assert openpyxl.load_workbook(course / "answers.xlsx").worksheets[0]["D5"].value == 1.08


def test_the_start_page_holds_lesson_tasks_and_the_way_to_every_chapter(tmp_path: Path) -> None:
    prepare(tmp_path / "course")
    sources = ["".join(cell["source"]) for cell in _cells(tmp_path / "course" / START)]
    assert sources.index('check("0.3", best)') < sources.index("my_progress()")
    assert "](lessons/04_kpi_matrix.ipynb)" in sources[-1]
    assert "](exercises/04_kpi_matrix.ipynb)" in sources[-1]


def test_the_data_in_excel_are_written_when_first_asked_for(course: Path) -> None:
    prepare(course)
    path = course / "data/retail_chain.xlsx"
    assert not path.exists()
    assert excel_file(course) == path
    written = path.stat().st_mtime_ns
    excel_file(course)
    assert path.stat().st_mtime_ns == written


def test_every_merchant_has_its_csv_files_and_a_workbook_of_its_own(course: Path) -> None:
    prepare(course)
    for name in MERCHANTS:
        files = {file.name for file in (course / "data" / name).iterdir()}
        assert files >= {f"{table.name}.csv" for table in layout(name).tables}
    assert excel_file(course, MERCHANTS[-1]) == course / f"data/{MERCHANTS[-1]}.xlsx"
    with pytest.raises(UnknownName, match="retail_chain"):
        excel_file(course, "retail_chian")


def test_an_empty_folder_will_do_and_one_with_other_things_will_not(course: Path) -> None:
    course.mkdir()
    prepare(course)
    other = course.with_name("documents")
    other.mkdir()
    (other / "taxes.xlsx").touch()
    with pytest.raises(WorkspaceError, match=r"holds other things \(taxes.xlsx\).*kpilab start FOLDER"):
        prepare(other)
    assert [path.name for path in other.iterdir()] == ["taxes.xlsx"]


def test_a_file_in_the_way_is_named(course: Path) -> None:
    course.write_text("a file")
    with pytest.raises(WorkspaceError, match="in the way"):
        prepare(course)


def test_a_folder_that_cannot_be_written_is_said_so(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied", str(course))

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(WorkspaceError, match="cannot be written"):
        prepare(course)


def test_a_full_disk_is_said_so_and_the_next_start_mends_it(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, count = os.replace, iter(range(100))

    def fill(source: str, target: Path) -> None:
        if next(count) > 3:
            raise OSError(28, "No space left on device")
        whole(source, target)

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", fill)
        with pytest.raises(WorkspaceError, match="disk is full"):
            prepare(course)
    assert prepare(course).beside == ()
    assert (course / EXERCISES).is_file()


def test_a_damaged_note_about_the_workspace_is_not_guessed(course: Path) -> None:
    prepare(course, variant=7)
    for damaged in ("{", "[]", '{"variant": -4}', '{"variant": "7"}', '{"variant": 7, "language": 7}'):
        (course / ".kpilab/workspace.json").write_text(damaged)
        with pytest.raises(WorkspaceError, match="--variant N"):
            prepare(course)
    assert prepare(course, variant=7).variant == 7
