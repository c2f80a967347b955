"""The forms people write in."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from forum import limits
from forum.accounts.current import member
from forum.anonymity.seal import person
from forum.care import support, warnings
from forum.db import db
from forum.discussions import gate, queries
from forum.discussions.models import Post, Room, Thread, Visibility
from forum.discussions.reading import Reader
from forum.discussions.thread_pages import ThreadPage, page_of
from forum.discussions.views import get_thread_page, reader
from forum.doors import Door, door
from forum.errors import NotAllowed, NotThere, Overtaken, TooMuchAtOnce, TryAgain
from forum.moderation import effects, noticed
from forum.moderation.queries import why_held
from forum.moderation.wording import PROMISE
from forum.posting import coaching, drafts, forms, near_views, operations, rules
from forum.posting.box import Preview, ReplyBox, answering, blank, from_draft, of_post, reply_box
from forum.posting.coach_views import asked_live, look_at, said_live, shown_in
from forum.posting.coaching import NOTHING, Nudge
from forum.posting.draft_views import discard_draft, keep, limit_tag, member_person, show_drafts
from forum.posting.forms import Writing
from forum.posting.operations import Writer
from forum.text import render

bp = Blueprint("posting", __name__)
bp.add_url_rule("/drafts", view_func=show_drafts, methods=["GET", "POST"])
bp.add_url_rule("/drafts/<draft_id>/discard", view_func=discard_draft, methods=["POST"])
bp.add_url_rule("/near/away", view_func=near_views.put_away, methods=["POST"])
bp.add_app_template_global(near_views.standing, "near_beside")

Answer = str | Response | tuple[str, int]


def writer(act: str, form: Writing) -> Writer:
    """The member writing. Writing a lot makes a post wait for a moderator; only a flood is refused, a cry in it last.

    What is written under a pseudonym counts apart from what is signed: one count for both would tie them together.
    """
    account = member()
    who = person(account)
    key = limit_tag("post", anonymous=form.anonymous)
    if not limits.take("flood", key) and not (coaching.in_danger(form) and limits.take("cry", key)):
        raise TooMuchAtOnce
    return Writer(account, who, hurried=not limits.take(act, key))


@bp.route("/threads/new", methods=["GET", "POST"])
@door(Door.MEMBERS)
def new_thread() -> Answer:
    """Write a post that opens a thread."""
    rooms = [room for room in queries.rooms(reader()) if rules.may_start_in(member(), room)]
    if request.method != "POST":
        kept = drafts.begun(member_person(), drafts.NEW_THREAD, asked=_asked())
        return _composer(rooms, from_draft(kept) if kept else blank(), begun=kept is not None)
    form = forms.read_thread(request.form, [room.slug for room in rooms])
    if _to_be_kept(form):
        return keep(form, drafts.NEW_THREAD)
    nudge = look_at(form)
    if asked_live():
        return said_live(form, nudge)
    if form.errors or _to_be_shown():
        return _composer(rooms, form, nudge=nudge), _status(form)
    room = next(room for room in rooms if room.slug == form.room)
    if coaching.comes_first(form, nudge, opening=True) and not _taken(form, room.id):
        return _composer(rooms, form, nudge=nudge)
    by = writer("thread", form)
    return _said(lambda: operations.start_thread(by, room, form), by, form, room.id)


@bp.route("/threads/<thread_id>/reply", methods=["GET", "POST"])
@door(Door.MEMBERS)
def reply(thread_id: str) -> Answer:
    """Answer a thread. The page of its own is for answering one post and for mending a mistake."""
    who = reader()
    page = get_thread_page(thread_id, who)
    if request.method != "POST":
        answers = _answered(request.args.get("answers", ""), page.thread, who)
        box = reply_box(who, page, answers, asked=_asked())
        if answers is None and box.form.answers:
            box = answering(box, _answered(box.form.answers, page.thread, who), who)
        return _reply_page(page, box)
    form = forms.read_reply(request.form)
    answers = _answered(form.answers, page.thread, who)
    if _to_be_kept(form):
        return keep(form, page.thread.id)
    if not rules.may_reply(page.thread, own=page.own):
        raise NotAllowed(rules.why_no_reply(page.thread))
    nudge = look_at(form, page)
    if asked_live():
        return said_live(form, nudge)
    if form.errors or _to_be_shown():
        return _reply_page(page, reply_box(who, page, answers, form), nudge), _status(form)
    if coaching.comes_first(form, nudge, opening=False) and not _taken(form, page.thread.id):
        return _reply_page(page, reply_box(who, page, answers, form), nudge)
    by = writer("reply", form)
    act = lambda: operations.reply(by, page.thread, form, answers=answers, own=page.own)  # noqa: E731
    return _said(act, by, form, page.thread.id)


@bp.route("/posts/<post_id>/edit", methods=["GET", "POST"])
@door(Door.MEMBERS)
def edit(post_id: str) -> Answer:
    """Change one's own post."""
    post = _own(post_id)
    place = f"{drafts.EDIT}{post.id}"
    if request.method != "POST":
        if not rules.may_edit(post.visibility):
            raise NotAllowed(rules.NO_CHANGE)
        kept = drafts.begun(member_person(), place, asked=_asked())
        form = from_draft(kept) if kept else of_post(post)
        form.version = post.version
        return _mender(post, form, begun=kept is not None)
    form = forms.read_edit(request.form, opening=post.opening)
    form.anonymous = post.pseudonym_id is not None  # the byline stays, whatever the form says
    if _to_be_kept(form):
        return keep(form, place)
    nudge = look_at(form, noted=effects.notes_that_stand(post), before=post.body)
    if asked_live():
        return said_live(form, nudge)
    if form.errors or _to_be_shown():
        return _mender(post, form, nudge=nudge), _status(form)
    by = writer("edit", form)
    try:
        return _said(lambda: operations.edit(by, post, form), by, form, place)
    except Overtaken as overtaken:
        db.session.rollback()
        post = _own(post_id)
        form.version, form.errors = post.version, {"body": str(overtaken)}
        return _mender(post, form, overtaken=True), 409


@bp.route("/posts/<post_id>/withdraw", methods=["GET", "POST"])
@door(Door.MEMBERS)
def withdraw(post_id: str) -> Answer:
    """Take a post back, after a page that says what will happen."""
    post = queries.find_own_post(post_id, reader())
    if post is None and request.method == "POST" and queries.has_taken_back(post_id, reader()):
        return redirect(url_for("posting.show_drafts"), 303)  # The button was pressed twice.
    if post is None:
        raise NotThere
    if request.method != "POST":
        return render_template("posting/withdraw.html", post=post, shown=gate.whole(post, reader(), own=True))
    alone = post.opening and post.thread.reply_count == 0
    operations.withdraw(Writer(member(), member_person()), post)  # Not counted: this is never too much.
    db.session.commit()
    flash("Your words are gone from the site. Only you still have them, under “Saved for later”, for 30 days.")
    if alone or (not post.opening and post.thread.visibility is not Visibility.VISIBLE):
        return redirect(url_for("posting.show_drafts"), 303)
    return redirect(url_for("discussions.show_thread", thread_id=post.thread_id), 303)


def _asked() -> str:
    """The draft to go on with, by its id; `none` asks for an empty page."""
    return request.args.get("draft", "")


def _to_be_kept(form: Writing) -> bool:
    return request.form.get("then") == "keep" and drafts.fits(form.title, form.body)


def _to_be_shown() -> bool:
    return request.form.get("then") == "preview"


def _taken(form: Writing, place: str) -> bool:
    """Whether this very form became a post already: then a second press leads there, past anything to be said."""
    return operations.already(Writer(member(), member_person()), form, place) is not None


def _status(form: Writing) -> int:
    """Reading through a text that is not finished is no mistake."""
    return 422 if form.errors and not _to_be_shown() else 200


def _mender(
    post: Post, form: Writing, *, begun: bool = False, overtaken: bool = False, nudge: Nudge = NOTHING
) -> str:
    """The page for changing a post; `overtaken`: with what it says now, because somebody was faster."""
    return render_template(
        "posting/edit.html",
        post=post,
        form=form,
        preview=_preview(form),
        nudge=shown_in(form, nudge),
        begun=begun,
        covered=effects.has_covered_words(post),
        now=gate.whole(post, reader(), own=True) if overtaken else None,
    )


def _composer(rooms: Sequence[Room], form: Writing, *, begun: bool = False, nudge: Nudge = NOTHING) -> str:
    return render_template(
        "posting/new_thread.html",
        rooms=rooms,
        form=form,
        preview=_preview(form, _signed(form)),
        nudge=shown_in(form, nudge),
        begun=begun,
    )


def _reply_page(page: ThreadPage, box: ReplyBox, nudge: Nudge = NOTHING) -> str:
    preview = _preview(box.form, _signed(box.form))
    return render_template("posting/reply.html", page=page, box=box, preview=preview, nudge=shown_in(box.form, nudge))


def _preview(form: Writing, signed: str = "") -> Preview | None:
    """How it will look, where that was asked for; what is still missing is then no mistake, only still to do."""
    if not _to_be_shown() or not form.body or "body" in form.errors:
        return None
    if not limits.take("preview", limit_tag("preview", anonymous=form.anonymous)):
        raise TooMuchAtOnce
    still, form.errors = tuple(form.errors.values()), {}
    shown = gate.just_typed(render(form.body), warnings.written(form.warnings))
    form.noticed = noticed.read(form.title, form.body).found  # and forgotten when this page is drawn
    help_beside = near_views.in_passing(member_person(), form.noticed.risk)
    return Preview(shown, still, signed, rules.gently(form.noticed, form.warnings), help_beside)


def _signed(form: Writing) -> str:
    return f"It will stand under {'a name made for this thread' if form.anonymous else 'your own name'}."


def _answered(post_id: str, thread: Thread, who: Reader) -> Post | None:
    if not post_id:
        return None
    post = queries.find_post(post_id, who)
    return post if post is not None and post.thread_id == thread.id else None


def _own(post_id: str) -> Post:
    post = queries.find_own_post(post_id, reader())
    if post is None:
        raise NotThere
    return post


def _said(act: Callable[[], Post], by: Writer, form: Writing, place: str) -> Response:
    """Do it, keep it, and lead to it. Of one form sent twice at the same moment, the second finds the first."""
    try:
        post = act()
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        first = operations.already(by, form, place)
        if first is None:
            raise TryAgain from None
        post = first
    page = page_of(post, reader())
    anchor = f"post-{post.id}"
    flash(_word_about(post, form), anchor)  # said at the post itself, where the page opens
    if form.noticed is not None:
        near_views.offer(by.person, post.id, form.noticed.risk)
    return redirect(url_for("discussions.show_thread", thread_id=post.thread_id, after=page, _anchor=anchor), 303)


def _word_about(post: Post, form: Writing) -> str:
    if post.visibility is Visibility.HELD:
        return (
            f"Thank you. A moderator reads this before others see it: {why_held(post)}. {PROMISE} "
            "You can see it here, and change it, in the meantime."
        )
    gently = rules.gently(form.noticed, form.warnings) if form.noticed is not None else ""
    if post.edited_at is not None:
        return f"Your change is saved. {gently}".strip()
    if post.opening:
        return f"Your post is up. Thank you for writing it. Your readers can see it now. {gently}".strip()
    return f"Your reply is up. Thank you for answering. {gently}".strip()


@bp.app_template_global("reply_box")
def reply_box_for(page: ThreadPage) -> ReplyBox:
    return reply_box(reader(), page)


@bp.app_template_global()
def note_topics() -> list[warnings.Topic]:
    """The topics of content notes, in catalogue order."""
    return list(warnings.CATALOGUE.values())


@bp.app_template_global()
def support_choices() -> list[tuple[str, str, str]]:
    """What a writer can ask for: word, label, one line about it."""
    return [(str(one), one.label, one.meaning) for one in support.Support]


@bp.app_template_filter()
def room_choice(room: Room) -> tuple[str, str]:
    return room.slug, room.name
