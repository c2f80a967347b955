"""The search: its form sends by POST, so that what somebody looks for stands in no address, history or log."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum import limits
from forum.accounts.current import viewer
from forum.care import resources
from forum.care.searches import Need
from forum.discussions.reading import Reader
from forum.doors import Door, door
from forum.errors import TooMuchAtOnce
from forum.preferences import current
from forum.search import forms, queries
from forum.search.forms import Question
from forum.search.queries import Results

bp = Blueprint("search", __name__)

OVER = "This search was closed after half an hour, so that nobody finds it here later. Please type it again."


@bp.post("/search")
@door(Door.PUBLIC)
def ask() -> ResponseReturnValue:
    """Take the words out of the form and lead to a page whose address does not tell them."""
    question = forms.read_question(request.form.get("q", ""))
    if question.problem:
        return _page(question, None), 422
    return redirect(url_for("search.look", s=forms.closed(question)), 303)


@bp.get("/search")
@door(Door.PUBLIC)
def look() -> ResponseReturnValue:
    """The form; with `s`, from our own form, or `q`, typed by hand or by a bookmark, what was found as well."""
    if "s" in request.args:
        question = forms.opened(request.args["s"])
        if question is None:
            return _page(Question(""), None, said=OVER)
    elif request.args.get("q"):
        question = forms.read_question(request.args["q"])
    else:
        return _page(Question(""), None)
    if question.problem:
        return _page(question, None), 422
    if not question.looks:
        return _page(question, None)
    # Help is never held back by a limit: only the list is.
    if not limits.take("search", "search", from_here=True):
        return _page(question, None, said=str(TooMuchAtOnce())), 429
    return _page(question, queries.find(question, Reader(viewer(), current()), _place(request.args.get("after"))))


def _place(token: str | None) -> int | None:
    """Where an older page begins; the first page for anything that we did not write."""
    known = token and token.isascii() and token.isdigit() and len(token) < 20 and int(token) < 1 << 63
    return int(token) if token and known else None


def _page(question: Question, found: Results | None, *, said: str = "") -> str:
    asks_for_help = question.need is not Need.NOTHING
    older = url_for("search.look", s=forms.closed(question), after=found.after) if found and found.after else None
    return render_template(
        "search/look.html",
        question=question,
        found=found,
        older=older,
        said=said,
        alone=question.need is Need.HELP_ALONE,
        help=resources.lines_for(current().country) if asks_for_help else None,
    )
