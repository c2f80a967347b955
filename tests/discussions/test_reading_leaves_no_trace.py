"""A visitor's pages carry nothing of the visitor, weigh little, and are asked for again only when they changed."""

import gzip
import re
from random import Random
from typing import Any

import brotli
import pytest

from forum import publishing
from forum.db import db
from forum.discussions.models import Post, Visibility
from tests import factories
from tests.people import Person

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, replies=2, reply_by="tomasz"))


@pytest.fixture
def places(thread: str) -> list[str]:
    return ["/", "/?list=new", "/?list=waiting", "/rooms/nights", f"/threads/{thread}", "/help", "/guidelines"]


def test_a_visitor_is_given_nothing_to_be_known_by(visit: Any, places: list[str]) -> None:
    for place in places:
        answer = visit().get(place)
        assert answer.status_code == 200, place
        assert "Set-Cookie" not in answer.headers, place
        page = answer.get_data(as_text=True)
        assert "csrf" not in page and 'method="post"' not in page, place


def test_two_visitors_are_sent_the_same_bytes(visit: Any, places: list[str]) -> None:
    for place in places:
        assert visit().get(place).get_data() == visit().get(place).get_data(), place


def test_a_page_is_kept_and_asked_about_and_not_sent_again(visit: Any, places: list[str]) -> None:
    for place in places:
        visitor = visit()
        first = visitor.get(place)
        assert first.headers["Cache-Control"] == "no-cache", place
        assert {"Cookie", "Accept-Encoding"} <= set(first.vary), place
        again = visitor.get(place, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b""), place
        assert again.headers["ETag"] == first.headers["ETag"]


def change_words(visit: Any, opening: str, reply: str) -> None:
    visit("mira").post(f"/posts/{opening}/edit", title="Nights are long", body="I have slept since.")


def change_title(visit: Any, opening: str, reply: str) -> None:
    visit("mira").post(f"/posts/{opening}/edit", title="Mornings", body="I wrote this at four in the morning.")


def add_note(visit: Any, opening: str, reply: str) -> None:
    visit("tomasz").post(f"/posts/{reply}/edit", body="I hear you.", warnings="death:described")


def ask_for_space(visit: Any, opening: str, reply: str) -> None:
    visit("mira").post(f"/posts/{opening}/edit", title="Nights are long", body="The same.", support="space")


def take_back(visit: Any, opening: str, reply: str) -> None:
    visit("tomasz").post(f"/posts/{reply}/withdraw")


def take_beginning_back(visit: Any, opening: str, reply: str) -> None:
    visit("mira").post(f"/posts/{opening}/withdraw")


def answer(visit: Any, opening: str, reply: str) -> None:
    with_thread = visit("sam").get(f"/posts/{reply}").location.partition("#")[0]
    visit("sam").post(f"{with_thread}/reply", body="Me too.")


@pytest.mark.parametrize(
    "change",
    [change_words, change_title, add_note, ask_for_space, take_back, take_beginning_back, answer],
    ids=lambda change: change.__name__,
)
def test_every_change_that_can_be_seen_is_sent(given: Any, visit: Any, thread: str, change: Any) -> None:
    opening = given(factories.opening, thread)
    reply = given(factories.reply, thread, by="tomasz")
    visitor = visit()
    before = visitor.get(f"/threads/{thread}").headers["ETag"]
    change(visit, opening, reply)
    after = visitor.get(f"/threads/{thread}", headers={"If-None-Match": before})
    assert after.status_code == 200 and after.headers["ETag"] != before


def test_what_a_moderator_hides_is_not_read_from_a_kept_page(given: Any, visit: Any, thread: str) -> None:
    reply = given(factories.reply, thread, by="tomasz", body="Forty-one gates.")
    visitor = visit()
    kept = visitor.get(f"/threads/{thread}")
    given(lambda: publishing.set_visibility(db.session.get_one(Post, reply), Visibility.HIDDEN))
    again = visitor.get(f"/threads/{thread}", headers={"If-None-Match": kept.headers["ETag"]})
    assert again.status_code == 200 and "Forty-one gates." not in again.get_data(as_text=True)


def test_a_change_that_only_its_writer_sees_changes_nothing_for_others(visit: Any, thread: str) -> None:
    visitor = visit()
    before = visitor.get(f"/threads/{thread}").headers["ETag"]
    held = visit("noor").post(f"/threads/{thread}/reply", body="Held for now.", anonymous="y")
    assert held.status_code == 303
    assert visitor.get(f"/threads/{thread}", headers={"If-None-Match": before}).status_code == 304


@pytest.mark.parametrize("way, unpack", [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_visitors_page_is_packed_as_the_browser_asks(visit: Any, places: list[str], way: str, unpack: Any) -> None:
    for place in places:
        plain = visit().get(place)
        packed = visit().client.get(place, headers={"Accept-Encoding": way})
        assert packed.headers["Content-Encoding"] == way, place
        assert unpack(packed.get_data()) == plain.get_data()
        assert packed.content_length == len(packed.get_data()) < len(plain.get_data()) / 2
        assert "Content-Encoding" not in plain.headers


def test_pages_of_somebody_signed_in_are_never_stored_and_never_packed(visit: Any, thread: str) -> None:
    mira = visit("mira")
    for place in ("/", "/rooms/nights", f"/threads/{thread}", "/mine", "/drafts", "/settings", "/threads/new", "/x"):
        page = mira.get(place, headers={"Accept-Encoding": "br, gzip"})
        assert page.headers["Cache-Control"] == "no-store", place
        assert "ETag" not in page.headers and "Content-Encoding" not in page.headers, place


def test_forms_and_refusals_are_never_stored_for_a_visitor(visit: Any, thread: str) -> None:
    for place in ("/settings", "/sign-in", "/sign-up", f"/threads/{thread}/reply", "/threads/new", "/nowhere"):
        page = visit().get(place, headers={"Accept-Encoding": "br"})
        assert page.headers["Cache-Control"] == "no-store", place
        assert "Content-Encoding" not in page.headers, place


def test_a_word_said_once_is_not_kept(visit: Any) -> None:
    """“Your choices are saved”, “Your new password is set”: the page that says so carries a cookie for one person."""
    visitor = visit()
    visitor.get("/settings")
    visitor.post("/settings", theme="dark")
    said = visitor.get("/")
    assert "Your choices are saved." in said.get_data(as_text=True)
    assert said.headers["Cache-Control"] == "no-store" and "ETag" not in said.headers
    assert visitor.get("/").headers["Cache-Control"] == "no-cache"


def test_reading_with_a_broken_cookie_is_reading_as_a_visitor(visit: Any, thread: str) -> None:
    for name in ("s", "p"):
        for junk in ("", ".", "eyJ9.X.Y", "a" * 4000, '{"a":1}', "t-dark.t-light.w-.a-nonsense"):
            visitor = visit()
            visitor.client.set_cookie(name, junk)
            assert visitor.get(f"/threads/{thread}").status_code == 200, (name, junk)


def test_a_first_view_of_fifty_replies_weighs_little(given: Any, visit: Any) -> None:
    """The page and all that it asks for, over the wire: under forty thousand bytes in at most six requests."""
    thread = given(factories.thread, body=" ".join(["A long night with many words in it."] * 110), replies=0)
    for number in range(50):
        given(factories.reply, thread, by="tomasz" if number % 2 else "sam", body=written_by_hand(number))
    visitor = visit()
    page = visitor.client.get(f"/threads/{thread}", headers={"Accept-Encoding": "br"})
    html = brotli.decompress(page.get_data()).decode()
    asked = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)
    sizes = {f"/threads/{thread}": on_the_wire(page)}
    while asked:
        place = asked.pop()
        if place in sizes:
            continue
        part = visitor.client.get(place, headers={"Accept-Encoding": "br"})
        assert part.status_code == 200, place
        sizes[place] = on_the_wire(part)
        asked += nested(place, part)
    assert len(sizes) <= 6, sizes
    assert sum(sizes.values()) < 40_000, sizes


def written_by_hand(number: int) -> str:
    """About 600 characters that do not repeat themselves; they pack worse than any person's words."""
    dice = Random(number)
    return " ".join("".join(dice.choice("abcdefghijklmnop") for _ in range(dice.randint(2, 9))) for _ in range(95))


def on_the_wire(answer: Any) -> int:
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers)
    return len(answer.get_data()) + head


def nested(place: str, part: Any) -> list[str]:
    """What a style sheet or a module asks for in turn."""
    raw = part.get_data()
    text = (brotli.decompress(raw) if part.headers.get("Content-Encoding") == "br" else raw).decode()
    folder = place.rpartition("/")[0]
    found = re.findall(r"(?:url\(|from |import )['\"]\./([^'\"]+)", text)
    return [f"{folder}/{name}" for name in found]


def test_no_page_names_another_address_than_its_own(visit: Any, places: list[str], thread: str) -> None:
    person: Person = visit("mira")
    for place in places:
        html = person.get(place).get_data(as_text=True)
        assert not re.findall(r'(?:src|srcset|action)="(?:https?:)?//', html), place
        assert not re.findall(r'<link[^>]+href="(?:https?:)?//', html), place
