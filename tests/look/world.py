"""One forum with something in every state, and the address of every page in it for each kind of reader."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from forum.db import db
from forum.discussions.models import Thread
from forum.moderation import operations
from forum.moderation.models import Action, ReviewItem
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk

LETTER = """It is nearly three and I have written this out four times already. My sister forgot to ring.

I know how it looks from outside. I go cold first. Then I go *clever*, and that is the worst of it.

> You do not have to set fire to the house to find out who comes running.

- the phone in the bread bin
- forty-one gates, and averyveryverylongwordwithoutanyspacesinitthatmustnotbreakthepage

What say you?"""
HIDE = Ruling(Action.HIDE, "It mocks another member.", "kind", "We would like you to stay.")
NOT_PAGES = {"static", "accounts.leave_page", "accounts.app_picture"}


def build(given: Callable[..., Any]) -> dict[str, str]:
    """Make it all; answers with the ids that addresses are built from."""
    given(desk.cast)
    thread = given(
        factories.thread, "I keep testing whether people will stay", body=LETTER, asked="listen", anonymous=True
    )
    given(factories.thread, "قرأت رسالتك مرتين", by="sam", body="أنا هنا.\n\nلا أعرف ماذا أقول.")
    warned = given(factories.thread, "After the row", by="noor", body=LETTER, warned="suicide:mentioned abuse:detailed")
    quiet = given(factories.thread, "Okay for now", body=LETTER, where="small-wins")
    given(lambda: setattr(db.session.get_one(Thread, quiet), "ending", "okay_for_now"))
    given(factories.room, "members-corner", members_only=True)
    own = given(factories.reply, thread, body="My own reply, under a name of this thread.", anonymous=True)
    given(factories.reply, thread, by="noor", body="A newcomer under a name waits to be read.", anonymous=True)
    folded = given(factories.reply, thread, by="kit", body=LETTER, warned="self_harm:described")
    hidden = given(factories.reply, thread, body="Words that will be hidden.")
    decision = given(desk.decide, given(desk.report, hidden, by="kit"), "sam", HIDE)
    item = given(desk.report, folded, by="mira", note="It was hard to read.")
    given(desk.worry, given(factories.opening, warned), by="mira", note="She has stopped answering.")
    given(lambda: operations.claim(desk.account("sam"), db.session.get_one(ReviewItem, item)))
    return {
        "slug": "nights",
        "thread_id": thread,
        "warned_id": warned,
        "quiet_id": quiet,
        "post_id": own,
        "folded_id": folded,
        "hidden_id": hidden,
        "decision_id": decision,
        "item_id": item,
        "token": "a-token-that-nobody-was-given",
    }


def pages(app: Flask, ids: dict[str, str]) -> dict[str | None, list[str]]:
    """Every address that answers with a page, by who goes there: a visitor, Mira, and Sam at the desk."""
    routes = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES:
            assert rule.arguments <= ids.keys(), f"{rule.rule} needs an id that this world does not have"
            routes.append(rule.build({name: ids[name] for name in rule.arguments})[1])
    desk_pages = [address for address in routes if address.startswith("/moderation/")]
    others = [address for address in routes if address not in desk_pages]
    members = [one for one in others if not one.startswith(("/help", "/guidelines", "/content", "/privacy", "/sign"))]
    return {
        None: [*others, f"/threads/{ids['warned_id']}", "/?list=waiting", "/help?country=GB", "/nowhere"],
        "mira": [
            *members,
            f"/threads/{ids['warned_id']}",
            f"/threads/{ids['quiet_id']}",
            f"/threads/{ids['thread_id']}/reply?answers={ids['folded_id']}",
            f"/posts/{ids['folded_id']}/report",
            f"/posts/{ids['hidden_id']}/edit",
            "/?list=new",
        ],
        "sam": [*desk_pages, "/moderation/?state=decided", f"/threads/{ids['thread_id']}"],
    }
