"""What stays in English when a notebook is rendered and run in the pseudo-language: the proof that nothing escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kpilab.course.markdown import blocks
from kpilab.course.outputs import output_text
from kpilab.i18n import _

__all__ = ["untranslated"]

_SPOKEN = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2,}")


def untranslated(notebook: Mapping[str, Any]) -> tuple[str, ...]:
    """The blocks and the words of outputs that did not pass through gettext, of a notebook in the language "xx".

    In outputs the package's own faces and printed lines are looked at; a word that the notebook's code holds
    is data (the name of a row, a person), and so are frames and plain values.
    """
    code = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    typed = set(_WORD.findall(code))
    problems: list[str] = []
    for cell in notebook["cells"]:
        escaped = _blocks(cell) if cell["cell_type"] == "markdown" else _outputs(cell, typed)
        problems += [_("cell {cell}: not translated: {text}").format(cell=cell["id"], text=text) for text in escaped]
    return tuple(problems)


def _blocks(cell: Mapping[str, Any]) -> Iterator[str]:
    for block in blocks("".join(cell["source"])):
        if _WORD.search(_outside(block.text)):
            yield block.text


def _outputs(cell: Mapping[str, Any], typed: set[str]) -> Iterator[str]:
    for output in cell["outputs"]:
        page = "".join(output.get("data", {}).get("text/html", ""))
        if output["output_type"] != "stream" and "kpilab-" not in page:
            continue
        words = [word for word in _WORD.findall(_outside(output_text([output]))) if word not in typed]
        if words:
            yield " ".join(dict.fromkeys(words))


def _outside(text: str) -> str:
    """The text without what stands in the brackets of the pseudo-language, one within another."""
    while _SPOKEN.search(text):
        text = _SPOKEN.sub(" ", text)
    return text
