"""Nothing that can be sent to any form makes the forum fail, and only what is sent changes anything."""

import time
from collections import Counter
from typing import Any

import pytest
from flask import Flask

from tests.anonymity.test_no_table_names_the_writer import snapshot
from tests.posting import nonsense
from tests.posting.writing import LETTER
from tests.security import world
from tests.security.world import Thing

SEED, SECONDS = 20_261_122, 60  # of one core
# Following this link signs out: the contract has it so, because it must work without a form.
CHANGES_BY_LINK = {"accounts.leave_page"}


class Sender:
    """Somebody who sends what they are given, and signs in again whenever it has signed them out."""

    def __init__(self, visit: Any, who: str | None) -> None:
        self.visit, self.who, self.person = visit, who, visit(who)
        self.look()

    def look(self) -> None:
        self.person.get("/settings")
        if self.who and "Sign out" not in self.person.page.words:
            self.person = self.visit(self.who)
            self.person.get("/settings")

    def token(self) -> str:
        return str(self.person.page.csrf_token)

    def send(self, sent: nonsense.Request) -> Any:
        answer = self.person.client.open(
            sent.path,
            method=sent.method,
            data=sent.data,
            content_type=sent.content_type,
            headers=sent.headers,
            query_string=sent.query,
        )
        if answer.status_code in {200, 303, 400, 401}:  # They may have been signed out, or given another token.
            self.look()
        return answer


@pytest.fixture
def things(given: Any, visit: Any, rows: Any) -> dict[str, Thing]:
    return world.build(given, visit, rows)


def places(app: Flask, method: str, things: dict[str, Thing]) -> list[str]:
    """The address of every route that takes this method, once with a post that is there and once with none."""
    found = []
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint not in {"static", *CHANGES_BY_LINK}:
            for kind in ("visible", "unknown") if rule.arguments else ("visible",):
                given = {name: getattr(things[kind], name, world.NOWHERE) for name in rule.arguments}
                found.append(rule.build(given)[1])
    return sorted(set(found))


def test_a_thousand_requests_that_make_no_sense(
    app: Flask, visit: Any, rows: Any, things: dict[str, Thing], caplog: Any
) -> None:
    routes = places(app, "POST", things)
    assert len(routes) > 30
    began, answers, broken = time.process_time(), Counter[int](), []
    for share, (who, number) in enumerate([("wren", 420), ("sam", 380), (None, 200)]):
        sender = Sender(visit, who)
        for n, sent in enumerate(nonsense.requests(SEED + share, number, routes, sender.token)):
            answer = sender.send(sent)
            answers[answer.status_code] += 1
            if answer.status_code >= 500 or b"Traceback" in answer.get_data():
                broken.append(f"{n} {who}: {sent.kind}, {sent.method} {sent.path[:60]}: {answer.status_code}")
    assert not broken, "\n".join(broken)
    assert sum(answers.values()) >= 1_000
    assert answers[422] > 50 and answers[404] > 50, f"they did not get as far as the forms: {answers}"
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert time.process_time() - began < SECONDS
    mira = visit("mira")
    assert mira.post(f"/threads/{things['sealed'].thread_id}/reply", body=LETTER).status_code == 303


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_asking_changes_nothing_whoever_asks_and_whatever_comes_along(
    app: Flask, visit: Any, rows: Any, things: dict[str, Thing], method: str
) -> None:
    """A program that follows or checks every link of a page leaves every row as it was."""
    senders = [Sender(visit, who) for who in (None, "wren", "sam")]
    with rows() as session:
        before = snapshot(session)
    form = {
        "title": "T",
        "body": "B",
        "room": "nights",
        "lane": "rule",
        "reason": "spam",
        "action": "remove",
        "rule": "kind",
    }
    form |= {
        "facts": "F",
        "words": "W",
        "theme": "dark",
        "place": "new",
        "username": "newly",
        "password": "a long walk here",
    }
    for sender in senders:
        for place in places(app, "GET", things) + places(app, "POST", things):
            answer = sender.person.client.open(place, method=method, data={**form, "csrf_token": sender.token()})
            assert answer.status_code < 500, (method, place)
    with rows() as session:
        assert snapshot(session) == before
