"""Exercises, checks, quizzes, progress, workspace: the course around the chapters.

What a notebook needs stands here by name, and is imported at the moment it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpilab.course.own_page import own_matrix, own_row
    from kpilab.course.predictions import predict, recall
    from kpilab.course.quizzes import quiz
    from kpilab.course.session import another, answer_box, case, check, check_file, hint, options, solution
    from kpilab.course.today import progress, review

__all__ = [
    "another",
    "answer_box",
    "case",
    "check",
    "check_file",
    "hint",
    "options",
    "own_matrix",
    "own_row",
    "predict",
    "progress",
    "quiz",
    "recall",
    "review",
    "solution",
]

_HOMES = {
    "another": "kpilab.course.session",
    "answer_box": "kpilab.course.session",
    "case": "kpilab.course.session",
    "check": "kpilab.course.session",
    "check_file": "kpilab.course.session",
    "hint": "kpilab.course.session",
    "options": "kpilab.course.session",
    "own_matrix": "kpilab.course.own_page",
    "own_row": "kpilab.course.own_page",
    "predict": "kpilab.course.predictions",
    "progress": "kpilab.course.today",
    "quiz": "kpilab.course.quizzes",
    "recall": "kpilab.course.predictions",
    "review": "kpilab.course.today",
    "solution": "kpilab.course.session",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kpilab.course' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
