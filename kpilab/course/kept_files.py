"""Files that we write and a trainee may change: what was touched is never overwritten, a new version goes beside it.

A file counts as touched when its content differs from what we last wrote; the ledger remembers that as checksums. Of a
notebook the content is its cells with their text and outputs: JupyterLab adds notes of its own as soon as it opens one.
"""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from kpilab.errors import WorkspaceError
from kpilab.i18n import _

__all__ = ["Ledger", "Placed", "place", "write_whole", "writing"]


@dataclass
class Ledger:
    """Checksums by path inside the workspace: of what we last `wrote`, and of what we last `offered` beside it."""

    wrote: dict[str, str] = field(default_factory=dict)
    offered: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """The ledger in `path`; an empty one where there is none, so that every file that differs counts as touched."""
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return cls(dict(kept["wrote"]), dict(kept["offered"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, path: Path) -> None:
        """Keep the ledger in `path`."""
        write_whole(path, json.dumps({"wrote": self.wrote, "offered": self.offered}, indent=1).encode())


@dataclass(frozen=True)
class Placed:
    """What became of one file: written, the same as before, the trainee's own kept, or put beside the trainee's."""

    path: Path
    how: Literal["written", "same", "kept", "beside"]


def place(folder: Path, name: str, content: bytes, *, ledger: Ledger, version: str) -> Placed:
    """Write `content` as `folder`/`name`, unless a person has touched what is there; `ledger` is brought up to date.

    A new version of a touched file is put beside it once, named after `version`.
    """
    target, new = folder / name, _checksum(name, content)
    if target.exists():
        there = _checksum(name, target.read_bytes())
        if there == new:
            ledger.wrote[name] = new
            return Placed(target, "same")
        if ledger.wrote.get(name) != there:
            return _beside(folder, name, content, ledger, version)
    write_whole(target, content)
    ledger.wrote[name] = new
    return Placed(target, "written")


def _beside(folder: Path, name: str, content: bytes, ledger: Ledger, version: str) -> Placed:
    new = _checksum(name, content)
    if new in (ledger.wrote.get(name), ledger.offered.get(name)):
        return Placed(folder / name, "kept")
    first = Path(name)
    label = _("new {version}").format(version=version)
    path = first.with_name(f"{first.stem} ({label}){first.suffix}")
    count = 2
    while (folder / path).exists():
        path = first.with_name(f"{first.stem} ({label}, {count}){first.suffix}")
        count += 1
    write_whole(folder / path, content)
    ledger.offered[name] = new
    return Placed(folder / path, "beside")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(part, 0o666 & ~_mask())
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what a disk refuses into a `WorkspaceError` that says what to do."""
    try:
        yield
    except OSError as error:
        raise WorkspaceError(_refusal(folder, error)) from error


def _refusal(folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return _(
            "The disk is full: the course could not be written to {folder}. Make some room and start again; "
            "what was there before is unharmed."
        ).format(folder=folder)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _(
            "{place} cannot be written. If a file of the course is open in Excel, close it; "
            "otherwise choose a folder of your own: kpilab start FOLDER"
        ).format(place=error.filename or folder)
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        return _("{place} is in the way. Move it, or choose another folder: kpilab start FOLDER").format(
            place=error.filename or folder
        )
    return _("The course could not be written to {folder}: {reason}.").format(folder=folder, reason=error.strerror)


def _checksum(name: str, content: bytes) -> str:
    if name.endswith(".ipynb"):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            cells = [_cell(cell) for cell in json.loads(content)["cells"]]
            return sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    return sha256(content).hexdigest()


def _cell(cell: dict[str, Any]) -> list[Any]:
    source = cell["source"]
    text = source if isinstance(source, str) else "".join(source)
    return [cell["cell_type"], text, cell.get("outputs", [])]


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
