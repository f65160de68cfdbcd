"""Comments in customers' own words, coded with tags: a rule suggests, a person decides, and then they are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpilab.analysis.comment_agreement import Agreement, kappa, pairwise
from kpilab.analysis.survey_result import SurveyResult
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "HOTEL",
    "Agreement",
    "CodeBook",
    "Coding",
    "Pareto",
    "Tag",
    "code",
    "kappa",
    "pairwise",
    "pareto",
    "suggest",
]


@dataclass(frozen=True)
class Tag:
    """A tag: what belongs to it, what does not, and words that hint at it. Texts are message ids."""

    name: str
    title: str
    belongs: str
    words: str


@dataclass(frozen=True)
class CodeBook:
    """The tags two people agree on before they begin; as data, so that it can be changed without code."""

    tags: tuple[Tag, ...]

    @classmethod
    def from_dict(cls, tags: Mapping[str, Mapping[str, str]]) -> CodeBook:
        """A book from plain data: name → title, belongs, words.

        >>> CodeBook.from_dict({"wait": {"title": "Waiting", "words": "queue, waited"}}).names
        ('wait',)
        """
        made = (
            Tag(name, one.get("title", name), one.get("belongs", ""), one.get("words", ""))
            for name, one in tags.items()
        )
        return cls(tuple(made))

    @property
    def names(self) -> tuple[str, ...]:
        """The tags' short names, in order."""
        return tuple(tag.name for tag in self.tags)

    @property
    def table(self) -> pd.DataFrame:
        """A row a tag: its title, what belongs to it, the words that hint at it."""
        import pandas as pd

        rows = {tag.name: {_("tag"): _(tag.title), _("belongs to it"): _(tag.belongs)} for tag in self.tags}
        return pd.DataFrame.from_dict(rows, orient="index")


HOTEL = CodeBook(
    (
        Tag(
            "cleanliness",
            N_("cleanliness"),
            N_("dirt, smell, hair, linen, dust, in room or house"),
            N_("clean, dirty, dust, dusty, hair, smell, smelled, stain, stained, bath, mould, towel, towels, linen"),
        ),
        Tag(
            "service",
            N_("service"),
            N_("what people did or did not do: waiting, rudeness, help"),
            N_("reception, staff, rude, friendly, waited, wait, queue, waiter, waitress, help, helped, desk"),
        ),
        Tag(
            "breakfast",
            N_("breakfast"),
            N_("the food and the room it is served in, not the people"),
            N_("breakfast, coffee, eggs, buffet, bread, fruit, juice"),
        ),
        Tag(
            "quiet",
            N_("quiet"),
            N_("noise from street, lift, neighbours, machines"),
            N_("noise, noisy, loud, quiet, sleep, slept, street, lift, music"),
        ),
        Tag(
            "price",
            N_("price"),
            N_("what it costs, and what is charged in addition"),
            N_("price, expensive, cheap, charged, fee, bill, money, value"),
        ),
    )
)
"""A code book for a hotel: five tags, each with what belongs to it."""


def suggest(comment: str, book: CodeBook = HOTEL) -> tuple[str, ...]:
    """The tags whose words stand in the comment, the tag with most words first; a suggestion, never a decision.

    Words of the language in use and English ones are looked for, whole words only; in a language without spaces, within
    the text.

    >>> suggest("Hair in the bath, and the coffee was cold.")
    ('cleanliness', 'breakfast')
    """
    found = {tag.name: sum(_stands(word, comment.casefold()) for word in _words(tag)) for tag in book.tags}
    return tuple(sorted((name for name, hits in found.items() if hits), key=lambda name: -found[name]))


def _words(tag: Tag) -> set[str]:
    both = (tag.words, _(tag.words))
    return {word.strip().casefold() for text in both for word in re.split(r"[,，、]", text) if word.strip()}


def _stands(word: str, text: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
    return word in text


@dataclass(frozen=True, repr=False)
class Coding(SurveyResult):
    """Comments with what the rule suggests and what a person decided: `decided` maps a comment's place to a tag."""

    comments: tuple[str, ...]
    book: CodeBook
    decided: Mapping[int, str]
    by: str = ""

    @property
    def suggested(self) -> tuple[str, ...]:
        """The rule's first tag for each comment; empty where it has none."""
        return tuple(next(iter(suggest(one, self.book)), "") for one in self.comments)

    @property
    def undecided(self) -> tuple[int, ...]:
        """Places of the comments that nobody has decided on yet."""
        return tuple(i for i in range(len(self.comments)) if i not in self.decided)

    @property
    def overruled(self) -> tuple[int, ...]:
        """Places at which the person decided otherwise than the rule."""
        return tuple(i for i, tag in self.decided.items() if tag != self.suggested[i])

    @property
    def tags(self) -> tuple[str, ...]:
        """The decided tags in the comments' order. Raises `DataError` while one is open: nobody's guess is counted."""
        if self.undecided:
            text = _("Comments not decided yet: {n}. The first is: “{comment}”")
            raise DataError(text.format(n=len(self.undecided), comment=self.comments[self.undecided[0]]))
        return tuple(self.decided[i] for i in range(len(self.comments)))

    def decide(self, place: int, tag: str) -> Coding:
        """The coding with one more decision.

        Raises `UnknownName` for a tag that the book does not have, `DataError` for a place where no comment stands.
        """
        if not 0 <= place < len(self.comments):
            text = _("There are {n} comments, and a tag for comment {place}. Give each comment one tag.")
            raise DataError(text.format(n=len(self.comments), place=place + 1))
        if tag not in self.book.names:
            raise UnknownName(_("tag"), tag, self.book.names)
        return replace(self, decided={**self.decided, place: tag})

    @property
    def sentence(self) -> str:
        """How far the coding is, and how often the person overruled the rule."""
        return _("Decided: {done} of {all}. Otherwise than the rule suggests: {changed}.").format(
            done=len(self.decided), all=len(self.comments), changed=len(self.overruled)
        )

    @property
    def table(self) -> pd.DataFrame:
        """A row a comment: the comment, what the rule suggests, what was decided."""
        import pandas as pd

        decided = [self.decided.get(i, "") for i in range(len(self.comments))]
        columns = {_("comment"): self.comments, _("rule"): self.suggested, _("decided"): decided}
        return pd.DataFrame(columns, index=range(1, len(self.comments) + 1))


def code(comments: Iterable[str], book: CodeBook = HOTEL, *, decided: Sequence[str] = (), by: str = "") -> Coding:
    """The comments, ready to be decided on one by one; `decided` has the tags in order, "" where one is still open.

    Raises `UnknownName` for a tag that the book does not have.

    >>> found = code(["Breakfast was fine, the waitress was rude."], decided=["service"])
    >>> found.suggested, found.tags, found.overruled
    (('service',), ('service',), ())
    """
    coding = Coding(tuple(comments), book, {}, by)
    for place, tag in enumerate(decided):
        coding = coding.decide(place, tag) if tag else coding
    return coding


@dataclass(frozen=True, repr=False)
class Pareto(SurveyResult):
    """How often each tag was given, the most frequent first."""

    counts: Mapping[str, int]
    most: float

    @property
    def few(self) -> tuple[str, ...]:
        """The tags that together make up `most` of all comments."""
        total, sum_so_far, found = sum(self.counts.values()), 0, []
        for name, count in self.counts.items():
            if sum_so_far >= self.most * total:
                break
            sum_so_far += count
            found.append(name)
        return tuple(found)

    @property
    def sentence(self) -> str:
        """The few that make most of it."""
        total = sum(self.counts.values())
        if not total:
            return _("There is nothing to count yet.")
        made = sum(self.counts[name] for name in self.few) / total
        text = _("Tags that make up {share:.0%} of all {n}: {few} of {all}, namely {names}.")
        return text.format(few=len(self.few), all=len(self.counts), share=made, n=total, names=", ".join(self.few))

    @property
    def table(self) -> pd.DataFrame:
        """A row a tag: count, share, share so far."""
        import pandas as pd

        made = pd.DataFrame({_("comments"): dict(self.counts)}, dtype="int64")
        shares = made.iloc[:, 0] / max(1, sum(self.counts.values()))
        return made.assign(**{_("share"): shares, _("share so far"): shares.cumsum()})


def pareto(tags: Sequence[str], *, people: Sequence[object] | None = None, most: float = 0.8) -> Pareto:
    """The tags by frequency. With `people`, who wrote each comment, one person counts once for each tag.

    Raises `DataError` where the two are not of one length, or a tag is missing.

    >>> pareto(["bath", "bath", "eggs"], people=["Li", "Li", "Ma"]).counts
    {'bath': 1, 'eggs': 1}
    """
    if people is not None and len(people) != len(tags):
        text = _("{tags} tags and {people} people: name for each comment who wrote it.")
        raise DataError(text.format(tags=len(tags), people=len(people)))
    if any(not isinstance(tag, str) or not tag.strip() for tag in tags):
        raise DataError(_("One of the comments has no tag yet: decide on it, or leave it out, before you count."))
    pairs = list(dict.fromkeys(zip(tags, people, strict=True))) if people is not None else [(tag, None) for tag in tags]
    counts: dict[str, int] = {}
    for tag, _who in pairs:
        counts[tag] = counts.get(tag, 0) + 1
    return Pareto(dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))), most)
