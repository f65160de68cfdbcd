from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from kpilab.course.answers import Refused, plain
from kpilab.course.plain_data import PlainTable


class LyingFrame(pd.DataFrame):
    """Holds 1 and 2, and claims whatever is wanted."""

    @property
    def columns(self):
        return pd.Index(["right"])

    def __getitem__(self, key):
        return pd.Series([9, 9])

    def __len__(self) -> int:
        return 9

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("no")

    def equals(self, other: object) -> bool:
        return True

    __eq__ = equals
    __hash__ = None

    def to_numpy(self, *_args: object, **_options: object) -> np.ndarray:
        return np.array([[9], [9]])


class LyingSeries(pd.Series):
    def __getitem__(self, key):
        return 9

    @property
    def array(self):
        return np.array([9, 9])

    def tolist(self) -> list[int]:
        return [9, 9]


class LyingArray(np.ndarray):
    def __getitem__(self, key):
        return 9

    def tolist(self) -> list[int]:
        return [9, 9]

    def astype(self, *_args: object, **_options: object) -> np.ndarray:
        return np.array([9, 9])


def table(answer: object) -> PlainTable:
    found = plain(answer)
    assert isinstance(found, PlainTable), found
    return found


def cells(answer: object) -> list[list[object]]:
    return [column.tolist() for column in table(answer).data]


def test_lying_frame_is_read_past_its_lies() -> None:
    found = table(LyingFrame({"a": [1, 2]}))
    assert found.columns == ("a",)
    assert found.data[0].tolist() == [1, 2]


def test_lying_series_and_array_are_read_past_their_lies() -> None:
    assert cells(LyingSeries([1, 2])) == [[1, 2]]
    assert plain(np.array([1, 2]).view(LyingArray)) == [1, 2]


def test_object_that_imitates_a_frame_is_refused() -> None:
    class Imitation:
        __module__ = "pandas"
        __qualname__ = "DataFrame"

        def __narwhals_dataframe__(self) -> object:
            return self

        def to_pandas(self) -> pd.DataFrame:
            return pd.DataFrame({"a": [1]})

        def __len__(self) -> int:
            return 1

    assert isinstance(plain(Imitation()), Refused)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pd.Series([1, 2], dtype="int8"), [1, 2]),
        (pd.Series([1, 2], dtype="Int64"), [1, 2]),
        (pd.Series([0.5, 1.5], dtype="float32"), [0.5, 1.5]),
        (pd.Series([True, False]), [1, 0]),
        (pd.Series(["a", "b"], dtype="str"), ["a", "b"]),
        (pd.Series(["a", "b"], dtype=object), ["a", "b"]),
        (pd.Series(["a", "b"], dtype="category"), ["a", "b"]),
        (pd.Series([3, 4], dtype="category"), [3, 4]),
        (pd.Series(["a", None], dtype="str"), ["a", None]),
        (pd.Series(["a", None], dtype="category"), ["a", None]),
        (pd.to_datetime(pd.Series(["2025-05-01", None])), ["2025-05-01", None]),
        (pd.Series(pd.period_range("2025-05", periods=2, freq="M")), ["2025-05", "2025-06"]),
        (pd.Series([1, 2], dtype="int64[pyarrow]"), [1, 2]),
    ],
)
def test_width_and_dtype_do_not_matter(column: pd.Series, expected: list[object]) -> None:
    assert cells(column) == [expected]


def test_missing_in_a_nullable_column_is_nan() -> None:
    [found] = cells(pd.Series([1, None], dtype="Int64"))
    assert found[0] == 1.0
    assert np.isnan(found[1])


def test_index_labels_are_kept_and_a_plain_count_is_not() -> None:
    frame = pd.DataFrame({"store": ["A", "B"], "month": [1, 2], "sales": [3.0, 4.0]})
    assert table(frame).index == ()
    levels = table(frame.set_index(["store", "month"])).index
    assert [(name, labels.tolist()) for name, labels in levels] == [("store", ["A", "B"]), ("month", [1, 2])]


@pytest.mark.parametrize(
    "answer",
    [
        pa.table({"a": [1, 2]}),
        nw.from_native(pd.DataFrame({"a": [1, 2]})),
        pa.record_batch({"a": [1, 2]}),
        np.array([(1,), (2,)], dtype=[("a", "i4")]),
    ],
)
def test_tables_of_other_libraries_are_read(answer: object) -> None:
    found = table(answer)
    assert found.columns == ("a",)
    assert found.data[0].tolist() == [1, 2]


def test_arrow_scalar_is_its_number() -> None:
    assert plain(pa.scalar(0.4)) == 0.4


def test_lazy_table_is_told_to_be_collected() -> None:
    found = plain(nw.from_native(pd.DataFrame({"a": [1]})).lazy())
    assert isinstance(found, Refused)
    assert "Collect it" in found.reason


def test_cell_with_an_object_is_refused() -> None:
    assert isinstance(plain(pd.DataFrame({"a": [object(), 1]})), Refused)
    assert isinstance(plain(pd.DataFrame({"a": [[1], 1]})), Refused)


def test_masked_value_is_missing() -> None:
    found = plain(np.ma.masked_array([1.0, 2.0], mask=[True, False]))
    assert isinstance(found, list)
    assert str(found) == "[nan, 2.0]"


def test_three_dimensions_are_refused() -> None:
    assert isinstance(plain(np.zeros((2, 2, 2))), Refused)


def test_array_of_rows_and_columns_is_a_table() -> None:
    assert cells(np.array([[1, 2], [3, 4]])) == [[1, 3], [2, 4]]
