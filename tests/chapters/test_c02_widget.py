"""“Write the page, then live the autumn”, and one's own page: as data, as words, and kept."""

import ipywidgets as w
import pytest
from hand import Hand

from kpilab.analysis.page_life import Ends
from kpilab.chapters.c02_from_strategy_to_kpis.autumn import BEST
from kpilab.chapters.c02_from_strategy_to_kpis.page_desk import PageDesk, Signed, months, page, verdict
from kpilab.chapters.c02_from_strategy_to_kpis.widget import _write, live_the_page, my_page
from kpilab.course.desk import desk
from kpilab.errors import DataError

BLIND = Ends("all channels", "bought now, known", 6, "at once")


def lived(ends, played=3):
    return PageDesk(signed=Signed(ends, "It is short.", "sure", played))


def test_each_tied_end_leaves_fewer_readings():
    here = PageDesk()
    left = [here.readings]
    for end, key in (("below", "bought before"), ("window", "3"), ("counts", "all channels"), ("when", "at once")):
        here = here.choose(end, key)
        left.append(here.readings)
    assert left == [36, 12, 4, 2, 1]
    assert here.draft == BEST
    assert here.choose("window", "open").readings == 3


def test_three_steps_to_the_verdict():
    here = PageDesk(BEST)
    assert here.missing(" ", None) == ("one sentence why", "how sure you are")
    here = here.sign(" It sees. ", "fairly")
    with pytest.raises(DataError, match="signed"):
        here.choose("window", "1")
    for number in (1, 2, 3, 3):
        here = here.play()
        assert here.played == number
    assert here.over
    assert "as early as any" in verdict(here).text()
    assert "It sees." in verdict(here).text()
    assert here.reopen() == PageDesk(BEST)
    with pytest.raises(DataError, match="Sign"):
        PageDesk().play()


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (Ends(), "something to quarrel about"),
        (BLIND, "missing below the line"),
        (Ends("all channels", "bought now, twice", 1, "at once"), "no room to fall"),
        (Ends("all channels", "bought before", 6, "at once"), "forget slowly"),
        (Ends("all channels", "bought before", 1, "returns off"), "swings so widely"),
        (Ends("tills only", "bought before", 3, "at once"), "next time nobody listens"),
        (Ends("all channels", "bought before", 3, "returns off"), "47 lost purchases later"),
    ],
)
def test_each_page_hears_what_became_of_it(ends, said):
    assert said in verdict(lived(ends)).text()


def test_the_months_say_who_sees_it():
    assert "1 of 3 see it: put off" in months(lived(Ends())).text()
    assert "all see it: they act" in months(lived(BEST, 1)).text()
    assert "they have acted" in months(lived(BEST)).text()
    assert "nobody sees anything" in months(lived(BLIND)).text()
    assert "Ends tied: 4 of 4" in page(lived(BLIND)).text()


@pytest.mark.parametrize("fault", [{"window": 5}, {"below": "friends"}, {"played": "two"}])
def test_what_was_kept_and_does_not_fit_is_refused(fault):
    with pytest.raises(DataError, match="sign again"):
        Signed.from_data(Signed(BEST, "", "sure").as_data() | fault)


def test_a_signed_page_lies_there_again(workspace):
    desk().record("decision", "2.page", Signed(BLIND, "Calm.", "sure", 2).as_data())
    shown = live_the_page()
    assert "November" in shown.text
    assert "December |" not in shown.text
    assert "<table" in shown.still


def test_the_face_signs_lives_and_reopens(workspace):
    person = Hand(live_the_page())
    below = person.parts(w.RadioButtons)[0]
    below.value = "bought before"
    assert "Ends tied: 1 of 4" in person.seen
    person.press("Sign the page")
    assert "how sure you are" in person.seen
    assert desk().events("decision", "2.page") == ()
    person.field("Why this page? One sentence to Wen, Lin and Rao.").value = "It sees."
    person.parts(w.RadioButtons)[-1].value = "sure"
    person.press("Sign the page")
    assert below.disabled
    for month in ("October", "November", "December"):
        assert "the best of these" not in person.seen
        person.press(f"Live {month}")
    assert [one.data["played"] for one in desk().events("decision", "2.page")] == [0, 1, 2, 3]
    assert desk().events("decision", "2.page")[-1].data["below"] == "bought before"
    assert "the best of these" in person.seen
    person.press("Change the page and sign again")
    assert not below.disabled
    assert "the best of these" not in person.seen


def test_a_page_of_ones_own_is_remarked_on_kept_and_printed(workspace):
    assert "Begin with the name" in _write({"kpi": " "}).paragraphs[0]
    shown = _write({"kpi": "Repurchase", "below": "active customers", "signer": "Rao"})
    assert "“active”" in shown
    printed = (workspace / "my_kpi_page.html").read_text(encoding="utf-8")
    assert "<td>Rao</td>" in printed
    assert "active customers" in my_page().still
