import ast
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from kpilab.cli import app

ROOT = Path(__file__).parents[1]


class Pip:
    """A pip that says what it is told to say."""

    def __init__(self, lines: list[str], code: int = 0) -> None:
        self.stdout = iter(f"{line}\n" for line in lines)
        self.code = code

    def wait(self) -> int:
        return self.code


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """start.py as if it stood in an empty folder, its commands written down instead of run."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text(name)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "VENV", str(venv))
    monkeypatch.setattr(module, "STAMP", str(venv / "installed.txt"))
    monkeypatch.setattr(module, "LOG", str(venv / "install.log"))
    module.calls = []  # type: ignore[attr-defined]

    def call(words: list[str], **_options: object) -> int:
        if words[0] == module.python() and not Path(words[0]).exists():
            raise FileNotFoundError(words[0])
        module.calls.append(words[1:])
        if words[1:3] == ["-m", "venv"]:
            Path(module.python()).parent.mkdir(parents=True)
            Path(module.python()).touch()
        return 0

    def popen(words: list[str], **_options: object) -> Pip:
        module.calls.append(words[1:])
        return Pip(["Collecting pandas", "Installing collected packages: pandas"])

    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(subprocess, "Popen", popen)
    return module


def _fails(lines: list[str]) -> Callable[..., Pip]:
    return lambda *_words, **_options: Pip(lines, code=1)


def test_the_first_run_makes_an_environment_installs_and_opens(start: ModuleType) -> None:
    assert start.main(["--no-code"]) == 0
    made, pip, opened = start.calls
    assert made[:2] == ["-m", "venv"]
    assert pip[-4:] == ["-c", "constraints.txt", "-e", "."]
    assert opened == ["-m", "kpilab", "start", "--no-code"]


def test_the_second_run_only_opens(start: ModuleType) -> None:
    start.main([])
    start.calls.clear()
    assert start.main([]) == 0
    assert start.calls == [["-m", "kpilab", "start"]]


def test_the_other_commands_are_handed_on(start: ModuleType) -> None:
    assert start.main(["matrix", "new", "june.xlsx"]) == 0
    assert start.calls[-1] == ["-m", "kpilab", "matrix", "new", "june.xlsx"]
    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    known |= {group.name for group in app.registered_groups if group.name}
    assert set(start.COMMANDS) == known - {"start", "build"}


def test_new_constraints_are_installed(start: ModuleType, tmp_path: Path) -> None:
    start.main([])
    start.calls.clear()
    (tmp_path / "constraints.txt").write_text("pandas==3")
    start.main([])
    assert any("pip" in call for call in start.calls)


def test_testing_installs_the_test_extra_and_hands_its_words_to_pytest(start: ModuleType) -> None:
    start.main([])
    start.calls.clear()
    assert start.main(["test", "-k", "score"]) == 0
    pip, tests = start.calls[-2:]
    assert pip[-1] == ".[test]"
    assert tests == ["-m", "pytest", "-k", "score"]


def test_what_is_fetched_is_shown(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    start.main([])
    assert "1  pandas" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("WARNING: Retrying after NewConnectionError: Temporary failure in name resolution", "reach the internet"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "not enough room"),
        ("ERROR: something unheard of", "something unheard of"),
    ],
)
def test_a_failed_installation_says_what_to_do(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: str,
    expected: str,
) -> None:
    monkeypatch.setattr(subprocess, "Popen", _fails([line]))
    assert start.main([]) == 1
    assert expected in capsys.readouterr().err


def test_a_failed_installation_is_tried_again(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", _fails(["ERROR: name resolution"]))
        start.main([])
    start.calls.clear()
    assert start.main([]) == 0
    assert "pip" in start.calls[0]


def test_an_environment_whose_making_was_interrupted_is_made_anew(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = subprocess.call

    def interrupted(words: list[str], **options: object) -> int:
        call(words, **options)  # type: ignore[call-overload]
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "call", interrupted)
        assert start.main([]) == 130
    half = Path(start.python()).with_name("half-made")
    half.touch()

    def without_pip(words: list[str], **options: object) -> int:
        return 1 if words[1:] == ["-m", "pip", "--version"] else call(words, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "call", without_pip)
    assert start.main([]) == 0
    assert not half.exists()
    assert [words[:2] for words in start.calls[-3:]] == [["-m", "venv"], ["-m", "pip"], ["-m", "kpilab"]]


def test_an_environment_whose_python_is_gone_is_made_anew(start: ModuleType) -> None:
    start.main([])
    Path(start.python()).unlink()
    start.calls.clear()
    assert start.main([]) == 0
    assert [words[:2] for words in start.calls] == [["-m", "venv"], ["-m", "pip"], ["-m", "kpilab"]]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PermissionError(13, "Permission denied", "install.log"), "did not allow it: [Errno 13] Permission denied"),
        (OSError(28, "No space left on device"), "not enough room"),
    ],
)
def test_what_the_system_refuses_is_told_without_a_traceback(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: OSError,
    expected: str,
) -> None:
    def refuse(*_words: object, **_options: object) -> Pip:
        raise error

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert start.main([]) == 1
    assert expected in capsys.readouterr().err


def test_a_python_that_is_too_old_hears_what_it_needs(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 10))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert start.main([]) == 1
    assert "needs Python 3.11 or newer; this one is 3.8" in capsys.readouterr().err


def test_an_old_python_hands_over_to_a_newer_one(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 10))
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/" + name if name == "python3.12" else None)
    assert start.main(["--no-code"]) == 0
    assert start.calls == [[str(ROOT / "start.py"), "--no-code"]]


def test_a_python_without_venv_hears_which_package_it_lacks(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "call", lambda *_words, **_options: 1)
    assert start.main([]) == 1
    assert "python3-venv" in capsys.readouterr().err


def test_a_disk_without_room_is_noticed_before_the_download(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**9))
    assert start.main([]) == 1
    assert "not enough room" in capsys.readouterr().err
    assert start.calls == []


def test_ctrl_c_ends_quietly(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_words: object, **_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "call", interrupted)
    assert start.main([]) == 130


def test_an_old_python_can_read_it_and_it_needs_nothing_installed() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(), feature_version=(3, 6))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= sys.stdlib_module_names
