import pytest

from kpilab.analysis.questionnaire import questionnaire
from kpilab.errors import DataError

DRAFT = """
1) How clean was your room?
 - very clean
 - clean
 – dirty
 • very dirty

2. Was breakfast good and quick?
- yes
- no
What should we have done differently?
"""


def test_questions_and_answers_are_told_apart():
    found = questionnaire(DRAFT)
    assert [item.question for item in found.items] == [
        "How clean was your room?",
        "Was breakfast good and quick?",
        "What should we have done differently?",
    ]
    assert found.items[0].answers == ("very clean", "clean", "dirty", "very dirty")
    assert found.items[2].answers == ()
    assert [[one.rule for one in item.findings] for item in found.items] == [[], ["two ideas"], []]
    assert not found.is_clean


def test_the_whole_is_read_too():
    closed = "How clean was the room?\n- clean\n- dirty\n"
    assert "twice" in questionnaire(closed * 2).remarks[0]
    assert len(questionnaire(closed * 2).remarks) == 1
    many = "\n".join(f"What about number {n}?" for n in range(12))
    said = " ".join(questionnaire(many).remarks)
    assert "12 questions" in said
    assert "12 open questions" in said
    three = "\n".join(f"How clean was room {n}?\n- clean\n- dirty" for n in range(3))
    assert "no open question" in questionnaire(three).remarks[0]


def test_nothing_is_an_empty_questionnaire():
    assert questionnaire(" \n").items == ()
    assert questionnaire("").is_clean


@pytest.mark.parametrize("text", ["- clean\n- dirty", "a question\n" * 201])
def test_what_cannot_be_read(text):
    with pytest.raises(DataError):
        questionnaire(text)
