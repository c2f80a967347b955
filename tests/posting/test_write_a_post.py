"""Somebody writes a long post about themselves, and it is there, as they wrote it."""

import html
import re
from typing import Any

import pytest
from sqlalchemy import select

from forum.care.support import Support
from forum.discussions.models import Post, Thread, Visibility
from tests import factories
from tests.discussions.looking import posts, standing
from tests.posting.writing import LETTER, how_many, led_to

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture(autouse=True)
def rooms_to_choose(given: Any) -> None:
    given(factories.room, "nights")
    given(factories.room, "days")


FIELDS = {"title": "I listened for the car", "body": LETTER, "room": "nights"}


@pytest.mark.parametrize("who", ["mira", "noor"])
def test_nine_hundred_words_are_up_at_once_for_old_and_new(visit: Any, rows: Any, who: str) -> None:
    writer = visit(who)
    answer = writer.post("/threads/new", **FIELDS, warnings="self_harm:described", support=["listen", "look"])
    post = led_to(answer)
    page = writer.follow(answer).get_data(as_text=True)
    assert posts(page) == {post: "visible"}
    assert "Your post is up. Thank you for writing it." in page
    seen = visit().get(f"/posts/{post}")
    page = visit().follow(seen).get_data(as_text=True)
    body = page.partition('class="post__body"')[2].partition("</div>")[0]
    words = html.unescape(re.sub(r"<[^>]+>", " ", body.partition(">")[2])).split()
    assert words == LETTER.split() and body.count("<p") == 10
    assert "I listened for the car" in page and who in page
    assert "Content note: self-harm (described)" in page and standing(page, "I drove home slowly") == "folded"
    assert "about 4 minutes to read" in page or "about 5 minutes to read" in page
    with rows() as session:
        assert session.get(Post, post).body == LETTER


def test_line_breaks_emoji_and_other_scripts_stay_as_typed(visit: Any) -> None:
    typed = "First line\nsecond line\n\n👩🏽‍❤️‍👩🏿 and \u05e9\u05dc\u05d5\u05dd and e\u0301\n\nمی‌خواهم"
    post = led_to(visit("mira").post("/threads/new", **{**FIELDS, "body": typed.replace("\n", "\r\n")}))
    page = visit().follow(visit().get(f"/posts/{post}")).get_data(as_text=True)
    assert re.search(r"First line<br>\s*second line", page)
    for words in ("👩🏽‍❤️‍👩🏿", "\u05e9\u05dc\u05d5\u05dd", "é", "می‌خواهم"):
        assert words in page


def test_the_form_offers_rooms_notes_and_kinds_of_support(visit: Any) -> None:
    page = visit("noor").get("/threads/new").get_data(as_text=True)
    form = visit("noor")
    form.get("/threads/new")
    fields = form.page.form("/threads/new").fields
    assert {"csrf_token", "once", "draft", "place", "title", "body"} <= set(fields)
    for said in ("Nights", "Days", "Eating disorders", "told in detail", "Write under a name made for this thread"):
        assert said in page
    for kind in Support:
        assert kind.label in page and kind.meaning in page
    assert "Up to 20,000 characters" in page


def test_the_room_one_came_from_is_chosen_already(visit: Any) -> None:
    writer = visit("mira")
    writer.get("/rooms/days")
    assert "/threads/new?room=days" in writer.page.links
    writer.get("/threads/new?room=days")
    assert writer.page.form("/threads/new").fields["room"] == ["days"]


def test_members_rooms_can_be_chosen_and_rooms_of_the_team_cannot(given: Any, visit: Any) -> None:
    given(factories.room, "circle", members_only=True)
    given(factories.room, "news", informational=True)
    assert visit("noor").post("/threads/new", **{**FIELDS, "room": "circle"}).status_code == 303
    refused = visit("noor").post("/threads/new", **{**FIELDS, "room": "news"})
    assert refused.status_code == 422 and "choose a room" in refused.get_data(as_text=True)
    assert 'value="news"' not in visit("noor").get("/threads/new").get_data(as_text=True)
    assert visit("sam").post("/threads/new", **{**FIELDS, "room": "news"}).status_code == 303


@pytest.mark.parametrize(
    "asked, stored, told",
    [
        ([], "listen experience", "someone to listen, and to hear from people who have been there"),
        (["advice"], "advice", "ideas to try"),
        (["look", "listen"], "listen look", "someone to listen, and help to look at this from another side"),
        (["space", "advice"], "advice space", "some space for now"),
    ],
)
def test_what_would_help_is_told_above_the_reply_box_and_beside_it(
    visit: Any, rows: Any, asked: list[str], stored: str, told: str
) -> None:
    post = led_to(visit("mira").post("/threads/new", **FIELDS, support=asked))
    with rows() as session:
        assert session.scalars(select(Thread.support)).one() == stored
    reader = visit("tomasz")
    page = reader.follow(reader.get(f"/posts/{post}")).get_data(as_text=True)
    box = page.partition('id="reply"')[2]
    assert told in page.partition('id="reply"')[0] and told in box
    assert ("They did not ask for advice" in box) is (not {"advice", "look", "space"} & set(asked))


def test_reading_through_first_shows_it_and_posts_nothing(visit: Any, rows: Any) -> None:
    writer = visit("mira")
    with rows() as session:
        before = how_many(session)
    answer = writer.post(
        "/threads/new", **FIELDS, warnings="death:mentioned", anonymous="y", support="space", then="preview"
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "How it will look" in page
    assert "Content note: death and grief (mentioned)" in page and page.count("I drove home slowly") > 50
    with rows() as session:
        assert how_many(session) == before
    form = writer.page.form("/threads/new").fields
    assert form["title"] == [FIELDS["title"]] and form["body"] == [LETTER] and form["room"] == ["nights"]
    assert form["anonymous"] == ["y"] and form["support"] == ["space"] and "death:mentioned" in form["warnings"]


@pytest.mark.parametrize("missing, said", [("room", "choose a room"), ("title", "give it a title")])
def test_what_is_still_missing_keeps_nobody_from_reading_through(visit: Any, missing: str, said: str) -> None:
    writer = visit("mira")
    page = writer.post("/threads/new", **(FIELDS | {missing: ""}), then="preview").get_data(as_text=True)
    assert page.count("I drove home slowly") > 50 and "How it will look" in page
    assert "There is a problem" not in page and "aria-invalid" not in page and "Error:" not in page
    assert f"Before you post it: Please {said}" in writer.page.words
    assert writer.post("/threads/new", **(FIELDS | {missing: ""})).status_code == 422, "but it cannot be posted so"


def folded(html: str) -> list[tuple[bool, str]]:
    """The parts that can be left: whether each stands open, and what its lid says."""
    found = re.findall(r'<details class="fold"( open)?>\s*<summary>(.*?)</summary>', html)
    return [(bool(is_open), re.sub("<[^>]*>", "", lid)) for is_open, lid in found]


def test_what_can_be_left_is_folded_and_its_lid_says_what_is_chosen(visit: Any) -> None:
    writer = visit("mira")
    page = writer.get("/threads/new").get_data(as_text=True)
    unchosen = [(False, "What would help (if you like)"), (False, "Content note (if you like)")]
    assert folded(page) == unchosen
    inside = "".join(re.findall(r"<details.*?</details>", page, re.DOTALL))
    for needed in ("title", "body", "room"):
        assert f'name="{needed}"' not in inside, "nothing that is needed is hidden"
    chosen = {"support": ["listen", "space"], "warnings": ["self_harm:described", "death:mentioned"]}
    page = writer.post("/threads/new", **FIELDS, **chosen, then="preview").get_data(as_text=True)
    lids = [(False, "What would help: Just listen, Space now")]
    assert folded(page) == [*lids, (False, "Content note: death and grief (mentioned), self-harm (described)")]


@pytest.mark.parametrize("name, part", [("support", 0), ("warnings", 1)])
def test_a_part_with_something_to_mend_stands_open(visit: Any, name: str, part: int) -> None:
    writer = visit("mira")
    answer = writer.post("/threads/new", **FIELDS, **{name: "weather:sunny"})
    assert answer.status_code == 422 and f'href="#{name}"' in answer.get_data(as_text=True)
    assert [is_open for is_open, _ in folded(answer.get_data(as_text=True))] == [part == 0, part == 1]
    assert name in writer.page.ids


def test_a_post_that_was_read_through_is_posted_from_there(visit: Any) -> None:
    writer = visit("mira")
    writer.post("/threads/new", **FIELDS, warnings="death:mentioned", then="preview")
    form = writer.page.form("/threads/new").fields
    post = led_to(writer.post("/threads/new", **form))
    page = visit().follow(visit().get(f"/posts/{post}")).get_data(as_text=True)
    assert "death and grief (mentioned)" in page


def test_under_a_name_made_for_the_thread(visit: Any, rows: Any) -> None:
    writer = visit("noor")
    answer = writer.post("/threads/new", **FIELDS, anonymous="y")
    page = writer.follow(answer).get_data(as_text=True)
    assert "Only you can see that this is yours" in page and "a name for this thread" in page
    assert posts(page) == {led_to(answer): "visible"}
    for who in (None, "mira", "sam"):
        seen = visit(who)
        page = seen.follow(seen.get(f"/posts/{led_to(answer)}")).get_data(as_text=True)
        assert "noor" not in page and "Only you can see" not in page


@pytest.mark.parametrize("missing", ["title", "body", "room"])
def test_what_is_missing_is_said_and_the_rest_stays(visit: Any, rows: Any, missing: str) -> None:
    sentences = {
        "title": "Please give it a title.",
        "body": "There are no words here yet.",
        "room": "Please choose a room for it.",
    }
    writer = visit("mira")
    with rows() as session:
        before = how_many(session)
    kept = {**FIELDS, missing: "", "warnings": "abuse:described", "support": "space", "anonymous": "y"}
    answer = writer.post("/threads/new", **kept)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentences[missing] in page and page.count(sentences[missing]) == 2, "at the top and at the field"
    assert f'href="#{missing}"' in page and f'id="{missing}"' in page
    assert writer.page.title.startswith("Error: ")
    form = writer.page.form("/threads/new").fields
    for name, value in kept.items():
        assert value in form.get(name, [""]), name
    with rows() as session:
        assert how_many(session) == before


def test_two_notes_of_one_topic_become_the_closer_one(visit: Any, rows: Any) -> None:
    visit("mira").post("/threads/new", **FIELDS, warnings=["death:mentioned", "", "death:detailed", "suicide"])
    with rows() as session:
        assert session.scalars(select(Post.warnings)).one() == "death:detailed suicide:mentioned"


def test_a_visitor_signs_in_first_and_keeps_every_word(visit: Any, rows: Any) -> None:
    visitor = visit()
    answer = visitor.post("/threads/new", **FIELDS, warnings="abuse:described", csrf_token="none")
    assert answer.status_code == 401 and "Your words are kept" in visitor.page.words
    form = visitor.page.form("/sign-in").fields
    assert form["kept:body"] == [LETTER] and form["kept:title"] == [FIELDS["title"]]
    assert form["kept:warnings"] == ["abuse:described"]
    with rows() as session:
        assert how_many(session)["posts"] == 0


def test_a_form_from_another_site_is_not_taken_and_gives_the_words_back(visit: Any, rows: Any) -> None:
    mira = visit("mira")
    mira.get("/threads/new")
    data = {**FIELDS, "csrf_token": mira.page.csrf_token}
    foreign = mira.client.post("/threads/new", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 400
    for token in ("none", ""):
        answer = mira.post("/threads/new", **FIELDS, csrf_token=token)
        assert answer.status_code == 400 and mira.page.form("/threads/new").fields["body"] == [LETTER]
    with rows() as session:
        assert session.scalars(select(Post.id)).all() == []
    again = mira.post("/threads/new", **mira.page.form("/threads/new").fields)
    assert again.status_code == 303, "sent once more from the page that gave the words back, it is taken"
    with rows() as session:
        assert session.scalars(select(Post.visibility)).all() == [Visibility.VISIBLE]
