"""The standard data: as drawn, on any processor; and a word about every file that is not as it should be."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from numpy._core._multiarray_umath import __cpu_baseline__, __cpu_dispatch__, __cpu_features__

from kpilab import worlds
from kpilab.errors import DataError, UnknownName
from kpilab.worlds import datasets
from kpilab.worlds.dictionary import dictionary


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_this_machine_draws_what_is_shipped(name):
    assert datasets.redrawn(name) == datasets.checksums(datasets.standard_folder(name))


def test_the_standard_data_together_are_small_enough_to_ship():
    sizes = [file.stat().st_size for name in worlds.MERCHANTS for file in datasets.standard_folder(name).glob("*.csv")]
    assert sum(sizes) <= 25_000_000


def test_a_processor_without_vector_units_draws_the_same():
    fast = [name for name in __cpu_dispatch__ if __cpu_features__.get(name) and name not in __cpu_baseline__]
    code = (
        "import json, sys; from kpilab.worlds import MERCHANTS; from kpilab.worlds.datasets import redrawn; "
        "from numpy._core._multiarray_umath import __cpu_features__ as features; "
        "drawn = {name: redrawn(name) for name in MERCHANTS}; "
        "print(json.dumps([drawn, [name for name in sys.argv[1:] if features[name]]]))"
    )
    environment = {**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(fast)}
    done = subprocess.run(
        [sys.executable, "-c", code, *fast], capture_output=True, text=True, check=True, env=environment
    )
    drawn, still_on = json.loads(done.stdout)
    assert still_on == []
    assert drawn == {name: datasets.checksums(datasets.standard_folder(name)) for name in worlds.MERCHANTS}


def test_the_data_in_this_checkout_are_not_stale():
    assert datasets.stale() == []


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout of its own, of one merchant: a copy of its standard data and of the code that draws them."""
    here = Path(datasets.__file__).parents[1]
    shutil.copytree(here / "worlds", tmp_path / "kpilab/worlds", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(datasets.standard_folder(), tmp_path / "datasets/retail_chain")
    monkeypatch.setattr(datasets, "_PACKAGE", tmp_path / "kpilab")
    monkeypatch.setattr(worlds, "MERCHANTS", ("retail_chain",))
    return tmp_path


def test_stale_names_what_is_missing_edited_and_left_over(checkout):
    folder = checkout / "datasets/retail_chain"
    assert datasets.stale() == []
    (folder / "stores.csv").unlink()
    (folder / "plans.csv").write_bytes((folder / "plans.csv").read_bytes() + b"S1,2024-01,net_sales,1,2,3\n")
    (folder / "old.csv").write_text("a\n")
    (checkout / "kpilab/worlds/chance.py").write_text("")
    assert datasets.stale() == [
        "datasets/retail_chain is older than the code that draws it.",
        "datasets/retail_chain/old.csv belongs to nothing.",
        "datasets/retail_chain/plans.csv has been edited.",
        "datasets/retail_chain/stores.csv is missing.",
    ]


def test_only_what_draws_a_merchant_makes_its_data_stale(checkout):
    (checkout / "kpilab/worlds/hotel").mkdir(exist_ok=True)
    (checkout / "kpilab/worlds/hotel/rooms.py").write_text("ROOMS = 12\n")
    (checkout / "kpilab/worlds/streaming.py").write_text("")
    assert datasets.stale() == []
    (checkout / "kpilab/worlds/retail_chain/stores.py").write_text("")
    assert datasets.stale() == ["datasets/retail_chain is older than the code that draws it."]


def test_one_merchant_is_written_alone_and_an_unknown_one_not_at_all(checkout):
    written = datasets.write(["retail_chain"])
    assert {file.parent.name for file in written} == {"retail_chain"}
    with pytest.raises(UnknownName, match="retail_chain"):
        datasets.write(["retail_chian"])


def test_write_mends_all_of_it(checkout):
    folder = checkout / "datasets/retail_chain"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    (folder / "stores.csv").unlink()
    (folder / "old.csv").write_text("a\n")
    assert {file.name for file in datasets.write()} == set(before)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert datasets.stale() == []


def test_a_folder_of_no_merchant_is_named(checkout):
    (checkout / "datasets/retail_chian").mkdir()
    (checkout / "datasets/.DS_Store").touch()
    assert datasets.stale() == ["datasets/retail_chian belongs to nothing."]


def test_an_installed_package_finds_its_data_and_writes_none(checkout):
    (checkout / "datasets").rename(checkout / "kpilab/_datasets")
    assert datasets.stale() == []
    assert datasets.standard_folder().parts[-2:] == ("_datasets", "retail_chain")
    with pytest.raises(DataError, match="only in a checkout"):
        datasets.write()
    assert not (checkout / "datasets").exists()


def test_data_that_were_never_written_are_named(checkout):
    shutil.rmtree(checkout / "datasets")
    assert datasets.stale() == ["datasets/retail_chain has not been written."]


def test_the_dictionary_has_a_line_for_every_column_with_unit_and_limits():
    layout = worlds.layout("retail_chain")
    page = dictionary(layout)
    assert page.count("\n| `") == sum(len(table.columns) for table in layout.tables)
    assert "| `refund_cents` | whole number | cents | Money paid back. At least 1. |" in page
    assert "| People who came in. Empty: the counter was out; that is not 0. |" in page
    assert "| `score` | whole number | points |" in page
    assert "From 1 to 5." in page
