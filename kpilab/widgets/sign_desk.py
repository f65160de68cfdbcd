"""The desk at which a matrix is signed: every state of "Sign it, then live with it" as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import floor, fsum, isnan
from typing import Any, cast, get_args

from kpilab.analysis.agreement import Agreement, Lived, Pull, Work, live_with, pays_most
from kpilab.analysis.scorecard import BelowBase, Formula, Matrix, Row
from kpilab.errors import DataError, MatrixError, UnknownName
from kpilab.i18n import _
from kpilab.widgets.fields import unsaid

__all__ = ["Benchmark", "Desk", "Signed", "Standing", "shown_weights"]


@dataclass(frozen=True)
class Signed:
    """What was signed, why, how sure the signer was ("guess", "fairly" or "sure"), and the months lived since."""

    agreement: Agreement
    reason: str
    confidence: str
    played: int = 0

    def as_data(self) -> dict[str, Any]:
        """As plain data, fit for JSON.

        >>> signed = Signed(Agreement("line", bases={"satisfied": 75}), "It repairs.", "fairly")
        >>> Signed.from_data(signed.as_data()) == signed
        True
        """
        agreed = self.agreement
        return {
            "formula": agreed.formula,
            "below_base": agreed.below_base,
            "weights": dict(agreed.weights),
            "bases": dict(agreed.bases),
            "reason": self.reason,
            "confidence": self.confidence,
            "played": self.played,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Signed:
        """Back from `as_data`; no month is lived where none is named. Raises `DataError` where it does not fit."""
        try:
            if data["formula"] not in get_args(Formula) or data["below_base"] not in (None, *get_args(BelowBase)):
                raise ValueError
            numbers = [{str(kpi): float(x) for kpi, x in data[name].items()} for name in ("weights", "bases")]
            agreement = Agreement(data["formula"], data["below_base"], numbers[0], numbers[1])
            played = data.get("played", 0)
            if not isinstance(played, int) or played < 0:
                raise ValueError
            return cls(agreement, str(data["reason"]), str(data["confidence"]), played)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DataError(_("A signed matrix that was kept cannot be read; sign again.")) from error


@dataclass(frozen=True)
class Benchmark:
    """Another sheet that could have been signed; `name` and `why` are already translated. One of them is `best`."""

    name: str
    agreement: Agreement
    best: bool = False
    why: str = ""


@dataclass(frozen=True)
class Standing:
    """One person under the sheet as it lies on the desk; `rank` 1 is the highest total."""

    person: str
    total: float
    bonus: float
    rank: int
    pull: Pull


@dataclass(frozen=True)
class Desk:
    """Where the sheet lies: drafted, then signed, then lived with month by month. Every step gives a new desk.

    `draft` always names all weights, which sum to 1, and its rule below base; `adjustable` is the row whose base is
    negotiable.
    """

    matrices: Mapping[str, Matrix]
    work: Work
    adjustable: str
    draft: Agreement = field(default_factory=lambda: Agreement("ratio", "none"))
    signed: Signed | None = None
    months: int = 3

    def __post_init__(self) -> None:
        if not self.matrices:
            raise MatrixError(_("There is nobody to sign for: give at least one person's matrix."))
        names = {tuple(row.kpi for row in matrix.rows) for matrix in self.matrices.values()}
        if len(names) > 1:
            raise MatrixError(_("The matrices do not have the same rows, so one signature cannot serve them all."))
        self.row(self.adjustable)
        drafted = {row.kpi: self.draft.weights.get(row.kpi, row.weight) for row in self.rows}
        base = self.draft.bases.get(self.adjustable, self.row(self.adjustable).base)
        bases = {**self.draft.bases, self.adjustable: base}
        draft = replace(self.draft, weights=drafted, bases=bases)
        scored = [draft.score(matrix) for matrix in self.matrices.values()]
        object.__setattr__(self, "draft", replace(draft, below_base=scored[0].below_base))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The sheet's rows as first written."""
        return next(iter(self.matrices.values())).rows

    def row(self, kpi: str) -> Row:
        """The row of that name."""
        return next(iter(self.matrices.values())).row(kpi)

    @property
    def watched(self) -> str:
        """The person for whom the adjustable row stands worst; it is their work that the reveal follows."""

        def along(person: str) -> float:
            row = self.matrices[person].row(self.adjustable)
            return 0.0 if isnan(row.fact) else (row.fact - row.base) / (row.norm - row.base)

        return min(self.matrices, key=along)

    def weigh(self, kpi: str, weight: float) -> Desk:
        """`kpi` gets `weight`; the others share the rest in their old proportions, equally where they had nothing."""
        weight = min(1.0, max(0.0, weight))
        others = {name: held for name, held in self.draft.weights.items() if name != kpi}
        if len(others) == len(self.draft.weights):
            raise UnknownName(_("row"), kpi, others)
        held = fsum(others.values())
        shared = {name: (1 - weight) * (mine / held if held > 0 else 1 / len(others)) for name, mine in others.items()}
        weights = {name: weight if name == kpi else shared[name] for name in self.draft.weights}
        return self._drafted(weights=weights)

    def rebase(self, base: float) -> Desk:
        """The adjustable row gets another base. Raises `MatrixError` where it does not stand before the norm."""
        return self._drafted(bases={**self.draft.bases, self.adjustable: base})

    def choose(self, *, formula: str | None = None, below_base: str | None = None) -> Desk:
        """Another formula, another rule below base, or both."""
        return self._drafted(
            formula=cast(Formula, formula or self.draft.formula),
            below_base=cast(BelowBase, below_base or self.draft.below_base),
        )

    def missing(self, reason: str, confidence: str | None) -> tuple[str, ...]:
        """What is still to be written down before the sheet can be signed."""
        return unsaid(reason, confidence)

    def sign(self, reason: str, confidence: str | None) -> Desk:
        """The draft, signed. Raises `MatrixError` where something is missing, or where one is signed already."""
        if self.signed:
            raise MatrixError(_("A sheet is signed already; live with it first."))
        if missing := self.missing(reason, confidence):
            raise MatrixError(_("Before you sign, write down:"), missing)
        return replace(self, signed=Signed(self.draft, reason.strip(), str(confidence)))

    def play(self) -> Desk:
        """One month later. Raises `MatrixError` where nothing is signed; after the last month nothing changes."""
        if not self.signed:
            raise MatrixError(_("Sign a sheet first; then live with it."))
        return replace(self, signed=replace(self.signed, played=min(self.played + 1, self.months)))

    def reopen(self) -> Desk:
        """The sheet back on the desk, to be changed and signed again."""
        return replace(self, signed=None)

    @property
    def played(self) -> int:
        """How many months have been lived under the signed sheet."""
        return min(self.signed.played, self.months) if self.signed else 0

    @property
    def over(self) -> bool:
        """Whether all the months have been lived."""
        return self.signed is not None and self.played >= self.months

    def standings(self) -> tuple[Standing, ...]:
        """Everyone under the draft, with today's facts."""
        totals = {person: self.draft.score(matrix).total for person, matrix in self.matrices.items()}
        return tuple(
            Standing(
                person,
                totals[person],
                self.work.pay(matrix, self.draft),
                1 + sum(round(other, 9) > round(totals[person], 9) for other in totals.values()),
                pays_most(matrix, self.draft, self.work),
            )
            for person, matrix in self.matrices.items()
        )

    def lived(self) -> Lived:
        """The months lived so far under the signed sheet."""
        agreement = self.signed.agreement if self.signed else self.draft
        return live_with(self.matrices, agreement, self.work, months=self.played)

    def under(self, agreement: Agreement) -> Lived:
        """All the months under another sheet."""
        return live_with(self.matrices, agreement, self.work, months=self.months)

    def _drafted(self, **changes: Any) -> Desk:
        if self.signed:
            raise MatrixError(_("This sheet is signed; a signed sheet is not changed."))
        return replace(self, draft=replace(self.draft, **changes))


def shown_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights in whole hundredths that add up to what the weights add up to, by the largest remainder.

    >>> shown_weights({"sales": 0.375, "members": 0.1875, "satisfied": 0.30, "wait": 0.1375})
    {'sales': 0.37, 'members': 0.19, 'satisfied': 0.3, 'wait': 0.14}
    """
    exact = {kpi: round(100 * weight, 6) for kpi, weight in weights.items()}
    whole = {kpi: floor(hundredths) for kpi, hundredths in exact.items()}
    left = round(fsum(exact.values())) - sum(whole.values())
    for kpi in sorted(exact, key=lambda kpi: whole[kpi] - exact[kpi])[:left]:
        whole[kpi] += 1
    return {kpi: hundredths / 100 for kpi, hundredths in whole.items()}
