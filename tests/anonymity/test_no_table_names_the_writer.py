"""Whatever a sealed writer does, no value in any row that appears or changes is, or contains, who they are."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Date, DateTime, select, text

from forum.anonymity.models import Pseudonym
from forum.db import db
from forum.discussions.models import Post, Revision, Thread
from tests import factories, signs

WRITER = "quill-and-ember"
WRITER_ID = "qqqq7654321qqqqq"


def markers() -> set[bytes]:
    """The writer's name and id, as they are and as anybody would write them down to hide them."""
    found: set[bytes] = set()
    for plain in (WRITER, WRITER_ID):
        raw = plain.encode()
        digests = [hashlib.new(kind, raw) for kind in ("md5", "sha1", "sha256", "blake2b")]
        found |= {raw, raw.hex().encode(), base64.b64encode(raw).rstrip(b"=")}
        found |= {digest.digest() for digest in digests} | {digest.hexdigest().encode() for digest in digests}
        found |= {base64.b64encode(digest.digest()).rstrip(b"=") for digest in digests}
    return found


def snapshot(session: Any) -> set[tuple[str, tuple[tuple[str, Any], ...]]]:
    """Every row of every table that the database holds, not only of those that the models know."""
    rows = set()
    for table in db.metadata.sorted_tables:
        for row in session.execute(table.select()).mappings():
            rows.add((table.name, tuple((column, as_bytes(value)) for column, value in row.items())))
    return rows


def as_bytes(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    if isinstance(value, datetime | date):
        return value.isoformat().encode()
    return str(value).encode()


def new_thread(person: Any, place: str) -> None:
    person.get("/threads/new")
    person.post(
        "/threads/new",
        title="Cold rooms",
        body="I go cold first.",
        room="nights",
        anonymous="y",
        warnings="suicide:mentioned",
        support="listen",
    )


def reply(person: Any, place: str) -> None:
    person.post(f"/threads/{place}/reply", body="Same here, every week.", anonymous="y")


def reply_twice(person: Any, place: str) -> None:
    reply(person, place)
    person.post(f"/threads/{place}/reply", body="One more thing.", anonymous="y")


def preview(person: Any, place: str) -> None:
    person.post(f"/threads/{place}/reply", body="Not sure yet.", anonymous="y", then="preview")


def keep_a_draft(person: Any, place: str) -> None:
    person.post("/drafts", place=place, body="Half a thought.", anonymous="y")
    person.post(f"/threads/{place}/reply", body="Another half.", anonymous="y", then="keep")


def own_post(person: Any, place: str) -> str:
    reply(person, place)
    page = person.get("/mine").get_data(as_text=True)
    return re.findall(r"/posts/([a-z2-9]{16})", page)[0]


def edit(person: Any, place: str) -> None:
    post_id = own_post(person, place)
    person.get(f"/posts/{post_id}/edit")
    person.post(f"/posts/{post_id}/edit", body="Same here, most weeks.")


def withdraw(person: Any, place: str) -> None:
    person.post(f"/posts/{own_post(person, place)}/withdraw")


def write_on_the_worst_night(person: Any, place: str) -> None:
    person.get("/help?country=GB")
    for body in (signs.HIGH, signs.METHOD):
        person.follow(person.post(f"/threads/{place}/reply", body=body, anonymous="y"))
    post_id = re.findall(r'id="post-([a-z2-9]{16})"', person.page.html)[-2]
    person.get(f"/posts/{post_id}/edit")
    person.follow(person.post(f"/posts/{post_id}/edit", body=signs.IMMINENT))
    assert "/near/away" in person.page.html, "help stands there, and can be put away"
    person.post("/near/away", beside=post_id)


def put_help_away(person: Any, place: str) -> None:
    person.post(f"/threads/{place}/reply", body=signs.HIGH, anonymous="y", then="preview")
    person.post("/near/away", beside="drafts")


def look_around(person: Any, place: str) -> None:
    for page in ("/", "/mine", "/drafts", f"/threads/{place}", "/settings"):
        person.get(page)


ACTS = [new_thread, reply, reply_twice, preview, keep_a_draft, edit, withdraw, look_around]
ACTS += [write_on_the_worst_night, put_help_away]


@pytest.fixture
def place(given: Any) -> str:
    given(factories.member, "mira")
    given(factories.member, WRITER, id=WRITER_ID)
    return str(given(factories.thread, "Nights", by="mira"))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_an_act_under_a_pseudonym_leaves_the_account_nowhere(
    act: Callable[[Any, str], None], place: str, visit: Any, rows: Any
) -> None:
    writer = visit(WRITER)
    with rows() as session:
        before = snapshot(session)
    act(writer, place)
    with rows() as session:
        written = snapshot(session) - before
    assert written or act in {preview, look_around, put_help_away}, "nothing was written: this test would prove nothing"
    for table, row in written:
        for column, value in row:
            assert not [m for m in markers() if m in value], f"{table}.{column} names the writer"


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_the_accounts_own_rows_do_not_move(act: Callable[[Any, str], None], place: str, visit: Any, rows: Any) -> None:
    writer = visit(WRITER)
    with rows() as session:
        before = {row for row in snapshot(session) if row[0] in {"accounts", "sign_ins", "recovery_codes", "passkeys"}}
    act(writer, place)
    with rows() as session:
        after = {row for row in snapshot(session) if row[0] in {"accounts", "sign_ins", "recovery_codes", "passkeys"}}
    assert after == before


def test_the_control_finds_the_writer_of_a_named_post(place: str, visit: Any, rows: Any) -> None:
    """The same look finds them when they sign with their own name."""
    writer = visit(WRITER)
    with rows() as session:
        before = snapshot(session)
    writer.post(f"/threads/{place}/reply", body="I sign this.")
    with rows() as session:
        written = snapshot(session) - before
    assert any(WRITER_ID.encode() in value for _, row in written for _, value in row)


LEAKS = {
    "a notice row": "UPDATE posts SET excerpt = excerpt || :id",
    "a plain column": "UPDATE pseudonyms SET name = :id",
    "a hash in a column": "UPDATE pseudonyms SET name = :sha",
    "a touched account": "UPDATE accounts SET preferences = 't-dark' WHERE id = :id",
}


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.replace(" ", "-"))
def test_a_planted_leak_is_found(leak: str, place: str, visit: Any, rows: Any) -> None:
    writer = visit(WRITER)
    with rows() as session:
        before = snapshot(session)
    reply(writer, place)
    with rows() as session:
        found = {"id": WRITER_ID, "sha": hashlib.sha1(WRITER_ID.encode()).hexdigest()}  # noqa: S324
        session.execute(text(LEAKS[leak]), {key: value for key, value in found.items() if f":{key}" in LEAKS[leak]})
        session.commit()
        written = snapshot(session) - before
    assert any(m in value for _, row in written for _, value in row for m in markers())


def test_times_under_a_pseudonym_are_kept_to_ten_minutes(place: str, visit: Any, rows: Any) -> None:
    writer = visit(WRITER)
    new_thread(writer, place)
    edit(writer, place)
    with rows() as session:
        posts = session.scalars(select(Post).where(Post.pseudonym_id.is_not(None))).all()
        moments = [m for post in posts for m in (post.posted_at, post.edited_at, post.publish_at)]
        moments += session.scalars(select(Revision.replaced_at)).all()
        threads = session.scalars(
            select(Thread).where(Thread.id.in_([post.thread_id for post in posts if post.opening]))
        )
        moments += [m for thread in threads for m in (thread.started_at, thread.last_activity_at, thread.waiting_since)]
    found = [moment for moment in moments if moment is not None]
    assert len(found) > 4
    assert all(moment.minute % 10 == 0 and moment.second == 0 and moment.microsecond == 0 for moment in found)


def test_nothing_on_an_account_is_finer_than_a_day() -> None:
    for name in (
        "accounts",
        "sign_ins",
        "recovery_codes",
        "passkeys",
        "slots",
        "submissions",
        "pseudonyms",
    ):
        kinds = {column.name: column.type for column in db.metadata.tables[name].columns}
        assert not [
            column for column, kind in kinds.items() if isinstance(kind, DateTime) and not isinstance(kind, Date)
        ]


def test_one_name_in_a_thread_and_another_elsewhere(place: str, given: Any, visit: Any, rows: Any) -> None:
    other = given(factories.thread, "Mornings", by="mira")
    writer = visit(WRITER)
    for where in (place, place, other):
        writer.post(f"/threads/{where}/reply", body=f"Here too, in {where}, {len(where)}.", anonymous="y", once="")
        writer.post(f"/threads/{where}/reply", body="And again.", anonymous="y", once="")
    with rows() as session:
        by_thread: dict[str, set[str]] = {}
        for thread_id, name in session.execute(select(Post.thread_id, Pseudonym.name).join(Post.pseudonym)):
            by_thread.setdefault(thread_id, set()).add(name)
        tags = session.scalars(select(Pseudonym.tag)).all()
    assert set(by_thread) == {place, other}
    assert all(len(names) == 1 for names in by_thread.values())
    assert len(set(tags)) == 2


def test_two_people_in_a_thread_have_two_names(place: str, given: Any, visit: Any, rows: Any) -> None:
    given(factories.member, "tomasz")
    for name in (WRITER, "tomasz"):
        visit(name).post(f"/threads/{place}/reply", body="Under a name for this thread.", anonymous="y")
    with rows() as session:
        assert len(set(session.scalars(select(Pseudonym.name)))) == 2


def everything(session: Any) -> Iterator[bytes]:
    for _, row in snapshot(session):
        yield from (value for _, value in row)


def test_a_draft_is_nowhere_in_the_clear(place: str, visit: Any, rows: Any) -> None:
    visit(WRITER).post("/drafts", place=place, body="the unlikely word pomegranate", anonymous="y")
    with rows() as session:
        assert session.scalar(text("SELECT count(*) FROM slots")) == 1
        for value in everything(session):
            assert b"pomegranate" not in value
        slot = next(row for table, row in snapshot(session) if table == "slots")
    assert not any(place.encode() in value for _, value in slot)


def test_a_name_for_a_thread_is_never_a_members_name(
    place: str, given: Any, visit: Any, rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pseudonym that looks like a member would put words into their mouth."""
    from forum.anonymity import names

    given(factories.member, "quietkettle")
    monkeypatch.setattr(names, "FIRST", ["Quiet"])
    monkeypatch.setattr(names, "SECOND", ["Kettle", "Heron"])
    reply(visit(WRITER), place)
    with rows() as session:
        assert session.scalars(select(Pseudonym.name)).all() == ["Quiet Heron"]


@pytest.mark.parametrize("borrowed", ["QuietHeron", "quiet-heron", "qu1et.her0n", "Quìet_Heron"])
def test_nobody_joins_under_a_name_that_somebody_goes_by_in_a_thread(
    borrowed: str, place: str, visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forum.anonymity import names

    monkeypatch.setattr(names, "FIRST", ["Quiet"])
    monkeypatch.setattr(names, "SECOND", ["Heron"])
    form = {"username": borrowed, "password": "a long walk by the river"}
    reply(visit(WRITER), place)
    answer = visit().post("/sign-up", **form)
    assert answer.status_code == 422 and "looks too much like one that is" in answer.get_data(as_text=True)
    assert visit().post("/sign-up", **{**form, "username": "QuietKettle"}).status_code == 303
