"""A writing form before it is sent: empty, from a draft, or from a post that is being changed."""

from dataclasses import dataclass, replace

from forum.care import guidelines, support, warnings
from forum.care.guidelines import ShortGuidance
from forum.care.near import Near
from forum.discussions import gate
from forum.discussions.gate import Shown
from forum.discussions.models import Post
from forum.discussions.reading import Reader
from forum.discussions.thread_pages import ThreadPage
from forum.ids import new_id
from forum.posting import drafts, rules
from forum.posting.forms import Writing


@dataclass(frozen=True)
class ReplyBox:
    """Everything that the reply box under a thread needs."""

    form: Writing
    guidance: ShortGuidance
    open: bool
    why_not: str
    answers: Post | None = None
    answered: Shown | None = None  # the words of that post, as this reader meets them


@dataclass(frozen=True)
class Preview:
    """How a text will look, and what is still to be done before it can be posted, in sentences."""

    shown: Shown
    still: tuple[str, ...] = ()
    signed: str = ""  # under which name it will stand, as a sentence
    gently: str = ""  # what could be made easier to read, as a sentence
    near: Near | None = None  # help that will stand beside it


def reply_box(
    who: Reader, page: ThreadPage, answers: Post | None = None, form: Writing | None = None, asked: str = ""
) -> ReplyBox:
    """The reply box for the signed-in member, with the words they had begun. At most one query."""
    thread = page.thread
    may = rules.may_reply(thread, own=page.own)
    if form is None:
        about = answers.id if answers else ""
        kept = drafts.begun(who.person, thread.id, asked=asked, answers=about) if who.person and may else None
        # Whoever wrote here under a pseudonym goes on under it unless they choose otherwise: a name that was
        # shown by mistake cannot be taken back from those who read it.
        form = from_draft(kept) if kept else blank(anonymous=page.sealed_here)
    why_not = "" if may else rules.why_no_reply(thread)
    return answering(ReplyBox(form, guidelines.short(page.support), may, why_not), answers, who)


def answering(box: ReplyBox, post: Post | None, who: Reader) -> ReplyBox:
    """The box with the post that it answers, and its words as this reader meets them."""
    return replace(box, answers=post, answered=gate.whole(post, who) if post else None)


def blank(*, anonymous: bool = False) -> Writing:
    return Writing(once=new_id(), anonymous=anonymous)


def from_draft(draft: drafts.Draft) -> Writing:
    """The form that goes on with a draft. Words that were taken back stay where they lie, and this form saves to a
    place of its own: one row that changed with the old post and with the new one would tie the two together."""
    return Writing(
        title=draft.title,
        body=draft.body,
        room=draft.room,
        warnings=warnings.read(draft.warnings),
        support=support.read(draft.support),
        anonymous=draft.anonymous,
        advice=draft.advice,
        answers=draft.answers,
        once=new_id(),
        draft=new_id() if draft.taken_back else draft.id,
        seen=draft.form,
    )


def to_draft(form: Writing, place: str) -> drafts.Draft:
    return drafts.Draft(
        id=form.draft,
        place=place,
        title=form.title,
        body=form.body,
        room=form.room,
        warnings=warnings.written(form.warnings),
        support=support.written(form.support),
        anonymous=form.anonymous,
        advice=form.advice,
        answers=form.answers,
        form=form.once,
    )


def of_post(post: Post) -> Writing:
    return Writing(
        title=post.thread.title if post.opening else "",
        body=post.body,
        warnings=warnings.read(post.warnings),
        support=support.read(post.thread.support),
        anonymous=post.pseudonym_id is not None,
    )
