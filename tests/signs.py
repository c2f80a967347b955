"""Sentences that leave no doubt, and a triage that knows these and no others.

How well the shipped one reads is measured elsewhere (tests/care, docs/care.md) and changes with its word lists. What
the forum does with the answer must not, so all tests but those that ask for `real_triage` get their answers from here.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from forum.care import triage
from forum.care.signals import Assessment, Harm, Risk, Signal
from forum.moderation import noticed

SHIPPED = triage.assess

IMMINENT = "I am going to kill myself tonight. I wrote the goodbye letters."
IMMINENT_NOW = "I have taken all my tablets."
HIGH = "I want to die. I think about killing myself every day."
CONCERN = "I feel hopeless. What is the point of anything."
CALM = "I planted beans by the window, and my sister rang on Sunday."
OTHERS = "I will kill him when he comes home, I have sharpened the knife."

METHOD = "The best way to kill yourself is to do it like this, and then nobody can stop you."
URGING = "You should just kill yourself. Nobody would miss you."
PACT = "Is anybody here looking for a partner? We could die together this weekend."
DETAIL = "I cut deep into my arm with the razor, and the blood ran down to my fingers and over the floor."
SPANISH = "Hoy planté judías en la ventana y mi hermana me llamó por teléfono, como todos los domingos."

_KNOWN: dict[str, tuple[Risk | Harm | None, str]] = {
    "I am going to kill myself tonight": (Risk.IMMINENT, "They speak of a time or a plan to end their life."),
    "I wrote the goodbye letters": (Risk.CONCERN, "They say goodbye, or put things in order as for an end."),
    "I have taken all my tablets": (Risk.IMMINENT, "They may have begun or just done something to end their life."),
    "I want to die": (Risk.HIGH, "They wish not to be alive."),
    "I think about killing myself": (Risk.HIGH, "They speak of killing themselves."),
    "I feel hopeless": (Risk.CONCERN, "They sound hopeless."),
    "I will kill him": (None, "They speak of hurting or killing somebody else."),
    "The best way to kill yourself": (Harm.METHOD, "It tells of a way."),
    "You should just kill yourself": (Harm.ENCOURAGEMENT, "It urges somebody to die."),
    "We could die together": (Harm.PACT, "It looks for company in dying."),
    "the blood ran down": (Harm.DETAIL, "It tells closely of a wound."),
}


def assess(text: str, *_: object) -> Assessment:
    """What stands above, and nothing else."""
    if text.endswith(SPANISH):
        return Assessment(Risk.NONE, Harm.NONE, 0.0, read=False)
    found = [
        (match.start(), match.end(), what, why)
        for words, (what, why) in _KNOWN.items()
        for match in re.finditer(re.escape(words), text, re.I)
    ]
    risk = max((what for *_, what, _why in found if isinstance(what, Risk)), key=_rank, default=Risk.NONE)
    harm = max((what for *_, what, _why in found if isinstance(what, Harm)), key=_rank, default=Harm.NONE)
    found.sort(key=lambda one: one[:2])
    marks = tuple(Signal(start, end, why, str(what)) for start, end, what, why in found)
    return Assessment(risk, harm, risk.rank / 3, marks, others=any(what is None for *_, what, _why in found))


def _rank(level: Risk | Harm) -> int:
    return level.rank


@contextmanager
def read_by(reader: Callable[..., Assessment]) -> Iterator[None]:
    """For so long, every text that is written is read by this one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(noticed, "triage", SimpleNamespace(assess=reader))
        yield
