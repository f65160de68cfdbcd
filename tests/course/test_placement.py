from kpilab.course.chapters import chapter
from kpilab.course.paths import find_path
from kpilab.course.placement import TOPICS, suggest
from kpilab.course.questions import load_questions

MANAGER = find_path("sales_manager")  # 1, 2, 4, 5, 10 …


def test_the_first_open_chapter_that_is_not_known_yet() -> None:
    found = suggest({"what-for": True, "half-way": False}, path=MANAGER, there={0, 1, 4, 5})
    assert (found.start, found.straight_to_exercises, found.known) == (4, False, (1,))


def test_what_would_come_before_but_is_not_there_is_waiting() -> None:
    assert suggest({}, path=MANAGER, there={0, 4}).waiting == (1, 2)


def test_who_knows_all_that_is_open_goes_to_the_exercises() -> None:
    found = suggest(dict.fromkeys(TOPICS, True), path=MANAGER, there={0, 4})
    assert (found.start, found.straight_to_exercises, found.waiting) == (4, True, (2,))


def test_a_path_of_which_nothing_is_open_leads_to_what_is() -> None:
    assert suggest({}, path=find_path("one_day_promotion"), there={0, 4}).start == 4


def test_each_question_has_its_chapter() -> None:
    assert [question.id for question in load_questions(chapter(0).quiz_path)] == list(TOPICS)
