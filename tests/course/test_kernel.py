import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

from kpilab.course.kernel import explanation_html, names_made
from kpilab.course.plain_errors import explain
from kpilab.course.workspace import STARTUP

SETUP = "from kpilab.course import check"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A kernel as the workspace starts it, for a page with a setup cell that was not run."""
    folder = tmp_path_factory.mktemp("workspace")
    (folder / ".kpilab").mkdir()
    startup = folder / ".kpilab/ipython/profile_default/startup"
    startup.mkdir(parents=True)
    (startup / "00-kpilab.py").write_text(STARTUP)
    cells = [
        {"cell_type": "code", "metadata": {"tags": ["setup"]}, "source": [SETUP]},
        {"cell_type": "code", "metadata": {"tags": ["lesson"]}, "source": "stores = 8"},
        *({"cell_type": "code", "metadata": {}, "source": source} for source in ("stores", "storess", "customer")),
        {"cell_type": "code", "metadata": {"tags": ["lesson"]}, "source": "customers = 9"},
    ]
    (folder / "04.ipynb").write_text(json.dumps({"cells": cells}))
    manager = KernelManager(kernel_name="python3")
    manager.kernel_cmd = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    env = {
        **os.environ,
        "IPYTHONDIR": str(folder / ".kpilab/ipython"),
        "JPY_SESSION_NAME": str(folder / "04.ipynb"),
        "KPILAB_WORKSPACE": str(folder),
    }
    manager.start_kernel(env=env, cwd="/")
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def _run(client: Any, source: str) -> tuple[str, list[dict[str, Any]]]:
    """The status of the reply, and what was shown."""
    shown: list[dict[str, Any]] = []

    def collect(message: dict[str, Any]) -> None:
        if message["msg_type"] in ("display_data", "error", "execute_result", "stream"):
            shown.append({"type": message["msg_type"], **message["content"]})

    reply = client.execute_interactive(source, output_hook=collect, timeout=60)
    return reply["content"]["status"], shown


def test_before_any_cell_has_run_a_skipped_setup_is_named(kernel: Any) -> None:
    status, (shown,) = _run(kernel, "check('4.2', 0.4)")
    assert status == "error"
    assert shown["type"] == "display_data"
    assert "first grey cell" in shown["data"]["text/plain"]
    assert "<details>" in shown["data"]["text/html"]
    assert "NameError" in shown["data"]["text/html"].split("<details>")[1]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("stores", "Run All Above"),
        ("storess", "Did you mean 'stores'?"),
        ("customer", 'put it in quotes: "customer"'),
        ("total = (1 + 2", "still open"),
        ("total = 3\n  more = 4", "left edge"),
        ("total = 0\n3 / total", "Line 2:  3 / total"),
    ],
)
def test_an_error_is_told_plainly_and_still_stops_run_all(kernel: Any, source: str, expected: str) -> None:
    status, shown = _run(kernel, source)
    assert status == "error"
    assert [one["type"] for one in shown] == ["display_data"]
    assert expected in shown[0]["data"]["text/plain"]


def test_a_kernel_stands_in_the_workspace(kernel: Any) -> None:
    status, (shown,) = _run(kernel, "import os; os.path.samefile('.', os.environ['KPILAB_WORKSPACE'])")
    assert (status, shown["data"]["text/plain"]) == ("ok", "True")


def test_the_start_leaves_no_names_behind(kernel: Any) -> None:
    _status, (shown,) = _run(kernel, "[name for name in ('_start', '_error', 'kpilab') if name in globals()]")
    assert shown["data"]["text/plain"] == "[]"


def test_names_are_read_off_cells_and_a_cell_that_cannot_be_read_gives_none() -> None:
    cells = [
        {"cell_type": "code", "metadata": {"tags": ["setup"]}, "source": "import pandas as pd\nfrom a.b import c"},
        {"cell_type": "code", "metadata": {}, "source": ["def score(x):\n", "    y = x\n"]},
        {"cell_type": "code", "metadata": {}, "source": "%matplotlib inline"},
        {"cell_type": "markdown", "metadata": {}, "source": "z = 3"},
    ]
    assert names_made(cells) == ({"pd", "c"}, {"score", "y"})


def test_what_an_error_says_is_escaped() -> None:
    html = explanation_html(explain(RuntimeError("<b>")), ["\x1b[31m<b>\x1b[0m"])
    assert "<b>" not in html
    assert "\x1b" not in html
