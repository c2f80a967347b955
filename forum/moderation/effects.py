"""What a decision does to a post, and how an overturned one is undone."""

import re

from sqlalchemy import exists, select

from forum import publishing, text
from forum.care import warnings
from forum.db import db
from forum.discussions import operations as discussions
from forum.discussions.models import Post, Revision, Thread, Visibility
from forum.discussions.operations import Words
from forum.moderation import rules
from forum.moderation.models import Action, Decision, HoldReason, Kind, ReviewItem, State
from forum.moderation.refusals import NothingToWarn, PassageNotFound
from forum.moderation.rules import Ruling

COVERED = "[…]"
# What may stand between two words of a passage: people copy from the page, where line ends and marks look otherwise.
_BETWEEN = r"[\s*_>~\\]+"


def carry_out(kind: Kind, ruling: Ruling, post: Post) -> str:
    """Do to the post what was decided, as one visible change. Answers the content notes that were added."""
    added = ""
    if ruling.action is Action.WARN:
        added = _warn(post, ruling.warnings)
    elif ruling.action is Action.REDACT:
        _cover(post, ruling.passage)
    after = rules.visibility_after(kind, ruling.action, post.visibility)
    if after is not post.visibility:
        publishing.set_visibility(post, after)
    elif ruling.action in {Action.WARN, Action.REDACT}:
        publishing.shown_differently(post)
    return added


def _warn(post: Post, wanted: str) -> str:
    before = warnings.read(post.warnings)
    after = warnings.read(f"{post.warnings} {wanted}")
    added = tuple(one for one in after if one not in before)
    if not added:
        raise NothingToWarn
    discussions.replace_words(post, Words(post.body, warnings.written(after)))
    return warnings.written(added)


def _cover(post: Post, passage: str) -> None:
    """Replace a passage everywhere in the post, and in the title of the thread that it opens."""
    title = db.session.get_one(Thread, post.thread_id).title if post.opening else ""
    pattern = _pattern(passage, f"{title}\n{post.body}")
    if pattern is None:
        raise PassageNotFound
    # A great many short passages could make a full post too long for us; one sign for each never can.
    cover = COVERED if len(pattern.sub(COVERED, post.body)) <= text.MAX_LENGTH else "…"
    body = pattern.sub(cover, post.body)
    covered = pattern.sub("…", title) if title else None
    discussions.replace_words(post, Words(body, post.warnings), title=covered)


def _pattern(passage: str, where: str) -> re.Pattern[str] | None:
    """What finds this passage: as whole words if it stands there so, else inside words (a name in a user name)."""
    # Marks alone stand between words already; as words of their own they could be matched in endless ways.
    words = _BETWEEN.join(re.escape(word) for word in passage.split() if word.strip("*_>~\\"))
    if not words:
        return None
    for rim in (r"(?<!\w){}(?!\w)", "{}"):
        pattern = re.compile(rim.replace("{}", words), re.IGNORECASE)
        if pattern.search(where):
            return pattern
    return None


def changed_since(decision: Decision) -> bool:
    """Whether the writer changed the post after this decision."""
    later = exists().where(Revision.post_id == decision.post_id, Revision.version >= decision.post_version)
    return bool(db.session.scalar(select(later)))


def undo(decision: Decision, post: Post) -> bool:
    """Take back what a decision did. False when the words were changed since, so that they were left as they are."""
    if post.visibility is Visibility.WITHDRAWN:
        return False
    if decision.action in {Action.HIDE, Action.REMOVE}:
        if not _something_else_stands(decision):
            publishing.set_visibility(post, Visibility.VISIBLE)
        return True
    done = True
    if decision.action is Action.WARN:
        _take_back_warnings(decision, post)
    else:
        done = _uncover(decision, post)
    publishing.shown_differently(post)
    return done


def _something_else_stands(decision: Decision) -> bool:
    """Whether a later decision, or a hold that has nothing to do with this one, keeps the post from being read."""
    later = exists().where(
        Decision.post_id == decision.post_id,
        Decision.id != decision.id,
        Decision.action.in_([Action.HIDE, Action.REMOVE]),
        Decision.overturned_at.is_(None),
        Decision.decided_at >= decision.decided_at,
    )
    held = exists().where(
        ReviewItem.post_id == decision.post_id,
        ReviewItem.kind == Kind.HOLD,
        ReviewItem.state == State.OPEN,
        ReviewItem.reason != HoldReason.MENDED,
    )
    return bool(db.session.scalar(select(later | held)))


def _before(decision: Decision) -> Revision:
    """What the post said before this decision changed it."""
    return db.session.scalars(
        select(Revision)
        .where(Revision.post_id == decision.post_id, Revision.version < decision.post_version)
        .order_by(Revision.version.desc())
        .limit(1)
    ).one()


def _take_back_warnings(decision: Decision, post: Post) -> None:
    """Only the notes that were added go; what the writer has chosen since stays."""
    then = {one.topic: one for one in warnings.read(_before(decision).warnings)}
    added = set(warnings.read(decision.warnings_added))
    now = [one for one in warnings.read(post.warnings) if one not in added]
    now += [then[one.topic] for one in added if one.topic in then]
    discussions.replace_words(post, Words(post.body, warnings.written(now)))


def _uncover(decision: Decision, post: Post) -> bool:
    if changed_since(decision):
        return False
    before = _before(decision)
    discussions.replace_words(post, Words(before.body, post.warnings), title=before.title)
    return True


def uncovered(post: Post, body: str) -> bool:
    """Whether these words would take out a sign that stands for a passage covered by a moderator."""
    return body.count(COVERED) < post.body.count(COVERED) and has_covered_words(post)


def has_covered_words(post: Post) -> bool:
    """Whether a moderator covered a passage of this post, and no appeal has brought it back."""
    standing = exists().where(
        Decision.post_id == post.id, Decision.action == Action.REDACT, Decision.overturned_at.is_(None)
    )
    return bool(db.session.scalar(select(standing)))


def notes_that_stand(post: Post) -> tuple[warnings.ContentWarning, ...]:
    """The content notes that moderators added and that no appeal has taken away: an edit does not take them off."""
    added = db.session.scalars(
        select(Decision.warnings_added).where(Decision.post_id == post.id, Decision.overturned_at.is_(None))
    )
    return warnings.read(" ".join(added))
