"""Whatever bytes a file holds, a reader hands over a table or says in a sentence why not, and leaves the file alone."""

from contextlib import suppress
from datetime import date, datetime
from functools import cache
from io import BytesIO

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kpilab.data.load import load
from kpilab.data.opening import InMemory, open_data
from kpilab.errors import KpilabError

BOUNDED = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
HEAD = "survey_id,store_id,answered_on,score,wait_minutes\n"
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "S1", "2025-05-31", "31.05.2025", "1.234,56", "1,5", "4", "-7", "1e400", "nan", "inf", '"']),
    st.sampled_from(["\x00", "=1+1", "２", "9" * 40, "2025-02-31", "0000-00-00", "24:00", "\ud7ff"]),
)


def read_or_told(path):
    """What a person meets who loads the file, and who opens it for measuring: tables, or one of our sentences."""
    before = path.read_bytes()
    for read in (lambda: load(path, merchant="retail_chain"), lambda: every_cell(path)):
        with suppress(KpilabError):
            read()
    assert path.read_bytes() == before


def every_cell(path):
    for table in open_data(str(path)).tables.values():
        reader: InMemory = table  # type: ignore[assignment]
        reader.read(table.columns)


@BOUNDED
@given(st.binary(max_size=400))
def test_any_bytes_as_a_csv_file(tmp_path, content):
    file = tmp_path / "surveys.csv"
    file.write_bytes(content)
    read_or_told(file)


@BOUNDED
@given(
    st.lists(st.lists(CELLS, max_size=7), max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_any_cells_below_the_right_heading(tmp_path, rows, separator, encoding):
    text = HEAD.replace(",", separator) + "\n".join(separator.join(row) for row in rows)
    file = tmp_path / "surveys.csv"
    file.write_bytes(text.encode(encoding, errors="replace"))
    read_or_told(file)


@cache
def good(ending):
    frame = pd.DataFrame(
        {
            "survey_id": [1, 2],
            "store_id": ["S1", "S2"],
            "answered_on": pd.to_datetime(["2025-05-01", "2025-05-02"]),
            "score": [4, 5],
            "wait_minutes": [1.5, 2.0],
        }
    )
    into = BytesIO()
    frame.to_excel(into, index=False) if ending == "xlsx" else frame.to_parquet(into, index=False)
    return into.getvalue()


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
@BOUNDED
@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6), st.floats(0.05, 1))
def test_any_damage_to_a_good_file(tmp_path, ending, hits, kept):
    content = bytearray(good(ending))
    for place, value in hits:
        content[int(place * len(content))] = value
    file = tmp_path / f"surveys.{ending}"
    file.write_bytes(content[: max(1, int(kept * len(content)))])
    read_or_told(file)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8).filter(lambda text: text.isprintable()),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)), st.datetimes(datetime(1900, 3, 1), datetime(2262, 1, 1)),
)  # fmt: skip


@settings(BOUNDED, max_examples=25)
@given(st.lists(st.lists(VALUES, min_size=5, max_size=5), max_size=5))
def test_any_values_in_a_sheet(tmp_path, rows):
    book = Workbook()
    sheet = book.active
    for row in [HEAD.strip().split(","), *rows]:
        sheet.append([None if isinstance(cell, float) and cell != cell else cell for cell in row])
    book.save(tmp_path / "surveys.xlsx")
    read_or_told(tmp_path / "surveys.xlsx")
