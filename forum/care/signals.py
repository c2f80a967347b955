"""What triage can say of a text: how much danger its writer may be in, what could harm a reader, and where."""

from dataclasses import dataclass
from enum import StrEnum


class Risk(StrEnum):
    """How much danger the writer may be in. `none` says that nothing was found, never that there is none."""

    NONE = "none"
    CONCERN = "concern"
    HIGH = "high"
    IMMINENT = "imminent"

    @property
    def rank(self) -> int:
        return list(Risk).index(self)


class Harm(StrEnum):
    """What in a text could harm somebody who reads it, the least first."""

    NONE = "none"
    DETAIL = "detail"
    CONTACT = "contact"
    PACT = "pact"
    ENCOURAGEMENT = "encouragement"
    METHOD = "method"

    @property
    def rank(self) -> int:
        return list(Harm).index(self)


@dataclass(frozen=True)
class Signal:
    """A place in a text as it was typed, the kind of what stands there, and one plain line that says why it counts."""

    start: int
    end: int
    why: str
    kind: str


@dataclass(frozen=True)
class Assessment:
    """What was found in a text. Read by moderators and shown to its writer as help lines; never to anybody else."""

    risk: Risk
    harm: Harm
    score: float  # 0…1, for order among texts; no probability of anything that will happen
    signals: tuple[Signal, ...] = ()
    others: bool = False  # danger to somebody else is announced
    read: bool = True  # False: in a language that is not known here, so nothing can be said
