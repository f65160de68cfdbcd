from kpilab.course.chapters import chapter
from kpilab.course.paths import find_path
from kpilab.course.placement import TOPICS, suggest
from kpilab.course.questions import load_questions

MANAGER = find_path("sales_manager")  # 1, 2, 4, 5, 10 …


def test_the_first_open_chapter_of_the_path_that_an_answer_points_at() -> None:
    found = suggest({"what-for": True, "half-way": False, "noise": False}, path=MANAGER, there={0, 1, 4, 5, 19})
    assert (found.start, found.straight_to_exercises, found.pointed) == (4, False, (4, 19))


def test_what_is_open_is_named_before_what_is_to_come() -> None:
    assert suggest({"what-for": False, "half-way": False}, path=MANAGER, there={0, 4}).pointed == (4, 1)


def test_an_open_chapter_beside_the_path_comes_before_one_that_no_answer_points_at() -> None:
    assert suggest({"mean-of-rates": False}, path=MANAGER, there={0, 4, 11}).start == 11


def test_who_knows_all_that_is_open_goes_to_the_exercises() -> None:
    found = suggest(dict.fromkeys(TOPICS, True), path=MANAGER, there={0, 4})
    assert (found.start, found.straight_to_exercises, found.pointed) == (4, True, ())


def test_a_question_without_an_answer_points_nowhere() -> None:
    assert suggest({}, path=MANAGER, there={0, 4}).pointed == ()


def test_a_path_of_which_nothing_is_open_leads_to_what_is() -> None:
    assert suggest({}, path=find_path("one_day_promotion"), there={0, 4}).start == 4


def test_each_question_has_its_chapter() -> None:
    assert [question.id for question in load_questions(chapter(0).quiz_path)] == list(TOPICS)
