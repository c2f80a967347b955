"""A finger on the device opens the account: in a real Chromium, with an authenticator that its developer tools play."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from werkzeug.serving import make_server

from forum.accounts import passkeys, signing_in
from forum.accounts.models import Passkey
from forum.db import db
from tests.accounts.cast import ANOTHER, PASSWORD, account, member, moderator
from tests.browsing import Quiet

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """A browser with an authenticator of its own."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._tools = page.context.new_cdp_session(page)
        self._tools.send("WebAuthn.enable", {"enableUI": False})
        made = self._tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.id = made["authenticatorId"]

    def recognises_nobody(self) -> None:
        """From now on the finger is somebody else's."""
        self._tools.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})

    def credentials(self) -> list[dict[str, Any]]:
        return list(self._tools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])

    def holds(self, credential: dict[str, Any]) -> None:
        """Put a copy of somebody's key into this device."""
        self._tools.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": credential})


@pytest.fixture
def here(make_app: Callable[..., Flask]) -> Iterator[tuple[Flask, str]]:
    """The forum on the very address that it believes it has; a passkey fits no other."""
    with socket.socket() as found:
        found.bind(("localhost", 0))
        port = found.getsockname()[1]
    app = make_app(FORUM_PUBLIC_URL=f"http://localhost:{port}")
    serving = make_server("localhost", port, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield app, f"http://localhost:{port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture
def device(here: tuple[Flask, str], browsers: Browser) -> Iterator[Callable[[], Device]]:
    opened = []

    def make() -> Device:
        context = browsers.new_context(base_url=here[1])
        context.set_default_timeout(10_000)
        opened.append(context)
        return Device(context.new_page())

    yield make
    for context in opened:
        context.close()


def make(here: tuple[Flask, str], factory: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    with here[0].app_context():
        made = factory(*arguments, **named)
        db.session.commit()
        return made


def sign_in(page: Page, name: str = "mira", password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))


def add_passkey(page: Page, name: str = "my phone") -> None:
    page.goto("/settings/second-factor")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("What to call it").fill(name)
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url("**/settings/second-factor")


def is_in(page: Page) -> bool:
    found = page.goto("/settings/account")
    assert found is not None
    return found.status == 200


def test_a_passkey_is_added_and_asked_for_after_the_password(here, device):
    make(here, member, "mira")
    phone = device()
    sign_in(phone.page)
    add_passkey(phone.page)
    assert phone.page.get_by_text("my phone").first.is_visible()
    phone.page.get_by_role("button", name="Sign out").first.click()
    sign_in(phone.page)
    assert phone.page.url.endswith("/sign-in/code")
    assert not is_in(phone.page)
    phone.page.goto("/sign-in/code")
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.wait_for_url(here[1] + "/")
    assert is_in(phone.page)


def test_after_five_minutes_the_device_is_asked_once_more(here, device, held_clock):
    make(here, member, "mira")
    phone = device()
    sign_in(phone.page)
    add_passkey(phone.page)
    phone.page.get_by_role("button", name="Sign out").first.click()
    sign_in(phone.page)
    held_clock.shift(5 * 60 + 2)
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.get_by_text("That took a while").first.wait_for()
    assert not is_in(phone.page)
    phone.page.goto("/sign-in/code")
    held_clock.shift(4 * 60)
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.wait_for_url(here[1] + "/")
    assert is_in(phone.page)


def test_a_passkey_opens_the_account_by_itself_and_a_moderator_can_work(here, device):
    make(here, moderator, "sam", app=False)
    phone = device()
    sign_in(phone.page, "sam")
    assert phone.page.url.endswith("/settings/second-factor")
    add_passkey(phone.page)
    phone.page.get_by_role("button", name="Sign out").first.click()
    phone.page.goto("/sign-in")
    phone.page.get_by_role("button", name="Sign in with a passkey").click()
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.wait_for_url(here[1] + "/")
    found = phone.page.goto("/moderation/")
    assert found is not None
    assert found.status == 200


def test_a_passkey_that_the_device_does_not_unlock_opens_nothing(here, device):
    make(here, member, "mira")
    phone = device()
    sign_in(phone.page)
    add_passkey(phone.page)
    phone.page.get_by_role("button", name="Sign out").first.click()
    phone.recognises_nobody()
    phone.page.goto("/sign-in")
    phone.page.get_by_role("button", name="Sign in with a passkey").click()
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.get_by_text("Nothing came from your device").wait_for()
    assert not is_in(phone.page)


def test_words_come_through_a_passkey_too(here, device):
    make(here, member, "mira")
    phone = device()
    sign_in(phone.page)
    add_passkey(phone.page)
    phone.page.goto("/threads/new")
    phone.page.locator("textarea[name=body]").fill("It is three in the morning.")
    make(here, lambda: signing_in.end_all(account()))
    phone.page.locator("textarea[name=body]").evaluate("(words) => words.form.requestSubmit()")
    phone.page.get_by_text("Your words are kept").wait_for()
    phone.page.get_by_role("button", name="Sign in with a passkey").click()
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.get_by_text("Nothing has been sent yet").wait_for()
    assert phone.page.locator("textarea[name=body]").input_value() == "It is three in the morning."


def answers(page: Page) -> list[dict[str, Any]]:
    """Every answer of the device that goes to the site from now on."""
    seen: list[dict[str, Any]] = []

    def note(request: Any) -> None:
        if request.method == "POST" and "credential=" in (request.post_data or ""):
            seen.append(request)

    page.on("request", note)
    return seen


def test_the_same_answer_does_not_open_the_account_twice(here, device):
    make(here, member, "mira")
    phone = device()
    sign_in(phone.page)
    add_passkey(phone.page)
    phone.page.get_by_role("button", name="Sign out").first.click()
    seen = answers(phone.page)
    sign_in(phone.page)
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.wait_for_url(here[1] + "/")
    sent = seen[-1].post_data_json["credential"]
    phone.page.get_by_role("button", name="Sign out").first.click()
    sign_in(phone.page)
    phone.page.locator('input[name="credential"]').evaluate("(field, value) => { field.value = value; }", sent)
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.get_by_text("That passkey did not work").first.wait_for()
    assert not is_in(phone.page)


def test_a_copied_key_is_noticed_when_the_two_counts_part(here, device, caplog):
    make(here, member, "mira")
    phone, copy = device(), device()
    sign_in(phone.page)
    add_passkey(phone.page)
    stolen = phone.credentials()[0]
    for _ in range(2):
        phone.page.get_by_role("button", name="Sign out").first.click()
        sign_in(phone.page)
        phone.page.get_by_role("button", name="Use my passkey").click()
        phone.page.wait_for_url(here[1] + "/")
    copy.holds(stolen)
    sign_in(copy.page)
    copy.page.get_by_role("button", name="Use my passkey").click()
    copy.page.get_by_text("That passkey did not work").first.wait_for()
    assert "passkey_count_went_back" in caplog.text


def test_an_answer_given_to_a_false_site_opens_nothing(here, device, make_app):
    """The same answer, checked by a forum that lives at another address."""
    make(here, member, "mira")
    phone = device()
    sign_in(phone.page)
    add_passkey(phone.page)
    phone.page.get_by_role("button", name="Sign out").first.click()
    seen = answers(phone.page)
    sign_in(phone.page)
    challenge = json.loads(phone.page.locator("form[data-passkey]").get_attribute("data-passkey") or "")["challenge"]
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.wait_for_url(here[1] + "/")
    answer = seen[-1].post_data_json["credential"]

    from base64 import urlsafe_b64decode

    plain = urlsafe_b64decode(challenge + "==").decode()
    with here[0].app_context():
        key = db.session.scalars(select(Passkey)).one()
        facts = {column.name: getattr(key, column.name) for column in Passkey.__table__.columns}
    elsewhere = make_app(FORUM_PUBLIC_URL="http://localhost:1")
    with elsewhere.app_context():
        member("mira")
        db.session.add(Passkey(**{**facts, "account_id": account().id, "sign_count": 0}))
        db.session.flush()
        assert passkeys.owner(plain, answer) is None
    right = make_app(FORUM_PUBLIC_URL=here[1])
    with right.app_context():
        member("mira")
        db.session.add(Passkey(**{**facts, "account_id": account().id, "sign_count": 0}))
        db.session.flush()
        assert passkeys.owner(plain, answer) is not None
        assert passkeys.owner(passkeys.new_challenge(), answer) is None


def test_removing_a_passkey_needs_the_password_and_then_it_opens_nothing(here, device):
    make(here, member, "mira")
    phone = device()
    sign_in(phone.page)
    add_passkey(phone.page)
    phone.page.get_by_label("Your password").fill(ANOTHER)
    phone.page.get_by_role("button", name="Remove my phone").click()
    phone.page.get_by_text("That is not your password").first.wait_for()
    phone.page.get_by_label("Your password").fill(PASSWORD)
    phone.page.get_by_role("button", name="Remove my phone").click()
    phone.page.get_by_text("does not open your account any more").wait_for()
    phone.page.get_by_role("button", name="Sign out").first.click()
    phone.page.goto("/sign-in")
    phone.page.get_by_role("button", name="Sign in with a passkey").click()
    phone.page.get_by_role("button", name="Use my passkey").click()
    phone.page.get_by_text("does not open an account here").first.wait_for()


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", "1", '"x"', "{" * 9000, "[" * 9000, "x" * 30000, '{"rawId": 5}', '{"rawId": "AAAA"}',
     '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}',
     '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
     '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA",'
     '"signature":"AA","userHandle":7}}', '{"id":{},"rawId":{},"type":[],"response":[]}', "\u0000", '{"rawId":"é"}']
)  # fmt: skip
def test_an_answer_that_is_none_is_refused_without_a_stumble(app, given, visit, answer):
    given(member, "mira")

    def held() -> None:
        facts = {"credential_id": b"\0\0\0", "public_key": b"\xa0", "name": "x"}
        db.session.add(Passkey(account_id=account().id, added_on=account().joined_on, **facts))

    given(held)
    with app.app_context():
        assert passkeys.owner(passkeys.new_challenge(), answer) is None
        assert passkeys.add(account(), passkeys.new_challenge(), answer, "x") is False
        assert passkeys.asked(answer) == ""
    mira = visit()
    mira.post("/sign-in/passkey/begin")
    assert mira.post("/sign-in/passkey", credential=answer).status_code == 422


def test_at_a_bare_address_no_passkey_is_offered(make_app):
    app = make_app(FORUM_PUBLIC_URL="http://127.0.0.1:8000")
    assert "passkey" not in app.test_client().get("/sign-in", base_url="http://127.0.0.1:8000").text
