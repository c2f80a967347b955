"""Somebody reads a thread from its first word to its last reply."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from forum import publishing
from forum.db import db
from forum.discussions.models import Post, Visibility
from forum.ids import new_id
from tests import factories
from tests.discussions.looking import assert_no_offset, next_page, posts, walk
from tests.people import Person

pytestmark = pytest.mark.usefixtures("people")


def show(post_id: str, visibility: Visibility) -> None:
    publishing.set_visibility(db.session.get_one(Post, post_id), visibility)


def test_a_visitor_reads_the_post_and_every_reply_in_order(given: Any, visit: Any, rows: Any) -> None:
    thread = given(factories.thread, "The kettle", body="It took me an hour to fill it.", replies=3, reply_by="tomasz")
    page = visit().get(f"/threads/{thread}").get_data(as_text=True)
    with rows() as session:
        said = list(session.scalars(select(Post.id).where(Post.thread_id == thread).order_by(Post.place)))
    assert list(posts(page)) == said and len(said) == 4
    assert "It took me an hour to fill it." in page
    assert page.index("Reply number 1") < page.index("Reply number 2") < page.index("Reply number 3")


@pytest.mark.parametrize("who, budget", [(None, 2), ("tomasz", 4)])
def test_a_thread_takes_as_many_queries_for_sixty_replies_as_for_one(
    given: Any, visit: Any, count_queries: Any, who: str | None, budget: int
) -> None:
    short = given(factories.thread, replies=1)
    long = given(factories.thread, replies=60, anonymous=True)
    given(factories.reply, long, by="noor", anonymous=True, warned="death:described")
    reader = visit(who)
    taken = []
    for thread in (short, long):
        with count_queries() as seen:
            assert reader.get(f"/threads/{thread}").status_code == 200
        taken.append([line for line in seen if line.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DEL"))])
    assert [len(lines) for lines in taken] == [budget, budget], taken
    assert all(line.lstrip().upper().startswith("SELECT") for lines in taken for line in lines), "reading wrote"


def test_the_budget_holds_for_the_writer_and_on_later_pages(given: Any, visit: Any, count_queries: Any) -> None:
    thread = given(factories.thread, replies=60, reply_by="tomasz", anonymous=True)
    writer = visit("mira")
    for place in (f"/threads/{thread}", walk_to_second(writer, thread)):
        with count_queries() as seen:
            assert writer.get(place).status_code == 200
        assert len([line for line in seen if line.lstrip().upper().startswith("SELECT")]) == 4


def walk_to_second(person: Person, thread: str) -> str:
    place = next_page(person.get(f"/threads/{thread}").get_data(as_text=True))
    assert place is not None
    return place


def test_a_hundred_and_twenty_replies_are_read_once_each(given: Any, visit: Any, count_queries: Any) -> None:
    thread = given(factories.thread, replies=120)
    with count_queries() as seen:
        pages = walk(visit(), f"/threads/{thread}")
    met = [post for page in pages for post in posts(page)]
    assert len(pages) == 3 and len(met) == len(set(met)) == 121
    numbers = [int(n) for page in pages for n in re.findall(r"Reply number (\d+)\.", page)]
    assert numbers == list(range(1, 121))
    assert_no_offset(seen)


def test_fifty_replies_are_one_page_and_fifty_one_are_two(given: Any, visit: Any) -> None:
    thread = given(factories.thread, replies=50)
    assert len(walk(visit(), f"/threads/{thread}")) == 1
    given(factories.reply, thread)
    assert len(walk(visit(), f"/threads/{thread}")) == 2


def test_the_second_page_leads_back_to_the_beginning(given: Any, visit: Any) -> None:
    thread = given(factories.thread, body="The very first words.", replies=51)
    visitor = visit()
    second = visitor.get(walk_to_second(visitor, thread)).get_data(as_text=True)
    assert "The very first words." not in second
    assert f'href="/threads/{thread}"' in second and "Back to the beginning" in second


def test_a_link_to_one_reply_leads_to_the_page_that_shows_it(given: Any, visit: Any, rows: Any) -> None:
    thread = given(factories.thread, replies=102)
    with rows() as session:
        made = session.scalars(select(Post.id).where(Post.thread_id == thread).order_by(Post.place)).all()
    for number in (0, 1, 50, 51, 52, 100, 101, 102):
        visitor = visit()
        answer = visitor.get(f"/posts/{made[number]}")
        assert answer.status_code == 303 and answer.location.endswith(f"#post-{made[number]}")
        assert made[number] in posts(visitor.follow(answer).get_data(as_text=True)), number


def test_the_writer_of_waiting_replies_is_led_to_each_of_them(given: Any, visit: Any, rows: Any) -> None:
    """Replies that others cannot see push the writer's own page along; the links must still arrive."""
    thread = given(factories.thread, replies=48)
    own = [given(factories.reply, thread, by="noor", anonymous=True) for _ in range(4)]
    noor = visit("noor")
    for post in own:
        assert post in posts(noor.follow(noor.get(f"/posts/{post}")).get_data(as_text=True))


def test_a_place_that_we_never_wrote_is_the_beginning(given: Any, visit: Any) -> None:
    thread = given(factories.thread, body="The very first words.", replies=2)
    plain = visit().get(f"/threads/{thread}").get_data()
    for token in ("", "x", "%00", "é", "a" * 5000, "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "4pmh"):
        answer = visit().get(f"/threads/{thread}?after={token}")
        assert (answer.status_code, answer.get_data()) == (200, plain), token


class TestWhatIsNotThere:
    """Unknown, closed to outsiders, held, taken back, removed: nobody can tell one from another."""

    def addresses(self, given: Any) -> dict[str, str]:
        closed = given(factories.room, "circle", members_only=True)
        made = {name: given(factories.thread, f"About {name}") for name in ("held", "hidden", "removed", "away")}
        for name, thread in made.items():
            given(lambda t=thread, n=name: show(factories.opening(t), Visibility(n)))
        places = {name: f"/threads/{thread}" for name, thread in made.items()}
        gone = given(factories.thread, "Taken back")
        given(lambda: show(factories.opening(gone), Visibility.WITHDRAWN))
        secret = given(factories.thread, "In the circle", where=closed)
        held = given(factories.reply, given(factories.thread, "Open"), by="noor", anonymous=True)
        return places | {
            "unknown": f"/threads/{new_id()}",
            "no id at all": "/threads/1",
            "taken back": f"/threads/{gone}",
            "members only": f"/threads/{secret}",
            "a members' room": f"/rooms/{closed}",
            "an unknown room": "/rooms/nowhere",
            "a post in the circle": f"/posts/{given(factories.opening, secret)}",
            "a held reply": f"/posts/{held}",
            "a post of a removed thread": f"/posts/{given(factories.opening, made['removed'])}",
            "an unknown post": f"/posts/{new_id()}",
            "an unknown page": "/nowhere",
        }

    def test_every_one_is_the_same_page_to_a_visitor(self, given: Any, visit: Any) -> None:
        answers = {name: visit().get(place) for name, place in self.addresses(given).items()}
        assert {name: one.status_code for name, one in answers.items()} == dict.fromkeys(answers, 404)
        assert len({one.get_data() for one in answers.values()}) == 1
        headers = {str(sorted((k, v) for k, v in one.headers if k != "Date")) for one in answers.values()}
        assert len(headers) == 1, headers

    def test_and_to_a_member_where_it_is_not_theirs(self, given: Any, visit: Any) -> None:
        open_to_members = {"members only", "a members' room", "a post in the circle"}
        tomasz = visit("tomasz")
        for name, place in self.addresses(given).items():
            expected = {200, 303} if name in open_to_members else {404}
            assert tomasz.get(place).status_code in expected, name

    def test_pages_of_members_say_sign_in_for_every_thread_alike(self, given: Any, visit: Any) -> None:
        closed = given(factories.thread, where=given(factories.room, "circle", members_only=True))
        pages = [visit().get(f"/threads/{one}/reply") for one in (closed, new_id())]
        assert {page.status_code for page in pages} == {401}
        assert [closed not in page.get_data(as_text=True).replace(f"/threads/{closed}/reply", "") for page in pages]


def test_replies_stay_when_the_beginning_is_taken_back(given: Any, visit: Any) -> None:
    thread = given(factories.thread, "Old title", body="Words that left.", replies=2, reply_by="tomasz")
    opening = given(factories.opening, thread)
    visit("mira").post(f"/posts/{opening}/withdraw")
    page = visit().get(f"/threads/{thread}").get_data(as_text=True)
    assert "Reply number 2" in page and "taken their words back" in page
    assert "Old title" not in page and "Words that left." not in page
    assert "Write a reply" not in page, "a thread without a beginning takes no replies"


def test_a_replier_meets_neither_title_nor_strangers_in_a_thread_that_is_hidden(given: Any, visit: Any) -> None:
    thread = given(factories.thread, "A title that hurt", body="Words that hurt.", replies=1, reply_by="sam")
    own = given(factories.reply, thread, by="tomasz", body="What I had answered.")
    given(lambda: show(factories.opening(thread), Visibility.HIDDEN))
    page = visit("tomasz").get(f"/threads/{thread}").get_data(as_text=True)
    assert list(posts(page)) == [own] and "What I had answered." in page
    assert "A title that hurt" not in page and "Words that hurt." not in page and "taken their words back" not in page
    assert "A title that hurt" not in visit("tomasz").get("/mine").get_data(as_text=True)
    assert "A title that hurt" in visit("mira").get(f"/threads/{thread}").get_data(as_text=True)


def test_the_title_of_the_tab_is_neutral_unless_the_reader_chose_otherwise(given: Any, visit: Any) -> None:
    thread = given(factories.thread, "Rivers and bridges")
    visitor = visit()
    visitor.get(f"/threads/{thread}")
    assert visitor.page.title.startswith("A thread") and "Rivers" not in visitor.page.title
    visitor.post("/settings", titles="y", exit="y")
    visitor.get(f"/threads/{thread}")
    assert visitor.page.title.startswith("Rivers and bridges")


def test_no_address_on_any_page_carries_words_of_a_thread(given: Any, visit: Any) -> None:
    thread = given(factories.thread, "Rivers and bridges", body="Lanterns along the water.", replies=1)
    for who in (None, "mira", "tomasz"):
        person = visit(who)
        for place in ("/", "/rooms/nights", f"/threads/{thread}", "/?list=new"):
            person.get(place)
            said = " ".join([*person.page.links, *(form.action for form in person.page.forms)]).lower()
            assert f"/threads/{thread}" in said
            assert not re.search(r"river|bridge|lantern", said)
