"""The page of pictures: wordless pictures, words around them, and stale when what it shows has changed."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from kpilab.i18n import speaking
from kpilab.report import merchant_pictures, pictures_page
from kpilab.report.merchant_pictures import PICTURES, Source, page_files, pictured
from kpilab.report.wordless_svg import LOOKS, Curve, drawn, swatch


@pytest.fixture(scope="module")
def found():
    """A small yardstick and one merchant, who knows neither stores nor lines."""
    days = pd.date_range("2024-01-01", "2024-12-30", freq="6h")
    orders = pd.DataFrame({
        "paid_at": days,
        "paid_cents": [100 + 37 * (place % 50) ** 2 for place in range(len(days))],
        "customer_id": [f"C{place % 90}" for place in range(len(days))],
        "store_id": [f"S{place % 3}" for place in range(len(days))],
    })  # fmt: skip
    return (
        Source("grocery", orders, pd.Series([1, 2, 3])),
        Source("online_shop", orders.drop(columns="store_id"), None),
    )


@pytest.fixture(scope="module")
def files(found):
    return page_files(found)


def test_every_picture_has_its_axes_its_numbers_and_its_lesson_in_words(files):
    page = files["README.md"].decode()
    for picture in PICTURES:
        for words in (picture.question, picture.across, picture.up, picture.lesson, f"({picture.id}.svg)"):
            assert words in page, picture.id
    assert page.count("`online_shop`") == 1 + len(PICTURES) - 2  # no stores, no lines
    assert page.count("\n## ") == len(PICTURES)


def test_no_picture_holds_a_word(files):
    for name, content in files.items():
        if name.endswith(".svg"):
            texts = re.findall(r"<text[^>]*>(?:<tspan[^>]*>)?([^<]*)<", content.decode())
            assert all(re.fullmatch(r"[\d.,%]+", text) for text in texts), name
            assert texts or name.startswith("key_"), name


def test_the_same_numbers_give_the_same_bytes(found, files):
    assert page_files(found) == files


def test_shares_stand_in_percent_and_a_curve_of_nothing_is_left_out():
    shares = pd.DataFrame({"n": [1, 2], "share": [0.25, 0.75]})
    assert ">20%<" in drawn([[Curve(LOOKS[0], shares)]], percent=True).decode().replace(" ", "")
    assert drawn([[]]) != drawn([[Curve(LOOKS[0], shares)]])


def test_each_look_differs_in_more_than_colour():
    assert len({(look.dash, look.marker) for look in LOOKS}) == len(LOOKS)
    assert len({swatch(look) for look in LOOKS}) == len(LOOKS)


def test_every_sentence_of_the_page_is_translated(found):
    with speaking("xx"):
        merchant_pictures._shown.cache_clear()
        page = page_files(found)["README.md"].decode()
    merchant_pictures._shown.cache_clear()
    assert PICTURES[0].lesson not in page
    assert "How the merchants" not in page


def test_every_merchant_with_orders_of_customers_is_pictured():
    assert "retail_chain" in pictured()
    assert len(pictured()) < len(LOOKS)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    here = Path(pictures_page.__file__).parents[1]
    for name in pictures_page._MADE_BY:
        (tmp_path / "kpilab" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(here / name, tmp_path / "kpilab" / name)
    monkeypatch.setattr(pictures_page, "_PACKAGE", tmp_path / "kpilab")
    monkeypatch.setattr(pictures_page, "sources", tuple)
    monkeypatch.setattr(pictures_page, "page_files", lambda _found: {"README.md": b"page\n", "week.svg": b"<svg/>\n"})
    (tmp_path / "datasets").mkdir()
    return tmp_path


def test_a_page_is_written_whole_and_what_is_left_over_goes(checkout):
    assert pictures_page.stale() == ["datasets/pictures has not been written."]
    assert {path.name for path in pictures_page.write()} == {"README.md", "week.svg", "CHECKSUMS"}
    assert pictures_page.stale() == []
    (checkout / "datasets/pictures/old.svg").write_text("old")
    pictures_page.write()
    assert pictures_page.stale() == []


def test_stale_names_what_was_edited_and_what_has_changed(checkout):
    pictures_page.write()
    folder = checkout / "datasets/pictures"
    (folder / "week.svg").write_text("mine")
    (folder / "mine.svg").write_text("mine")
    (checkout / "kpilab/data/grocery.py").write_text("")
    assert pictures_page.stale() == [
        "datasets/pictures is older than what it shows.",
        "datasets/pictures/mine.svg is missing, was edited, or belongs to nothing.",
        "datasets/pictures/week.svg is missing, was edited, or belongs to nothing.",
    ]


def test_an_installed_package_has_no_page_to_hold(checkout):
    (checkout / "datasets").rmdir()
    assert pictures_page.stale() == []
