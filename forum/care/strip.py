"""The steady help strip on every page: one or two ways to reach somebody, in the fewest words."""

from dataclasses import dataclass

from forum.care import resources
from forum.care.resources import Line

_ALWAYS = "Day and night"  # Hours that begin like this need no mention in the strip.


@dataclass(frozen=True)
class Route:
    """One way to reach one service: who it is, what to do in words, and the link that does it."""

    service: str
    how: str
    href: str
    hours: str  # Empty when somebody is there day and night.


@dataclass(frozen=True)
class Strip:
    """What the strip shows. Without a country there are no routes, and the page asks to choose one."""

    country: str | None
    country_name: str
    routes: tuple[Route, ...]


def help_strip(country: str | None) -> Strip:
    """One or two routes of the reader's country: a voice first, then a way that needs no voice.

    A country with lines in two languages shows one of each; a country without lines shows its
    emergency number. The country is always the reader's own choice, never a guess.
    """
    found = resources.lines_for(country)
    general = [line for line in found.lines if line.for_everyone]
    voices = [line for line in general if line.phone]
    routes = [_voice(line) for line in voices[:1]]
    other_language = [line for line in voices[1:] if "(in " in line.audience]
    if other_language:
        routes.append(_voice(other_language[0]))
    else:
        routes += [_written(line) for line in general if line.text_to or line.chat][:1]
    if len(routes) < 2 and len(voices) > 1:
        routes.append(_voice(voices[1]))
    if not routes:
        routes = [_voice(line) for line in found.emergency[:1]]
    return Strip(found.country, found.country_name, tuple(routes))


def _voice(line: Line) -> Route:
    return Route(line.service, f"call {line.phone} {line.then}".strip(), line.tel, _hours(line))


def _written(line: Line) -> Route:
    if line.text_to:
        how = f"text {line.text_word} to {line.text_to}" if line.text_word else f"text {line.text_to}"
        return Route(line.service, how, line.sms, _hours(line))
    return Route(line.service, "chat or write", line.chat, _hours(line))


def _hours(line: Line) -> str:
    return "" if line.hours.startswith((_ALWAYS, f"Phone {_ALWAYS.lower()}")) else line.hours
