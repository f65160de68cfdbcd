"""The pandera schemas: one for each table of the layout, with its types, keys and limits."""

import subprocess
import sys

import pandas as pd
import pytest

from kpilab.data.schemas import Fault, faults, schema
from kpilab.worlds.layout import Column, Table

TABLE = Table(
    "visits",
    "Visits.",
    ("shop", "day"),
    (
        Column("shop", "text", "The shop.", pattern=r"S\d"),
        Column("day", "date", "The day."),
        Column("how", "text", "By what.", allowed=("foot", "bus"), empty_means="not asked"),
        Column("people", "integer", "How many.", at_least=0, at_most=9),
    ),
)


def visits(**changed):
    columns = {"shop": ["S1", "S2"], "day": ["2025-05-01"] * 2, "how": ["foot", None], "people": [3, 9]}
    return pd.DataFrame({**columns, **changed}).astype(
        {"shop": "str", "day": "datetime64[us]", "how": "str", "people": "Int64"}
    )


def test_a_table_that_keeps_its_rules_has_no_fault():
    assert list(faults(TABLE, visits())) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"shop": ["S1", "T1"]}, Fault("pattern", "shop", 1, "T1")),
        ({"how": ["car", None]}, Fault("allowed", "how", 0, "car")),
        ({"people": [-1, 2]}, Fault("least", "people", 0, -1)),
        ({"people": [1, 10]}, Fault("most", "people", 1, 10)),
        ({"shop": ["S1", "S1"]}, Fault("unique", "shop", 1, None)),
    ],
)
def test_each_rule_finds_its_fault(changed, fault):
    assert list(faults(TABLE, visits(**changed))) == [fault]


def test_an_empty_cell_is_a_fault_only_where_nothing_is_meant_by_it():
    found = list(faults(TABLE, visits(people=[None, 2])))
    assert [(fault.rule, fault.column, fault.row) for fault in found] == [("empty", "people", 0)]


def test_an_empty_table_has_no_fault():
    assert list(faults(TABLE, visits().iloc[:0])) == []


def test_the_schema_names_its_columns_in_order():
    assert list(schema(TABLE).columns) == ["shop", "day", "how", "people"]
    assert schema(TABLE).unique == ["shop", "day"]


def test_pandera_stays_out_until_it_is_needed():
    code = "import sys, kpilab.data.schemas, kpilab.data.load; print('pandera' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_warnings_of_an_installed_pyspark_are_not_passed_on():
    code = (
        "import importlib.util, pandas; assert importlib.util.find_spec('pyspark'); "
        "from kpilab.data import schemas; pandera = schemas._pandera(); "
        "column = pandera.Column(int, pandera.Check.ge(0)); "
        "pandera.DataFrameSchema({'qty': column}).validate(pandas.DataFrame({'qty': [1]}))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
