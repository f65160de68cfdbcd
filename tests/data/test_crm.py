"""The CRM as a database: the same tests on SQLite and on a PostgreSQL server that runs for them alone."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import psycopg
import pytest
from postgresql import Server, new_server

from kpilab import worlds
from kpilab.data import crm as crm_module
from kpilab.data import crm_reading
from kpilab.data.crm import Crm, crm, crm_of
from kpilab.errors import DataError, KpilabError, MissingExtra, UnknownName
from kpilab.worlds.layout import Column, Layout, Table

LAYOUT = Layout(
    "desk",
    (
        Table("staff", "A seller.", ("staff_id",), (Column("staff_id", "text", ""), Column("starts_on", "date", ""))),
        Table(
            "deals",
            "A deal.",
            ("deal_id",),
            (
                Column("deal_id", "integer", ""),
                Column("staff_id", "text", "", empty_means="nobody yet", refers_to="staff"),
                Column("stage", "text", ""),
                Column("closed_at", "time", "", empty_means="open"),
                Column("value_cents", "integer", ""),
                Column("share", "decimal", ""),
                Column("is_key", "flag", ""),
            ),
        ),
    ),
)
STAFF = pd.DataFrame({"staff_id": ["Lin", "Bao", "O'Neil 😀"], "starts_on": pd.to_datetime(["2024-01-01"] * 3)})
DEALS = pd.DataFrame(
    {
        "deal_id": [1, 2, 3, 4],
        "staff_id": ["Lin", "Lin", "Bao", None],
        "stage": ["won", "lost", "won", "open"],
        "closed_at": pd.to_datetime(["2025-05-06 10:00", "2025-05-31 16:40", "2025-06-01 00:00", None]),
        "value_cents": [4000, 3000, 2500, 900],
        "share": [0.5, 0.25, 1.0, 0.0],
        "is_key": [True, False, False, True],
    }
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = new_server()
    yield running
    running.stop()
    shutil.rmtree(running.home)


@pytest.fixture(scope="module", autouse=True)
def standard() -> Iterator[None]:
    """A small merchant in place of the sales team."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "layout", lambda _name: LAYOUT)
        patch.setattr(crm_module, "_standard", lambda: {"staff": STAFF, "deals": DEALS})
        patch.setattr(crm_module, "_version", lambda: "first")
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, server: Server) -> str:
    """An empty database."""
    return f"sqlite:///{tmp_path / 'crm.sqlite'}" if request.param == "sqlite" else server.database()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, server: Server) -> Crm:
    """A filled database that the tests only read."""
    place = tmp_path_factory.mktemp("crm") / "crm.sqlite"
    return crm(f"sqlite:///{place}" if request.param == "sqlite" else server.database())


def change(url: str, command: str) -> None:
    """Somebody writes into the database with a tool of their own."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute(command)
        connection.commit()
        connection.close()
    else:
        with psycopg.connect(url) as server:
            server.execute(command)  # type: ignore[call-overload]


def test_an_empty_database_is_filled_with_typed_rows(desk: Crm) -> None:
    found = desk.query("SELECT * FROM deals ORDER BY deal_id")
    assert found["closed_at"].dtype == "datetime64[us]"
    assert found["closed_at"].tolist()[:3] == DEALS["closed_at"].tolist()[:3]
    assert found["closed_at"].isna().tolist() == [False, False, False, True]
    assert found["value_cents"].dtype == "int64"
    assert found["is_key"].tolist() == [True, False, False, True]
    assert found["staff_id"].isna().tolist() == [False, False, False, True]
    assert desk.notice == ""
    assert desk.tables()["rows"].tolist() == [4, 3]


def test_sums_of_cents_are_whole_and_rates_are_not(desk: Crm) -> None:
    asked = (
        "SELECT SUM(value_cents) AS cents, AVG(share) AS share, COUNT(closed_at) AS closed, 4 / 7 AS whole FROM deals"
    )
    [found] = desk.query(asked).to_dict("records")
    assert found == {"cents": 10_400, "share": 0.4375, "closed": 3, "whole": 0}
    assert desk.query("SELECT 1.0 * 4 / 7 AS rate")["rate"].iloc[0] == 4 / 7
    assert desk.query("SELECT SUM(value_cents) AS cents FROM deals")["cents"].dtype == "int64"


def test_an_empty_answer_and_two_columns_of_one_name(desk: Crm) -> None:
    assert desk.query("SELECT stage FROM deals WHERE stage = 'gone'").shape == (0, 1)
    both = desk.query("SELECT d.staff_id, s.staff_id FROM deals d JOIN staff s ON s.staff_id = d.staff_id")
    assert both.columns.tolist() == ["staff_id", "staff_id_2"]
    assert len(both) == 3
    assert desk.query("SELECT NULL AS gone")["gone"].isna().all()


@pytest.mark.parametrize(
    ("first", "rows"),
    [("2025-06-01", 1), (pd.Timestamp("2025-06-01"), 1), (pd.Timestamp("2025-05-31 16:40"), 2), ("2025-05-01", 3)],
)
def test_days_are_handed_over_as_text_or_as_days(desk: Crm, first: object, rows: int) -> None:
    found = desk.query("SELECT COUNT(*) AS n FROM deals WHERE closed_at >= :first", first=first)
    assert found["n"].tolist() == [rows]


def test_values_and_lists_are_handed_over_by_name(desk: Crm) -> None:
    asked = "SELECT deal_id FROM deals WHERE stage IN :stages AND value_cents > :least ORDER BY deal_id"
    assert desk.query(asked, stages=["won", "lost"], least=np.int64(2500))["deal_id"].tolist() == [1, 2]
    with pytest.raises(DataError, match="asks for :least"):
        desk.query(asked, stages=["won"])
    with pytest.raises(UnknownName, match="Did you mean 'stage'"):
        desk.query("SELECT 1 AS n FROM deals WHERE stage = :stage", stage="won", stages="won")
    with pytest.raises(DataError, match="'stage' is a dict"):
        desk.query("SELECT 1 AS n FROM deals WHERE stage = :stage", stage={})


@pytest.mark.parametrize("pasted", ["Lin' OR '1'='1", "'; DROP TABLE deals; --", '"staff_id"', "%", ":stage"])
def test_a_piece_of_sql_as_a_value_is_only_a_value(desk: Crm, pasted: str) -> None:
    assert desk.query("SELECT * FROM deals WHERE staff_id = :name", name=pasted).empty
    assert desk.count("deals") == 4
    [back] = desk.query("SELECT :name AS name FROM staff WHERE staff_id = 'Lin'", name=pasted)["name"]
    assert back == pasted


@pytest.mark.parametrize(
    "command",
    [
        "DELETE FROM deals",
        "UPDATE deals SET value_cents = 0",
        "INSERT INTO staff VALUES ('Tan', '2024-01-01')",
        "DROP TABLE deals",
        "CREATE TABLE mine (a INTEGER)",
        "ALTER TABLE deals ADD COLUMN b INTEGER",
        "PRAGMA writable_schema = 1",
        "WITH gone AS (SELECT 1) DELETE FROM deals",
        "/* only a look */ delete FROM deals",
    ],
)
def test_nothing_can_be_changed(desk: Crm, command: str) -> None:
    with pytest.raises(DataError, match="Nothing was changed: here the CRM is only read"):
        desk.query(command)
    assert desk.query("SELECT SUM(value_cents) AS cents FROM deals")["cents"].tolist() == [10_400]


def test_a_file_cannot_be_reached_from_a_query(tmp_path: Path) -> None:
    desk = crm(f"sqlite:///{tmp_path / 'crm.sqlite'}")
    for command in (f"ATTACH '{tmp_path / 'other.sqlite'}' AS other", "PRAGMA query_only = OFF", "VACUUM"):
        with pytest.raises(DataError, match="only read"):
            desk.query(command)
    assert not (tmp_path / "other.sqlite").exists()


@pytest.mark.parametrize(
    "command",
    [
        "COPY (SELECT 1) TO '{file}'",
        "COPY deals TO PROGRAM 'cat > {file}'",
        "DO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO ''{file}'''; END $$",
        "WITH gone AS (DELETE FROM deals RETURNING *) SELECT * FROM gone",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
    ],
)
def test_a_servers_files_and_programs_cannot_be_reached_by_its_owner(server: Server, command: str) -> None:
    file = server.data / "written.txt"
    desk = crm(server.database())
    with pytest.raises(DataError, match="only read"):
        desk.query(command.format(file=file))
    assert not file.exists()
    assert desk.count("deals") == 4


def test_a_server_hands_over_no_more_lines_than_are_taken(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = crm(server.database())
    monkeypatch.setattr(crm_reading, "_MOST", 10)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    with pytest.raises(DataError, match="more than 10 lines"):
        desk.query(endless)


def test_a_cell_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    for desk in (crm_of({"deals": DEALS}), crm(f"sqlite:///{tmp_path / 'crm.sqlite'}")):
        with pytest.raises(DataError, match="too big"):
            desk.query("SELECT zeroblob(900000000) AS much")


def test_one_question_at_a_time(desk: Crm) -> None:
    with pytest.raises(DataError, match="One question at a time"):
        desk.query("SELECT 1 AS n FROM deals; DELETE FROM deals")
    assert desk.count("deals") == 4


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * FROM deal", "No table 'deal'. Did you mean 'deals'"),
        ("SELECT stages FROM deals", "No column 'stages'. Did you mean 'stage'"),
        ("SELECT d.vale_cents FROM deals d", "No column 'vale_cents'. Did you mean 'value_cents'"),
        ("SELECT stage FORM deals WHERE", "cannot be read near|No column|stops too early"),
        ("SELECT stage, FROM deals", "cannot be read near 'FROM'"),
        ("SELECT (stage FROM deals", "cannot be read near 'FROM'"),
        ("SELECT stage FROM deals WHERE (stage = 'won'", "stops too early"),
        ("SELECT stage FROM deals WHERE stage = 'won", "quote still open"),
        ("SELECT staff_id FROM deals JOIN staff ON 1 = 1", "'staff_id' stands in two of the tables"),
        ("SELECT MEDAIN(value_cents) FROM deals", "no function '(?i:medain)'"),
        ("SELECT * FROM deals WHERE stage = \u2018won\u2019", "cannot read the sign \u2018"),
        ("SELECT * FROM staff WHERE staff_id = Bert", r"No column '(?i:bert)'.* write it in quotes: '(?i:bert)'"),
        ("SELEC stage FROM deals", "begins with SELECT; this one begins with 'SELEC'"),
        ("Which deals did Lin win?", "begins with SELECT; this one begins with 'Which'"),
        (" ; -- soon", "There is no question yet"),
        ("/* soon", "There is no question yet"),
        ("SELECT '\ud83d' AS half", "half a sign in the text, at place 9"),
    ],
)
def test_a_query_that_fails_says_why(desk: Crm, query: str, said: str) -> None:
    with pytest.raises(KpilabError, match=said):
        desk.query(query)


def test_what_only_one_of_the_two_refuses_is_told_as_well(server: Server) -> None:
    strict = crm(server.database())
    with pytest.raises(DataError, match=r"'deals\.stage' is shown and neither grouped nor added up"):
        strict.query("SELECT stage, COUNT(*) AS n FROM deals")
    with pytest.raises(DataError, match="divides by 0"):
        strict.query("SELECT 1 / (value_cents - value_cents) AS n FROM deals")
    with pytest.raises(DataError, match="two kinds of values"):
        strict.query("SELECT * FROM deals WHERE value_cents = 'many'")


def test_an_answer_without_end_is_stopped(desk: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crm_reading, "_MOST", 10)
    with pytest.raises(DataError, match=r"more than 10 lines\. Is a condition missing in a JOIN"):
        desk.query("SELECT a.stage FROM deals a, deals b")


def test_a_query_that_takes_too_long_is_stopped(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    crm(url)
    monkeypatch.setattr(crm_module, "_PATIENCE", 1000)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) AS i FROM n"
    with pytest.raises(DataError, match="took too long"):
        crm(url).query(endless)


def test_rows_of_ones_own_are_kept_and_told(url: str) -> None:
    crm(url)
    change(url, "DELETE FROM deals WHERE deal_id = 4")
    again = crm(url)
    assert "holds other rows than this version's standard data, in: deals. They stay" in again.notice
    assert again.count("deals") == 3


def test_a_newer_standard_writes_nothing_over(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    crm(url)
    monkeypatch.setattr(crm_module, "_version", lambda: "second")
    assert "They stay as they are" in crm(url).notice


def test_a_database_with_tables_of_its_own_is_read_as_it_is(url: str) -> None:
    change(url, "CREATE TABLE clients (name TEXT)")
    found = crm(url)
    assert "had tables of its own: nothing was filled in" in found.notice
    assert list(found.columns) == ["clients"]


def test_the_database_knows_keys_references_and_indexes(url: str) -> None:
    from sqlalchemy import create_engine, inspect

    crm(url)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    seen = inspect(engine)
    assert seen.get_pk_constraint("deals")["constrained_columns"] == ["deal_id"]
    [reference] = seen.get_foreign_keys("deals")
    assert (reference["constrained_columns"], reference["referred_table"]) == (["staff_id"], "staff")
    assert {index["name"] for index in seen.get_indexes("deals")} == {"deals_staff_id", "deals_closed_at"}
    nullable = {column["name"]: column["nullable"] for column in seen.get_columns("deals")}
    assert (nullable["stage"], nullable["closed_at"]) == (False, True)
    engine.dispose()


def test_a_server_that_goes_away_is_told_and_loses_nothing(server: Server) -> None:
    desk = crm(server.database())
    assert desk.count("deals") == 4
    server.stop()
    try:
        with pytest.raises(DataError, match="does not answer, or went away in the middle") as gone:
            desk.query("SELECT * FROM deals")
        with pytest.raises(DataError, match="cannot be opened") as closed:
            crm(server.url("crm_0"))
    finally:
        server.start()
    assert "secret" not in str(gone.value) + str(closed.value)
    assert desk.count("deals") == 4


def test_a_server_that_stops_while_it_answers_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crm_module, "_MIGHTY", "SELECT 0")
    desk = crm(server.database())
    with pytest.raises(DataError, match="went away in the middle"):
        desk.query("SELECT pg_terminate_backend(pg_backend_pid()) AS gone")
    assert desk.count("deals") == 4


def test_no_password_is_shown(server: Server) -> None:
    desk = crm(server.database())
    assert "kpilab:***@127.0.0.1" in repr(desk)
    assert "secret" not in repr(desk)
    with pytest.raises(DataError) as refused:
        crm("postgresql://kpilab:secret@127.0.0.1:1/crm")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("named", ["oracle://ann:secret@host/crm", "duckdb:///crm.duckdb", "crm"])
def test_other_databases_are_refused(named: str) -> None:
    with pytest.raises(DataError, match="is neither") as refused:
        crm(named)
    assert "secret" not in str(refused.value)


def test_the_workspace_holds_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KPILAB_CRM_URL", raising=False)
    (tmp_path / ".kpilab").mkdir()
    (tmp_path / "lessons").mkdir()
    monkeypatch.delenv("KPILAB_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path / "lessons")
    assert crm().shown == "crm.sqlite"
    assert (tmp_path / "crm.sqlite").exists()
    assert not list(tmp_path.glob(".crm*"))
    monkeypatch.setenv("KPILAB_CRM_URL", f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert crm().shown == "other.sqlite"


def test_a_file_that_is_no_database_is_told_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "crm.sqlite"
    file.write_text("deal,value\n" * 200)
    with pytest.raises(DataError, match="not a database"):
        crm(f"sqlite:///{file}")
    assert file.read_text().startswith("deal,value")


def test_an_empty_file_is_filled_and_a_foreign_note_is_no_fault(tmp_path: Path) -> None:
    empty, foreign = tmp_path / "empty.sqlite", tmp_path / "foreign.sqlite"
    empty.touch()
    assert crm(f"sqlite:///{empty}").count("deals") == 4
    change(f"sqlite:///{foreign}", 'CREATE TABLE kpilab_filled ("my ""own""" TEXT)')
    change(f"sqlite:///{foreign}", 'CREATE TABLE "the ""old"" deals" (deal TEXT)')
    found = crm(f"sqlite:///{foreign}")
    assert "had tables of its own" in found.notice
    assert found.tables()["rows"].tolist() == [0]


def test_what_a_kernel_of_the_same_number_left_half_written_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getpid", lambda: 7)
    shutil.copyfile(_filled(tmp_path / "other.sqlite"), tmp_path / ".crm.7.writing")
    assert crm(f"sqlite:///{tmp_path / 'crm.sqlite'}").count("deals") == 4
    assert not list(tmp_path.glob(".crm*"))


def _filled(file: Path) -> Path:
    crm(f"sqlite:///{file}")
    return file


def test_what_is_no_day_stays_text_and_what_is_missing_is_missing(desk: Crm) -> None:
    assert desk.query("SELECT '2025-02-30' AS day")["day"].tolist() == ["2025-02-30"]
    assert desk.query("SELECT '2025-02-28' AS day")["day"].tolist() == [pd.Timestamp("2025-02-28")]
    nobody = "SELECT COUNT(*) AS n FROM deals WHERE closed_at >= :since"
    assert desk.query(nobody, since=pd.NaT)["n"].tolist() == [0]
    several = "SELECT COUNT(*) AS n FROM deals WHERE deal_id IN :ids"
    for ids in (pd.Series([1, 2]), np.array([1, 2]), range(1, 3), frozenset({1, 2})):
        assert desk.query(several, ids=ids)["n"].tolist() == [2]
    with pytest.raises(DataError, match="larger than a database can count"):
        desk.query(several, ids=[10**30])


def test_moments_with_a_zone_and_numbers_that_are_none_are_read(server: Server) -> None:
    desk = crm(server.database())
    found = desk.query("SELECT TIMESTAMPTZ '2025-05-31 16:40+00' AS at, 'NaN'::numeric AS share")
    assert str(found["at"].dtype) == "datetime64[us]"
    assert found["share"].isna().tolist() == [True]
    with pytest.raises(DataError, match="cannot answer this: date too large"):
        desk.query("SELECT DATE 'infinity' AS day")


@pytest.mark.parametrize(
    "named",
    [
        "postgresql://ann:sec@ret@127.0.0.1:1/crm",
        "postgresql://127.0.0.1:1/crm?user=ann&password=secret",
        "postgresql//ann:secret@host/crm",
        "host=127.0.0.1 password=secret",
        "ann:secret@host",
        '"PostgreSQL://ann:secret@127.0.0.1:1/crm" ',
    ],
)
def test_a_password_in_a_wrong_place_is_not_shown_either(named: str) -> None:
    with pytest.raises(DataError) as refused:
        crm(named)
    assert "ret@" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be written"):
        crm(f"sqlite:///{tmp_path / 'gone' / 'crm.sqlite'}")


def test_tables_on_the_desk_are_asked_in_the_same_way() -> None:
    small = crm_of({"deals": DEALS})
    assert small.query("SELECT COUNT(*) AS n FROM deals WHERE closed_at < :after", after="2025-06-01")[
        "n"
    ].tolist() == [2]
    with pytest.raises(DataError, match="only read"):
        small.query("DELETE FROM deals")


def test_signs_that_mean_something_to_a_driver_are_only_text_in_a_query(desk: Crm) -> None:
    asked = (
        "SELECT COUNT(*) AS n FROM deals WHERE staff_id LIKE 'L%' AND closed_at >= '2025-05-06 10:00' AND stage <> ':x'"
    )
    assert desk.query(asked)["n"].tolist() == [2]
    assert desk.query("SELECT 'at 10:b' AS said -- not :this")["said"].tolist() == ["at 10:b"]


def test_without_the_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"kpilab\[database\]"):
        crm("postgresql://ann@127.0.0.1/crm")
