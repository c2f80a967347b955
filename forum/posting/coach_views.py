"""The coach at the composer: looks at what was sent, says it on the page or while somebody writes, keeps nothing."""

from flask import render_template, request

from forum import limits
from forum.care.near import in_a_line
from forum.care.warnings import ContentWarning
from forum.discussions.thread_pages import ThreadPage
from forum.errors import TooMuchAtOnce
from forum.posting import coaching, near_views
from forum.posting.coaching import NOTHING, Nudge
from forum.posting.draft_views import limit_tag, member_person
from forum.posting.forms import Coached, Writing


def asked_live() -> bool:
    """Whether composer.mjs asks, while somebody writes."""
    return request.form.get("then") == "coach"


def look_at(
    form: Writing,
    page: ThreadPage | None = None,
    noted: tuple[ContentWarning, ...] | None = None,
    before: str = "",
) -> Nudge:
    """What there is to say about the form: `page` is the thread of a reply, `noted` stands on a post being changed,
    which said `before` what it says now.

    Whoever sends far more than people write is not looked at any more. Only a program that asks live is told so.
    """
    if form.errors.keys() & {"body", "warnings"} or not (
        asked_live() or _seen_through() or _may_come_first(form, noted)
    ):
        return NOTHING
    if not limits.take("coach", limit_tag("post", anonymous=form.anonymous)):
        if asked_live():
            raise TooMuchAtOnce
        return NOTHING
    return coaching.about_reply(form, page) if page else coaching.about_words(form, noted or (), before)


def _seen_through() -> bool:
    return request.form.get("then") == "preview"


def _may_come_first(form: Writing, noted: tuple[ContentWarning, ...] | None) -> bool:
    return noted is None and form.coach not in {Coached.SAID, Coached.NONE}


def said_live(form: Writing, nudge: Nudge) -> str:
    """What now stands in the quiet place under the words; mostly nothing. Help comes first, in one line."""
    now = coaching.while_writing(form, nudge)
    near = None if "body" in form.errors else near_views.in_passing(member_person(), coaching.danger(form))
    return render_template("posting/coach.html", nudge=now, near=near and in_a_line(near))


def shown_in(form: Writing, nudge: Nudge) -> Nudge:
    """The nudge as a whole page shows it: beside a mistake none, and the form remembers what was said."""
    if form.errors:
        return NOTHING
    coaching.remember(form, nudge, preview=_seen_through())
    return nudge
