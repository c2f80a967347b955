"""The card beside one's own words: two or three ways to reach somebody, in the writer's country."""

from dataclasses import dataclass, replace

from forum.care import resources
from forum.care.lines import Line
from forum.care.signals import Risk

MOST = 3


@dataclass(frozen=True)
class Near:
    """Who is there to be reached. It says nothing about the person who reads it, whatever brought it up."""

    quiet: bool  # one line in passing
    at_once: tuple[Line, ...]  # what to ring when it cannot wait
    lines: tuple[Line, ...]
    country: str | None
    firm: bool = False  # what to ring stands first and large, and where no number is known, how to find it
    put_away: bool = False  # only where to find it again


def near(risk: Risk, country: str | None) -> Near | None:
    """What stands beside words in which this was noticed; nothing beside all others.

    The country is the reader's own choice. Without one, or without lines in it, the international directory stands in.
    """
    if risk is Risk.NONE:
        return None
    found = resources.lines_for(country)
    lines = _two_or_three([line for line in found.lines if line.for_everyone]) or found.lines[:1]
    if risk is Risk.CONCERN:
        return Near(True, (), lines[:1], found.country)
    at_once = found.emergency[:1] if risk is Risk.IMMINENT or not lines else ()
    return Near(False, at_once, lines or found.directories[:1], found.country, firm=risk is Risk.IMMINENT)


def in_a_line(card: Near) -> Near:
    """The same in one line: while words are still being written, nothing larger stands beside them."""
    return replace(card, quiet=True)


def set_aside(card: Near) -> Near:
    """What is left of it where as much as this was put away."""
    return replace(card, put_away=True)


def _two_or_three(lines: list[Line]) -> tuple[Line, ...]:
    """A voice first, then a way that needs no voice, then whatever else is there."""
    voice = [line for line in lines if line.phone][:1]
    written = [line for line in lines if (line.text_to or line.chat) and line not in voice][:1]
    return tuple(dict.fromkeys([*voice, *written, *lines]))[:MOST]
