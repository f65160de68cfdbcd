"""A careful reader of survey questions: what in a question or its answers bends what people say.

It is cautious: a question that it finds nothing in may still be a bad one, and ten people who try it out know more. The
words it looks for are those of the language in use, through the catalogue, and always the English ones beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kpilab.analysis.answer_scales import numeric_faults, tilt
from kpilab.analysis.word_lists import in_text, listed
from kpilab.i18n import N_, _

__all__ = ["RULES", "Finding", "lint"]

RULES: dict[str, str] = {
    "two ideas": N_("two ideas in one question"),
    "leading": N_("the question leads to an answer"),
    "tilted scale": N_("the scale has more room on one side"),
    "double negative": N_("two negations in one question"),
    "absolute": N_("a word that allows no exception"),
    "no way out": N_("no answer for those it does not concern"),
    "ranges": N_("ranges that overlap or leave a gap"),
    "jargon": N_("a word that guests do not use"),
}
"""What is looked for, with the name of each fault as a message id."""

_LEADING = N_(
    "don't you think, wouldn't you agree, would you not agree, would you agree that, do you agree that, how much "
    "did you "
    "enjoy, how much did you love, as most guests, like most guests, of course, surely, award-winning, isn't it, "
    "wasn't it, "
    "the best in, how excellent, how wonderful, how great, how delicious, how amazing, how fantastic, how perfect"
)
_PRAISE = N_(
    "excellent, great, wonderful, friendly, fast, famous, delicious, beautiful, helpful, new and improved, popular, "
    "fantastic, cosy, lovely, spotless"
)
_OURS = N_("our, the, your")
_MORE = N_("very, really, truly, most, ever, new")
_PRESSING = re.compile(
    r"(?:^|[.?]\s+)(?:shouldn|wouldn|isn|aren|wasn|weren|don)['’]t\b|,\s*\w+n['’]t\s+\w+\s*\??$", re.I
)
_NOTHING = N_("not, never, no, nobody, nothing, without")
_TWISTS = N_(
    "uncommon, unusual, untrue, "
    "unclean, unhappy, unsatisfied, dissatisfied, unfriendly, unpleasant, impossible, unlikely, disagree, dislike, "
    "avoid"
)
_HARMLESS_NOT = N_("why not, if not, whether or not, or not, not applicable, no matter, no doubt")
_ABSOLUTE = N_(
    "always, never, every time, everything, everybody, everyone, all the time, completely, absolutely, none of"
)
_NOT_FOR_ALL = N_(
    "breakfast, restaurant, bar, minibar, pool, spa, sauna, gym, parking, car park, complaint, refund, "
    "room service, "
    "airport shuttle, lift, app, meeting room, dinner"
)
_WAYS_OUT = N_(
    "did not, have not, was not there, not used, does not apply, not applicable, n/a, none, had none, not needed, no "
    "breakfast, do "
    "not know, don't know, cannot say, never used"
)
_FILTERS = N_("if you, in case you, only if, for those who")
_JARGON = N_(
    "kpi, nps, revpar, adr, ota, sla, crm, sku, f&b, pax, upsell, cross-sell, touchpoint, omnichannel, seamless, "
    "turndown, "
    "amenities, customer journey, value proposition, occupancy, no-show, yield, back office, front office, walk-in"
)
_PAIRS = N_(
    "bed and breakfast, friends and family, family and friends, sound and vision, food and drink, food and drinks, "
    "terms and conditions, more and more, pros and cons, lost "
    "and found, "
    "bread and butter, tea and coffee, arrival and departure, research and development, black and white, now and then"
)
_AND = N_("and, as well as, and also, but also, &")
_STARTS = N_("why, how, what, when, where, tell, write, choose, tick, please, think, rate, then")
_ACRONYM = re.compile(r"\b[A-Z][A-Z&]{2,}\b")
_KNOWN_ACRONYMS = {"SMS", "TV", "VIP", "USA", "PDF", "FAQ", "WLAN", "PIN", "GPS", "DVD", "ATM", "CEO", "ID"}
_MOST_ALIKE = 4


@dataclass(frozen=True)
class Finding:
    """One fault: its rule, the words that show it, and what to do, in a sentence."""

    rule: str
    words: str
    sentence: str

    @property
    def title(self) -> str:
        """The name of the fault."""
        return _(RULES[self.rule])

    def __str__(self) -> str:
        return self.sentence


def lint(question: str, answers: Sequence[str] = ()) -> tuple[Finding, ...]:
    """What a careful reader finds in a question and the answers it offers; nothing where nothing is found.

    `answers` are the options in order; leave them out for an open question. Source: the questionnaire rules of
    Dillman, Smyth & Christian, Internet, Phone, Mail, and Mixed-Mode Surveys.

    >>> [one.rule for one in lint("How satisfied were you with the friendly and fast service?")]
    ['two ideas', 'leading']
    >>> lint("How clean was your room?", ["very clean", "clean", "neither", "dirty", "very dirty"])
    ()
    """
    asked = re.sub(r"\([^)]*\)", " ", question)
    for pair in listed(_PAIRS):
        asked = re.sub(re.escape(pair), " … ", asked, flags=re.IGNORECASE)
    found: list[Finding] = []
    for rule in _rules():
        found.extend(rule(asked, tuple(answers)))
    return tuple(found)


Rule = Callable[[str, tuple[str, ...]], Iterator[Finding]]


@cache
def _rules() -> tuple[Rule, ...]:
    return (_two_ideas, _leading, _tilted, _double_negative, _absolute, _no_way_out, _ranges, _jargon)


def _two_ideas(question: str, answers: tuple[str, ...]) -> Iterator[Finding]:
    text = question
    for word in listed(_AND):
        joined = rf"(\w[\w'-]*)\s+{re.escape(word)}\s+(\w[\w'-]*)" if word.isascii() else rf"(\w)({re.escape(word)}\w)"
        for match in re.finditer(joined, text, flags=re.IGNORECASE):
            one, other = match[1], match[2]
            if one.isdigit() or any(in_text(_STARTS, other)) or re.search(r"between\s+\S+$", text[: match.end(1)]):
                continue
            if len(text[match.end() :].split()) > _MOST_ALIKE and re.search(r"[.,;]\s*\S+$", text[: match.end(1)]):
                continue
            said = _("“{words}”: somebody may think well of one and badly of the other. Ask two questions.")
            yield Finding("two ideas", match[0], said.format(words=match[0]))
            return


def _leading(question: str, answers: tuple[str, ...]) -> Iterator[Finding]:
    hint = next(in_text(_LEADING, question), "")
    if not hint:
        ours, praise = "|".join(map(re.escape, listed(_OURS))), "|".join(map(re.escape, listed(_PRAISE)))
        more = "|".join(map(re.escape, listed(_MORE)))
        kind = re.search(rf"\b(?:{ours})\s+(?:(?:{more})\s+)?(?:{praise})\b", question, flags=re.IGNORECASE)
        match = kind or _PRESSING.search(question)
        hint = match[0].strip(" ,.?") if match else ""
    if hint:
        said = _("“{words}” says which answer you hope for. Name the thing and leave the praise to the guest.")
        yield Finding("leading", hint, said.format(words=hint))


def _tilted(question: str, answers: tuple[str, ...]) -> Iterator[Finding]:
    good, bad = tilt(answers)
    if good and bad and good != bad:
        said = _("{good} answers on the good side and {bad} on the bad: give both sides as much room.")
        yield Finding("tilted scale", ", ".join(answers), said.format(good=good, bad=bad))


def _double_negative(question: str, answers: tuple[str, ...]) -> Iterator[Finding]:
    text = question
    for harmless in listed(_HARMLESS_NOT):
        text = re.sub(rf"\b{re.escape(harmless)}\b", " ", text, flags=re.IGNORECASE)
    negations = [*in_text(_NOTHING, text), *re.findall(r"\w+n['’]t\b", text)]
    twists = list(in_text(_TWISTS, text))
    if len(negations) > 1 or (negations and twists):
        words = ", ".join([*negations, *twists])
        said = _("“{words}”: yes and no change places. Ask it without a negation.")
        yield Finding("double negative", words, said.format(words=words))


def _absolute(question: str, answers: tuple[str, ...]) -> Iterator[Finding]:
    word = next(in_text(_ABSOLUTE, question), "")
    if word and not (word == "never" and len(list(in_text(_NOTHING, question))) > 1):
        said = _("“{words}”: one exception makes it a no. Ask how often, or about the last time.")
        yield Finding("absolute", word, said.format(words=word))


def _no_way_out(question: str, answers: tuple[str, ...]) -> Iterator[Finding]:
    if (
        not answers
        or any(next(in_text(_WAYS_OUT, one), "") for one in answers)
        or next(in_text(_FILTERS, question), "")
    ):
        return
    word = next(in_text(_NOT_FOR_ALL, question), "")
    if word and not any(re.fullmatch(r"(yes|no)", one.strip(), re.IGNORECASE) for one in answers):
        said = _("Not everybody has met “{words}”. Without “does not apply” those people have to invent an answer.")
        yield Finding("no way out", word, said.format(words=word))


def _ranges(question: str, answers: tuple[str, ...]) -> Iterator[Finding]:
    for number, kind in numeric_faults(answers):
        text = _("{number} fits two of the answers.") if kind == "overlap" else _("{number} fits none of the answers.")
        yield Finding("ranges", number, text.format(number=number))
        return


def _jargon(question: str, answers: tuple[str, ...]) -> Iterator[Finding]:
    word = next(in_text(_JARGON, question), "")
    if not word and not question.isupper():
        word = next((one for one in _ACRONYM.findall(question) if one not in _KNOWN_ACRONYMS), "")
    if word:
        said = _("“{words}” is a word of the trade. Ask in the words that guests use at the desk.")
        yield Finding("jargon", word, said.format(words=word))
