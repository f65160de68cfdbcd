import pytest

from kpilab.analysis.comments import HOTEL, CodeBook, code, pareto, suggest
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import speaking

COMMENTS = (
    "There was hair in the bath.",
    "Breakfast was wonderful, but I waited half an hour for somebody to take the key.",
    "We come back each year.",
)


def test_the_rule_suggests_by_whole_words():
    assert suggest(COMMENTS[0]) == ("cleanliness",)
    assert suggest("The barbecue was a feast") == ()
    assert suggest("") == ()
    assert suggest("Noise from the street, and cold eggs")[0] == "quiet"  # two words against one
    assert set(HOTEL.names) == {"cleanliness", "service", "breakfast", "quiet", "price"}


def test_the_rule_works_in_another_language_too():
    with speaking("xx"):
        assert suggest(COMMENTS[0]) == ("cleanliness",)


def test_a_person_decides_and_may_overrule_the_rule():
    coding = code(COMMENTS, decided=("cleanliness", "service", ""))
    assert coding.undecided == (2,)
    assert coding.overruled == (1,) or coding.suggested[1] == "service"
    with pytest.raises(DataError, match="not decided yet: 1"):
        _ = coding.tags
    done = coding.decide(2, "price")
    assert done.tags == ("cleanliness", "service", "price")
    assert coding.undecided == (2,)  # the first one is as it was
    assert "3 of 3" in done.sentence
    with pytest.raises(UnknownName):
        coding.decide(2, "weather")


def test_a_book_is_data():
    book = CodeBook.from_dict({"late": {"title": "Late", "words": "late, delayed", "belongs": "time"}})
    assert suggest("It came late.", book) == ("late",)
    assert list(book.table.index) == ["late"]


def test_pareto_by_hand():
    found = pareto(["bath"] * 6 + ["eggs"] * 3 + ["lift"])
    assert found.counts == {"bath": 6, "eggs": 3, "lift": 1}
    assert found.few == ("bath", "eggs")  # 60 %, then 90 %
    assert found.sentence == "Tags that make up 90% of all 10: 2 of 3, namely bath, eggs."
    assert found.table.iloc[-1, -1] == pytest.approx(1)
    assert "nothing" in pareto([]).sentence


def test_one_person_counts_once_for_a_tag():
    tags, people = ["bath"] * 5 + ["eggs"], ["Li"] * 5 + ["Ma"]
    assert pareto(tags, people=people).counts == {"bath": 1, "eggs": 1}
    with pytest.raises(DataError):
        pareto(tags, people=["Li"])


def test_tags_for_comments_that_are_not_there_and_missing_ones():
    with pytest.raises(DataError, match="comment 2"):
        code(["Cold eggs."], decided=["breakfast", "price"])
    with pytest.raises(DataError, match="no tag yet"):
        pareto(["bath", ""])
