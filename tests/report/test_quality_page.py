from pathlib import Path

import pandas as pd
import pytest

from kpilab.data.quality import quality
from kpilab.errors import DataError
from kpilab.i18n import PSEUDO, speaking
from kpilab.report.quality_page import quality_page, write_quality_page


def shop(**changed: object) -> pd.DataFrame:
    """Forty sales of one cup at 22; the last is entered with the wrong sum: 21 too much."""
    amounts = [22.0] * 39 + [43.0]
    columns = {"receipt_no": range(1, 41), "item": ["Cup"] * 40, "qty": [1] * 40, "price": [22.0] * 40}
    return pd.DataFrame({**columns, "amount": amounts, **changed})


def test_the_page_tells_the_rule_the_cost_and_the_row() -> None:
    page = quality_page(quality(shop()))
    for told in ("amount is qty × price.", "21.00", "1 row", "<td>40</td>", "Write what the row comes to."):
        assert told in page
    assert page.count("<article") == 1
    assert 'role="img" aria-label="Consistency: 97.5 % in order"' in page


def test_cells_are_shown_and_never_run() -> None:
    nasty = "<script>alert(1)</script>"
    page = quality_page(quality(shop(item=[nasty] * 39 + [f" {nasty.upper()}"])))
    assert "<script" not in page.lower()
    assert "&lt;SCRIPT&gt;" in page


def test_data_in_order_are_said_to_be() -> None:
    page = quality_page(quality(shop(amount=[22.0] * 40)))
    assert "No rule is broken for certain." in page
    assert "<article" not in page


def test_data_without_a_row_are_not_praised() -> None:
    page = quality_page(quality(shop().head(0)))
    assert "There is not a row to look at" in page
    assert "use the data" not in page


def test_the_list_of_all_says_what_to_do() -> None:
    page = quality_page(quality(shop()))
    assert page.count("One of the three is wrong: look at the receipt.") == 2


def test_a_page_that_is_stopped_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")

    def stopped(draft: Path, *_more: object, **_named: object) -> int:
        with draft.open("w", encoding="utf-8") as file:
            file.write("<!doc")
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_quality_page(quality(shop()), path, force=True)
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("page.html", "old")]


def test_one_kind_of_defect_is_told_once() -> None:
    page = quality_page(quality({"may": shop(), "june": shop()}))
    assert page.count("<article") == 1
    assert "The same elsewhere:" in page


def test_a_page_that_is_there_is_left(tmp_path: Path) -> None:
    result, path = quality(shop()), tmp_path / "page.html"
    assert write_quality_page(result, path).read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(DataError, match="is there already"):
        write_quality_page(result, path)
    assert write_quality_page(result, path, force=True) == path
    with pytest.raises(DataError, match=r"does not end in \.html"):
        write_quality_page(result, tmp_path / "page.pdf")


def test_every_sentence_can_be_translated() -> None:
    with speaking(PSEUDO):
        page = quality_page(quality(shop()))
    assert "⟦" in page
    assert "amount is" not in page
