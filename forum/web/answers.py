"""After a view has run: the headers of every answer, what may be kept by whom, and packing for visitors' pages."""

import gzip
import logging
import time

import brotli
from flask import Flask, Response, current_app, g, request, session

from forum.config import Settings

log = logging.getLogger("forum.requests")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
FEATURES = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid "
    "identity-credentials-get "
    "idle-detection magnetometer microphone midi payment picture-in-picture screen-wake-lock serial usb "
    "xr-spatial-tracking browsing-topics"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in FEATURES.split())
    + ", publickey-credentials-get=(self), publickey-credentials-create=(self)",
    "X-DNS-Prefetch-Control": "off",
    "Origin-Agent-Cluster": "?1",
    "X-Robots-Tag": "noindex, noarchive, nosnippet",
}
WORTH_PACKING = 600  # bytes; below that packing costs more than it saves


def init_app(app: Flask) -> None:
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    settings: Settings = current_app.extensions["settings"]
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings.https:
        response.headers["Content-Security-Policy"] += "; upgrade-insecure-requests"
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if g.get("open_to_search"):
        del response.headers["X-Robots-Tag"]
    response.vary.add("Cookie")
    if _may_be_kept(response):
        response = _packed(_tagged(response))
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    _note(response)
    return response


def _may_be_kept(response: Response) -> bool:
    """A visitor's reading page: no sign-in, no form of its own, the same for everyone with these preferences."""
    view = current_app.view_functions.get(request.endpoint or "")
    return (
        getattr(view, "stored", False)
        and request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and g.get("viewer") is None
        and "Set-Cookie" not in response.headers
        and not session.modified  # What was just said to this one person; Flask adds the cookie after us.
        and not g.get("csrf_field_used")
    )


def _tagged(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag(weak=True)
    return response.make_conditional(request)  # type: ignore[return-value]


def _packed(response: Response) -> Response:
    """Pack it for the wire. Pages with a form never are: a token beside a person's words could be guessed."""
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or response.direct_passthrough or (response.content_length or 0) < WORTH_PACKING:
        return response
    accepted = request.accept_encodings
    if "br" in accepted and accepted["br"] > 0:
        response.set_data(brotli.compress(response.get_data(), quality=5))
        response.headers["Content-Encoding"] = "br"
    elif "gzip" in accepted and accepted["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _note(response: Response) -> None:
    """One line a request: which route, what came of it, how long. No path, no address, no name, no words."""
    route = request.url_rule.rule if request.url_rule else "-"
    spent = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    log.info("%s %s %d %.0fms", request.method, route, response.status_code, spent)
