"""An address is read once, at the outermost door, and nothing behind it can read it again."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CALLER = "forum.caller"
NOWHERE = "0.0.0.0"  # noqa: S104  # what every later line of code sees
UNKNOWN = b"unknown"

# What servers and proxies write a person's address into, as WSGI spells it.
TELL_TALES = (
    "REMOTE_PORT", "REMOTE_HOST", "REMOTE_IDENT", "gunicorn.socket", "werkzeug.socket",
    "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_X_CLUSTER_CLIENT_IP", "HTTP_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP", "HTTP_CF_CONNECTING_IPV6", "HTTP_FASTLY_CLIENT_IP",
    "HTTP_FLY_CLIENT_IP", "HTTP_X_APPENGINE_USER_IP", "HTTP_X_AZURE_CLIENTIP", "HTTP_VIA",
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class Caller:
    """Where a request comes from: the network alone, and whether it is this machine. Prints as nothing."""

    network: bytes
    local: bool


NOBODY = Caller(UNKNOWN, local=False)


class AddressForgotten:
    """Wraps the app: keeps the network for the limits, and puts 0.0.0.0 where the address stood."""

    def __init__(self, app: "WSGIApplication", hops: int) -> None:
        self._app = app
        self._hops = hops

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ[CALLER] = self._caller(environ)
        if self._hops and (scheme := self._forwarded(environ, "HTTP_X_FORWARDED_PROTO")) in {"http", "https"}:
            environ["wsgi.url_scheme"] = scheme
        for name in [name for name in environ if name.startswith("HTTP_X_FORWARDED_")]:
            del environ[name]
        for name in TELL_TALES:
            environ.pop(name, None)
        environ["REMOTE_ADDR"] = NOWHERE
        return self._app(environ, start_response)

    def _caller(self, environ: "WSGIEnvironment") -> Caller:
        peer = environ.get("REMOTE_ADDR", "")
        passed_on = any(name in environ for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"))
        address = self._forwarded(environ, "HTTP_X_FORWARDED_FOR") or peer
        return Caller(network(address), local=_is_loopback(peer) and not passed_on)

    def _forwarded(self, environ: "WSGIEnvironment", name: str) -> str | None:
        """What our own outermost proxy wrote, counted from the end; what stands before it anybody can send."""
        if not self._hops:
            return None
        parts = [part.strip() for part in environ.get(name, "").split(",")]
        return parts[-self._hops] if len(parts) >= self._hops and parts[-self._hops] else None


def network(address: str) -> bytes:
    """The /24 or /48 that an address lies in. What is no address is one network of its own."""
    parsed = _parse(address)
    if parsed is None:
        return UNKNOWN
    return parsed.packed[:3] if parsed.version == 4 else parsed.packed[:6]


def _parse(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    bare = address.partition("]")[0].removeprefix("[")  # [2001:db8::1]:443
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]  # 192.0.2.1:443
    try:
        parsed = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return parsed.ipv4_mapped
    return parsed


def _is_loopback(address: str) -> bool:
    parsed = _parse(address)
    return parsed is not None and parsed.is_loopback
