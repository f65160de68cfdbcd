"""A fix log as a TOML file that people read and sign: one line a change, and `taken = true` where it is meant."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kpilab.data.quality.fix_log import Change, Fix, FixLog
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["fix_text", "read_fixes", "write_fixes"]


def write_fixes(log: FixLog, path: str | Path) -> Path:
    """Write the log and return its path; the file appears whole or not at all."""
    path = Path(path)
    draft = path.with_name(f".{path.stem}.writing{path.suffix}")
    try:
        draft.write_text(fix_text(log), encoding="utf-8", newline="\n")
        os.replace(draft, path)
    except OSError as fault:
        text = _("{path} cannot be written: {reason}.")
        raise DataError(text.format(path=path, reason=fault.strerror or fault)) from fault
    finally:
        with suppress(OSError):
            draft.unlink()
    return path


def fix_text(log: FixLog) -> str:
    """The log as the file holds it.

    >>> print(fix_text(FixLog("shop", (Fix("1", "Merge.", "sales", "item", "", ()),))).splitlines()[-1])
    changes = []
    """
    lines = [
        f"# {_('Fixes that are offered. Nothing is changed until a fix is taken.')}",
        f"# {_('To take one, write taken = true, and who, why and when (a day, as 2025-05-31). Then apply the file.')}",
        f"# {_('Each line is one row: its number, its key, what stood there, and what is to stand there.')}",
        f"# {_('A line without after is a row that is taken out.')}",
        "",
        f"name = {_text(log.name)}",
    ]
    for fix in log.fixes:
        lines += ["", "[[fix]]", *_fix(fix)]
    return "\n".join(lines) + "\n"


def _fix(fix: Fix) -> Iterator[str]:
    for name in ("id", "what", "table", "column", "rule"):
        yield f"{name} = {_text(getattr(fix, name))}"
    yield f"taken = {_value(fix.taken)}"
    yield f"who = {_text(fix.who)}"
    yield f"why = {_text(fix.why)}"
    if fix.when is not None:
        yield f"when = {fix.when.isoformat()}"
    yield f"cells = {_inline(fix.cells)}"
    if not fix.changes:
        yield "changes = []"
        return
    yield "changes = ["
    for change in fix.changes:
        parts = [f"row = {change.row}", f"key = {_text(change.key)}", f"before = {_inline(change.before)}"]
        if change.after is not None:
            parts.append(f"after = {_inline(change.after)}")
        yield f"  {{ {', '.join(parts)} }},"
    yield "]"


def _inline(cells: Mapping[str, Any]) -> str:
    return (
        "{ " + ", ".join(f"{_text(name)} = {_value(value)}" for name, value in cells.items()) + " }" if cells else "{}"
    )


def _text(text: str) -> str:
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value) if value not in (float("inf"), float("-inf")) else "inf" if value > 0 else "-inf"
    return str(value) if isinstance(value, int) else _text(str(value))


def read_fixes(path: str | Path) -> FixLog:
    """The log in a file; `DataError` where it cannot be read or is none."""
    path = Path(path)
    try:
        found = tomllib.loads(path.read_text("utf-8"))
        fixes = tuple(_read(one) for one in found.get("fix", []))
        name = str(found["name"])
    except OSError as fault:
        text = _("{path} cannot be read: {reason}.")
        raise DataError(text.format(path=path, reason=fault.strerror or fault)) from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        text = _("{path} is not a file of fixes: {reason}.")
        raise DataError(text.format(path=path, reason=fault)) from fault
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        text = _("{path} is not a file of fixes, or a line of it was lost: {reason}.")
        raise DataError(text.format(path=path, reason=fault)) from fault
    nameless = [fix.id for fix in fixes if fix.taken and not fix.who.strip()]
    if nameless:
        raise DataError(
            _('Whoever takes a fix signs it: write who = "…" at {fixes}.').format(fixes=", ".join(nameless))
        )
    return FixLog(name, fixes)


def _read(one: Mapping[str, Any]) -> Fix:
    if not isinstance(one["taken"], bool):
        raise ValueError(_("say taken = true or taken = false at {fix}").format(fix=one["id"]))
    if any(type(line["row"]) is not int for line in one["changes"]):
        raise ValueError(_("a row has a whole number, at {fix}").format(fix=one["id"]))
    for line in one["changes"]:
        _refuse_slips(one, line)
    changes = tuple(
        Change(line["row"], str(line["key"]), dict(line["before"]), dict(line["after"]) if "after" in line else None)
        for line in one["changes"]
    )
    words = {name: str(one[name]) for name in ("id", "what", "table", "column", "rule", "who", "why")}
    return Fix(changes=changes, cells=dict(one["cells"]), taken=one["taken"], when=_day(one), **words)


def _day(one: Mapping[str, Any]) -> date | None:
    when = one.get("when")
    if when is not None and not isinstance(when, date):
        raise ValueError(
            _("write the day as when = 2025-05-31, without marks around it, at {fix}").format(fix=one["id"])
        )
    return when


def _refuse_slips(one: Mapping[str, Any], line: Mapping[str, Any]) -> None:
    """Raise `ValueError` for a line that says something else than its fix: it would empty or drop what nobody meant."""
    place = {"fix": one["id"], "row": line["row"]}
    if bool(one["column"]) != ("after" in line):
        text = (
            _("at {fix}, row {row}, after is lost") if one["column"] else _("{fix} takes row {row} out: no after there")
        )
        raise ValueError(text.format(**place))
    after = line.get("after", {})
    if not set(after) <= {one["column"]}:
        raise ValueError(_("at {fix}, row {row}, after names another column").format(**place))
    if any(isinstance(value, list | dict) for value in (*after.values(), *line["before"].values())):
        raise ValueError(_("at {fix}, row {row}, a cell holds one value").format(**place))
