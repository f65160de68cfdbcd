import errno
import json
from pathlib import Path

import pytest

from kpilab.course.kept_files import Ledger, place, write_whole, writing
from kpilab.errors import WorkspaceError


def _notebook(source: str, **more: object) -> bytes:
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
    return json.dumps({"cells": [cell | more], "metadata": {}}).encode()


def _place(folder: Path, content: bytes, ledger: Ledger, version: str = "2.0") -> tuple[str, str]:
    placed = place(folder, "lessons/04.md", content, ledger=ledger, version=version)
    return placed.how, placed.path.name


def test_an_untouched_file_is_replaced_by_its_new_version(tmp_path: Path) -> None:
    ledger = Ledger()
    assert _place(tmp_path, b"one", ledger) == ("written", "04.md")
    assert _place(tmp_path, b"one", ledger) == ("same", "04.md")
    assert _place(tmp_path, b"two", ledger) == ("written", "04.md")
    assert (tmp_path / "lessons/04.md").read_bytes() == b"two"


def test_a_touched_file_is_kept_and_the_new_version_put_beside_it_once(tmp_path: Path) -> None:
    ledger = Ledger()
    _place(tmp_path, b"one", ledger)
    (tmp_path / "lessons/04.md").write_bytes(b"mine")
    assert _place(tmp_path, b"one", ledger) == ("kept", "04.md")
    assert _place(tmp_path, b"two", ledger) == ("beside", "04 (new 2.0).md")
    assert _place(tmp_path, b"two", ledger) == ("kept", "04.md")
    assert _place(tmp_path, b"three", ledger) == ("beside", "04 (new 2.0, 2).md")
    assert (tmp_path / "lessons/04.md").read_bytes() == b"mine"


def test_a_file_that_the_trainee_threw_away_comes_back(tmp_path: Path) -> None:
    ledger = Ledger()
    _place(tmp_path, b"one", ledger)
    (tmp_path / "lessons/04.md").unlink()
    assert _place(tmp_path, b"one", ledger) == ("written", "04.md")


def test_without_a_ledger_everything_that_differs_counts_as_touched(tmp_path: Path) -> None:
    _place(tmp_path, b"one", Ledger())
    (tmp_path / "rendered.json").write_text("not json")
    lost = Ledger.read(tmp_path / "rendered.json")
    assert _place(tmp_path, b"two", lost)[0] == "beside"


def test_a_ledger_survives_being_written(tmp_path: Path) -> None:
    Ledger({"a": "1"}, {"b": "2"}).write(tmp_path / "rendered.json")
    assert Ledger.read(tmp_path / "rendered.json") == Ledger({"a": "1"}, {"b": "2"})


def test_an_interrupted_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.json"
    write_whole(path, b"old")

    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(WorkspaceError, match="disk is full"), writing(tmp_path):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["kept.json"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.EACCES, "folder of your own"), (errno.ENOTDIR, "in the way"), (errno.EIO, "could not be written")],
)
def test_what_a_disk_refuses_is_said_with_what_to_do(tmp_path: Path, number: int, expected: str) -> None:
    with pytest.raises(WorkspaceError, match=expected), writing(tmp_path):
        raise OSError(number, "refused")


@pytest.mark.parametrize(
    ("more", "how"),
    [
        ({"metadata": {"collapsed": False}, "execution_count": 3}, "written"),
        ({"source": "answer = 0.4"}, "beside"),
        ({"outputs": [{"output_type": "stream", "text": "0.4"}]}, "beside"),
    ],
)
def test_a_notebook_is_touched_by_text_and_outputs_and_not_by_what_jupyterlab_notes(
    tmp_path: Path, more: dict[str, object], how: str
) -> None:
    ledger = Ledger()
    place(tmp_path, "04.ipynb", _notebook("answer = ..."), ledger=ledger, version="2.0")
    (tmp_path / "04.ipynb").write_bytes(_notebook(**{"source": "answer = ...", **more}))
    assert place(tmp_path, "04.ipynb", _notebook("index = ..."), ledger=ledger, version="2.0").how == how
