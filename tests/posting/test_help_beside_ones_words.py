"""After hard words, ways to reach somebody stand beside them: for their writer alone, until they are put away."""

from datetime import timedelta
from typing import Any

import pytest

from forum import clock
from forum.care.resources import lines_for
from tests import factories, signs
from tests.anonymity.test_no_table_names_the_writer import snapshot
from tests.posting.writing import led_to

FOR_YOU = "This card is for you alone."
FIRST = "If you would like somebody to talk to, by voice or in writing, these people are there for that."
LINE = "If you would like to talk to somebody"
LEFT = "You put this away."
NOW = "When it cannot wait"
CARD = '<section class="reach'
ANY_PHONE = "Most mobile phones pass 112 or 911 on to the emergency number where you are."
AWAY = "/near/away"


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(factories.member, "mira")
    given(factories.member, "tomasz")
    given(factories.moderator, "sam")


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, by="tomasz"))


@pytest.fixture
def mira(visit: Any) -> Any:
    person = visit("mira")
    person.get("/help?country=GB")
    return person


def write(person: Any, thread: str, body: str, **more: str) -> str:
    answer = person.post(f"/threads/{thread}/reply", body=body, **more)
    person.follow(answer)
    return led_to(answer)


def put_away(person: Any) -> None:
    person.follow(person.follow(person.post(AWAY, **{k: v[0] for k, v in person.page.form(AWAY).fields.items()})))


@pytest.mark.parametrize("sealed", ["", "y"])
@pytest.mark.parametrize("body", [signs.HIGH, signs.IMMINENT])
def test_two_or_three_lines_of_ones_country(mira: Any, thread: str, body: str, sealed: str) -> None:
    write(mira, thread, body, anonymous=sealed)
    page = mira.page
    assert FIRST in page.words and FOR_YOU in page.words
    known = [line.service for line in lines_for("GB").lines if line.for_everyone]
    card = page.html.partition(CARD)[2].partition("</section>")[0]
    assert 2 <= sum(f"<bdi>{name.replace('&', '&amp;')}</bdi>" in card for name in known) <= 3
    assert (NOW in card and "tel:999" in card and "reach--firm" in page.html) == (body == signs.IMMINENT)
    assert "risk" not in card.lower() and "danger" not in card.lower() and "suicid" not in card.lower()
    assert "/help" in page.links and "/privacy#read" in page.links


def test_it_is_there_when_they_come_back_and_not_by_their_other_posts(mira: Any, thread: str) -> None:
    post, calm = write(mira, thread, signs.HIGH), write(mira, thread, signs.CALM)
    mira.get(f"/threads/{thread}")
    html = mira.page.html
    assert html.count('class="reach"') == 1
    assert html.index(f'id="post-{post}"') < html.index('class="reach"') < html.index(f'id="post-{calm}"')


def test_less_is_a_quieter_line(mira: Any, thread: str) -> None:
    write(mira, thread, signs.CONCERN)
    assert LINE in mira.page.words and FIRST not in mira.page.words
    assert mira.page.html.count("reach--quiet") == 1


def test_nothing_stands_beside_other_words(mira: Any, thread: str) -> None:
    write(mira, thread, signs.CALM)
    assert 'class="reach' not in mira.page.html


def test_without_a_country_there_is_a_way_to_choose_one(visit: Any, thread: str) -> None:
    person = visit("mira")
    write(person, thread, signs.HIGH)
    assert "Choose your country, for people near you" in person.page.words


@pytest.mark.parametrize("country", ["", "GB"])
def test_what_cannot_wait_has_a_number_for_everybody_and_stands_firmer(visit: Any, thread: str, country: str) -> None:
    person = visit("mira")
    person.get(f"/help?country={country}")
    write(person, thread, signs.HIGH)
    assert NOW not in person.page.words and "reach--firm" not in person.page.html
    write(person, thread, signs.IMMINENT)
    assert NOW in person.page.words and "reach--firm" in person.page.html
    assert ("tel:999" in person.page.links) if country else (ANY_PHONE in person.page.words)
    assert person.page.words.index(NOW) < person.page.words.index(FIRST)
    if not country:
        person.get("/search?q=how+to+kill+myself")
        assert ANY_PHONE in person.page.words, "one wording, wherever it stands"
        person.get("/help")
        assert ANY_PHONE in person.page.words


def test_it_is_put_away_and_comes_back_only_for_more(mira: Any, thread: str) -> None:
    post = write(mira, thread, signs.HIGH)
    put_away(mira)
    assert f'id="post-{post}"' in mira.page.html, "back to the post"
    assert CARD not in mira.page.html
    assert "“Help” at the top of every page" in mira.page.words and "/help" in mira.page.links
    for body, why in ((signs.CONCERN, "less than"), (f"{signs.HIGH} Again.", "as much as")):
        again = write(mira, thread, body)
        assert CARD not in mira.page.html, f"{why} what was put away"
        there = mira.page.html.partition(f'id="post-{again}"')[2].partition("</article>")[0]
        left = there.partition('class="reach-left')[2].partition("</p>")[0]
        assert LEFT in left and 'href="/help"' in left and NOW not in left and AWAY not in there
    mira.post(f"/posts/{post}/edit", body=signs.IMMINENT)
    mira.get(f"/threads/{thread}")
    assert NOW in mira.page.words and CARD in mira.page.html, "more"
    assert LEFT not in mira.page.words
    put_away(mira)
    write(mira, thread, f"{signs.IMMINENT} Again.")
    assert CARD not in mira.page.html and LEFT in mira.page.words
    assert NOW in mira.page.words and "tel:999" in mira.page.links


def test_after_a_smaller_card_was_put_away_a_new_post_brings_the_larger(mira: Any, thread: str) -> None:
    write(mira, thread, signs.HIGH)
    put_away(mira)
    write(mira, thread, signs.IMMINENT)
    assert CARD in mira.page.html and NOW in mira.page.words and LEFT not in mira.page.words


def test_the_line_that_is_left_names_a_number_without_a_country_too(visit: Any, thread: str) -> None:
    person = visit("mira")
    write(person, thread, signs.IMMINENT)
    put_away(person)
    for then in ("preview", ""):
        answer = person.post(f"/threads/{thread}/reply", body=f"{signs.IMMINENT} Again.", then=then)
        if not then:
            person.follow(answer)
        assert CARD not in person.page.html and LEFT in person.page.words and ANY_PHONE in person.page.words


@pytest.mark.parametrize("later", [signs.CONCERN, signs.HIGH])
def test_quieter_words_do_not_take_a_larger_card_away(mira: Any, thread: str, later: str) -> None:
    write(mira, thread, signs.IMMINENT)
    post = write(mira, thread, later)
    assert mira.page.html.count(CARD) == 1, "several posts, one card"
    assert "reach--firm" in mira.page.html.partition(f'id="post-{post}"')[2], "where they are now"
    put_away(mira)
    assert CARD not in mira.page.html
    write(mira, thread, f"{signs.IMMINENT} Again.")
    assert CARD not in mira.page.html and LEFT in mira.page.words, "what was put away was the larger"


def test_an_old_night_does_not_make_a_new_one_larger(mira: Any, thread: str) -> None:
    write(mira, thread, signs.IMMINENT)
    with clock.at(clock.now() + timedelta(days=2)):
        write(mira, thread, signs.CONCERN)
        assert LINE in mira.page.words and NOW not in mira.page.words


def test_an_old_page_puts_nothing_away_that_stands_elsewhere(mira: Any, thread: str) -> None:
    first = write(mira, thread, signs.HIGH)
    write(mira, thread, signs.CONCERN)
    mira.post(AWAY, beside=first)
    mira.get(f"/threads/{thread}")
    assert CARD in mira.page.html and "It is put away" not in mira.page.words


def test_a_quiet_line_put_away_does_not_keep_a_card_back(mira: Any, thread: str) -> None:
    write(mira, thread, signs.CONCERN)
    put_away(mira)
    write(mira, thread, signs.HIGH)
    assert FIRST in mira.page.words


def test_a_new_night_is_a_new_night(mira: Any, thread: str) -> None:
    write(mira, thread, signs.IMMINENT)
    put_away(mira)
    now = clock.now()
    for days, there in ((1, False), (2, True)):
        with clock.at(now + timedelta(days=days)):
            write(mira, thread, f"{signs.IMMINENT} It is {days}.")
            assert (CARD in mira.page.html) is there, days
            assert (LEFT in mira.page.words) is not there, days


def test_it_can_be_put_away_again_on_another_night(mira: Any, thread: str) -> None:
    now = clock.now()
    for days in (0, 2):
        with clock.at(now + timedelta(days=days)):
            write(mira, thread, f"{signs.IMMINENT} It is {days}.")
            assert CARD in mira.page.html, days
            put_away(mira)
            write(mira, thread, f"{signs.IMMINENT} It is {days}, and later.")
            assert CARD not in mira.page.html and LEFT in mira.page.words, days


def test_it_goes_by_itself(mira: Any, thread: str) -> None:
    write(mira, thread, signs.HIGH)
    now = clock.now()
    for days, there in ((1, True), (2, False)):
        with clock.at(now + timedelta(days=days)):
            mira.get(f"/threads/{thread}")
            assert ('class="reach' in mira.page.html) is there, days


def test_a_text_that_is_only_read_through_shows_it_and_nothing_is_remembered(mira: Any, thread: str) -> None:
    before = mira.client.get_cookie("s").value
    mira.post(f"/threads/{thread}/reply", body=signs.HIGH, then="preview")
    assert FIRST in mira.page.words and AWAY not in mira.page.html, "words in the form are not put at stake"
    assert mira.page.form(f"/threads/{thread}/reply").fields["body"] == [signs.HIGH]
    assert "near" not in session_of(mira) and before
    mira.get(f"/threads/{thread}")
    assert 'class="reach' not in mira.page.html


def test_words_that_are_only_put_by_have_it_too(mira: Any, thread: str) -> None:
    answer = mira.post(f"/threads/{thread}/reply", body=signs.HIGH, then="keep")
    mira.follow(answer)
    assert FIRST in mira.page.words
    mira.follow(mira.post(AWAY, **{k: v[0] for k, v in mira.page.form(AWAY).fields.items()}))
    assert CARD not in mira.page.html and signs.HIGH in mira.page.html
    assert "“Help” at the top of every page" in mira.page.words


def session_of(person: Any) -> dict[str, Any]:
    with person.client.session_transaction() as session:
        return dict(session)


def test_the_cookie_says_neither_which_post_nor_how_much(mira: Any, thread: str) -> None:
    posts = [write(mira, thread, body) for body in (signs.HIGH, signs.IMMINENT)]
    kept = session_of(mira)
    for name in ("near", "open"):
        assert len(kept[name]) == 12 and set(kept[name]) <= set("0123456789abcdef")
    put_away(mira)
    kept = session_of(mira)
    assert not {"near", "open"} & kept.keys() and len(kept["away"]) == 12
    assert not [word for word in (*posts, thread, "high", "imminent", "mira") if word in f"{kept['away']}"]


def test_it_goes_with_the_sign_in(mira: Any, thread: str) -> None:
    write(mira, thread, signs.HIGH)
    mira.post("/sign-out")
    assert not {"near", "open", "away"} & session_of(mira).keys()


@pytest.mark.parametrize("sealed", ["", "y"])
def test_no_row_comes_goes_or_changes_when_it_is_shown_or_put_away(
    mira: Any, rows: Any, thread: str, sealed: str
) -> None:
    write(mira, thread, signs.IMMINENT, anonymous=sealed)
    with rows() as session:
        before = snapshot(session)
    mira.get(f"/threads/{thread}")
    assert FIRST in mira.page.words
    put_away(mira)
    with rows() as session:
        assert snapshot(session) == before


def test_nobody_puts_away_what_is_not_theirs(mira: Any, visit: Any, thread: str) -> None:
    post = write(mira, thread, signs.HIGH)
    tomasz = visit("tomasz")
    for beside in (post, "aaaabbbbccccdddd", "", "drafts"):
        answer = tomasz.post(AWAY, beside=beside)
        assert answer.location == "/drafts", "the same for a post of somebody else and for none"
    assert not {"near", "open", "away"} & session_of(tomasz).keys()
    mira.get(f"/threads/{thread}")
    assert FIRST in mira.page.words


def test_no_page_that_shows_it_is_kept_by_anybody(mira: Any, thread: str) -> None:
    write(mira, thread, signs.HIGH)
    assert mira.get(f"/threads/{thread}").headers["Cache-Control"] == "no-store"
