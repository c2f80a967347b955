"""Whatever somebody types or pastes, they get a plain sentence and their words back, or a post that reads well."""

import html
from typing import Any

import pytest
from sqlalchemy import select

from forum.discussions.models import Post, Thread
from tests import factories
from tests.people import Person
from tests.posting.writing import LETTER, how_many

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, "The kettle"))


@pytest.fixture
def forms(given: Any, visit: Any, thread: str) -> list[tuple[Person, str]]:
    """Every form that takes a post's words, before somebody who may send it."""
    opening = given(factories.opening, thread)
    given(factories.room, "nights")
    return [(visit("mira"), place) for place in ("/threads/new", f"/threads/{thread}/reply", f"/posts/{opening}/edit")]


def send(person: Person, place: str, **typed: Any) -> Any:
    return person.post(place, **{"title": "A title", "body": "Words.", "room": "nights", **typed})


NOTHING = {
    "nothing": "",
    "spaces": "   \t ",
    "empty lines": "\r\n\r\n\n",
    "what no eye sees": "\u200b\u200d\ufeff\u2060\u00ad",
    "letters without ink": "\u2800\u3164\u115f",
    "NUL bytes": "\0\0\0",
    "marks of direction": "\u202e\u2066\u200f",
    "combining marks alone": "\u0301\u0301",
}
LONG = {
    "one character too many": "a" * 20_001,
    "a whole diary": "a line of it\n" * 23_077,
    "letters that fall apart": "\u0958" * 15_000,
    "a million": "x" * 1_000_000,
}


@pytest.mark.parametrize("kind", NOTHING)
def test_nothing_to_read_is_not_posted(forms: Any, rows: Any, kind: str) -> None:
    with rows() as session:
        before = how_many(session)
    for person, place in forms:
        answer = send(person, place, body=NOTHING[kind], warnings="abuse:described")
        assert answer.status_code == 422 and "There are no words here yet." in person.page.words, place
        assert "abuse:described" in person.page.form(place).fields["warnings"]
    with rows() as session:
        assert how_many(session) == before


@pytest.mark.parametrize("kind", LONG)
def test_too_much_comes_back_whole_to_be_shortened(forms: Any, rows: Any, kind: str) -> None:
    with rows() as session:
        before = how_many(session)
    for person, place in forms:
        answer = send(person, place, body=LONG[kind], warnings="abuse:described", anonymous="y")
        assert answer.status_code == 422, place
        assert "Please keep it under 20,000 characters. It is" in person.page.words
        came_back = person.page.form(place).fields["body"][0]
        assert came_back.replace("\u0915\u093c", "\u0958").strip() == LONG[kind].strip()
    with rows() as session:
        assert how_many(session) == before


def test_twenty_thousand_characters_are_a_post(forms: Any, rows: Any) -> None:
    for person, place in forms:
        for body in ("a\n" * 10_000, "😀" * 20_000, ">" * 20_000):
            answer = send(person, place, body=body, once="")
            assert answer.status_code in {303, 409}, (place, body[:2])
    with rows() as session:
        assert session.scalar(select(Post.body).where(Post.body == "😀" * 20_000).limit(1)) is not None


def test_what_no_machine_here_can_read_is_refused_before_it_is_read(forms: Any, rows: Any) -> None:
    for person, place in forms:
        answer = send(person, place, body="x" * 2_200_000)
        assert answer.status_code == 413
        assert (
            "more than this page can take" in person.page.words and "go back, where your words are" in person.page.words
        )


@pytest.mark.parametrize(
    "title", ["t" * 201, "t" * 30_000, "\u0958" * 190, "t" * 400_000], ids=["201", "30k", "apart", "400k"]
)
def test_a_title_that_is_too_long_comes_back_whole(visit: Any, rows: Any, thread: str, title: str) -> None:
    mira = visit("mira")
    answer = send(mira, "/threads/new", title=title)
    assert answer.status_code == 422 and "Please keep the title under 200 characters." in mira.page.words
    assert mira.page.form("/threads/new").fields["title"][0].replace("\u0915\u093c", "\u0958") == title
    assert mira.page.form("/threads/new").fields["body"] == ["Words."]


def test_a_title_is_one_line_without_hidden_signs(visit: Any, rows: Any, thread: str) -> None:
    send(visit("mira"), "/threads/new", title="  Two\r\n lines \0 and \u202eback ")
    with rows() as session:
        assert "Two lines and back" in session.scalars(select(Thread.title)).all()


@pytest.mark.parametrize("title", ["", "  ", "\0", "\u200b", "\u2800\u2800", "\u202e"])
def test_a_title_that_nobody_sees_is_none(visit: Any, thread: str, title: str) -> None:
    mira = visit("mira")
    assert send(mira, "/threads/new", title=title).status_code == 422
    assert "Please give it a title." in mira.page.words


KEPT = {
    "right to left": "\u05e9\u05dc\u05d5\u05dd, this is \u0645\u0631\u062d\u0628\u0627",
    "joined emoji": "👨‍👩‍👧‍👦 🏳️‍🌈 👍🏿 ❤️ 1️⃣",
    "Persian with its joiners": "می‌خواهم بروم",
    "many marks on one letter": "Z" + "\u0301\u0308\u0337" * 20,
    "Khmer, Thai, Chinese": "ខ្ញុំ ฉัน 我很累",
    "quotes and brackets": "\"a\" 'b' <c> & {{ 7*7 }} {% if %} ${x} %s \\n",
    "beyond the basic plane": "\U0001f9d0\U00020000\U0010fffd",
    "looks like SQL": "'); DROP TABLE posts; --",
    "looks like a header": "Set-Cookie: a=b\r\nX: y",
}


@pytest.mark.parametrize("kind", KEPT)
def test_words_of_every_kind_are_read_as_they_were_typed(visit: Any, thread: str, kind: str) -> None:
    import unicodedata

    answer = visit("mira").post(f"/threads/{thread}/reply", body=KEPT[kind])
    assert answer.status_code == 303
    visitor = visit()
    visitor.get(f"/threads/{thread}")
    typed = unicodedata.normalize("NFC", " ".join(KEPT[kind].split()))
    assert typed.replace("\\n", "n") in visitor.page.words.replace("\\n", "n")


def test_signs_that_turn_a_page_around_do_not_reach_it(visit: Any, thread: str) -> None:
    visit("mira").post(f"/threads/{thread}/reply", body="before \u202eafter\u202c \u2066x\u2069 \0 \x1b[31m \ufffe end")
    page = visit().get(f"/threads/{thread}").get_data(as_text=True)
    assert "end" in page and not set(page) & set("\u202e\u202c\u2066\u2069\0\x1b\ufffe")


def test_bytes_that_are_no_text_are_not_a_failure(app: Any, forms: Any, rows: Any) -> None:
    """Halves of surrogates, cut and overlong UTF-8, percent signs without numbers: as a broken client sends them."""
    for person, place in forms:
        person.get(place)
        token = (person.page.csrf_token or "").encode()
        for raw in (
            b"%ED%A0%80",
            b"%ED%A0%BD%ED%B8%80",
            b"%FF%FE",
            b"%C0%AF",
            b"%",
            b"%zz",
            b"\xff\xfe",
            b"\xed\xa0\x80",
        ):
            data = b"csrf_token=" + token + b"&title=" + raw + b"&room=nights&body=" + raw + b"+words&once=" + raw
            answer = person.client.post(place, data=data, content_type="application/x-www-form-urlencoded")
            assert answer.status_code < 500, (place, raw)
            assert "\udcff" not in answer.get_data(as_text=True)


WRONG = {
    "an unknown topic": ({"warnings": "spiders"}, "not in the list of content notes"),
    "an unknown level": ({"warnings": "death:loud"}, "mentioned, described or detailed"),
    "a topic and nonsense": ({"warnings": ["death:mentioned", "\0", "a" * 9999]}, "not in the list of content notes"),
    "an unknown wish": ({"support": "money"}, "That kind of support is not in the list."),
    "an unknown room": ({"room": "cellar"}, "Please choose a room for it."),
    "a room of NUL bytes": ({"room": "\0"}, "Please choose a room for it."),
    "no room at all": ({"room": []}, "Please choose a room for it."),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_was_not_offered_is_said_and_nothing_is_half_saved(visit: Any, rows: Any, thread: str, kind: str) -> None:
    typed, sentence = WRONG[kind]
    mira = visit("mira")
    with rows() as session:
        before = how_many(session)
    answer = send(mira, "/threads/new", body=LETTER, **typed)
    assert answer.status_code == 422 and sentence in mira.page.words
    assert mira.page.form("/threads/new").fields["body"] == [LETTER]
    with rows() as session:
        assert how_many(session) == before


def test_marks_that_we_did_not_make_do_no_harm(visit: Any, rows: Any, thread: str) -> None:
    """Of forms, drafts, posts answered and versions: too long, empty, repeated, from another alphabet."""
    mira = visit("mira")
    for mark in ("", "x", "\0", "é" * 16, "a" * 5000, "AAAAAAAAAAAAAAAA", "'; --", "../../etc"):
        marks = {"once": mark, "draft": mark, "seen": mark, "answers": mark, "version": mark, "place": mark}
        answer = mira.post(f"/threads/{thread}/reply", body=f"Words with the mark {mark!r}.", **marks)
        assert answer.status_code == 303, mark
        assert mira.post("/threads/new", title="T", body=f"{mark!r}", room="nights", **marks).status_code == 303
    with rows() as session:
        assert len(session.scalars(select(Post.id)).all()) == 17


def test_a_field_sent_many_times_is_read_once(visit: Any, rows: Any, thread: str) -> None:
    mira = visit("mira")
    twice = {"title": ["First", "Second"], "body": ["First words.", "Second words."], "room": ["nights", "cellar"]}
    answer = mira.post("/threads/new", **twice, anonymous=["y", "n"], once=["a", "b"])
    assert answer.status_code == 303
    with rows() as session:
        assert session.scalar(select(Post.body).where(Post.body.contains("words."))) == "First words."


@pytest.mark.parametrize("missing", [["title"], ["body"], ["room"], ["title", "body", "room"]])
def test_a_field_that_is_not_sent_at_all_is_an_empty_one(visit: Any, thread: str, missing: list[str]) -> None:
    mira = visit("mira")
    typed = {name: word for name, word in (("title", "T"), ("body", "B"), ("room", "nights")) if name not in missing}
    answer = mira.post("/threads/new", **typed)
    assert answer.status_code == 422
    for name, word in typed.items():
        assert mira.page.form("/threads/new").fields[name] == [word]


def test_another_kind_of_body_is_not_read_and_is_not_a_failure(forms: Any, rows: Any) -> None:
    with rows() as session:
        before = how_many(session)
    for person, place in forms:
        token = {"X-CSRFToken": person.token_for(place)}
        kinds = [
            {"json": {"title": "T", "body": "B", "room": "nights"}},
            {"data": b"[" * 20_000, "content_type": "application/json"},
            {"data": b"{", "content_type": "text/plain"},
            {"data": b"--x", "content_type": "multipart/form-data; boundary=x"},
            {"data": b"--x", "content_type": "multipart/form-data"},
            {"data": {"body": (__file__, "a.txt")}, "content_type": "multipart/form-data"},
            {"data": b"", "content_type": "application/x-www-form-urlencoded"},
        ]
        for kind in kinds:
            answer = person.client.post(place, headers=token, **kind)
            assert answer.status_code in {400, 413, 422}, (place, kind)
    with rows() as session:
        assert how_many(session) == before


def test_a_post_sent_as_multipart_is_a_post(visit: Any, thread: str) -> None:
    mira = visit("mira")
    mira.get(f"/threads/{thread}")
    data = {"csrf_token": mira.page.csrf_token, "body": LETTER, "upload": (__file__, "picture.png")}
    answer = mira.client.post(f"/threads/{thread}/reply", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert "picture.png" not in visit().get(f"/threads/{thread}").get_data(as_text=True)


def test_other_methods_are_answered_and_change_nothing(forms: Any, rows: Any, thread: str) -> None:
    with rows() as session:
        before = how_many(session)
    for person, place in [*forms, (forms[0][0], "/drafts"), (forms[0][0], f"/threads/{thread}")]:
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "OPTIONS", "HEAD"):
            answer = person.client.open(place, method=method, data={"body": "x"})
            assert answer.status_code in {200, 204, 400, 404, 405}, (method, place)
    with rows() as session:
        assert how_many(session) == before


def test_typed_text_is_never_read_as_part_of_the_page(visit: Any, thread: str) -> None:
    typed = "</textarea><script>alert(1)</script><p>\"'&amp;&lt;"
    mira = visit("mira")
    answer = send(mira, "/threads/new", title=typed, body=typed, room="")
    page = answer.get_data(as_text=True)
    assert "<script>alert" not in page and html.escape(typed, quote=False).partition('"')[0] in page
    assert mira.page.form("/threads/new").fields["body"] == [typed]
    assert mira.page.form("/threads/new").fields["title"] == [typed]
