"""Twelve KPIs by month and region over millions of order lines: `measure` beside the best query written by hand.

Run it with a Python that has kpilab and its extra `scale`: ``python benchmarks/engine.py [--rows 10000000]``. The
script draws the tables from a seed, lets each side run in processes of its own, turn by turn, and prints the quickest
run and the greatest memory of each, their ratios, and that the two sides' numbers agree. ``--linear`` goes on from 1 to
100 million rows on DuckDB under a memory limit of 4 GiB. Neither side looks whether keys are unique, but for the line
that says so.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

KPIS = (
    "net_sales",
    "gmv_paid",
    "units_sold",
    "order_count",
    "avg_order_value",
    "items_per_order",
    "price_per_unit",
    "discount_share",
    "gross_margin",
    "gross_margin_rate",
    "spend_per_buyer",
    "repeat_purchase_rate",
)
BY = ("month", "region")
TABLES = ("orders", "order_lines", "returns", "products", "stores")
CHUNK = 2_500_000
LINES_AN_ORDER, RETURNED = 2.5, 0.03
STORES, PRODUCTS, REGIONS = 200, 5_000, ("north", "east", "south", "west")
LIMIT = "4GiB"


# --- the tables


def write(rows: int, folder: Path) -> None:
    """The tables of a merchant with about `rows` order lines, as Parquet, a chunk at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20_250_101)
    stores = {"store_id": np.arange(STORES), "region": np.array(REGIONS)[np.arange(STORES) % len(REGIONS)]}
    products = {"product_id": np.arange(PRODUCTS), "cost_cents": rng.integers(100, 5_000, PRODUCTS)}
    for name, columns in {"stores": stores, "products": products}.items():
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    writers: dict[str, pq.ParquetWriter] = {}
    first = 0
    for start in range(0, rows, CHUNK):
        count = min(CHUNK, rows - start)
        orders = max(1, int(count / LINES_AN_ORDER))
        for name, columns in _chunk(rng, first, orders, count, people=max(1, rows // 20)).items():
            table = pa.table(columns)
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema)
            writers[name].write_table(table)
        first += orders
    for writer in writers.values():
        writer.close()


def _chunk(rng: np.random.Generator, first: int, orders: int, lines: int, *, people: int) -> dict[str, dict[str, Any]]:
    of = np.sort(np.concatenate([np.arange(orders), rng.integers(0, orders, lines - orders)])) + first
    starts = np.concatenate([[0], np.flatnonzero(np.diff(of)) + 1])
    line_no = np.arange(lines) - np.repeat(starts, np.diff([*starts, lines])) + 1
    qty, price = rng.integers(1, 6, lines), rng.integers(200, 20_000, lines)
    discount = rng.integers(0, 4, lines) * 25
    net = qty * price - discount
    paid = np.datetime64("2024-01-01", "us") + rng.integers(0, 731 * 86_400, orders).astype("timedelta64[s]")
    customer = rng.integers(0, people, orders)
    back = np.flatnonzero(rng.random(lines) < RETURNED)
    booked = paid[of[back] - first].astype("datetime64[D]") + rng.integers(1, 40, len(back)).astype("timedelta64[D]")
    return {
        "orders": {
            "order_id": np.arange(orders) + first,
            "store_id": rng.integers(0, STORES, orders),
            "customer_id": pa.array(customer, mask=rng.random(orders) < 0.2),
            "paid_at": pa.array(paid, mask=rng.random(orders) < 0.02),
            "discount_cents": rng.integers(0, 5, orders) * 100,
            "paid_cents": np.add.reduceat(net, starts),
        },
        "order_lines": {
            "order_id": of,
            "line_no": line_no,
            "product_id": rng.integers(0, PRODUCTS, lines),
            "qty": qty,
            "unit_price_cents": price,
            "discount_cents": discount,
        },
        "returns": {
            "order_id": of[back],
            "line_no": line_no[back],
            "qty": np.ones(len(back), dtype=np.int64),
            "refund_cents": price[back],
            "returned_on": booked.astype("datetime64[us]"),
        },
    }


# --- the tables on each engine


def in_pandas(folder: Path) -> dict[str, Any]:
    return {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}


def in_polars(folder: Path) -> dict[str, Any]:
    import polars as pl

    return {name: pl.scan_parquet(folder / f"{name}.parquet") for name in TABLES}


def in_duckdb(folder: Path) -> dict[str, Any]:
    import duckdb

    duckdb.execute(f"SET memory_limit = '{LIMIT}'")
    duckdb.execute(f"SET temp_directory = '{folder / 'spill'}'")
    return {name: duckdb.read_parquet(str(folder / f"{name}.parquet")) for name in TABLES}


# --- the same numbers, written by hand


def by_hand_in_pandas(data: dict[str, Any]) -> pd.DataFrame:
    keys = ["month", "region"]
    orders = data["orders"]
    orders = orders[orders["paid_at"].notna()].merge(data["stores"], on="store_id")
    # Months as numbers: several times quicker than periods.
    paid = orders["paid_at"]
    orders = orders.assign(month=paid.dt.year * 12 + paid.dt.month - 1, day=paid.dt.floor("D"))
    of_orders = orders.groupby(keys).agg(
        paid=("paid_cents", "sum"), given=("discount_cents", "sum"), orders=("order_id", "size")
    )
    known = orders[orders["customer_id"].notna()]
    people = known.groupby([*keys, "customer_id"]).agg(
        spent=("paid_cents", "sum"), first=("day", "min"), last=("day", "max")
    )
    people["again"] = people["first"].lt(people["last"])
    of_people = people.groupby(keys).agg(spent=("spent", "sum"), buyers=("spent", "size"), again=("again", "sum"))
    lines = data["order_lines"].merge(orders[["order_id", *keys]], on="order_id")
    lines = lines.merge(data["products"], on="product_id")
    lines["net"] = lines["qty"] * lines["unit_price_cents"] - lines["discount_cents"]
    lines["cost"] = lines["qty"] * lines["cost_cents"]
    of_lines = lines.groupby(keys).agg(
        units=("qty", "sum"), net=("net", "sum"), cost=("cost", "sum"), in_lines=("order_id", "nunique")
    )
    origin = lines[["order_id", "line_no", "region", "cost_cents"]]
    back = data["returns"].merge(origin, on=["order_id", "line_no"])
    back["month"] = back["returned_on"].dt.year * 12 + back["returned_on"].dt.month - 1
    back["cost_back"] = back["qty"] * back["cost_cents"]
    of_back = back.groupby(keys).agg(refund=("refund_cents", "sum"), cost_back=("cost_back", "sum"))
    found = of_lines.join([of_orders, of_people, of_back], how="outer").reset_index()
    found["month"] = (found["month"] // 12).astype(str) + "-" + (found["month"] % 12 + 1).map("{:02}".format)
    return _tidy(found)


def by_hand_in_polars(data: dict[str, Any]) -> pd.DataFrame:
    import polars as pl

    keys = ["month", "region"]
    paid = data["orders"].filter(pl.col("paid_at").is_not_null()).join(data["stores"], on="store_id")
    orders = paid.with_columns(pl.col("paid_at").dt.truncate("1mo").alias("month"))
    of_orders = orders.group_by(keys).agg(
        pl.col("paid_cents").sum().alias("paid"),
        pl.col("discount_cents").sum().alias("given"),
        pl.len().alias("orders"),
    )
    known = orders.filter(pl.col("customer_id").is_not_null())
    people = known.group_by(*keys, "customer_id").agg(
        pl.col("paid_cents").sum().alias("spent"),
        (pl.col("paid_at").dt.date().min() < pl.col("paid_at").dt.date().max()).alias("again"),
    )
    of_people = people.group_by(keys).agg(pl.col("spent").sum(), pl.len().alias("buyers"), pl.col("again").sum())
    lines = (
        data["order_lines"]
        .join(orders.select("order_id", *keys), on="order_id")
        .join(data["products"], on="product_id")
    )
    of_lines = lines.group_by(keys).agg(
        pl.col("qty").sum().alias("units"),
        (pl.col("qty") * pl.col("unit_price_cents") - pl.col("discount_cents")).sum().alias("net"),
        (pl.col("qty") * pl.col("cost_cents")).sum().alias("cost"),
        pl.col("order_id").n_unique().alias("in_lines"),
    )
    origin = lines.select("order_id", "line_no", "region", "cost_cents")
    back = data["returns"].join(origin, on=["order_id", "line_no"])
    of_back = (
        back.with_columns(pl.col("returned_on").dt.truncate("1mo").alias("month"))
        .group_by(keys)
        .agg(
            pl.col("refund_cents").sum().alias("refund"),
            (pl.col("qty") * pl.col("cost_cents")).sum().alias("cost_back"),
        )
    )
    frames = [frame.to_pandas() for frame in pl.collect_all([of_lines, of_orders, of_people, of_back])]
    return _joined(frames, keys)


def by_hand_in_duckdb(data: dict[str, Any]) -> pd.DataFrame:
    import duckdb

    for name, relation in data.items():
        relation.create_view(name)
    query = """
        WITH paid AS (
            SELECT order_id, date_trunc('month', paid_at) AS month, region, customer_id, paid_cents, discount_cents,
                   paid_at::DATE AS day
            FROM orders JOIN stores USING (store_id) WHERE paid_at IS NOT NULL
        ), of_orders AS (
            SELECT month, region, sum(paid_cents) AS paid, sum(discount_cents) AS given, count(*) AS orders
            FROM paid GROUP BY ALL
        ), people AS (
            SELECT month, region, customer_id, sum(paid_cents) AS spent, min(day) < max(day) AS again
            FROM paid WHERE customer_id IS NOT NULL GROUP BY ALL
        ), of_people AS (
            SELECT month, region, sum(spent) AS spent, count(*) AS buyers, count(*) FILTER (again) AS again
            FROM people GROUP BY ALL
        ), of_lines AS (
            SELECT month, region, sum(qty) AS units, sum(qty * unit_price_cents - l.discount_cents) AS net,
                   sum(qty * cost_cents) AS cost, count(DISTINCT order_id) AS in_lines
            FROM order_lines l JOIN paid USING (order_id) JOIN products USING (product_id) GROUP BY ALL
        ), of_back AS (
            SELECT date_trunc('month', returned_on) AS month, region, sum(refund_cents) AS refund,
                   sum(r.qty * cost_cents) AS cost_back
            FROM returns r JOIN order_lines l USING (order_id, line_no) JOIN paid USING (order_id)
                 JOIN products USING (product_id) GROUP BY ALL
        )
        SELECT * FROM of_lines FULL JOIN of_orders USING (month, region) FULL JOIN of_people USING (month, region)
             FULL JOIN of_back USING (month, region)
    """
    found = duckdb.sql(query).df()
    return _tidy(found.assign(month=found["month"].dt.strftime("%Y-%m")))


def _joined(frames: list[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    found = frames[0]
    for frame in frames[1:]:
        found = found.merge(frame, on=keys, how="outer")
    return _tidy(found.assign(month=found["month"].dt.strftime("%Y-%m")))


def _tidy(found: pd.DataFrame) -> pd.DataFrame:
    """The twelve values from the sums, a line a key."""
    sums = found.set_index(["month", "region"]).astype(float)
    net_sales = (sums["net"].fillna(0) - sums["refund"].fillna(0)) / 100
    margin = net_sales - (sums["cost"].fillna(0) - sums["cost_back"].fillna(0)) / 100
    values = {
        "net_sales": net_sales,
        "gmv_paid": sums["paid"] / 100,
        "units_sold": sums["units"],
        "order_count": sums["orders"],
        "avg_order_value": sums["paid"] / 100 / sums["orders"],
        "items_per_order": sums["units"] / sums["in_lines"],
        "price_per_unit": sums["net"] / 100 / sums["units"],
        "discount_share": sums["given"] / (sums["given"] + sums["paid"]),
        "gross_margin": margin,
        "gross_margin_rate": margin / net_sales.where(net_sales.gt(0)),
        "spend_per_buyer": sums["spent"] / 100 / sums["buyers"],
        "repeat_purchase_rate": sums["again"] / sums["buyers"],
    }
    return pd.DataFrame(values)[list(KPIS)].sort_index()


# --- one side in a process of its own

OPENED: dict[str, Callable[[Path], dict[str, Any]]] = {"pandas": in_pandas, "polars": in_polars, "duckdb": in_duckdb}
BY_HAND: dict[str, Callable[[dict[str, Any]], pd.DataFrame]] = {
    "pandas": by_hand_in_pandas,
    "polars": by_hand_in_polars,
    "duckdb": by_hand_in_duckdb,
}


def ours(data: dict[str, Any], ids: tuple[str, ...] = KPIS, *, check_keys: bool = False) -> pd.DataFrame:
    from kpilab.metrics import measure

    found = measure(ids, data, by=BY, check_keys=check_keys)
    return found.set_index([*BY, "kpi"])["value"].unstack()[list(ids)].sort_index()  # noqa: PD010 - keys are unique


def one_side(side: str, engine: str, folder: Path, runs: int) -> None:
    """Measure one side `runs` times and print its quickest run, its greatest memory, and where its numbers lie."""
    import kpilab.metrics  # noqa: F401 - what it takes to import is not what is measured

    data = OPENED[engine](folder)
    seconds = []
    found = pd.DataFrame()
    for _run in range(runs):
        start = time.perf_counter()
        if side == "by hand":
            found = BY_HAND[engine](data)
        elif side in KPIS:
            found = ours(data, (side,))
        else:
            found = ours(data, check_keys=side == "checked")
        seconds.append(time.perf_counter() - start)
    place = folder / f"{engine}-{side.replace(' ', '-')}.pkl"
    found.to_pickle(place)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(seconds), "peak": peak, "found": str(place)}))


def run(side: str, engine: str, folder: Path, runs: int) -> dict[str, Any]:
    command = [
        sys.executable,
        __file__,
        "--one",
        side,
        "--engine",
        engine,
        "--folder",
        str(folder),
        "--runs",
        str(runs),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


# --- side by side


def side_by_side(folder: Path, engine: str, runs: int) -> None:
    results: dict[str, list[dict[str, Any]]] = {"ours": [], "by hand": []}
    for _turn in range(runs):
        for side, found in results.items():
            found.append(run(side, engine, folder, 1))
    seconds = {side: min(one["seconds"] for one in found) for side, found in results.items()}
    peak = {side: max(one["peak"] for one in found) for side, found in results.items()}
    frames = {side: pd.read_pickle(found[-1]["found"]) for side, found in results.items()}
    pd.testing.assert_frame_equal(
        frames["ours"], frames["by hand"], rtol=1e-9, check_names=False, check_dtype=False, check_index_type=False
    )
    singles = {name: min(run(name, engine, folder, 1)["seconds"] for _turn in range(runs)) for name in KPIS}
    dearest = max(singles, key=lambda name: singles[name])
    checked = min(run("checked", engine, folder, 1)["seconds"] for _turn in range(runs))
    print(
        f"{engine:8} time   {seconds['ours']:7.2f} s ours, {seconds['by hand']:7.2f} s by hand: "
        f"{seconds['ours'] / seconds['by hand']:.2f} × (allowed 1.15 ×)\n"
        f"{engine:8} memory {peak['ours']:7.0f} MB ours, {peak['by hand']:6.0f} MB by hand: "
        f"{peak['ours'] / peak['by hand']:.2f} × (allowed 1.20 ×)\n"
        f"{engine:8} twelve {seconds['ours']:7.2f} s, the dearest one, {dearest}, {singles[dearest]:.2f} s: "
        f"{seconds['ours'] / singles[dearest]:.2f} × (allowed 1.50 ×)\n"
        f"{engine:8} with every key looked at: {checked:.2f} s; the numbers of the two sides agree to 1e-9"
    )


def linear(folder: Path) -> None:
    """From 1 to 100 million rows on DuckDB: seconds a million rows, and the memory it took."""
    for millions in (1, 10, 100):
        place = folder / f"rows-{millions}"
        write(millions * 1_000_000, place)
        found = run("ours", "duckdb", place, 1)
        print(
            f"{millions:4} million rows: {found['seconds']:7.2f} s, {found['seconds'] / millions:.3f} s a million, "
            f"peak {found['peak']:.0f} MB of the process (DuckDB limited to {LIMIT})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--engine", choices=OPENED)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--linear", action="store_true")
    parser.add_argument("--folder", type=Path, help="keep the tables here, and use those that lie there")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one_side(asked.one, asked.engine, asked.folder, asked.runs)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        if not (folder / "stores.parquet").exists():
            write(asked.rows, folder)
        print(f"{len(KPIS)} KPIs by {' and '.join(BY)} over {asked.rows:,} order lines")
        for engine in [asked.engine] if asked.engine else OPENED:
            side_by_side(folder, engine, asked.runs)
        if asked.linear:
            linear(folder)


if __name__ == "__main__":
    main()
