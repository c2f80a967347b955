"""A content note that a moderator added stays when the writer changes the post; an appeal can take it off."""

from typing import Any

from sqlalchemy import select

from forum.discussions.models import Post
from forum.moderation.models import ReviewItem
from tests import factories


def test_an_edit_does_not_take_off_what_a_moderator_added(given: Any, visit: Any, rows: Any) -> None:
    given(factories.member, "mira")
    given(factories.member, "wren")
    given(factories.moderator, "sam")
    thread_id = given(factories.thread, by="wren", body="It was a hard night, and I will not say how.")
    post_id = given(factories.opening, thread_id)
    visit("mira").post(f"/posts/{post_id}/report", lane="rule", reason="other", note="A note would help.")
    with rows() as session:
        item_id = session.scalars(select(ReviewItem.id)).one()
    decided = visit("sam").post(
        f"/moderation/items/{item_id}/decide", action="warn", warnings="self_harm:described", facts="It tells of it."
    )
    assert decided.status_code == 303
    changed = visit("wren").post(
        f"/posts/{post_id}/edit", title="Nights", body="It was a hard night.", warnings="death:mentioned"
    )
    assert changed.status_code == 303
    with rows() as session:
        assert session.get_one(Post, post_id).warnings == "death:mentioned self_harm:described"
