"""After signing in one comes back to a page of this site, whatever an address asked for."""

import pytest

from forum.accounts import way_back
from tests.accounts.cast import PASSWORD, member

ELSEWHERE = [
    "https://evil.example/", "//evil.example", "///evil.example", "////evil.example", "\\\\evil.example",
    "/\\evil.example", "\\/evil.example", "http:evil.example", "http:/evil.example", "https:evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "/%2f%2fevil.example",
    "/%5cevil.example", "%2f%2fevil.example", " //evil.example", "\t//evil.example", "\n//evil.example",
    "/\t/evil.example", "/\n/evil.example", "//evil.example/%2e%2e", "https://localhost@evil.example",
    "https://localhost.evil.example", "?next=//evil.example", "/settings", "/", "", "null", "[]", "IiI.x",
    "eyJhIjoxfQ.abc", "x" * 9000,
]  # fmt: skip


@pytest.mark.parametrize("next_page", ELSEWHERE)
def test_what_we_have_not_signed_leads_home(visit, given, next_page):
    given(member, "mira")
    mira = visit()
    answer = mira.post("/sign-in", username="mira", password=PASSWORD, next=next_page)
    assert (answer.status_code, answer.location) == (303, "/")
    answer = mira.get("/sign-in", query_string={"next": next_page})
    assert (answer.status_code, answer.location) == (303, "/")


def test_the_host_and_the_referer_of_a_request_change_nothing(visit, given):
    given(member, "mira")
    mira = visit()
    mira.get("/sign-in")
    answer = mira.client.post(
        "/sign-in",
        data={"username": "mira", "password": PASSWORD, "csrf_token": mira.page.csrf_token},
        headers={"Referer": "http://localhost/", "X-Forwarded-Host": "evil.example", "X-Original-URL": "//evil"},
    )
    assert answer.location == "/"
    assert visit().get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "https://evil.example/", ""])
def test_even_what_we_signed_is_a_path_of_ours_or_nothing(app, path):
    with app.app_context():
        assert way_back.read(way_back.sign(path)) is None


def test_a_signature_for_one_path_does_not_fit_another(app):
    with app.app_context():
        mine, other = way_back.sign("/settings"), way_back.sign("/threads/abc")
        assert way_back.read(mine) == "/settings"
        assert way_back.read(other.split(".")[0] + "." + mine.split(".")[1]) is None


@pytest.mark.parametrize("strange", ["a%0d%0aX-Evil:%20b", "%0a", "%3fb%23c", "%2e%2e", "%E2%80%AE"])
def test_strange_signs_in_an_address_lead_back_to_that_very_address(visit, given, strange):
    """A line end in `Location` is a failure of ours, after the sign-in; a question mark made it another page."""
    given(member, "mira")
    mira = visit()
    assert mira.get(f"/posts/{strange}/history?a=%0a&b=c").status_code == 401
    carried = mira.page.form("/sign-in").fields
    answer = mira.post("/sign-in", **{**carried, "username": "mira", "password": PASSWORD})
    assert answer.status_code == 303
    assert answer.location.lower() == f"/posts/{strange}/history?a=%0a&b=c".replace("%2e", ".").lower()
    assert mira.follow(answer).status_code == 404
