"""A decision that is signed and then lived through, period by period: what the faces of such desks share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, Self, TypeVar

from kpilab.i18n import _
from kpilab.widgets.controls import Controls, Saying, fill, html, reveal
from kpilab.widgets.fields import Field, confidence_field
from kpilab.widgets.message import Message
from kpilab.widgets.press import Press

__all__ = ["Life", "Signable", "signing"]

D = TypeVar("D")


class Signable(Protocol):
    """A desk on which something can be signed with a reason and a confidence."""

    def missing(self, reason: str, confidence: str | None) -> tuple[str, ...]:
        """What is still to be written down before it can be signed."""

    def sign(self, reason: str, confidence: str) -> Self:
        """The desk with its draft signed."""


S = TypeVar("S", bound=Signable)


class Life(Generic[D]):
    """The desk as it is now, and what is pressed and read while it is lived with.

    Every press makes a new desk, which is kept before it counts: what could not be kept has not happened. Then `show`
    shows the face again: what this part of it says goes to `tell`, and then, as it may take a while to reckon, the
    verdict to `judge`. `play` gives the desk one period later, `reopen` the desk before anything was signed; `again` is
    the word on the button for that.

    >>> life = Life(0, keep=lambda day: None, play=lambda day: day + 1, reopen=lambda day: 0,
    ...             again="Begin again", show=lambda: life.tell(f"day {life.desk}", "Live on"))
    >>> life.tell("", "Live a day")
    >>> life.next.run()
    >>> life.desk, life.months.value, life.next.button.description
    (1, 'day 1', 'Live on')
    >>> life.judge("A good day.")
    >>> life.verdict.value, life.again.button.layout.display
    ('A good day.', None)
    """

    def __init__(
        self,
        desk: D,
        *,
        keep: Callable[[D], Message | None],
        play: Callable[[D], D],
        reopen: Callable[[D], D],
        again: str,
        show: Callable[[], None],
    ) -> None:
        self.desk, self._keep, self._reopen, self._show = desk, keep, reopen, show
        self.said = Saying()
        self.months, self.verdict = html("", "kpilab-live"), html("", "kpilab-live")
        self.next = self.press(" ", lambda: self.go(play(self.desk)), primary=True)
        self.again = self.press(again, self._begin_again)

    @property
    def parts(self) -> tuple[Any, ...]:
        """From top to bottom: the periods lived, the button for the next, the verdict, the button to begin again."""
        return self.months, self.next.button, self.verdict, self.again.button

    def press(self, label: str, act: Callable[[], Message | None], *, primary: bool = False) -> Press:
        """One more button: what it says is said here, and the face is shown again."""
        return Press(label, act, self._told, primary=primary)

    def go(self, desk: D) -> Message | None:
        """Keep `desk` and go on with it, unless it could not be kept; what there is to say about that."""
        told = self._keep(desk)
        if told is None or told.tone != "error":
            self.desk = desk
        return told

    def tell(self, months: str, following: str) -> None:
        """Show the periods lived, and the button that lives the `following` one; what is empty is hidden."""
        fill(self.months, months)
        if following:
            self.next.name(following)
        reveal(self.next.button, when=bool(following))

    def judge(self, verdict: str) -> None:
        """Show the verdict and the way back; hide both where there is no verdict yet."""
        fill(self.verdict, verdict)
        reveal(self.again.button, when=bool(verdict))

    def _begin_again(self) -> None:
        self.desk = self._reopen(self.desk)

    def _told(self, message: Message | None) -> None:
        self.said.show(message)
        self._show()


def signing(life: Life[S], *, why: str, label: str) -> tuple[Any, Any]:
    """The fields for a reason and a confidence, and the button `label` that signs the desk with them.

    `why` asks for the reason. While something is missing, it is asked for and nothing is signed.
    """
    controls = Controls([Field("reason", why, "text", lines=2), confidence_field()])

    def sign() -> Message | None:
        values = controls.values()
        reason, sure = str(values["reason"]), values["confidence"]
        confidence = sure if isinstance(sure, str) else None
        if missing := life.desk.missing(reason, confidence):
            return Message("blank", _("Before you sign, write down:"), missing)
        return life.go(life.desk.sign(reason, str(confidence)))

    return controls.widget, life.press(label, sign, primary=True).button
