from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from kpilab.errors import DataError
from kpilab.report.measured_file import check_out, write_measured

TABLE = pd.DataFrame({"store": ["南京路", "北京"], "kpi": ["gmv_paid"] * 2, "value": [1 / 3, float("nan")]})


@pytest.mark.parametrize(
    ("ending", "read"), [(".csv", pd.read_csv), (".xlsx", pd.read_excel), (".parquet", pd.read_parquet)]
)
def test_numbers_are_written_raw(tmp_path: Path, ending: str, read: object) -> None:
    path = write_measured(TABLE, tmp_path / f"out{ending}")
    pd.testing.assert_frame_equal(read(path), TABLE, check_dtype=False)  # type: ignore[operator]
    assert list(tmp_path.iterdir()) == [path]


def test_a_workbook_keeps_its_headings_in_sight(tmp_path: Path) -> None:
    sheet = load_workbook(write_measured(TABLE, tmp_path / "out.xlsx"))["measured"]
    assert sheet.freeze_panes == "A2"


def test_a_workbook_shows_each_number_in_its_unit(tmp_path: Path) -> None:
    kpis = ["return_rate", "order_count", "gmv_paid", "csat_top2"]
    table = pd.DataFrame({"kpi": kpis, "value": [0.125, 1380.0, 27945.5, float("nan")]})
    sheet = load_workbook(write_measured(table, tmp_path / "out.xlsx"))["measured"]
    cells = [sheet.cell(row, 2) for row in (2, 3, 4, 5)]
    assert [cell.value for cell in cells] == [0.125, 1380, 27945.5, None]
    assert [cell.number_format for cell in cells[:3]] == ["0.0%", "#,##0", "#,##0.00"]


def test_what_cannot_be_written_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    (tmp_path / "june.csv").write_text("mine")
    with pytest.raises(DataError, match="--force"):
        check_out(tmp_path / "june.csv")
    check_out(tmp_path / "june.csv", force=True)
    with pytest.raises(DataError, match=r"none of \.csv, \.xlsx, \.parquet"):
        check_out(tmp_path / "june.doc")
    with pytest.raises(DataError, match="There is no folder"):
        check_out(tmp_path / "gone" / "june.csv")


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_file_appears_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    (tmp_path / "june.csv").write_text("mine")

    def stopped(_table: pd.DataFrame, path: Path, **_options: object) -> None:
        Path(path).write_text("half")
        raise fault

    monkeypatch.setattr(pd.DataFrame, "to_csv", stopped)
    with pytest.raises((KeyboardInterrupt, DataError)):
        write_measured(TABLE, tmp_path / "june.csv")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_store_that_is_called_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    table = pd.DataFrame({"store": ['=HYPERLINK("http://x","pay")'], "kpi": ["gmv_paid"], "value": [1.0]})
    sheet = load_workbook(write_measured(table, tmp_path / "out.xlsx"))["measured"]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", '=HYPERLINK("http://x","pay")')
    assert "\"'=HYPERLINK" in write_measured(table, tmp_path / "out.csv").read_text("utf-8-sig")
