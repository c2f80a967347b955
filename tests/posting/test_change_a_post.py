"""A writer changes what they wrote; what it said before is for them alone, and no tab overwrites another unseen."""

from typing import Any

import pytest
from sqlalchemy import select

from forum import publishing
from forum.db import db
from forum.discussions.models import Post, Revision, Thread, Visibility
from tests import factories
from tests.discussions.looking import posts
from tests.posting.writing import LETTER, how_many

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, "The kettle", body="First words.", warned="death:mentioned", asked="listen"))


@pytest.fixture
def opening(given: Any, thread: str) -> str:
    return str(given(factories.opening, thread))


def test_the_form_holds_what_the_post_says(visit: Any, opening: str) -> None:
    mira = visit("mira")
    mira.get(f"/posts/{opening}/edit")
    form = mira.page.form(f"/posts/{opening}/edit").fields
    assert form["title"] == ["The kettle"] and form["body"] == ["First words."]
    assert "death:mentioned" in form["warnings"] and form["support"] == ["listen"]
    assert "anonymous" not in form, "a name is not changed afterwards"


def test_a_change_is_read_by_everybody_and_said_to_be_one(visit: Any, thread: str, opening: str) -> None:
    typed = {"title": "The other kettle", "body": "Second words.", "warnings": "abuse:described", "support": "space"}
    mira = visit("mira")
    page = mira.follow(mira.post(f"/posts/{opening}/edit", **typed)).get_data(as_text=True)
    assert "Your change is saved." in page
    page = visit().get(f"/threads/{thread}").get_data(as_text=True)
    for said in (
        "The other kettle",
        "Second words.",
        "abuse or neglect (described)",
        "some space for now",
        "changed since",
    ):
        assert said in page, said
    assert "First words." not in page and "death" not in page
    assert "Second words." not in visit().get("/").get_data(as_text=True), "the list has the new note too"


def test_a_reply_is_changed_without_a_title(given: Any, visit: Any, rows: Any, thread: str) -> None:
    reply = given(factories.reply, thread, by="tomasz", body="I hear you.")
    tomasz = visit("tomasz")
    tomasz.get(f"/posts/{reply}/edit")
    assert "title" not in tomasz.page.form(f"/posts/{reply}/edit").fields
    tomasz.post(f"/posts/{reply}/edit", body="I hear you well.", title="Taken over", support="space")
    with rows() as session:
        assert session.get(Thread, thread).title == "The kettle"
        assert session.get(Thread, thread).support == "listen"
        assert session.get(Post, reply).body == "I hear you well."


def test_a_change_by_the_contracts_two_fields_leaves_title_and_support(
    visit: Any, rows: Any, thread: str, opening: str
) -> None:
    assert visit("mira").post(f"/posts/{opening}/edit", body="Second words.", warnings="abuse").status_code == 303
    with rows() as session:
        found = session.get(Thread, thread)
        assert (found.title, found.support) == ("The kettle", "listen")


@pytest.mark.parametrize("anonymous", [False, True])
def test_the_byline_stays_what_it_was(given: Any, visit: Any, rows: Any, anonymous: bool) -> None:
    thread = given(factories.thread, anonymous=anonymous)
    post = given(factories.opening, thread)
    with rows() as session:
        before = session.execute(select(Post.account_id, Post.pseudonym_id)).one()
    visit("mira").post(f"/posts/{post}/edit", title="T", body="Changed.", anonymous="" if anonymous else "y")
    with rows() as session:
        assert session.execute(select(Post.account_id, Post.pseudonym_id)).one() == before


class TestWhatItSaidBefore:
    @pytest.fixture
    def changed(self, visit: Any, opening: str) -> str:
        mira = visit("mira")
        for number in (2, 3):
            mira.post(f"/posts/{opening}/edit", title=f"Title {number}", body=f"Words number {number}.")
        return opening

    def test_the_writer_reads_every_version_newest_first(self, visit: Any, thread: str, changed: str) -> None:
        mira = visit("mira")
        assert f"/posts/{changed}/history" in (mira.get(f"/threads/{thread}") and mira.page.links)
        page = mira.get(f"/posts/{changed}/history").get_data(as_text=True)
        assert page.index("Words number 3.") < page.index("Words number 2.") < page.index("First words.")
        assert "Title: Title 2" in page and "Title: The kettle" in page

    def test_nobody_else_does(self, visit: Any, thread: str, changed: str) -> None:
        for name in ("tomasz", "noor", "sam"):
            person = visit(name)
            assert person.get(f"/posts/{changed}/history").status_code == 404
            person.get(f"/threads/{thread}")
            assert f"/posts/{changed}/history" not in person.page.links
        assert visit().get(f"/posts/{changed}/history").status_code == 401
        for who in (None, "tomasz", "mira"):
            page = visit(who).get(f"/threads/{thread}").get_data(as_text=True)
            assert "First words." not in page and "number 2" not in page


def test_nobody_changes_what_somebody_else_wrote(given: Any, visit: Any, rows: Any, thread: str, opening: str) -> None:
    sealed = given(factories.reply, thread, by="mira", anonymous=True)
    with rows() as session:
        before = session.execute(select(Post.id, Post.body, Post.version)).all()
    for name in ("tomasz", "noor", "sam"):
        for post in (opening, sealed, "abcdefghijkmnopq"):
            person = visit(name)
            assert person.get(f"/posts/{post}/edit").status_code == 404
            answer = person.post(f"/posts/{post}/edit", title="T", body=LETTER)
            assert answer.status_code == 404 and LETTER.split("\n")[0] in person.page.html
    assert visit().get(f"/posts/{opening}/edit").status_code == 401
    with rows() as session:
        assert session.execute(select(Post.id, Post.body, Post.version)).all() == before


class TestTwoTabs:
    def forms(self, visit: Any, opening: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        mira = visit("mira")
        opened = []
        for _ in range(2):
            mira.get(f"/posts/{opening}/edit")
            opened.append(mira.page.form(f"/posts/{opening}/edit").fields)
        return mira, *opened

    def test_the_second_is_asked_and_keeps_everything(self, visit: Any, rows: Any, opening: str) -> None:
        mira, first, second = self.forms(visit, opening)
        assert mira.post(f"/posts/{opening}/edit", **{**first, "body": "From the first tab."}).status_code == 303
        typed = {
            **second,
            "title": "Second title",
            "body": LETTER,
            "warnings": ["abuse:described"],
            "support": ["space"],
        }
        answer = mira.post(f"/posts/{opening}/edit", **typed)
        assert answer.status_code == 409
        assert "From the first tab." in mira.page.words and "changed in another tab" in mira.page.words
        form = mira.page.form(f"/posts/{opening}/edit").fields
        assert form["body"] == [LETTER] and form["title"] == ["Second title"]
        assert "abuse:described" in form["warnings"] and form["support"] == ["space"]
        with rows() as session:
            assert session.get(Post, opening).body == "From the first tab."
        assert mira.post(f"/posts/{opening}/edit", **form).status_code == 303, "having seen it, they may"
        with rows() as session:
            assert session.get(Post, opening).body == LETTER
            assert {one.body for one in session.scalars(select(Revision))} == {"First words.", "From the first tab."}

    def test_after_a_moderator_covered_a_passage_too(self, given: Any, visit: Any, opening: str) -> None:
        mira, first, _ = self.forms(visit, opening)
        given(lambda: publishing.shown_differently(db.session.get_one(Post, opening)))
        assert mira.post(f"/posts/{opening}/edit", **{**first, "body": LETTER}).status_code == 409

    @pytest.mark.parametrize("version", ["0", "999999", "99999999999999999999", "-1", "1.5", "x", "１", "\0", " 1"])
    def test_a_version_that_we_never_gave_is_an_old_one(
        self, visit: Any, rows: Any, opening: str, version: str
    ) -> None:
        answer = visit("mira").post(f"/posts/{opening}/edit", title="T", body="Second words.", version=version)
        assert answer.status_code == (303 if version == "0" else 409)

    def test_a_post_taken_back_in_the_other_tab_gives_the_words_back(self, visit: Any, opening: str) -> None:
        mira, first, _ = self.forms(visit, opening)
        mira.post(f"/posts/{opening}/withdraw")
        answer = mira.post(f"/posts/{opening}/edit", **{**first, "body": LETTER})
        assert answer.status_code == 404 and LETTER.split("\n")[0] in mira.page.html


def test_a_removed_post_is_not_changed_and_says_why(given: Any, visit: Any, rows: Any, opening: str) -> None:
    given(lambda: publishing.set_visibility(db.session.get_one(Post, opening), Visibility.REMOVED))
    mira = visit("mira")
    assert mira.get(f"/posts/{opening}/edit").status_code == 403
    answer = mira.post(f"/posts/{opening}/edit", title="T", body=LETTER)
    assert answer.status_code == 403 and "cannot be changed any more" in mira.page.words
    assert LETTER.split("\n")[0] in mira.page.html
    with rows() as session:
        assert session.get(Post, opening).body == "First words."


def test_a_mistake_brings_the_form_back_with_everything(visit: Any, rows: Any, opening: str) -> None:
    mira = visit("mira")
    with rows() as session:
        before = how_many(session)
    for typed in (
        {"title": "", "body": LETTER},
        {"title": "T", "body": " \n\u200b "},
        {"title": "T" * 201, "body": "B"},
    ):
        answer = mira.post(f"/posts/{opening}/edit", **typed, warnings="abuse:described", support="space")
        assert answer.status_code == 422 and mira.page.title.startswith("Error: ")
        form = mira.page.form(f"/posts/{opening}/edit").fields
        assert form["title"] == [typed["title"]] and form["body"][0].strip() == typed["body"].strip()
        assert "abuse:described" in form["warnings"] and form["support"] == ["space"]
    with rows() as session:
        assert how_many(session) == before


def test_a_change_can_be_read_through_and_kept_for_later(visit: Any, rows: Any, thread: str, opening: str) -> None:
    mira = visit("mira")
    page = mira.post(f"/posts/{opening}/edit", title="T", body="Half a change.", then="preview").get_data(as_text=True)
    assert "How it will look" in page
    assert (
        mira.post(f"/posts/{opening}/edit", **mira.page.form(f"/posts/{opening}/edit").fields, then="keep").status_code
        == 303
    )
    assert "First words." in visit().get(f"/threads/{thread}").get_data(as_text=True)
    mira.get(f"/posts/{opening}/edit")
    assert mira.page.form(f"/posts/{opening}/edit").fields["body"] == ["Half a change."]
    assert "a change that you had begun" in mira.page.words
    mira.get(f"/posts/{opening}/edit?draft=none")
    assert mira.page.form(f"/posts/{opening}/edit").fields["body"] == ["First words."]


def test_a_sealed_writer_changes_their_post_from_their_own_list(given: Any, visit: Any) -> None:
    thread = given(factories.thread, by="tomasz")
    post = given(factories.reply, thread, by="mira", anonymous=True, body="Sealed words.")
    mira = visit("mira")
    mira.get("/mine")
    assert f"/posts/{post}" in mira.page.links
    answer = mira.post(f"/posts/{post}/edit", body="Sealed words, mended.")
    assert posts(mira.follow(answer).get_data(as_text=True))[post] == "visible"
    page = visit("tomasz").get(f"/threads/{thread}").get_data(as_text=True)
    assert "Sealed words, mended." in page and "mira" not in page
