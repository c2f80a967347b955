"""The seal key is lost: nothing breaks, signed words go on, and the host is told how to let people write again."""

import dataclasses
import logging
from typing import Any

import pytest
from flask import Flask

from forum import work
from forum.keys import KeyRing
from tests import factories


@pytest.fixture(params=["another name", "the same name"])
def lost(app: Flask, given: Any, request: pytest.FixtureRequest) -> Any:
    """A thread with a named post of Mira's and a sealed one; then the key is replaced by another."""
    given(factories.member, "mira")
    given(factories.member, "tomasz")
    thread = given(factories.thread, "Nights", by="mira")
    given(factories.reply, thread, by="mira", body="Under a name for this thread.", anonymous=True)
    held = app.extensions["keys"]
    name = "k0badcafe" if request.param == "another name" else held.seal.current[0]
    another = KeyRing(((name, b"another key, made after the loss"),))
    app.extensions["keys"] = dataclasses.replace(held, seal=another)
    yield thread
    app.extensions["keys"] = held


PAGES = ("/", "/threads/{}", "/mine", "/drafts", "/threads/new", "/threads/{}/reply", "/settings", "/settings/account")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_breaks(page: str, lost: str, visit: Any) -> None:
    answer = visit("mira").get(page.format(lost))
    assert answer.status_code == 200 or (answer.status_code == 503 and "misses a key" in answer.get_data(as_text=True))


def test_everybody_still_reads_what_was_written(lost: str, visit: Any) -> None:
    for reader in (visit(), visit("mira"), visit("tomasz")):
        reader.get(f"/threads/{lost}")
        assert "Under a name for this thread." in reader.page.words


@pytest.mark.parametrize("sealed", [{}, {"anonymous": "y"}], ids=["signed", "sealed"])
def test_what_somebody_writes_comes_back_to_them(sealed: dict[str, str], lost: str, visit: Any) -> None:
    mira = visit("mira")
    answer = mira.post(f"/threads/{lost}/reply", body="Words from a bad night.", **sealed)
    assert answer.status_code == 503
    assert "Words from a bad night." in answer.get_data(as_text=True)
    assert "misses a key" in answer.get_data(as_text=True)


def test_a_fresh_share_lets_them_write_again_and_own_nothing_sealed(lost: str, visit: Any, app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["shares", "lost"])
    assert "2 of the members' shares cannot be opened." in told.output
    refused = app.test_cli_runner().invoke(args=["shares", "renew"], input="n\n")
    assert refused.exit_code == 1 and visit("mira").post(f"/threads/{lost}/reply", body="Not yet.").status_code == 503
    done = app.test_cli_runner().invoke(args=["shares", "renew"], input="y\n")
    assert "2 members have a fresh share." in done.output

    mira = visit("mira")
    assert mira.post(f"/threads/{lost}/reply", body="Back again.", anonymous="y").status_code == 303
    mira.get("/mine")
    assert "Back again." in mira.page.words and "Under a name for this thread." not in mira.page.words
    mira.get(f"/threads/{lost}")
    assert "Under a name for this thread." in mira.page.words
    assert "Every share can be opened." in app.test_cli_runner().invoke(args=["shares", "lost"]).output


def test_the_hosts_log_says_so(lost: str, app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with app.app_context(), caplog.at_level(logging.ERROR, "forum.work"):
        work.sweep()
    assert "seal_key_missing members=2" in caplog.text
