"""The catalogue and the roles: what they hold, and how loudly they refuse."""

from __future__ import annotations

import subprocess
import sys
from math import fsum

import pytest

from kpilab.analysis.scorecard import Matrix, Row
from kpilab.catalogue import kpi, kpis, read_catalogue, read_roles, role, roles
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import PSEUDO, set_language

ENTRY = """
[{id}]
name = "Visits"
name_zh = "来访"
family = "traffic"
question = "How many came?"
formula = "Count of visits."
unit = "count"
direction = "higher"
kind = "leading"
additivity = "additive"
needs = {{ visits = ["day"] }}
window = "Any."
edge_cases = []
gaming = "Count twice."
owner = "merchant"
rivals = [{rivals}]
sources = ["own"]
"""


def entry(id: str = "visits", rivals: str = "") -> str:  # noqa: A002
    return ENTRY.format(id=id, rivals=rivals)


def test_an_entry_holds_what_was_written():
    visits = read_catalogue(entry())["visits"]
    assert (visits.id, visits.name, visits.unit, visits.direction) == ("visits", "Visits", "count", "higher")
    assert visits.needs["visits"] == ("day",)
    with pytest.raises(TypeError):
        visits.needs["visits"] = ()  # type: ignore[index]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('gaming = "Count twice."', "", "the field 'gaming' is missing"),
        ('gaming = "Count twice."', 'gaming = ""', "the field 'gaming' is empty"),
        ('owner = "merchant"', 'owner = "merchant"\nowned = "x"', "unknown field 'owned'"),
        ('direction = "higher"', 'direction = "up"', "direction is 'up'; it is one of higher, lower, nominal"),
        ('family = "traffic"', 'family = "cars"', "family is 'cars'"),
        ("rivals = []", 'rivals = ["footfall"]', "its rival 'footfall' is not in the catalogue"),
        ("[visits]", "[visits", "not TOML"),
    ],
)
def test_a_mistake_in_the_catalogue_is_named(old: str, new: str, said: str):
    with pytest.raises(DataError, match=said.replace("(", r"\(")):
        read_catalogue(entry().replace(old, new))


def test_a_rival_must_be_one_in_return():
    with pytest.raises(DataError, match="'b' does not name it as a rival in return"):
        read_catalogue(entry("a", '"b"') + entry("b"))
    assert set(read_catalogue(entry("a", '"b"') + entry("b", '"a"'))) == {"a", "b"}


def test_every_mistake_is_named_at_once():
    broken = entry().replace('kind = "leading"', "").replace('unit = "count"', 'unit = "pound"')
    with pytest.raises(DataError) as caught:
        read_catalogue(broken)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight = 0.5, base = 1", "weight = 0.6, base = 1", "add up to 1.1"),
        ("base = 1, norm = 2, target = 3", "base = 1, norm = 2, target = 1.5", "do not lead one way"),
        ("base = 1, norm = 2, target = 3", "base = 3, norm = 2, target = 1", "lead the wrong way"),
        ('kpi = "visits", weight = 0.5', 'kpi = "vists", weight = 0.5', "'vists' is not in the catalogue"),
        ("norm = 2, ", "", "the field 'norm' is missing"),
    ],
)
def test_a_mistake_in_a_role_is_named(old: str, new: str, said: str):
    row = '{ kpi = "visits", weight = %s, base = 1, norm = 2, target = 3, unit = "" },'
    text = '[guard]\nname = "Guard"\nname_zh = "保安"\nrows = [' + "".join(row % w for w in (0.5, 0.3, 0.2)) + "]"
    known = read_catalogue(entry())
    assert read_roles(text, known)["guard"].rows[0].title == "Visits"
    with pytest.raises(DataError, match=said):
        read_roles(text.replace(old, new), known)


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(UnknownName, match="Did you mean 'churn_rate'"):
        kpi("chrun_rate")
    with pytest.raises(UnknownName, match="Did you mean 'store_manager'"):
        role("store_manger")
    with pytest.raises(UnknownName, match="Did you mean 'sales'"):
        kpis(family="sale")


def test_a_family_is_a_part_of_the_whole():
    assert {entry.family for entry in kpis(family="service")} == {"service"}
    assert set(kpis(family="service")) < set(kpis())


def test_names_follow_the_language():
    sales = kpi("net_sales")
    try:
        set_language("zh_CN")
        assert sales.title == sales.name_zh
        set_language(PSEUDO)
        assert sales.title.startswith("⟦")
    finally:
        set_language("en")
    assert sales.title == "Net sales"


def test_the_ten_roles_make_matrices():
    assert len(roles()) == 10
    for one in roles():
        rows = tuple(Row(row.title, row.weight, row.base, row.norm, row.target) for row in one.rows)
        assert fsum(row.weight for row in Matrix(rows).rows) == pytest.approx(1)


def test_a_role_may_call_a_kpi_by_its_own_word():
    assert [row.title for row in role("store_manager").rows][1] == "New members"
    assert kpi("new_customers").title == "New customers"


def test_importing_kpilab_imports_nothing_heavy():
    heavy = "pandas", "numpy", "matplotlib", "ipywidgets", "jupyterlab", "narwhals"
    code = f"import sys, kpilab; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_kpilab_offers_its_names_and_no_others():
    import kpilab

    assert kpilab.kpi("net_sales") is kpi("net_sales")
    assert set(kpilab.__all__) <= set(dir(kpilab))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kpilab.nothing
