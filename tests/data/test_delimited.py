from pathlib import Path

import pytest

from kpilab.data.delimited import CsvTable, encoding_of
from kpilab.errors import DataError

TEXT = "单号,门店\nT1,上海南京路\nT2,北京\n"


def table(folder: Path, content: bytes, given: str | None = None) -> CsvTable:
    path = folder / "june.csv"
    path.write_bytes(content)
    return CsvTable("june", path, given)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_what_it_is_encoded_in_is_seen(tmp_path: Path, encoding: str) -> None:
    found = table(tmp_path, TEXT.encode(encoding))
    assert found.columns == ("单号", "门店")
    assert found.read(["门店"])["门店"].tolist() == ["上海南京路", "北京"]


def test_a_yen_sign_of_four_bytes_does_not_hide_chinese(tmp_path: Path) -> None:
    found = table(tmp_path, ("门店,价\n" + "上海,¥3\n" * 20).encode("gb18030"))
    assert found.encoding == "gb18030"


def test_letters_of_the_west_are_not_taken_for_chinese(tmp_path: Path) -> None:
    found = table(tmp_path, "store,city\n1,Orléans\n2,Köln\n3,Málaga\n".encode("cp1252"))
    assert found.read(["city"])["city"].tolist() == ["Orléans", "Köln", "Málaga"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_columns_is_seen(tmp_path: Path, mark: str) -> None:
    content = f'"order, paid"{mark}day\n7{mark}"a{mark}b"\n'.encode()
    assert table(tmp_path, content).read(["order, paid", "day"]).values.tolist() == [["7", f"a{mark}b"]]


def test_empty_cells_and_short_lines_are_kept_in_their_rows(tmp_path: Path) -> None:
    found = table(tmp_path, b"a,b\n1,\n\n2\n3,4\n").read(["b", "a"])
    assert found["a"].fillna("").tolist() == ["1", "", "2", "3"]
    assert found["b"].fillna("").tolist() == ["", "", "", "4"]


@pytest.mark.parametrize(
    ("content", "given", "said"),
    [
        (b"", None, "june.csv is empty"),
        (b"a,b\n1,2,3\n", None, "more cells than the first line has names"),
        (b"a,b\n1,2\n1,2,3\n", None, "line 3 has 3 cells where 2 were expected"),
        ("门店\n".encode("gb18030"), "ascii", "encoding ascii"),
        (b"a,b\n1,2\n", "klingon", "encoding klingon"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, content: bytes, given: str | None, said: str) -> None:
    found = table(tmp_path, content, given)
    with pytest.raises(DataError, match=said):
        found.read(found.columns[:1])


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        encoding_of(tmp_path / "gone.csv")
