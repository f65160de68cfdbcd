"""LibreOffice reckons the three KPIs anew from the rows alone, and every number is Python's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest
from openpyxl import load_workbook

from kpilab.chapters.c07_excel_crm_python.three_kpis import by_pandas
from kpilab.chapters.c07_excel_crm_python.workbook import write_workbook
from kpilab.data.load import load

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None and "CI" not in os.environ, reason="LibreOffice is not installed; on CI its absence is a failure"
)


def test_a_spreadsheet_program_reckons_the_same(tmp_path: Path) -> None:
    assert SOFFICE is not None, "CI has no LibreOffice: install libreoffice-calc"
    data = load("sales_team")
    ours, bare = write_workbook(tmp_path / "ours.xlsx", data), tmp_path / "bare.xlsx"
    with ZipFile(ours) as old, ZipFile(bare, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", old.read(name)))
    options = [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([SOFFICE, *options, "--outdir", str(tmp_path / "theirs"), str(bare)], check=True, timeout=600)
    page = load_workbook(tmp_path / "theirs" / "bare.xlsx", data_only=True)["KPIs"]
    expected = by_pandas(data)
    lines = [[cell.value for cell in row[:4]] for row in page.iter_rows(min_row=5, max_row=4 + len(expected))]
    found = pd.DataFrame(lines, columns=["staff_id", *expected.columns]).set_index("staff_id").replace("", None)
    pd.testing.assert_frame_equal(found.astype("float64"), expected, check_index_type=False, rtol=1e-13)
