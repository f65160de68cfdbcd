"""The catalogue's formulas, which are LaTeX, as plain text for a terminal and as MathML for a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Literal

from kpilab.catalogue import KPI
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["formula_latex", "formula_mathml", "formula_text", "mathml", "plain"]

_TOKEN = re.compile(r"\\text\{(?P<text>[^{}]*)\}|\\(?:[A-Za-z]+|.)|\d+(?:\.\d+)?|\S")
_SYMBOLS = {
    r"\times": "×", r"\leq": "≤", r"\geq": "≥", r"\in": "∈", r"\cap": "∩", r"\cup": "∪", r"\setminus": "∖",
    r"\{": "{", r"\}": "}", "-": "−",
}  # fmt: skip
_BIG = {r"\sum": "Σ", r"\prod": "Π"}
_NAMES = {r"\min": "min", r"\max": "max"}
_SPACES = {r"\,": "", r"\;": " ", r"\quad": "   "}
_WIDE = {"×", "≤", "≥", "∈", "∩", "∪", "∖", "−", "+", "=", ":", "/", "<", ">"}

Kind = Literal["text", "name", "number", "symbol", "big", "fence", "space", "row", "fraction", "mean", "scripts"]


@dataclass(frozen=True)
class _Node:
    kind: Kind
    value: str = ""
    parts: tuple[_Node, ...] = ()


def formula_latex(entry: KPI) -> str:
    """The formula in the language in use, with its dollar signs, as JupyterLab sets it."""
    return _("$" + entry.mathematics + "$")


def formula_text(entry: KPI) -> str:
    """The formula in one line of plain text, in the language in use."""
    before, latex, after = formula_latex(entry).split("$")
    return before + plain(latex) + after


def formula_mathml(entry: KPI) -> str:
    """The formula as MathML, in the language in use."""
    before, latex, after = formula_latex(entry).split("$")
    return before + mathml(latex) + after


def plain(latex: str) -> str:
    r"""`latex` as one line of text: fractions with ÷ and the parentheses they need.

    >>> plain(r"\frac{\text{won}}{\text{won} + \text{lost}}")
    'won ÷ (won + lost)'
    """
    return re.sub(r" {4,}", "   ", _plain(_parsed(latex))).strip()


def mathml(latex: str) -> str:
    r"""`latex` as a MathML element.

    >>> mathml(r"\text{fact}")
    '<math display="block"><mtext>fact</mtext></math>'
    """
    return f'<math display="block">{_mathml(_parsed(latex))}</math>'


def _parsed(latex: str) -> _Node:
    tokens = [match.group() for match in _TOKEN.finditer(latex)][::-1]
    node = _row(tokens, None)
    if tokens:
        raise DataError(_("This formula cannot be read: {formula}").format(formula=latex))
    return node


def _row(tokens: list[str], end: str | None) -> _Node:
    """What stands before `end`; a row of one is that one."""
    found: list[_Node] = []
    while tokens and tokens[-1] != "}":
        found.append(_scripted(tokens))
    if end is not None and (not tokens or tokens.pop() != end):
        raise DataError(_("A formula has a brace without its partner."))
    return found[0] if len(found) == 1 else _Node("row", "", tuple(found))


def _scripted(tokens: list[str]) -> _Node:
    body, below, above = _atom(tokens), _Node("row"), _Node("row")
    while tokens and tokens[-1] in ("_", "^"):
        if tokens.pop() == "_":
            below = _atom(tokens)
        else:
            above = _atom(tokens)
    return body if below == above else _Node("scripts", "", (body, below, above))


def _atom(tokens: list[str]) -> _Node:
    if not tokens:
        raise DataError(_("A formula ends too early."))
    token = tokens.pop()
    if token.startswith(r"\text{"):
        return _Node("text", token[len(r"\text{") : -1])
    if token == "{":
        return _row(tokens, "}")
    if token == r"\frac":
        return _Node("fraction", "", (_atom(tokens), _atom(tokens)))
    if token in (r"\bar", r"\overline"):
        return _Node("mean", "", (_atom(tokens),))
    if token == r"\operatorname":
        return _Node("name", _letters(_atom(tokens)))
    if token in (r"\left", r"\right"):
        return _Node("fence", _atom(tokens).value)
    if token in _SPACES:
        return _Node("space", _SPACES[token])
    if token in _BIG:
        return _Node("big", _BIG[token])
    if token in _NAMES or token.isalpha():
        return _Node("name", _NAMES.get(token, token))
    if token[0].isdigit():
        return _Node("number", token)
    if token.startswith("\\") and token not in _SYMBOLS:
        raise DataError(_("A formula may not use {command}.").format(command=token))
    return _Node("symbol", _SYMBOLS.get(token, token))


def _letters(node: _Node) -> str:
    return node.value + "".join(_letters(part) for part in node.parts)


def _plain(node: _Node) -> str:
    if node.kind == "row":
        return _joined(node.parts)
    if node.kind == "fraction":
        return " ÷ ".join(_in_parentheses(part) for part in node.parts)
    if node.kind == "mean":
        return _("mean({what})").format(what=_plain(node.parts[0]))
    if node.kind == "scripts":
        body, below, above = node.parts
        low, high = _plain(below), _plain(above)
        if body.kind == "big":
            return f"{_plain(body)}[{low} … {high}]" if high else f"{_plain(body)}[{low}]"
        raised = f"^{high}" if high else ""
        lowered = "" if not low else f"_{low}" if len(low) == 1 else f"[{low}]"
        return f"{_plain(body)}{lowered}{raised}"
    return node.value


def _joined(parts: tuple[_Node, ...]) -> str:
    said = ""
    for i, part in enumerate(parts):
        text = _plain(part)
        if part.kind == "fraction" and len(parts) > 1 and not _stands_alone(parts, i):
            text = f"({text})"
        if part.value in _WIDE and part.kind == "symbol":
            said = f"{said.rstrip()} {text} "
        elif part.value == ",":
            said = f"{said}, "
        elif _core(part).kind == "big" or (said and _core(parts[i - 1]).kind == "big" and not said.endswith(" ")):
            said = f"{said}{'' if not said or said.endswith((' ', '(')) else ' '}{text}"
        elif said and text[:1].isalnum() and said[-1:].isalnum():
            said = f"{said} {text}"
        else:
            said += text
    return said.strip() if all(part.kind != "space" for part in parts) else said


def _core(node: _Node) -> _Node:
    return node.parts[0] if node.kind == "scripts" else node


def _stands_alone(parts: tuple[_Node, ...], i: int) -> bool:
    """Whether only an equals sign, a space or an end stands on either side."""
    beside = [parts[j] for j in (i - 1, i + 1) if 0 <= j < len(parts)]
    return all(part.kind == "space" or part.value in ("=", ",", "(", ")") for part in beside)


def _in_parentheses(node: _Node) -> str:
    text = _plain(node)
    loose = node.kind == "fraction" or (
        node.kind == "row" and any(part.kind in ("symbol", "big", "fraction", "scripts") for part in node.parts)
    )
    whole = node.kind == "row" and all(node.parts[i].value == "|" for i in (0, -1)) and text.count("|") == 2
    return f"({text})" if loose and not whole else text


def _mathml(node: _Node) -> str:
    if node.kind == "row":
        return f"<mrow>{''.join(map(_mathml, node.parts))}</mrow>"
    if node.kind == "fraction":
        return f"<mfrac>{''.join(map(_mathml, node.parts))}</mfrac>"
    if node.kind == "mean":
        return f"<mover>{_mathml(node.parts[0])}<mo>¯</mo></mover>"
    if node.kind == "scripts":
        return _scripts_mathml(*node.parts)
    if node.kind == "space":
        return f'<mspace width="{0.25 + 0.4 * len(node.value):g}em"/>'
    tag = {"text": "mtext", "number": "mn", "name": "mi", "big": "mo"}.get(node.kind, "mo")
    value = {"Σ": "∑", "Π": "∏"}.get(node.value, node.value) if node.kind == "big" else node.value
    still = ' stretchy="false"' if node.kind == "symbol" and value in "()|{}" else ""
    return f"<{tag}{still}>{escape(value)}</{tag}>"


def _scripts_mathml(body: _Node, below: _Node, above: _Node) -> str:
    empty = _Node("row")
    low, high = ("munder", "mover") if body.kind == "big" else ("msub", "msup")
    both = "munderover" if body.kind == "big" else "msubsup"
    if above == empty:
        return f"<{low}>{_mathml(body)}{_mathml(below)}</{low}>"
    if below == empty:
        return f"<{high}>{_mathml(body)}{_mathml(above)}</{high}>"
    return f"<{both}>{_mathml(body)}{_mathml(below)}{_mathml(above)}</{both}>"
