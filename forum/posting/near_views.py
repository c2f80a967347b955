"""When help stands beside one's own words: after writing them, for a day, and in one line once it was put away.

Nothing of it is stored here. The writer's browser holds marks that only the seal key and this person's share can make:
what the card stands beside, the most that is still open, how much was put away (docs/decisions/0017).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from flask import flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from forum import clock
from forum.accounts.current import member
from forum.anonymity.seal import Person, person
from forum.care.near import Near, near, set_aside
from forum.care.signals import Risk
from forum.discussions.queries import find_own_post
from forum.discussions.views import reader
from forum.doors import Door, door
from forum.preferences import current

STANDS_FOR = timedelta(days=1)  # until the end of the next day; a new night is a new night
MARK = 12  # letters
DRAFTS = "drafts"
LEVELS = (Risk.CONCERN, Risk.HIGH, Risk.IMMINENT)
STAYS = "It is put away. If you want it back: “Help” at the top of every page leads to people you can reach."


def offer(who: Person, beside: str, risk: Risk) -> None:
    """Let help stand beside a post (by its id) or the saved words.

    There is one card. It goes to the newest words that bring it up, and stays as large as the largest still open.
    """
    if risk is Risk.NONE:
        return
    session["near"] = _mark(who, f"beside {beside} {risk}", clock.today())
    if not _is_put_away(who, risk) and risk.rank >= _open(who).rank:
        session["open"] = _mark(who, f"open {risk}", clock.today())


def in_passing(who: Person, risk: Risk) -> Near | None:
    """The same beside words that nobody has sent yet; nothing is remembered of it."""
    found = near(risk, current().country)
    return set_aside(found) if found and _is_put_away(who, risk) else found


def standing(beside: str) -> Near | None:
    """What stands beside this for whoever looks at the page, who wrote it."""
    who = reader().person if "near" in session else None
    return in_passing(who, _risk_of(who, beside)) if who else None


@door(Door.MEMBERS)
def put_away() -> Response:
    """Put the card away. It comes back only when something more is noticed, or for new words on another day."""
    beside, who = request.form.get("beside", ""), person(member())
    risk = _risk_of(who, beside)
    if risk is not Risk.NONE:
        session["away"] = _mark(who, f"away {risk}", clock.today())
        session.pop("near")
        session.pop("open", None)
    if beside == DRAFTS or find_own_post(beside, reader()) is None:
        if risk is not Risk.NONE:
            flash(STAYS)
        return redirect(url_for("posting.show_drafts"), 303)
    if risk is not Risk.NONE:
        flash(STAYS, f"post-{beside}")
    return redirect(url_for("discussions.show_post", post_id=beside), 303)


def _risk_of(who: Person, beside: str) -> Risk:
    """How much stands beside this: what was noticed in it, or more where more is still open."""
    marked = session.get("near", "")
    own = next((one for one in LEVELS for day in _days() if marked == _mark(who, f"beside {beside} {one}", day)), None)
    return max(own, _open(who), key=lambda one: one.rank) if own else Risk.NONE


def _open(who: Person) -> Risk:
    """The most that stood beside any words of these days and was not put away."""
    marked = session.get("open", "")
    return next((one for one in LEVELS for day in _days() if marked == _mark(who, f"open {one}", day)), Risk.NONE)


def _is_put_away(who: Person, risk: Risk) -> bool:
    put, as_much = session.get("away", ""), [one for one in LEVELS if one.rank >= risk.rank]
    return bool(put) and any(put == _mark(who, f"away {one}", day) for one in as_much for day in _days())


def _days() -> Iterator[date]:
    return (clock.today() - timedelta(days=number) for number in range(STANDS_FOR.days + 1))


def _mark(who: Person, what: str, day: date) -> str:
    return who.tag("near", f"{what} {day}").hex()[:MARK]
