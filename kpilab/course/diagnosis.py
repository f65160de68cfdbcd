"""What can be said about a wrong number that no chapter foresaw, without saying the right one."""

from __future__ import annotations

from kpilab.course.form_numbers import Number
from kpilab.i18n import _, ngettext

__all__ = ["diagnose", "is_slip", "rounded_to"]

_POWERS = (1000.0, 10_000.0, 10.0, 1_000_000.0)
_FAR = 10.0


def diagnose(form: Number, given: float, right: float, *, rows: bool = True) -> str:
    """The likeliest slip of the pen between `given` and `right`, or where to look again.

    `rows` says whether the case is a table of which some rows may not belong to the answer.

    >>> diagnose(Number(tolerance=0.004, percent=True), 40, 0.4)
    'The digits are right, and the number is a hundred times too large: write a share as 0.25 or 25 %, not as 25.'
    """
    if rounded_to(form, given, right) is not None:
        return _rounded(form)
    if slip := _slip(form, given, right):
        return slip
    if abs(given - right) <= max(10 * form.tolerance, 0.01 * abs(right)):
        return _("Very near. Keep all decimals on the way, and round only at the end.")
    if given < 0 <= right:
        return _("This is negative: can that be? Look at what is taken away from what.")
    if size := _far_off(form, given, right):
        return size
    if not rows:
        return _(
            "This is none of the mistakes that we know. Read the question once more: what is counted, and what is it "
            "compared with?"
        )
    return _(
        "This is none of the mistakes that we know. Read the question once more: what is counted, what is it "
        "divided by, and which rows belong to it?"
    )


def _far_off(form: Number, given: float, right: float) -> str:
    """That the number is out by an order of magnitude or more; empty where it is not, or where right is about 0."""
    if not given or abs(right) <= 2 * form.tolerance:
        return ""
    if abs(given) >= _FAR * abs(right):
        return _("This is far too large. Before you work it out: between which two numbers must the answer lie?")
    if abs(given) * _FAR <= abs(right):
        return _("This is far too small. Before you work it out: between which two numbers must the answer lie?")
    return ""


def is_slip(form: Number, given: float, right: float) -> bool:
    """Whether `given` is the right number but for its rounding, scale, sign or side."""
    return rounded_to(form, given, right) is not None or bool(_slip(form, given, right))


def _slip(form: Number, given: float, right: float) -> str:
    if not given or abs(right) <= 2 * form.tolerance:
        return ""
    if form.same(given / 100, right):
        return _(
            "The digits are right, and the number is a hundred times too large: "
            "write a share as 0.25 or 25 %, not as 25."
        )
    if form.same(given * 100, right):
        return _("The digits are right, and the number is a hundred times too small. Is it a share or a percentage?")
    if form.same(-given, right):
        return _("The size is right and the sign is not. Which of the two numbers do you count from?")
    if any(form.same(given * power, right) or form.same(given / power, right) for power in _POWERS):
        return _("The digits are right and the size is not. Look at the units: thousands, millions, cents.")
    if form.same(1 / given, right):
        return _("This is the right fraction upside down. Which of the two numbers is the whole?")
    if form.percent and form.same(1 - given, right):
        return _("This is the other part of the whole: what is left, and not what is asked for.")
    return ""


def rounded_to(form: Number, given: float, right: float) -> int | None:
    """The decimals (below 0: tens, hundreds) that `right` was rounded to, fewer than asked for; None if it was not.

    A number that the rounding moves by more than a twentieth counts as rounded only at a decimal place.

    >>> rounded_to(Number(0.0015, 3), 0.81, 0.806), rounded_to(Number(0.0015, 3), 0.9, 0.806)
    (2, None)
    """
    for places in range(form.decimals - 1, -7, -1):
        step = 10.0**-places
        if step > abs(right):
            return None
        steps = given / step
        near = abs(given - right) <= step / 2 * (1 + 1e-9)
        little = places > 0 or abs(given - right) <= 0.05 * abs(right)
        if near and little and abs(steps - round(steps)) < 1e-6:
            return places
    return None


def _rounded(form: Number) -> str:
    if form.decimals <= 0:
        return _("Rounded too early: right as far as it goes. Give it to the last whole unit.")
    return ngettext(
        "Rounded too early: right as far as it goes. Give it to one decimal.",
        "Rounded too early: right as far as it goes. Give it to {n} decimals.",
        form.decimals,
    ).format(n=form.decimals)
