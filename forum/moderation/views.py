"""The moderators' desk, asking them to look, and what a writer reads of a decision."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from forum import limits
from forum.accounts.current import member
from forum.care import warnings
from forum.care.community_rules import RULES
from forum.db import db
from forum.discussions import gate
from forum.discussions.models import Post
from forum.discussions.queries import find_post
from forum.discussions.views import get_post, reader
from forum.doors import Door, door
from forum.errors import NotThere, Overtaken, TooMuchAtOnce
from forum.moderation import (
    appeals,
    decision_page,
    forms,
    item_page,
    operations,
    queries,
    reports,
    unread,
    wording,
)
from forum.moderation.forms import Appealing, Deciding, Reporting
from forum.moderation.models import Kind, Lane, ReviewItem
from forum.moderation.refusals import NotForThis, StillMissing

bp = Blueprint("moderation", __name__)

Answer = str | Response | tuple[str, int]


@bp.route("/posts/<post_id>/report", methods=["GET", "POST"])
@door(Door.MEMBERS)
def report(post_id: str) -> Answer:
    """Ask a moderator to look: because a rule is broken, or because somebody is worried."""
    who = reader()
    post = find_post(post_id, who)
    if post is None:
        return _outcome_alone(post_id)
    if who.wrote(post):
        return render_template("moderation/report_own.html", post=post)
    thanked = request.args.get("thanks")
    if request.method != "POST" and thanked in set(Lane):
        return render_template("moderation/report_thanks.html", post=post, lane=Lane(thanked))
    form = Reporting(lane=request.args.get("lane", "")) if request.method != "POST" else forms.read_report(request.form)
    if request.method != "POST" or form.errors:
        return _report_page(post, form), 422 if form.errors else 200
    filing = form.filing()
    # A worry is never refused for being one of many.
    key = who.person.tag("limit", "report").hex() if who.person else ""
    if filing.lane is Lane.RULE and not limits.take("report", key):
        raise TooMuchAtOnce
    lane = reports.report(member(), post, filing)
    db.session.commit()
    return redirect(url_for("moderation.report", post_id=post.id, thanks=lane), 303)


def _report_page(post: Post, form: Reporting) -> str:
    return render_template(
        "moderation/report.html",
        post=post,
        opening=gate.opening_words(post, reader()),
        form=form,
        reasons=[(reason, *words) for reason, words in wording.REASONS.items()],
        outcomes=reports.own_outcomes(member(), post.id),
    )


def _outcome_alone(post_id: str) -> str:
    """What became of the reader's own report of a post that they cannot read: hidden, removed or taken back. It says
    nothing of the post, and to everybody else there is no such page."""
    outcomes = reports.own_outcomes(member(), post_id) if request.method != "POST" else []
    if not outcomes:
        raise NotThere
    return render_template("moderation/report_outcome.html", outcomes=outcomes)


@bp.app_template_global()
def promise() -> str:
    """What a writer is told about when a moderator reads."""
    return wording.PROMISE


@bp.get("/moderation/")
@door(Door.MODERATORS)
def queue() -> str:
    """What waits, or with `?state=decided` what was decided; `?kind=` shows one kind."""
    kind, after = _kind(), request.args.get("after")
    if request.args.get("state") == "decided":
        return render_template(
            "moderation/history.html", page=queries.history(member(), kind, after), kinds=wording.KINDS
        )
    return render_template("moderation/queue.html", page=queries.queue(member(), kind, after), kinds=wording.KINDS)


def _kind() -> Kind | None:
    asked = request.args.get("kind")
    return Kind(asked) if asked in set(Kind) else None


@bp.get("/moderation/items/<item_id>")
@door(Door.MODERATORS)
def show_item(item_id: str) -> str:
    """One item in its context. Opening it takes nothing and tells nobody (T5)."""
    return _item_page(_item(item_id), Deciding())


@bp.post("/moderation/items/<item_id>/claim")
@door(Door.MODERATORS)
def claim(item_id: str) -> Answer:
    item = _item(item_id)
    if item.kind is Kind.APPEAL:
        appeals.refuse_a_part(member(), item)
    try:
        operations.claim(member(), item)
        db.session.commit()
    except (Overtaken, StaleDataError) as refusal:
        return _too_late(item_id, Deciding(), refusal)
    return redirect(url_for("moderation.show_item", item_id=item_id), 303)


@bp.post("/moderation/items/<item_id>/release")
@door(Door.MODERATORS)
def release(item_id: str) -> Answer:
    operations.release(member(), _item(item_id))
    db.session.commit()
    return redirect(url_for("moderation.queue"), 303)


@bp.post("/moderation/items/<item_id>/decide")
@door(Door.MODERATORS)
def decide(item_id: str) -> Answer:
    """Settle an item. Never limited in number (T12); whoever comes second reads so, with their words kept."""
    item = _item(item_id)
    appeal = item.kind is Kind.APPEAL
    form = forms.read_decision(request.form, appeal=appeal)
    form.errors = form.errors or forms.gaps(form)
    if form.errors:
        return _item_page(item, form), 422
    try:
        _settle(item, form)
        db.session.commit()
    except StillMissing as refusal:
        return _again(item_id, form, refusal.gaps, 422)
    except NotForThis as refusal:
        return _again(item_id, form, {"action": str(refusal)}, 422)
    except (Overtaken, StaleDataError) as refusal:
        return _too_late(item_id, form, refusal)
    return redirect(url_for("moderation.show_item", item_id=item_id), 303)


def _settle(item: ReviewItem, form: Deciding) -> None:
    if item.kind is Kind.APPEAL:
        answer = "\n\n".join(words for words in (form.facts, form.note) if words)
        appeals.judge(member(), item, form.outcome, answer, seen=form.seen, instead=form.instead)
        return
    operations.decide(member(), item, form.ruling(), seen=form.seen)


def _too_late(item_id: str, form: Deciding, refusal: Exception) -> Answer:
    """The page as it is now, with what happened in words and everything that was typed."""
    said = str(refusal) if isinstance(refusal, Overtaken) else str(Overtaken())
    return _again(item_id, form, {}, 409, said)


def _again(item_id: str, form: Deciding, errors: dict[str, str], status: int, said: str = "") -> Answer:
    db.session.rollback()
    form.errors = errors
    return _item_page(_item(item_id), form, said), status


def _item(item_id: str) -> ReviewItem:
    item = queries.find_item(member(), item_id)
    if item is None:
        raise NotThere
    return item


def _item_page(item: ReviewItem, form: Deciding, said: str = "") -> str:
    return render_template(
        "moderation/item.html",
        page=item_page.page(member(), item),
        form=form,
        said=said,
        rules=RULES.values(),
        topics=warnings.CATALOGUE.values(),
        levels=tuple(warnings.Level),
        tended=[(word, name, hint) for word, (name, hint, _) in wording.TENDED.items()],
    )


@bp.get("/posts/<post_id>/word")
@door(Door.MEMBERS)
def word_about_post(post_id: str) -> Response:
    """Lead the writer of a post to the latest decision about it."""
    who = reader()
    post = get_post(post_id, who)
    if post.decision_id is None or not who.wrote(post):
        raise NotThere
    return redirect(url_for("moderation.show_decision", decision_id=post.decision_id), 303)


@bp.get("/decisions/<decision_id>")
@door(Door.MEMBERS)
def show_decision(decision_id: str) -> str:
    """What was decided about the reader's own post. For everybody else there is nothing here."""
    page, who = _decision(decision_id), reader().person
    if who is not None:
        opened = unread.mark(who, page.decision.id, page.appeal.outcome if page.appeal else None)
        session["opened"] = unread.noted(session.get("opened", []), opened)
    return render_template("moderation/decision.html", page=page)


@bp.app_template_global()
def new_words() -> list[unread.Word]:
    """What moderators wrote to whoever looks at this page, and they have not opened here."""
    return unread.words(reader(), session.get("opened", []))


@bp.route("/decisions/<decision_id>/appeal", methods=["GET", "POST"])
@door(Door.MEMBERS)
def appeal(decision_id: str) -> Answer:
    """Ask for another look, by somebody who had no part in it."""
    page = _decision(decision_id)
    if page.appeal is not None or (request.method != "POST" and not page.may_appeal):
        return redirect(url_for("moderation.show_decision", decision_id=decision_id), 303)
    if request.method != "POST":
        return render_template("moderation/appeal.html", page=page, form=Appealing())
    form = forms.read_appeal(request.form)
    if form.errors:
        return render_template("moderation/appeal.html", page=page, form=form), 422
    appeals.lodge(member(), page.decision, form.words)
    db.session.commit()
    return redirect(url_for("moderation.show_decision", decision_id=decision_id), 303)


def _decision(decision_id: str) -> decision_page.DecisionPage:
    who = reader()
    found = decision_page.find(who, decision_id)
    if found is None:
        raise NotThere
    return decision_page.page(who, found)
