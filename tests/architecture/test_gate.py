"""No surface shows a post's words except through the gate: by reading the code, and by reading every page."""

import ast
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.architecture.house import MODULES, ROOT, TEMPLATES, name_of

# Who may touch a post's stored words. Everyone else asks forum/discussions/gate.py.
KEEPERS = {
    "forum/discussions/gate.py",
    "forum/discussions/models.py",
    "forum/discussions/operations.py",  # writes them
    "forum/seed.py",
}
WORDS = {"body_html", "excerpt"}
CANARY = "heron-feather-nineteen"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_gate_touches_stored_words(path: Any) -> None:
    if name_of(path) in KEEPERS:
        return
    used = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in WORDS
    }
    assert not used, f"{name_of(path)} reads {used} past the gate"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_template_shows_words_past_the_gate(path: Any) -> None:
    source = path.read_text()
    assert not re.search(r"\.(body_html|excerpt)\b", source), path
    assert not re.search(r"\bpost\.body\b", source), path
    assert not re.search(r"\|\s*safe\b", source), path


class Surfaces(HTMLParser):
    """Finds where a word stands: inside a closed `<details>`, inside a form field, or in the open."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word, self.open, self._inside = word, 0, [False]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "details":
            self._inside.append("open" not in dict(attrs))
        if tag == "textarea":
            self._inside.append(True)
        self.open += any(self.word in (value or "") for _, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"details", "textarea"}:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self.word in data and not any(self._inside):
            self.open += 1


def pages(app: Flask, ids: dict[str, str]) -> list[str]:
    """The address of every page that can be opened, with these ids in it."""
    found = []
    for rule in app.url_map.iter_rules():
        if (
            "GET" in (rule.methods or ())
            and rule.arguments <= ids.keys()
            and rule.endpoint not in {"static", "accounts.leave_page"}
        ):
            found.append(rule.build({name: ids[name] for name in rule.arguments})[1])
    found += ["/?list=new", "/?list=waiting", "/search?q=night", "/search?q=cold"]  # words of posts in such tests
    return [*found, f"/threads/{ids['thread_id']}/reply?answers={ids['post_id']}"]


@pytest.mark.parametrize("who", [None, "noor", "sam", "mira"])
def test_warned_words_stand_nowhere_in_the_open(app: Flask, given: Any, visit: Any, who: str | None) -> None:
    """Every page holds the words folded, for everybody; for their writer they are open on the posts' own pages."""
    given(factories.member, "mira")
    given(factories.newcomer, "noor")
    given(factories.moderator, "sam")
    thread_id = given(factories.thread, body=f"It was {CANARY} that night.", warned="self_harm:described")
    post_id = given(factories.opening, thread_id)
    given(factories.reply, thread_id, body=f"And {CANARY} again.", warned="suicide:mentioned")
    ids = {"thread_id": thread_id, "post_id": post_id, "slug": "nights"}
    person = visit(who)
    seen_folded = False
    for address in pages(app, ids):
        answer = person.get(address)
        if answer.mimetype != "text/html":
            assert CANARY not in answer.get_data(as_text=True), address
            continue
        page = answer.get_data(as_text=True)
        reading = Surfaces(CANARY)
        reading.feed(page)
        seen_folded = seen_folded or CANARY in page
        if who == "mira" and address.startswith(("/threads/", "/posts/")):
            assert not reading.open or "Content note: " in page, f"{address} keeps the note from its writer"
            continue
        assert reading.open == 0, f"{address} shows warned words in the open to {who or 'a visitor'}"
    assert seen_folded, "the words were on no page at all: this test would prove nothing"


def test_the_canary_is_seen_when_nothing_warns(given: Any, visit: Any) -> None:
    """The control: without a warning the same words stand in the open."""
    given(factories.member, "mira")
    thread_id = given(factories.thread, body=f"It was {CANARY} that night.")
    reading = Surfaces(CANARY)
    reading.feed(visit().get(f"/threads/{thread_id}").get_data(as_text=True))
    assert reading.open > 0
