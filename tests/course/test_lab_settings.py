import json
import sys
from pathlib import Path

import pytest

from kpilab.course.lab_settings import DEFAULTS, SWITCHED_OFF, settings_files, single_key_shortcuts

SCHEMAS = Path(sys.prefix) / "share/jupyter/lab/schemas"
OFF = {tuple(shortcut["keys"]) for shortcut in single_key_shortcuts(SCHEMAS)}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, dict[str, object]]:
    written = settings_files(tmp_path, opened="00.ipynb")
    return {path.relative_to(tmp_path).as_posix(): json.loads(content) for path, content in written.items()}


@pytest.mark.parametrize("keys", [("M",), ("A",), ("X",), ("1",), ("Y",), ("D", "D"), ("0", "0"), ("Shift M",)])
def test_a_word_typed_beside_a_cell_changes_nothing(keys: tuple[str, ...]) -> None:
    assert keys in OFF


@pytest.mark.parametrize("keys", [("Enter",), ("Shift Enter",), ("Escape",), ("ArrowDown",), ("Accel S",)])
def test_the_keys_that_a_beginner_needs_stay(keys: tuple[str, ...]) -> None:
    assert keys not in OFF


def test_shortcuts_are_switched_off_in_the_workspaces_own_settings(files: dict[str, dict[str, object]]) -> None:
    defaults = files["config/labconfig/default_setting_overrides.json"]
    shortcuts = defaults["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]
    assert {tuple(one["keys"]) for one in shortcuts} == OFF
    assert all(one["disabled"] for one in shortcuts)


@pytest.mark.parametrize(("plugin", "settings"), DEFAULTS.items())
def test_every_setting_is_one_that_jupyterlab_knows(plugin: str, settings: dict[str, object]) -> None:
    package, _colon, name = plugin.partition(":")
    schema = json.loads((SCHEMAS / package / f"{name}.json").read_text(encoding="utf-8"))
    assert set(settings) <= set(schema["properties"])


def test_news_is_switched_off(files: dict[str, dict[str, object]]) -> None:
    off = files["config/labconfig/page_config.json"]["disabledExtensions"]
    assert off == dict.fromkeys(SWITCHED_OFF, True)
    assert "@jupyterlab/apputils-extension:announcements" in off


def test_the_kernel_is_the_running_python(files: dict[str, dict[str, object]]) -> None:
    assert files["data/kernels/python3/kernel.json"]["argv"][0] == sys.executable
