"""What a post said when it was reported or decided about: kept encrypted, one copy a version, for six months."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from forum import boxes, clock
from forum.db import db, rows_changed
from forum.discussions.models import Post, Thread
from forum.moderation import rules
from forum.moderation.models import Evidence

PURPOSE = "evidence"


@dataclass(frozen=True)
class Snapshot:
    """A post as it was."""

    version: int
    title: str
    body: str
    warnings: str


def keep(post: Post) -> Evidence:
    """Keep the post's present version until the window for appeals ends, counted from now."""
    kept = db.session.scalar(select(Evidence).filter_by(post_id=post.id, version=post.version))
    until = clock.today() + rules.EVIDENCE_KEPT
    if kept is not None:
        kept.until = max(kept.until, until)
        return kept
    title = db.session.get_one(Thread, post.thread_id).title if post.opening else ""
    inside = {"version": post.version, "title": title, "body": post.body, "warnings": post.warnings}
    box = boxes.seal_for_site(PURPOSE, json.dumps(inside, ensure_ascii=False), about=post.id)
    kept = Evidence(post_id=post.id, version=post.version, box=box, until=until)
    db.session.add(kept)
    db.session.flush()
    return kept


def keep_longer(post_id: str) -> None:
    """Somebody asked for another look: all that was kept of this post stays for the whole window again."""
    for kept in db.session.scalars(select(Evidence).filter_by(post_id=post_id)):
        kept.until = max(kept.until, clock.today() + rules.EVIDENCE_KEPT)


def opened(kept: Evidence) -> Snapshot:
    return Snapshot(**json.loads(boxes.unseal_for_site(PURPOSE, kept.box, about=kept.post_id)))


def forget_expired(today: date) -> int:
    """Delete what nobody may need any more; answers how many copies went. Reports and decisions stay, without it."""
    return rows_changed(delete(Evidence).where(Evidence.until < today))
