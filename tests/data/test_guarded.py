import pandas as pd
import pytest

from kpilab.data.guarded import guarded


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","pay")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\r=1"]
)
def test_what_a_spreadsheet_would_run_is_made_a_text(text: str) -> None:
    assert guarded(pd.DataFrame({"name": [text]}))["name"].tolist() == [f"'{text}"]


@pytest.mark.parametrize("text", ["-5", "+3 %", "-1,200.50", "−7", "Ann = Bob", "", "🛒 茶", 'O\'Neil "Nan"'])
def test_everything_else_is_left_alone(text: str) -> None:
    assert guarded(pd.DataFrame({"name": [text]}))["name"].tolist() == [text]


def test_numbers_days_gaps_and_headings() -> None:
    table = pd.DataFrame({"=n": [-1.5, None], "day": pd.to_datetime(["2025-05-31", None]), "mixed": ["=1", -3]})
    safe = guarded(table)
    assert list(safe.columns) == ["'=n", "day", "mixed"]
    assert safe["mixed"].tolist() == ["'=1", -3]
    assert safe["day"].equals(table["day"])
    assert safe["'=n"].equals(table["=n"])
    assert table["mixed"].tolist() == ["=1", -3]


def test_groups_of_a_category_are_guarded_too() -> None:
    safe = guarded(pd.DataFrame({"group": pd.Categorical(["=a", "b", None])}))
    assert safe["group"].tolist()[:2] == ["'=a", "b"]
    assert safe["group"].isna().tolist() == [False, False, True]
