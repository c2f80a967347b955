"""A real browser on every page, as everybody, asks this site for everything and nobody else for anything."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests import factories
from tests.architecture.test_gate import pages


@pytest.fixture
def addresses(app: Flask, given: Any) -> list[str]:
    given(factories.member, "mira")
    given(factories.moderator, "sam")
    body = "Look at https://elsewhere.example/page and ![a picture](https://elsewhere.example/x.png)."
    thread_id = given(factories.thread, body=body, replies=2)
    given(factories.reply, thread_id, body="<img src=https://elsewhere.example/y.png>", warned="violence:mentioned")
    ids = {"thread_id": thread_id, "post_id": given(factories.opening, thread_id), "slug": "nights"}
    return [*pages(app, ids), "/moderation/", "/no-such-page"]


@pytest.mark.parametrize("who", [None, "mira", "sam"])
def test_every_page_asks_only_us(addresses: list[str], browser_page: Any, server: str, who: str | None) -> None:
    page = browser_page(who)
    asked: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in addresses:
        complaints.clear()
        page.goto(server + address)
        assert not [line for line in complaints if "Content Security Policy" in line or "Trusted" in line], address
        hints = page.locator(
            "link[rel~=preconnect], link[rel~=dns-prefetch], link[rel=manifest], iframe, object, embed"
        )
        assert hints.count() == 0, address
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "about:"))}
    assert hosts == {urlsplit(server).netloc}
    assert len(asked) >= len(addresses)
    workers = page.evaluate(
        "navigator.serviceWorker ? navigator.serviceWorker.getRegistrations().then(all => all.length) : 0"
    )
    assert workers == 0


def test_the_watch_can_see_a_foreign_request(browser_page: Any, server: str) -> None:
    """The control: a page without our policy that does ask elsewhere is noticed by the same watch."""
    page = browser_page(None, watched=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/elsewhere.example/**", lambda route: route.abort())
    page.set_content('<img src="http://elsewhere.example/x.png">')
    page.wait_for_load_state("networkidle")
    assert any("elsewhere.example" in url for url in asked)
