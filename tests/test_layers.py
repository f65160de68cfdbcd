"""Each layer imports only what stands above it (the order of CONTRIBUTING.md's "layers")."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kpilab"
LAYERS = [
    ["i18n"],
    ["errors"],
    ["catalogue"],
    ["rubrics", "sectors"],
    ["worlds"],
    ["data"],
    ["metrics"],
    ["analysis"],
    ["charts"],
    ["report", "widgets"],
    ["course"],
    ["drills"],
    ["chapters"],
    ["cli"],
    ["__main__"],
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
FAMILIES = {"worlds", "metrics", "chapters"}
"""Folders whose members are siblings: merchants, KPI families and chapters do not know each other."""
SHARED = {
    "worlds": {
        "calendar",
        "calendar_table",
        "chance",
        "datasets",
        "dictionary",
        "frames",
        "layout",
        "story",
        "streaming",
        "table_files",
        "building",
    },
    "metrics": {
        "active_customers",
        "ads",
        "aggregation",
        "campaigns",
        "care",
        "channel_value",
        "comparison",
        "deals",
        "divisors",
        "engine",
        "engines",
        "experiments",
        "finishing",
        "growth",
        "headcount",
        "leads",
        "ledger",
        "lifetime_value",
        "lifetimes",
        "margins",
        "monthly",
        "offered_stock",
        "pace",
        "parts",
        "passes",
        "periods",
        "plans",
        "question",
        "ratings",
        "registry",
        "rivalry",
        "rollups",
        "scored_rows",
        "sources",
        "spans",
        "stock",
        "survey_answers",
        "teamwork",
        "tickets",
        "web_events",
        "year_ago",
    },
    "chapters": set(),
}


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def inner_imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_the_layers_above(path):
    here = path.relative_to(PACKAGE).with_suffix("").parts
    for name in inner_imports(path):
        parts = name.split(".")
        if parts[0] != "kpilab" or len(parts) < 2 or parts[1] not in RANK:
            continue
        there = parts[1]
        if there == here[0]:
            sibling = len(parts) > 2 and len(here) > 1 and here[0] in FAMILIES and here[1] != "__init__"
            if sibling and parts[2] != here[1] and (PACKAGE / here[0] / parts[2]).with_suffix(".py").exists():
                assert parts[2] in SHARED[here[0]], f"{'.'.join(here)} reaches sideways to {name}"
            continue
        assert RANK[there] < RANK[here[0]], f"{'.'.join(here)} reaches to {name}"


def test_every_module_has_a_layer():
    top = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()}
    assert top - {"locales", "_datasets"} <= set(RANK)


def test_the_package_imports_lightly():
    code = (
        "import sys, kpilab; "
        "print(sorted({'matplotlib', 'ipywidgets', 'jupyterlab', 'pandera', 'typer', 'fsrs'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_tools_work_without_the_course():
    code = (
        "import sys; sys.modules.update({f'kpilab.{n}': None for n in ('course', 'drills', 'chapters')}); "
        "import kpilab.metrics, kpilab.charts, kpilab.analysis.scorecard, kpilab.analysis.monthly, "
        "kpilab.report.matrix_workbook, kpilab.report.matrix_page; print('ok')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "ok"
