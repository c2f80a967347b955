"""Words saved for later: the page that lists them, and where the composer saves by itself."""

from flask import Response as Plain
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum import limits
from forum.accounts.current import member
from forum.anonymity.seal import Person, person
from forum.care.signals import Risk
from forum.db import db
from forum.doors import Door, door
from forum.errors import TooMuchAtOnce
from forum.moderation import noticed
from forum.posting import drafts, forms, near_views
from forum.posting.box import to_draft
from forum.posting.forms import Writing


def member_person() -> Person:
    """The signed-in member as the seal knows them."""
    return person(member())


def limit_tag(act: str, *, anonymous: bool) -> str:
    """What an act of this member counts under: one tag for what is signed, another for what is sealed."""
    return member_person().tag("limit", f"{act} {'anonymous' if anonymous else 'named'}").hex()


@door(Door.MEMBERS)
def show_drafts() -> str | Response:
    """Words saved for later. The composer saves here by itself where scripts run."""
    if request.method != "POST":
        return render_template("posting/drafts.html", drafts=drafts.all_of(member_person()))
    if not limits.take("draft", limit_tag("draft", anonymous="anonymous" in request.form)):
        raise TooMuchAtOnce
    place = request.form.get("place", drafts.NEW_THREAD)
    if not drafts.is_place(place):
        return Plain(status=422)
    form = forms.read_thread(request.form, []) if place == drafts.NEW_THREAD else forms.read_reply(request.form)
    if place.startswith(drafts.EDIT):
        form = forms.read_edit(request.form, opening=True)
    if not drafts.fits(form.title, form.body):
        return Plain(status=422)
    form.room = request.form.get("room", "")[:40]
    drafts.save(member_person(), to_draft(form, place), seen=form.seen)
    db.session.commit()
    return Plain(status=204)


@door(Door.MEMBERS)
def discard_draft(draft_id: str) -> str | Response:
    drafts.throw_away(member_person(), draft_id)
    db.session.commit()
    flash("That is gone.")
    return redirect(url_for("posting.show_drafts"), 303)


def keep(form: Writing, place: str) -> Response:
    """Save what is in the composer and lead to the list of saved words."""
    if not limits.take("draft", limit_tag("draft", anonymous=form.anonymous)):
        raise TooMuchAtOnce
    draft = to_draft(form, place)
    drafts.save(member_person(), draft, seen=form.seen)
    db.session.commit()
    if not draft.is_empty:
        near_views.offer(member_person(), near_views.DRAFTS, _risk(form))
        flash("Saved for later. Only you can see it. It stays for 30 days.")
    return redirect(url_for("posting.show_drafts"), 303)


def _risk(form: Writing) -> Risk:
    """What was noticed in words that are only put by: for help to stand beside them, and for nothing else."""
    return noticed.read(form.title, form.body).found.risk
