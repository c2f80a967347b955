"""A writer takes words back: they leave every page and every table, and only the writer still has them."""

from typing import Any

import pytest
from sqlalchemy import select

from forum.discussions.models import Post, Revision
from tests import factories
from tests.discussions.looking import posts, rows
from tests.posting.writing import everything

pytestmark = pytest.mark.usefixtures("people")

WORDS = "thistledown and forty-one gates"
NOTE = "substance:described"


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, f"Title of {WORDS}", body=f"I wrote {WORDS}.", warned=NOTE, asked="space"))


@pytest.fixture
def opening(given: Any, thread: str) -> str:
    return str(given(factories.opening, thread))


def places(thread: str, post: str) -> list[str]:
    return [
        "/",
        "/?list=new",
        "/?list=waiting",
        "/rooms/nights",
        f"/threads/{thread}",
        f"/posts/{post}",
        f"/posts/{post}/history",
        f"/posts/{post}/edit",
        f"/posts/{post}/withdraw",
        f"/posts/{post}/report",
        f"/threads/{thread}/reply?answers={post}",
        "/mine",
        "/moderation/",
    ]


def test_a_page_asks_first_and_says_what_will_happen(visit: Any, opening: str) -> None:
    mira = visit("mira")
    page = mira.get(f"/posts/{opening}/withdraw").get_data(as_text=True)
    assert "leave the site at once" in page and "for 30 days" in page
    assert f"/posts/{opening}" in mira.page.links, "there is a way back"
    assert mira.page.form(f"/posts/{opening}/withdraw").method == "post"


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "sealed"])
@pytest.mark.parametrize("kind", ["a reply", "an opening with replies", "an opening alone"])
def test_the_words_are_gone_from_every_page_and_every_table(
    given: Any, visit: Any, rows: Any, kind: str, anonymous: bool
) -> None:
    if kind == "a reply":
        thread = given(factories.thread, by="tomasz")
        post = given(factories.reply, thread, by="mira", body=f"I wrote {WORDS}.", anonymous=anonymous, warned=NOTE)
    else:
        thread = given(factories.thread, f"About {WORDS}", body=f"I wrote {WORDS}.", anonymous=anonymous, warned=NOTE)
        post = given(factories.opening, thread)
    if kind == "an opening with replies":
        given(factories.reply, thread, by="tomasz", body="I hear you.")
        visit("sam").post(f"/threads/{thread}/reply", body="Me too.", answers=post)
    mira = visit("mira")
    mira.post(f"/posts/{post}/edit", title=f"More about {WORDS}", body=f"And {WORDS} again.", warnings=NOTE)
    with rows() as session:
        assert WORDS in everything(session) and session.scalars(select(Revision)).all()
    answer = mira.post(f"/posts/{post}/withdraw")
    assert answer.status_code == 303
    assert "Your words are gone from the site." in mira.follow(answer).get_data(as_text=True)
    with rows() as session:
        found = everything(session)
        assert WORDS not in found and "alcohol" not in found and NOTE not in found
        assert session.scalars(select(Revision)).all() == []
        row = session.get(Post, post)
        assert (row.body, row.body_html, row.excerpt, row.warnings) == ("", "", "", "")
    for who in (None, "tomasz", "sam", "mira"):
        person = visit(who)
        for place in places(thread, post):
            assert WORDS not in person.get(place).get_data(as_text=True), (who, place)


def test_the_writer_alone_still_has_them(visit: Any, thread: str, opening: str) -> None:
    mira = visit("mira")
    mira.post(f"/posts/{opening}/withdraw")
    page = mira.get("/drafts").get_data(as_text=True)
    assert WORDS in page and "You took this back. Only you still have it." in page
    for who in ("tomasz", "sam"):
        assert WORDS not in visit(who).get("/drafts").get_data(as_text=True)


def test_an_opening_without_replies_takes_its_thread_along(visit: Any, thread: str, opening: str) -> None:
    visit("mira").post(f"/posts/{opening}/withdraw")
    for who in (None, "tomasz", "sam", "mira"):
        assert visit(who).get(f"/threads/{thread}").status_code == 404
        assert rows(visit(who).get("/?list=new").get_data(as_text=True)) == []


def test_replies_belong_to_who_wrote_them_and_stay(given: Any, visit: Any, thread: str, opening: str) -> None:
    reply = given(factories.reply, thread, by="tomasz", body="I hear you.")
    sealed = given(factories.reply, thread, by="sam", body="So do I.", anonymous=True)
    visit("mira").post(f"/posts/{opening}/withdraw")
    for who in (None, "tomasz", "mira"):
        person = visit(who)
        page = person.get(f"/threads/{thread}").get_data(as_text=True)
        assert set(posts(page)) == {reply, sealed} and "taken their words back" in page
        assert person.follow(person.get(f"/posts/{reply}")).status_code == 200
        assert rows(person.get("/").get_data(as_text=True)) == [], "it stands in no list"
    assert visit("tomasz").post(f"/threads/{thread}/reply", body="Hello?").status_code == 403
    assert visit("tomasz").post(f"/posts/{reply}/withdraw").status_code == 303
    assert visit("sam").post(f"/posts/{sealed}/withdraw").status_code == 303
    assert visit().get(f"/threads/{thread}").status_code == 404, "nothing is left to read"


def test_a_reply_leaves_and_the_rest_closes_up(given: Any, visit: Any, thread: str) -> None:
    first, second, third = (given(factories.reply, thread, by="tomasz", body=f"Line {n}.") for n in range(3))
    visit("tomasz").post(f"/posts/{second}/withdraw")
    page = visit().get(f"/threads/{thread}").get_data(as_text=True)
    assert [post for post in posts(page) if post in {first, second, third}] == [first, third]
    assert "Line 1." not in page


def test_nobody_takes_back_what_somebody_else_wrote(
    given: Any, visit: Any, rows: Any, thread: str, opening: str
) -> None:
    sealed = given(factories.reply, thread, by="mira", anonymous=True)
    for who in ("tomasz", "noor", "sam"):
        for post in (opening, sealed, "abcdefghijkmnopq", "1"):
            assert visit(who).get(f"/posts/{post}/withdraw").status_code == 404
            assert visit(who).post(f"/posts/{post}/withdraw").status_code == 404
    assert visit().post(f"/posts/{opening}/withdraw", csrf_token="x").status_code == 401
    assert visit("mira").get(f"/posts/{opening}/withdraw").status_code == 200
    with rows() as session:
        assert {one.visibility for one in session.scalars(select(Post))} == {"visible"}


def test_looking_at_the_page_takes_nothing_back(visit: Any, thread: str, opening: str) -> None:
    visit("mira").get(f"/posts/{opening}/withdraw")
    assert WORDS in visit().get(f"/threads/{thread}").get_data(as_text=True)


class TestWhatComesBack:
    """Words taken back can be posted again, and come back as they went."""

    def begin_again(self, person: Any, home: str) -> dict[str, Any]:
        person.get("/drafts")
        link = next(link for link in person.page.links if link.startswith(home) and "draft=" in link)
        person.get(link.replace("&amp;", "&"))
        fields: dict[str, Any] = person.page.form(home).fields
        return fields

    def test_a_thread_with_its_title_room_note_and_wish(self, visit: Any, thread: str, opening: str) -> None:
        mira = visit("mira")
        mira.post(f"/posts/{opening}/withdraw")
        form = self.begin_again(mira, "/threads/new")
        assert form["title"] == [f"Title of {WORDS}"] and form["body"] == [f"I wrote {WORDS}."]
        assert form["room"] == ["nights"] and NOTE in form["warnings"] and form["support"] == ["space"]
        answer = mira.post("/threads/new", **form)
        assert answer.status_code == 303 and rows(visit().get("/").get_data(as_text=True))
        # What was taken back lies there as long as was promised: its row may not change with another post's.
        assert mira.get("/drafts").get_data(as_text=True).count("You took this back.") == 1
        assert WORDS not in mira.get("/threads/new").get_data(as_text=True)

    def test_a_sealed_post_with_its_seal(self, given: Any, visit: Any) -> None:
        thread = given(factories.thread, by="tomasz")
        quoted = given(factories.reply, thread, by="sam")
        sealed_thread = given(factories.thread, by="mira", anonymous=True)
        mira = visit("mira")
        mira.post(f"/threads/{thread}/reply", body=WORDS, anonymous="y", answers=quoted, advice="y")
        post = next(iter(reversed(posts(mira.get(f"/threads/{thread}").get_data(as_text=True)))))
        mira.post(f"/posts/{post}/withdraw")
        form = self.begin_again(mira, f"/threads/{thread}/reply")
        assert form["anonymous"] == ["y"] and form["body"] == [WORDS]
        assert form["answers"] == [quoted] and form["advice"] == ["y"]
        mira.post(f"/threads/{thread}/reply", **form)
        assert "mira" not in visit().get(f"/threads/{thread}").get_data(as_text=True)
        mira.post(f"/posts/{given(factories.opening, sealed_thread)}/withdraw")
        assert self.begin_again(mira, "/threads/new")["anonymous"] == ["y"]

    def test_a_change_that_was_begun_is_kept_beside_it(self, visit: Any, opening: str) -> None:
        mira = visit("mira")
        mira.post("/drafts", place=f"edit:{opening}", title="T", body="A change half begun.")
        mira.post(f"/posts/{opening}/withdraw")
        page = mira.get("/drafts").get_data(as_text=True)
        assert "A change half begun." in page and WORDS in page
        for link in [link for link in mira.page.links if "draft=" in link]:
            assert mira.get(link.replace("&amp;", "&")).status_code == 200, link
