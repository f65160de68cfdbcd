"""Exercises, checks, quizzes, progress, workspace: the course around the chapters.

What a notebook needs stands here by name, and is imported at the moment it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpilab.course.session import another, answer_box, case, check, check_file, hint, options, solution

__all__ = ["another", "answer_box", "case", "check", "check_file", "hint", "options", "solution"]

_HOMES = dict.fromkeys(__all__, "kpilab.course.session")


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kpilab.course' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
