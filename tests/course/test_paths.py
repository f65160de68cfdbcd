import pytest

from kpilab.course.chapters import chapters
from kpilab.course.paths import chapter_title, find_path, paths, roles
from kpilab.errors import UnknownName


def test_each_path_begins_here_and_never_turns_back() -> None:
    for path in paths():
        assert path.chapters[0] == 0
        assert list(path.chapters) == sorted(set(path.chapters))


def test_a_path_takes_what_its_steps_take_and_some_work_of_ones_own() -> None:
    for path in roles():
        assert 0.7 * path.minutes < sum(step.minutes for step in path.steps) <= path.minutes, path.id


def test_a_chapter_says_the_same_title_here_and_in_its_own_folder() -> None:
    for chapter in chapters():
        assert chapter_title(chapter.number) == chapter.title


def test_minutes_of_open_chapters_are_added_up() -> None:
    assert find_path("sales_manager").open_minutes({0, 4}) == 10 + 70
    assert find_path("salesperson").open_minutes({0, 4}) == 10 + 40


def test_an_unknown_path_is_named_with_its_neighbour() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'sales_manager'"):
        find_path("sales_manger")
