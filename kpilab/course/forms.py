"""The forms an answer can take: what is asked for, what counts as the same, how it is shown.

A form knows nothing of tasks and misconceptions. It reads a plain value (see `answers`), says whether two
values are the same answer, and lists the fields in which a person without code fills it in. Where an option's text
quotes numbers of the case, `words` brings them (a task's `fields`).
"""

from __future__ import annotations

from typing import TypeAlias

from kpilab.course.form_choices import Assign, Choice, Composite, Options
from kpilab.course.form_numbers import Number, Numbers
from kpilab.course.form_table import Table
from kpilab.course.problem import Problem

__all__ = ["Assign", "Choice", "Composite", "Form", "Number", "Numbers", "Options", "Problem", "Table"]

Form: TypeAlias = Number | Choice | Assign | Numbers | Table | Composite
