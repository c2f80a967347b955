"""One item in its context, as a moderator reads it before deciding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from forum import clock, text
from forum.accounts.models import Account
from forum.care.community_rules import RULES, Rule
from forum.db import db
from forum.discussions import gate
from forum.discussions.gate import Shown
from forum.discussions.models import Post, Revision, Visibility
from forum.discussions.reading import Reader
from forum.moderation import appeals, evidence, noticed, rules, wording
from forum.moderation.models import Action, Appeal, Decision, Evidence, Kind, Report, ReviewItem, Severity, State
from forum.preferences import Preferences

AROUND = 2  # posts on either side
NOTES = 30  # reports' notes shown; beyond that they repeat each other
VERSIONS = 10


@dataclass(frozen=True)
class Around:
    """A post of the thread, as a moderator meets it."""

    post: Post
    shown: Shown
    here: bool  # this is the one that waits


@dataclass(frozen=True)
class Said:
    """What one report says. Who made it is nowhere (T29)."""

    what: str
    note: str
    made_on: date


@dataclass(frozen=True)
class Was:
    """What the post said at some earlier time."""

    when: str
    title: str | None
    shown: Shown


@dataclass(frozen=True)
class Step:
    action: Action
    name: str
    does: str


@dataclass(frozen=True)
class ItemPage:
    item: ReviewItem
    why: str
    due: str
    post: Post
    shown: Shown
    around: list[Around]
    age: str  # `new` or `settled`
    earlier: str  # none, a few, many
    counts: list[tuple[str, int]]
    said: list[Said]
    versions: list[Was]
    signs: noticed.Signs | None  # what our program noticed in it, where that is why it is here
    title: str  # for the tab
    waited: str
    left: str  # of the time for which somebody has it
    decision: Decision | None  # on an appeal: the one that took the place of the one appealed
    took: str
    reason_put_right: bool  # on appeal, so that another decision stands in this one's place
    rule: Rule | None
    appeal: Appeal | None
    appealed_rule: Rule | None
    steps: list[Step]
    may_correct: bool
    state: str  # `open`, `mine`, `claimed`, `part`, `done`


def page(moderator: Account, item: ReviewItem) -> ItemPage:
    """Everything on the item's page. At most twelve queries, however long the thread and however many reports."""
    reader = Reader(moderator, Preferences(warned="show"))  # The page folds every text by itself.
    post = item.post
    decision, appeal, now = _decided(item), _appeal(item), clock.now()
    revisions = _revisions(post)
    return ItemPage(
        item=item,
        why=wording.why(item),
        due=wording.SEVERITIES[Severity(item.severity)],
        post=post,
        shown=gate.whole(post, reader),
        around=_around(post, reader),
        age=post.pseudonym.since if post.pseudonym else _age(post),
        earlier=rules.how_many(_earlier(post, item)),
        counts=_counts(item),
        said=_said(item),
        versions=_versions(item, revisions, reader),
        signs=noticed.signs(item, revisions),
        title=wording.TITLES[item.kind][item.state is not State.OPEN],
        waited=wording.about(rules.surely_waited(now - item.opened_at)),
        left=wording.left(item.claimed_until - now) if item.claimed_until else "",
        decision=decision,
        took=wording.ended(item.state, decision.action, None, decision.tended) if decision else "",
        reason_put_right=decision is not None and appeals.is_corrected(decision),
        rule=RULES.get(decision.rule or "") if decision else None,
        appeal=appeal,
        appealed_rule=RULES.get(appeal.decision.rule or "") if appeal else None,
        steps=_steps(item, post.visibility),
        may_correct=appeal is not None and appeals.may_correct(appeal.decision, post),
        state=_state(moderator, item, appeal),
    )


def _steps(item: ReviewItem, visibility: Visibility) -> list[Step]:
    gone = visibility is Visibility.WITHDRAWN
    return [Step(action, *wording.step(item.kind, action, gone=gone)) for action in rules.steps(item.kind, visibility)]


def _state(moderator: Account, item: ReviewItem, appeal: Appeal | None) -> str:
    """What this moderator can do here, as one word."""
    if item.state is not State.OPEN:
        return "done"
    if appeal is not None and appeals.had_a_part(moderator, appeal.decision):
        return "part"
    if item.claimed_until is None or item.claimed_until <= clock.now():
        return "open"
    return "mine" if item.claimed_by_id == moderator.id else "claimed"


def _age(post: Post) -> str:
    return rules.age_of(post.account.joined_on, clock.today()) if post.account else "settled"


def _around(post: Post, reader: Reader) -> list[Around]:
    """The opening, what this answers, and two posts on either side, in their order."""
    near = select(Post.id).where(Post.thread_id == post.thread_id, Post.visibility != Visibility.WITHDRAWN)
    before = near.where(Post.place < post.place).order_by(Post.place.desc()).limit(AROUND)
    after = near.where(Post.place > post.place).order_by(Post.place).limit(AROUND)
    found = db.session.scalars(
        select(Post)
        .where(
            Post.thread_id == post.thread_id,
            or_(
                Post.opening,
                Post.id == post.id,
                Post.id == post.answers_id,
                Post.id.in_(select(before.subquery().c.id)),
                Post.id.in_(select(after.subquery().c.id)),
            ),
        )
        .options(joinedload(Post.account), joinedload(Post.pseudonym))
        .order_by(Post.place)
    )
    return [Around(one, gate.whole(one, reader), one.id == post.id) for one in found]


def _earlier(post: Post, item: ReviewItem) -> int:
    """Earlier decisions that changed something: of this member under this name, or within this pseudonym alone."""
    same = Post.account_id == post.account_id if post.account_id is not None else Post.pseudonym_id == post.pseudonym_id
    counted = db.session.scalar(
        select(func.count(Decision.id))
        .join(Decision.post)
        .where(
            same,
            Decision.item_id != item.id,
            Decision.action.in_([Action.WARN, Action.REDACT, Action.HIDE, Action.REMOVE]),
            Decision.overturned_at.is_(None),
        )
    )
    return counted or 0


def _counts(item: ReviewItem) -> list[tuple[str, int]]:
    found = db.session.execute(
        select(Report.lane, Report.reason, func.count())
        .where(Report.item_id == item.id)
        .group_by(Report.lane, Report.reason)
    )
    return sorted(((wording.short(lane, reason), number) for lane, reason, number in found), key=lambda one: -one[1])


def _said(item: ReviewItem) -> list[Said]:
    found = db.session.execute(
        select(Report.lane, Report.reason, Report.note, Report.made_on)
        .where(Report.item_id == item.id, Report.note != "")
        .order_by(Report.made_on.desc(), Report.id)
        .limit(NOTES)
    )
    return [Said(wording.short(lane, reason), note, made_on) for lane, reason, note, made_on in found]


def _revisions(post: Post) -> Sequence[Revision]:
    return db.session.scalars(
        select(Revision).where(Revision.post_id == post.id).order_by(Revision.version.desc()).limit(VERSIONS)
    ).all()


def _versions(item: ReviewItem, revisions: Sequence[Revision], reader: Reader) -> list[Was]:
    """Earlier versions, newest first. Where the post is gone: what was kept of it, until this item is settled."""
    post = item.post
    was = [Was("before a change", one.title, gate.whole(one, reader)) for one in revisions]
    if post.visibility is not Visibility.WITHDRAWN or item.state is not State.OPEN:
        return was
    kept = db.session.scalars(
        select(Evidence).filter_by(post_id=post.id).order_by(Evidence.version.desc()).limit(VERSIONS)
    )
    for one in map(evidence.opened, kept):
        was.append(
            Was(
                "kept when it was reported or decided about",
                one.title or None,
                gate.text(text.render(one.body), one.warnings, reader),
            )
        )
    return was


def _decided(item: ReviewItem) -> Decision | None:
    if item.state is State.OPEN:
        return None
    return db.session.scalar(select(Decision).filter_by(item_id=item.id).options(joinedload(Decision.decided_by)))


def _appeal(item: ReviewItem) -> Appeal | None:
    return appeals.of_item(item.id) if item.kind is Kind.APPEAL else None
