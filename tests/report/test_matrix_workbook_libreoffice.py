"""LibreOffice recalculates the workbook from its inputs alone, and every number is Python's.

The stored values are taken out of the files first, so nothing can be read back unrecalculated.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from math import isnan
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from kpilab.analysis.pay import CLIFF, SMOOTH, PayCurve
from kpilab.analysis.scorecard import FORMULAS, Formula, Matrix, Row
from kpilab.report.matrix_form import RULES, MatrixFile, scored
from kpilab.report.matrix_workbook import example_matrix, write_matrix

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None and "CI" not in os.environ, reason="LibreOffice is not installed; on CI its absence is a failure"
)

METHODS = Matrix(
    (
        Row("revenue", 0.35, 800, 1000, 1150, 1060),
        Row("new customers", 0.20, 20, 30, 36, 27),
        Row("repurchase", 0.15, 18, 24, 28, 25.2),
        Row("CSAT top-2", 0.15, 80, 88, 92, 79, "%", sample=60),
        Row("first response", 0.10, 12, 6, 4, 5),
        Row("complaints", 0.05, 2.0, 1.2, 0.8, 1.5),
    )
)
ODD = Matrix(
    (
        Row("at base", 0.2, 400, 500, 550, 400),
        Row("no fact", 0.1, 40, 60, 70, owner="Desk"),
        Row("none left", 0.2, 6, 4, 3, 0, "returns"),
        Row("cover", 0.1, norm=30, tolerance=10, fact=43),
        Row("near", 0.1, norm=30, tolerance=10, fact=27.5),
        Row("not gated", 0.2, 80, 90, 94, 60, gated=False),
        Row("loss", 0.1, -50, -10, 5, -12.5),
    )
)
EDGES = Matrix(
    (
        Row("norm", 0.3, 0.1, 0.3, 0.5, 0.1 + 0.2),
        Row("target", 0.3, 8, 5, 4, 4),
        Row("below", 0.1, 8, 5, 4, 12),
        Row("also below", 0.3, 90, 100, 110, 80),
    )
)
NO_FACTS = METHODS.with_facts({})
STEPS = PayCurve(((0.4, 0.2), (0.6, 0.2), (0.9, 0.8), (1.0, 1.0), (1.1, 1.3), (1.25, 1.5)), 0.1)
FILES = {
    "riverside": example_matrix(),
    "methods": MatrixFile(METHODS, curve=CLIFF, at_plan=5000, cap=1.2),
    "odd": MatrixFile(ODD, curve=SMOOTH, at_plan=1234.5, gate_factor=0.5, cap=1.3, title='a & b\'s "c" <d>'),
    "edges": MatrixFile(EDGES, curve=STEPS),
    "no facts": MatrixFile(NO_FACTS, curve=SMOOTH, at_plan=6000),
}
GRID = [("riverside", formula, rule) for formula in FORMULAS for rule in RULES] + [
    # each file holds the totals by all five formulas, so the other matrices need one file a rule
    (name, FORMULAS[(place + shift) % 5], rule)
    for shift, name in enumerate(list(FILES)[1:])
    for place, rule in enumerate(RULES)
]
CASES = {
    f"{name}-{formula}-{rule or 'usual'}": replace(FILES[name], formula=formula, below_base=rule)
    for name, formula, rule in GRID
}
MISTAKES: dict[str, tuple[str, object]] = {
    "weights": ("D13", 0.45),
    "base": ("E14", 60),
    "target": ("G13", 450),
    "text": ("H13", "about 500"),
    "percent": ("H15", 0.78),
}
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def without_values(source: Path, target: Path) -> None:
    """A copy of a workbook in which no formula has a stored value."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/"):
                data = re.sub(rb"</f><v>[^<]*</v>", b"</f>", data)
            new.writestr(name, data)


def recalculated(files: list[Path], into: Path) -> None:
    """Every workbook opened, recalculated and saved by LibreOffice, in one go and with a profile of its own."""
    assert SOFFICE is not None, "CI has no LibreOffice: install libreoffice-calc"
    profile = into / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(into)]
    subprocess.run([SOFFICE, *options, *map(str, files)], check=True, capture_output=True, timeout=600)


def stored(path: Path) -> Iterator[tuple[int, str, object]]:
    """Number of the sheet, cell and stored value of each formula in a workbook of ours."""
    with ZipFile(path) as book:
        for number in range(1, 8):
            text = book.read(f"xl/worksheets/sheet{number}.xml").decode()
            for cell, kind, value in re.findall(r'<c r="([A-Z]+\d+)"([^>]*)><f>[^<]*</f><v>([^<]*)</v>', text):
                yield number, cell, unescape(value) if "t=" in kind or not value else float(value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ours/ as written, bare/ without stored values or with something typed in, theirs/ recalculated."""
    root = tmp_path_factory.mktemp("workbooks")
    for name in ("ours", "bare", "theirs"):
        (root / name).mkdir()
    for name, file in CASES.items():
        without_values(write_matrix(root / "ours" / f"{name}.xlsx", file), root / "bare" / f"{name}.xlsx")
    for name, (cell, value) in MISTAKES.items():
        typed_in(root / "ours" / "riverside-two_segment-usual.xlsx", root / "bare" / f"{name}.xlsx", {cell: value})
    empty = replace(example_matrix(), matrix=example_matrix().matrix.with_facts({}))
    typed_in(write_matrix(root / "empty.xlsx", empty), root / "bare" / "filled.xlsx", {"H13": 540, "H14": 50, "H16": 4})
    recalculated(sorted((root / "bare").glob("*.xlsx")), root / "theirs")
    return root


def typed_in(source: Path, target: Path, cells: dict[str, object]) -> None:
    """A copy with other inputs; what saves it keeps no stored values."""
    book = load_workbook(source)
    for cell, value in cells.items():
        book["Matrix"][cell] = value
    book.save(target)


def same(ours: object, theirs: object) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return (ours or "") == (theirs or "")


@pytest.mark.parametrize("name", FILES)
def test_every_stored_value_is_what_libreoffice_computes(name: str, folder: Path) -> None:
    wrong, seen = [], 0
    for case in (case for case in CASES if case.startswith(f"{name}-")):
        computed = load_workbook(folder / "theirs" / f"{case}.xlsx", data_only=True).worksheets
        for number, cell, value in stored(folder / "ours" / f"{case}.xlsx"):
            seen += 1
            if not same(value, computed[number - 1][cell].value):
                wrong.append((case, number, cell, value, computed[number - 1][cell].value))
    assert seen > 300 * len(RULES)
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_totals_and_pay_by_every_formula_are_pythons(name: str, folder: Path) -> None:
    for case, file in CASES.items():
        if case.startswith(f"{name}-"):
            book = load_workbook(folder / "theirs" / f"{case}.xlsx", data_only=True)
            last = 12 + max(8, len(file.matrix.rows) + 1)
            for column, formula in zip("EFGHI", FORMULAS, strict=True):
                found = [book["All formulas"][f"{column}{last + step}"].value for step in (1, 3, 4)]
                result = by_formula(file, formula)
                assert all(map(same, result, found)), (case, formula, result, found)
            chosen = [book["Matrix"][cell].value for cell in ("M4", "M6", "M7")]
            assert all(map(same, by_formula(file, file.formula), chosen)), case


def by_formula(file: MatrixFile, formula: Formula) -> list[object]:
    """Total, share and bonus by Python; empty where there is none."""
    result = scored(file, formula)
    return ["" if isnan(value) else value for value in (result.score.total, result.share, result.bonus)]


def test_a_mistake_is_named_in_words_and_stops_the_result(folder: Path) -> None:
    read = {name: load_workbook(folder / "theirs" / f"{name}.xlsx", data_only=True)["Matrix"] for name in MISTAKES}
    assert read["weights"]["A10"].value == "Weights add up to 1.05 — 0.05 too much. Agree which row gives it up."
    assert read["base"]["O14"].value == "Base and norm are equal: nothing can be measured between them."
    assert (
        read["target"]["O13"].value == "The target is on the wrong side: it lies beyond the norm, away from the base."
    )
    assert read["text"]["O13"].value == "There is text in a number cell: write digits only."
    assert read["percent"]["O15"].value == "Is this per cent? Write 78 and not 0.78."
    assert [sheet["M4"].value or "" for sheet in read.values()] == [""] * 5
    assert {sheet["K8"].value for sheet in read.values()} == {"No result yet: first mend what is marked."}


def test_a_fact_typed_into_a_template_gives_the_result(folder: Path) -> None:
    sheet = load_workbook(folder / "theirs" / "filled.xlsx", data_only=True)["Matrix"]
    assert sheet["M4"].value == pytest.approx((0.464 + 0.1 + 0.18) / 0.75, abs=1e-12)
    assert sheet["O15"].value == "No fact yet: ask Survey team."
    assert sheet["K8"].value == "Coverage 0.75: the weights of rows without a fact are shared out among the others."
