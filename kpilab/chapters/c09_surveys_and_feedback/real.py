"""Two hotels: those who answered a survey, and those who stayed silent and were rung up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["answers_with_house", "blamed", "silent_called"]

_MONTH = ("2025-05-01", "2025-06-01")
"""The month whose silent guests were rung up."""


def answers_with_house(hotel: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The survey's answers with the name of the house and the quarter of the answer."""
    answers = hotel["surveys"].merge(hotel["stores"][["store_id", "store"]], on="store_id")
    return answers.assign(quarter=answers["answered_on"].dt.to_period("Q").astype(str))


def silent_called(hotel: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """For each house, of May 2025: the response rate, the share satisfied of those who answered, and of those called.

    `together` takes the called for all who stayed silent: response rate × the one + (1 − response rate) × the other.
    """
    import pandas as pd

    houses = hotel["stores"].set_index("store_id")["store"]
    asked = hotel["survey_invitations"]
    asked = asked[asked["delivered"] & asked["sent_at"].between(*_MONTH, inclusive="left")]
    answers = hotel["surveys"].set_index("survey_id")["score"]
    calls = hotel["callbacks"].merge(hotel["orders"][["order_id", "store_id"]], on="order_id").dropna(subset="score")
    rows = {}
    for store_id, name in houses.items():
        own = asked[asked["store_id"] == store_id]
        scores = answers.reindex(own["invitation_id"]).dropna()
        called = calls.loc[calls["store_id"] == store_id, "score"]
        rate, spoke, silent = len(scores) / len(own), scores.ge(4).mean(), called.ge(4).mean()
        rows[name] = {
            "invited": len(own),
            "answered": len(scores),
            "response rate": rate,
            "satisfied of these": spoke,
            "silent, reached by phone": len(called),
            "satisfied of the silent": silent,
            "together": rate * spoke + (1 - rate) * silent,
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def blamed(hotel: Mapping[str, pd.DataFrame], house: str, since: str) -> pd.Series:
    """The topic of each sentence that blames, written about a house since a day; one guest counts once for a topic."""
    answers = answers_with_house(hotel)
    own = answers[(answers["store"] == house) & (answers["answered_on"] >= since)].dropna(subset="comment_codes")
    said = own.assign(code=own["comment_codes"].str.split()).explode("code")
    topics = said.merge(hotel["comment_sentences"], on="code")
    blames = topics[topics["tone"] == "negative"].drop_duplicates(["survey_id", "topic"])
    return blames["topic"].reset_index(drop=True)
