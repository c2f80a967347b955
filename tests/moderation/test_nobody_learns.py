"""What nobody may learn: who reported, who wrote under a pseudonym, that anybody worries. Every page is read for it."""

import base64
import hashlib
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.db import db
from forum.discussions.models import Post
from forum.moderation import audit
from forum.moderation.models import Action, AuditEntry, Report, ReviewItem
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk

REPORTER, WRITER = "reporterqqx", "writerqqz"
NOTE, FACTS, WORD, WORRY = "notecanary", "factscanary", "wordcanary", "worrycanary"


@pytest.fixture
def ids(given: Any, rows: Any) -> dict[str, str]:
    """A pseudonymous post, reported and worried about by a member with an unmistakable name, and decided about once."""
    given(desk.cast)
    given(factories.member, REPORTER, id="reporterrowidqqx")
    given(factories.member, WRITER, id="writersrowidqqzz")
    thread_id = given(factories.thread, by=WRITER, anonymous=True, body="Words that stand here.")
    post_id = given(factories.opening, thread_id)
    report = given(desk.report, post_id, by=REPORTER, note=NOTE)
    worry = given(desk.worry, post_id, by=REPORTER, note=WORRY)
    given(desk.decide, report, "sam", Ruling(Action.WARN, FACTS, note=WORD, warnings="death:mentioned"))
    with rows() as session:
        decision_id = session.scalar(select(Post.decision_id).where(Post.id == post_id))
    return {
        "thread_id": thread_id,
        "post_id": post_id,
        "item_id": worry,
        "report": report,
        "decision_id": decision_id,
        "slug": "nights",
    }


def addresses(app: Flask, ids: dict[str, str]) -> list[str]:
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= ids.keys() and "leave" not in rule.rule:
            found.append(rule.build({name: ids[name] for name in rule.arguments})[1])
    return [
        *found, "/?list=new", "/?list=waiting", "/moderation/?state=decided", f"/moderation/items/{ids['report']}",
    ]  # fmt: skip


def read_everything(app: Flask, person: Any, ids: dict[str, str]) -> dict[str, str]:
    """Every page as this person meets it: body and headers of each answer, by address."""
    seen = {}
    for address in addresses(app, ids):
        answer = person.get(address)
        seen[address] = f"{answer.headers}\n{answer.get_data(as_text=True)}"
    return seen


def traces(name: str, row_id: str) -> set[str]:
    """A name and an id as they are, and as somebody might have hidden them badly."""
    found = {name, row_id}
    for secret in (name.encode(), row_id.encode()):
        found |= {secret.hex(), base64.b64encode(secret).decode().rstrip("=")}
        found |= {hashlib.new(kind, secret).hexdigest() for kind in ("md5", "sha1", "sha256")}
    return found


@pytest.mark.parametrize("who", ["sam", "ada"])
def test_the_team_learns_neither_who_reported_nor_who_wrote(app: Flask, visit: Any, ids: Any, who: str) -> None:
    """T03, T29."""
    pages = read_everything(app, visit(who), ids)
    assert any(WORRY in page for page in pages.values()), "the item was read at all"
    for address, page in pages.items():
        for trace in traces(REPORTER, "reporterrowidqqx") | traces(WRITER, "writersrowidqqzz"):
            assert trace not in page, (address, trace)


@pytest.mark.parametrize("who", [None, "noor", "mira", REPORTER])
def test_others_see_no_signal(app: Flask, visit: Any, ids: Any, who: str | None) -> None:
    """T31: no page of anybody else's holds a word, an id or a sign of a report, a worry or a decision."""
    pages = read_everything(app, visit(who), ids)
    for address, page in pages.items():
        for canary in (NOTE, FACTS, WORD, WORRY, ids["item_id"], ids["report"], ids["decision_id"]):
            shown = page.replace(address, "")
            assert canary not in shown, (address, canary)


def test_the_writer_sees_the_decision_and_no_sign_of_a_worry(app: Flask, visit: Any, ids: Any) -> None:
    pages = read_everything(app, visit(WRITER), ids)
    text = "\n".join(pages.values())
    assert FACTS in text and WORD in text
    for canary in (NOTE, WORRY, ids["item_id"], ids["report"]):
        for address, page in pages.items():
            assert canary not in page.replace(address, ""), (address, canary)


def test_what_is_kept_names_neither(app: Flask, ids: Any) -> None:
    """In the tables of the desk, a reporter and a writer under a pseudonym are tags, and nothing else."""
    with app.app_context():
        for table in ("reports", "review_items", "decisions", "evidence", "touches", "audit_entries", "appeals"):
            for row in db.session.execute(db.metadata.tables[table].select()):
                for value in row:
                    if isinstance(value, bytes):
                        assert b"rowidqq" not in value
                    for trace in traces(REPORTER, "reporterrowidqqx") | traces(WRITER, "writersrowidqqzz"):
                        assert trace not in str(value), (table, trace)


def test_one_reporters_tags_do_not_join_over_posts(given: Any, rows: Any, ids: Any) -> None:
    other = given(factories.opening, given(factories.thread, by="mira"))
    given(desk.report, other, by=REPORTER)
    given(desk.worry, other, by=REPORTER)
    with rows() as session:
        reports = session.scalars(select(Report)).all()
        assert len(reports) == 4
        here = {report.reporter_tag for report in reports if report.post_id == other}
        there = {report.reporter_tag for report in reports if report.post_id != other}
        assert not here & there


def test_members_find_the_same_order_with_and_without_a_signal(given: Any, visit: Any, rows: Any) -> None:
    given(desk.cast)
    threads = [given(factories.thread, by="mira", title=f"Thread {nth}") for nth in range(4)]

    def orders() -> list[list[str]]:
        seen = []
        for who in (None, "noor", "mira"):
            for address in ("/", "/?list=new", "/?list=waiting"):
                person = visit(who)
                person.get(address)
                seen.append([link for link in person.page.links if link.startswith("/threads/")])
        return seen

    before = orders()
    for thread_id in (threads[2], threads[0]):
        post_id = given(factories.opening, thread_id)
        given(desk.worry, post_id)
        given(desk.report, post_id, by="ada")
    assert orders() == before
    with rows() as session:
        assert session.scalar(select(func.count(ReviewItem.id))) == 4


def test_nothing_typed_reaches_a_log(given: Any, visit: Any, caplog: Any, ids: Any) -> None:
    mira = visit("mira")
    with caplog.at_level(0):
        mira.get(f"/posts/{ids['post_id']}/report")
        mira.post(f"/posts/{ids['post_id']}/report", lane="worried", note="logcanary one")
        mira.post(f"/posts/{ids['post_id']}/report", lane="rule", reason="x", note="logcanary two")
        sam = visit("sam")
        sam.get(f"/moderation/items/{ids['item_id']}")
        sam.post(f"/moderation/items/{ids['item_id']}/decide", action="dismiss", facts="logcanary three")
        sam.post(f"/moderation/items/{ids['item_id']}/decide", action="dismiss", facts="logcanary four")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("forum")]
    assert ours and not any("logcanary" in line for line in ours)


def test_the_record_repeats_no_word_of_anybody(given: Any, rows: Any, ids: Any) -> None:
    with rows() as session:
        entry = session.scalars(select(AuditEntry)).one()
        for canary in (NOTE, FACTS, WORD, WORRY, "Words that stand here"):
            assert canary not in entry.details + entry.about + entry.did
        assert audit.verify().fault is None
