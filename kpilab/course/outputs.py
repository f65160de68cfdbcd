"""What a cell's run leaves in the stored notebook: the same bytes on every machine, and no live widget."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kpilab.i18n import _

__all__ = ["output_problems", "output_text", "stored_outputs"]

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
_PATH = re.compile(r"(?<![\w<./:])(?:/(?:home|Users|tmp|root|private|var|opt|mnt)/\w[^\s<'\"]*|[A-Z]:\\\w[^\s<'\"]*)")
_TAG = re.compile(r"<(style|script|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


def stored_outputs(outputs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Outputs as they are stored: widget views stripped, streams of one name merged, no timing.

    A widget's still (HTML) and plain text stay. An output of which nothing is left is dropped.

    >>> stored_outputs([{"output_type": "stream", "name": "stdout", "text": t} for t in "ab"])
    [{'name': 'stdout', 'output_type': 'stream', 'text': 'ab'}]
    """
    kept: list[dict[str, Any]] = []
    streams: dict[str, dict[str, Any]] = {}
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        stored = _without_view(output)
        if "data" in stored and not stored["data"]:
            continue
        if stored["output_type"] == "stream":
            streams[stored["name"]] = stored
        kept.append(stored)
    return kept


def output_text(outputs: Sequence[Mapping[str, Any]]) -> str:
    """Everything in the outputs that a person can read, HTML without its tags.

    >>> output_text([{"output_type": "display_data", "data": {"text/html": "<td>1,200</td><td>7</td>"}}])
    ' 1,200  7 '
    """
    return "\n".join(_TAG.sub(" ", text) if mime == "text/html" else text for mime, text in _texts(outputs))


def output_problems(outputs: Sequence[Mapping[str, Any]], *, root: Path | None = None) -> Iterator[str]:
    """Why these outputs cannot be stored: an error, a warning, an address, a path of this machine, a live widget."""
    for output in outputs:
        if output["output_type"] == "error":
            yield _("{name}: {message}").format(name=output["ename"], message=output["evalue"])
        if output["output_type"] == "stream" and output["name"] == "stderr":
            yield _("it writes a warning or error text: {text}").format(text=_first_line(output["text"]))
        if WIDGET_VIEW in output.get("data", {}):
            yield _("it stores a live widget, which a stored page cannot show")
    here = [str(place) for place in (root, Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix)) if place]
    for _mime, text in _texts(outputs):
        if address := _ADDRESS.search(text):
            yield _("it shows a memory address, which differs in every run: {text}").format(text=address[0])
        path = _PATH.search(text)
        found = path[0] if path else next((place for place in here if len(place) > 1 and place in text), "")
        if found:
            yield _("it shows a path of this machine: {text}").format(text=found)


def _without_view(output: Mapping[str, Any]) -> dict[str, Any]:
    stored = {key: output[key] for key in sorted(output) if key != "transient"}
    if "data" in stored:
        stored["data"] = {mime: stored["data"][mime] for mime in sorted(stored["data"]) if mime != WIDGET_VIEW}
    return stored


def _texts(outputs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for output in outputs:
        if output["output_type"] == "stream":
            yield "text/plain", _joined(output["text"])
        for mime, text in output.get("data", {}).items():
            if mime.startswith("text/"):
                yield mime, _joined(text)


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _first_line(text: str | list[str]) -> str:
    lines = _joined(text).strip().splitlines()
    return lines[0] if lines else ""
