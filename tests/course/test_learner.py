import json
from pathlib import Path

import pytest

from kpilab.course.learner import (
    Settings,
    choose_learner,
    events_file,
    find_workspace,
    learner_name,
    learners,
    read_settings,
    save_settings,
)
from kpilab.errors import WorkspaceError


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KPILAB_WORKSPACE", raising=False)
    monkeypatch.delenv("KPILAB_LEARNER", raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "kpi course 课程"
    (folder / ".kpilab").mkdir(parents=True)
    (folder / ".kpilab" / "workspace.json").write_text('{"variant": 7, "language": "zh_CN"}', encoding="utf-8")
    return folder


def test_a_workspace_is_found_from_any_folder_inside_it(workspace: Path) -> None:
    lessons = workspace / "lessons"
    lessons.mkdir()
    assert find_workspace(lessons) == workspace
    assert find_workspace(workspace.parent) is None
    assert events_file(workspace) == workspace / ".kpilab" / "events.sqlite"


def test_the_current_folder_is_where_the_search_starts(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    assert find_workspace() == workspace


def test_the_repository_is_never_a_workspace(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workspace / "pyproject.toml").write_text('[project]\nname = "kpilab"\n', encoding="utf-8")
    (workspace / "notebooks").mkdir()
    assert find_workspace(workspace / "notebooks") is None
    monkeypatch.setenv("KPILAB_WORKSPACE", str(workspace))
    assert find_workspace() is None


def test_a_workspace_inside_the_repository_is_one(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "kpilab"\n', encoding="utf-8")
    (tmp_path / "kpi-course" / ".kpilab").mkdir(parents=True)
    assert find_workspace(tmp_path / "kpi-course") == tmp_path / "kpi-course"


def test_another_projects_folder_may_be_one(workspace: Path) -> None:
    (workspace / "pyproject.toml").write_text("not even [ toml", encoding="utf-8")
    assert find_workspace(workspace) == workspace


def test_the_environment_names_the_workspace_or_forbids_one(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPILAB_WORKSPACE", str(workspace))
    assert find_workspace() == workspace
    monkeypatch.chdir(workspace)
    monkeypatch.setenv("KPILAB_WORKSPACE", "")
    assert find_workspace() is None


def test_several_people_choose_their_names(workspace: Path) -> None:
    assert learner_name(workspace) == "learner"
    choose_learner("Ann", workspace=workspace)
    save_settings(workspace, role="merchant", minutes=250)
    choose_learner("  李 \n 娜 ", workspace=workspace)
    assert read_settings(workspace) == Settings("李 娜", 7, "zh_CN")
    assert learners(workspace) == ("Ann", "李 娜")
    assert choose_learner("Ann", workspace=workspace) == Settings("Ann", 7, "zh_CN", "merchant", "", 250)


def test_the_environment_names_the_learner(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose_learner("Ann", workspace=workspace)
    monkeypatch.setenv("KPILAB_LEARNER", "Bo")
    save_settings(workspace, path="two days")
    assert (learner_name(workspace), learner_name(None)) == ("Bo", "Bo")
    monkeypatch.delenv("KPILAB_LEARNER")
    assert read_settings(workspace).path == ""


@pytest.mark.parametrize("name", ["", "   ", "\n\t"])
def test_an_empty_name_is_refused(workspace: Path, name: str) -> None:
    with pytest.raises(WorkspaceError, match="needs a name"):
        choose_learner(name, workspace=workspace)


@pytest.mark.parametrize("content", ["", "[1]", '{"name": 3, "people": "x"}', "\x00" * 50, "[" * 5000])
def test_a_damaged_settings_file_counts_as_none(workspace: Path, content: str) -> None:
    for name in ("learner.json", "workspace.json"):
        (workspace / ".kpilab" / name).write_text(content, encoding="utf-8")
    assert read_settings(workspace) == Settings()
    assert choose_learner("Ann", workspace=workspace).learner == "Ann"


def test_the_settings_file_is_plain_json(workspace: Path) -> None:
    choose_learner("Ann", workspace=workspace)
    kept = json.loads((workspace / ".kpilab" / "learner.json").read_text(encoding="utf-8"))
    assert kept == {"name": "Ann", "people": {"Ann": {}}}


def test_a_folder_that_cannot_be_written_is_said_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be written"):
        choose_learner("Ann", workspace=tmp_path / "nowhere")
