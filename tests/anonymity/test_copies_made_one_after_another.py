"""Whoever copies the database after every single act still cannot tie a sealed post to anybody or to another post."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy import text

from forum.anonymity.slots import Place, Slots
from forum.db import db
from tests import factories, signs
from tests.accounts.cast import PASSWORD
from tests.anonymity.test_no_table_names_the_writer import as_bytes

Row = tuple[str, tuple[bytes, ...]]  # a table and the primary key
Copy = dict[Row, tuple[bytes, ...]]

# What changes with everybody's acts ties nobody to anything: it is on the pages, or there is one row of it for all.
SHARED = {"threads", "rooms", "audit_head"}


class Copies:
    """An attacker who has the whole database as it was before and after each request."""

    def __init__(self, rows: Any) -> None:
        self._rows = rows
        self._leader: dict[Row, Row] = {}
        self._last = self._copy()

    def look(self) -> None:
        """Take the next copy, and tie together all rows that came, went or changed since the last one."""
        now = self._copy()
        changed = [row for row in self._last.keys() | now.keys() if self._last.get(row) != now.get(row)]
        self._tie(row for row in changed if row[0] not in SHARED)
        self._last = now

    def tied(self, one: Row, other: Row) -> bool:
        return self._led(one) == self._led(other)

    def rows_of(self, table: str) -> list[Row]:
        return [row for row in self._last if row[0] == table]

    def _copy(self) -> Copy:
        with self._rows() as session:
            return {
                (table.name, tuple(as_bytes(row[column.name]) for column in table.primary_key)): tuple(
                    as_bytes(value) for value in row.values()
                )
                for table in db.metadata.sorted_tables
                for row in session.execute(table.select()).mappings()
            }

    def _led(self, row: Row) -> Row:
        while row in self._leader:
            row = self._leader[row]
        return row

    def _tie(self, rows: Iterable[Row]) -> None:
        first: Row | None = None
        for row in rows:
            leader = self._led(row)
            first = first or leader
            if leader != first:
                self._leader[leader] = first


def post_row(post_id: str) -> Row:
    return "posts", (post_id.encode(),)


def an_evening(person: Any, threads: list[str], look: Callable[[], None]) -> list[str]:
    """Join, and write in four threads with drafts on the way, three times sealed and once signed: the posts' ids."""

    def send(path: str, **fields: str) -> Any:
        answer = person.post(path, **fields)
        look()
        return answer

    send("/sign-up", username="noor", password=PASSWORD)
    written = []
    for number, place in enumerate(threads):
        sealed = {} if number == 1 else {"anonymous": "y"}
        draft = f"{number}aaaaaaaaaaaaaaa"[:16].replace("0", "b").replace("1", "c")
        send("/drafts", place=place, body="Half a thought", draft=draft, once=draft, **sealed)
        send("/drafts", place=place, body="Half a thought, and more", draft=draft, once=draft, **sealed)
        answer = send(f"/threads/{place}/reply", body=f"The whole thought {number}.", draft=draft, once=draft, **sealed)
        written.append(re.findall(r"#post-([a-z2-9]{16})", answer.location)[0])
    send(f"/posts/{written[0]}/edit", body="The whole thought, better.", version="1")
    send(f"/posts/{written[2]}/withdraw")
    send("/sign-out")
    return written


@pytest.fixture
def threads(given: Any) -> list[str]:
    given(factories.member, "mira")
    return [given(factories.thread, f"Night {number}", by="mira") for number in range(4)]


def test_no_copy_ties_a_sealed_post_to_its_writer_or_to_another_post_of_theirs(
    threads: list[str], visit: Any, rows: Any
) -> None:
    copies = Copies(rows)
    written = [post_row(post_id) for post_id in an_evening(visit(), threads, copies.look)]
    accounts = copies.rows_of("accounts")
    assert len(set(written)) == 4 and len(accounts) == 2
    for number, post in enumerate(written):
        others = [other for other in written if other != post]
        assert not [other for other in others if copies.tied(post, other)], f"post {number} is tied to another"
        assert not [row for row in accounts if copies.tied(post, row)] or number == 1


@pytest.fixture
def noor(threads: list[str], visit: Any, rows: Any) -> tuple[Any, Copies, Callable[..., Any]]:
    """Noor, who has just joined, the attacker, and how she sends something while he copies."""
    person, copies = visit(), Copies(rows)

    def send(path: str, **fields: str) -> Any:
        answer = person.post(path, **fields)
        copies.look()
        return answer

    send("/sign-up", username="noor", password=PASSWORD)
    return person, copies, send


def as_post(answer: Any) -> Row:
    return post_row(re.findall(r"#post-([a-z2-9]{16})", answer.location)[0])


@pytest.mark.parametrize("saves", [0, 2])
@pytest.mark.parametrize("signed", [False, True], ids=["sealed again", "then signed"])
def test_words_taken_back_and_sent_again_tie_nothing(noor: Any, threads: list[str], saves: int, signed: bool) -> None:
    person, copies, send = noor
    reply = f"/threads/{threads[0]}/reply"
    old = {
        "/threads/new": send("/threads/new", title="T", body="Sealed.", room="nights", anonymous="y"),
        reply: send(reply, body="Sealed as well.", anonymous="y"),
    }
    for place, answer in old.items():
        post_id = as_post(answer)[1][0].decode()
        send(f"/posts/{post_id}/withdraw")
        person.get(f"{place}?draft={post_id}")
        form = {name: values[0] for name, values in person.page.form(place).fields.items()}
        assert form["body"].startswith("Sealed") and form["anonymous"] == "y"
        if signed:
            del form["anonymous"]
        for number in range(saves):
            send("/drafts", **{**form, "body": f"Other words, {number}."})
        again = send(place, **{**form, "body": "Other words."})
        assert not copies.tied(as_post(answer), as_post(again)), place


def test_a_full_drawer_of_drafts_ties_nothing(noor: Any, threads: list[str]) -> None:
    _, copies, send = noor
    first = as_post(send(f"/threads/{threads[0]}/reply", body="Sealed.", anonymous="y"))
    send(f"/posts/{first[1][0].decode()}/withdraw")
    for letter in "abcdefghijkmnopqrstuvw":
        send("/drafts", place="new", body=f"Half a thought, {letter}.", draft=letter * 16, once=letter * 16)
    form = {"draft": "x" * 16, "once": "x" * 16, "anonymous": "y"}
    send("/drafts", place=threads[1], body="Half", **form)
    second = as_post(send(f"/threads/{threads[1]}/reply", body="Sealed elsewhere.", **form))
    assert not copies.tied(first, second)


@pytest.mark.parametrize("signed", [False, True], ids=["sealed again", "then signed"])
def test_what_was_noticed_and_put_away_ties_nothing(noor: Any, threads: list[str], signed: bool) -> None:
    """Noor writes hard words in one thread after another, gets help beside them, puts it away, makes it worse."""
    person, copies, send = noor
    written = []
    for number, place in enumerate(threads[:3]):
        sealed = {} if signed and number == 1 else {"anonymous": "y"}
        person.get(f"/threads/{place}")
        answer = send(f"/threads/{place}/reply", body=signs.HIGH, **sealed)
        written.append(as_post(answer))
        person.follow(answer)
        post_id = written[-1][1][0].decode()
        send("/near/away", beside=post_id)
        person.get(f"/posts/{post_id}/edit")
        send(f"/posts/{post_id}/edit", body=signs.IMMINENT, version="1")
        send("/near/away", beside=post_id)
    assert len(copies.rows_of("review_items")) >= 3, "nothing was noticed: this test would prove nothing"
    accounts = copies.rows_of("accounts")
    for post in written:
        assert not [other for other in written if other != post and copies.tied(post, other)]
        if not (signed and post == written[1]):
            assert not [row for row in accounts if copies.tied(post, row)]


LEAKS = {
    "a touched account": "UPDATE accounts SET preferences = preferences || ' t-dark' WHERE username = 'noor'",
    "a touched sign-in": "UPDATE sign_ins SET kept = NOT kept",
}


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.replace(" ", "-"))
def test_a_row_that_changes_with_every_act_is_found(leak: str, threads: list[str], visit: Any, rows: Any) -> None:
    copies = Copies(rows)

    def look() -> None:
        with rows() as session:
            session.execute(text(LEAKS[leak]))
            session.commit()
        copies.look()

    written = [post_row(post_id) for post_id in an_evening(visit(), threads, look)]
    assert copies.tied(written[0], written[3])


def test_a_draft_leaves_an_empty_place_that_is_not_filled_again(threads: list[str], visit: Any, rows: Any) -> None:
    an_evening(visit(), threads, lambda: None)
    with rows() as session:
        boxes = session.scalars(text("SELECT box FROM slots")).all()
    # Four drafts that were posted, and the words of the post that was taken back.
    assert sorted(len(box) > 0 for box in boxes) == [False] * 4 + [True]


def test_a_place_for_drafts_that_is_used_twice_is_found(
    threads: list[str], visit: Any, rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clear(self: Slots, place: Place) -> None:
        db.session.delete(self._rows.pop(place))

    monkeypatch.setattr(Slots, "clear", clear)
    copies = Copies(rows)
    written = [post_row(post_id) for post_id in an_evening(visit(), threads, copies.look)]
    assert copies.tied(written[0], written[1])
