"""The one server behind both doors: JupyterLab with Voilà as its extension, for one workspace, here alone."""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from kpilab.course.workspace import START, code_address, page_address
from kpilab.errors import WorkspaceError
from kpilab.i18n import _, language

__all__ = ["Addresses", "environment", "free_port", "running", "serve", "server_settings"]

FIRST_PORT, PORTS = 8900, 1000
LOG = ".kpilab/jupyter/server.log"
_TRIES = 50
_SHARE = Path(__file__).with_name("jupyter_share")
_AWAY = 2 * 60 * 60
"""Seconds after which a notebook's kernel without a browser is ended; a page's ends sooner, see `page_kernels`."""


@dataclass(frozen=True)
class Addresses:
    """Where the course is open: with code, and without. Both carry the token that lets this person in."""

    code: str
    page: str

    @classmethod
    def at(cls, port: int, token: str) -> Addresses:
        """The addresses of a server on this machine.

        >>> Addresses.at(8899, "secret").code
        'http://127.0.0.1:8899/lab/tree/00_start_here.ipynb?token=secret'
        """
        root = f"http://127.0.0.1:{port}"
        return cls(
            f"{root}{code_address(START)}?token={token}",
            f"{root}{page_address(START)}?token={token}",
        )


def serve(
    folder: Path,
    *,
    port: int | None = None,
    code: bool = True,
    browser: bool = True,
    announce: Callable[[Addresses], None],
) -> None:
    """Serve the workspace `folder` until it is stopped; `announce` is told the addresses as soon as they answer.

    `code` says which door the browser opens. Raises `WorkspaceError` when `port` is taken.
    """
    chosen = free_port(first_port(folder)) if port is None else _given_port(port)
    token = secrets.token_hex(16)
    os.environ.update(environment(folder, os.environ))
    logging.captureWarnings(True)  # what Jupyter says to those who write Jupyter goes into the log
    from jupyter_server.serverapp import ServerApp
    from traitlets.config import Config

    settings = server_settings(folder, port=chosen, token=token, code=code, browser=browser)
    if port is None:  # whoever starts at the same moment may be quicker
        settings["ServerApp"]["port_retries"] = _TRIES
    app = ServerApp.instance(config=Config(settings))
    try:
        app.initialize(argv=[])
        app.io_loop.add_callback(lambda: announce(Addresses.at(app.port, token)))
        app.start()
    except SystemExit as error:
        if not error.code:
            return
        text = _("The course could not be opened; start it again. What went wrong stands in {log}.")
        raise WorkspaceError(text.format(log=folder / LOG)) from error


def environment(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """The variables under which server and kernels run: this workspace's settings and no one else's."""
    ours = folder / ".kpilab/jupyter"
    share = [str(ours / "data"), str(_SHARE), *filter(None, [given.get("JUPYTER_PATH")])]
    return {
        "IPYTHONDIR": str(folder / ".kpilab/ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(ours / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(ours / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(ours / "config"),
        "JUPYTER_DATA_DIR": str(ours / "data"),
        "JUPYTER_PATH": os.pathsep.join(share),
        "JUPYTER_RUNTIME_DIR": str(ours / "runtime"),
        "KPILAB_LANG": language(),
        "KPILAB_WORKSPACE": str(folder),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def server_settings(folder: Path, *, port: int, token: str, code: bool, browser: bool) -> dict[str, dict[str, Any]]:
    """The settings of the server, by component."""
    extensions = {"jupyterlab": True, "voila.server_extension": True, "jupytext": False, "notebook": False}
    log = {"class": "logging.FileHandler", "filename": str(folder / LOG), "mode": "w", "encoding": "utf-8"}
    quiet = {"handlers": ["file"], "level": "WARNING", "propagate": False}
    return {
        "Application": {
            "logging_config": {
                "handlers": {"file": log},
                "loggers": dict.fromkeys(("LabApp", "ServerApp", "py.warnings", "tornado"), quiet),
            }
        },
        "KernelManager": {"transport_encryption": "auto"},
        "ServerApp": {
            "allow_root": True,
            "answer_yes": True,
            "default_url": code_address(START) if code else page_address(START),
            "ip": "127.0.0.1",
            "kernel_manager_class": "kpilab.course.page_kernels.PageKernels",
            "jpserver_extensions": extensions,
            "open_browser": browser,
            "port": port,
            "port_retries": 0,
            "root_dir": str(folder),
            "terminals_enabled": False,
        },
        "ContentsManager": {"allow_hidden": True},
        "IdentityProvider": {"token": token},
        "LabApp": {
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "expose_app_in_browser": True,
            "extension_manager": "readonly",
            "news_url": None,
        },
        "HTMLExporter": {"language_code": language().replace("_", "-")},
        "MappingKernelManager": {"cull_connected": False, "cull_idle_timeout": _AWAY, "cull_interval": 60},
        "VoilaConfiguration": {
            "allow_template_override": "NO",
            "extension_denylist": ["kpilab-course"],
            "file_allowlist": [],
            "page_config_hook": _no_offsite_formulas,
            "prelaunch_hook": _may_say_goodbye,
            "resources": {"kpilab": {"opening": _("One moment: the page is getting ready.")}},
            "show_margins": False,
            "show_tracebacks": False,
            "strip_sources": True,
            "template": "kpilab",
            "theme": "light",
        },
    }


def _no_offsite_formulas(current_page_config: dict[str, Any], **_others: object) -> dict[str, Any]:
    """Voilà's page settings, such that formulas are set by what Voilà brings and nothing is fetched from elsewhere."""
    return {**current_page_config, "fullMathjaxUrl": "null", "mathjaxConfig": "null"}


def _may_say_goodbye(handler: Any, **_others: object) -> None:
    """Leave the page the cookie with which it may end its kernel when it is left: reading the token sets it."""
    _token = handler.xsrf_token


def first_port(folder: Path) -> int:
    """Where a workspace looks for its port first: its own place, the same each time, and not the next course's."""
    return FIRST_PORT + crc32(str(folder.resolve()).encode()) % PORTS


def free_port(first: int) -> int:
    """The first port from `first` on that nobody listens on."""
    for port in range(first, first + _TRIES):
        if _is_free(port):
            return port
    text = _("The ports {first} to {last} of this computer are all taken. Close other courses, or name one: --port N")
    raise WorkspaceError(text.format(first=first, last=first + _TRIES - 1))


def running(folder: Path) -> Addresses | None:
    """Where this workspace is open already, if a server of it still answers."""
    for path in (folder / ".kpilab/jupyter/runtime").glob("jpserver-*.json"):
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
            port, token = int(known["port"]), str(known["token"])
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token={token}", timeout=2):
                return Addresses.at(port, token)
        except (OSError, ValueError, KeyError):
            continue
    return None


def _given_port(port: int) -> int:
    if not 1 <= port <= 65535:
        raise WorkspaceError(_("There is no port {port}: ports go from 1 to 65535.").format(port=port))
    if not _is_free(port):
        raise WorkspaceError(
            _("Port {port} is taken by another program. Leave --port out and a free one is found.").format(port=port)
        )
    return port


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
