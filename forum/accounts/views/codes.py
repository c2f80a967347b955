"""Recovery codes: shown once after they are made, and made anew when somebody asks."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import recovery, tokens, way_back
from forum.accounts.current import member
from forum.accounts.views import asking_again, bp
from forum.accounts.way_back import Carried
from forum.db import db
from forum.doors import Door, door
from forum.limits import limit

PURPOSE = "codes"


@bp.route("/settings/recovery-codes", methods=["GET", "POST"])
@door(Door.MEMBERS)
@limit("settings")
def recovery_codes() -> ResponseReturnValue:
    if request.method != "POST":
        return _page()
    if "kept" in request.form:
        return _go_on(Carried(way_back.read(request.form.get("next"))))
    errors = asking_again.refused(request.form)
    if errors:
        return _page(errors), 422
    show_once(recovery.new_codes(member()))
    db.session.commit()
    flash("Here are ten new codes. The old ones do not work any more.")
    return redirect(url_for(".recovery_codes"), 303)


def _go_on(carried: Carried) -> ResponseReturnValue:
    """Show the codes no more, and lead to what the member was about to do."""
    shown = session.pop(PURPOSE, "")
    found = tokens.look(PURPOSE, shown)
    joined = found is None or "joined" in found.inside
    tokens.use_up(PURPOSE, shown)
    db.session.commit()
    if request.form["kept"] == "write":
        return redirect(url_for("posting.new_thread"), 303)
    return redirect(carried.path or url_for("discussions.home" if joined else ".account"), 303)


def show_once(codes: list[str]) -> None:
    """Let this browser, and no other, see the codes for half an hour or until the member has kept them."""
    session[PURPOSE] = tokens.issue(PURPOSE, tokens.SHOWN_CODES, codes=codes)


def _page(errors: dict[str, str] | None = None) -> str:
    found = tokens.look(PURPOSE, session.get(PURPOSE))
    codes = found.inside["codes"] if found else []
    return render_template(
        "accounts/recovery_codes.html",
        codes=codes,
        joined=found is not None and "joined" in found.inside,
        carried=Carried(way_back.read(request.args.get("next"))),
        left=recovery.left(member()),
        errors=errors or {},
    )
