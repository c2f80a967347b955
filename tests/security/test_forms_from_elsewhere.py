"""A form counts only when our own page sent it; a token never runs out (S11, R24)."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum import clock
from forum.db import db
from tests import factories
from tests.security import world
from tests.security.test_every_door import address, routes


def count_everything(rows: Any) -> dict[str, int]:
    with rows() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables
        }


@pytest.fixture
def forms(app: Flask, given: Any, visit: Any, rows: Any) -> list[str]:
    things = world.build(given, visit, rows)
    return [str(address(app, endpoint, things["visible"])) for endpoint, method in routes(app) if method == "POST"]


@pytest.mark.parametrize("who", [None, "wren", "sam"])
@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({}, {}),
        ({"csrf_token": "not-a-token"}, {}),
        ({"csrf_token": "mine"}, {"Sec-Fetch-Site": "cross-site"}),
        ({"csrf_token": "mine"}, {"Sec-Fetch-Site": "same-site"}),
        ({"csrf_token": "somebody else's"}, {}),
    ],
    ids=["no token", "a made-up token", "another site", "a sister site", "another person's token"],
)
def test_no_form_from_elsewhere_changes_anything(
    forms: list[str], visit: Any, rows: Any, who: str | None, fields: dict[str, str], headers: dict[str, str]
) -> None:
    person, other = visit(who), visit()
    person.get("/settings")
    other.get("/settings")
    tokens = {"mine": person.page.csrf_token, "somebody else's": other.page.csrf_token}
    sent = {name: tokens.get(value, value) for name, value in fields.items()}
    before = count_everything(rows)
    assert len(forms) > 10
    for place in forms:
        answer = person.client.post(place, data={**sent, "body": "words from elsewhere"}, headers=headers)
        assert answer.status_code in {400, 401, 404}, (place, answer.status_code)
    assert count_everything(rows) == before


def test_a_token_of_last_week_still_posts(given: Any, visit: Any, rows: Any) -> None:
    """Somebody may write for three hours, or come back to an open tab after a week. Their words must not be lost."""
    given(factories.member, "mira")
    thread_id = given(factories.thread)
    mira = visit("mira")
    with clock.at(clock.now() - timedelta(hours=11)):
        mira.get(f"/threads/{thread_id}")
        token = mira.page.csrf_token
    answer = mira.post(f"/threads/{thread_id}/reply", body="It took me all night.", csrf_token=token)
    assert answer.status_code == 303
    assert "It took me all night." in mira.follow(answer).get_data(as_text=True)


@pytest.mark.parametrize("broken", [{"csrf_token": ""}, {"csrf_token": "old"}])
def test_words_come_back_when_a_token_is_not_good(given: Any, visit: Any, rows: Any, broken: dict[str, str]) -> None:
    given(factories.member, "mira")
    thread_id = given(factories.thread)
    mira = visit("mira")
    mira.get(f"/threads/{thread_id}")
    answer = mira.post(f"/threads/{thread_id}/reply", body="Please do not lose this.", anonymous="y", **broken)
    assert answer.status_code == 400
    again = mira.page.form(f"/threads/{thread_id}/reply")
    assert again.fields["body"] == ["Please do not lose this."] and again.fields["anonymous"] == ["y"]
    sent = mira.client.post(again.action, data=again.fields)
    assert sent.status_code == 303
    assert "Please do not lose this." in visit("mira").get(f"/threads/{thread_id}").get_data(as_text=True)


@pytest.mark.parametrize("who", [None, "mira"])
@pytest.mark.parametrize("fields", [{"body": "Words of another site."}, {"which": "all"}])
def test_what_another_site_filled_in_waits_behind_no_button_of_ours(
    given: Any, visit: Any, who: str | None, fields: dict[str, str]
) -> None:
    """Else a page elsewhere could have somebody sign in here, press “Go on”, and take back a post."""
    given(factories.member, "mira")
    thread_id = given(factories.thread)
    person = visit(who)
    for place in (f"/threads/{thread_id}/reply", "/settings/sign-ins"):
        answer = person.client.post(place, data=fields, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == (400 if who else 401)
        page = answer.get_data(as_text=True)
        assert "Words of another site." not in page and 'value="all"' not in page and 'name="next"' not in page


def test_looking_changes_nothing(app: Flask, forms: list[str], visit: Any, rows: Any, count_queries: Any) -> None:
    """GET never writes, whoever looks at whatever."""
    from tests.architecture.test_gate import pages

    with rows() as session:
        from forum.discussions.models import Post

        post = session.scalars(select(Post).where(Post.opening)).first()
        ids = {"thread_id": post.thread_id, "post_id": post.id, "slug": "nights"}
    for who in (None, "mira", "wren", "sam"):
        person = visit(who)
        with count_queries() as seen:
            for place in pages(app, ids):
                person.get(place)
        assert not [line for line in seen if line.split()[0].upper() in {"INSERT", "UPDATE", "DELETE"}]
