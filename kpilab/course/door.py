"""Through which door a running notebook is looked at, and the addresses of other pages from there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from json import dumps
from urllib.parse import quote

from kpilab.course.workspace import code_address, page_address
from kpilab.widgets.theme import LIGHT

__all__ = ["file_link", "page_link"]

_STYLE = f"color:var(--kpilab-brand,{LIGHT['brand']});text-decoration:underline"


def page_link(name: str, text: str, *, given: Mapping[str, str] = os.environ) -> str:
    """`text` as a link to a notebook of the workspace, behind the door that is open; plain where no course is served.

    >>> page_link("lessons/04.ipynb", "the lesson", given={})
    'the lesson'
    """
    if not _served(given):
        return escape(text)
    if given.get("SERVER_SOFTWARE", "").startswith("voila"):
        return f'<a href="{page_address(name)}" style="{_STYLE}">{escape(text)}</a>'
    opens = escape(dumps({"path": name}))  # JupyterLab opens it beside this page instead of leaving
    command = f'data-commandlinker-command="docmanager:open" data-commandlinker-args="{opens}"'
    return f'<a href="{code_address(name)}" {command} style="{_STYLE}">{escape(text)}</a>'


def file_link(name: str, text: str, *, given: Mapping[str, str] = os.environ) -> str:
    """`text` as a link that downloads a file of the workspace; plain where no course is served.

    The page stays, and so its kernel does.

    >>> file_link("data/shop.xlsx", "the data", given={})
    'the data'
    """
    if not _served(given):
        return escape(text)
    address = f"/files/{quote(name)}?download=1"
    return f'<a href="{address}" download target="_blank" style="{_STYLE}">{escape(text)}</a>'


def _served(given: Mapping[str, str]) -> bool:
    """Whether the course's own server started this kernel."""
    return bool(given.get("KPILAB_WORKSPACE") and given.get("JPY_PARENT_PID"))
