"""The steady help strip on every page: one or two ways to reach somebody, in the fewest words."""

from dataclasses import dataclass
from typing import NamedTuple

from forum.care import resources
from forum.care.lines import Line

MORE = "More help"  # so short that it stands beside a number on a phone
_ALWAYS = ("Day and night", "Phone day and night")  # Hours that begin like this need no mention here.


class Route(NamedTuple):
    """One way to reach one service: what it says and the link that does it."""

    label: str
    href: str


@dataclass(frozen=True)
class Strip:
    """What the strip shows. Without a country there are no routes; its last link leads to the choice."""

    country: str | None
    text: str
    routes: tuple[Route, ...]
    more: str


def help_strip(country: str | None) -> Strip:
    """One or two routes of the reader's country: a voice first, then a way that needs no voice.

    A country with lines in two languages shows one of each; a country without lines shows its
    emergency number. The country is always the reader's own choice, never a guess.
    """
    found = resources.lines_for(country)
    if not found.country:
        return Strip(None, "Need someone to talk to?", (), "Choose your country")
    general = [line for line in found.lines if line.for_everyone]
    voices = [line for line in general if line.phone]
    routes = [_voice(line) for line in voices[:1]]
    other_language = [line for line in voices[1:] if "(in " in line.audience]
    if other_language:
        routes.append(_voice(other_language[0]))
    else:
        written = [line for line in general if line.text_to or line.chat]
        routes += [_written(line, again=line in voices[:1]) for line in written[:1]]
    if len(routes) < 2 and len(voices) > 1:
        routes.append(_voice(voices[1]))
    if not routes:
        emergency = [_voice(line) for line in found.emergency[:1]]
        return Strip(found.country, "In danger now?", tuple(emergency), MORE)
    return Strip(found.country, "Need someone to talk to?", tuple(routes), MORE)


def _voice(line: Line) -> Route:
    return _route(line, f"call {line.phone} {line.then}".strip(), line.tel)


def _written(line: Line, *, again: bool) -> Route:
    """`again` leaves the service's name out, because the route before has just named it."""
    if not line.text_to:
        how, href = "chat or write", line.chat
    else:
        first_word = f"{line.text_word} to " if line.text_word else ""
        how, href = f"text {first_word}{line.text_to}", line.sms
    return Route(f"or {how}", href) if again else _route(line, how, href)


def _route(line: Line, how: str, href: str) -> Route:
    hours = "" if line.hours.startswith(_ALWAYS) else f" ({line.hours})"
    return Route(f"{line.service}: {how}{hours}", href)
