import pytest
from small_chapter import QUIZ

from kpilab.course.questions import parse_questions
from kpilab.errors import ChapterError, UnknownName


def test_a_quiz_file_is_read_in_its_order() -> None:
    base, repair = parse_questions(QUIZ)
    assert (base.id, base.vote, base.core) == ("base", False, False)
    assert (repair.vote, repair.argument) == (True, "Twice the weight, so twice the pay?")
    assert [option.key for option in base.options if option.right] == ["b"]


def test_an_unknown_option_names_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="There is: a, b"):
        parse_questions(QUIZ)[0].option("z")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "base"', 'id = "repair"', "two questions have the id 'repair'"),
        ('id = "base"', "", "'id' is missing"),
        ("right = true", "right = false", "exactly one option must have right = true"),
        ('key = "b"', 'key = "a"', "each option needs a key of its own"),
        ('argument = "Twice the weight, so twice the pay?"', "", "a vote needs an 'argument'"),
        ('feedback = "Twice nothing is nothing."', "", "an option lacks 'feedback'"),
        ("right = true", "right = true\nunsure = true", "an option is right or unsure, not both"),
        ("vote = true", "votes = true", "there is no entry 'votes'"),
        ('key = "b"', 'key = "b"\nhint = "?"', "an option has no entry 'hint'"),
    ],
)
def test_each_fault_of_the_file_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(ChapterError) as error:
        parse_questions(QUIZ.replace(old, new))
    assert said in str(error.value)


@pytest.mark.parametrize("text", ["[[question", "question = 3", "[[question]]\nid = 'a'\ntext = 'b'\noption = [1, 2]"])
def test_a_file_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ChapterError):
        parse_questions(text)
