"""Run notebooks in fresh kernels, several at a time, and stop cleanly when asked to."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from kpilab.course.outputs import output_problems, stored_outputs
from kpilab.i18n import _

__all__ = ["Run", "execute_all", "kernel_environment"]

_CELL_SECONDS = 120
_DROPPED = ("KPILAB_WORKSPACE", "KPILAB_LEARNER", "PYTHONWARNINGS")


@dataclass(frozen=True)
class Run:
    """What came of one notebook: its name, the notebook with outputs, the seconds it took, and what went wrong."""

    name: str
    notebook: NotebookNode
    seconds: float
    problems: tuple[str, ...] = ()


def kernel_environment(folder: Path, lang: str = "en") -> dict[str, str]:
    """The environment of a kernel whose outputs are stored or compared: nothing of this person's settings.

    `folder` holds what the kernel writes for itself. No workspace is named, so nothing is recorded.
    """
    kept = {key: value for key, value in os.environ.items() if key not in _DROPPED}
    ours = {
        "IPYTHONDIR": str(folder / "ipython"),
        "KPILAB_LANG": lang,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
    }
    return kept | ours


def execute_all(
    notebooks: Mapping[str, NotebookNode],
    *,
    jobs: int = 2,
    lang: str = "en",
    root: Path | None = None,
    done: Callable[[Run], None] | None = None,
) -> tuple[Run, ...]:
    """Run every notebook from top to bottom in a kernel of its own, at most `jobs` at a time.

    The notebooks are changed in place: their cells get outputs fit to be stored. `done` is called, in the
    caller's thread, as each one ends. An interrupt (Ctrl-C) ends all kernels before it is passed on.
    """
    runs: list[Run] = []
    worker = _Worker(notebooks, jobs, lang, root)
    worker.start()
    try:
        while len(runs) < len(notebooks):
            run = worker.next_run()
            runs.append(run)
            if done:
                done(run)
    finally:
        worker.stop()
    return tuple(runs)


class _Worker:
    """A thread with an event loop: the main thread stays free for the progress bar and for Ctrl-C."""

    def __init__(self, notebooks: Mapping[str, NotebookNode], jobs: int, lang: str, root: Path | None) -> None:
        self._notebooks, self._jobs, self._lang, self._root = notebooks, max(1, jobs), lang, root
        self._finished: list[Run] = []
        self._news = threading.Condition()
        self._broken: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._work, name="kpilab-build", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def next_run(self) -> Run:
        with self._news:
            while not self._finished and self._broken is None:
                self._news.wait(timeout=0.2)
            if self._finished:
                return self._finished.pop(0)
            raise self._broken or RuntimeError

    def stop(self) -> None:
        def cancel() -> None:
            if self._task is not None:
                self._task.cancel()

        with suppress(RuntimeError):  # the loop is closed: the work is done
            self._loop.call_soon_threadsafe(cancel)
        self._thread.join()

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._all())
        try:
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._task)
        except BaseException as error:  # handed to the main thread, which raises it
            self._broken = error
        finally:
            self._loop.close()

    async def _all(self) -> None:
        seats = asyncio.Semaphore(self._jobs)
        async with asyncio.TaskGroup() as group:
            for name, notebook in self._notebooks.items():
                group.create_task(self._one(name, notebook, seats))

    async def _one(self, name: str, notebook: NotebookNode, seats: asyncio.Semaphore) -> None:
        async with seats:
            begun = time.perf_counter()
            with tempfile.TemporaryDirectory(prefix="kpilab-", ignore_cleanup_errors=True) as folder:
                problems = await _execute(notebook, Path(folder), self._lang)
        problems += _stored(notebook, self._root) if not problems else []
        with self._news:
            self._finished.append(Run(name, notebook, time.perf_counter() - begun, tuple(problems)))
            self._news.notify()


async def _execute(notebook: NotebookNode, folder: Path, lang: str) -> list[str]:
    """Fill in the outputs; what stopped the run, if anything did."""
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, DeadKernelError

    language_info = notebook.metadata["language_info"]
    manager = AsyncKernelManager(kernel_name="python3")
    client = NotebookClient(notebook, km=manager, timeout=_CELL_SECONDS, record_timing=False, store_widget_state=False)
    client.extra_arguments = ["--IPKernelApp.log_level=40"]
    work = folder / "work"
    work.mkdir()
    try:
        await client.async_execute(cwd=str(work), env=kernel_environment(folder, lang))
    except (CellControlSignal, DeadKernelError, RuntimeError) as error:
        return [_failure(notebook, error)]
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)
        notebook.metadata["language_info"] = language_info
        notebook.metadata.pop("widgets", None)
    return []


def _failure(notebook: NotebookNode, error: Exception) -> str:
    """Where a run stopped, and why: the cell with the error, or the first one without a number."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        for output in cell.outputs:
            if output.output_type == "error":
                return _at(cell, f"{output.ename}: {output.evalue}")
    stopped: Any = next((cell for cell in reversed(code) if cell.execution_count), code[0] if code else {"id": ""})
    return _at(stopped, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")


def _stored(notebook: NotebookNode, root: Path | None) -> list[str]:
    """Bring the outputs into the form in which they are stored; what keeps them from it."""
    problems: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [NotebookNode(output) for output in stored_outputs(cell.outputs)]
            cell.metadata.pop("execution", None)
            problems += [_at(cell, problem) for problem in output_problems(cell.outputs, root=root)]
    return problems


def _at(cell: Mapping[str, Any], problem: str) -> str:
    return _("cell {cell}: {problem}").format(cell=cell["id"], problem=problem)
