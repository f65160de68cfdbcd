import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from kpilab import i18n
from kpilab.analysis.pay import CLIFF
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.charts import ZONE_COLOURS
from kpilab.errors import DataError
from kpilab.report.matrix_form import MatrixFile, scored
from kpilab.report.matrix_page import matrix_page, printed, write_page
from kpilab.report.matrix_workbook import example_matrix
from kpilab.widgets.theme import contrast

RESULT = scored(example_matrix())
VOID = {"meta", "path", "rect"}


class Outline(HTMLParser):
    """Text, tags that stay open, and the labels of pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.labels: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if tag == "svg" and (label := dict(attrs).get("aria-label")):
            self.labels.append(label)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style" and data.strip():
            self.text.append(data.strip())


def test_the_page_names_formula_rule_total_pay_and_every_row() -> None:
    text = " ".join(Outline(matrix_page(RESULT)).text)
    for part in (
        "two-segment; below base: counts 0", "0.7440", "57.33 %", "3,440", "Chen", "May", "Net sales, thousand",
        "New members: 50 people is between base 40 and plan 60; index 0.5.",
        "Satisfied customers is in a dead zone", "65 to 87 %", "0.833",
    ):  # fmt: skip
        assert part in text


def test_the_same_facts_stand_beside_by_every_formula() -> None:
    text = " ".join(Outline(matrix_page(RESULT)).text)
    assert re.search(r"ratio \(fact ÷ plan\) 1\.0028 100\.85 % 6,051", text)
    assert re.search(r"two-segment — counts 0\.7440 57\.33 % 3,440", text)


def test_each_bullet_describes_itself_and_draws_base_to_fact() -> None:
    page = matrix_page(RESULT)
    outline = Outline(page)
    assert outline.open == []
    assert outline.labels[2] == (
        "Bullet chart of Satisfied customers, right is better: below base. "
        "Satisfied customers: 78 % is below the base of 80; index 0."
    )
    # members: scale 34.6 … 75.4; the bar from 40 to 50 starts at 13.235 % and is 24.51 % wide
    assert f'<rect x="13.235%" y="30%" width="24.510%" height="40%" fill="{ZONE_COLOURS["under plan"].solid}"/>' in page


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = matrix_page(RESULT)
    assert not re.search(r"(src|href)=|@import|url\(|<script", page)
    assert "@page { size: A4;" in page


def test_what_a_person_typed_is_escaped() -> None:
    rows = (Row("<b>sales</b>", 1, 400, 500, 550, 540, unit="\"'&"),)
    page = matrix_page(scored(MatrixFile(Matrix(rows), title="<script>alert(1)</script>", person="A & B")))
    assert "<script" not in page
    assert "<b>" not in page
    assert "A &amp; B" in page
    assert Outline(page).open == []


def test_a_missing_fact_and_a_two_sided_row_are_shown() -> None:
    rows = (Row("cover", 0.5, norm=30, tolerance=10, fact=43), Row("sales", 0.5, 400, 500, 550, owner="Li"))
    text = " ".join(Outline(matrix_page(scored(MatrixFile(Matrix(rows), curve=CLIFF)))).text)
    assert "30 ± 10" in text
    assert "sales: no fact; ask Li." in text
    assert "weight 0.5, counts as 1.000" in text
    assert "Bonus none" in text


def test_no_fact_at_all_pays_nothing_yet() -> None:
    text = " ".join(Outline(matrix_page(scored(MatrixFile(RESULT.file.matrix.with_facts({}))))).text)
    assert "It pays nothing yet: no row has a fact." in text
    assert "Total none" in text


def test_texts_on_zone_papers_can_be_read() -> None:
    assert min(contrast(colours.ink, colours.paper) for colours in ZONE_COLOURS.values()) >= 4.5
    assert min(contrast(ink, paper) for ink, paper in (("#4f3600", "#fcecc4"), ("#52606d", "#f3f5f8"))) >= 4.5


def test_every_sentence_is_translated() -> None:
    i18n.set_language(i18n.PSEUDO)
    try:
        text = Outline(matrix_page(scored(example_matrix()))).text
    finally:
        i18n.set_language("en")
    assert [part for part in text if any(map(str.isalpha, part)) and "⟦" not in part] == []


def test_the_page_is_written_or_it_is_said_why_not(tmp_path: Path) -> None:
    assert "0.7440" in write_page(RESULT, tmp_path / "m.html").read_text("utf-8")
    with pytest.raises(DataError, match="cannot be written"):
        write_page(RESULT, tmp_path / "none" / "m.html")


def test_the_printed_table_has_index_and_ratio_side_by_side() -> None:
    console = Console(file=StringIO(), width=120)
    console.print(printed(RESULT))
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    members = next(line for line in lines if "New members" in line)
    assert re.search(r"0\.20 .* 60 .* 50 .* 0\.833 .* 0\.500 .* 0\.1000 .* under plan", members)
    assert "Total 0.7440, coverage 1.00" in "\n".join(lines)
    assert "two-segment; below base: counts 0" in "\n".join(lines)
