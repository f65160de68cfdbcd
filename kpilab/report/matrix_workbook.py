"""The KPI matrix as a workbook that a manager uses in Excel, without Python.

Inputs are marked and unlocked, everything computed is a live formula with its value stored beside it (see
`matrix_live`), and words stand beside every colour.
"""

from __future__ import annotations

from pathlib import Path

from kpilab.analysis.pay import CLIFF
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.catalogue import Role
from kpilab.catalogue import role as named_role
from kpilab.errors import DataError, MatrixError
from kpilab.i18n import _
from kpilab.report.matrix_agreement import write_agreement, write_change_log, write_guide
from kpilab.report.matrix_book import Book
from kpilab.report.matrix_cells import Form
from kpilab.report.matrix_form import MatrixFile, looks_like_a_fraction
from kpilab.report.matrix_table import write_table
from kpilab.report.matrix_workings import write_compare, write_pay, write_words

__all__ = ["example_matrix", "new_matrix", "role_matrix", "write_matrix"]


def write_matrix(path: str | Path, file: MatrixFile) -> Path:
    """Write `file` as a workbook to `path`, and return the path.

    Raises `MatrixError` where the matrix cannot be scored as the file says, `DataError` where nothing can be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    if len(file.curve.points) > 6:
        raise MatrixError(
            _("A workbook has room for six points of a pay curve; this one has {n}.").format(n=len(file.curve.points))
        )
    if doubtful := [row.kpi for row in file.matrix.rows if looks_like_a_fraction(row)]:
        raise MatrixError(_("Is this per cent? Write 78 and not 0.78:"), doubtful)
    form = Form(file)
    workbook = xlsxwriter.Workbook(str(path))
    workbook.set_properties({"title": form.result.heading, "comments": _("A KPI matrix made with kpilab")})
    workbook.set_calc_mode("auto")
    book = Book(form, workbook)
    write_words(book)
    write_table(book)
    write_pay(book)
    write_guide(book)
    write_agreement(book)
    write_change_log(book)
    write_compare(book)
    try:
        workbook.close()
    except (FileCreateError, OSError) as error:
        raise DataError(
            _("{path} cannot be written: {reason}. Close it if it is open in Excel, or choose another folder.").format(
                path=path, reason=getattr(error, "strerror", None) or error
            )
        ) from error
    return Path(path)


def example_matrix() -> MatrixFile:
    """The worked example: Riverside in May, two-segment, with the curve that has a cliff.

    >>> round(example_matrix().score().total, 4)
    0.744
    """
    rows = (
        Row(_("Net sales"), 0.40, 400, 500, 550, 540, _("thousand"), _("Accounts"), kpi_id="net_sales"),
        Row(_("New members"), 0.20, 40, 60, 70, 50, _("people"), _("Member desk"), kpi_id="new_customers"),
        Row(_("Satisfied customers"), 0.25, 80, 90, 94, 78, "%", _("Survey team"), sample=50, kpi_id="csat_top2"),
        Row(_("Wait at the till"), 0.15, 8, 5, 4, 4, _("minutes"), _("Store office"), kpi_id="till_wait_minutes"),
    )
    return MatrixFile(
        Matrix(rows), curve=CLIFF, at_plan=6000, title=_("Example: Riverside, store manager"), person=_("Chen"),
        manager=_("Regional manager"), period=_("May"),
    )  # fmt: skip


def role_matrix(role: Role) -> MatrixFile:
    """A role's rows with their example levels, and no facts yet."""
    rows = tuple(
        Row(row.title, row.weight, row.base, row.norm, row.target, unit=_(row.unit), kpi_id=row.kpi)
        for row in role.rows
    )
    return MatrixFile(Matrix(rows), title=role.title)


def new_matrix(path: str | Path, role: str | None = None, *, force: bool = False) -> Path:
    """Write a template to `path`: the worked example, or the rows of a named role.

    A file that is already there is left alone unless `force`. Raises `DataError` for that and for what cannot be
    written, `UnknownName` for an unknown role.
    """
    path = Path(path)
    file = example_matrix() if role is None else role_matrix(named_role(role))
    if path.suffix.lower() != ".xlsx":
        raise DataError(_("{path} does not end in .xlsx; a matrix is written as an Excel workbook.").format(path=path))
    if path.exists() and not force:
        raise DataError(
            _(
                "{path} is there already and was left as it is. Choose another name, or say --force to write over it."
            ).format(path=path)
        )
    if not path.parent.is_dir():
        raise DataError(_("There is no folder {folder}; make it first, or choose another.").format(folder=path.parent))
    return write_matrix(path, file)
