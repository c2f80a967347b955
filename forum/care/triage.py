"""Triage: reads what somebody wrote for signs that they, or a reader, may be in danger, and says where and why.

It notices, it never diagnoses, and it never says that there is no danger. `imminent` needs a phrase that a moderator
can read; what was learned from examples can raise a text to `high` at most. Figures: docs/care.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from forum.care import harm as reader_harm
from forum.care import risk_signs
from forum.care import tuning as tuned
from forum.care.reading import language, linear, setting
from forum.care.reading.clauses import Reading, take_in
from forum.care.risk_signs import Sign
from forum.care.signals import Assessment, Harm, Risk, Signal
from forum.care.tuning import AS_SHIPPED, Tuning

HIGH = 1.2  # logits from which a text is called high, or a concern (docs/care.md says how they were chosen)
HIGH_LETTER = 0.7  # the same for a long text, whose sum was learned from real ones alone
CONCERN = 0.9
LATER = {"unsaid": 1.3, "aside": 0.4}  # by how much later in a short text of which no phrase says it, or none is meant
FEWEST = 4  # words that the models may call high by themselves
SCORED = 0.25  # share of the alert in the score
NOW = frozenset({"act", "plan", "means", "goodbye"})  # kinds that can make a text imminent
OWN = frozenset({"active", "passive", "self_harm_now", "coded", "urgent_help", tuned.OWN}) | NOW
SHOWN = OWN | {"attempt", "third_person", "despair", "eating", "others"}  # what moderators are shown
LEARNED = "The words are like those of posts in which people were in danger."
MOST_SHOWN = 12


def assess(text: str, tuning: Tuning = AS_SHIPPED) -> Assessment:
    """What was found in a text. In a language that it does not know: what phrases say, and that it was not read."""
    return assess_reading(take_in(text), tuning)


def assess_reading(reading: Reading, tuning: Tuning = AS_SHIPPED) -> Assessment:
    """The same for a text that was already read."""
    # Phrases come before the question of the language: short abuse is hardly any language, and does its harm.
    harm, harmful = reader_harm.find(reading)
    known = language.is_english(reading)
    own = _own(reading, tuning, known)
    if not known:
        return Assessment(_said(own), harm, 0.0, _in_order(_shown(own), harmful), read=False)
    found = shipped = _weigh(reading)
    risk = found.risk()
    if risk is not Risk.IMMINENT:  # What is imminent as shipped stays so, whatever a host has set.
        found, risk = _tuned(reading, shipped, tuning)
        risk = max(risk, _said(own), key=lambda one: one.rank)
    if harm is Harm.ENCOURAGEMENT and risk_signs.state_of(found.signs) != "meant":
        risk = _said(own)  # words of death that are said to somebody else
    shown = _shown((*found.signs, *own))
    if risk is Risk.HIGH and not any(signal.kind in OWN for signal in shown):
        shown = (*shown, *_learned(found))
    return Assessment(
        risk=risk,
        harm=harm,
        score=found.score,
        signals=_in_order(shown, harmful),
        others=any(sign.kind == "others" and sign.setting.plain for sign in shipped.signs),
    )


def as_json(item: Mapping[str, Any]) -> dict[str, Any]:
    """One line of `python -m forum.care triage`: what is found in `{"id", "text"}`."""
    found = assess(item.get("text", ""))
    return {
        "id": item.get("id"),
        "risk": found.risk.value,
        "harm": found.harm.value,
        "score": found.score,
        "signals": [{"start": one.start, "end": one.end, "why": one.why} for one in found.signals],
        "others": found.others,
        "read": found.read,
    }


@dataclass(frozen=True)
class Weighed:
    """A text with its signs, and what the models make of it: whether to alert (from 0 on), whether there is something,
    and whether thoughts of suicide are told, now or ever."""

    reading: Reading
    signs: tuple[Sign, ...]
    alert: float
    some: float
    ever: float

    @property
    def score(self) -> float:
        """0…1, for whoever wants a threshold of their own: mostly whether thoughts of suicide are told, now or ever."""
        return round(SCORED * linear.probability(self.alert) + (1 - SCORED) * linear.probability(self.ever), 4)

    def risk(self) -> Risk:
        meant = [sign for sign in self.signs if sign.setting.plain]
        if self.alert >= 0:
            return Risk.IMMINENT if any(sign.kind in NOW for sign in meant) else Risk.HIGH
        if self.some >= CONCERN or any(sign.kind in OWN for sign in meant):
            return Risk.CONCERN
        return Risk.NONE


def _weigh(reading: Reading) -> Weighed:
    signs = risk_signs.find(reading)
    models = linear.load("triage")
    known = {
        **risk_signs.features(reading, signs),
        **risk_signs.learned(reading, signs, models["text"], models["sentence"]),
    }
    logits = linear.load_blend("triage").score(known)
    return Weighed(reading, tuple(signs), _alert(reading, signs, logits), logits["some"], logits["ever"])


def _tuned(reading: Reading, shipped: Weighed, tuning: Tuning) -> tuple[Weighed, Risk]:
    """The same under a host's settings: thresholds moved, and read once more without the phrases that mean no harm."""
    moved = _moved(shipped, tuning)
    risk = moved.risk()
    without = _without_harmless(reading, tuning) if risk is not Risk.NONE else None
    if without is None:
        return moved, risk
    calmer = _moved(_weigh(without), tuning)
    return (calmer, calmer.risk()) if calmer.risk().rank <= risk.rank else (moved, risk)


def _moved(found: Weighed, tuning: Tuning) -> Weighed:
    return replace(found, alert=found.alert - tuning.high, some=found.some - tuning.concern)


def _without_harmless(reading: Reading, tuning: Tuning) -> Reading | None:
    """The text with blanks for every harmless phrase, so that all places stay; None where there is none."""
    hits = tuning.calming.find(reading) if tuning.harmless else []
    if not hits:
        return None
    typed = reading.typed
    for start, end in (hit.place for hit in hits):
        typed = typed[:start] + " " * (end - start) + typed[end:]
    return take_in(typed)


def _own(reading: Reading, tuning: Tuning, known: bool) -> tuple[Sign, ...]:
    """The host's own phrases where they are meant: not denied, over, quoted or another's.

    Of a language that is not known, only what is quoted can be told from the rest.
    """
    hits = tuning.raising.find(reading) if tuning.raises else []
    if not known:
        return tuple(Sign(hit, setting.Setting()) for hit in hits if not hit.clause.quoted)
    signs = (Sign(hit, setting.of(hit, reading, names_another=False)) for hit in hits)
    return tuple(sign for sign in signs if sign.setting.plain)


def _said(own: Iterable[Sign]) -> Risk:
    """The gravest level that the host's own phrases are taken for."""
    return max((sign.hit.rule.more["level"] for sign in own), key=lambda one: one.rank, default=Risk.NONE)


def _in_order(*signals: Iterable[Signal]) -> tuple[Signal, ...]:
    return tuple(sorted(chain(*signals), key=lambda signal: signal.start))


def _alert(reading: Reading, signs: Sequence[Sign], logits: Mapping[str, float]) -> float:
    """How much speaks for an alert, 0 at the threshold. A short text needs more where no phrase says it as meant."""
    if len(reading.words) >= risk_signs.SHORT:
        return logits["letter"] - HIGH_LETTER
    state = risk_signs.state_of(signs)
    alert = logits["alert"] - HIGH - LATER.get(state, 0.0)
    if state == "unsaid" and len(reading.words) < FEWEST:
        return min(alert, -1.0)  # "Goodnight x" says nothing by its words alone
    return alert


def _learned(found: Weighed) -> tuple[Signal, ...]:
    """The sentence that weighed most where no phrase of the table says why."""
    number = risk_signs.strongest(found.reading, found.signs, linear.load("triage")["sentence"])
    clauses = [clause for clause in found.reading.clauses if clause.sentence == number]
    return (Signal(clauses[0].start, clauses[-1].end, LEARNED, "learned"),) if clauses else ()


def _shown(signs: Iterable[Sign]) -> tuple[Signal, ...]:
    """The places that a moderator is shown, the gravest kinds first, none within another."""
    order = [*sorted(NOW), *sorted(OWN - NOW), *sorted(SHOWN - OWN)]
    meant = sorted((s for s in signs if s.setting.plain and s.kind in SHOWN), key=lambda s: order.index(s.kind))
    found: list[Signal] = []
    for sign in meant:
        start, end = sign.hit.place
        if not any(start < other.end and other.start < end for other in found):
            found.append(Signal(start, end, sign.hit.rule.why, sign.kind))
    return tuple(sorted(found[:MOST_SHOWN], key=lambda signal: signal.start))
