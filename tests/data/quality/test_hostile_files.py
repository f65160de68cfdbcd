"""Files that are odd, broken or hostile: a clear word, no crash, and nothing called certain that is not."""

from pathlib import Path

import pandas as pd
import pytest

from kpilab.data.quality import quality
from kpilab.errors import DataError


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_endless_and_huge_numbers_are_no_amounts(tmp_path: Path) -> None:
    rows = [f"{n},{ {3: 'inf', 4: '1e308', 5: '1e306'}.get(n, n) }" for n in range(1, 80)]
    found = quality(written(tmp_path / "till.csv", "id,amount\n" + "\n".join(rows) + "\n"))
    assert found.rows("till.amount.wrong_kind")["id"].tolist() == [3, 4]
    assert found.finding("till.amount.outlier").cost_cents is None


def test_a_very_long_cell_is_read(tmp_path: Path) -> None:
    found = quality(written(tmp_path / "long.csv", f"id,note\n1,{'x' * 200_000}\n2,y\n"))
    assert found.tables["long"].cells["note"].str.len().tolist() == [200_000, 1]


def test_an_open_quotation_mark_swallows_nothing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="opened and never closed"):
        quality(written(tmp_path / "open.csv", 'id,note\n1,"open\n2,lost\n'))


def test_an_inch_is_no_quotation_mark(tmp_path: Path) -> None:
    found = quality(written(tmp_path / "pots.csv", 'id,item\n1,pot 5"\n2,cup\n'))
    assert found.tables["pots"].cells["item"].tolist() == ['pot 5"', "cup"]


def test_a_line_that_is_too_long_is_told_by_its_number(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 4 has 3 cells where 2 were expected"):
        quality(written(tmp_path / "ragged.csv", "a,b\n1,2\n3\n4,5,6\n"))


@pytest.mark.parametrize(
    ("column", "kind"), [("stock_change", "number"), ("account_balance", "number"), ("coffee", "number")]
)
def test_names_that_sound_like_others(column: str, kind: str) -> None:
    found = quality(pd.DataFrame({"no": range(1, 21), column: [-5, *range(2, 21)]}))
    assert found.tables["table"].fields[column].kind == kind
    assert f"table.{column}.negative" not in {check.id for check in found.found}


def test_a_day_that_means_no_end_yet_is_to_be_looked_at() -> None:
    days = ["2025-01-05"] * 9 + ["9999-12-31"]
    found = quality(pd.DataFrame({"no": range(10), "valid_to": days})).finding("table.valid_to.impossible_year")
    assert (found.positions.tolist(), found.certain) == ([9], False)


@pytest.mark.parametrize(("price", "certain"), [(30.0, True), (300.0, True), (0.3, False), (36.0, False)])
def test_a_price_cut_to_a_tenth_or_that_of_a_dozen_is_asked(price: float, certain: bool) -> None:
    prices = [3.0] * 19 + [price]
    frame = pd.DataFrame({"item": ["tea"] * 20, "unit": ["bag"] * 20, "price": prices, "qty": range(1, 21)})
    found = quality(frame).finding("table.price.unit_price")
    assert (found.positions.tolist(), found.certain) == ([19], certain)


def test_without_a_unit_no_price_is_accused_on_a_guess() -> None:
    frame = pd.DataFrame({"item": ["tea"] * 20, "price": [3.0] * 19 + [30.0], "qty": range(1, 21)})
    assert not quality(frame).finding("table.price.unit_price").certain
