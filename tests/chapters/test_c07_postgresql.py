"""The cells of chapter 7, the solutions among them, say the same on a PostgreSQL server as on SQLite."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from postgresql import Server, new_server
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from kpilab.chapters.c07_excel_crm_python.three_kpis import by_pandas, by_sql, differing
from kpilab.course.chapters import chapter
from kpilab.course.source import read_cells
from kpilab.data import crm as crm_module
from kpilab.data.crm import Crm, crm
from kpilab.data.crm_schema import fill_tables
from kpilab.data.load import load

CODE = [cell for cell in read_cells(chapter("c07_excel_crm_python")) if cell.kind == "code"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = new_server()
    yield running
    running.stop()
    shutil.rmtree(running.home)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What each code cell prints and shows, one after the other."""
    names: dict[str, Any] = {}
    found = []
    for cell in CODE:
        lines = ast.parse(cell.source).body
        last = lines.pop() if isinstance(lines[-1], ast.Expr) else None
        exec(compile(ast.Module(lines, []), cell.id, "exec"), names)
        shown = eval(compile(ast.Expression(last.value), cell.id, "eval"), names) if isinstance(last, ast.Expr) else ""
        found.append(f"{cell.id}\n{capsys.readouterr().out}{getattr(shown, 'text', shown)}")
    return found


def on_server(server: Server) -> Any:
    """A small CRM on the server in place of one in memory."""

    def made(layout: Any, tables: Any, *, data: str) -> Crm:
        engine = create_engine(server.database().replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)
        with engine.begin() as filling:
            fill_tables(filling, layout, tables, data=data)
        return Crm(engine.execution_options(postgresql_readonly=True), "the server", layout)

    return made


def test_every_cell_says_the_same_on_both(
    server: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KPILAB_CRM_URL", raising=False)
    on_sqlite = said(capsys)
    assert (workspace / "crm.sqlite").exists()
    monkeypatch.setenv("KPILAB_CRM_URL", server.database())
    monkeypatch.setattr(crm_module, "_in_memory", on_server(server))
    assert said(capsys) == on_sqlite


def test_three_kpis_of_the_whole_firm_on_the_server(server: Server) -> None:
    assert differing(by_sql(crm(server.database())), by_pandas(load("sales_team"))) == 0
