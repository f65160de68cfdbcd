"""What is right in chapter 9, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.analysis.surveys import sample_size
from kpilab.chapters.c09_surveys_and_feedback.cards import CARDS
from kpilab.chapters.c09_surveys_and_feedback.case import (
    CODERS,
    GROUPS,
    HOUSE,
    LINDEN,
    SILENT,
    WAVES,
    Coders,
    Groups,
    House,
    Silent,
    Waves,
)
from kpilab.chapters.c09_surveys_and_feedback.comments_deck import LETTERS, TAGS, Letters
from kpilab.chapters.c09_surveys_and_feedback.comments_deck import ROWS as LETTER_ROWS
from kpilab.chapters.c09_surveys_and_feedback.defence import DEFEND
from kpilab.chapters.c09_surveys_and_feedback.questions_deck import DOUBT, DRAFT, VERDICTS, Draft
from kpilab.chapters.c09_surveys_and_feedback.questions_deck import ROWS as DRAFT_ROWS
from kpilab.course.forms import Assign, Choice, Number, Numbers
from kpilab.course.task import Mistake, Prediction, Task
from kpilab.i18n import N_, _

__all__ = ["CARDS", "PREDICTIONS", "TASKS"]

_LOW, _HIGH = N_("lowest"), N_("highest")


def _misread_question(row: str) -> Mistake[Draft]:
    nth = row[-1]
    return Mistake(f"misread-{nth}", lambda case: case.rows[row].misread, f"{{says_{nth}}}", part=row)


def _other_verdict(row: str, nth: int) -> Mistake[Draft]:
    name = f"{row[-1]}_{nth}"
    return Mistake(f"verdict-{name}", lambda case: case.rows[row].others[nth], f"{{doubt_{name}}}", part=row)


def _draft_fields(case: Draft) -> Mapping[str, object]:
    found: dict[str, object] = {"first": _(case.questions[0].text)}
    for row, one in case.rows.items():
        found[f"says_{row[-1]}"] = _("{row}: {says}").format(row=_(row), says=_(one.says))
        for nth, verdict in enumerate(one.others):
            found[f"doubt_{row[-1]}_{nth}"] = _("{row}: {says}").format(row=_(row), says=_(DOUBT[verdict]))
    return found


_SPOT = Task(
    "9.1",
    N_("Six questions of a first draft"),
    Assign(DRAFT_ROWS, VERDICTS),
    DRAFT,
    lambda case: {row: one.verdict for row, one in case.rows.items()},
    (
        *(_misread_question(row) for row in DRAFT_ROWS),
        *(_other_verdict(row, nth) for row in DRAFT_ROWS for nth in range(4)),
    ),
    (
        N_("Answer each question aloud, as a guest who is not quite happy. Where do you hesitate?"),
        N_(
            "Look at the question for “and”, for praise and for two negations; then at the answers, and count both sides."
        ),
        N_("Begin with “{first}” Is there a guest who cannot answer it honestly?"),
    ),
    N_(
        "A question that cannot be answered honestly brings back what you put into it. The repair is nearly always to cut."
    ),
    N_(
        "Another draft: “How helpful and quick was our excellent team?” asks two things, and praises before anybody has answered. “How helpful was "
        "the team?”, with as many answers on the bad side as on the good, can be sent. Try each of yours with one guest in mind."
    ),
    _draft_fields,
    Draft.frame,
)


def _house_fields(case: House) -> Mapping[str, object]:
    return {
        **vars(case),
        "endless": case.endless,
        "answers": case.answers,
        "invitations": case.invitations,
        "fraction": case.points / 100,
        "rate_fraction": case.rate / 100,
    }


_SAMPLE = Task(
    "9.2",
    N_("How many answers, how many invitations"),
    Numbers((("answers", N_("answers")), ("invitations", N_("invitations"))), tolerance=3.5, decimals=0),
    HOUSE,
    lambda case: {"answers": case.answers, "invitations": case.invitations},
    (
        Mistake(
            "endless",
            lambda case: case.endless,
            N_(
                "That is for a house whose guests have no end. Yours had {guests:,}: take that into account, and it needs fewer."
            ),
            part="answers",
        ),
        Mistake(
            "five-points",
            lambda case: sample_size(0.05).answers,
            N_("That is the lesson's number, for 5 points and no end of guests. Your table has another width."),
            part="answers",
        ),
        Mistake(
            "both-ways",
            lambda case: case.both_ways,
            N_(
                "You took the {points} points for the whole width. They are meant either way: {points} up and {points} down."
            ),
            part="answers",
        ),
        Mistake(
            "a-tenth",
            lambda case: case.guests / 10,
            N_("A tenth of the guests is a habit and no calculation: it knows nothing of how sure you want to be."),
            part="answers",
        ),
        Mistake(
            "all-answer",
            lambda case: case.answers,
            N_("So many invitations are enough if everybody answers. Of each hundred, {rate} do."),
            part="invitations",
        ),
        Mistake(
            "from-endless",
            lambda case: case.endless * 100 / case.rate,
            N_("The division is right. The answers that it starts from are those of a house without end."),
            part="invitations",
        ),
        Mistake(
            "all-guests",
            lambda case: case.guests,
            N_("That is everybody. It takes fewer: how many invitations bring one answer?"),
            part="invitations",
        ),
        Mistake(
            "rate-added",
            lambda case: case.answers * (1 + case.rate / 100),
            N_("You added {rate} %. But of a hundred invited only {rate} answer: how many hundreds does it take?"),
            part="invitations",
        ),
        Mistake(
            "multiplied",
            lambda case: case.answers * case.rate / 100,
            N_("Fewer invitations than answers cannot be. Is the response rate to be multiplied by, or divided by?"),
            part="invitations",
        ),
        Mistake(
            "missing-added",
            lambda case: case.answers * (2 - case.rate / 100),
            N_("You added the part that stays silent once. But of the additional invitations most stay silent too."),
            part="invitations",
        ),
    ),
    (
        N_("Two steps: how many answers make it sure enough, and how many invitations bring them."),
        N_("n = 1.96² × 0.25 ÷ e², then n ÷ (1 + (n − 1) ÷ guests); invitations = answers ÷ response rate. Round up."),
        N_("e is {fraction:g}, so n begins as 3.8416 × 0.25 ÷ {fraction:g}². The house has {guests:,} guests."),
    ),
    N_(
        "So many answers say what the whole house thinks, if the people were drawn by lot. Twice as sure would cost nearly four times as much."
    ),
    N_(
        "Another house with {guests:,} guests, {points} points either way: 0.9604 ÷ {fraction:g}² = {endless:.0f} without an end, {answers} with it. Of each "
        "hundred invited {rate} answer, so {answers} ÷ {rate_fraction:g} = {invitations} invitations, rounded up. Now your house."
    ),
    _house_fields,
    House.frame,
)


def _silent_fields(case: Silent) -> Mapping[str, object]:
    return {
        **vars(case),
        "share": case.share,
        "rate": case.rate,
        "lowest": case.lowest,
        "highest": case.highest,
        "quiet": case.invited - case.answered,
        "unhappy": case.answered - case.satisfied,
    }


_BOUNDS = Task(
    "9.3",
    N_("What the silent could change"),
    Numbers((("lowest", _LOW), ("highest", _HIGH)), tolerance=0.06, decimals=1, unit="%"),
    SILENT,
    lambda case: {"lowest": case.lowest, "highest": case.highest},
    (
        Mistake(
            "swapped",
            lambda case: {"lowest": case.highest, "highest": case.lowest},
            N_("The two are in each other's box: the lowest is the one in which no silent guest is satisfied."),
        ),
        Mistake(
            "nobody",
            lambda case: 0,
            N_(
                "Lowest: some of the invited have said that they are satisfied. They stay so, whatever the silent think."
            ),
            part="lowest",
        ),
        Mistake(
            "everybody",
            lambda case: 100,
            N_("Highest: some of the invited have said that they are not satisfied. They stay so."),
            part="highest",
        ),
        Mistake(
            "guests-low",
            lambda case: case.satisfied,
            N_("Lowest: that is a number of guests. What share of all {invited} invited is it?"),
            part="lowest",
        ),
        Mistake(
            "guests-high",
            lambda case: case.satisfied + case.invited - case.answered,
            N_("Highest: that is a number of guests. What share of all {invited} invited is it?"),
            part="highest",
        ),
        Mistake(
            "as-answered-low",
            lambda case: case.share,
            N_(
                "Lowest: you took the silent to be like those who spoke. Nobody knows that; what if none of them is satisfied?"
            ),
            part="lowest",
        ),
        Mistake(
            "as-answered-high",
            lambda case: case.share,
            N_("Highest: that is the share of those who spoke. What if every silent guest is satisfied?"),
            part="highest",
        ),
        Mistake(
            "response-rate",
            lambda case: case.rate,
            N_("Lowest: that is how many answered. Some of them are not satisfied."),
            part="lowest",
        ),
        Mistake(
            "silent-share",
            lambda case: 100 - case.rate,
            N_("Highest: that is the silent part alone. Who is satisfied besides?"),
            part="highest",
        ),
        Mistake(
            "luck-low",
            lambda case: case.by_luck[0],
            N_("Lowest: that interval is about luck in the draw. It takes the silent to be like those who spoke."),
            part="lowest",
        ),
        Mistake(
            "luck-high",
            lambda case: case.by_luck[1],
            N_(
                "Highest: that interval is about luck in the draw. Here the question is what the silent would have said."
            ),
            part="highest",
        ),
    ),
    (
        N_("Put all invited guests into three heaps: satisfied, not satisfied, unknown. Where may the third heap go?"),
        N_("lowest = satisfied ÷ invited; highest = (satisfied + silent) ÷ invited"),
        N_("{quiet} guests stayed silent. For the lowest, count none of them as satisfied."),
    ),
    N_(
        "Between the two lies everything that the silent could say. Only more answers from those invited bring the ends together."
    ),
    N_(
        "Another house: {satisfied} of {invited} invited guests said that they are satisfied, {lowest:.1f} %. {quiet} stayed silent; if all of them are "
        "satisfied too, it is {highest:.1f} %. Now your house."
    ),
    _silent_fields,
    Silent.frame,
)


def _group_fields(case: Groups) -> Mapping[str, object]:
    first, second, third = case.people
    return {
        "first": _(first),
        "first_people": case.people[first],
        "first_share": case.shares[first],
        "second": _(second),
        "second_people": case.people[second],
        "second_share": case.shares[second],
        "third": _(third),
        "third_people": case.people[third],
        "third_share": case.shares[third],
        "largest": _(case.largest),
        "largest_answers": case.answers[case.largest],
        "all": sum(case.answers.values()),
        "weighted": case.weighted,
        "raw": case.raw,
    }


_WEIGHTED = Task(
    "9.4",
    N_("Answers in the proportion of the guests"),
    Number(tolerance=0.06, decimals=1, unit="%"),
    GROUPS,
    lambda case: case.weighted,
    (
        Mistake(
            "raw",
            lambda case: case.raw,
            N_(
                "That is all answers in one heap. In it, {largest_answers} of {all} answers come from “{largest}”, whatever that group's part of the house."
            ),
        ),
        Mistake(
            "mean-of-shares",
            lambda case: sum(case.shares.values()) / 3,
            N_(
                "The plain mean of three shares makes all kinds of guest equally many. The first column says how many they are."
            ),
        ),
        Mistake(
            "turned",
            lambda case: case.turned(),
            N_("The weights are the wrong way round: whoever is rare among the guests counts most here."),
        ),
        Mistake(
            "unhappy",
            lambda case: 100 - case.weighted,
            N_("That is the unhappy part of the house. Asked is the satisfied one."),
        ),
    ),
    (
        N_("If each kind of guest had answered as often as it sleeps in the house, what would the share be?"),
        N_("weighted share = sum of (part of the guests × share satisfied in that group)"),
        N_(
            "For {first}: {first_people} of 100 guests, and {first_share:g} % of their answers are satisfied. Two more products."
        ),
    ),
    N_(
        "Those who answer most readily no longer speak for the others. How many within each group stayed silent, no weight can mend."
    ),
    N_(
        "Another house: {first_people} % × {first_share:g} % + {second_people} % × {second_share:g} % + {third_people} % × {third_share:g} % = "
        "{weighted:.1f} %. In one heap it was {raw:.1f} %. Now your three groups."
    ),
    _group_fields,
    Groups.frame,
)


def _wave_fields(case: Waves) -> Mapping[str, object]:
    return {
        **vars(case),
        "fall": -case.difference.change,
        "margin": case.difference.margin,
        "luck": 100 * case.difference.by_luck,
        "margin_before": case.margins[0],
        "margin_now": case.margins[1],
    }


_WAVES = Task(
    "9.5",
    N_("Two quarters, one change"),
    Numbers((("change", N_("change in points")), ("margin", N_("give or take"))), tolerance=0.06, decimals=1),
    WAVES,
    lambda case: {"change": case.difference.change, "margin": case.difference.margin},
    (
        Mistake(
            "turned",
            lambda case: -case.difference.change,
            N_("You counted from this quarter back. A change goes from before to now, and a fall is negative."),
            part="change",
        ),
        Mistake(
            "relative",
            lambda case: 100 * (case.share_now / case.share - 1),
            N_("That is a percentage of a percentage. Between two shares, say points: the second less the first."),
            part="change",
        ),
        Mistake(
            "change-as-percent",
            lambda case: case.difference.change / 100,
            N_(
                "Change: a percent sign, or a fraction, makes it another number. It is asked in points: 12.3, not 12.3 %."
            ),
            part="change",
        ),
        Mistake(
            "margin-as-percent",
            lambda case: case.difference.margin / 100,
            N_(
                "Give or take: a percent sign, or a fraction, makes it another number. It is asked in points: 12.3, not 12.3 %."
            ),
            part="margin",
        ),
        Mistake(
            "one-before",
            lambda case: case.margins[0],
            N_("That is the uncertainty of last quarter alone. Both surveys move."),
            part="margin",
        ),
        Mistake(
            "one-now",
            lambda case: case.margins[1],
            N_("That is the uncertainty of this quarter alone. Both surveys move."),
            part="margin",
        ),
        Mistake(
            "added",
            lambda case: sum(case.margins),
            N_(
                "You added the two uncertainties. Both are seldom off in opposite directions at once: add their squares, then take the root."
            ),
            part="margin",
        ),
        Mistake(
            "standard-error",
            lambda case: case.difference.standard_error,
            N_(
                "That is one standard error, which holds two times in three. For nineteen times in twenty it is to be widened."
            ),
            part="margin",
        ),
        Mistake(
            "two-errors",
            lambda case: 2 * case.difference.standard_error,
            N_("Two standard errors are a fair rule of thumb. The course's tables use 1.96."),
            part="margin",
            accepted=True,
        ),
    ),
    (
        N_("The change is a subtraction. Its uncertainty has two sources: which are they?"),
        N_("give or take = 1.96 × √(p₁(1 − p₁) ÷ n₁ + p₂(1 − p₂) ÷ n₂), in points: times 100"),
        N_("The first of the two parts under the root is {share} % × {rest} % ÷ {answers}."),
    ),
    N_(
        "The give or take is larger than the change: two such surveys differ as much when nothing has happened. Look at complaints, or ask more guests."
    ),
    N_(
        "Another house: {share} % of {answers} answers, then {share_now} % of {answers_now}. {fall:.1f} points down, give or take {margin:.1f}; in {luck:.0f} of a hundred such "
        "pairs luck alone does that. Now your two quarters."
    ),
    lambda case: {**_wave_fields(case), "rest": 100 - case.share},
    Waves.frame,
)


def _misread_comment(row: str) -> Mistake[Letters]:
    nth = row[-1]
    return Mistake(f"word-{nth}", lambda case: case.rows[row].misread, f"{{says_{nth}}}", part=row)


def _letter_fields(case: Letters) -> Mapping[str, object]:
    found: dict[str, object] = {"first": _(case.comments[0].text)}
    for row, one in case.rows.items():
        found[f"says_{row[-1]}"] = _("{row}: {says}").format(row=_(row), says=_(one.says))
    return found


_CODE = Task(
    "9.6",
    N_("One tag for each comment"),
    Assign(LETTER_ROWS, TAGS),
    LETTERS,
    lambda case: {row: one.tag for row, one in case.rows.items()},
    tuple(_misread_comment(row) for row in LETTER_ROWS),
    (
        N_("Ask of each comment: what would the house have to change so that it is not written again?"),
        N_("Praise is not coded here, and a word is not yet a matter: read the sentence to its end."),
        N_("Take “{first}” first. What in it is the complaint?"),
    ),
    N_(
        "You tagged what the guest minds, and not the word that caught the eye. A second person with the same book should arrive at the same tags."
    ),
    N_(
        "From another house: “The pool attendant was charming, and the water was green.” The person is praised; what must change is the water, so the tag is "
        "cleanliness. Read yours to the end in the same way."
    ),
    _letter_fields,
    Letters.frame,
)


def _coder_fields(case: Coders) -> Mapping[str, object]:
    found = case.agreement
    alike = sum(case.counts[i][i] for i in range(3))
    rows = [sum(row) for row in case.counts]
    columns = [sum(row[k] for row in case.counts) for k in range(3)]
    return {
        "comments": found.comments,
        "alike": alike,
        "observed": found.observed,
        "chance": found.chance,
        "kappa": found.value,
        "row": rows[0],
        "column": columns[0],
    }


_KAPPA = Task(
    "9.7",
    N_("Do two people see the same?"),
    Number(tolerance=0.006, decimals=2),
    CODERS,
    lambda case: case.agreement.value,
    (
        Mistake(
            "observed",
            lambda case: case.agreement.observed,
            N_("That is how often they agree. Part of it would come about if both threw dice; take that part out."),
        ),
        Mistake(
            "chance",
            lambda case: case.agreement.chance,
            N_("That is the agreement by chance. How much better are the two, and how much better could they be?"),
        ),
        Mistake(
            "not-divided",
            lambda case: case.agreement.observed - case.agreement.chance,
            N_("That is how far they are above chance. Measure it by how far they could have been."),
        ),
        Mistake(
            "thirds",
            lambda case: (case.agreement.observed - 1 / 3) / (2 / 3),
            N_(
                "You took chance for a third, as if all three tags were equally frequent. Look at the sums of rows and columns."
            ),
        ),
        Mistake(
            "divided-by-observed",
            lambda case: (case.agreement.observed - case.agreement.chance) / case.agreement.observed,
            N_("You divided by the agreement. What is left for them to gain is the part that chance leaves open."),
        ),
    ),
    (
        N_(
            "First the agreement; then the agreement of two people who never read a comment but use the tags as often as these two do."
        ),
        N_(
            "kappa = (agreement − chance) ÷ (1 − chance); chance = sum over the tags of (row sum × column sum) ÷ comments²"
        ),
        N_("{alike} of {comments} lie on the diagonal. The first part of chance is {row} × {column} ÷ {comments}²."),
    ),
    N_(
        "So much of what chance leaves open do the two see alike. Before comments are counted, they talk about the cells off the diagonal and mend the book."
    ),
    N_(
        "Two other people: {alike} of {comments} alike is {observed:.3f}. Row sum times column sum, added over the tags and divided by {comments}², is {chance:.3f}. "
        "({observed:.3f} − {chance:.3f}) ÷ (1 − {chance:.3f}) = {kappa:.2f}. Now your two."
    ),
    _coder_fields,
    Coders.frame,
)

TASKS = (_SPOT, _SAMPLE, _BOUNDS, _WEIGHTED, _WAVES, _CODE, _KAPPA, DEFEND)


def _reveal_satisfied(given: float) -> str:
    return _(
        "Truly satisfied were {true} of {guests}. From the cards alone nobody could have said it: of {unhappy} unhappy guests, {cards} got one."
    ).format(true=LINDEN.satisfied, guests=LINDEN.guests, unhappy=LINDEN.unhappy, cards=LINDEN.cards_to_unhappy)


def _reveal_house(given: str) -> str:
    return {
        "A": _(
            "“A” has the higher share, and with ten answers anything from 59.6 % up may be true; B lies within that."
        ),
        "B": _("“B” has more answers and so the narrower interval, 62.8 to 84.2 %; A's interval holds all of it."),
        "neither": _("“It cannot be told” is right: A may lie anywhere from 59.6 to 98.2 %, B from 62.8 to 84.2 %."),
    }[given]


def _reveal_answers(given: float) -> str:
    if given >= 278:
        return _(
            "278 are enough, drawn by lot from a thousand. More of them make it finer; another kind of guest makes it truer."
        )
    return _("It takes 278 of a thousand, drawn by lot. Fewer make it coarser; the wrong hundred make it wrong.")


PREDICTIONS = (
    Prediction(
        "9.p1",
        N_("How many of the Linden's thousand guests are satisfied?"),
        Number(tolerance=1, decimals=0),
        _reveal_satisfied,
    ),
    Prediction(
        "9.p2",
        N_("House A has 9 of 10 satisfied, house B 45 of 60. Which is better?"),
        Choice((("A", N_("house A")), ("B", N_("house B")), ("neither", N_("it cannot be told")))),
        _reveal_house,
    ),
    Prediction(
        "9.p3",
        N_("How many answers do you need to know the share of a thousand guests, give or take 5 points?"),
        Number(tolerance=1, decimals=0),
        _reveal_answers,
    ),
)
