"""What would help right now: the five kinds of support a writer can ask for, and their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Support(StrEnum):
    """One thing a writer can ask of the people who reply."""

    LISTEN = "listen"
    EXPERIENCE = "experience"
    ADVICE = "advice"
    LOOK = "look"
    SPACE = "space"

    @property
    def label(self) -> str:
        """The choice as the writer reads it."""
        return _WORDS[self].label

    @property
    def meaning(self) -> str:
        """One line under the choice, for the writer."""
        return _WORDS[self].meaning

    @property
    def wish(self) -> str:
        """The wish as repliers read it, to stand in a list after "They would like"."""
        return _WORDS[self].wish

    @property
    def prompt(self) -> str:
        """The line over the reply box when this is all that was asked for."""
        return _WORDS[self].prompt

    @property
    def guideline(self) -> str:
        """One short guideline for the replier."""
        return _WORDS[self].guideline


@dataclass(frozen=True)
class _Words:
    label: str
    meaning: str
    wish: str
    prompt: str
    guideline: str


_WORDS = {
    Support.LISTEN: _Words(
        label="Just listen",
        meaning="I want to be heard. Nothing has to be solved.",
        wish="someone to listen",
        prompt="Tell them what you heard. Nothing needs solving.",
        guideline="Stay with how it feels. Nothing has to be solved tonight.",
    ),
    Support.EXPERIENCE: _Words(
        label="Shared experience",
        meaning="I want to know if anyone else has lived this.",
        wish="to hear from people who have been there",
        prompt="If something like this happened to you, tell them a little of it.",
        guideline="Share a small piece of your own story, then come back to theirs.",
    ),
    Support.ADVICE: _Words(
        label="Advice welcome",
        meaning="I want ideas about what I could try.",
        wish="ideas to try",
        prompt="First what you heard, then one idea that helped you or someone you know.",
        guideline="Offer one or two things that helped you. Say “you could”, not “you should”.",
    ),
    Support.LOOK: _Words(
        label="Help me look at this",
        meaning="I want help to see it from another side, gently.",
        wish="help to look at this from another side",
        prompt="Say what makes sense in it first. Then ask, or offer one other way to see it.",
        guideline="Ask before you explain. Offer another view as a “maybe”, and let it be turned down.",
    ),
    Support.SPACE: _Words(
        label="Space now",
        meaning="I want this to be here, and I do not want replies for now.",
        wish="some space for now",
        prompt="They asked for space. You may wait, or leave one warm line that needs no answer.",
        guideline="One short, warm line is plenty. Ask nothing, and expect no answer.",
    ),
}

# Asked for by nobody and wanted by most: to be heard, and to find that one is not the only one.
DEFAULT = (Support.LISTEN, Support.EXPERIENCE)


def parse_all(values: Iterable[str]) -> tuple[Support, ...]:
    """Read a form's repeated field, in catalogue order; blanks are skipped; none means the default.

    An unknown word is a ValueError.
    """
    try:
        chosen = {Support(value.strip()) for value in values if value.strip()}
    except ValueError:
        raise ValueError("That kind of support is not in the list.") from None
    return tuple(one for one in Support if one in chosen) or DEFAULT


def written(supports: Iterable[Support]) -> str:
    """The canonical text for a database column: catalogue order, one space between."""
    chosen = set(supports)
    return " ".join(one for one in Support if one in chosen)


def read(column: str) -> tuple[Support, ...]:
    """Read back what `written` wrote; words that have left the catalogue are skipped."""
    words = set(column.split())
    return tuple(one for one in Support if one in words) or DEFAULT


def asked_for(supports: Iterable[Support]) -> str:
    """One sentence for repliers: "They would like someone to listen, and ideas to try."."""
    wishes = [one.wish for one in _ordered(supports)]
    if Support.SPACE.wish in wishes:
        return f"They would like {Support.SPACE.wish}."
    return "They would like " + ", and ".join(_joined(wishes)) + "."


def _joined(wishes: list[str]) -> list[str]:
    return [", ".join(wishes[:-1]), wishes[-1]] if len(wishes) > 1 else wishes


def prompt(supports: Iterable[Support]) -> str:
    """The one line over the reply box. Space comes first, then advice and looking, then listening."""
    chosen = _ordered(supports)
    for one in (Support.SPACE, Support.LOOK, Support.ADVICE):
        if one in chosen:
            return one.prompt
    if Support.LISTEN in chosen and Support.EXPERIENCE in chosen:
        return "Tell them what you heard. If you have lived something like it, you may share a little."
    return chosen[0].prompt


def wants_advice(supports: Iterable[Support]) -> bool:
    """Whether ideas about what to do were asked for, outright or as a second look."""
    chosen = _ordered(supports)
    return Support.SPACE not in chosen and (Support.ADVICE in chosen or Support.LOOK in chosen)


def _ordered(supports: Iterable[Support]) -> tuple[Support, ...]:
    chosen = {Support(one) for one in supports}
    return tuple(one for one in Support if one in chosen) or DEFAULT
