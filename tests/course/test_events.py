import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpilab.course.events import Event, Store
from kpilab.errors import WorkspaceError

JUNE = datetime(2025, 6, 7, 8, 15, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "events.sqlite"


def _journal(file: Path) -> str:
    with sqlite3.connect(file) as database:
        return str(database.execute("PRAGMA journal_mode").fetchone()[0])


def test_an_event_comes_back_as_it_went_in(file: Path) -> None:
    store = Store(file, learner="李娜", clock=lambda: JUNE)
    added = store.add("attempt", "4.2", {"given": 0.4, "说": "四成"}, variant=7, shop=1)
    assert added == Event("attempt", "4.2", JUNE, {"given": 0.4, "说": "四成"}, 7, 1, "李娜", 1)
    store.close()
    assert Store(file, learner="李娜").events() == (added,)


def test_events_are_picked_by_kind_and_item(file: Path) -> None:
    store = Store(file)
    for kind, item in (("attempt", "4.2"), ("hint", "4.2"), ("attempt", "4.3")):
        store.add(kind, item)
    assert [event.item for event in store.events("attempt")] == ["4.2", "4.3"]
    assert [event.kind for event in store.events(item="4.2")] == ["attempt", "hint"]
    assert [event.id for event in store.events("hint", "4.2")] == [2]


def test_each_learner_sees_only_their_own_events(file: Path) -> None:
    Store(file, learner="Ann").add("hint", "4.2")
    Store(file, learner="Bo").add("hint", "4.3")
    assert [event.item for event in Store(file, learner="Bo").events()] == ["4.3"]
    assert Store(file).learners() == ("Ann", "Bo")


def test_a_missing_number_is_kept_as_text(file: Path) -> None:
    store = Store(file)
    store.add("attempt", "4.2", {"given": [float("nan"), float("inf")]})
    assert store.events()[0].data == {"given": ["NaN", "Infinity"]}


def test_the_log_is_written_ahead_and_each_commit_reaches_the_disk(file: Path) -> None:
    store = Store(file)
    store.add("hint", "4.2")
    assert _journal(file) == "wal"
    assert store._connection is not None
    assert store._connection.execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.skipif(os.name == "nt", reason="the file system without shared memory is a Unix one")
def test_a_rollback_journal_serves_where_no_write_ahead_log_can_be_had(file: Path) -> None:
    store = Store(file, vfs="unix-dotfile")
    store.add("hint", "4.2")
    assert _journal(file) == "delete"
    assert len(store.events()) == 1


def _write_many(file: Path, name: str) -> None:
    store = Store(file, learner=name)
    for number in range(30):
        store.add("attempt", "4.2", {"n": number})


def test_several_kernels_write_at_once_and_lose_nothing(file: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(file, f"kernel {i}")) for i in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    for i in range(4):
        assert [event.data["n"] for event in Store(file, learner=f"kernel {i}").events()] == list(range(30))


WRITE_UNTIL_KILLED = """
import sys
from pathlib import Path
from kpilab.course.events import Store
store = Store(Path(sys.argv[1]))
while True:
    print(store.add("attempt", "4.2", {"text": "x" * 3000}).id, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a Unix signal")
def test_killing_the_kernel_at_any_moment_loses_no_event_that_was_returned(file: Path) -> None:
    seen: list[int] = []
    for pause in (0.0, 0.013, 0.029, 0.041, 0.067):
        command = [sys.executable, "-c", WRITE_UNTIL_KILLED, str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            seen.append(int(process.stdout.readline()))
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            seen += [int(line) for line in process.stdout if line.endswith("\n")]
    store = Store(file)
    kept = [event.id for event in store.events()]
    assert set(seen) <= set(kept)
    assert kept == list(range(1, len(kept) + 1))
    assert store.take_notices() == ()


@pytest.mark.parametrize("rubbish", [b"long enough, and no database" * 40, b"SQLite format 3\0" + b"\xff" * 500])
def test_a_damaged_file_is_set_aside_and_never_deleted(file: Path, rubbish: bytes) -> None:
    file.write_bytes(rubbish)
    store = Store(file, clock=lambda: JUNE)
    store.add("hint", "4.2")
    aside = file.with_name("events.damaged-20250607T081500.sqlite")
    assert aside.read_bytes() == rubbish
    assert len(store.events()) == 1
    assert store.take_notices() == (
        "The file with your progress was damaged. It is set aside as events.damaged-20250607T081500.sqlite; "
        "nothing was deleted.",
        "0 earlier entries could still be read and are kept.",
    )
    assert store.take_notices() == ()


def _break_the_middle(file: Path) -> int:
    """Fill the file, then overwrite a page in its middle; how many events it had."""
    store = Store(file)
    for number in range(200):
        store.add("attempt", "4.2", {"n": number, "text": "x" * 400})
    store.close()
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xaa" * 4096
    file.write_bytes(content)
    return 200


def test_what_can_still_be_read_of_a_damaged_file_is_kept(file: Path) -> None:
    written = _break_the_middle(file)
    store = Store(file)
    store.add("hint", "4.2")
    kept = [event.data["n"] for event in store.events("attempt")]
    assert written - 40 < len(kept) < written
    assert kept[0] == 0
    assert kept[-1] == written - 1
    assert len(list(file.parent.glob("events.damaged-*.sqlite"))) == 1


def test_damage_behind_an_open_file_is_met_without_losing_the_new_event(file: Path) -> None:
    store = Store(file)
    store.add("hint", "4.2")
    store.add("hint", "4.2")
    file.write_bytes(b"overwritten by a sync program" * 300)
    for companion in file.parent.glob("events.sqlite-*"):
        companion.unlink()
    store.add("hint", "4.3")
    assert "4.3" in [event.item for event in Store(file).events()]


def test_a_file_replaced_by_another_kernel_is_opened_again(file: Path) -> None:
    first = Store(file)
    first.add("hint", "4.1")
    first.close()
    first.events()
    file.rename(file.with_name("elsewhere.sqlite"))
    Store(file).add("hint", "4.2")
    first.add("hint", "4.3")
    assert [event.item for event in Store(file).events()] == ["4.2", "4.3"]


def test_a_row_that_somebody_edited_into_nonsense_is_passed_over(file: Path) -> None:
    store = Store(file)
    store.add("hint", "4.1")
    store.add("hint", "4.2")
    with sqlite3.connect(file) as database:
        database.execute("UPDATE events SET data = '[1, 2' WHERE id = 1")
    assert [event.item for event in store.events()] == ["4.2"]


def test_a_file_of_a_newer_kpilab_is_left_alone(file: Path) -> None:
    Store(file).add("hint", "4.1")
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(WorkspaceError, match="newer kpilab"):
        Store(file).add("hint", "4.2")
    assert len(list(file.parent.glob("events.damaged*"))) == 0


def test_a_folder_that_is_gone_is_said_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="the folder is gone or cannot be written"):
        Store(tmp_path / "nowhere" / "events.sqlite").add("hint", "4.2")


def test_a_file_that_stays_busy_is_said_in_plain_words(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpilab.course.events._PATIENCE", 0.05)
    store = Store(file)
    store.add("hint", "4.1")
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkspaceError, match="another program has kept it busy"):
            store.add("hint", "4.2")
        other.execute("ROLLBACK")
    store.add("hint", "4.3")
    assert [event.item for event in store.events()] == ["4.1", "4.3"]


def test_without_a_path_events_live_in_memory() -> None:
    store = Store(None)
    store.add("hint", "4.2")
    store.close()
    assert store.events() == ()
