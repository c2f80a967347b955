"""The shape of the reply guidelines: parts made of sentences, points, steps and pairs of lines."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Two ways to say something: the one that often hurts, the one that often lands, and why."""

    hurts: str
    lands: str
    why: str


@dataclass(frozen=True)
class Step:
    """One named step of a longer way, with what it sounds like in a reply."""

    name: str
    means: str
    sounds: str


@dataclass(frozen=True)
class Part:
    """One part of the page. `word` is its stable address on the page."""

    word: str
    title: str
    says: tuple[str, ...]
    points: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    steps: tuple[Step, ...] = ()
