"""Defects planted from a seed into clean data: each is found in its rows, and nothing else is called certain."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from kpilab import worlds
from kpilab.data.load import Tables, load
from kpilab.data.quality import Quality, quality

ORDERS = 2_000
Frames = dict[str, pd.DataFrame]
Change = Callable[[pd.Series], object]
Planted = tuple[str, str, list[int]]
"""The table, the finding's id and the positions of the rows that it should name."""


@pytest.fixture(scope="module")
def clean() -> Frames:
    """The chain's first orders with all that they refer to."""
    chain = load("retail_chain")
    frames = {name: chain[name] for name in ("stores", "staff", "products", "customers")}
    frames |= {name: chain[name].head(ORDERS) for name in ("orders", "stock", "surveys")}
    for name in ("order_lines", "returns"):
        frames[name] = chain[name][chain[name]["order_id"].isin(frames["orders"]["order_id"])].reset_index(drop=True)
    return frames


def looked_over(frames: Frames) -> Quality:
    return quality(Tables("retail_chain", frames))


def some(rng: np.random.Generator, rows: np.ndarray, n: int = 5) -> list[int]:
    return sorted(rng.choice(rows, size=n, replace=False).tolist())


def with_cells(
    frames: Frames, table: str, column: str, rows: list[int], change: Callable[[pd.Series], object]
) -> Frames:
    frame = frames[table].copy()
    cells = frame[column].copy()
    changed = change(cells.iloc[rows])
    if cells.dtype.kind in "iu" and pd.Series(changed).isna().any():
        cells = cells.astype("Int64")
    cells.iloc[rows] = changed
    return {**frames, table: frame.assign(**{column: cells})}


def blank(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.arange(ORDERS))
    return with_cells(frames, "orders", "channel", rows, lambda cells: [None] * len(cells)), (
        "orders", "orders.channel.missing", rows,
    )  # fmt: skip


def word_for_missing(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.flatnonzero(frames["orders"]["customer_id"].notna()))
    return with_cells(frames, "orders", "customer_id", rows, lambda cells: ["n/a", "-", "未知", "N/A", "?"]), (
        "orders", "orders.customer_id.missing_word", rows,
    )  # fmt: skip


def no_such_year(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.arange(len(frames["surveys"])))
    return with_cells(
        frames, "surveys", "answered_on", rows, lambda cells: [day.replace(year=2202) for day in cells]
    ), ("surveys", "surveys.answered_on.impossible_year", rows)


def before_ordered(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.flatnonzero(frames["orders"]["paid_at"].notna()))
    return with_cells(frames, "orders", "paid_at", rows, lambda cells: cells - pd.Timedelta(days=300)), (
        "orders", "orders.paid_at.before", rows,
    )  # fmt: skip


def negative_stock(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.arange(len(frames["stock"])))
    return with_cells(frames, "stock", "units", rows, lambda cells: -1 - cells), ("stock", "stock.units.negative", rows)


def cents_for_units(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.arange(len(frames["order_lines"])), 4)
    return with_cells(frames, "order_lines", "unit_price_cents", rows, lambda cells: cells * 100), (
        "order_lines", "order_lines.unit_price_cents.unit_price", rows,
    )  # fmt: skip


def dozens_for_pieces(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.arange(len(frames["order_lines"])), 4)
    return with_cells(frames, "order_lines", "unit_price_cents", rows, lambda cells: cells * 12), (
        "order_lines", "order_lines.unit_price_cents.unit_price", rows,
    )  # fmt: skip


def rows_twice(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    lines = frames["order_lines"]
    again = lines.iloc[some(rng, np.arange(len(lines)))]
    return {**frames, "order_lines": pd.concat([lines, again], ignore_index=True)}, (
        "order_lines", "order_lines.duplicate_row", list(range(len(lines), len(lines) + 5)),
    )  # fmt: skip


def one_key_for_two(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.arange(1, len(frames["surveys"])), 1)
    before = frames["surveys"]["survey_id"].iloc[rows[0] - 1]
    return with_cells(frames, "surveys", "survey_id", rows, lambda cells: [before]), (
        "surveys", "surveys.survey_id.same_key", rows,
    )  # fmt: skip


def other_writing(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.arange(len(frames["products"])), 3)
    frame = frames["products"]
    category = frame["category"].copy()
    category.iloc[rows] = [f" {text.upper()}" for text in category.iloc[rows]]
    return {**frames, "products": frame.assign(category=category)}, ("products", "products.category.writing", rows)


def not_allowed(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.arange(ORDERS))
    return with_cells(frames, "orders", "channel", rows, lambda cells: ["fax"] * len(cells)), (
        "orders", "orders.channel.not_allowed", rows,
    )  # fmt: skip


def orphans(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.arange(len(frames["returns"])), 3)
    return with_cells(frames, "returns", "order_id", rows, lambda cells: cells + 5_000_000), (
        "returns", "returns.order_id.orphan", rows,
    )  # fmt: skip


def wrong_sum(frames: Frames, rng: np.random.Generator) -> tuple[Frames, Planted]:
    rows = some(rng, np.flatnonzero(frames["orders"]["paid_at"].notna()))
    return with_cells(frames, "orders", "paid_cents", rows, lambda cells: cells + 700), (
        "orders", "orders.paid_cents.order_sum", rows,
    )  # fmt: skip


PLANTERS = (
    blank, word_for_missing, no_such_year, before_ordered, negative_stock, cents_for_units, dozens_for_pieces,
    rows_twice, one_key_for_two, other_writing, not_allowed, orphans, wrong_sum,
)  # fmt: skip
FOLLOWS = {
    "cents_for_units": {"orders.paid_cents.order_sum"},
    "dozens_for_pieces": {"orders.paid_cents.order_sum"},
    "rows_twice": {"orders.paid_cents.order_sum", "orders.discount_cents.order_sum"},
    "word_for_missing": {"orders.customer_id.orphan"},
    "not_allowed": set(),
}
"""What else is wrong once this is: a line that is there twice makes its order's sum wrong."""


@pytest.mark.parametrize("plant", PLANTERS, ids=lambda plant: plant.__name__)
@pytest.mark.parametrize("drawn", [1, 2, 3])
def test_what_is_planted_is_found_in_its_rows_and_nothing_else(
    clean: Frames, plant: Callable[[Frames, np.random.Generator], tuple[Frames, Planted]], drawn: int
) -> None:
    frames, (table, finding, rows) = plant(clean, np.random.default_rng(drawn))
    found = looked_over(frames)
    assert found.finding(finding).positions.tolist() == rows
    assert found.finding(finding).certain
    alarms = {check.id for check in found.found if check.certain} - {finding}
    assert alarms <= FOLLOWS.get(plant.__name__, set())
    assert len(found.rows(finding)) == len(rows)
    assert table == found.finding(finding).table


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_standard_data_break_no_rule_for_certain(name: str) -> None:
    assert [check.id for check in quality(name).found if check.certain] == []


def test_the_costs_are_the_money_that_was_planted(clean: Frames) -> None:
    lines = clean["order_lines"]
    twice = pd.concat([lines, lines.iloc[[3]]], ignore_index=True)
    cost = looked_over({**clean, "order_lines": twice}).finding("order_lines.duplicate_row").cost_cents
    row = lines.iloc[3]
    assert cost == row["qty"] * row["unit_price_cents"] - row["discount_cents"]
    wrong = clean["orders"].assign(paid_cents=clean["orders"]["paid_cents"].where(clean["orders"].index != 0, 1))
    found = looked_over({**clean, "orders": wrong}).finding("orders.paid_cents.order_sum")
    assert found.cost_cents == clean["orders"]["paid_cents"].iloc[0] - 1
