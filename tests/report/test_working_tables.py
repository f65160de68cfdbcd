"""The working tables: what Excel works out is what Python and `measure` say, and text stays text."""

import math
import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from kpilab import worlds
from kpilab.cli import app
from kpilab.errors import DataError, UnknownName
from kpilab.metrics import measure
from kpilab.report.working_columns import Ratio, Tile
from kpilab.report.working_kinds import KINDS, working_table
from kpilab.report.working_prefill import prefilled
from kpilab.report.working_run import WorkingAsked, run_working
from kpilab.report.working_sheet import HEAD
from kpilab.report.working_tables import write_working_tables

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None and "CI" not in os.environ, reason="LibreOffice is not installed; on CI its absence is a failure"
)
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
YEAR = [f"2025-{month:02d}" for month in range(1, 13)]
NAMES = ['=HYPERLINK("http://x")', "+1 Ann", "-Bo", "@Cai", 'Dai "O\'Neil" 😀', "a|b"]
SMALL = {
    "sales": pd.DataFrame(
        {
            "month": ["2025-01"] * 6 + ["2025-02"],
            "who": [*NAMES, NAMES[0]],
            "net": [500, 300, 450, 280, 100, 0, None],
            "plan": [480, 320, 500, None, 100, 50, 400],
            "year_ago": [450, 310, None, 250, 0, 10, 380],
            "orders": [50, 20, 45, 30, 10, 0, None],
            "visitors": [500, 300, None, 250, 90, 40, None],
            "profit": [200, 90, 150, 80, 20, 0, None],
        }
    ),
    "stock": pd.DataFrame(
        {
            "product": ["Cup", "=Pot"], "category": ["cups", "pots"], "opening": [100, 50], "received": [40, 10],
            "sold": [90, 20], "counted": [48, 40], "unit_cost": [2.5, 20.0], "lowest": [45, 50], "days": [30, 30],
        }
    ),
    "service": pd.DataFrame(
        {
            "month": ["2025-01", "2025-01"], "channel": ["phone", "chat"], "orders": [1000, 500], "tickets": [80, 120],
            "in_time": [60, 114], "minutes": [400, 240], "solved": [70, 100], "complaints": [8, 4],
            "answers": [40, 10], "satisfied": [34, 9],
        }
    ),
    "marketing": pd.DataFrame(
        {
            "campaign": ["Spring", "Fair"], "channel": ["search", "fair"],
            "begins": pd.to_datetime(["2025-03-01", "2025-05-10"]),
            "ends": pd.to_datetime(["2025-03-31", "2025-05-12"]),
            "cost": [1000, 4000], "shown": [50_000, None], "clicks": [1000, 200], "orders": [50, 20], "new": [30, 0],
            "sales": [6000, 9000], "profit": [2200, 3600], "plan": [5000, 10_000],
        }
    ),
}  # fmt: skip
BY_HAND = {
    # of the rows in which both are filled in: 500 + 300 + 450 + 100 + 0 over 480 + 320 + 500 + 100 + 50
    ("Sales", "Attainment"): 1350 / 1450,
    # year ago above 0 and net known: 500 + 300 + 280 + 0 over 450 + 310 + 250 + 10
    ("Sales", "Growth"): 1080 / 1020 - 1,
    ("Sales", "Net sales"): 1630,
    # 50 + 20 + 30 + 10 + 0 over 500 + 300 + 250 + 90 + 40
    ("Sales", "Conversion"): 110 / 1180,
    # (50 × 40/100 …): cost of sold 90 × 2.5 + 20 × 20 over average stock 74 × 2.5 + 45 × 20
    ("Stock", "Turnover"): 625 / 1085,
    ("Stock", "Sell-through"): 110 / 200,
    # counted 48 + 40 less book 50 + 40
    ("Stock", "Gap in units"): -2,
    ("Service", "Service level"): 174 / 200,
    ("Service", "Mean wait, minutes"): 640 / 200,
    ("Service", "Complaint rate"): 12 / 1500,
    ("Service", "Satisfaction"): 43 / 50,
    ("Marketing", "Sales per cost"): 15_000 / 5000,
    # (2200 + 3600 − 5000) / 5000
    ("Marketing", "Return"): 0.16,
    ("Marketing", "Cost an order"): 5000 / 70,
}


def without_values(source, target):
    """A copy of a workbook in which no formula has a stored value."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", text) if "worksheets/sheet" in name else text)


def recalculated(files, into):
    """Every workbook opened, recalculated and saved by LibreOffice, in one go and with a profile of its own."""
    assert SOFFICE is not None, "CI has no LibreOffice: install libreoffice-calc"
    profile = into / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(into)]
    subprocess.run([SOFFICE, *options, *map(str, files)], check=True, capture_output=True, timeout=600)


def tiles(sheet):
    return {cell.value: sheet.cell(7, cell.column).value for cell in sheet[6] if cell.value}


def table_of(sheet):
    lines = list(sheet.iter_rows(min_row=HEAD + 1, values_only=True))
    return pd.DataFrame(lines[1:], columns=lines[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Workbooks without stored values in bare/, recalculated by LibreOffice in theirs/."""
    root = tmp_path_factory.mktemp("tables")
    for name in ("ours", "bare", "theirs"):
        (root / name).mkdir()
    chain = prefilled(worlds.build("retail_chain", seed=3, scale=0.2), YEAR)
    for name, filled in (("small", SMALL), ("chain", chain), ("blank", None)):
        without_values(write_working_tables(root / "ours" / f"{name}.xlsx", filled), root / "bare" / f"{name}.xlsx")
    chosen = load_workbook(root / "ours" / "small.xlsx")
    chosen["Sales"]["B4"] = NAMES[0]
    chosen["Sales"]["B4"].data_type = "s"
    chosen["Service"]["B4"] = "chat"
    chosen.save(root / "bare" / "chosen.xlsx")
    recalculated(sorted((root / "bare").glob("*.xlsx")), root / "theirs")
    return root


@pytest.fixture(scope="module")
def theirs(folder):
    return {path.stem: load_workbook(path, data_only=True) for path in (folder / "theirs").glob("*.xlsx")}


@needs_libreoffice
def test_the_numbers_above_each_table_are_those_worked_by_hand(theirs):
    found = {(name, label): tiles(theirs["small"][name])[label] for name, label in BY_HAND}
    assert found == pytest.approx(BY_HAND)


@needs_libreoffice
@pytest.mark.parametrize("name", ["small", "chain", "blank"])
def test_every_stored_value_is_what_libreoffice_computes(name, folder, theirs):
    ours, seen = load_workbook(folder / "ours" / f"{name}.xlsx", data_only=True), 0
    formulas = load_workbook(folder / "ours" / f"{name}.xlsx")
    for kind in (*KINDS, "by month"):
        title = "By month" if kind == "by month" else working_table(kind).title
        for row in formulas[title].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    stored, computed = (book[title][cell.coordinate].value for book in (ours, theirs[name]))
                    assert (stored or 0) == (pytest.approx(computed) if computed else 0), (title, cell.coordinate)
    assert seen > 250


@needs_libreoffice
def test_what_is_chosen_counts_even_where_a_name_begins_like_a_formula(theirs):
    seen = tiles(theirs["chosen"]["Sales"])
    assert seen["Net sales"] == 500
    assert seen["Attainment"] == pytest.approx(500 / 480)
    assert tiles(theirs["chosen"]["Service"])["Service level"] == pytest.approx(114 / 120)


@needs_libreoffice
def test_a_year_of_the_chain_is_what_measure_says(theirs):
    chain = worlds.build("retail_chain", seed=3, scale=0.2)
    seen = tiles(theirs["chain"]["Sales"])
    facts = measure(["net_sales", "plan_attainment", "gross_margin_rate"], chain, by="year").query("year == '2025'")
    facts = facts.set_index("kpi")["value"]
    assert seen["Net sales"] == pytest.approx(facts["net_sales"])
    assert seen["Attainment"] == pytest.approx(facts["plan_attainment"])
    assert seen["Margin rate"] == pytest.approx(facts["gross_margin_rate"])
    by_store = measure("plan_attainment", chain, by=["store", "month"]).set_index(["month", "store"])["value"]
    rows = table_of(theirs["chain"]["Sales"]).dropna(subset=["Month"]).set_index(["Month", "Store or seller"])
    assert rows["Attainment"].to_numpy(float) == pytest.approx(by_store.loc[rows.index].to_numpy())
    satisfied = measure("csat_top2", chain, by="year").set_index("year").loc["2025", "value"]
    assert tiles(theirs["chain"]["Service"])["Satisfaction"] == pytest.approx(satisfied)
    stock = table_of(theirs["chain"]["Stock"]).dropna(subset=["Product"])
    assert (stock["Gap"] == 0).all()


@needs_libreoffice
def test_the_months_add_up_what_is_known_of_each(theirs):
    lines = list(theirs["small"]["By month"].iter_rows(min_row=5, max_row=7, max_col=4, values_only=True))
    # January: 500 + 300 + 450 + 280 + 100 + 0; February has a plan and no sales yet
    assert lines[0] == ("2025-01", 1630, 1450, pytest.approx(1350 / 1450))
    assert lines[1][:3] == ("2025-02", 0, 400)
    assert not lines[1][3]


def test_text_stays_text_and_nothing_of_it_is_a_formula(tmp_path):
    book = load_workbook(write_working_tables(tmp_path / "t.xlsx", SMALL))
    cells = [book["Sales"].cell(HEAD + 2 + row, 2) for row in range(6)]
    assert [cell.value for cell in cells] == NAMES
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_the_light_says_a_word_beside_its_colour():
    light = working_table("sales").light
    assert [light.word(value) for value in (1.0, 0.95, 0.5, math.nan)] == ["on plan", "near plan", "below plan", ""]


def test_each_sheet_has_dropdowns_notes_formats_and_fits_the_page(tmp_path):
    book = load_workbook(write_working_tables(tmp_path / "t.xlsx", months=["2025-01"]))
    assert book.sheetnames == ["Read me", "Sales", "Stock", "Service", "Marketing", "By month", "Lists"]
    for kind in KINDS:
        table = working_table(kind)
        sheet = book[table.title]
        [made] = sheet.tables.values()
        assert [column.name for column in made.tableColumns] == [*table.headings.values(), "Status"]
        assert all(sheet.cell(HEAD + 1, place + 1).comment for place in range(len(table.columns)))
        assert {rule.type for rule in sheet.data_validations.dataValidation} >= {"list", "decimal"}
        assert sheet.conditional_formatting
        assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
        assert sheet.print_title_rows == f"${HEAD + 1}:${HEAD + 1}"
        assert not re.search(r"AVERAGE", str([cell.value for row in sheet.iter_rows() for cell in row]))


def test_a_ratio_without_a_divisor_has_no_value():
    rule = Ratio(("a",), ("b", "-c"))
    assert rule.value({"a": 1.0, "b": 5.0, "c": 1.0}) == 0.25
    assert math.isnan(rule.value({"a": 1.0, "b": 2.0, "c": 2.0}))
    assert math.isnan(Tile("x", "share", ("a",), ("b",)).value([]))


def test_the_sellers_of_the_sales_team_fill_the_table_too():
    rows = prefilled(worlds.build("sales_team"), YEAR)
    assert list(rows) == ["sales"]
    assert rows["sales"]["who"].nunique() == 4


def test_a_shop_whose_plan_knows_no_stores_is_one_line_a_month_and_its_campaigns_are_net():
    shop = worlds.build("online_shop")
    rows = prefilled(shop, YEAR)
    net = measure("net_sales", shop, by="year").set_index("year").loc["2025", "value"]
    assert rows["sales"]["net"].sum() == pytest.approx(net)
    assert rows["sales"]["month"].tolist() == YEAR
    assert rows["sales"]["plan"].notna().all()
    named = shop["campaigns"].set_index("campaign")["campaign_id"][rows["marketing"]["campaign"].iloc[0]]
    orders = shop["orders"][shop["orders"]["campaign_id"].eq(named)].dropna(subset=["paid_at"])["order_id"]
    lines, back = (shop[name][shop[name]["order_id"].isin(orders)] for name in ("order_lines", "returns"))
    sold = (lines["qty"] * lines["unit_price_cents"] - lines["discount_cents"]).sum() - back["refund_cents"].sum()
    assert len(back) > 0
    assert rows["marketing"]["sales"].iloc[0] == pytest.approx(sold / 100)


def test_what_is_not_known_of_tickets_stays_blank():
    shop = worlds.build("online_shop")
    rows = prefilled(shop, YEAR)["service"].set_index(["month", "channel"])
    tickets = shop["tickets"].assign(month=shop["tickets"]["created_at"].dt.strftime("%Y-%m"))
    silent = tickets[tickets["first_human_reply_at"].isna()].groupby(["month", "channel"]).size()
    assert set(rows.index[rows["minutes"].isna()]) == set(silent.index) & set(rows.index)
    level = measure("service_level", shop, by=["month", "channel"]).set_index(["month", "channel"])["value"]
    assert (rows["in_time"] / rows["tickets"]).tolist() == pytest.approx(level.loc[rows.index].tolist())


def test_visitors_that_were_not_counted_each_day_make_no_conversion():
    shop = dict(worlds.build("retail_chain", scale=0.1))
    seen = shop["footfall"]
    shop["footfall"] = seen.assign(entries=seen["entries"].fillna(5))
    assert prefilled(shop, YEAR)["sales"]["visitors"].notna().all()
    gone = shop["orders"].dropna(subset=["paid_at"]).query("paid_at >= '2025-03-01'").iloc[0]
    that_day = seen["store_id"].eq(gone["store_id"]) & seen["day"].eq(gone["paid_at"].normalize())
    shop["footfall"] = shop["footfall"].assign(entries=lambda t: t["entries"].mask(that_day))
    assert prefilled(shop, YEAR)["sales"]["visitors"].isna().sum() == 1


@pytest.mark.parametrize("merchant", ["hotel", "manufacturer", "small_shop"])
def test_every_merchant_fills_what_its_data_hold(tmp_path, merchant):
    rows = prefilled(worlds.build(merchant), YEAR)
    assert "service" in rows
    book = load_workbook(write_working_tables(tmp_path / "t.xlsx", rows, months=YEAR))
    assert book.sheetnames[0] == "Read me"


def test_the_command_writes_blank_and_filled_tables_and_spares_what_is_there(tmp_path: Path):
    out = tmp_path / "year.xlsx"
    done = CliRunner().invoke(app, ["tables", str(out), "--only", "sales", "--last", "2025-03", "--months", "2"])
    assert done.exit_code == 0, done.output
    book = load_workbook(out)
    assert book.sheetnames == ["Read me", "Sales", "By month", "Lists"]
    assert [book["Lists"].cell(row, 1).value for row in (4, 5, 6)] == ["2025-02", "2025-03", None]
    with pytest.raises(DataError, match="--force"):
        run_working(WorkingAsked(out), today=date(2026, 1, 5))
    with pytest.raises(UnknownName, match="sales"):
        run_working(WorkingAsked(tmp_path / "x.xlsx", only=("sale",)), today=date(2026, 1, 5))
    with pytest.raises(DataError, match="not a month"):
        run_working(WorkingAsked(tmp_path / "x.xlsx", last="May"), today=date(2026, 1, 5))
    with pytest.raises(DataError, match=r"ends in \.xlsx"):
        write_working_tables(tmp_path / "x.ods")
    with pytest.raises(DataError, match="cannot be written"):
        write_working_tables(tmp_path / "no" / "x.xlsx")
