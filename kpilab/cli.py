"""The command `kpilab`: each command in one line of help, and an error as a message, never as a traceback."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from kpilab import __version__
from kpilab.errors import KpilabError, WorkspaceError
from kpilab.i18n import _, ngettext, set_language

if TYPE_CHECKING:
    from kpilab.course.server import Addresses
    from kpilab.course.workspace import Report

__all__ = ["app", "main"]

COURSE = Path("kpi-course")
"""Where the course goes when no folder is named."""
MOST_VARIANTS = 999_999_999
"""The highest number of a variant: nine digits can be dictated, and fit wherever a number is kept."""

_plain: dict[str, Any] = {"no_args_is_help": True, "rich_markup_mode": None}
app = typer.Typer(
    name="kpilab",
    help=_("Learn to run a business by its KPIs."),
    add_completion=False,
    pretty_exceptions_enable=False,
    **_plain,
)
matrix = typer.Typer(help=_("A KPI matrix in Excel: write a template, score a filled one."), **_plain)
data = typer.Typer(help=_("The merchants' standard data."), **_plain)
app.add_typer(matrix, name="matrix")
app.add_typer(data, name="data")

Where = Annotated[Path | None, typer.Argument(metavar="[FOLDER]", help=_("The course folder."), show_default=False)]
Name = Annotated[str | None, typer.Option("--name", help=_("Who is learning, where several share a computer."))]

Sector = Annotated[str | None, typer.Option("--sector", help=_("Only KPIs at home in a sector: retail, e-commerce …"))]
RoleName = Annotated[str | None, typer.Option("--role", help=_("Only KPIs that a role answers for."))]
Family = Annotated[str | None, typer.Option("--family", help=_("Only KPIs of a family: sales, customer, service …"))]
Phase = Annotated[str | None, typer.Option("--phase", help=_("Only KPIs that lead in a phase of a promotion."))]


def main() -> None:
    """Run the command line; leaves with 0, 1 after an error of ours, 2 after what does not fit, 130 when stopped."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # a second at import for what nobody asks
    try:
        code = app(standalone_mode=False)
    except KpilabError as error:
        Console(stderr=True).print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as error:
        explain = getattr(error, "show", None)  # an unknown option, a missing argument: typer's own words
        if explain is None:
            raise
        explain()
        sys.exit(getattr(error, "exit_code", 2))
    sys.exit(code if isinstance(code, int) else 0)


@app.command(help=_("Open the course: in JupyterLab, or with --no-code as pages without code."))
def start(
    folder: Annotated[Path, typer.Argument(help=_("Where the course lies; made if it is not there."))] = COURSE,
    no_code: Annotated[bool, typer.Option("--no-code", help=_("Open it as pages without code."))] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=_("Print the address and open nothing."))] = False,
    port: Annotated[int | None, typer.Option(help=_("The port to listen on; a free one by default."))] = None,
    variant: Annotated[
        int | None, typer.Option(min=0, max=MOST_VARIANTS, help=_("Your own numbers in the exercises."))
    ] = None,
    name: Name = None,
) -> None:
    """Prepare the workspace and serve it."""
    from kpilab.course.server import running, serve
    from kpilab.course.workspace import prepare

    report = prepare(folder, variant=variant, language=os.environ.get("KPILAB_LANG"))
    _enter(report.folder, name)
    _say_prepared(report)
    already = running(report.folder)
    if already is None:
        serve(report.folder, port=port, code=not no_code, browser=not no_browser, announce=_say_open)
        return
    _say_open(already)
    if not no_browser:
        typer.launch(already.page if no_code else already.code)


@app.command(help=_("What you have done, and what to review today."))
def progress(folder: Where = None, name: Name = None) -> None:
    """Print the learner's progress."""
    from kpilab.course.standing_page import standing_rich
    from kpilab.course.today import progress as standing

    _enter(_workspace(folder), name)
    Console().print(standing_rich(standing()))


@app.command(help=_("Answer what came back today, with fresh numbers."))
def review(folder: Where = None, name: Name = None) -> None:
    """Ask today's review questions in the terminal."""
    from kpilab.course.desk import desk
    from kpilab.course.terminal_review import run_review

    _enter(_workspace(folder), name)
    run_review(desk(), today=date.today(), ask=input, say=_say)


@app.command("hand-in", help=_("Write your answers into one file, for your instructor."))
def hand_in(
    folder: Where = None,
    out: Annotated[Path | None, typer.Option(help=_("The file; NAME.json in the course folder by default."))] = None,
    name: Name = None,
) -> None:
    """Export the learner's events."""
    from kpilab.course.desk import desk
    from kpilab.course.handin import hand_in as content_of
    from kpilab.course.handin import write_hand_in

    workspace = _workspace(folder)
    _enter(workspace, name)
    here = desk()
    learner, variant = here.settings.learner, here.settings.variant
    content = content_of(here.events(), learner=learner, variant=variant, moment=datetime.now(UTC))
    path = out or workspace / ("".join(letter if letter.isalnum() else "-" for letter in learner) + ".json")
    _say(_("Written: {path}").format(path=write_hand_in(path, content).absolute()))


@app.command(help=_("Check the answer to one exercise in answers.xlsx."))
def check(
    task: Annotated[str, typer.Argument(help=_("The exercise's number, for example 4.2."))],
    folder: Where = None,
    name: Name = None,
) -> int:
    """Judge the named cell of the workspace's Excel file; 0 when the answer is right, 1 for anything else."""
    from kpilab.course.session import check_file

    _enter(_workspace(folder), name)
    said = check_file(task)
    _say(str(said))
    return 0 if said.right else 1


@app.command(help=_("Write the data as one Excel workbook into the course folder."))
def excel(
    folder: Where = None,
    data: Annotated[str, typer.Option("--data", help=_("A merchant; a wrong name lists them."))] = "retail_chain",
) -> None:
    """Write data/NAME.xlsx unless it is there."""
    from kpilab.course.workspace import excel_file

    workspace = _workspace(folder)
    _enter(workspace, None)
    _say(_("The data in Excel: {path}").format(path=excel_file(workspace, data)))


@app.command(help=_("Build notebooks, exercises and solutions from their source."))
def build(
    chapters: Annotated[list[str] | None, typer.Argument(help=_("Chapters by number; all by default."))] = None,
    check: Annotated[bool, typer.Option("--check", help=_("Build nothing; say what is stale."))] = False,
    jobs: Annotated[int, typer.Option(min=1, help=_("Notebooks that run at the same time."))] = 2,
    lang: Annotated[str, typer.Option(help=_("The language; xx shows what escaped translation."))] = "en",
    out: Annotated[Path | None, typer.Option(help=_("Another folder than the course's own."))] = None,
) -> int:
    """Build the three trees and the standard data, or check them."""
    from kpilab.course.build import run_build

    return run_build(chapters or [], check_only=check, jobs=jobs, lang=lang, out=out)


@matrix.command("new", help=_("Write a matrix to fill in; --role gives it the rows of a role."))
def matrix_new(
    file: Annotated[Path, typer.Argument(help=_("The Excel file to write."))],
    role: Annotated[str | None, typer.Option(help=_("A role; a wrong name lists them."))] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))] = False,
) -> None:
    """Write a template."""
    from kpilab.report.matrix_workbook import new_matrix

    _say(_("Written: {path}").format(path=new_matrix(file, role, force=force)))


@matrix.command("score", help=_("Score a filled matrix; --html writes a page to print."))
def matrix_score(
    file: Annotated[Path, typer.Argument(help=_("The filled Excel file."))],
    html: Annotated[Path | None, typer.Option(help=_("The page to write."))] = None,
) -> None:
    """Print the scored matrix, and write its page on request."""
    from kpilab.report.matrix_file import score_matrix
    from kpilab.report.matrix_page import printed, write_page

    result = score_matrix(file)
    Console().print(printed(result))
    if html:
        _say(_("Written: {path}").format(path=write_page(result, html)))


@app.command("kpis", help=_("The KPIs of the catalogue, one a line; options narrow the list."))
def list_kpis(sector: Sector = None, role: RoleName = None, family: Family = None, phase: Phase = None) -> None:
    """Print ids, names and questions."""
    from kpilab.report.kpi_card import list_rich
    from kpilab.sectors import kpis

    console = Console() if sys.stdout.isatty() else Console(width=200)
    console.print(list_rich(kpis(sector=sector, role=role, family=family, phase=phase)), highlight=False)


@app.command("kpi", help=_("One KPI: what it means, its formula, and how it misleads."))
def one_kpi(id: Annotated[str, typer.Argument(metavar="ID", help=_("Its id, as `kpilab kpis` lists it."))]) -> None:  # noqa: A002
    """Print a card."""
    from kpilab.catalogue import kpi
    from kpilab.report.kpi_card import card_rich

    Console().print(card_rich(kpi(id)), highlight=False)


@app.command(help=_("Write a KPI dictionary for your firm to edit: OUT.xlsx, or a page to read: OUT.html."))
def dictionary(
    out: Annotated[Path, typer.Argument(metavar="OUT", help=_("The file to write; its ending says which."))],
    sector: Sector = None,
    role: RoleName = None,
    family: Family = None,
    phase: Phase = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))] = False,
) -> None:
    """Write the dictionary of all KPIs, or of those that the options leave."""
    from kpilab.report.kpi_dictionary import write_dictionary
    from kpilab.sectors import kpis

    entries = kpis(sector=sector, role=role, family=family, phase=phase)
    _say(_("Written: {path}").format(path=write_dictionary(out, entries, force=force)))


@app.command(help=_("Measure KPIs on your own data; `kpilab kpis` lists their ids."))
def measure(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help=_("One KPI or several, by id."))],
    data: Annotated[
        str | None,
        typer.Option("--data", help=_("A folder, a CSV, Excel, Parquet, DuckDB or SQLite file, or a database URL.")),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help=_("A TOML file: which of your columns hold what is needed."))
    ] = None,
    new_mapping: Annotated[
        Path | None, typer.Option("--new-mapping", help=_("Measure nothing; write a mapping to fill in."))
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help=_("day, week, month, quarter or year, and columns: --by month,store_id.")),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", help=_("Only rows with a value: --where channel=online; again for more.")),
    ] = None,
    window: Annotated[int, typer.Option(help=_("Periods in a window, for KPIs that compare windows."))] = 1,
    until: Annotated[str | None, typer.Option(help=_("The last day that the data cover, as 2025-05-31."))] = None,
    compare: Annotated[
        str | None, typer.Option("--compare", help=_("previous or year_ago: set each period against another."))
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help=_("What a definition leaves to be stated: --set active_days=60."))
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help=_("Write raw numbers: OUT.csv, .xlsx or .parquet."))] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))] = False,
) -> None:
    """Check everything, then measure, print and write."""
    from kpilab.report.own_measure import Measuring
    from kpilab.report.own_measure import new_mapping as write_mapping
    from kpilab.report.own_measure_view import run_measure

    if new_mapping is not None:
        keys = Measuring(ids, data or "", by=by or (), where=where or ()).columns
        _say(_("Written: {path}").format(path=write_mapping(ids, new_mapping, data, keys=keys, force=force)))
        return
    if data is None:
        raise typer.BadParameter(_("Say where your data are: --data FOLDER, a file, or a database URL."))
    asked = Measuring(ids, data, mapping, by or (), where or (), window, until, compare, set_ or ())
    written = run_measure(asked, out=out, force=force)
    if written:
        _say(_("Written: {path}").format(path=written))


@app.command(help=_("What is wrong with data: missing, twice, misspelt, late, not adding up; and what it costs."))
def quality(
    data: Annotated[
        str, typer.Argument(metavar="DATA", help=_("A CSV, Excel or Parquet file, a folder, or a merchant's name."))
    ],
    rules: Annotated[Path | None, typer.Option("--rules", help=_("A TOML file with your own rules."))] = None,
    html: Annotated[Path | None, typer.Option("--html", help=_("Write a page to read and print: OUT.html."))] = None,
    rows: Annotated[
        Path | None, typer.Option("--rows", help=_("Write every row that was found: OUT.csv or .xlsx."))
    ] = None,
    log: Annotated[
        Path | None, typer.Option("--log", help=_("Write the fixes that are offered, for you to take: FIXES.toml."))
    ] = None,
    apply: Annotated[
        Path | None, typer.Option("--apply", help=_("Look at the data as the fixes taken in FIXES.toml leave them."))
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help=_("With --apply: write the mended tables here."))] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))] = False,
) -> None:
    """Look at data and say what is wrong with them."""
    from kpilab.report.quality_run import QualityAsked, run_quality

    run_quality(QualityAsked(data, rules, apply, html, rows, log, out, force), say=_say)


@app.command(help=_("Write the four working tables for Excel: sales, stock, service, marketing; blank or filled in."))
def tables(
    out: Annotated[Path, typer.Argument(metavar="OUT", help=_("The workbook to write: OUT.xlsx."))],
    data: Annotated[
        str | None, typer.Option("--data", help=_("Fill them in from a merchant, a folder or a database."))
    ] = None,
    last: Annotated[
        str | None, typer.Option(help=_("The last month, as 2025-05; by default the last of the data."))
    ] = None,
    months: Annotated[int, typer.Option(min=1, max=60, help=_("How many months."))] = 12,
    only: Annotated[
        list[str] | None, typer.Option("--only", help=_("One of the four; again for more: --only sales."))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))] = False,
) -> None:
    """Write the working tables, blank or from data."""
    from kpilab.report.working_run import WorkingAsked, run_working

    asked = WorkingAsked(out, data, last, months, tuple(only or ()), force)
    _say(_("Written: {path}").format(path=run_working(asked, today=date.today())))


@data.command("check", help=_("Draw the standard data again and compare, file by file."))
def data_check() -> int:
    """Compare what this computer draws with the checksums."""
    from kpilab import worlds
    from kpilab.worlds.datasets import checksums, redrawn, standard_folder

    differing = []
    for name in worlds.MERCHANTS:
        drawn, recorded = redrawn(name), checksums(standard_folder(name))
        differing += [
            f"{name}/{file}" for file in sorted(drawn.keys() | recorded) if drawn.get(file) != recorded.get(file)
        ]
    for file in differing:
        _say(_("{file} differs.").format(file=file))
    if not differing:
        _say(_("The same seed gave the same bytes."))
    return 1 if differing else 0


@data.command("write", help=_("Draw the standard data into datasets/ of a checkout."))
def data_write(
    names: Annotated[list[str] | None, typer.Argument(help=_("Merchants; all of them by default."))] = None,
) -> None:
    """Write the standard data."""
    from kpilab.worlds.datasets import write

    written = write(names or ())
    _say(ngettext("{n} file written.", "{n} files written.", len(written)).format(n=len(written)))


@data.command("pictures", help=_("Draw datasets/pictures/ of a checkout: the merchants beside published grocery data."))
def data_pictures() -> None:
    """Write the page of pictures."""
    from kpilab.report.pictures_page import write

    written = write()
    _say(ngettext("{n} file written.", "{n} files written.", len(written)).format(n=len(written)))


@data.command("build", help=_("Draw a merchant's data at any size into OUT/NAME; the same seed gives the same files."))
def data_build(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("A merchant; a wrong name lists them."))],
    out: Annotated[Path, typer.Option("--out", help=_("The folder to write into; the data get a folder there."))],
    seed: Annotated[
        int | None, typer.Option(min=0, help=_("Which luck; the standard data's own by default."), show_default=False)
    ] = None,
    scale: Annotated[float, typer.Option(help=_("How much: 1 is the standard size, 0.1 a tenth, 100 a hundred."))] = 1,
    format: Annotated[str, typer.Option(help=_("csv, parquet or duckdb."))] = "csv",  # noqa: A002
    force: Annotated[bool, typer.Option("--force", help=_("Write over data that are there."))] = False,
) -> None:
    """Draw and write, with a bar; who stops it finds what was there before."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from kpilab.worlds.building import build_data

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=1.0)

        def show(done: float, rows: int) -> None:
            told = ngettext("{name}: {n:,} row", "{name}: {n:,} rows", rows).format(name=name, n=rows)
            bar.update(task, completed=done, description=told)

        written = build_data(name, out, seed=seed, scale=scale, format=format, force=force, progress=show)
        bar.update(task, completed=1.0)
    rows = sum(written.rows.values())
    _say(ngettext("{n:,} row in {folder}", "{n:,} rows in {folder}", rows).format(n=rows, folder=written.folder))


@app.command(help=_("Which version this is."))
def version() -> None:
    """Print the version."""
    _say(__version__)


def _workspace(folder: Path | None) -> Path:
    """The course folder that was named, that one stands in, or that lies here."""
    from kpilab.course.learner import find_workspace

    found = find_workspace(folder) if folder else find_workspace() or find_workspace(COURSE)
    if found is None:
        raise WorkspaceError(
            _(
                "There is no course in {folder}. Say the folder in which you started it, or go there first; "
                "a new one is made with: kpilab start"
            ).format(folder=(folder or Path()).absolute())
        )
    return found


def _enter(workspace: Path, name: str | None) -> None:
    """Be this learner in this workspace from now on, in its language."""
    from kpilab.course.learner import choose_learner, read_settings

    os.environ["KPILAB_WORKSPACE"] = str(workspace)
    if name:
        os.environ["KPILAB_LEARNER"] = choose_learner(name, workspace=workspace).learner
    if "KPILAB_LANG" not in os.environ:
        set_language(read_settings(workspace).language)


def _say_prepared(report: Report) -> None:
    _say(
        (_("Your course is ready in {folder}") if report.created else _("Your course lies in {folder}")).format(
            folder=report.folder
        )
    )
    if report.beside:
        _say(_("You have worked in some pages that have a new version; yours are as you left them. The new ones:"))
        for path in report.beside:
            _say(f"  {path.relative_to(report.folder)}")


def _say_open(addresses: Addresses) -> None:
    _say(_("Open with code:     {address}").format(address=addresses.code))
    _say(_("Open without code:  {address}").format(address=addresses.page))
    _say(_("Keep this window open while you learn; Ctrl + C ends the course, and nothing is lost."))


def _say(text: str) -> None:
    Console().print(text, markup=False, highlight=False, soft_wrap=True)
