"""The workspace's own Jupyter settings, for people who have never met Jupyter; the user's own are never touched.

They are written as defaults: what a trainee changes in JupyterLab's settings (a dark theme, say) stays.
"""

from __future__ import annotations

import json
import re
import site
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["DEFAULTS", "LAYOUT_SUFFIX", "SWITCHED_OFF", "layout", "settings_files", "single_key_shortcuts"]

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/apputils-extension:sessionDialogs": {"skipKernelRestartDialog": True},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": True, "autosaveInterval": 20},
    "@jupyterlab/notebook-extension:tracker": {
        "codeCellConfig": {"lineNumbers": False, "lineWrap": True, "autoClosingBrackets": True},
        "showInputPlaceholder": False,
        "autoRenderMarkdownCells": True,
    },
    "@jupyterlab/notebook-extension:panel": {
        "toolbar": [{"name": name, "disabled": True} for name in ("cut", "copy", "paste", "cellType")]
    },
    "@jupyterlab/statusbar-extension:plugin": {"visible": False},
    "@jupyterlab/toc-extension:registry": {"maximalDepth": 3, "numberHeaders": False},
    "@jupyterlab/completer-extension:manager": {"autoCompletion": False},
}
"""What differs from JupyterLab's own defaults, by plugin."""

SWITCHED_OFF = (
    "@jupyterlab/application-extension:property-inspector",
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/cell-toolbar-extension",
    "@jupyterlab/debugger-extension",
    "@jupyterlab/extensionmanager-extension",
    "@voila-dashboards/jupyterlab-preview",
    "jupyterlab-jupytext",
)
"""JupyterLab's parts that a course does not need: news, a debugger, an extension shop, Voilà on the trainee's copy."""

LAYOUT_SUFFIX = ".jupyterlab-workspace"
"""JupyterLab keeps the layout of its window in a file of this kind: written once, then the trainee's."""

_COMMAND_MODE = "jp-mod-commandMode"
_CONTENTS = "@jupyterlab/toc:plugin"
_KERNEL_KEYS = "data-jp-kernel-user"


def settings_files(folder: Path, *, opened: str, schemas: Path | None = None) -> dict[Path, bytes]:
    """The files of a workspace's Jupyter settings under `folder`, and what is in them.

    `opened` is the notebook that JupyterLab shows at its very first start. `schemas` is where JupyterLab's own
    settings are described; the running Python's by default.
    """
    off = [{**shortcut, "disabled": True} for shortcut in single_key_shortcuts(schemas or _shipped_schemas())]
    defaults = {**DEFAULTS, "@jupyterlab/shortcuts-extension:shortcuts": {"shortcuts": off}}
    kernel = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python (KPI course)",
        "language": "python",
        "metadata": {"supported_encryption": "curve"},
    }
    return {
        folder / "config/labconfig/default_setting_overrides.json": _json(defaults),
        folder / "config/labconfig/page_config.json": _json({"disabledExtensions": dict.fromkeys(SWITCHED_OFF, True)}),
        folder / "data/kernels/python3/kernel.json": _json(kernel),
        folder / f"workspaces/default-37a8{LAYOUT_SUFFIX}": _json(layout(opened)),
    }


def single_key_shortcuts(schemas: Path) -> Iterator[dict[str, Any]]:
    """JupyterLab's shortcuts of single letters and digits: typed beside a cell, a word would rearrange the page."""
    for path in sorted(schemas.glob("@jupyterlab/*/*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        for shortcut in schema.get("jupyter.lab.shortcuts", []):
            bare = all(re.fullmatch(r"(Shift )?[A-Z0-9]", key) for key in shortcut["keys"])
            if bare and any(mode in shortcut["selector"] for mode in (_COMMAND_MODE, _KERNEL_KEYS)):
                yield {name: shortcut[name] for name in ("command", "keys", "selector")}


def layout(opened: str) -> dict[str, Any]:
    """JupyterLab's window at its first start: the table of contents on the left, one page open.

    >>> layout("00_start_here.ipynb")["data"]["layout-restorer:data"]["left"]["current"]
    '@jupyterlab/toc:plugin'
    """
    page = f"notebook:{opened}"
    dock = {"type": "tab-area", "currentIndex": 0, "widgets": [page]}
    return {
        "data": {
            "layout-restorer:data": {
                "main": {"dock": dock, "current": page},
                "down": {"size": 0, "widgets": []},
                "left": {
                    "collapsed": False,
                    "visible": True,
                    "current": _CONTENTS,
                    "widgets": ["filebrowser", "running-sessions", _CONTENTS],
                },
                "right": {"collapsed": True, "visible": False, "widgets": []},
                "relativeSizes": [0.2, 0.8, 0],
            },
            page: {"data": {"path": opened, "factory": "Notebook"}},
        },
        "metadata": {"id": "default"},
    }


def _shipped_schemas() -> Path:
    """Where the installed JupyterLab keeps its settings' schemas: beside Python, or in the user's own packages."""
    places = [
        Path(base) / "share/jupyter/lab/schemas" for base in (sys.prefix, site.getuserbase(), "/usr/local", "/usr")
    ]
    return next((place for place in places if place.is_dir()), places[0])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
