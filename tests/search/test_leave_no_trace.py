"""What somebody looks for stands in no address, title, cookie, table or log."""

import io
import logging
from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import pytest

from forum import clock
from tests import factories
from tests.anonymity.test_no_table_names_the_writer import everything

WORD = "quincemarmalade"


def test_the_address_of_a_result_does_not_say_what_was_looked_for(visit: Any) -> None:
    person = visit()
    answer = person.post("/search", q=WORD)
    token = answer.location.partition("s=")[2]
    box = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert WORD not in answer.location and WORD.encode() not in box
    assert person.follow(answer).status_code == 200 and person.page.form("/search").fields["q"] == [WORD]
    assert person.page.title.startswith("Search ·")
    for cookie in person.cookies():
        assert WORD not in cookie["value"]
    assert len(answer.location) == len(person.post("/search", q="no").location), "its length tells"


def test_the_address_is_good_for_half_an_hour(visit: Any) -> None:
    person = visit()
    address = person.post("/search", q=WORD).location
    with clock.at(clock.now() + timedelta(minutes=29)):
        assert person.get(address).status_code == 200 and WORD in person.page.html
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert person.get(address).status_code == 200
    assert WORD not in person.page.html and "so that nobody finds it here later" in person.page.words


@pytest.mark.parametrize("who", [None, "mira"])
def test_nobody_keeps_the_page(who: str | None, visit: Any) -> None:
    for address in ("/search", f"/search?q={WORD}"):
        headers = visit(who).get(address).headers
        assert headers["Cache-Control"] == "no-store" and "noindex" in headers["X-Robots-Tag"]
        assert "Content-Encoding" not in headers and "ETag" not in headers


def test_the_browser_is_asked_not_to_remember_what_is_typed(visit: Any) -> None:
    page = visit().get("/search").get_data(as_text=True)
    assert 'autocomplete="off"' in page and 'spellcheck="false"' in page


def test_no_table_and_no_log_holds_it(given: Any, visit: Any, rows: Any, capfd: Any) -> None:
    given(factories.thread)
    said, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(said), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        mira = visit("mira")
        mira.follow(mira.post("/search", q=f"how to die {WORD}"))
        mira.follow(mira.post("/search", q=WORD))
        mira.get(f"/search?q={WORD}")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    written = said.getvalue() + "".join(capfd.readouterr())
    assert "/search" in written and WORD not in written and "die" not in written
    with rows() as session:
        assert not [value for value in everything(session) if WORD.encode() in value]


def test_too_many_searches_at_once_wait_and_help_does_not(make_app: Any) -> None:
    app = make_app(FORUM_LIMITS="standard")
    client = app.test_client()
    answers = [client.get("/search?q=pear") for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert "Please wait a little" in answers[-1].get_data(as_text=True)
    assert client.get("/search").status_code == 200
    late = client.get("/search?q=i+want+to+die")
    assert late.status_code == 429 and "you need not be alone with it" in late.get_data(as_text=True)
