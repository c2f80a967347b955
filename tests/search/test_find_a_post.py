"""Somebody looks for words, and finds what others wrote: newest first, and only what is open to them."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum import clock, publishing
from forum.anonymity.models import Pseudonym
from forum.db import db
from forum.discussions.models import Post, Visibility
from forum.moderation.models import ReviewItem
from forum.preferences import COOKIE, Preferences
from forum.search import index, operations, queries
from tests import factories
from tests.moderation import desk
from tests.search.conftest import found


def ago(days: float, factory: Any, *arguments: Any, **named: Any) -> Any:
    with clock.at(clock.now() - timedelta(days=days)):
        return factory(*arguments, **named)


def seen(post_id: str, visibility: Visibility) -> None:
    publishing.set_visibility(db.session.get_one(Post, post_id), visibility)


@pytest.fixture
def pears(given: Any) -> str:
    """A thread whose text has the word pear; the id of its post."""
    thread = given(factories.thread, "An orchard", body="There was a pear tree by the old wall.")
    return str(given(factories.opening, thread))


def test_by_a_word_of_its_text_or_of_its_title(pears: str, search: Any) -> None:
    for typed in ("pear", "PEARS", "orchard", "the pear tree", "  wall,  orchard!  ", "“pear”"):
        assert found(search(typed)) == [pears], typed
    assert found(search("plum")) == found(search("pear plum")) == []


def test_newest_first_with_the_words_around_it(given: Any, search: Any) -> None:
    old = given(ago, 3, factories.thread, "Long ago", body="Quinces first.")
    new = given(
        ago, 1, factories.reply, old, by="tomasz", body="Rain. " * 80 + "Then came the quinces. " + "Sun. " * 80
    )
    page = search("quinces")
    assert found(page) == [new, given(factories.opening, old)]
    assert "… " in page.words and "Then came the quinces" in page.words and "A reply in this thread" in page.words
    assert "<mark>quinces</mark>" in page.html and "<mark>Quinces</mark>" in page.html


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("I can’t stop worrying", "cant worry"),
        ("Sleeping was hard", "sleep"),
        ("Mañana será otro día", "manana sera"),
        ("Ἡ νύξ", "νυξ"),
        ("Я не могу спать", "СПАТЬ"),
        ("נמאס לי מהלילות", "מהלילות"),
        ("لَيْلٌ طويل", "ليل"),
        ("昨日の夜は眠れなかった", "眠れなかった"),
        ("मुझे नींद नहीं आती", "नींद"),
        ("ＦＵＬＬ ｗｉｄｔｈ", "full width"),
        ("Ten mg, twice: 2×10", "10 mg"),
    ],
)
def test_in_any_script_and_however_it_is_spelt(written: str, typed: str, given: Any, search: Any) -> None:
    thread = given(factories.thread, "A night", body=f"{written}. 🌙")
    given(factories.thread, "Another night", body="Nothing of the kind.")
    assert found(search(typed)) == [given(factories.opening, thread)]


def test_a_change_is_found_and_what_it_replaced_is_not(pears: str, visit: Any, search: Any) -> None:
    mira = visit("mira")
    mira.get(f"/posts/{pears}/edit")
    assert mira.post(f"/posts/{pears}/edit", title="A garden", body="It was a plum tree.").status_code == 303
    assert found(search("plum")) == found(search("garden")) == [pears]
    assert found(search("pear")) == found(search("orchard")) == []


@pytest.mark.parametrize("visibility", [one for one in Visibility if one is not Visibility.VISIBLE])
def test_what_is_not_open_to_others_is_found_by_nobody(
    visibility: Visibility, pears: str, given: Any, search: Any, rows: Any
) -> None:
    given(seen, pears, visibility)
    for who in (None, "mira", "noor", "sam"):
        assert found(search("pear", who)) == []
    with rows() as session:
        assert session.scalars(db.metadata.tables["search_entries"].select()).all() == []
    given(seen, pears, Visibility.VISIBLE)
    assert found(search("pear")) == [pears]


def test_a_post_that_is_taken_back_is_gone_at_once(pears: str, visit: Any, search: Any) -> None:
    assert visit("mira").post(f"/posts/{pears}/withdraw").status_code == 303
    assert found(search("pear", "mira")) == found(search("orchard")) == []


def test_a_held_reply_is_found_once_a_moderator_has_published_it(
    pears: str, given: Any, visit: Any, search: Any
) -> None:
    thread = given(factories.thread)
    post = given(factories.reply, thread, by="noor", body="A medlar, and that is all.", anonymous=True)
    assert found(search("medlar", "noor")) == []
    item = desk_item(given, post)
    visit("sam").post(f"/moderation/items/{item}/decide", action="publish")
    assert found(search("medlar")) == [post]


def desk_item(given: Any, post_id: str) -> str:
    return str(given(lambda: db.session.scalar(select(ReviewItem.id).where(ReviewItem.post_id == post_id))))


def test_what_a_moderator_hid_is_gone_at_once(pears: str, given: Any, visit: Any, search: Any) -> None:
    item = given(desk.report, pears, "noor")
    ruling = {"action": "hide", "rule": "kind", "facts": "It was read.", "note": "Take care."}
    assert visit("sam").post(f"/moderation/items/{item}/decide", **ruling).status_code == 303
    assert found(search("pear")) == []


def test_a_reply_in_a_thread_that_is_closed_to_others_is_not_found(given: Any, search: Any) -> None:
    thread = given(factories.thread)
    given(factories.reply, thread, by="tomasz", body="A mulberry.")
    given(seen, given(factories.opening, thread), Visibility.HIDDEN)
    assert found(search("mulberry")) == []
    given(seen, given(factories.opening, thread), Visibility.WITHDRAWN)
    assert len(found(search("mulberry"))) == 1


def test_a_members_room_is_not_there_for_others(given: Any, search: Any) -> None:
    given(factories.room, "inner", members_only=True)
    thread = given(factories.thread, "Fig", where="inner", body="A fig tree.")
    assert found(search("fig")) == []
    assert found(search("fig", "noor")) == [given(factories.opening, thread)]


CANARY = "heron-feather-nineteen"


@pytest.mark.parametrize(("choice", "listed", "shown"), [("show", 1, True), ("collapse", 1, False), ("hide", 0, False)])
def test_warned_words_are_shown_as_the_reader_chose(
    choice: str, listed: int, shown: bool, given: Any, visit: Any, search: Any
) -> None:
    thread = given(factories.thread, "A pond", body=f"By the pond: {CANARY}.", warned="self_harm:described")
    given(factories.reply, thread, by="tomasz", body="Nothing but a pond here.")
    reader = visit()
    reader.client.set_cookie(COOKIE, str(Preferences(warned=choice)))
    page = search("pond", person=reader)
    assert (given(factories.opening, thread) in found(page)) == bool(listed)
    # A reply to a thread that is left out is left out with it, as it is in every list.
    assert len(found(page)) == 2 * listed
    assert (CANARY in page.html) == shown
    assert ("Content note: self-harm" in page.words) == bool(listed)
    assert ("topics that you left out" in page.words) == (choice == "hide")


def test_a_pseudonyms_words_are_found_and_nobodys_name_is(given: Any, search: Any) -> None:
    thread = given(factories.thread, "Cold rooms", by="mira", body="Persimmon.", anonymous=True)
    page = search("persimmon")
    assert found(page) == [given(factories.opening, thread)] and "mira" not in page.html
    assert found(search("mira")) == found(search("mira", "sam")) == []
    name = given(lambda: db.session.scalar(select(Pseudonym.name)))
    assert name in page.words and found(search(name)) == []


def test_page_by_page_until_all_were_there(given: Any, visit: Any, search: Any) -> None:
    thread = given(factories.thread, "Long", body="Walnut.", replies=0)
    posts = [given(factories.opening, thread)]
    posts += [given(factories.reply, thread, body=f"Walnut number {number}.") for number in range(queries.A_PAGE + 4)]
    reader = visit()
    page, seen_so_far = search("walnut", person=reader), []
    while True:
        seen_so_far += found(page)
        older = [link for link in page.links if "after=" in link]
        if not older:
            break
        assert "walnut" not in older[0]
        reader.get(older[0])
        page = reader.page
    assert sorted(seen_so_far) == sorted(posts) and len(seen_so_far) == len(posts)


def test_hits_that_a_reader_may_not_see_do_not_hide_older_ones(
    given: Any, visit: Any, search: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LOOKED_AT", 3)
    old = given(ago, 30, factories.thread, "Open", body="Hazel.")
    given(factories.room, "inner", members_only=True)
    for number in range(4):
        given(factories.thread, f"Inner {number}", where="inner", body="Hazel.")
    reader = visit()
    page = search("hazel", person=reader)
    assert found(page) == [] and "There may be something in older ones." in page.words
    for _ in range(2):
        link = next((link for link in reader.page.links if "after=" in link), None)
        if link:
            reader.get(link)
    assert found(reader.page) == [given(factories.opening, old)]


def test_a_search_takes_as_many_questions_to_the_database_for_one_post_as_for_many(
    given: Any, visit: Any, count_queries: Any
) -> None:
    thread = given(factories.thread, "Alder", body="Alder.")
    counts = []
    for who in (None, "mira"):
        for more in (0, 12):
            for number in range(more):
                given(factories.reply, thread, body=f"Alder {number}", anonymous=bool(number % 2))
            person = visit(who)
            with count_queries() as asked:
                person.get("/search?q=alder")
            counts.append(len([line for line in asked if not line.startswith(("BEGIN", "COMMIT", "PRAGMA"))]))
    assert counts[0] == counts[1] == 2 and counts[2] == counts[3] == 3


@pytest.mark.usefixtures("pears")
def test_both_engines_find_through_their_index(app: Flask, rows: Any) -> None:
    """On SQLite a post is found before and after it moves into the full-text table."""
    with rows() as session:
        assert len(index.newest(["pear"], None, 9)) == 1
        moved = operations.settle_everything()
        session.commit()
        assert moved == (1 if index.on_sqlite() else 0)
        assert len(index.newest(["pear", "tre"], None, 9)) == 1
        assert index.newest(["plum"], None, 9) == []
