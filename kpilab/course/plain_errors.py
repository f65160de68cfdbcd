"""What went wrong in a learner's cell, in one plain sentence, and what to do about it.

`explain` is a table of rules, tried in order; it knows nothing of notebooks and shells (see `kernel`).
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kpilab.course.plain_syntax import syntax_message
from kpilab.errors import KpilabError
from kpilab.i18n import _
from kpilab.widgets.message import Message, message_text

__all__ = ["Explanation", "Scene", "explain"]


@dataclass(frozen=True)
class Scene:
    """What is known where an error happened: the cell's text and the line; names.

    `known` are the names that exist now, `setup` those that the setup makes, `cells` those that other cells above make.
    """

    source: str = ""
    line: int | None = None
    known: Collection[str] = ()
    setup: Collection[str] = ()
    cells: Collection[str] = ()


@dataclass(frozen=True)
class Explanation:
    """One sentence and what to do, and the line of the cell with a mark under the place."""

    message: Message
    pointer: str = ""

    @property
    def text(self) -> str:
        """The explanation in plain characters."""
        return "\n".join(part for part in (message_text(self.message), self.pointer) if part)


_NOWHERE = Scene()
_CHECKED = re.compile(r"""\bcheck\(\s*["'][^"']*["']\s*,\s*([A-Za-z_]\w*)""")
"""The answer that a cell hands to the judge, by its name."""
Rule = Callable[[BaseException, Scene], "Message | None"]


def explain(error: BaseException, scene: Scene = _NOWHERE) -> Explanation:
    """The explanation of `error`; for one that no rule knows, Python's own words and where to look.

    >>> print(explain(ZeroDivisionError("division by zero")).text)
    ! Something is divided by zero.
    Look at what stands under the line of the fraction: a KPI has no value where its denominator is 0.
    """
    for kind, rule in _RULES:
        if isinstance(error, kind) and (message := rule(error, scene)) is not None:
            return Explanation(message, _pointer(error, scene))
    said = f"{type(error).__name__}: {error}"
    return Explanation(
        _message(
            _("Python could not finish this cell."),
            _("It said: {said}").format(said=said),
            _("Undo your last change, or compare the line with one that works."),
        ),
        _pointer(error, scene),
    )


def _message(title: str, *paragraphs: str) -> Message:
    return Message("error", title, paragraphs)


def _pointer(error: BaseException, scene: Scene) -> str:
    lines = scene.source.splitlines()
    number = error.lineno if isinstance(error, SyntaxError) else scene.line
    if number is None or not 1 <= number <= len(lines) or not lines[number - 1].strip():
        return ""
    start = _("Line {number}:").format(number=number) + "  "
    if not isinstance(error, SyntaxError) or not error.offset:
        return start + lines[number - 1]
    before = lines[number - 1][: error.offset - 1]
    return f"{start}{lines[number - 1]}\n{' ' * (_width(start) + _width(before))}^"


def _width(text: str) -> int:
    return sum(2 if "\u2e80" <= character <= "\uffef" else 1 for character in text)


def _near(name: str, names: Iterable[object]) -> str:
    listed = [str(each) for each in names]
    by_small = {each.lower(): each for each in reversed(listed)}
    close = get_close_matches(name.lower(), by_small, n=1, cutoff=0.6)
    return by_small[close[0]] if close else ""


# names


def _name(error: BaseException, scene: Scene) -> Message | None:
    found = re.search(r"'([^']+)'", str(error))
    name = getattr(error, "name", None) or (found.group(1) if found else "")
    title = _("Python does not know the name '{name}' yet.").format(name=name)
    if name in scene.setup:
        return _message(
            title, _("Run the first grey cell of this page (the setup) with Shift + Enter, then this cell again.")
        )
    if name in scene.cells or name in _CHECKED.findall(scene.source):
        return _not_made(title, name, scene)
    constants = {"true": "True", "false": "False", "none": "None", "null": "None"}
    if near := constants.get(name.lower()) or _near(name, (*scene.known, *scene.setup, *scene.cells)):
        return _message(title, _("Did you mean '{near}'? Capital and small letters count.").format(near=near))
    return _message(
        title,
        _("If it is the name of something, run the cells above first and check the spelling."),
        _('If it is meant as text, put it in quotes: "{name}".').format(name=name),
    )


def _not_made(title: str, name: str, scene: Scene) -> Message:
    """A name that a cell above makes, or should: the cell was not run, or the name in it was changed."""
    said = _("The cell above that makes it was not run, or it was renamed: the line must begin with {start}")
    near = _near(name, (each for each in scene.known if each not in dir(builtins)))
    more = [_("There is a '{near}' now. If that is it, give it back its name.").format(near=near)] if near else []
    again = _("Choose Run › Run All Above Selected Cell in the menu, then run this cell again.")
    return _message(title, said.format(start=f"{name} ="), *more, again)


def _attribute(error: BaseException, scene: Scene) -> Message | None:
    name, owner = getattr(error, "name", None), getattr(error, "obj", None)
    if not name:
        return None
    if owner is Ellipsis:
        return _dots(error, scene)
    if owner is None:
        return _message(
            _("There is nothing here to take '{name}' from.").format(name=name),
            _("The step before gave nothing back (None). Show it in a cell of its own to see."),
        )
    title = _("There is no '{name}' here.").format(name=name)
    if near := _near(name, (each for each in dir(owner) if not each.startswith("_"))):
        return _message(title, _("Did you mean '{near}'? Capital and small letters count.").format(near=near))
    return _message(title, _("Check the spelling, and what stands before the dot."))


def _key(error: BaseException, scene: Scene) -> Message | None:
    name = str(error.args[0]) if error.args else ""
    columns = _columns(error)
    if not columns:
        return _message(
            _("There is nothing called '{name}' in here.").format(name=name),
            _("Check the spelling. Capital letters, small letters and spaces count."),
        )
    title = _("The table has no column '{name}'.").format(name=name)
    listed = _("Its columns are: {columns}.").format(columns=", ".join(columns))
    near = _near(name, columns)
    return _message(title, *([_("Did you mean '{near}'?").format(near=near)] if near else []), listed)


def _columns(error: BaseException) -> list[str]:
    step = error.__traceback__
    while step is not None:
        owner: Any = step.tb_frame.f_locals.get("self")
        if type(owner).__name__ == "DataFrame":
            return [str(column) for column in owner.columns][:30]
        step = step.tb_next
    return []


def _module(error: BaseException, scene: Scene) -> Message | None:
    name = getattr(error, "name", None) or ""
    return _message(
        _("There is no package '{name}' on this computer.").format(name=name),
        _("Check the spelling. The course itself needs nothing beyond what its installation brought."),
    )


def _import(error: BaseException, scene: Scene) -> Message | None:
    found = re.search(r"cannot import name '([^']+)' from '([^']+)'", str(error))
    if not found:
        return None
    return _message(
        _("'{module}' has nothing called '{name}'.").format(name=found.group(1), module=found.group(2)),
        _("Check the spelling, or take the line from the page as it was."),
    )


# values


def _zero(error: BaseException, scene: Scene) -> Message | None:
    return _message(
        _("Something is divided by zero."),
        _("Look at what stands under the line of the fraction: a KPI has no value where its denominator is 0."),
    )


def _dots(error: BaseException, scene: Scene) -> Message | None:
    return _message(
        _("Your answer is still three dots."),
        _("Put your answer in place of the three dots (...), then run the cell again."),
    )


def _type(error: BaseException, scene: Scene) -> Message | None:
    said = str(error)
    if "ellipsis" in said:
        return _dots(error, scene)
    if "NoneType" in said:
        return _message(
            _("One of the values in this line is empty (None)."),
            _("The step that should have made it gave nothing back. Show it in a cell of its own to see."),
        )
    if (
        "concatenate" in said
        or ("unsupported operand" in said and "'str'" in said)
        or "must be str" in said
        or ("not supported between" in said and "'str'" in said)
    ):
        return _message(
            _("A text and a number do not go together."),
            _('A number stands without quotes: 12, not "12". Text stands in quotes.'),
        )
    if "not callable" in said:
        return _message(
            _("There is a bracket after something that cannot be called."),
            _("Between a number and a bracket Python needs a sign: 2 * (3 + 4)."),
            _("Or one of your own names hides a tool of the same name: restart the kernel and choose another name."),
        )
    if found := re.search(r"missing (?:\d+ )?required .*?arguments?:? (.+)", said):
        return _message(
            _("Something is missing between the brackets: {names}.").format(names=found.group(1)),
            _("Compare the line with the page as it was."),
        )
    if found := re.search(r"(?:unexpected keyword argument |^)'([^']+)'(?: is an invalid keyword|$)", said):
        return _message(
            _("'{name}' is not known between these brackets.").format(name=found.group(1)),
            _("Check its spelling, or leave it out."),
        )
    return None


def _value(error: BaseException, scene: Scene) -> Message | None:
    said = str(error)
    if found := re.search(r"(?:string to float|for int\(\) with base 10): (.+)", said):
        return _message(
            _("{text} cannot be read as a number.").format(text=found.group(1)),
            _("Write digits with a dot for the decimals: 1250.5. No unit, no thousands sign."),
        )
    if "truth value" in said:
        return _message(
            _("A whole column was asked a yes-or-no question."),
            _("Ask about one number, or say .any() or .all() at the end."),
        )
    return None


def _index(error: BaseException, scene: Scene) -> Message | None:
    return _message(
        _("The list is shorter than the place you asked for."),
        _("Counting starts at 0: the first is [0], the last is [-1]."),
    )


def _file(error: BaseException, scene: Scene) -> Message | None:
    name = getattr(error, "filename", None) or error
    if isinstance(error, PermissionError):
        return _message(
            _("The file '{name}' cannot be opened or written.").format(name=name),
            _("If it is open in Excel, close it there and run the cell again."),
        )
    return _message(
        _("There is no file '{name}'.").format(name=name),
        _("Check the name in the list of files on the left. Paths start at the course folder: data/…"),
    )


def _interrupt(error: BaseException, scene: Scene) -> Message | None:
    return _message(_("You stopped this cell."), _("Nothing is lost. Run it again when you like."))


def _memory(error: BaseException, scene: Scene) -> Message | None:
    return _message(
        _("This computer has no memory left for that."),
        _("Take a part of the data, close other programs, or restart the kernel."),
    )


def _ours(error: BaseException, scene: Scene) -> Message | None:
    first, *more = str(error).splitlines()
    return _message(first, *more)


def _syntax(error: BaseException, scene: Scene) -> Message | None:
    return syntax_message(error, scene.source) if isinstance(error, SyntaxError) else None


_RULES: tuple[tuple[type[BaseException], Rule], ...] = (
    (KpilabError, _ours),
    (KeyboardInterrupt, _interrupt),
    (SyntaxError, _syntax),
    (NameError, _name),
    (AttributeError, _attribute),
    (ModuleNotFoundError, _module),
    (ImportError, _import),
    (ZeroDivisionError, _zero),
    (KeyError, _key),
    (IndexError, _index),
    (TypeError, _type),
    (ValueError, _value),
    (FileNotFoundError, _file),
    (PermissionError, _file),
    (MemoryError, _memory),
)
