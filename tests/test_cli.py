import json
import subprocess
import sys
from pathlib import Path

import pytest

from kpilab import __version__, cli
from kpilab.course import server
from kpilab.course.chapters import find_task
from kpilab.course.desk import desk
from kpilab.course.learner import learner_name
from kpilab.course.server import Addresses
from kpilab.course.workspace import prepare
from kpilab.errors import WorkspaceError
from kpilab.worlds import datasets


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder beside which a person stands, with no other learner or workspace in the environment."""
    for name in ("KPILAB_WORKSPACE", "KPILAB_LEARNER", "KPILAB_LANG"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path / "kpi-course")
    return tmp_path / "kpi-course"


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of `kpilab WORDS`."""
    monkeypatch.setattr(sys, "argv", ["kpilab", *words])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return int(left.value.code or 0)


def test_the_version_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "version") == 0
    assert capsys.readouterr().out.strip() == __version__


def test_start_prepares_tells_both_addresses_and_serves(
    monkeypatch: pytest.MonkeyPatch, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: dict[str, object] = {}

    def serve(folder: Path, *, announce: object, **options: object) -> None:
        asked.update(options, folder=folder)
        announce(Addresses.at(8899, "secret"))  # type: ignore[operator]

    monkeypatch.setattr(server, "serve", serve)
    assert run(monkeypatch, "start", "--no-browser", "--no-code", "--name", "Ann", "--variant", "7") == 0
    assert asked == {"folder": course, "port": None, "code": False, "browser": False}
    told = capsys.readouterr().out
    assert "http://127.0.0.1:8899/lab/tree/00_start_here.ipynb?token=secret" in told
    assert "/voila/render/.kpilab/pages/00_start_here.ipynb?token=secret" in told
    assert (learner_name(course), desk().settings.variant) == ("Ann", 7)


def test_a_course_that_is_open_already_is_not_served_twice(
    monkeypatch: pytest.MonkeyPatch, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server, "running", lambda _folder: Addresses.at(8899, "secret"))
    assert run(monkeypatch, "start", "--no-browser") == 0
    assert "token=secret" in capsys.readouterr().out


def test_an_error_of_ours_is_a_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KPILAB_WORKSPACE", "")
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "progress") == 1
    captured = capsys.readouterr()
    assert "a new one is made with: kpilab start" in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt(), 130), (WorkspaceError("full"), 1)])
def test_how_it_leaves(monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int) -> None:
    def leave(**_options: object) -> None:
        raise raised

    monkeypatch.setattr(cli, "app", leave)
    assert run(monkeypatch) == code


def test_a_wrong_word_is_explained(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "strat") == 2
    assert "No such command 'strat'" in capsys.readouterr().err


@pytest.mark.parametrize("variant", ["-1", "1000000000", "one"])
def test_a_variant_that_cannot_be_kept_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], variant: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "start", "--no-browser", f"--variant={variant}") == 2
    assert "--variant" in capsys.readouterr().err
    assert not (tmp_path / "kpi-course").exists()


def test_a_build_is_checked_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fault = "datasets/shop has been edited."
    monkeypatch.setattr(datasets, "stale", lambda: [fault])
    assert run(monkeypatch, "build", "--check") == 1
    assert capsys.readouterr().out.splitlines().count(fault) == 1


def test_progress_review_and_hand_in_find_the_course(
    monkeypatch: pytest.MonkeyPatch, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "progress") == 0
    assert run(monkeypatch, "review") == 0
    assert run(monkeypatch, "hand-in", "--name", "Li Hua") == 0
    path = course / "Li-Hua.json"
    assert str(path) in capsys.readouterr().out
    assert json.loads(path.read_text(encoding="utf-8"))["learner"] == "Li Hua"


def test_a_hand_in_goes_where_it_is_told_and_says_the_whole_path(
    monkeypatch: pytest.MonkeyPatch, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "hand-in", "--out", "mine.json") == 0
    assert str(course.parent / "mine.json") in capsys.readouterr().out
    assert (course.parent / "mine.json").is_file()
    assert not list(course.glob("*.json"))


def test_an_answer_in_excel_is_checked(
    monkeypatch: pytest.MonkeyPatch, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "check", "0.1") == 1
    assert "answers.xlsx" in capsys.readouterr().out
    assert run(monkeypatch, "check", "9.99") == 1
    assert "No task '9.99'" in capsys.readouterr().out


@pytest.mark.parametrize(("typed", "code"), [("wrong", 1), ("right", 0)])
def test_only_a_right_answer_in_excel_leaves_with_nothing(
    monkeypatch: pytest.MonkeyPatch, course: Path, typed: str, code: int
) -> None:
    from openpyxl import load_workbook

    monkeypatch.setenv("KPILAB_WORKSPACE", str(course))
    path = course / "answers.xlsx"
    book = load_workbook(path)
    [(sheet, cell)] = book.defined_names["answer_0_1"].destinations
    task = find_task("0.1")
    book[sheet][cell] = {"wrong": 0.123, "right": task.answer(desk().case(task, 0))}[typed]
    book.save(path)
    assert run(monkeypatch, "check", "0.1") == code


def test_the_data_in_excel_are_written_and_named(
    monkeypatch: pytest.MonkeyPatch, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "excel") == 0
    assert (course / "data/retail_chain.xlsx").is_file()
    assert "retail_chain.xlsx" in capsys.readouterr().out


def test_another_merchants_data_in_excel_are_asked_for_by_name(
    monkeypatch: pytest.MonkeyPatch, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "excel", "--data", "small_shop") == 0
    assert (course / "data/small_shop.xlsx").is_file()
    assert run(monkeypatch, "excel", "--data", "small_shops") == 1
    assert "Did you mean 'small_shop'?" in capsys.readouterr().err


def test_data_are_built_into_a_folder_of_their_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("data", "build", "retail_chain", "--seed", "7", "--scale", "0.02", "--out", str(tmp_path))
    assert run(monkeypatch, *asked, "--format", "parquet") == 0
    assert f"rows in {tmp_path / 'retail_chain'}" in capsys.readouterr().out
    assert (tmp_path / "retail_chain/orders.parquet").is_file()
    assert run(monkeypatch, *asked) == 1
    assert "add --force" in capsys.readouterr().err
    assert run(monkeypatch, *asked, "--force") == 0
    assert not (tmp_path / "retail_chain/orders.parquet").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("retail_chian",), "Did you mean 'retail_chain'?"),
        (("retail_chain", "--format", "xlsx"), "No format 'xlsx'"),
        (("retail_chain", "--scale", "0"), "a scale is above 0"),
    ],
)
def test_data_that_cannot_be_built_are_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    asked: tuple[str, ...],
    said: str,
) -> None:
    assert run(monkeypatch, "data", "build", *asked, "--out", str(tmp_path)) == 1
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_whoever_stops_a_build_of_data_finds_nothing_half_done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kpilab.worlds.table_files._CsvFiles.add", stopped)
    assert run(monkeypatch, "data", "build", "retail_chain", "--scale", "0.02", "--out", str(tmp_path)) == 130
    assert list(tmp_path.iterdir()) == []


def test_a_matrix_is_written_and_scored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "matrix", "new", "june.xlsx") == 0
    assert run(monkeypatch, "matrix", "score", "june.xlsx", "--html", "june.html") == 0
    assert (tmp_path / "june.html").is_file()
    assert run(monkeypatch, "matrix", "new", "june.xlsx") == 1
    assert "--force" in capsys.readouterr().err


def test_the_command_starts_without_what_it_does_not_need() -> None:
    heavy = "{'pandas', 'matplotlib', 'nbformat', 'jupyter_server', 'ipywidgets'}"
    code = f"import sys, kpilab.cli; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_kpis_are_listed_one_a_line_and_narrowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "kpis", "--sector", "retail", "--family", "traffic") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "store_footfall", "conversion_rate_visitor",
    ]  # fmt: skip


def test_one_kpi_is_shown_and_a_misspelt_one_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "kpi", "churn_rate") == 0
    assert "客户流失率" in capsys.readouterr().out
    assert run(monkeypatch, "kpi", "chrun_rate") == 1
    assert "Did you mean 'churn_rate'" in capsys.readouterr().err


def test_a_dictionary_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "kpis.html"
    assert run(monkeypatch, "dictionary", str(out), "--phase", "burst") == 0
    assert "Written:" in capsys.readouterr().out
    assert 'id="plan_pace"' in out.read_text("utf-8")


def test_kpis_of_ones_own_data_are_measured_and_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("orders.csv").write_text("order_id;paid_at;paid_cents\n1;2025-05-02;1000\n2;2025-06-01;2500\n")
    words = ["measure", "gmv_paid", "order_count", "--data", "orders.csv", "--by", "month", "--out", "june.csv"]
    assert run(monkeypatch, *words) == 0
    said = capsys.readouterr().out
    assert "2025-05" in said
    assert "10.00" in said
    assert Path("june.csv").read_text("utf-8-sig").splitlines()[3] == "2025-06,gmv_paid,25.0,25.0,"
    assert run(monkeypatch, *words) == 1
    assert "--force" in capsys.readouterr().err
    assert run(monkeypatch, *words, "--force", "--compare", "previous", "--until", "2025-06-30") == 0
    assert "better" in capsys.readouterr().out


def test_what_does_not_fit_leaves_with_two_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("orders.csv").write_text("order_id,paid_at,paid_cents\n1,31/05/2025,1000\n")
    words = ["measure", "gmv_pait", "gmv_paid", "--data", "orders.csv", "--by", "moth", "--set", "x=1"]
    assert run(monkeypatch, *words, "--out", "june.csv") == 2
    told = capsys.readouterr().err
    for part in ("Did you mean 'gmv_paid'", "'31/05/2025'", "Did you mean 'month'", "No setting 'x'"):
        assert part in told
    assert not Path("june.csv").exists()
    assert run(monkeypatch, "measure", "gmv_paid") == 2
    assert "--data" in capsys.readouterr().err


def test_a_mapping_is_written_to_fill_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "measure", "gmv_paid", "--new-mapping", "map.toml") == 0
    assert "Written: map.toml" in capsys.readouterr().out
    assert "[columns.orders]" in Path("map.toml").read_text("utf-8")


def test_a_stop_by_the_keyboard_leaves_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from kpilab.report import own_measure

    def stopped(*_words: object, **_options: object) -> None:
        raise RuntimeError("Query interrupted")  # as DuckDB says it

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(own_measure, "measure", stopped)
    Path("orders.csv").write_text("order_id,paid_at\n1,2025-05-31\n")
    assert run(monkeypatch, "measure", "order_count", "--data", "orders.csv", "--out", "june.csv") == 130
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv"]


def test_quality_prints_what_it_found_and_writes_what_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ["receipt_no,day", *(f"{n},2025-02-{n:02d}" for n in range(1, 32))]
    Path("book.csv").write_text("\n".join(lines), encoding="utf-8")
    assert run(monkeypatch, "quality", "book.csv", "--html", "book.html", "--rows", "rows.csv") == 0
    assert "Each day in day is in the calendar. 3 rows" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.csv", "book.html", "rows.csv"]
    assert run(monkeypatch, "quality", "book.csv", "--html", "book.html") == 1
    assert "is there already" in capsys.readouterr().err
    assert run(monkeypatch, "quality", "nothing.csv") == 1
