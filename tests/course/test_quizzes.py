from dataclasses import replace

import pytest

from kpilab.course import quiz
from kpilab.course.chapters import chapter
from kpilab.course.desk import desk
from kpilab.course.feedback import Feedback
from kpilab.course.questions import Option, Question, load_questions
from kpilab.course.quizzes import judged_rounds, reply, result
from kpilab.widgets.bundle import Bundle

pytestmark = pytest.mark.usefixtures("small_course", "workspace")


@pytest.fixture
def base_and_repair() -> tuple[object, ...]:
    return load_questions(chapter(91).quiz_path)


def deck(*arguments: int) -> Bundle:
    found = quiz("91", *arguments)
    assert isinstance(found, Bundle)
    return found


def pick(number: int, option: int, sure: str = "sure") -> None:
    """Press the buttons of the live card."""
    card = deck(number).view()
    radios = [one for one in _all(card) if type(one).__name__ == "RadioButtons"]
    radios[0].value = dict(radios[0].options)[radios[0].options[option][0]]
    radios[1].value = sure
    [press] = [one for one in _all(card) if type(one).__name__ == "Button"]
    press.click()


def _all(widget: object) -> list[object]:
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in _all(child))]


def test_the_deck_lists_every_question_and_no_answer() -> None:
    text = deck().text
    assert "Question 1 of 2" in text
    assert "B. the lowest result we still accept." in text
    assert "How sure are you?" in text
    for secret in ("It may inform", "Under it we do not", "right", "(•)"):
        assert secret not in text


def test_one_question_can_stand_alone() -> None:
    assert "Question 2 of 2" in deck(2).text
    assert "Question 1 of 2" not in deck(2).text


def test_a_question_that_is_not_there_is_named() -> None:
    found = quiz("91", 3)
    assert isinstance(found, Feedback)
    assert "No question '3'" in str(found)


def test_an_answer_is_kept_with_its_confidence_and_found_again() -> None:
    pick(1, 0)
    [event] = desk().events("quiz")
    assert (event.item, event.data) == ("91.base", {"key": "a", "confidence": "sure", "judged": True})
    text = deck(1).text
    assert "(•) A. last year's result." in text
    assert "It may inform the base; it is not its meaning." in text
    assert "You were sure." in text


def test_a_vote_is_judged_after_the_argument_and_a_second_answer() -> None:
    pick(2, 1)
    assert "Twice the weight, so twice the pay?" in deck(2).text
    assert "Not counted yet: press Answer again, with the same option or another" in deck(2).text
    assert "Zero times any weight" not in deck(2).text
    pick(2, 0)
    assert "Twice nothing is nothing." in deck(2).text
    first, second = desk().events("quiz")
    assert (first.data["judged"], second.data["judged"]) == (False, True)


def test_each_option_is_heard_in_its_own_words(base_and_repair: tuple[object, ...]) -> None:
    base, repair = base_and_repair
    assert reply(base, "b", first=True).tone == "right"  # type: ignore[arg-type]
    assert reply(repair, "a", first=True).tone == "info"  # type: ignore[arg-type]
    assert reply(repair, "b", first=False).paragraphs == ("Zero times any weight is zero.",)  # type: ignore[arg-type]


def test_the_first_round_of_a_vote_does_not_count(base_and_repair: tuple[object, ...]) -> None:
    base, repair = base_and_repair
    pick(2, 1)
    events = desk().events("quiz")
    assert judged_rounds(base, events) == events  # type: ignore[arg-type]
    assert judged_rounds(repair, events) == ()  # type: ignore[arg-type]


def test_an_answer_to_an_option_that_is_gone_is_passed_over() -> None:
    desk().record("quiz", "91.base", {"key": "z"})
    assert "(•)" not in deck(1).text


def live() -> str:
    """What the deck shows as it is opened."""
    shown = [one for one in _all(deck().view()) if type(one).__name__ == "HTML"]
    return "\n".join(one.value for one in shown if one.layout.display != "none")  # type: ignore[attr-defined]


def test_the_deck_opens_at_the_first_question_that_does_not_count_yet() -> None:
    pick(1, 1)
    pick(2, 1)
    assert "Question 2 of 2" in live()
    assert "The quiz is done" not in live()


def test_the_result_says_how_many_were_right_and_where_one_was_sure_and_never_the_right_option() -> None:
    pick(1, 0)
    pick(2, 1, "guess")
    pick(2, 1, "guess")
    text = live()
    assert "0 of 2 right at the first answer that counts." in text
    assert "Sure and wrong: question 1." in text
    assert "the lowest result" not in text.partition("The quiz is done")[2]
    pick(1, 1)
    assert "By now 1 of 2 are right." in live()


def test_a_result_without_a_sure_mistake_is_one_line(base_and_repair: tuple[object, ...]) -> None:
    pick(1, 1)
    pick(2, 1)
    pick(2, 0)
    counted = [judged_rounds(one, desk().events("quiz", f"91.{one.id}")) for one in base_and_repair]  # type: ignore[attr-defined,arg-type]
    assert result(base_and_repair, counted).paragraphs == (  # type: ignore[arg-type]
        "2 of 2 right at the first answer that counts.",
    )


def test_no_idea_yet_is_neither_right_nor_wrong_however_sure(base_and_repair: tuple[Question, ...]) -> None:
    base = base_and_repair[0]
    honest = replace(base, options=(*base.options, Option("z", "No idea yet.", "Section 1 begins there.", unsure=True)))
    said = reply(honest, "z", first=True, confidence="sure")
    assert (said.tone, said.paragraphs) == ("info", ("Section 1 begins there.",))
    desk().record("quiz", "91.base", {"key": "z", "confidence": None})
    told = result([honest], [desk().events("quiz", "91.base")]).paragraphs
    assert told[1:] == ("To 1 question you said that you have no idea yet.",)
