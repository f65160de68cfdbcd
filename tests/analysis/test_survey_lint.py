"""The careful reader: each fault is found, and good questions are left in peace."""

import pytest

from kpilab.analysis.answer_scales import numeric_faults, tilt
from kpilab.analysis.survey_lint import RULES, lint
from kpilab.i18n import speaking

FIVE = ("very satisfied", "satisfied", "neither satisfied nor dissatisfied", "dissatisfied", "very dissatisfied")

BAD = [
    ("two ideas", "How satisfied were you with the room and the breakfast?", ()),
    ("two ideas", "Was the check-in quick and friendly?", ("yes", "no")),
    ("two ideas", "How do you rate price and quality?", ()),
    ("leading", "How much did you enjoy our new spa?", ()),
    ("leading", "Don't you think the lobby looks better now?", ()),
    ("leading", "How satisfied were you with our friendly staff?", FIVE),
    ("leading", "As most guests, were you happy with the view?", ("yes", "no")),
    ("two ideas", "HOW SATISFIED WERE YOU WITH THE ROOM AND THE BATH?", FIVE),
    ("leading", "Is our service not the best in town?", ("yes", "no")),
    ("double negative", "Have you ever not been unhappy with us?", ("yes", "no")),
    ("tilted scale", "How clean was your room?", ("excellent", "very good", "good", "poor")),
    ("tilted scale", "How was the service?", ("outstanding", "good", "fair", "bad", "very bad", "terrible")),
    ("leading", "You liked our breakfast, didn't you?", ("yes", "no")),
    ("leading", "Shouldn't the hotel be cheaper?", ("yes", "no")),
    ("two ideas", "How satisfied were you with the rooms & service?", FIVE),
    ("tilted scale", "How was it?", ("Super", "Good", "OK", "Bad")),
    ("double negative", "It is not uncommon to wait here?", ("yes", "no")),
    ("ranges", "What did you spend?", ("0–1,000", "1,000–2,000", "over 2,000")),
    ("double negative", "You would not say that the room was not clean, would you?", ("yes", "no")),
    ("double negative", "Were you not dissatisfied with the service?", ("yes", "no")),
    ("double negative", "Didn't you find nothing to complain about?", ("yes", "no")),
    ("absolute", "Do you always book with us?", ("yes", "no")),
    ("absolute", "Was everything in order?", ("yes", "no")),
    ("no way out", "How good was the breakfast?", ("very good", "good", "bad", "very bad")),
    ("no way out", "How easy was parking?", ("1", "2", "3", "4", "5")),
    ("ranges", "How often do you stay with us in a year?", ("1–3", "3–5", "over 5")),
    ("ranges", "How old are you?", ("under 18", "18 to 30", "30 to 50", "over 50")),
    ("ranges", "How many nights?", ("1", "2–3", "5 or more")),
    ("jargon", "How did you like our OTA offer?", ()),
    ("jargon", "Was each touchpoint pleasant?", ("yes", "no")),
    ("jargon", "How satisfied were you with the HSK process?", ()),
]

GOOD = [
    ("How clean was your room when you arrived?", FIVE),
    ("How satisfied were you with the cleanliness of the bathroom?", FIVE),
    ("How friendly was the staff at reception?", ("very friendly", "friendly", "unfriendly", "very unfriendly")),
    ("How likely are you to recommend this hotel, from 0 (not at all likely) to 10 (very likely)?", ()),
    ("What could we have done better?", ()),
    ("Was the staff friendly?", ("yes", "no")),
    ("Was the service fast enough for you?", ("yes", "no")),
    ("Why didn't you use the pool?", ()),
    ("What did you spend?", ("0–1,000", "1,001–2,000", "over 2,000")),
    ("What did you like least, and why?", ()),
    ("Did you have breakfast with us?", ("yes", "no")),
    ("If you had breakfast, how good was it?", ("very good", "good", "bad", "very bad")),
    ("How good was the breakfast?", ("very good", "good", "bad", "very bad", "I had none")),
    ("How old are you?", ("under 18", "18–29", "30–44", "45 and over", "I prefer not to say")),
    ("How many nights did you stay?", ("1", "2", "3", "4 or more")),
    ("How many nights did you stay?", ("1 or 2", "3–5", "6+")),
    ("How often did you stay with us in the last twelve months?", ("never", "once", "2–4 times", "5 times or more")),
    ("How quiet was your room at night?", ("very quiet", "quiet", "noisy", "very noisy")),
    ("Overall, how satisfied were you with your stay?", FIVE),
    ("Did you sleep well?", ("yes", "no", "partly")),
    ("If you did not use the pool, why not?", ()),
    ("Did you travel for business or for pleasure?", ("business", "pleasure", "both")),
    ("Which floor was your room on, between 1 and 9?", ()),
    ("How did you find this bed and breakfast?", ("a friend", "a search", "something else")),
    ("Did the TV in your room work?", ("yes", "no", "I did not use it")),
    ("How easy was it to find the house?", ("very easy", "easy", "difficult", "very difficult")),
    (
        "Think of your arrival, and tell us how long you waited.",
        ("under 5 minutes", "5 to 10 minutes", "over 10 minutes"),
    ),
    ("How long did you wait at check-in?", ("0–4 minutes", "5–9 minutes", "10 minutes or more")),
    ("Would you recommend us to friends and family?", ("yes", "maybe", "no")),
    ("How satisfied were you with the parking?", (*FIVE, "I did not park")),
    (
        "To what extent do you agree? The delivery arrived on time.",
        ("fully agree", "agree", "neither", "disagree", "fully disagree"),
    ),
    ("Compared with your last stay, this one was …", ("much better", "better", "the same", "worse", "much worse")),
    ("How important is the price to you?", ("very important", "important", "not important")),
    ("Is there anything that you did not like?", ()),
    ("Was there nothing on the menu for you?", ("yes", "no")),
    ("", ()),
    ("房间干净吗？", ("很好", "好", "差")),
    ("Was the price what you expected?", ("lower", "as expected", "higher")),
]


@pytest.mark.parametrize(("rule", "question", "answers"), BAD)
def test_a_fault_is_found(rule, question, answers):
    found = {one.rule: one for one in lint(question, answers)}
    assert rule in found
    assert found[rule].title
    assert found[rule].words in found[rule].sentence or rule == "tilted scale"


@pytest.mark.parametrize(("question", "answers"), GOOD)
def test_a_good_question_is_left_in_peace(question, answers):
    assert lint(question, answers) == ()


def test_every_rule_has_examples():
    assert {rule for rule, _question, _answers in BAD} == set(RULES)


def test_another_language_still_knows_the_english_words():
    with speaking("xx"):
        assert [one.rule for one in lint("Do you always book with us?", ("yes", "no"))] == ["absolute"]
        assert lint("How clean was your room?", ("clean", "neither", "dirty")) == ()


def test_scales_that_are_not_understood_say_nothing():
    assert tilt(("blue", "green", "good")) == (0, 0)
    assert tilt(()) == (0, 0)
    assert tilt(("not good", "fair", "good")) == (1, 1)


def test_ranges_by_hand():
    assert list(numeric_faults(("1–3", "3–5", "over 6"))) == [("3", "overlap"), ("6", "gap")]
    assert list(numeric_faults(("up to 50", "51–100", "more than 100"))) == []
    assert list(numeric_faults(("0–0.5", "0.5–1"))) == []
    assert list(numeric_faults(("yes", "no"))) == []
