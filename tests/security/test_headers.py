"""Every answer carries the same closed headers, and nothing that could be kept by a stranger's browser is."""

import re
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.architecture.test_gate import pages

REQUIRED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-DNS-Prefetch-Control": "off",
    "Origin-Agent-Cluster": "?1",
    "X-Robots-Tag": "noindex, noarchive, nosnippet",
}
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


@pytest.fixture
def addresses(app: Flask, given: Any) -> list[str]:
    given(factories.member, "mira")
    given(factories.moderator, "sam")
    thread_id = given(factories.thread, replies=2)
    ids = {"thread_id": thread_id, "post_id": given(factories.opening, thread_id), "slug": "nights"}
    return [*pages(app, ids), "/no-such-page", "/threads/" + "a" * 16, "/moderation/", "/leave-page"]


@pytest.mark.parametrize("who", [None, "mira", "sam"])
def test_every_answer_is_closed(addresses: list[str], visit: Any, who: str | None) -> None:
    policies = set()
    for address in addresses:
        answer = visit(who).get(address)
        for name, value in REQUIRED.items():
            assert answer.headers.get(name) == value, (address, name)
        policies.add(answer.headers["Content-Security-Policy"])
        assert "gunicorn" not in answer.headers.get("Server", "")
        features = answer.headers["Permissions-Policy"]
        assert "camera=()" in features and "geolocation=()" in features and "microphone=()" in features
    assert len(policies) == 1
    policy = dict(part.strip().split(" ", 1) for part in policies.pop().split(";"))
    assert policy == DIRECTIVES and "unsafe" not in str(policy) and "*" not in str(policy)


@pytest.mark.parametrize("who", ["mira", "sam"])
def test_nothing_a_member_sees_is_kept(addresses: list[str], visit: Any, who: str) -> None:
    for address in addresses:
        answer = visit(who).get(address)
        assert answer.headers["Cache-Control"] == "no-store", address
        assert "ETag" not in answer.headers and "Content-Encoding" not in answer.headers
        assert "Cookie" in answer.headers.get("Vary", ""), address


def test_what_a_visitor_sees_is_checked_each_time_and_holds_nothing_of_theirs(addresses: list[str], visit: Any) -> None:
    kept = 0
    for address in addresses:
        answer = visit().get(address)
        policy = answer.headers["Cache-Control"]
        assert policy in {"no-store", "no-cache"}, address
        assert "Cookie" in answer.headers["Vary"], address
        if policy == "no-cache":
            kept += 1
            assert "ETag" in answer.headers
            assert "Set-Cookie" not in answer.headers and b"csrf_token" not in answer.get_data(), address
    assert kept >= 5


def test_https_answers_ask_for_https_and_for_nothing_else(make_app: Any, tmp_path: Any) -> None:
    from forum import keys

    for name in ("seal", "secret"):
        (tmp_path / f"{name}.key").touch(mode=0o600)
    (tmp_path / "secret.key").write_text(keys._one_line())
    (tmp_path / "seal.key").write_text("k1 " + keys._one_line())
    app = make_app(
        FORUM_PUBLIC_URL="https://forum.example",
        FORUM_SECRET_KEY_FILE=str(tmp_path / "secret.key"),
        FORUM_SEAL_KEY_FILE=str(tmp_path / "seal.key"),
        FORUM_LIMITS="standard",
    )
    answer = app.test_client().get("/sign-in", base_url="https://forum.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "upgrade-insecure-requests" in answer.headers["Content-Security-Policy"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-s=") and "Secure" in cookie and "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie and "Path=/" in cookie and "Domain" not in cookie and "Max-Age" not in cookie
    assert app.test_client().get("/", base_url="https://evil.example").status_code == 400


def test_on_this_machine_the_cookie_is_plain_and_short_lived(visit: Any) -> None:
    cookie = visit().get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("s=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "Secure" not in cookie and "Expires" not in cookie and "Max-Age" not in cookie


def test_a_forged_host_or_forwarding_has_no_effect(app: Flask) -> None:
    visitor = app.test_client()
    assert visitor.get("/", headers={"Host": "evil.example"}).status_code == 400
    page = visitor.get("/sign-in", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})
    assert page.status_code == 200 and "evil.example" not in page.get_data(as_text=True)


def test_no_default_of_the_framework_is_left_open(app: Flask) -> None:
    """What Flask would do by itself, and what is set here instead (S23)."""
    config = app.config
    assert config["MAX_CONTENT_LENGTH"] == 2 * 1024 * 1024 and config["MAX_FORM_PARTS"] == 60
    assert config["MAX_FORM_MEMORY_SIZE"] <= 2 * 1024 * 1024
    assert config["SESSION_COOKIE_HTTPONLY"] is True and config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert config["TRUSTED_HOSTS"] and not app.debug
    assert config["WTF_CSRF_TIME_LIMIT"] is None
    assert len(config["SECRET_KEY"]) >= 32


def test_the_security_address_is_there_and_not_yet_over(visit: Any) -> None:
    said = visit().get("/.well-known/security.txt").get_data(as_text=True)
    from datetime import UTC, datetime, timedelta

    expires = re.search(r"^Expires: (\S+)$", said, re.M)
    assert expires and "Contact: " in said and "Preferred-Languages: en" in said
    left = datetime.fromisoformat(expires[1]) - datetime.now(UTC)
    assert timedelta(0) < left < timedelta(days=366)
