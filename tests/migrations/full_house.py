"""A forum in which every table has rows: the world of the security tests, lived in through its own pages."""

from contextlib import contextmanager
from typing import Any

from flask import Flask

from forum import clock, publishing
from forum.accounts.models import Passkey
from forum.db import db
from forum.discussions.models import Post, Visibility
from tests import factories
from tests.accounts import cast
from tests.moderation import desk
from tests.people import Person
from tests.security import world

SCRIPTS = "naïve שלום مرحبا 你好 नमस्ते 🫂🏽 e\u0301"


class Doors:
    """`given`, `visit` and `rows` of tests/conftest.py, for an app of one's own."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def given(self, factory: Any, *arguments: Any, **named: Any) -> Any:
        with self.app.app_context():
            made = factory(*arguments, **named)
            db.session.commit()
            return made

    def visit(self, user: str | None = None) -> Person:
        return Person(self.app, user)

    @contextmanager
    def rows(self) -> Any:
        with self.app.app_context():
            yield db.session


def fill(app: Flask) -> None:
    """People, rooms, posts in every state, and everything that happens around them."""
    doors = Doors(app)
    things = world.build(doors.given, doors.visit, doors.rows)
    doors.given(_posts_in_rare_states)
    _write(doors)
    _join(doors)
    _appeal(doors, things["hidden"])
    doors.given(desk.worry, things["visible"].post_id, "mira", SCRIPTS)
    doors.given(_passkey)


def _posts_in_rare_states() -> None:
    for rare in (Visibility.SCHEDULED, Visibility.AWAY):
        thread_id = factories.thread(f"It is {rare}", by="wren", body=SCRIPTS, warned="self_harm:described")
        post = db.session.get_one(Post, factories.opening(thread_id))
        publishing.set_visibility(post, rare)
        post.publish_at = clock.now() if rare is Visibility.SCHEDULED else None


def _write(doors: Doors) -> None:
    """Mira writes, changes, saves for later, and takes back."""
    thread_id = doors.given(factories.thread, SCRIPTS, body=SCRIPTS, asked="listen", replies=2, anonymous=True)
    mira = doors.visit("mira")
    post_id = doors.given(factories.reply, thread_id, by="mira", body=SCRIPTS)
    mira.get(f"/posts/{post_id}/edit")
    assert mira.post(f"/posts/{post_id}/edit", body=f"{SCRIPTS} once more").status_code == 303
    assert mira.post("/threads/new", title=SCRIPTS, body=SCRIPTS, then="keep").status_code == 303
    gone = doors.given(factories.reply, thread_id, by="mira", body="Not for here.")
    assert mira.post(f"/posts/{gone}/withdraw").status_code == 303


def _join(doors: Doors) -> None:
    """Somebody joins with an address, so that a letter, codes and a link wait."""
    new = {"username": "fern", "password": cast.PASSWORD, "email": "fern@example.org"}
    assert doors.visit().post("/sign-up", **new).status_code == 303
    doors.given(cast.member, "olive", app=True)


def _appeal(doors: Doors, hidden: world.Thing) -> None:
    wren = doors.visit("wren")
    assert wren.post(f"/decisions/{hidden.decision_id}/appeal", words=SCRIPTS).status_code == 303


def _passkey() -> None:
    db.session.add(
        Passkey(
            credential_id=b"\x00\xff" * 16,
            account_id=desk.account("mira").id,
            public_key=bytes(range(256)),
            name=SCRIPTS,
            added_on=clock.today(),
        )
    )
