from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kpilab.course.decisions import keep_decision, last_decision
from kpilab.course.desk import desk
from kpilab.errors import DataError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".kpilab").mkdir()
    monkeypatch.setenv("KPILAB_WORKSPACE", str(tmp_path))


def cups(data: Mapping[str, Any]) -> int:
    if "cups" not in data:
        raise DataError("no cups")
    return int(data["cups"])


def test_the_last_decision_on_an_item_is_found_again() -> None:
    assert last_decision("1.tea", cups) is None
    for count in (2, 3):
        assert keep_decision("1.tea", {"cups": count}) is None
    keep_decision("1.coffee", {"cups": 9})
    assert last_decision("1.tea", cups) == 3
    assert [one.data for one in desk().events("decision", "1.tea")] == [{"cups": 2}, {"cups": 3}]


def test_one_that_no_longer_fits_counts_as_none() -> None:
    keep_decision("1.tea", {"cups": 2})
    keep_decision("1.tea", {"plates": 2})
    assert last_decision("1.tea", cups) is None


def test_what_the_store_has_to_say_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def record(*_given: object, **_more: object) -> tuple[str, ...]:
        return ("The folder is read-only.",)

    monkeypatch.setattr("kpilab.course.desk.Desk.record", record)
    said = keep_decision("1.tea", {"cups": 2})
    assert said is not None
    assert (said.tone, said.paragraphs) == ("info", ("The folder is read-only.",))
