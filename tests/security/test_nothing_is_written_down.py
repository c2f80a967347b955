"""No address, browser, name or typed word stands where it has no business (S-T01, S13, S14)."""

import io
import logging
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from forum.db import db
from tests import factories
from tests.anonymity.test_no_table_names_the_writer import snapshot

ADDRESS = "203.0.113.77"
BROWSER = "Canary-Browser/77.3 (quince)"
DRAFT = "quincewords that nobody has posted"
POSTED = "marmaladewords that were posted"
MAIL = "quince-canary@example.org"


@pytest.fixture
def log() -> Any:
    """Everything that any logger says, down to the finest level."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(exc_text)s"))
    root = logging.getLogger()
    level, ours = root.level, logging.getLogger("forum").level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("forum").setLevel(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    yield said
    root.removeHandler(handler)
    root.setLevel(level)
    logging.getLogger("forum").setLevel(ours)


def live(person: Any, thread_id: str) -> None:
    """An evening: read, draft, preview, post, report, fail, search in vain, from a known address and browser."""
    person.client.environ_base.update(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER, HTTP_X_FORWARDED_FOR=ADDRESS)
    for page in ("/", "/threads/new", f"/threads/{thread_id}", "/mine", "/help?country=GB", f"/nowhere?q={DRAFT}"):
        person.get(page)
    person.post("/drafts", place="new", title="quincetitle", body=DRAFT)
    person.post(f"/threads/{thread_id}/reply", body=DRAFT, then="preview")
    for place in (f"/threads/{thread_id}/reply", "/threads/new"):
        person.post(place, body=DRAFT, then="coach", coach="live")
    person.post(f"/threads/{thread_id}/reply", body=DRAFT, csrf_token="no")
    person.post(f"/threads/{thread_id}/reply", body=DRAFT + "x" * 30_000)
    person.post(f"/threads/{thread_id}/reply", body=POSTED, anonymous="y")
    person.get(f"/search?q={DRAFT}")
    person.post("/search", q=DRAFT)
    person.post("/sign-in", username="quincename", password=DRAFT)


def test_no_log_holds_a_word_or_an_address(
    app: Flask, given: Any, visit: Any, log: Any, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    given(factories.member, "mira")
    thread_id = given(factories.thread)
    mira = visit("mira")
    live(mira, thread_id)
    from forum.posting import operations

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"{DRAFT} in an error")

    monkeypatch.setattr(operations, "reply", fail)
    assert mira.post(f"/threads/{thread_id}/reply", body=DRAFT).status_code == 500
    out, err = capfd.readouterr()
    said = log.getvalue() + out + err
    assert "/threads/<thread_id>/reply" in said and "failed kind=RuntimeError" in said, "the log said nothing at all"
    for canary in (ADDRESS, BROWSER, "quince", "marmalade", thread_id, "mira"):
        assert canary not in said, canary


def test_not_even_an_error_that_no_page_can_be_made_for_is_logged_with_its_words(
    app: Flask, given: Any, visit: Any, log: Any, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    given(factories.member, "mira")
    thread_id = given(factories.thread)
    mira = visit("mira")
    mira.get(f"/threads/{thread_id}")

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"{DRAFT} in an error")

    monkeypatch.setattr("forum.web.refusals._typed", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)  # As where people are served.
    with pytest.raises(RuntimeError):
        mira.post(f"/threads/{thread_id}/reply", body=DRAFT, csrf_token="no")
    out, err = capfd.readouterr()
    said = log.getvalue() + out + err
    assert "kind=RuntimeError" in said, "the log said nothing at all"
    for canary in ("quince", thread_id, "mira"):
        assert canary not in said, canary


def test_no_table_and_no_file_holds_an_address_or_a_browser(
    app: Flask, given: Any, visit: Any, rows: Any, tmp_path: Path
) -> None:
    given(factories.member, "mira")
    thread_id = given(factories.thread)
    live(visit("mira"), thread_id)
    with rows() as session:
        values = [value for _, row in snapshot(session) for _, value in row]
    for canary in (ADDRESS.encode(), BROWSER.encode(), bytes(int(part) for part in ADDRESS.split("."))):
        assert not [value for value in values if canary in value], canary
    assert any(POSTED.encode() in value for value in values), "the post itself must be there, or this proves nothing"
    for path in Path(app.instance_path).rglob("*"):
        if path.is_file():
            assert ADDRESS.encode() not in path.read_bytes(), path


def test_a_draft_stands_in_no_table_in_the_clear(given: Any, visit: Any, rows: Any) -> None:
    given(factories.member, "mira")
    live(visit("mira"), given(factories.thread))
    with rows() as session:
        assert session.scalar(text("SELECT count(*) FROM slots")) == 1
        assert not [value for _, row in snapshot(session) for _, value in row if b"quince" in value]


def test_one_record_is_one_line_whatever_was_sent(visit: Any, log: Any) -> None:
    visitor = visit()
    for nasty in ("/%0d%0aInjected: yes", "/threads/%0aINFO forged", "/?list=%0d%0aforged"):
        visitor.get(nasty)
    lines = log.getvalue().splitlines()
    assert lines and not [line for line in lines if line.startswith(("Injected", "INFO forged", "forged"))]


def test_the_tables_are_those_that_the_privacy_page_explains() -> None:
    """A new table is a new thing that is kept: it gets a line in docs/privacy.md, with why and how long."""
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text()
    missing = [name for name in db.metadata.tables if f"`{name}`" not in page]
    assert not missing, missing
