"""A small desk that is signed, lived for two weeks, and opened again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import ipywidgets as w

from kpilab.errors import WorkspaceError
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.lived import Life, signing
from kpilab.widgets.message import Message


@dataclass(frozen=True)
class Desk:
    signed: str = ""
    weeks: int = 0

    def missing(self, reason: str, confidence: str | None) -> tuple[str, ...]:
        return tuple(word for word, given in (("a reason", reason), ("how sure", confidence)) if not given)

    def sign(self, reason: str, confidence: str) -> Desk:
        return Desk(f"{reason} {confidence}")

    def play(self) -> Desk:
        return replace(self, weeks=self.weeks + 1)


def _keep_all(_desk: Desk) -> Message | None:
    return None


class Small:
    """The smallest face around a life."""

    def __init__(self, keep: Callable[[Desk], Message | None] = _keep_all) -> None:
        self.life = Life(Desk(), keep=keep, play=Desk.play, reopen=lambda _desk: Desk(), again="Again", show=self.show)
        self.bundle = Bundle(lambda: w.VBox([*self.decision, self.life.said.widget, *self.life.parts]), "", "")
        self.decision = signing(self.life, why="Why?", label="Sign")
        self.show()

    def show(self) -> None:
        desk = self.life.desk
        over = desk.weeks == 2
        self.life.tell(
            f"weeks: {desk.weeks}" if desk.weeks else "",
            f"Live week {desk.weeks + 1}" if desk.signed and not over else "",
        )
        self.life.judge(f"It was: {desk.signed}" if over else "")


def buttons(person: Any) -> list[str]:
    return [one.description for one in person.parts(w.Button) if one.layout.display != "none"]


def sign(person: Any) -> None:
    person.field("Why?").value = "It fits."
    person.parts(w.RadioButtons)[0].value = "sure"
    person.press("Sign")


def test_nothing_is_signed_while_something_is_missing(hand: Callable[[Bundle], Any]) -> None:
    small = Small()
    person = hand(small.bundle)
    person.field("Why?").value = "It fits."
    person.press("Sign")
    assert "how sure" in person.seen
    assert "a reason" not in person.seen
    assert small.life.desk == Desk()


def test_it_is_lived_to_the_verdict_and_begun_again(hand: Callable[[Bundle], Any]) -> None:
    kept: list[Desk] = []
    small = Small(kept.append)
    person = hand(small.bundle)
    assert buttons(person) == ["Sign"]
    sign(person)
    assert buttons(person) == ["Sign", "Live week 1"]
    person.press("Live week 1")
    assert "weeks: 1" in person.seen
    assert "It was" not in person.seen
    person.press("Live week 2")
    assert "It was: It fits. sure" in person.seen
    assert buttons(person) == ["Sign", "Again"]
    assert [desk.weeks for desk in kept] == [0, 1, 2]
    person.press("Again")
    assert buttons(person) == ["Sign"]
    assert "It was" not in person.seen


def test_what_could_not_be_kept_has_not_happened(hand: Callable[[Bundle], Any]) -> None:
    def refuse(_desk: Desk) -> Message:
        return Message("error", "", ("No room.",))

    def fail(_desk: Desk) -> Message:
        raise WorkspaceError("The folder is read-only.")

    for keep, told in ((refuse, "No room."), (fail, "The folder is read-only.")):
        small = Small(keep)
        person = hand(small.bundle)
        sign(person)
        assert told in person.seen
        assert small.life.desk == Desk()


def test_what_there_is_to_say_about_the_keeping_is_said(hand: Callable[[Bundle], Any]) -> None:
    small = Small(lambda _desk: Message("info", "", ("Kept elsewhere.",)))
    person = hand(small.bundle)
    sign(person)
    assert "Kept elsewhere." in person.seen
    assert small.life.desk == Desk("It fits. sure")


def test_one_more_button_speaks_in_the_same_place(hand: Callable[[Bundle], Any]) -> None:
    small = Small()
    person = hand(small.bundle)
    small.life.press("Say it", lambda: Message("blank", "", ("Choose what you say.",))).run()
    assert "Choose what you say." in person.seen
