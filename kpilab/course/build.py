"""Build the course: render every chapter into its trees, run what is run, and put each file in place whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

import kpilab
from kpilab.course.chapters import Chapter, chapter, chapters
from kpilab.course.execute import Run, execute_all
from kpilab.course.render import notebook_text, render, tree_path
from kpilab.course.stored import check, is_built, orphans, stored_text, trees_of
from kpilab.course.trees import EXECUTED, Tree
from kpilab.errors import BuildError, KpilabError, MissingExtra
from kpilab.i18n import _

__all__ = ["Built", "build", "course_root", "run_build"]


@dataclass(frozen=True)
class Built:
    """One file that was built. `seconds` is what it took to run; missing for a file that is not run."""

    path: str
    seconds: float | None = None


Progress = Callable[[Built, int, int], None]
"""Told of each file as it is in place: the file, how many there are so far, and how many there will be."""


def course_root() -> Path:
    """The folder of the three trees: the repository that this package stands in; elsewhere the current folder."""
    beside = Path(kpilab.__file__).resolve().parent.parent
    return beside if (beside / "pyproject.toml").exists() else Path.cwd()


def build(
    which: Iterable[str | int] = (),
    *,
    out: Path | None = None,
    jobs: int = 2,
    lang: str = "en",
    progress: Progress | None = None,
) -> tuple[Built, ...]:
    """Write the notebooks of the chapters named (all when none is) below `out`; the files built, in order.

    Each file is replaced in one step: whoever interrupts a build finds the old file or the new one. With all
    chapters, notebooks that we built for a chapter that is gone are removed; in the course's own folder, data that
    are stale are drawn again first.

    Raises `ChapterError` before anything is written when a source is not in form, and `BuildError` when notebooks
    fail: each is named with its cell and error, keeps its old file, and the others are written.
    """
    if lang != "en" and out is None:
        raise BuildError(_("The course's own folders are in English: name another folder with --out."))
    root = out or course_root()
    chosen = [chapter(one) for one in which]
    rendered = dict(_rendered(chosen or chapters(), lang))
    to_run = {path: notebook for path, (tree, notebook) in rendered.items() if tree in EXECUTED}
    if not chosen and out is None:
        _refresh_data()
    built: list[Built] = []

    def place(path: str, text: str, seconds: float | None = None) -> None:
        _write(root / path, text)
        built.append(Built(path, seconds))
        if progress:
            progress(built[-1], len(built), len(rendered))

    def ran(run: Run) -> None:
        if not run.problems:
            place(run.name, stored_text(run.notebook), run.seconds)

    for path, (_tree, notebook) in rendered.items():
        if path not in to_run:
            place(path, notebook_text(notebook))
    runs = execute_all(to_run, jobs=jobs, lang=lang, root=root, done=ran)
    failed = [f"{run.name}: {problem}" for run in runs for problem in run.problems]
    if failed:
        raise BuildError(_("The course is not built: some notebooks fail."), sorted(failed))
    if not chosen:
        _remove_orphans(root)
    return tuple(sorted(built, key=lambda one: one.path))


def run_build(
    which: Iterable[str] = (),
    *,
    check_only: bool = False,
    jobs: int = 2,
    lang: str = "en",
    out: Path | None = None,
) -> int:
    """The command `kpilab build`: 0 when the course is built (or as it should be), 1 when not, 130 when stopped."""
    from rich.console import Console

    console = Console()
    if check_only:
        problems = check(out or course_root())
        for problem in problems:
            console.print(problem, markup=False, highlight=False, soft_wrap=True)
        if not problems:
            console.print(_("The course is as its source says."))
        return 1 if problems else 0
    try:
        _build_with_bar(list(which), jobs, lang, out)
    except KeyboardInterrupt:
        console.print(_("Stopped. Files that were not built yet are as they were."))
        return 130
    except KpilabError as error:
        console.print(str(error), markup=False, highlight=False, soft_wrap=True)
        return 1
    return 0


def _build_with_bar(which: list[str], jobs: int, lang: str, out: Path | None) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as bar:
        task = bar.add_task(_("Building the course"), total=None)

        def show(one: Built, done: int, total: int) -> None:
            if one.seconds is not None:
                bar.console.print(f"{one.seconds:6.1f} s  {one.path}", markup=False, highlight=False)
            bar.update(task, completed=done, total=total)

        build(which, out=out, jobs=jobs, lang=lang, progress=show)


def _rendered(chosen: Iterable[Chapter], lang: str) -> Iterator[tuple[str, tuple[Tree, NotebookNode]]]:
    for one in chosen:
        for tree in trees_of(one):
            yield tree_path(one, tree), (tree, render(one, tree, lang=lang))


def _write(path: Path, text: str) -> None:
    """Put the file in place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _refresh_data() -> None:
    from kpilab.report import pictures_page
    from kpilab.worlds import datasets

    if datasets.stale():
        datasets.write()
    if pictures_page.stale():
        with suppress(MissingExtra):  # without the grocery data there is nothing to set them beside
            pictures_page.write()


def _remove_orphans(root: Path) -> None:
    for path in orphans(root):
        if is_built(path):
            path.unlink()
