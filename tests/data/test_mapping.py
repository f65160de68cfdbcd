from pathlib import Path

import pytest

from kpilab.data.mapping import From, read_mapping
from kpilab.errors import DataError, MappingError


def written(folder: Path, text: str) -> Path:
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mapping_says_names_and_how_cells_are_written(tmp_path: Path) -> None:
    found = read_mapping(
        written(
            tmp_path,
            """
            money = "whole"
            encoding = "gb18030"
            [tables]
            orders = "t_order"
            stock = ""
            returns = false
            [columns.orders]
            order_id = "单号"
            paid_at = ""
            channel = { value = "shop" }
            paid_cents = { sum = "金额" }
            [reading.orders]
            dates = { paid_at = "%d/%m/%Y" }
            rows = "distinct"
            """,
        )
    )
    assert (found.tables, found.absent, found.encoding) == ({"orders": "t_order"}, {"returns"}, "gb18030")
    assert found.columns["orders"] == {
        "order_id": From("column", "单号"),
        "channel": From("value", "shop"),
        "paid_cents": From("sum", "金额"),
    }
    orders, others = found.reading("orders"), found.reading("order_lines")
    assert (orders.money, orders.dates, orders.distinct) == ("whole", {"paid_at": "%d/%m/%Y"}, True)
    assert (others.money, others.distinct) == ("whole", False)


def test_everything_that_is_not_understood_is_told_at_once(tmp_path: Path) -> None:
    text = """
        mony = "whole"
        decimal = ";"
        encoding = "klingon"
        [tables]
        ordrs = "t_order"
        stock = 3
        [columns]
        staff = "x"
        [columns.orders]
        order_id = 7
        paid_at = { sum = 3 }
        [reading.orders]
        money = "yuan"
        dates = 5
        row = "distinct"
    """
    with pytest.raises(MappingError) as error:
        read_mapping(written(tmp_path, text))
    said = "\n".join(error.value.problems)
    for part in (
        "at the top: 'mony' is not known. Did you mean 'money'?",
        'decimal is \';\'; write one of ".", ","',
        "encoding 'klingon' is not known",
        "[tables]: 'ordrs' is not known. Did you mean 'orders'?",
        "[tables] stock: write the name of your table in quotes",
        "columns staff must be a section: write [columns.staff]",
        "[columns.orders] order_id: write the name of your column",
        "[columns.orders] paid_at: sum must be the name of a column",
        '[reading.orders]: money is \'yuan\'; write one of "whole", "cents"',
        "[reading.orders] dates: write a form such as",
        "[reading.orders]: 'row' is not known. Did you mean 'rows'?",
    ):
        assert part in said
    assert len(error.value.problems) == 11


def test_what_is_no_toml_and_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="is not TOML"):
        read_mapping(written(tmp_path, "orders: t_order"))
    with pytest.raises(DataError, match=r"There is no mapping .*gone\.toml; --new-mapping"):
        read_mapping(tmp_path / "gone.toml")
    with pytest.raises(DataError, match="cannot be read"):
        read_mapping(tmp_path)
    with pytest.raises(MappingError, match="columns must be a section"):
        read_mapping(written(tmp_path, 'columns = "x"'))
