"""`quality` over millions of rows, beside the time that pandas takes to read the same files.

Run it with a Python that has kpilab: ``python benchmarks/quality.py [--rows 10000000]``. The script draws orders, their
lines and what these refer to as CSV files, with a few defects among them, lets pandas read the files and `quality` read
and examine them, each in processes of its own, turn by turn, and prints the quickest run and the greatest memory of
each, their ratio, and how many rows were found.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import compute, csv

TABLES = ("stores", "products", "orders", "order_lines")
LINES_AN_ORDER, STORES, PRODUCTS = 2.5, 200, 5_000
GOAL = 3.0


def write(rows: int, folder: Path) -> None:
    """About `rows` rows in all: a line to each order at least, in order, with one line in a million priced ten-fold."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20_250_101)
    orders = int(rows / (1 + LINES_AN_ORDER))
    lines = rows - orders
    of = np.sort(np.concatenate([np.arange(orders), rng.integers(0, orders, lines - orders)]))
    starts = np.concatenate([[0], np.flatnonzero(np.diff(of)) + 1])
    price = rng.integers(200, 20_000, PRODUCTS)
    product = rng.integers(0, PRODUCTS, lines)
    paid_each, qty = price[product].copy(), rng.integers(1, 6, lines)
    paid_each[rng.integers(0, lines, max(1, lines // 1_000_000))] *= 10
    minutes = np.sort(rng.integers(0, 731 * 1_440, orders))
    moment = np.datetime64("2024-01-01", "m") + minutes.astype("timedelta64[m]")
    day = moment.astype("datetime64[s]")
    _csv(folder, "stores", store_id=_codes("S", np.arange(STORES)), opened_on=np.full(STORES, "2015-03-01"))
    _csv(folder, "products", product_id=_codes("P", np.arange(PRODUCTS)), price_cents=price)
    _csv(
        folder, "orders", order_id=np.arange(orders) + 1, store_id=_codes("S", rng.integers(0, STORES, orders)),
        ordered_at=pa.array(day), paid_at=pa.array(day + np.timedelta64(300, "s")),
        customer_id=_codes("C", rng.integers(0, rows // 20 + 1, orders)),
        paid_cents=np.add.reduceat(paid_each * qty, starts),
    )  # fmt: skip
    _csv(
        folder, "order_lines", order_id=of + 1,
        line_no=np.arange(lines) - np.repeat(starts, np.diff([*starts, lines])) + 1, product_id=_codes("P", product),
        qty=qty, unit_price_cents=paid_each, discount_cents=np.zeros(lines, np.int64),
    )  # fmt: skip


def _codes(letter: str, numbers: np.ndarray) -> pa.Array:
    return compute.binary_join_element_wise(letter, pa.array(numbers).cast(pa.string()), "")


def _csv(folder: Path, name: str, **columns: object) -> None:
    csv.write_csv(pa.table(columns), folder / f"{name}.csv", csv.WriteOptions(quoting_style="none"))


def read(folder: Path) -> int:
    """What pandas takes to read the files, as anybody would write it."""
    import pandas as pd

    return sum(len(pd.read_csv(folder / f"{name}.csv")) for name in TABLES)


def examine(folder: Path) -> int:
    """What `quality` takes to read and examine them."""
    from kpilab.data.quality import quality

    found = quality(folder, rules=folder / "rules.toml")
    return int(found.findings["rows"].sum())


RULES = """
[orders]
key = ["order_id"]
[orders.store_id]
refers_to = "stores.store_id"
[order_lines]
key = ["order_id", "line_no"]
[order_lines.order_id]
refers_to = "orders.order_id"
[order_lines.product_id]
refers_to = "products.product_id"
"""


def run(side: str, folder: Path) -> dict[str, float]:
    """One run in a process of its own."""
    words = [sys.executable, __file__, "--side", side, "--folder", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Draw the files, let both sides run, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--runs", type=int, default=2)
    options.add_argument("--side", choices=("read", "examine"))
    options.add_argument("--folder", type=Path)
    asked = options.parse_args()
    if asked.side:
        start, start_cpu = time.perf_counter(), time.process_time()
        number = (read if asked.side == "read" else examine)(asked.folder)
        seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "cpu": cpu, "MiB": memory, "number": number}))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(asked.rows, folder)
        (folder / "rules.toml").write_text(RULES, encoding="utf-8")
        size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
        print(f"{asked.rows:,} rows in {len(TABLES)} CSV files, {size:,.0f} MB")
        runs = {side: [] for side in ("read", "examine")}
        for _ in range(asked.runs):
            for side, found in runs.items():
                found.append(run(side, folder))
    best = {side: min(found, key=lambda one: one["seconds"]) for side, found in runs.items()}
    for side, what in (("read", "pandas reads them"), ("examine", "quality reads and examines them")):
        one = best[side]
        print(f"{what:32} {one['seconds']:6.1f} s, {one['cpu']:6.1f} s of processors, {one['MiB']:,.0f} MiB")
    print(f"{best['examine']['number']:,.0f} rows found")
    ratio = best["examine"]["seconds"] / best["read"]["seconds"]
    print(f"ratio {ratio:.2f}, goal {GOAL:.1f}: {'met' if ratio <= GOAL else 'missed'}")


if __name__ == "__main__":
    main()
