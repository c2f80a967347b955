"""Answers of the forum, kept as they were sent, to be looked at later in a browser; one of each shape is enough."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from playwright.sync_api import Page, Route
from werkzeug.test import TestResponse

VARYING = re.compile(r"[a-z0-9]{16}")  # our random ids; what they are does not change how a page is read


@dataclass(frozen=True)
class Seen:
    """One answer: who saw what, at which address."""

    name: str
    path: str
    status: int
    headers: dict[str, str]
    body: bytes


REGIONS = {"head", "header", "aside", "main", "footer"}
SAID_BY_WORDS = {"href", "value", "content", "action", "datetime", "src"}


class Shape(HTMLParser):
    """A page without its words, region by region: tags, what they say to a browser, whether there are words at all."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.regions: list[tuple[str, ...]] = []
        self.feed(html)
        self._close()

    def _close(self) -> None:
        self.regions.append(tuple(self.parts))
        self.parts = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in REGIONS:
            self._close()
        kept = [(name, "" if name in SAID_BY_WORDS else value or "") for name, value in attrs if name != "aria-current"]
        self.parts.append(VARYING.sub("id", f"<{tag} {sorted(kept)}>"))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")
        if tag in REGIONS:
            self._close()

    def handle_data(self, data: str) -> None:
        if data.strip() and self.parts[-1:] != ["words"]:
            self.parts.append("words")


@dataclass
class Album:
    """What was seen so far. A page of which every region was seen in the same shape is counted and not kept.

    With the shapes of another album, what is in that one is not looked at again.
    """

    shapes: set[tuple[str, ...]] = field(default_factory=set)
    seen: list[Seen] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def keep(self, name: str, answer: TestResponse, *, status: int | None = None) -> TestResponse:
        """Keep a page under a name. With `status`, it must be that one: a state that is not reached is no state."""
        if status is not None:
            assert answer.status_code == status, f"{name}: {answer.status}, {answer.get_data(as_text=True)[-1500:]}"
        if answer.mimetype != "text/html" or answer.status_code in {301, 302, 303}:
            assert status is None, f"{name} is not a page: {answer.status}"
            return answer
        self.names.add(name)
        html = answer.get_data(as_text=True)
        shapes = set(Shape(html).regions)
        if not shapes <= self.shapes:
            self.shapes |= shapes
            headers = {key: value for key, value in answer.headers if key not in {"Set-Cookie", "Content-Length"}}
            self.seen.append(Seen(name, answer.request.path, answer.status_code, headers, answer.get_data()))
        return answer


def show(page: Page, server: str, seen: Seen) -> None:
    """Open an answer in the browser at its own address, with its own headers; its parts come from the real server."""

    def answer(route: Route, request: Any) -> None:
        if request.is_navigation_request():
            route.fulfill(status=seen.status, headers=seen.headers, body=seen.body)
        else:
            route.continue_()

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(server + seen.path)
