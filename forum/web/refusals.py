"""Refusals and failures become pages that say what happened, give back what was typed, and log no word of it."""

import logging
from urllib.parse import quote

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask_limiter.errors import RateLimitExceeded
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from forum.accounts.way_back import SECRET, SHOWN, Carried
from forum.db import db
from forum.errors import NotThere, Overtaken, Refusal, SecondFactorFirst, SignInFirst, TooMuchAtOnce, TryAgain

log = logging.getLogger("forum")

_PLAIN = "/:@!$&'()*+,;=~"  # what stands in addresses as it is


def init_app(app: Flask) -> None:
    app.logger.addFilter(_without_values)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(RateLimitExceeded, _too_much)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(DBAPIError, _database_busy)
    app.register_error_handler(TimeoutError, _database_busy)
    app.register_error_handler(OSError, _database_busy)
    app.register_error_handler(SecurityError, _not_our_name)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _refused(refusal: Refusal) -> tuple[str, int, dict[str, str]] | Response:
    if isinstance(refusal, SignInFirst):
        return _sign_in(refusal.status)
    if isinstance(refusal, SecondFactorFirst) and request.method != "POST":
        return redirect(url_for("accounts.second_factor_page"), 303)  # type: ignore[return-value]
    return _page(str(refusal), refusal.status)


def _sign_in(status: int) -> tuple[str, int, dict[str, str]]:
    """The sign-in form in place of the page, carrying along whatever had been typed into the page's form."""
    try:
        form = list(request.form.lists())
    except HTTPException as unreadable:
        return _http(unreadable)
    carried = Carried() if _is_foreign_form() else Carried.from_refused(_here(), form, sent=request.method == "POST")
    page = render_template("accounts/sign_in.html", carried=carried, username="", keep=False, errors={})
    return page, status, {}


def _here() -> str:
    """The address that was asked for, with every sign written so that it can stand in a header."""
    path, query = quote(request.path, safe=_PLAIN), quote(request.query_string, safe=_PLAIN + "%?")
    return f"{path}?{query}" if query else path


def _is_foreign_form() -> bool:
    """Whether another site filled in this form: what it says is nobody's words, and is not for the next press."""
    return request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site"


def _overtaken(_error: Exception) -> tuple[str, int, dict[str, str]] | Response:
    return _refused(Overtaken())


def _too_much(_error: Exception) -> tuple[str, int, dict[str, str]] | Response:
    return _refused(TooMuchAtOnce())


def _database_busy(error: Exception) -> tuple[str, int, dict[str, str]] | Response:
    log.warning("storage_failed kind=%s", type(error).__name__)
    return _refused(TryAgain())


def _not_our_name(_error: SecurityError) -> Response:
    """Somebody asks for a host that is not this site: no page of ours can be built for it."""
    return Response("This address does not belong to this site.\n", 400, mimetype="text/plain")


def _http(error: HTTPException) -> tuple[str, int, dict[str, str]]:
    """Werkzeug's own refusals: 404, 405, 413 …, in our words."""
    known = {
        404: str(NotThere()),
        405: "This page cannot be used in that way.",
        413: "That is more than this page can take. Please go back, where your words are, and send it in parts.",
        400: "We could not read that. Please check it and send it again.",
    }
    return _page(known.get(error.code or 500, "That did not work. Please go back and try again."), error.code or 500)


def _unforeseen(error: Exception) -> tuple[str, int, dict[str, str]]:
    """Our own mistake: its kind and place go to the log, never its values, which may be somebody's words."""
    place = error.__traceback__
    frames = []
    while place is not None:
        name = place.tb_frame.f_globals.get("__name__", "")
        if name.startswith("forum"):
            frames.append(f"{name}:{place.tb_lineno}")
        place = place.tb_next
    log.error("failed kind=%s at=%s", type(error).__name__, ">".join(frames[-4:]))
    return _page("Something went wrong on our side. It is not your fault. Please try again in a moment.", 500)


def _without_values(record: logging.LogRecord) -> bool:
    """Of an error that even these pages fail at, Flask would log the address and every value. Its kind is enough."""
    if record.exc_info and record.exc_info[0] is not None:
        record.msg, record.args = "failed_to_answer kind=%s", (record.exc_info[0].__name__,)
        record.exc_info = record.exc_text = None
    return True


def _page(message: str, status: int) -> tuple[str, int, dict[str, str]]:
    try:
        db.session.rollback()
        if g.get("viewer") is not None and g.viewer not in db.session:
            g.viewer = None
    except Exception:
        g.viewer = None
    headers = {"Retry-After": "5"} if status in {429, 503} else {}
    g.refused = True
    try:
        return render_template("web/refused.html", message=message, status=status, **_typed()), status, headers
    except Exception as error:
        log.error("refusal_page_failed kind=%s", type(error).__name__)
        return render_template("web/plain.html", message=message, **_typed()), status, headers


def _typed() -> dict[str, object]:
    """What the person had typed, to be shown and sent again with one press."""
    if request.method != "POST" or request.endpoint is None or g.get("unreadable") or _is_foreign_form():
        return {"typed": [], "again": [], "action": None}
    try:
        form = request.form
    except HTTPException:
        return {"typed": [], "again": [], "action": None}  # Too large to read at all.
    carried = Carried.from_form(form, form.lists())
    if carried.fields:  # The sign-in form itself was refused: what it carried goes back where it came from.
        return {"typed": carried.typed, "again": carried.again, "action": carried.path}
    typed = [(name, form[name]) for name in SHOWN if form.get(name)]
    again = [(k, v) for k, values in form.lists() for v in values if k not in SECRET and k not in SHOWN]
    return {"typed": typed, "again": again if typed else [], "action": request.path if typed else None}
