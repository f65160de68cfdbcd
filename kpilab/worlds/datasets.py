"""The standard data that ship as files: written from their seeds, and held against their checksums."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from kpilab import worlds
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _, language, set_language
from kpilab.worlds.dictionary import dictionary

__all__ = ["CHECKSUMS", "DICTIONARY", "PICTURES", "checksums", "redrawn", "stale", "standard_folder", "write"]

CHECKSUMS = "CHECKSUMS"
DICTIONARY = "DICTIONARY.md"
PICTURES = "pictures"
"""The folder beside the merchants' data that shows how they are spread."""

_PACKAGE = Path(__file__).resolve().parent.parent
_SOURCES = "# sources "
_DRAW_NOTHING = ("__init__.py", "building.py", "datasets.py", "streaming.py", "table_files.py")
"""Modules beside the merchants on which no byte of the standard data depends."""


def standard_folder(name: str = "retail_chain") -> Path:
    """Where the standard data of a merchant lie: `datasets/` in a checkout, inside the package elsewhere."""
    if name not in worlds.MERCHANTS:  # asked of the list: the merchant itself would bring pandas along
        raise UnknownName(_("merchant"), name, worlds.MERCHANTS)
    inside = _PACKAGE / "_datasets" / name
    return inside if inside.is_dir() else _PACKAGE.parent / "datasets" / name


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _sources(name: str) -> str:
    """One checksum over everything that draws that merchant's data, and its seed; line ends do not count."""
    folder = _PACKAGE / "worlds"
    shared = [file for file in folder.glob("*.py") if file.name not in _DRAW_NOTHING]
    found = sha256(f"{worlds.SEEDS[name]}\0".encode())
    for file in sorted([*shared, *(folder / name).rglob("*.py")], key=lambda file: file.relative_to(folder).as_posix()):
        found.update(file.relative_to(folder).as_posix().encode() + b"\0")
        found.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return found.hexdigest()


def checksums(folder: Path) -> dict[str, str]:
    """The recorded sha256 of each file in `folder`; `DataError` where the record is missing or damaged."""
    record = folder / CHECKSUMS
    try:
        lines = record.read_text("utf-8").splitlines()
        return {file: digest for digest, file in (line.split("  ") for line in lines if not line.startswith("#"))}
    except (OSError, ValueError) as fault:
        raise DataError(
            _("{file} cannot be read; install kpilab again, or run kpilab build in a checkout.").format(file=record)
        ) from fault


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.iterdir() if file.is_file() and not file.name.startswith(".")]


def _recorded_sources(folder: Path) -> str:
    first = (folder / CHECKSUMS).read_text("utf-8").partition("\n")[0]
    return first.removeprefix(_SOURCES)


def _faults(name: str, folder: Path) -> list[str]:
    if not (folder / CHECKSUMS).is_file():
        return [_("datasets/{name} has not been written.").format(name=name)]
    recorded = checksums(folder)
    present = {file.name for file in _files(folder)} - {CHECKSUMS}
    edited = [file for file in recorded.keys() & present if _digest((folder / file).read_bytes()) != recorded[file]]
    faults = [
        sentence.format(name=name, file=file)
        for sentence, files in (
            (_("datasets/{name}/{file} is missing."), recorded.keys() - present),
            (_("datasets/{name}/{file} belongs to nothing."), present - recorded.keys()),
            (_("datasets/{name}/{file} has been edited."), edited),
        )
        for file in files
    ]
    if _recorded_sources(folder) != _sources(name):
        faults.append(_("datasets/{name} is older than the code that draws it.").format(name=name))
    return sorted(faults)


def stale() -> list[str]:
    """What is wrong with the standard data, a sentence each; nothing is drawn for it."""
    known = [fault for name in worlds.MERCHANTS for fault in _faults(name, standard_folder(name))]
    return known + [_("datasets/{name} belongs to nothing.").format(name=name) for name in _strangers()]


def _strangers() -> list[str]:
    """What lies in a checkout's `datasets/` and is no merchant; hidden files do not count."""
    folder = _PACKAGE.parent / "datasets"
    found = [] if _is_installed() or not folder.is_dir() else [path.name for path in folder.iterdir()]
    return sorted(name for name in found if name not in (*worlds.MERCHANTS, PICTURES) and not name.startswith("."))


def _is_installed() -> bool:
    """Whether the data came inside the package: then there is no checkout to write them into."""
    return (_PACKAGE / "_datasets").is_dir()


def _draw(name: str, folder: Path) -> tuple[Path, ...]:
    spoken = language()
    set_language("en")
    try:
        tables = worlds.build(name)
        files = worlds.write(tables, folder, name=name)
        page = folder / DICTIONARY
        page.write_bytes(dictionary(worlds.layout(name)).encode())
        kept = worlds.kept_files(name)
        for file, content in kept.items():
            (folder / file).write_bytes(content)
    finally:
        set_language(spoken)
    return (*files, page, *(folder / file for file in kept))


def redrawn(name: str) -> dict[str, str]:
    """The sha256 of each file as this machine draws it now, to be held against `checksums`."""
    with TemporaryDirectory() as space:
        return {file.name: _digest(file.read_bytes()) for file in _draw(name, Path(space))}


def write(names: Iterable[str] = ()) -> tuple[Path, ...]:
    """Draw the standard data of these merchants, or of all, into the checkout's `datasets/` and return the files.

    Each file is replaced in one step and the checksums come last: a write that is broken off
    leaves whole files, and `stale` says so. Raises `DataError` where kpilab is installed and there is no checkout.
    """
    if _is_installed():
        raise DataError(_("The standard data came with kpilab; they are drawn anew only in a checkout of its source."))
    chosen, written = tuple(names) or worlds.MERCHANTS, []
    for name in chosen:
        standard_folder(name)  # known, before anything is written
    for name in chosen:
        folder = _PACKAGE.parent / "datasets" / name
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent) as space:
            files = _draw(name, Path(space))
            lines = [f"{_digest(file.read_bytes())}  {file.name}\n" for file in sorted(files)]
            record = Path(space) / CHECKSUMS
            record.write_bytes((_SOURCES + _sources(name) + "\n" + "".join(lines)).encode())
            for file in (*files, record):
                os.replace(file, folder / file.name)
                written.append(folder / file.name)
        for file in _files(folder):
            if file not in written:
                file.unlink()
    return tuple(written)
