"""The record of what the team did: it grows, it repeats no words, and a change anywhere is found."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from forum.db import db
from forum.moderation import audit
from forum.moderation.models import AuditEntry, AuditHead
from tests.moderation import desk


def five_entries() -> None:
    desk.cast()
    for number in range(5):
        audit.record(desk.account("sam"), "item.decided", f"post:{number}", action="hide", rule="kind")


def without_guards(app: Flask, change: Any) -> None:
    """Change the table as somebody would who holds the database and its rights."""
    with app.app_context():
        db.engine.dispose()  # One connection: another one would not know yet that a trigger is gone.
        if db.engine.dialect.name == "sqlite":
            kept = db.session.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'")
            ).all()
            for name, _ in kept:
                db.session.execute(text('DROP TRIGGER "' + name + '"'))
            change(db.session)
            db.session.commit()
            for _, sql in kept:
                db.session.execute(text(sql))
        else:
            db.session.execute(text("SET session_replication_role = replica"))
            change(db.session)
            db.session.execute(text("SET session_replication_role = origin"))
        db.session.commit()


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["audit", "verify", *arguments])


def row(session: Any, number: int) -> dict[str, Any]:
    entry = session.get_one(AuditEntry, number)
    return {column.key: getattr(entry, column.key) for column in AuditEntry.__table__.columns}


def test_a_whole_chain_is_found_whole(app: Flask, given: Any) -> None:
    given(five_entries)
    result = run(app)
    assert result.exit_code == 0 and "5 entries" in result.output


def test_an_empty_chain_is_whole(app: Flask) -> None:
    assert run(app).exit_code == 0


def changed(session: Any) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.number == 3).values(details='{"action":"publish"}'))


def another_actor(session: Any) -> None:
    other = desk.account("kit").id
    session.execute(update(AuditEntry).where(AuditEntry.number == 3).values(actor_id=other))


def taken_out(session: Any) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.number == 3))


def taken_out_and_renumbered(session: Any) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.number == 3))
    for number in (4, 5):
        session.execute(update(AuditEntry).where(AuditEntry.number == number).values(number=number - 1))
    session.execute(update(AuditHead).values(number=4))


def put_in(session: Any) -> None:
    extra = row(session, 3) | {"number": 6, "previous_hash": row(session, 5)["hash"]}
    session.execute(insert(AuditEntry).values(**extra))
    session.execute(update(AuditHead).values(number=6, hash=extra["hash"]))


def two_changed_places(session: Any) -> None:
    for before, after in ((3, 93), (4, 3), (93, 4)):
        session.execute(update(AuditEntry).where(AuditEntry.number == before).values(number=after))


def tail_cut_off(session: Any) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.number > 3))


def tail_cut_off_and_head_set_back(session: Any) -> None:
    """As far as somebody gets who knows every row and not the key."""
    session.execute(delete(AuditEntry).where(AuditEntry.number > 3))
    session.execute(update(AuditHead).values(number=3, hash=row(session, 3)["hash"]))


def head_taken_away(session: Any) -> None:
    session.execute(delete(AuditHead))


@pytest.mark.parametrize(
    "change, number",
    [
        (changed, 3),
        (another_actor, 3),
        (taken_out, 3),
        (taken_out_and_renumbered, 3),
        (put_in, 6),
        (two_changed_places, 3),
        (tail_cut_off, 4),
        (tail_cut_off_and_head_set_back, 4),
        (head_taken_away, 6),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_change_is_found_where_it_is(app: Flask, given: Any, change: Any, number: int) -> None:
    given(five_entries)
    without_guards(app, change)
    result = run(app)
    assert result.exit_code == 1
    assert f"entry {number}:" in result.output


def test_a_head_wound_back_to_an_old_copy_is_found_by_the_line_kept_elsewhere(app: Flask, given: Any) -> None:
    """Whoever kept a copy of the old head can bring it back; the printed line, kept on paper, still tells."""
    given(five_entries)
    with app.app_context():
        old = db.session.scalars(select(AuditHead)).one().hash
    given(lambda: audit.record(None, "member.role", "account:x", role="admin"))
    seen = run(app).output.splitlines()[-1]

    def wind_back(session: Any) -> None:
        session.execute(delete(AuditEntry).where(AuditEntry.number == 6))
        session.execute(update(AuditHead).values(number=5, hash=old))

    without_guards(app, wind_back)
    assert run(app).exit_code == 0
    result = run(app, "--seen", seen)
    assert result.exit_code == 1 and "longer" in result.output


def test_a_line_that_was_not_ours_is_asked_for_again(app: Flask) -> None:
    assert run(app, "--seen", "five").exit_code == 2


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET did = 'x'", "DELETE FROM audit_entries"])
def test_the_database_itself_refuses_a_change(given: Any, rows: Any, statement: str) -> None:
    given(five_entries)
    with rows() as session:
        with pytest.raises(DBAPIError):
            session.execute(text(statement))
        session.rollback()


@pytest.mark.parametrize("words", ["You are worthless!", "Mira", "https://example.org", "two\nlines", "é"])
def test_what_people_wrote_cannot_be_recorded(given: Any, words: str) -> None:
    with pytest.raises(audit.NotARecordWord):
        given(lambda: audit.record(None, "item.decided", "post:1", note=words))
