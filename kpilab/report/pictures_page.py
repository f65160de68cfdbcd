"""The page of pictures in `datasets/pictures/`: written from its sources, and held against them without drawing."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import kpilab
from kpilab.i18n import _, speaking
from kpilab.report.merchant_pictures import page_files, pictured, sources
from kpilab.worlds.datasets import CHECKSUMS, PICTURES, checksums, standard_folder

__all__ = ["stale", "write"]

_PACKAGE = Path(kpilab.__file__).resolve().parent
_MADE_BY = (
    "analysis/distributions.py",
    "data/grocery.py",
    "report/merchant_pictures.py",
    "report/wordless_svg.py",
)
_SOURCES = "# sources "


def _folder() -> Path:
    return _PACKAGE.parent / "datasets" / PICTURES


def _sources() -> str:
    """One checksum over what the pictures are made by and of; line ends do not count."""
    found = sha256()
    for name in _MADE_BY:
        found.update(name.encode() + b"\0" + (_PACKAGE / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    for name in pictured():
        for file, digest in sorted(checksums(standard_folder(name)).items()):
            if file in ("orders.csv", "order_lines.csv"):
                found.update(f"{name}/{file} {digest}\0".encode())
    return found.hexdigest()


def stale() -> list[str]:
    """What is wrong with the page, a sentence each; nothing is drawn, and the grocery data are not needed."""
    if not (_PACKAGE.parent / "datasets").is_dir():
        return []  # installed: the pictures came as they are
    folder = _folder()
    if not (folder / CHECKSUMS).is_file():
        return [_("datasets/{name} has not been written.").format(name=PICTURES)]
    recorded = checksums(folder)
    present = {file.name for file in folder.iterdir() if not file.name.startswith(".")} - {CHECKSUMS}
    faults = [
        _("datasets/{name}/{file} is missing, was edited, or belongs to nothing.").format(name=PICTURES, file=file)
        for file in sorted(present | recorded.keys())
        if file not in present or sha256((folder / file).read_bytes()).hexdigest() != recorded.get(file)
    ]
    if (folder / CHECKSUMS).read_text("utf-8").partition("\n")[0] != _SOURCES + _sources():
        faults.insert(0, _("datasets/{name} is older than what it shows.").format(name=PICTURES))
    return faults


def write() -> tuple[Path, ...]:
    """Draw the page and its pictures into the checkout's `datasets/`, and return the files.

    Each file is replaced in one step, the checksums last. Raises `MissingExtra` where the grocery data are not there.
    """
    with speaking("en"):
        files = page_files(sources())
    lines = [f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())]
    files[CHECKSUMS] = (_SOURCES + _sources() + "\n" + "".join(lines)).encode()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for left in {file.name for file in folder.iterdir() if file.is_file()} - files.keys():
        (folder / left).unlink()
    with TemporaryDirectory(dir=folder.parent, prefix=".pictures.") as space:
        for name, content in files.items():
            (Path(space) / name).write_bytes(content)
            os.replace(Path(space) / name, folder / name)
    return tuple(folder / name for name in files)
