"""Speed and memory of drawing the merchants: rows a second and core, and the memory that any size takes.

Run it with the Python that kpilab is installed in: ``python benchmarks/worlds.py [MERCHANT ...] [--rows N]``. Each
figure comes from a process of its own that draws with one core. The yardstick of drawing is the million order lines a
second that was asked for; of memory, the most that the smallest size took; of a build, the drawing alone.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from kpilab.worlds import MERCHANTS

ASKED = 1_000_000
LINES = "order_lines"

DRAW = """
import json, resource, sys, time
from kpilab import worlds
from kpilab.worlds.streaming import blocks
name, scale = sys.argv[1], float(sys.argv[2])
worlds.draw_block(name, seed=1, scale=0.05)  # imports and tables of chances are there
start, rows = time.process_time(), {}
for piece in blocks(name, seed=2, scale=scale):
    while piece:
        table, frame = piece.popitem()
        rows[table] = rows.get(table, 0) + len(frame)
        del frame
took = time.process_time() - start
print(json.dumps([took, rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
BUILD = """
import json, resource, sys, time
from pathlib import Path
from kpilab import worlds
from kpilab.worlds.building import build_data
name, scale, format, out = sys.argv[1], float(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
build_data(name, out / "warm", seed=1, scale=0.05, format=format)
start = time.process_time()
rows = build_data(name, out, seed=2, scale=scale, format=format).rows
took = time.process_time() - start
print(json.dumps([took, rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def alone(code: str, *arguments: object) -> tuple[float, dict[str, int], float]:
    """Seconds of processor, rows of each table, and the most memory in MB, of a process that uses one core."""
    one_core = {**os.environ, "OMP_NUM_THREADS": "1", "ARROW_NUM_THREADS": "1"}
    command = [sys.executable, "-c", code, *(str(each) for each in arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=one_core)
    took, rows, megabytes = json.loads(done.stdout)
    return took, rows, megabytes


def lines_of(rows: dict[str, int]) -> tuple[str, int]:
    """What is counted: order lines for those who sell by them, and the rows of all tables for the others."""
    every = sum(rows.values())
    return (LINES, rows[LINES]) if rows.get(LINES, 0) > every / 10 else ("rows", every)


def drawing(name: str, scale: float) -> float:
    """Draw that merchant, print how fast, and return its rows at scale 1."""
    took, rows, megabytes = alone(DRAW, name, scale)
    table, lines = lines_of(rows)
    every = sum(rows.values())
    print(
        f"{name:<14} drawn   {table:<14}{lines:>12,} in {took:6.2f} s of one core"
        f"   {lines / took / 1e6:5.2f} M/s   ratio to 1 M/s {lines / took / ASKED:5.2f}"
        f"   all rows {every / took / 1e6:5.2f} M/s   {megabytes:5.0f} MB"
    )
    return every / scale


def building(name: str, scale: float, format_: str) -> None:
    drawn, _rows, _most = alone(DRAW, name, scale)
    with tempfile.TemporaryDirectory() as space:
        took, rows, megabytes = alone(BUILD, name, scale, format_, space)
        size = sum(file.stat().st_size for file in (Path(space) / name).iterdir()) / 1e6
    table, lines = lines_of(rows)
    print(
        f"{name:<14} {format_:<8}{sum(rows.values()):>12,} rows, {size:6.0f} MB in {took:6.2f} s"
        f"   {lines / took / 1e6:5.2f} M {table}/s   ratio to drawing {took / drawn:5.2f}   {megabytes:5.0f} MB"
    )


def memory(name: str, rows_at_one: float, most: int) -> None:
    """The most memory of a build in Parquet, from a million rows up in steps of ten."""
    sizes = [size for size in (1_000_000, 10_000_000, 20_000_000, 100_000_000) if size <= most]
    first = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as space:
            _took, rows, megabytes = alone(BUILD, name, size / rows_at_one, "parquet", space)
        first = first or megabytes
        print(
            f"{name:<14} memory  {sum(rows.values()):>12,} rows   {megabytes:6.0f} MB   ratio to the smallest "
            f"{megabytes / first:5.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("merchants", nargs="*", default=list(MERCHANTS), help="all of them by default")
    parser.add_argument("--scale", type=float, default=20, help="how much is drawn for the speeds")
    parser.add_argument("--rows", type=int, default=20_000_000, help="up to so many rows for the memory; 100000000")
    asked = parser.parse_args()
    for name in asked.merchants:
        rows_at_one = drawing(name, asked.scale)
        for format_ in ("parquet", "csv", "duckdb"):
            building(name, asked.scale, format_)
        memory(name, rows_at_one, asked.rows)


if __name__ == "__main__":
    main()
