"""Loading a table of orders with every rule of its layout examined, beside the plain reader that examines nothing.

Run it with a Python that has kpilab and its extra `test`: ``python benchmarks/loading.py [--rows 1000000]``. The script
writes the retail chain's orders as often as it takes, with numbers of their own, as CSV, Parquet, Excel and SQLite;
lets each side read them in a process of its own, turn by turn; and prints the quickest run and the greatest memory of
each, and their ratios.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

ALLOWED = 1.3
EXCEL_ROWS = 50_000
"""As many as a workbook that people still open has at most; reading one is slow for everybody."""
TIMES, TYPES = ["ordered_at", "paid_at"], {"store_id": "str", "customer_id": "str", "channel": "str", "staff_id": "str"}


def write(rows: int, folder: Path) -> None:
    """The chain's orders, `rows` of them, in each form."""
    from sqlalchemy import create_engine

    from kpilab.data.load import load

    orders = load("retail_chain", tables=["orders"])["orders"]
    times = -(-rows // len(orders))
    table = pd.concat([orders] * times, ignore_index=True).head(rows)
    table["order_id"] = range(1, rows + 1)
    table.to_csv(folder / "orders.csv", index=False, date_format="%Y-%m-%d %H:%M")
    table.to_parquet(folder / "orders.parquet", index=False)
    table.head(EXCEL_ROWS).to_excel(folder / "orders.xlsx", index=False, engine="xlsxwriter")
    table.to_sql("orders", create_engine(f"sqlite:///{folder / 'orders.sqlite'}"), index=False, chunksize=50_000)


def ours(file: Path) -> int:
    """The table as the course loads it."""
    from kpilab.data.load import load

    return len(load(file, merchant="retail_chain")["orders"])


def plain(file: Path) -> int:
    """The table as pandas reads it, with the types said."""
    if file.suffix == ".csv":
        return len(pd.read_csv(file, dtype=TYPES, parse_dates=TIMES))
    if file.suffix == ".parquet":
        return len(pd.read_parquet(file))
    if file.suffix == ".xlsx":
        return len(pd.read_excel(file, dtype=TYPES))
    from sqlalchemy import create_engine

    return len(pd.read_sql("SELECT * FROM orders", create_engine(f"sqlite:///{file}"), parse_dates=TIMES))


SIDES: dict[str, Callable[[Path], int]] = {"ours": ours, "plain": plain}


def one_run(side: str, file: Path) -> dict[str, Any]:
    """Time and memory of one read, in a process of its own; what is imported is imported before the clock starts."""
    command = [sys.executable, __file__, "--side", side, "--file", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(side: str, file: Path) -> None:
    """Read once a small file of the kind, so that all is imported, then the file with the clock on."""
    import kpilab.data.laid_out
    import kpilab.data.schemas

    kpilab.data.schemas.schema(next(iter(kpilab.worlds.layout("retail_chain").tables)))
    started = time.perf_counter()
    rows = SIDES[side](file)
    seconds = time.perf_counter() - started
    held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    memory = int(held.split()[1]) // 1024
    print(json.dumps({"rows": rows, "seconds": seconds, "memory": memory}))


def main() -> None:
    """Write the files, let both sides read them, and print what it took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--side", choices=SIDES)
    options.add_argument("--file", type=Path)
    asked = options.parse_args()
    if asked.side:
        measured(asked.side, asked.file)
        return
    with tempfile.TemporaryDirectory() as space:
        folder = Path(space)
        write(asked.rows, folder)
        for ending in ("csv", "parquet", "xlsx", "sqlite"):
            file = folder / f"orders.{ending}"
            runs: dict[str, list[dict[str, Any]]] = {side: [] for side in SIDES}
            for _turn in range(asked.runs):
                for side in SIDES:
                    runs[side].append(one_run(side, file))
            took = {side: min(run["seconds"] for run in found) for side, found in runs.items()}
            held = {side: max(run["memory"] for run in found) for side, found in runs.items()}
            rows = {run["rows"] for found in runs.values() for run in found}
            assert len(rows) == 1, rows
            print(
                f"{ending:8} {rows.pop():>10,} rows: {took['ours']:6.2f} s examined, {took['plain']:6.2f} s plain: "
                f"{took['ours'] / took['plain']:.2f} × (allowed {ALLOWED:.2f} ×); "
                f"{held['ours']:,} MB against {held['plain']:,} MB"
            )


if __name__ == "__main__":
    main()
