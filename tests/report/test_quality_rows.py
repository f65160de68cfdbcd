from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from kpilab.data.quality import quality
from kpilab.data.quality.fix_file import read_fixes
from kpilab.errors import DataError
from kpilab.report.quality_kpis import quality_kpis
from kpilab.report.quality_rows import finding_rows, write_rows, write_tables
from kpilab.report.quality_run import QualityAsked, run_quality

DANGER = '=HYPERLINK("http://x","y")'


def shop() -> pd.DataFrame:
    """Forty sales; two without a quantity, one item in another writing."""
    items = [DANGER] * 39 + [f"{DANGER} "]
    return pd.DataFrame({"receipt_no": range(1, 41), "item": items, "qty": [3] * 38 + [None, None]})


def test_one_line_for_each_row_of_each_finding() -> None:
    rows = finding_rows(quality(shop()))
    assert rows[["row", "column", "what"]].values.tolist() == [
        [40, "item", "defect"], [39, "qty", "look"], [40, "qty", "look"],
    ]  # fmt: skip
    assert rows["key"].tolist() == ["receipt_no 40", "receipt_no 39", "receipt_no 40"]


def test_nothing_runs_in_a_spreadsheet(tmp_path: Path) -> None:
    result = quality(shop())
    written = pd.read_csv(write_rows(result, tmp_path / "rows.csv"))
    assert written["cell"].iloc[0].startswith("'=HYPERLINK")
    sheet = load_workbook(write_rows(result, tmp_path / "rows.xlsx")).active
    assert (sheet["I2"].value, sheet["I2"].data_type) == (f"{DANGER} ", "s")
    with pytest.raises(DataError, match="ends in none of"):
        write_rows(result, tmp_path / "rows.txt")


def test_from_the_fixes_offered_to_mended_tables(tmp_path: Path) -> None:
    path, said = tmp_path / "shop.csv", []
    shop().to_csv(path, index=False)
    run_quality(QualityAsked(str(path), log=tmp_path / "fixes.toml"), say=said.append)
    log = tmp_path / "fixes.toml"
    assert read_fixes(log).taken == ()
    text = log.read_text(encoding="utf-8").replace('taken = false\nwho = ""', 'taken = true\nwho = "Ann"')
    log.write_text(text, encoding="utf-8")
    result = run_quality(QualityAsked(str(path), apply=log, out=tmp_path / "mended"), say=said.append)
    mended = pd.read_csv(tmp_path / "mended" / "shop.csv")
    assert mended["item"].unique().tolist() == [f"'{DANGER}"]
    assert all(not check.certain for check in result.found)
    assert "1 fix made, 1 table written" in said[-1]
    with pytest.raises(DataError, match="say with --apply"):
        run_quality(QualityAsked(str(path), out=tmp_path), say=said.append)
    with pytest.raises(DataError, match="holds the data themselves"):
        run_quality(QualityAsked(str(path), apply=log, out=tmp_path, force=True), say=said.append)
    with pytest.raises(DataError, match="would be written over"):
        run_quality(QualityAsked(str(path), rows=path, force=True), say=said.append)
    with pytest.raises(DataError, match=r"holds shop\.csv already"):
        run_quality(QualityAsked(str(path), apply=log, out=tmp_path / "mended"), say=said.append)


def test_mended_tables_appear_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to_csv, written = pd.DataFrame.to_csv, []

    def stopped_at_the_second(frame: pd.DataFrame, path: Path, **more: object) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(path)
        to_csv(frame, path, **more)

    monkeypatch.setattr(pd.DataFrame, "to_csv", stopped_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        write_tables({"may": shop(), "june": shop()}, tmp_path / "mended")
    assert (len(written), list((tmp_path / "mended").iterdir())) == (1, [])


def test_sheets_whose_names_a_disk_takes_for_one_get_a_file_each(tmp_path: Path) -> None:
    paths = write_tables({"A/B": shop(), "a_b": shop(), "..": shop()}, tmp_path)
    assert [path.name for path in paths] == ["A_B.csv", "a_b (2).csv", "_.csv"]


def test_the_kpis_are_the_scores_of_the_report() -> None:
    days = pd.date_range("2025-01-01", periods=40)
    frame = shop().assign(day=days, logged_on=[day + pd.Timedelta(days=n % 4) for n, day in enumerate(days)])
    result = quality(frame)
    kpis = quality_kpis(result, day=date(2025, 6, 1)).set_index("kpi")
    # 5 required columns of 40 cells, 2 of them empty
    assert kpis.loc["data_completeness", ["numerator", "denominator"]].tolist() == [198, 200]
    assert kpis.loc["data_completeness", "value"] == result.scores["completeness"]
    # every fourth is logged three days later, and two are allowed
    assert kpis.loc["report_timeliness", ["numerator", "denominator"]].tolist() == [30, 40]
    assert kpis.loc["report_timeliness", "value"] == result.scores["timeliness"]


def test_accuracy_is_measured_against_the_audited_version() -> None:
    recorded = pd.DataFrame({"receipt_no": range(1, 11), "qty": [1] * 10, "price": [5.0] * 9 + [50.0]})
    audited = recorded.assign(qty=[2] + [1] * 9, price=[5.0] * 10).head(8)
    kpis = quality_kpis(quality(recorded), day=date(2025, 6, 1), audited=quality(audited)).set_index("kpi")
    # eight receipts of two fields were compared; one quantity was wrong, the wrong price was not looked at
    assert kpis.loc["data_accuracy", ["numerator", "denominator"]].tolist() == [15, 16]
