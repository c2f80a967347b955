"""A decision as its writer reads it: what, why, what stays, how to mend it, how to ask for another look."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum import clock
from forum.care import warnings
from forum.care.community_rules import RULES, Rule
from forum.db import db
from forum.discussions import gate
from forum.discussions.gate import Shown
from forum.discussions.models import Post, Thread, Visibility
from forum.discussions.reading import Reader
from forum.discussions.thread_pages import title_for
from forum.ids import looks_like_id
from forum.moderation import appeals, rules, wording
from forum.moderation.models import Action, Appeal, Decision, Outcome


@dataclass(frozen=True)
class DecisionPage:
    """Nothing in it tells who decided, who reported, or whether anybody did."""

    decision: Decision
    post: Post
    title: str  # of the thread, unless what it began with is not open to this reader
    shown: Shown
    done: str
    added: str  # the content notes that were added, in words
    stays: str
    rule: Rule | None
    now: str  # how the post stands by now, when that is no longer what was decided
    may_mend: bool
    may_appeal: bool
    appeal_until: date
    appeal: Appeal | None
    corrected: Decision | None  # the reason was put right, and this one stands in its place
    other_words: list[tuple[str, datetime]]  # what else moderators had to say about the post: id and time
    somebody_is_left: bool

    @property
    def changed_something(self) -> bool:
        return rules.changes_something(self.decision.action)

    @property
    def overturned(self) -> bool:
        return self.appeal is not None and self.appeal.outcome is Outcome.OVERTURNED


def find(reader: Reader, decision_id: str) -> Decision | None:
    """The decision, if it is about this reader's own post and meant for their eyes; nothing for anybody else."""
    if not looks_like_id(decision_id):
        return None
    decision = db.session.scalar(
        select(Decision)
        .where(Decision.id == decision_id)
        .options(
            joinedload(Decision.post).options(
                joinedload(Post.thread).joinedload(Thread.room),
                joinedload(Post.account),
                joinedload(Post.pseudonym),
            )
        )
    )
    if decision is None or not reader.wrote(decision.post):
        return None
    return decision if rules.tells_writer(decision.item_kind, decision.action, decision.note) else None


def page(reader: Reader, decision: Decision) -> DecisionPage:
    appeal = db.session.scalar(select(Appeal).filter_by(decision_id=decision.id))
    post = decision.post
    may_appeal = rules.may_be_appealed(
        decision.action,
        decided_at=decision.decided_at,
        overturned=decision.overturned_at is not None,
        appealed=appeal is not None,
        now=clock.now(),
    )
    waits = appeal is not None and appeal.outcome is None
    return DecisionPage(
        decision=decision,
        post=post,
        title=title_for(post.thread, began_it=post.opening),
        shown=gate.whole(post, reader, own=True),
        done=wording.DONE[decision.action],
        added=warnings.summary(warnings.read(decision.warnings_added)),
        stays=wording.STAYS[decision.action],
        rule=RULES.get(decision.rule or ""),
        now=wording.stands_now(decision.action, post.visibility),
        may_mend=_may_mend(decision, post),
        may_appeal=may_appeal,
        appeal_until=(decision.decided_at + rules.APPEAL_WINDOW).date(),
        appeal=appeal,
        corrected=appeals.correction(appeal) if appeal is not None else None,
        other_words=_other_words(decision),
        somebody_is_left=not waits or appeals.somebody_is_left(decision, post),
    )


def _other_words(decision: Decision) -> list[tuple[str, datetime]]:
    """The other decisions about this post that its writer may read, the latest first."""
    found = db.session.scalars(
        select(Decision)
        .where(Decision.post_id == decision.post_id, Decision.id != decision.id)
        .order_by(Decision.decided_at.desc())
    )
    return [(one.id, one.decided_at) for one in found if rules.tells_writer(one.item_kind, one.action, one.note)]


def _may_mend(decision: Decision, post: Post) -> bool:
    """Everything but a removed post can be changed by its writer; one that was published needs no mending."""
    return decision.action is not Action.PUBLISH and post.visibility not in {
        Visibility.REMOVED,
        Visibility.WITHDRAWN,
    }
