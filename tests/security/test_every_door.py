"""Every route × method × role × object, tried for real against a table that names every one (S-T26)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from forum.doors import Door
from tests.security import world
from tests.security.world import OBJECTS, ROLES, Thing

IN, SIGN_IN, NOT_THERE, SECOND = "in", "sign in", "not there", "second factor first"
TEAM = {"moderator", "admin"}

Rule = Callable[[str, str], str]


def everyone(role: str, kind: str) -> str:
    return IN


def members(role: str, kind: str) -> str:
    return SIGN_IN if role == "visitor" else IN


def not_yet(role: str, kind: str) -> str:
    """A picture that is there only while its owner sets something up."""
    return SIGN_IN if role == "visitor" else NOT_THERE


def by_link(role: str, kind: str) -> str:
    """What a mailed link opens: without a link that is good, nothing is there for anybody."""
    return NOT_THERE


def team(role: str, kind: str) -> str:
    """A visitor may be one of the team whose sign-in has run out; whoever is signed in and is not finds nothing."""
    if role == "visitor":
        return SIGN_IN
    if role == "half_moderator":
        return SECOND
    return IN if role in TEAM else NOT_THERE


def reads(role: str, kind: str) -> str:
    """Who can open a thread or post: what is visible to all; what waits or was taken down only for its writer."""
    if kind in {"unknown", "withdrawn"}:
        return NOT_THERE
    if kind == "members":
        return NOT_THERE if role == "visitor" else IN
    if kind in {"held", "hidden", "removed"}:
        return IN if role == "author" else NOT_THERE
    return IN


def members_who_read(role: str, kind: str) -> str:
    return SIGN_IN if role == "visitor" else reads(role, kind)


def members_who_read_or_reported(role: str, kind: str) -> str:
    """Mira, the member, has reported these: she finds what became of that, and nothing of the post."""
    if role == "member" and kind in {"held", "hidden", "removed", "withdrawn"}:
        return IN
    return members_who_read(role, kind)


def writer_only(role: str, kind: str) -> str:
    if role == "visitor":
        return SIGN_IN
    return IN if role == "author" and kind not in {"unknown", "withdrawn"} else NOT_THERE


def rooms(role: str, kind: str) -> str:
    if kind == "unknown":
        return NOT_THERE
    return NOT_THERE if kind == "members" and role == "visitor" else IN


def team_items(role: str, kind: str) -> str:
    return NOT_THERE if team(role, kind) == IN and kind == "unknown" else team(role, kind)


def told(role: str, kind: str) -> str:
    """A decision is read by the writer it concerns, about a post of theirs that something was done to."""
    if role == "visitor":
        return SIGN_IN
    return IN if role == "author" and kind in {"hidden", "removed"} else NOT_THERE


TABLE: dict[tuple[str, str], Rule] = {
    ("accounts.app_picture", "GET"): not_yet,
    ("discussions.home", "GET"): everyone,
    ("discussions.show_room", "GET"): rooms,
    ("discussions.show_thread", "GET"): reads,
    ("discussions.show_post", "GET"): reads,
    ("discussions.show_history", "GET"): writer_only,
    ("discussions.mine", "GET"): members,
    ("search.look", "GET"): everyone,
    ("search.ask", "POST"): everyone,
    ("posting.new_thread", "GET"): members,
    ("posting.new_thread", "POST"): members,
    ("posting.reply", "GET"): members_who_read,
    ("posting.reply", "POST"): members_who_read,
    ("posting.edit", "GET"): writer_only,
    ("posting.edit", "POST"): writer_only,
    ("posting.withdraw", "GET"): writer_only,
    ("posting.withdraw", "POST"): lambda role, kind: (
        IN if (role, kind) == ("author", "withdrawn") else writer_only(role, kind)
    ),
    ("posting.show_drafts", "GET"): members,
    ("posting.show_drafts", "POST"): members,
    ("posting.discard_draft", "POST"): members,
    ("posting.put_away", "POST"): members,
    ("moderation.report", "GET"): members_who_read_or_reported,
    ("moderation.report", "POST"): members_who_read,
    ("moderation.queue", "GET"): team,
    ("moderation.show_item", "GET"): team_items,
    ("moderation.claim", "POST"): team_items,
    ("moderation.release", "POST"): team_items,
    ("moderation.decide", "POST"): team_items,
    ("moderation.word_about_post", "GET"): told,
    ("moderation.show_decision", "GET"): told,
    ("moderation.appeal", "GET"): told,
    ("moderation.appeal", "POST"): told,
    ("settings.show", "GET"): everyone,
    ("settings.show", "POST"): everyone,
    ("care.help_page", "GET"): everyone,
    ("care.show_guidelines", "GET"): everyone,
    ("care.show_easy_guidelines", "GET"): everyone,
    ("care.about_warnings", "GET"): everyone,
    ("joining.sign_up", "GET"): everyone,
    ("joining.sign_up", "POST"): everyone,
    ("site.healthz", "GET"): everyone,
    ("site.privacy", "GET"): everyone,
    ("site.security_txt", "GET"): everyone,
    ("site.robots_txt", "GET"): everyone,
    ("site.parts", "GET"): everyone,  # in development and tests; a test of its own says that it is shut elsewhere
}
# Whose account it is never stands in an address, so a role can only reach its own.
for _own in [
    "account",
    "email",
    "password",
    "recovery_codes",
    "second_factor_page",
    "app",
    "begin_app",
    "remove_app",
    "add_passkey",
    "begin_passkey",
    "remove_passkey",
    "sign_ins",
]:
    TABLE |= {(f"accounts.{_own}", method): members for method in ("GET", "POST")}
for _open in [
    "sign_in",
    "code",
    "lost",
    "recover",
    "ask_for_reset",
    "reset_asked",
    "passkey_sign_in",
    "begin_passkey_sign_in",
]:
    TABLE |= {(f"accounts.{_open}", method): everyone for method in ("GET", "POST")}
TABLE |= {("accounts.reset", method): by_link for method in ("GET", "POST")}
# Opening the link changes nothing: GET shows the same form for every token. Only who asked for the letter may send it.
TABLE |= {("accounts.confirm_email", "GET"): members, ("accounts.confirm_email", "POST"): not_yet}
# These end the sign-in that the tests here need; tests/accounts has them.
TABLE |= {("accounts.sign_out", "POST"): everyone, ("accounts.leave_page", "GET"): everyone}


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method


def test_every_route_has_a_door_and_a_row(app: Flask) -> None:
    for endpoint, method in routes(app):
        assert isinstance(getattr(app.view_functions[endpoint], "door", None), Door), f"{endpoint} has no door"
        assert (endpoint, method) in TABLE, f"{method} {endpoint}: say in TABLE who may"
    known = {endpoint for endpoint, _ in routes(app)}
    assert {endpoint for endpoint, _ in TABLE} <= known, "a row for a route that is gone"


def leads_to_second_factor(answer: Any) -> bool:
    return "second-factor" in answer.headers.get("Location", "") or "second factor" in answer.get_data(as_text=True)


def what_happened(status: int) -> str:
    return {401: SIGN_IN, 404: NOT_THERE}.get(status, IN)


@pytest.fixture
def things(given: Any, visit: Any, rows: Any) -> dict[str, Thing]:
    return world.build(given, visit, rows)


def address(app: Flask, endpoint: str, thing: Thing) -> str | None:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    given = {name: getattr(thing, name, "aaaabbbbccccdddd") for name in rule.arguments}
    return rule.build(given)[1]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everybody_gets_in_where_they_may_and_nowhere_else(
    app: Flask, visit: Any, rows: Any, things: dict[str, Thing], method: str
) -> None:
    """GET all the pages; POST an empty form to all the others. What comes back must be what the table says."""
    tried = 0
    wrong = []
    who: dict[str, Any] = {}
    # To take a post back needs no field, so that route is tried when all others have been.
    for endpoint, how in sorted(routes(app), key=lambda route: route[0] == "posting.withdraw"):
        if how != method or endpoint in {"accounts.leave_page", "accounts.sign_out"}:
            continue  # These end the sign-in that the rest of this test needs; they have tests of their own.
        rule = TABLE[endpoint, how]
        if not who or (how == "POST" and endpoint.startswith("accounts.")):
            who = world.people(visit, rows)  # what a member does to their own account may end their sign-in
        for kind in OBJECTS:
            for role in ROLES:
                place = address(app, endpoint, things[kind])
                answer = who[role].get(place) if how == "GET" else who[role].post(place)
                expected, tried = rule(role, kind), tried + 1
                if answer.status_code >= 500:
                    wrong.append(f"{how} {place} as {role}, {kind}: {answer.status_code}")
                if expected == SECOND:
                    if answer.status_code not in {303, 403} or not leads_to_second_factor(answer):
                        wrong.append(f"{how} {place} as {role}, {kind}: {answer.status_code}, not {expected}")
                elif what_happened(answer.status_code) != expected:
                    wrong.append(f"{how} {endpoint} as {role}, {kind}: {answer.status_code}, not {expected}")
            if "<" not in str(next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint).rule):
                break  # No object in the address: once is enough.
    assert not wrong, "\n".join(wrong)
    assert tried > 200


def test_what_is_gone_hidden_or_never_was_looks_the_same(visit: Any, things: dict[str, Thing]) -> None:
    """Byte for byte: nobody can tell a hidden thread from one that never existed (S-T12)."""
    visitor = visit()
    pages = {
        kind: visitor.get(f"/threads/{things[kind].thread_id}").get_data()
        for kind in ("held", "hidden", "removed", "withdrawn", "members", "unknown")
    }
    assert len(set(pages.values())) == 1


def test_the_desk_asks_a_visitor_to_sign_in_the_same_whether_an_item_is_there_or_not(
    app: Flask, visit: Any, things: dict[str, Thing]
) -> None:
    """But for the way back and the token of the form, byte for byte; and a member learns of no item either."""
    for endpoint, how in routes(app):
        if app.view_functions[endpoint].door not in {Door.MODERATORS, Door.ADMINS}:  # type: ignore[attr-defined]
            continue
        pages: dict[str, set[tuple[int, str]]] = {"visitor": set(), "member": set()}
        for kind in ("visible", "held", "removed", "unknown"):
            place = address(app, endpoint, things[kind])
            for role, person in (("visitor", visit()), ("member", visit("mira"))):
                answer = person.get(place) if how == "GET" else person.post(place)
                page = re.sub(r'name="(next|csrf_token)" value="[^"]*"', "", answer.get_data(as_text=True))
                pages[role].add((answer.status_code, page.replace(str(place), "")))
        assert [status for status, _ in pages["visitor"]] == [401], (endpoint, how)
        assert [status for status, _ in pages["member"]] == [404], (endpoint, how)


def test_the_designers_page_is_shut_where_people_are(make_app: Any) -> None:
    assert make_app(FORUM_TESTING="0").test_client().get("/_parts").status_code == 404
