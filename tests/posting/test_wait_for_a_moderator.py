"""Some posts wait for a moderator first: which, who sees them meanwhile, and what their writer is told."""

from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum import publishing
from forum.care.resources import book
from forum.db import db
from forum.discussions.models import Post, Thread, Visibility
from forum.moderation.models import HoldReason, Kind, ReviewItem, State
from forum.posting.rules import Facts, Verdict, verdict
from tests import factories, signs
from tests.discussions.looking import posts, rows
from tests.people import Person
from tests.posting.writing import LETTER, how_many, led_to

# What each fact does by itself, and the first of them that applies decides. The order is the policy.
POLICY = [
    (lambda facts: facts.harmful, HoldReason.HARM),
    (lambda facts: facts.team, None),
    (lambda facts: facts.room_holds, HoldReason.ROOM),
    (lambda facts: facts.newcomer and facts.contact, HoldReason.CONTACT),
    (lambda facts: facts.newcomer and facts.anonymous and not facts.opening, HoldReason.FIRST_POSTS),
    (lambda facts: facts.hurried, HoldReason.PACE),
]
ALL = [Facts(*bits) for bits in product([False, True], repeat=8)]


def test_every_set_of_facts_has_the_verdict_of_the_policy() -> None:
    for facts in ALL:
        reason = next((reason for applies, reason in POLICY if applies(facts)), None)
        assert verdict(facts) == (Verdict(Visibility.HELD, reason) if reason else Verdict()), facts


def test_no_first_post_waits_unless_its_words_its_room_or_a_link_in_it_say_so() -> None:
    for facts in ALL:
        told = facts.harmful or facts.room_holds or facts.contact or facts.hurried
        if facts.opening and not told:
            assert verdict(facts) == Verdict(), facts


HELD = {
    "a newcomer's reply under a pseudonym": ("noor", {"body": "Same here.", "anonymous": "y"}, "first posts here"),
    "a newcomer's link": ("noor", {"body": "Read https://example.org/quiet"}, "a link or contact details in it"),
    "a newcomer's telephone number": ("noor", {"body": "Ring me: 020 7946 0958"}, "a link or contact details in it"),
    "a newcomer's sealed link": ("noor", {"body": "at quiet@example.org", "anonymous": "y"}, "a link or contact"),
}
VISIBLE = {
    "a newcomer's reply": ("noor", {"body": "Same here."}),
    "a newcomer's help line": ("noor", {"body": f"You can ring {book().lines_for('GB').lines[0].phone}."}),
    "a member's reply under a pseudonym": ("mira", {"body": "Same here.", "anonymous": "y"}),
    "a member's link": ("mira", {"body": "Read https://example.org/quiet"}),
    "a moderator's link": ("sam", {"body": "Read https://example.org/quiet"}),
}


@pytest.mark.usefixtures("people")
class TestAReply:
    @pytest.fixture
    def thread(self, given: Any) -> str:
        return str(given(factories.thread, "The kettle", by="tomasz"))

    @pytest.mark.parametrize("kind", HELD)
    def test_that_waits_is_seen_by_its_writer_and_a_moderator_alone(
        self, visit: Any, rows: Any, thread: str, kind: str
    ) -> None:
        who, typed, why = HELD[kind]
        others = {name: everywhere(visit(name), thread) for name in (None, "tomasz", "mira", "sam")}
        writer = visit(who)
        answer = writer.post(f"/threads/{thread}/reply", **typed)
        post = led_to(answer)
        page = writer.follow(answer).get_data(as_text=True)
        assert posts(page)[post] == "held" and typed["body"].split()[0] in page
        assert f"A moderator reads this before others see it: {why}" in page
        assert "Waiting for a moderator to read this." in page and "Only you can see it until then" in page
        assert "Waiting for a moderator" in writer.get("/mine").get_data(as_text=True)
        for name, before in others.items():
            assert everywhere(visit(name), thread) == before, f"{name or 'a visitor'} sees that something waits"
            assert visit(name).get(f"/posts/{post}").status_code == 404
            assert visit(name).get(f"/posts/{post}/history").status_code in {401, 404}
        with rows() as session:
            item = session.scalars(select(ReviewItem)).one()
            assert (item.post_id, item.kind, item.state) == (post, Kind.HOLD, State.OPEN)
            assert session.scalars(select(Thread.reply_count)).one() == 0
        queue = visit("sam").get("/moderation/").get_data(as_text=True)
        assert f"/moderation/items/{item.id}" in queue
        if "anonymous" in typed:
            assert "noor" not in queue
            assert "noor" not in visit("sam").get(f"/moderation/items/{item.id}").get_data(as_text=True)

    @pytest.mark.parametrize("kind", VISIBLE)
    def test_that_need_not_wait_is_up_at_once(self, visit: Any, rows: Any, thread: str, kind: str) -> None:
        who, typed = VISIBLE[kind]
        post = led_to(visit(who).post(f"/threads/{thread}/reply", **typed))
        assert posts(visit().get(f"/threads/{thread}").get_data(as_text=True))[post] == "visible"
        with rows() as session:
            assert session.scalars(select(ReviewItem)).all() == []

    def test_that_waits_can_be_changed_and_taken_back(self, visit: Any, rows: Any, thread: str) -> None:
        noor = visit("noor")
        post = led_to(noor.post(f"/threads/{thread}/reply", body="Same here.", anonymous="y"))
        changed = noor.post(f"/posts/{post}/edit", body="Same here, most weeks.")
        page = noor.follow(changed).get_data(as_text=True)
        assert posts(page)[post] == "held" and "most weeks" in page
        noor.post(f"/posts/{post}/withdraw")
        with rows() as session:
            assert session.scalars(select(ReviewItem.state)).one() == State.LAPSED
        assert "/moderation/items/" not in visit("sam").get("/moderation/").get_data(as_text=True)

    def test_that_waits_cannot_be_answered_by_its_link(self, visit: Any, rows: Any, thread: str) -> None:
        post = led_to(visit("noor").post(f"/threads/{thread}/reply", body="Same here.", anonymous="y"))
        page = visit("noor").get(f"/threads/{thread}").get_data(as_text=True)
        assert f"answers={post}" not in page


def everywhere(person: Person, thread: str) -> list[str]:
    """What somebody reads on every page that could show that there is one post more, without form marks."""
    places = ["/", "/?list=waiting", "/rooms/nights", f"/threads/{thread}", "/mine", "/drafts"]
    found = []
    for place in places:
        person.get(place)
        found.append(f"{person.page.words} {[link for link in person.page.links if 'draft' not in link]}")
    return found


@pytest.mark.usefixtures("people")
class TestARoomThatReadsFirst:
    @pytest.fixture
    def room(self, given: Any) -> str:
        return str(given(factories.room, "quiet", holds_posts=True))

    @pytest.mark.parametrize("anonymous", ["", "y"])
    def test_a_thread_in_it_waits_and_is_there_for_its_writer(
        self, visit: Any, given: Any, room: str, anonymous: str
    ) -> None:
        given(factories.thread, "Open")
        before = everywhere(visit(), "nothing")
        mira = visit("mira")
        answer = mira.post("/threads/new", title="Held", body=LETTER, room=room, anonymous=anonymous)
        page = mira.follow(answer).get_data(as_text=True)
        assert posts(page) == {led_to(answer): "held"} and "Held" in page
        assert "every post in this room is read first" in page
        assert everywhere(visit(), "nothing") == before
        assert rows(visit().get(f"/rooms/{room}").get_data(as_text=True)) == []
        thread = answer.location.split("/")[2].partition("#")[0]
        for name in (None, "noor", "sam"):
            assert visit(name).get(f"/threads/{thread}").status_code == 404

    def test_a_moderator_need_not_wait_for_themselves(self, visit: Any, room: str) -> None:
        answer = visit("sam").post("/threads/new", title="From us", body="We are here.", room=room)
        assert rows(visit().get(f"/rooms/{room}").get_data(as_text=True)) == [
            answer.location.split("/")[2].partition("#")[0]
        ]

    @pytest.mark.parametrize(
        ("who", "sealed", "state"), [("mira", False, "held"), ("sam", False, "visible"), ("sam", True, "held")]
    )
    def test_a_change_is_read_first_as_well(
        self, visit: Any, given: Any, room: str, who: str, sealed: bool, state: str
    ) -> None:
        """Or a letter could be let through and become another one. Only the team's signed words need not wait."""
        post = given(factories.reply, given(factories.thread, by="sam", where=room), by=who, anonymous=sealed)
        given(lambda: publishing.set_visibility(db.session.get_one(Post, post), Visibility.VISIBLE))
        writer = visit(who)
        writer.get(f"/posts/{post}/edit")
        assert ("a moderator reads every change" in writer.page.words) == (state == "held")
        answer = writer.post(f"/posts/{post}/edit", body="As it is now.")
        assert posts(writer.follow(answer).get_data(as_text=True))[post] == state

    def test_a_moderator_under_a_pseudonym_waits_as_everybody_does(self, visit: Any, room: str) -> None:
        """Otherwise a sealed post that did not wait would be known for a moderator's."""
        visit("sam").post("/threads/new", title="Mine", body="I am tired.", room=room, anonymous="y")
        assert rows(visit().get(f"/rooms/{room}").get_data(as_text=True)) == []


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("anonymous", ["", "y"])
def test_a_newcomers_first_thread_is_up_at_once(given: Any, visit: Any, anonymous: str) -> None:
    given(factories.room, "nights")
    answer = visit("noor").post("/threads/new", title="Hello", body=LETTER, room="nights", anonymous=anonymous)
    assert rows(visit().get("/").get_data(as_text=True)) == [answer.location.split("/")[2].partition("#")[0]]
    assert rows(visit().get("/?list=waiting").get_data(as_text=True)) != []


@pytest.mark.usefixtures("people")
def test_a_link_that_a_newcomer_adds_later_waits_too_in_every_room(given: Any, visit: Any, rows: Any) -> None:
    thread = given(factories.thread, by="tomasz")
    noor = visit("noor")
    post = led_to(noor.post(f"/threads/{thread}/reply", body="Same here."))
    answer = noor.post(f"/posts/{post}/edit", body="Same here: https://example.org/quiet")
    assert posts(noor.follow(answer).get_data(as_text=True))[post] == "held"
    assert post not in posts(visit().get(f"/threads/{thread}").get_data(as_text=True))
    with rows() as session:
        assert session.scalars(select(ReviewItem.reason)).one() == HoldReason.CONTACT


@pytest.mark.usefixtures("people")
def test_what_is_changed_after_it_was_hidden_goes_back_to_a_moderator(given: Any, visit: Any, rows: Any) -> None:
    from forum import publishing
    from forum.discussions.models import Post

    thread = given(factories.thread, by="tomasz")
    post = given(factories.reply, thread, by="mira", body="Words that hurt.")
    given(lambda: publishing.set_visibility(db.session.get_one(Post, post), Visibility.HIDDEN))
    mira = visit("mira")
    assert "a moderator reads it again before others see it" in mira.get(f"/posts/{post}/edit").get_data(as_text=True)
    answer = mira.post(f"/posts/{post}/edit", body="Kinder words.")
    assert posts(mira.follow(answer).get_data(as_text=True))[post] == "held"
    assert "Kinder" not in visit().get(f"/threads/{thread}").get_data(as_text=True)
    with rows() as session:
        assert session.scalars(select(ReviewItem.reason)).one() == HoldReason.MENDED


class TestALotAtOnce:
    """Nobody is silenced for writing a lot, least of all on a bad night; what is too fast waits."""

    @pytest.fixture
    def strict(self, make_app: Any) -> Flask:
        made: Flask = make_app(FORUM_LIMITS="standard")
        few = {"reply": "3 per 10 minutes", "thread": "2 per hour", "flood": "8 per hour"}
        counting = made.extensions["limits"]
        counting.table = {**counting.table, **few}
        with made.app_context():
            factories.member("mira")
            factories.member("tomasz")
            thread = factories.thread()
            db.session.commit()
            made.extensions["thread of the test"] = thread
        return made

    CRISIS = "I cannot go on. I want it to end tonight. Please, somebody."

    def test_a_hurried_reply_waits_and_is_not_refused(self, strict: Flask) -> None:
        thread = strict.extensions["thread of the test"]
        mira = Person(strict, "mira")
        seen = []
        for number in range(5):
            answer = mira.post(f"/threads/{thread}/reply", body=f"{self.CRISIS} {number}")
            seen.append(posts(mira.follow(answer).get_data(as_text=True))[led_to(answer)])
        assert seen == ["visible"] * 3 + ["held"] * 2
        assert "a lot was posted in a short time" in mira.page.words
        with strict.app_context():
            assert [item.reason for item in db.session.scalars(select(ReviewItem))] == [HoldReason.PACE] * 2

    def test_threads_too(self, strict: Flask) -> None:
        mira, seen = Person(strict, "mira"), []
        for number in range(3):
            answer = mira.post("/threads/new", title=f"Night {number}", body=self.CRISIS, room="nights")
            seen.append(posts(mira.follow(answer).get_data(as_text=True))[led_to(answer)])
        assert seen == ["visible", "visible", "held"]

    def test_only_a_flood_is_refused_and_even_it_gives_the_words_back(self, strict: Flask) -> None:
        thread = strict.extensions["thread of the test"]
        mira = Person(strict, "mira")
        for number in range(8):
            assert mira.post(f"/threads/{thread}/reply", body=f"Line {number}").status_code == 303
        with strict.app_context():
            before = how_many(db.session)
        answer = mira.post(f"/threads/{thread}/reply", body=LETTER, warnings="death:described")
        assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
        form = mira.page.form(f"/threads/{thread}/reply").fields
        assert form["body"] == [LETTER] and form["warnings"] == ["death:described"]
        with strict.app_context():
            assert how_many(db.session) == before
        assert Person(strict, "tomasz").post(f"/threads/{thread}/reply", body="Here.").status_code == 303
        assert mira.post("/drafts", place=thread, body=LETTER).status_code == 204, "words can still be kept"

    def test_a_cry_for_help_gets_through_a_flood_and_somebody_is_called(self, strict: Flask) -> None:
        thread = strict.extensions["thread of the test"]
        mira = Person(strict, "mira")
        for number in range(9):
            last = mira.post(f"/threads/{thread}/reply", body=f"Line {number}")
        assert last.status_code == 429
        answer = mira.post(f"/threads/{thread}/reply", body=signs.IMMINENT)
        assert posts(mira.follow(answer).get_data(as_text=True))[led_to(answer)] == "held"
        with strict.app_context():
            kinds = db.session.scalars(select(ReviewItem.kind).filter_by(post_id=led_to(answer))).all()
        assert Kind.TRIAGE in kinds

    def test_words_can_always_be_taken_back(self, strict: Flask) -> None:
        thread = strict.extensions["thread of the test"]
        mira = Person(strict, "mira")
        made = [led_to(mira.post(f"/threads/{thread}/reply", body=f"Line {number}")) for number in range(8)]
        assert [mira.post(f"/posts/{post}/withdraw").status_code for post in made] == [303] * 8
