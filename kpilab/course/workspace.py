"""A trainee's workspace: the course rendered into a folder, ready to be opened, and brought up to date later.

Layout: `00_start_here.ipynb`, `lessons/`, `exercises/`, `class/`, `data/`, `answers.xlsx`, and `.kpilab/` with the
progress, the pages without code, and the Jupyter settings of this workspace alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kpilab import __version__
from kpilab.course import lab_settings
from kpilab.course.chapters import Chapter, chapters, task_text
from kpilab.course.kept_files import Ledger, Placed, place, write_whole, writing
from kpilab.errors import WorkspaceError
from kpilab.i18n import _, language, speaking
from kpilab.worlds import MERCHANTS
from kpilab.worlds.datasets import standard_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from kpilab.course.trees import Door, Tree

__all__ = ["PAGES", "START", "STARTUP", "Report", "code_address", "excel_file", "page_address", "prepare"]

START = "00_start_here.ipynb"
ANSWERS = "answers.xlsx"
PAGES = ".kpilab/pages"
"""Where the pages without code lie: always rendered afresh, never a trainee's copy."""

_TREES: tuple[tuple[str, Tree], ...] = (("lessons", "notebooks"), ("exercises", "exercises"), ("class", "class"))
_ASKED = "answers.xlsx: what is asked"
STARTUP = """\
try:
    from kpilab.course.kernel import start as _start
    _start(get_ipython())
    del _start
except Exception as _error:
    print("kpilab:", _error)
    del _error
"""
"""IPython's start-up file in the workspace: it runs before any cell, and a fault in it stops nobody."""


@dataclass(frozen=True)
class Report:
    """What `prepare` did. `beside` are new versions that stand beside files which the trainee has touched."""

    folder: Path
    created: bool
    variant: int
    written: tuple[Path, ...] = ()
    beside: tuple[Path, ...] = ()


def prepare(folder: Path, *, variant: int | None = None, language: str | None = None) -> Report:
    """Render the course into `folder`, or bring an existing workspace up to date.

    `variant` is the trainee's own version of the exercises' data; by default what the workspace has, or 0, the standard
    data. Raises `WorkspaceError` when the folder cannot be used, and says what to do.
    """
    folder = folder.expanduser().absolute()
    with writing(folder):
        about = _about(folder, variant, language)
        created = not _about_file(folder).exists()
        _about_file(folder).parent.mkdir(parents=True, exist_ok=True)  # from here on it is ours, if we get no further
        ledger = Ledger.read(folder / ".kpilab/rendered.json")
        code, page = _rendered(about["language"])
        placed = [place(folder, name, text, ledger=ledger, version=__version__) for name, text in code]
        for name, text in page:
            write_whole(folder / PAGES / name, text)
        placed += _data(folder, ledger)
        placed += _answers(folder, about, ledger)
        _settings(folder)
        ledger.write(folder / ".kpilab/rendered.json")
        write_whole(_about_file(folder), json.dumps(about, ensure_ascii=False, indent=1).encode())
    return Report(
        folder,
        created,
        about["variant"],
        written=tuple(each.path for each in placed if each.how == "written"),
        beside=tuple(each.path for each in placed if each.how == "beside"),
    )


def excel_file(folder: Path, name: str = "retail_chain") -> Path:
    """A merchant's data as one Excel workbook in the workspace, written when it is first asked for.

    Raises `UnknownName` for a merchant that there is not.
    """
    from kpilab.data.excel import ensure_workbook
    from kpilab.data.load import load

    standard_folder(name)  # known
    path = folder / "data" / f"{name}.xlsx"
    if path.exists():
        return path
    with writing(folder):
        return ensure_workbook(path, load(name), name=name)


def code_address(name: str) -> str:
    """Where JupyterLab shows a notebook of the workspace.

    >>> code_address("lessons/04_kpi_matrix.ipynb")
    '/lab/tree/lessons/04_kpi_matrix.ipynb'
    """
    return f"/lab/tree/{quote(name)}"


def page_address(name: str) -> str:
    """Where Voilà shows the same notebook without code.

    >>> page_address("00_start_here.ipynb")
    '/voila/render/.kpilab/pages/00_start_here.ipynb'
    """
    return f"/voila/render/{PAGES}/{quote(name)}"


def _about_file(folder: Path) -> Path:
    return folder / ".kpilab/workspace.json"


def _about(folder: Path, variant: int | None, lang: str | None) -> dict[str, Any]:
    """What `workspace.json` will say, from what it says now and what is asked for."""
    known = _known(folder, forgiving=variant is not None)
    if known is None and (strangers := _strangers(folder)):
        raise WorkspaceError(
            _(
                "{folder} holds other things ({examples}). Choose a new or an empty folder for the course: "
                "kpilab start FOLDER"
            ).format(folder=folder, examples=", ".join(strangers))
        )
    known = known or {}
    return {
        "version": __version__,
        "variant": known.get("variant", 0) if variant is None else variant,
        "language": lang or known.get("language") or language(),
        "created": known.get("created") or datetime.now(UTC).date().isoformat(),
    }


def _known(folder: Path, *, forgiving: bool) -> dict[str, Any] | None:
    path = _about_file(folder)
    if not path.parent.is_dir():
        return None
    if not path.exists():
        return {}
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        if type(known["variant"]) is not int or known["variant"] < 0 or type(known.get("language", "")) is not str:
            raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        if forgiving:
            return {}
        raise WorkspaceError(
            _(
                "{file} cannot be read. Start with --variant N (0 for the standard data) and it is written anew; "
                "your work and your progress stay."
            ).format(file=path)
        ) from error
    return dict(known)


def _strangers(folder: Path) -> list[str]:
    if not folder.exists():
        return []
    return sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))[:3]


def _rendered(lang: str) -> tuple[list[tuple[str, bytes]], list[tuple[str, bytes]]]:
    """The files of both doors: name inside the workspace, content."""
    from kpilab.course.render import notebook_text

    def files(door: Door) -> list[tuple[str, bytes]]:
        return [
            (name, notebook_text(notebook).encode())
            for chapter in chapters()
            for name, notebook in _notebooks(chapter, door, lang)
        ]

    return files("code"), files("page")


def _notebooks(chapter: Chapter, door: Door, lang: str) -> Iterator[tuple[str, NotebookNode]]:
    from kpilab.course.render import render

    if chapter.number == 0:
        yield START, _start_page(chapter, door, lang)
        return
    for place_, tree in _TREES:
        name = f"{place_}/{chapter.name}.ipynb"
        if tree == "class" and not chapter.notes_path.exists():
            continue
        yield name, render(chapter, tree, door=door, lang=lang, links=_links(chapter, name, door))


def _links(chapter: Chapter, name: str, door: Door) -> dict[str, str]:
    other = {"page": page_address(name)} if door == "code" else {"code": code_address(name)}
    around = {
        "start": f"../{START}",
        "lesson": f"../lessons/{chapter.name}.ipynb",
        "exercises": f"../exercises/{chapter.name}.ipynb",
    }
    return {key: address for key, address in (around | other).items() if not address.endswith(f"../{name}")}


def _start_page(chapter: Chapter, door: Door, lang: str) -> NotebookNode:
    """Lesson and tasks on one page, in the order of the chapter's source."""
    from kpilab.course.render import render
    from kpilab.course.source import read_cells

    other = {"page": page_address(START)} if door == "code" else {"code": code_address(START)}
    lesson = render(chapter, "notebooks", door=door, lang=lang, links=other)
    tasks = render(chapter, "exercises", door=door, lang=lang)
    known = {cell.id for cell in read_cells(chapter)}
    by_id = {cell.id: cell for cell in [*lesson.cells, *(cell for cell in tasks.cells if cell.id in known)]}
    order = [cell.id for cell in lesson.cells if cell.id not in known]
    order += [cell.id for cell in read_cells(chapter) if cell.id in by_id]
    lesson.cells = [*(by_id[each] for each in order), _open_chapters(lang)]
    return lesson


def _open_chapters(lang: str) -> NotebookNode:
    """The last cell of the start page: every chapter that can be opened today, lesson and exercises."""
    from nbformat import from_dict

    with speaking(lang):
        lines = [
            _("- {number} · {title}: [lesson]({lesson}) · [exercises]({exercises})").format(
                number=chapter.number,
                title=_(chapter.title),
                lesson=f"lessons/{chapter.name}.ipynb",
                exercises=f"exercises/{chapter.name}.ipynb",
            )
            for chapter in chapters()
            if chapter.number > 0
        ]
        source = "\n".join([f"## {_('The chapters that are open')}", "", *lines])
    cell = {"cell_type": "markdown", "id": "c00-chapters", "metadata": {"deletable": False}, "source": source}
    node: NotebookNode = from_dict(cell)
    return node


def _data(folder: Path, ledger: Ledger) -> list[Placed]:
    """The standard data of all merchants: the tables as CSV files, and workbooks that a merchant keeps."""
    return [
        place(folder, f"data/{name}/{path.name}", path.read_bytes(), ledger=ledger, version=__version__)
        for name in MERCHANTS
        for path in sorted(standard_folder(name).iterdir())
        if path.suffix in (".csv", ".xlsx")
    ]


def _settings(folder: Path) -> None:
    for path, content in lab_settings.settings_files(folder / ".kpilab/jupyter", opened=START).items():
        if not (path.suffix == lab_settings.LAYOUT_SUFFIX and path.exists()):
            write_whole(path, content)
    write_whole(folder / ".kpilab/ipython/profile_default/startup/00-kpilab.py", STARTUP.encode())


def _answers(folder: Path, about: Mapping[str, Any], ledger: Ledger) -> list[Placed]:
    """The workbook in which tasks are answered from Excel, written anew when other tasks or numbers are asked."""
    mark = _asked_mark(about)
    if (folder / ANSWERS).exists() and ledger.wrote.get(_ASKED) == mark:
        return []
    content = _answer_book(about)
    ledger.wrote[_ASKED] = mark
    return [place(folder, ANSWERS, content, ledger=ledger, version=__version__)] if content else []


def _asked_mark(about: Mapping[str, Any]) -> str:
    mark = sha256(repr([about["version"], about["variant"], about["language"]]).encode())
    for chapter in chapters():
        for path in sorted([chapter.text_path, *chapter.folder.glob("*.py")]):
            mark.update(path.read_bytes())
    return mark.hexdigest()


def _answer_book(about: Mapping[str, Any]) -> bytes:
    from kpilab.course.answer_file import Asked, write_answer_file
    from kpilab.course.cases import case_for
    from kpilab.course.desk import sharing
    from kpilab.course.judge import CaseWords
    from kpilab.course.solution_prose import plain_words

    with speaking(about["language"]), TemporaryDirectory() as place_:
        sheets = {}
        for chapter in chapters():
            title = _("{number} · {title}").format(number=f"{chapter.number:02d}", title=_(chapter.title))
            asked = []
            for task in chapter.tasks:
                case = case_for(task.maker, sharing(task), variant=about["variant"])
                asked.append(Asked(task, plain_words(task_text(task.id)), CaseWords(task, case)))
            if asked:
                sheets[title] = asked
        if not sheets:
            return b""
        path = Path(place_) / ANSWERS
        write_answer_file(path, sheets)
        return path.read_bytes()
