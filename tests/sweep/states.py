"""Pages that only something that happened can bring up: mistakes in every form, refusals, steps of signing in."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from forum import outbox
from forum.accounts import addresses
from forum.db import db
from forum.moderation.models import ReviewItem, State
from tests import factories, signs
from tests.accounts import cast
from tests.moderation import desk
from tests.posting.coached import HURTS, NOTED, OPENING, UNHEARD
from tests.security.world import Thing
from tests.sweep.album import Album

WORDS = "# Home\n\nI have written this three times.\n\nIt is about **home**, and it is long enough to lose."
TOO_LONG = "It is late and I cannot sleep. " * 700
RIGHT = {"password": cast.PASSWORD}
WRONG = {"password": "not my password at all"}


def mistakes_in_writing(visit: Any, things: dict[str, Thing], album: Album) -> None:
    """The composer with something missing, too much of something, and read through first."""
    mine, rich = things["visible"], things["rich"]
    forms = {
        "new thread": ("/threads/new", {"title": "Nights", "room": "nights"}),
        "reply": (f"/threads/{rich.thread_id}/reply", {"answers": rich.post_id}),
        "edit": (f"/posts/{mine.post_id}/edit", {"title": "Nights"}),
    }
    for name, (place, fields) in forms.items():
        wren = visit("wren")
        for what, sent in {
            "empty": dict.fromkeys(fields, "") | {"body": " "},
            "too long": {**fields, "body": TOO_LONG, "anonymous": "y"},
            "a note that is none": {**fields, "body": WORDS, "warnings": "weather:sunny"},
        }.items():
            album.keep(f"{name}, {what}", wren.post(place, **sent), status=422)
        seen = {"then": "preview", "warnings": ["self_harm:described", "suicide:mentioned"]}
        album.keep(f"{name}, read through", wren.post(place, **fields, body=WORDS, **seen), status=200)
        nothing = wren.post(place, **fields, body="", then="preview")
        album.keep(f"{name}, nothing to read through", nothing, status=200)
        assert wren.post(place, **fields, body=WORDS, then="keep").status_code == 303
        album.keep(f"{name}, begun before", wren.get(place), status=200)
        album.keep("words saved for later", wren.get("/drafts"), status=200)
    album.keep("a title that is too long", visit("wren").post("/threads/new", title="Night " * 60, body=""), status=422)


def hard_words(visit: Any, given: Any, rows: Any, album: Album) -> None:
    """Help beside one's own words in all its sizes, what waits because of them, and how moderators find it."""
    thread_id, wren, sam = given(factories.thread, by="mira"), visit("wren"), visit("sam")
    place = f"/threads/{thread_id}/reply"
    for country in ("", "GB", "FR"):
        wren.get(f"/help?country={country}")
        for body in (signs.CONCERN, signs.HIGH, signs.IMMINENT, signs.METHOD, signs.DETAIL):
            album.keep(f"hard words, read through, {country}", wren.post(place, body=body, then="preview"), status=200)
            answer = wren.post(place, body=body)
            album.keep(f"hard words, posted, {country}", wren.follow(answer), status=200)
        wren.follow(wren.post(place, body=signs.IMMINENT, then="keep"))
        album.keep(f"hard words, put by, {country}", wren.get("/drafts"), status=200)
    away = wren.follow(wren.post("/near/away", beside="drafts"))
    album.keep("hard words, help put away", away, status=200)
    for country in ("", "GB"):
        wren.get(f"/help?country={country}")
        later = wren.follow(wren.post(place, body=f"{signs.IMMINENT} Later, {country}."))
        album.keep(f"hard words, help was put away, {country}", later, status=200)
        assert "You put this away." in later.get_data(as_text=True), country
    given(factories.reply, thread_id, by="wren", body=f"{signs.OTHERS} {signs.CALM}\n\n{signs.HIGH} <b>{signs.METHOD}")
    album.keep("the queue with what was noticed", sam.get("/moderation/"), status=200)
    album.keep("only what was noticed", sam.get("/moderation/?kind=triage"), status=200)
    with rows() as session:
        waiting = session.scalars(select(ReviewItem.id).where(ReviewItem.state == State.OPEN)).all()
    for item in waiting:
        album.keep("an item, noticed", sam.get(f"/moderation/items/{item}"), status=200)


def a_thought_before_posting(visit: Any, given: Any, album: Album) -> None:
    """The page between the button and the post, and what a preview says beside the words."""
    thread_id = given(factories.thread, "Ashamed", body=OPENING, by="mira", asked="listen")
    place = f"/threads/{thread_id}/reply"
    for what, words in {"a place": HURTS, "questions": UNHEARD}.items():
        met = visit("wren").post(place, body=words, coach="")
        album.keep(f"a reply, {what} on the way", met, status=200)
        album.keep(f"a reply, {what} in a preview", visit("wren").post(place, body=words, then="preview"), status=200)
        assert "may be wrong" in met.get_data(as_text=True), what
    new = {"title": "After the row", "body": NOTED, "room": "nights", "coach": ""}
    noted = visit("wren").post("/threads/new", **new)
    album.keep("a new thread, a note on the way", noted, status=200)
    seen = visit("wren").post("/threads/new", **new, then="preview")
    album.keep("a new thread, a note in a preview", seen, status=200)
    assert "You may want to add a note" in noted.get_data(as_text=True)


def edited_and_taken_back(visit: Any, given: Any, album: Album) -> None:
    thread_id = given(factories.thread, "First words", by="wren", replies=1, reply_by="mira")
    post_id = given(factories.opening, thread_id)
    wren = visit("wren")
    wren.get(f"/posts/{post_id}/edit")
    assert wren.post(f"/posts/{post_id}/edit", title="Other words", body=WORDS).status_code == 303
    album.keep("a change is saved", wren.get(f"/threads/{thread_id}"), status=200)
    album.keep("what it said before", wren.get(f"/posts/{post_id}/history"), status=200)
    late = wren.post(f"/posts/{post_id}/edit", title="Again", body=WORDS, version="1")
    album.keep("edited in another tab", late, status=409)
    assert wren.post(f"/posts/{post_id}/withdraw").status_code == 303
    album.keep("just taken back", wren.get(f"/threads/{thread_id}"), status=200)
    album.keep("a thread whose opening was taken back", visit().get(f"/threads/{thread_id}"), status=200)


def a_thread_that(visit: Any, given: Any, rows: Any, album: Album) -> None:
    """Threads that are long, waiting, closed, paused or ended."""
    thread_id = given(factories.thread, "A long one", replies=60)
    first = visit().get(f"/threads/{thread_id}")
    album.keep("a long thread", first, status=200)
    album.keep("its next page", visit("mira").get(f"/threads/{thread_id}?after=zzz"))
    for state in ({"locked": True}, {"replies_paused": True}, {"ending": "okay_for_now"}):
        with rows() as session:
            from forum.discussions.models import Thread

            thread = session.get_one(Thread, thread_id)
            for name, value in ({"locked": False, "replies_paused": False, "ending": None} | state).items():
                setattr(thread, name, value)
            session.commit()
        for who in (None, "noor", "mira"):
            album.keep(f"a thread, {state}, {who}", visit(who).get(f"/threads/{thread_id}"), status=200)
    refused = visit("noor").post(f"/threads/{thread_id}/reply", body=WORDS)
    album.keep("a reply to a closed thread", refused, status=403)


def mistakes_at_the_desk(visit: Any, given: Any, things: dict[str, Thing], album: Album) -> None:
    """Reports, items in every state, decisions and appeals, each with something missing or too late."""
    given(factories.moderator, "kit")
    mira, sam, kit, wren = visit("mira"), visit("sam"), visit("kit"), visit("wren")
    place = f"/posts/{things['rich'].post_id}/report"
    for what, sent in {"nothing chosen": {}, "no reason": {"lane": "rule"}, "too much": {"note": TOO_LONG}}.items():
        album.keep(f"a report, {what}", mira.post(place, **sent), status=422)
    album.keep("one's own post", wren.get(place), status=200)
    items = {
        "report": given(desk.report, things["rich"].post_id, "mira", note="Please look."),
        "worried": given(desk.worry, things["rich"].post_id, "mira", note="I am afraid for them."),
        "hold": given(desk.hold, given(factories.reply, things["rich"].thread_id, by="mira", anonymous=True)),
    }
    for kind, item in items.items():
        place = f"/moderation/items/{item}"
        album.keep(f"an item, {kind}", sam.get(place), status=200)
        missing = sam.post(f"{place}/decide", action="hide", facts="", note=WORDS, warnings="suicide:mentioned")
        album.keep(f"a decision with gaps, {kind}", missing, status=422)
        album.keep(f"no step, {kind}", sam.post(f"{place}/decide", facts=TOO_LONG), status=422)
        assert kit.post(f"{place}/claim").status_code == 303
        album.keep(f"an item of mine, {kind}", kit.get(place), status=200)
        album.keep(f"an item of a colleague’s, {kind}", sam.get(place), status=200)
        album.keep(f"taken by a colleague, {kind}", sam.post(f"{place}/claim"), status=409)
    album.keep("the queue", kit.get("/moderation/"), status=200)
    item = f"/moderation/items/{items['report']}"
    ruling = {"action": "hide", "rule": "kind", "facts": "It was read.", "note": "Take care."}
    assert kit.post(f"{item}/decide", **ruling).status_code == 303
    album.keep("decided by a colleague", sam.post(f"{item}/decide", **ruling), status=409)
    album.keep("an item that is decided", sam.get(item), status=200)
    album.keep("what was decided", sam.get("/moderation/?state=decided"), status=200)
    _appeal(wren, sam, kit, things, album)


def _appeal(wren: Any, sam: Any, kit: Any, things: dict[str, Thing], album: Album) -> None:
    rich = things["rich"]
    word = wren.get(f"/posts/{rich.post_id}/word").location
    album.keep("my hidden thread", wren.get(f"/threads/{rich.thread_id}"), status=200)
    album.keep("a word about my post", wren.get(word), status=200)
    album.keep("an appeal to write", wren.get(f"{word}/appeal"), status=200)
    album.keep("an appeal without words", wren.post(f"{word}/appeal", words=" "), status=422)
    album.keep("an appeal that is too long", wren.post(f"{word}/appeal", words=TOO_LONG), status=422)
    assert wren.post(f"{word}/appeal", words=WORDS).status_code == 303
    album.keep("an appeal that waits", wren.get(word), status=200)
    sam.get("/moderation/?kind=appeal")
    item = next(link for link in sam.page.links if link.startswith("/moderation/items/"))
    album.keep("the list of appeals", sam.get("/moderation/?kind=appeal"), status=200)
    album.keep("an appeal against my own decision", kit.get(item), status=200)
    album.keep("an appeal to judge", sam.get(item), status=200)
    album.keep("an appeal without an answer", sam.post(f"{item}/decide", action="overturn"), status=422)
    answer = {"action": "overturn", "facts": "We were wrong, and we are sorry."}
    assert sam.post(f"{item}/decide", **answer).status_code == 303
    album.keep("an appeal that is judged", sam.get(item), status=200)
    album.keep("a decision taken back", wren.get(word), status=200)


def coming_in(app: Flask, visit: Any, given: Any, rows: Any, album: Album) -> None:
    """Joining, signing in and getting back in: what was missing, and what comes next."""
    visitor = visit()
    album.keep("joining, empty", visitor.post("/sign-up", username="", password=""), status=422)
    wrong = {"username": "moderator", "password": "12345678", "email": "not an address"}
    album.keep("joining, refused", visitor.post("/sign-up", **wrong), status=422)
    album.keep("signing in, empty", visitor.post("/sign-in", username="", password=""), status=422)
    album.keep("signing in, unknown", visitor.post("/sign-in", username="nobody", **WRONG, keep="y"), status=422)
    new = {"username": "", "code": "", "new_password": ""}
    album.keep("getting back, empty", visitor.post("/sign-in/recover", **new), status=422)
    sent = {"username": "mira", "code": "abcd", "new_password": cast.PASSWORD}
    album.keep("getting back, refused", visitor.post("/sign-in/recover", **sent), status=422)
    album.keep("a letter to nowhere", visitor.post("/sign-in/reset", email=""), status=422)
    album.keep("a letter to nonsense", visitor.post("/sign-in/reset", email="nonsense"), status=422)
    album.keep("a link that is over", visitor.get("/sign-in/reset/nothing"), status=404)
    given(cast.member, "olive", app=True)
    assert visitor.post("/sign-in", username="olive", **RIGHT).status_code == 303
    album.keep("one more step", visitor.get("/sign-in/code"), status=200)
    album.keep("a code that is wrong", visitor.post("/sign-in/code", code="000000"), status=422)
    album.keep("by passkey", visitor.post("/sign-in/passkey/begin"), status=200)
    album.keep("a passkey that is none", visitor.post("/sign-in/passkey", credential="{}"), status=422)
    _by_letter(app, visitor, album)


def _by_letter(app: Flask, visitor: Any, album: Album) -> None:
    """Olive has an address; the link of the letter that comes to it is opened."""
    with app.app_context():
        olive = desk.account("olive")
        addresses.ask_to_confirm(olive, "olive@example.org", site="")
        assert addresses.confirm(olive, _newest_link())
        db.session.commit()
    assert visitor.post("/sign-in/reset", email="olive@example.org").status_code == 303
    with app.app_context():
        token = _newest_link()
    album.keep("a new password by letter", visitor.get(f"/sign-in/reset/{token}"), status=200)
    album.keep("a weak one", visitor.post(f"/sign-in/reset/{token}", new_password="short"), status=422)


def _newest_link() -> str:
    """What the link in the newest letter ends with; an address is given once only, so that there is one letter each."""
    db.session.flush()
    found = [re.search(r"/(?:reset|email)/(\S+)", letter.words) for letter in outbox.letters()]
    return [link[1] for link in found if link][-1]


def one_s_own_account(visit: Any, album: Album) -> None:
    """A member who has just joined: codes shown once, and every form of the account with a wrong password."""
    fern = visit()
    assert fern.post("/sign-up", username="fern", password=cast.PASSWORD, email="").status_code == 303
    album.keep("codes, shown once", fern.get("/settings/recovery-codes"), status=200)
    assert fern.post("/settings/recovery-codes", kept="y").status_code == 303
    album.keep("welcome", fern.get("/"), status=200)
    album.keep("nothing written yet", fern.get("/mine"), status=200)
    album.keep("nothing saved yet", fern.get("/drafts"), status=200)
    for place, fields in {
        "/settings/password": {"new_password": "another walk by the sea"},
        "/settings/email": {"email": "fern@example.org"},
        "/settings/recovery-codes": {},
        "/settings/second-factor/app/begin": {},
        "/settings/second-factor/app/remove": {},
        "/settings/second-factor/passkey/begin": {},
        "/settings/second-factor/passkey/remove": {"which": "nothing"},
    }.items():
        album.keep(f"{place}, wrong password", fern.post(place, **fields, **WRONG), status=422)
    album.keep("a weak new password", fern.post("/settings/password", new_password="fern", **RIGHT), status=422)
    album.keep("an address that is none", fern.post("/settings/email", email="fern at home", **RIGHT), status=422)
    assert fern.post("/settings/recovery-codes", **RIGHT).status_code == 303
    album.keep("new codes", fern.get("/settings/recovery-codes"), status=200)
    assert fern.post("/settings/second-factor/app/begin", **RIGHT).status_code == 303
    album.keep("an app to set up", fern.get("/settings/second-factor/app"), status=200)
    album.keep("its code is wrong", fern.post("/settings/second-factor/app", code="000000"), status=422)
    assert fern.post("/settings/second-factor/passkey/begin", **RIGHT).status_code == 303
    album.keep("a passkey to add", fern.get("/settings/second-factor/passkey"), status=200)
    nothing = fern.post("/settings/second-factor/passkey", credential="{}", name="my phone")
    album.keep("a passkey that did not work", nothing, status=422)
    visit()  # Another browser of nobody's.
    album.keep("where I am signed in", fern.get("/settings/sign-ins"), status=200)


def refusals(visit: Any, given: Any, things: dict[str, Thing], album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that can keep words from being saved; each page gives them back."""
    place = f"/threads/{things['rich'].thread_id}/reply"
    given(cast.member, "ivy")
    visitor, mira = visit(), visit("mira")

    def lost(name: str, answer: Any, status: int) -> None:
        album.keep(name, answer, status=status)
        assert "too dear to lose" in answer.get_data(as_text=True), name

    dear = {"body": f"{WORDS} And too dear to lose.", "warnings": "suicide:mentioned"}
    lost("not signed in", visitor.post(place, **dear), 401)
    carried = {name: value[0] for form in visitor.page.forms for name, value in form.fields.items()}
    lost("signing in with words, wrong", visitor.post("/sign-in", **{**carried, "username": "ivy", **WRONG}), 422)
    lost("joining with words", visitor.post("/sign-up", **{**carried, "begin": "y"}), 200)
    lost("signed in with words", visitor.post("/sign-in", **{**carried, "username": "ivy", **RIGHT}), 200)
    lost("a token that is over", mira.post(place, **dear, csrf_token="over"), 400)
    lost("a room that is gone", mira.post("/threads/aaaabbbbccccdddd/reply", **dear), 404)
    album.keep("far too much", mira.post(place, body="x" * 3_000_000), status=413)
    album.keep("too many fields", mira.post(place, **{f"body{one}": "x" for one in range(600)}), status=413)
    album.keep("a way that is none", mira.post("/help"), status=405)
    album.keep("a page that is none", visitor.get("/nothing/here"), status=404)
    album.keep("no second factor yet", visit("hal").post(f"/moderation/items/{things['visible'].item_id}/claim"))
    with monkeypatch.context() as busy:
        busy.setattr("forum.limits.take", lambda *a, **k: False)
        lost("a lot in a short time", mira.post(place, **dear), 429)
    with monkeypatch.context() as broken:

        def full(*arguments: Any, **named: Any) -> None:
            raise OperationalError("INSERT", {}, Exception("disk I/O error"))

        broken.setattr("forum.posting.operations.reply", full)
        lost("a disk that is full", mira.post(place, **dear), 503)
        draw = "forum.web.refusals.render_template"
        import flask

        def torn(template: str, **given: Any) -> str:
            if template == "web/refused.html":
                raise OSError("no template")
            return flask.render_template(template, **given)

        broken.setattr(draw, torn)
        lost("when nothing can be relied on", mira.post(place, **dear), 503)
        broken.setattr("forum.posting.operations.reply", lambda *a, **k: 1 / 0)
        broken.setattr(draw, flask.render_template)
        mira.client.application.config["PROPAGATE_EXCEPTIONS"] = False
        lost("our own mistake", mira.post(place, **dear), 500)


def nothing_here_yet(visit: Any, given: Any, album: Album) -> None:
    """A forum on its first day: no threads, no items, no rooms but one."""
    given(factories.room, "nights")
    given(factories.moderator, "sam")
    sam = visit("sam")
    for place in ("/", "/?list=waiting", "/rooms/nights", "/moderation/", "/moderation/?state=decided", "/mine"):
        album.keep(f"empty: {place}", sam.get(place), status=200)
        if not place.startswith(("/mod", "/mine")):
            album.keep(f"empty, visitor: {place}", visit().get(place), status=200)
