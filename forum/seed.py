"""Bulk threads and posts for benchmarks: the shape of a forum that has been used for years, without its people."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import click
from sqlalchemy import insert, select

from forum import clock
from forum.accounts.models import Account, Role, Standing
from forum.anonymity.seal import new_share
from forum.db import db
from forum.discussions.models import Post, Room, Thread, Visibility
from forum.discussions.operations import STEP, recount, rendered
from forum.ids import new_id
from forum.search import operations as search

WORDS = """
today yesterday morning evening kitchen window letter phone quiet loud tired awake again slowly
maybe almost never  always walked waited wrote listened slept forgot remembered hoped feared kept
lost found opened closed with without  because although and but then when my her his their our
sister friend partner neighbour doctor garden street rain  tea bread bus stairs door lamp river hill
""".split()  # noqa: SIM905
REPLY_LENGTH = 600  # characters, as the contract says
BODIES = 200  # distinct texts: enough that no cache answers for all, few enough to render quickly
CHUNK = 1000


@click.command("seed")
@click.option("--threads", type=int, required=True, help="How many threads.")
@click.option("--posts", type=int, help="Posts in all; about three a thread when left out.")
@click.option("--replies", type=int, required=True, help="Replies in the one thread whose id is printed last.")
@click.option("--members", type=int, default=50, show_default=True, help="Established members.")
@click.option("--seed", "seed_number", type=int, default=1, show_default=True, help="The same number, the same forum.")
def seed(threads: int, posts: int | None, replies: int, members: int, seed_number: int) -> None:
    """Fill the database for a benchmark; the id of the thread with --replies replies is printed last."""
    chance = random.Random(seed_number)
    room = _room()
    people = _members(members, chance)
    bodies = [rendered(_text(chance, REPLY_LENGTH)) for _ in range(BODIES)]
    total = max(posts if posts is not None else threads * 3, threads)
    with search.in_bulk():
        _insert_many(_rows(threads, total, room.id, people, bodies, chance))
        long_thread = _long_thread(room.id, replies, people, bodies, chance)
    db.session.commit()
    click.echo(f"{threads} threads, {total} posts, {members} members.")
    click.echo(long_thread)


def _room() -> Room:
    room = db.session.scalar(select(Room).where(Room.slug == "seeded"))
    if room is None:
        room = Room(slug="seeded", name="Seeded", about="For benchmarks.")
        db.session.add(room)
        db.session.flush()
    return room


def _members(count: int, chance: random.Random) -> list[str]:
    """Members of at least a month, who sign in with no password: they are for writing, not for entering."""
    ids = []
    for number in range(count):
        name = f"seeded-{chance.randrange(10**9):09d}-{number}"
        joined = clock.today() - timedelta(days=30 + chance.randrange(1000))
        account = Account(
            id=new_id(),
            username=name,
            skeleton=name,
            role=Role.MEMBER,
            standing=Standing.OPEN,
            joined_on=joined,
            consented_on=joined,
        )
        account.seal_share, account.seal_key_id = new_share(account.id)
        db.session.add(account)
        db.session.flush()
        ids.append(account.id)
    return ids


def _text(chance: random.Random, length: int) -> str:
    written: list[str] = []
    while sum(len(one) + 2 for one in written) < length:
        sentence = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(6, 16)))
        written.append(sentence.capitalize() + ("." if chance.random() > 0.15 else ".\n\n"))
    return " ".join(written)[:length]


Rows = tuple[dict[str, Any], list[dict[str, Any]]]


def _rows(
    threads: int, posts: int, room_id: str, people: list[str], bodies: list[dict[str, object]], chance: random.Random
) -> Iterator[Rows]:
    """One thread after another with its posts: the opening each, the other posts spread at random."""
    extra = [0] * threads
    for _ in range(posts - threads):
        extra[chance.randrange(threads)] += 1
    end = clock.coarse(clock.now())
    for replies in extra:
        begun = end - timedelta(minutes=10 * chance.randrange(1, 60_000))
        yield _thread(room_id, replies, people, bodies, chance, begun)


def _thread(
    room_id: str,
    replies: int,
    people: list[str],
    bodies: list[dict[str, object]],
    chance: random.Random,
    begun: datetime,
) -> Rows:
    thread_id, place, rows = new_id(), 0, []
    moment = begun
    for number in range(replies + 1):
        place += 1 + chance.randrange(STEP)
        rows.append(
            {
                "id": new_id(),
                "thread_id": thread_id,
                "place": place,
                "opening": number == 0,
                "account_id": chance.choice(people),
                "visibility": Visibility.VISIBLE,
                "posted_at": moment,
                "warnings": "",
                "advice": False,
                "version": 1,
                **chance.choice(bodies),
            }
        )
        moment = min(moment + timedelta(minutes=chance.randrange(1, 600)), clock.now())
    thread = {
        "id": thread_id,
        "room_id": room_id,
        "title": _text(chance, 48).split(".")[0],
        "support": "",
        "locked": False,
        "replies_paused": False,
        "visibility": Visibility.VISIBLE,
        "started_at": begun,
        "last_activity_at": rows[-1]["posted_at"],
        "reply_count": replies,
        "waiting_since": None if replies else begun,
        "version": 1,
    }
    return thread, rows


def _insert_many(pairs: Iterator[Rows]) -> None:
    while chunk := list(islice(pairs, CHUNK)):
        db.session.execute(insert(Thread), [thread for thread, _ in chunk])
        db.session.execute(insert(Post), [row for _, rows in chunk for row in rows])
        search.add_many([_found_by(row, thread) for thread, rows in chunk for row in rows])


def _found_by(row: dict[str, Any], thread: dict[str, Any]) -> search.Bulk:
    return search.Bulk(row["id"], row["posted_at"], str(thread["title"]) if row["opening"] else "", row["body"])


def _long_thread(
    room_id: str, replies: int, people: list[str], bodies: list[dict[str, object]], chance: random.Random
) -> str:
    begun = clock.coarse(clock.now()) - timedelta(days=30)
    pair = _thread(room_id, replies, people, bodies, chance, begun)
    _insert_many(iter([pair]))
    recount(str(pair[0]["id"]))
    return str(pair[0]["id"])
