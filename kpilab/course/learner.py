"""Who is learning, and where: the workspace found from the current folder, the learner's name and settings.

A workspace is a folder with a `.kpilab` folder in it. The repository of kpilab is never one, so that
nobody's answers end up in it. Two variables of the environment decide before anything else:
``KPILAB_WORKSPACE`` (a folder; empty means none at all) and ``KPILAB_LEARNER`` (a name).
"""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpilab.errors import WorkspaceError
from kpilab.i18n import _

__all__ = [
    "ANYONE",
    "Settings",
    "choose_learner",
    "events_file",
    "find_workspace",
    "learner_name",
    "learners",
    "read_settings",
    "save_settings",
]

ANYONE = "learner"
"""The name of a learner who has chosen none."""
_MARK = ".kpilab"
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Settings:
    """What the course needs to know of a learner; role, path and minutes (a week's, say) are empty until chosen."""

    learner: str = ANYONE
    variant: int = 0
    language: str = "en"
    role: str = ""
    path: str = ""
    minutes: int = 0


def find_workspace(start: Path | None = None) -> Path | None:
    """The workspace that `start` (by default the current folder) lies in; none outside one, and none in the repository.

    >>> find_workspace(Path("/")) is None
    True
    """
    if start is None and (named := os.environ.get("KPILAB_WORKSPACE")) is not None:
        folder = Path(named)
        return folder.absolute() if named and _is_workspace(folder) else None
    try:
        here = (start or Path.cwd()).absolute()
    except OSError:
        return None
    for folder in (here, *here.parents):
        if _is_repository(folder):
            return None
        if _is_workspace(folder):
            return folder
    return None


def events_file(workspace: Path) -> Path:
    """Where the workspace keeps its events."""
    return workspace / _MARK / "events.sqlite"


def learner_name(workspace: Path | None) -> str:
    """Who is learning: from ``KPILAB_LEARNER``, else as chosen in this workspace, else ``"learner"``."""
    named = _tidy(os.environ.get("KPILAB_LEARNER", ""))
    if named or workspace is None:
        return named or ANYONE
    return _tidy(_read(workspace, "learner.json").get("name")) or ANYONE


def learners(workspace: Path) -> tuple[str, ...]:
    """Everyone who has chosen a name in this workspace, in alphabetical order."""
    return tuple(sorted(_people(_read(workspace, "learner.json"))))


def choose_learner(name: str, *, workspace: Path) -> Settings:
    """Go on as `name` in this workspace; raises `WorkspaceError` for a name that is empty."""
    chosen = _tidy(name)
    if not chosen:
        raise WorkspaceError(_("A learner needs a name: a word or two by which you will know yourself."))
    kept = _read(workspace, "learner.json")
    people = _people(kept)
    _write(workspace, "learner.json", {**kept, "name": chosen, "people": {**people, chosen: people.get(chosen, {})}})
    return read_settings(workspace)


def read_settings(workspace: Path | None) -> Settings:
    """The learner's settings; the standard ones outside a workspace, and wherever a file says nothing usable."""
    if workspace is None:
        return Settings(learner=learner_name(None))
    shared = _read(workspace, "workspace.json")
    name = learner_name(workspace)
    own = _people(_read(workspace, "learner.json")).get(name, {})
    return Settings(
        learner=name,
        variant=_whole(own.get("variant", shared.get("variant"))),
        language=_tidy(shared.get("language")) or "en",
        role=_tidy(own.get("role")),
        path=_tidy(own.get("path")),
        minutes=_whole(own.get("minutes")),
    )


def save_settings(
    workspace: Path, *, role: str | None = None, path: str | None = None, minutes: int | None = None
) -> Settings:
    """Keep what the learner has chosen; what is not given stays as it was."""
    name = learner_name(workspace)
    kept = _read(workspace, "learner.json")
    people = _people(kept)
    given = {"role": role, "path": path, "minutes": minutes}
    own = {**people.get(name, {}), **{key: value for key, value in given.items() if value is not None}}
    _write(workspace, "learner.json", {"name": name, **kept, "people": {**people, name: own}})
    return read_settings(workspace)


def _is_workspace(folder: Path) -> bool:
    return (folder / _MARK).is_dir() and not _is_repository(folder)


def _is_repository(folder: Path) -> bool:
    file = folder / "pyproject.toml"
    try:
        return file.is_file() and tomllib.loads(file.read_text(encoding="utf-8"))["project"]["name"] == "kpilab"
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _tidy(name: object) -> str:
    """A name as one line of printable characters."""
    if not isinstance(name, str):
        return ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:_LONGEST_NAME]


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _people(kept: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    people = kept.get("people")
    if not isinstance(people, dict):
        return {}
    return {str(name): own for name, own in people.items() if isinstance(own, dict)}


def _read(workspace: Path, name: str) -> dict[str, Any]:
    """A JSON object of the workspace; empty where the file is missing or is none."""
    try:
        content = json.loads((workspace / _MARK / name).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(workspace: Path, name: str, content: Mapping[str, Any]) -> None:
    """Write the file whole or not at all."""
    folder = workspace / _MARK
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=folder, prefix=name, suffix=".part", delete=False, encoding="utf-8"
        ) as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, folder / name)
    except OSError as error:
        raise WorkspaceError(
            _("{file} cannot be written: {reason}.").format(file=folder / name, reason=error.strerror or error)
        ) from error
