"""Build a plan for one's own firm: suggested, chosen, weighed, owned, and looked over at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets as w

from kpilab.analysis.choosing import part_word
from kpilab.analysis.plan import PlanRow, lint
from kpilab.i18n import _, ngettext
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import Controls, Saying, card, headline, html
from kpilab.widgets.fields import fields_html, fields_text
from kpilab.widgets.message import Message
from kpilab.widgets.plan_draft import PlanDraft, choice_fields, first_fields, row_fields
from kpilab.widgets.press import Press
from kpilab.widgets.sign_page import Sheet
from kpilab.widgets.still import still_html, still_text

__all__ = ["looked_over", "plan_builder", "plan_sheet"]


def plan_builder(
    draft: PlanDraft,
    *,
    keep: Callable[[PlanDraft], tuple[str, ...]],
    export: Callable[[PlanDraft], Message | str],
) -> Bundle:
    """The builder, at the place where `draft` is; `keep` stores it and says what a person should know of it.

    `export` writes it as a workbook and returns a link (HTML) or a message.
    """
    first = first_fields()
    filled = {"sector": draft.sector, "role": draft.role, "goal": draft.goal}
    note = _("Run this notebook to build your plan here.")
    made = plan_sheet(draft) if draft.rows else Sheet()
    return Bundle(
        lambda: _Face(draft, keep, export).root,
        still_html(_heading(), f"<p>{escape(_intro())}</p>", fields_html(first, filled), made.html(), note=note),
        still_text(_heading(), _intro(), fields_text(first, filled), made.text(), note=note),
    )


def _heading() -> str:
    return _("A plan for your own firm")


def _intro() -> str:
    return _(
        "Three steps: say what is to be reached, choose among what fits, and give each row a weight, an owner and "
        "a source. The plan is kept, looked over, and never graded."
    )


def plan_sheet(draft: PlanDraft) -> Sheet:
    """The plan as it stands: a line a row."""
    plan, _unread = draft.plan()
    rows = tuple(
        (row.title, "" if row.weight != row.weight else f"{row.weight:g}", row.owner, row.source) for row in plan.rows
    )
    return Sheet((_("KPI"), _("weight"), _("owner"), _("source")), rows, amounts=(1,), stacked=True)


def looked_over(draft: PlanDraft) -> Message:
    """What can be said of the plan: what could not be read, then what is doubtful about the choice."""
    plan, unread = draft.plan()
    found = (*unread, *(one.sentence for one in lint(plan)))
    if not found:
        return Message("info", _("Kept; nothing to remark"), (str(lint(plan)),))
    n = len(found)
    title = ngettext("Kept, with {n} remark", "Kept, with {n} remarks", n).format(n=n)
    return Message("info", title, found)


def _suggested(draft: PlanDraft) -> Sheet:
    rows = tuple((line.kpi.title, part_word(line.part), " ".join(line.reasons)) for line in draft.suggestions())
    return Sheet((_("KPI"), _("what it does"), _("why")), rows)


class _Face:
    """Three steps below each other; a later one appears when the one above it is done."""

    def __init__(
        self,
        draft: PlanDraft,
        keep: Callable[[PlanDraft], tuple[str, ...]],
        export: Callable[[PlanDraft], Message | str],
    ) -> None:
        self._draft, self._keep, self._export = draft, keep, export
        self._said = [Saying() for _step in range(3)]
        self._link = html("", "kpilab-page")
        filled = {"sector": draft.sector, "role": draft.role, "goal": draft.goal}
        self._first = [Controls([field], filled=filled) for field in first_fields()]
        trade, whose, goal = (controls.widget for controls in self._first)
        asked = w.Box([w.VBox([trade, whose]), goal])
        asked.add_class("kpilab-columns")
        self._choice, self._rows = w.VBox([]), w.VBox([])
        self.root = card(
            headline(_heading()),
            html(f"<p>{escape(_intro())}</p>"),
            asked,
            Press(_("Suggest KPIs"), self._suggesting, self._said[0].show, primary=True).button,
            self._said[0].widget,
            self._choice,
            self._rows,
        )
        if draft.goal:
            self._offer()
        if draft.rows:
            self._edit()

    def _suggesting(self) -> Message | None:
        asked = {key: value for controls in self._first for key, value in controls.values().items()}
        changed = {name: str(asked[name] or "") for name in ("sector", "role", "goal")}
        draft = PlanDraft(
            **changed,
            chosen=self._draft.chosen,
            own=self._draft.own,
            own_formula=self._draft.own_formula,
            typed=self._draft.typed,
        )
        if draft.open_questions:
            left = ", ".join(draft.open_questions)
            return Message("blank", "", (_("Still open: {parts}.").format(parts=left),))
        known = {line.kpi.id for line in draft.suggestions()}
        self._draft = draft.choosing(
            {
                "chosen": [one for one in draft.chosen if one in known],
                "own": draft.own,
                "own_formula": draft.own_formula,
            }
        )
        self._rows.children = ()
        self._offer()
        return None

    def _offer(self) -> None:
        fields = choice_fields(self._draft.suggestions())
        self._picks = Controls(
            fields,
            filled={"chosen": self._draft.chosen, "own": self._draft.own, "own_formula": self._draft.own_formula},
        )
        take = Press(_("Take these rows"), self._taking, self._said[1].show, primary=True)
        table = html(_suggested(self._draft).html(), "kpilab-live")
        self._choice.children = (table, self._picks.widget, take.button, self._said[1].widget)

    def _taking(self) -> Message | None:
        self._draft = self._draft.choosing(self._picks.values())
        if self._draft.miscount:
            self._rows.children = ()
            return Message("blank", "", (self._draft.miscount,))
        self._edit()
        return None

    def _edit(self) -> None:
        self._typed = [
            Controls(row_fields(self._draft, place), filled=self._filled(place))
            for place in range(len(self._draft.rows))
        ]
        titles = [PlanRow(row).title for row in self._draft.rows]
        blocks = [
            w.VBox([headline(title, level=5), controls.widget])
            for title, controls in zip(titles, self._typed, strict=True)
        ]
        for block in blocks:
            block.add_class("kpilab-live")
        grid = w.Box(blocks)
        grid.add_class("kpilab-columns")
        save = Press(_("Look my plan over and keep it"), self._saving, self._said[2].show, primary=True)
        book = Press(_("Make the Excel matrix"), self._exporting, self._said[2].show)
        buttons = w.HBox([save.button, book.button])
        buttons.add_class("kpilab-buttons")
        self._rows.children = (grid, buttons, self._said[2].widget, self._link)

    def _filled(self, place: int) -> Mapping[str, object]:
        typed = self._draft.typed.get(self._draft.rows[place], {})
        return {f"{place}.{name}": text for name, text in typed.items()}

    def _read(self) -> PlanDraft:
        values: dict[str, Any] = {}
        for controls in self._typed:
            values |= controls.values()
        return self._draft.typing(values)

    def _saving(self) -> Message:
        self._draft = self._read()
        kept = self._keep(self._draft)
        said = looked_over(self._draft)
        return Message(said.tone, said.title, (*said.paragraphs, *kept))

    def _exporting(self) -> Message | None:
        self._draft = self._read()
        self._keep(self._draft)
        result = self._export(self._draft)
        shown = result if isinstance(result, str) else ""
        self._link.value, self._link.layout.display = shown, None if shown else "none"
        return result if isinstance(result, Message) else None
