"""Triage: reads what somebody wrote for signs that they, or a reader, may be in danger, and says where and why.

It notices, it never diagnoses, and it never says that there is no danger. `imminent` needs a phrase that a moderator
can read; what was learned from examples can raise a text to `high` at most. Figures: docs/care.md.
"""

from collections.abc import Iterable

from forum.care import harm as reader_harm
from forum.care import risk_signs
from forum.care.reading import language, linear, setting
from forum.care.reading.clauses import Reading, take_in
from forum.care.reading.tables import Table
from forum.care.risk_signs import Sign
from forum.care.signals import Assessment, Harm, Risk, Signal
from forum.care.tuning import AS_SHIPPED, Tuning

HIGH = 1.2  # logits from which a text is called high, or a concern (docs/care.md says how they were chosen)
CONCERN = 0.9
UNSAID = 1.3
NOW = frozenset({"act", "plan", "means", "goodbye"})  # kinds that can make a text imminent
OWN = frozenset({"active", "passive", "self_harm_now", "coded", "urgent_help"}) | NOW
SHOWN = OWN | {"attempt", "third_person", "despair", "eating", "others"}  # what moderators are shown
LEARNED = "The words are like those of posts in which people were in danger."
MOST_SHOWN = 12
UNREAD = Assessment(Risk.NONE, Harm.NONE, 0.0, read=False)


def assess(text: str, tuning: Tuning = AS_SHIPPED) -> Assessment:
    """What was found in a text. In a language that it does not know, only that it could not be read."""
    return assess_reading(take_in(text), tuning)


def assess_reading(reading: Reading, tuning: Tuning = AS_SHIPPED) -> Assessment:
    """The same for a text that was already read."""
    if not language.is_english(reading):
        return UNREAD
    signs = _signs(reading, tuning)
    models = linear.load("triage")
    known = {
        **risk_signs.features(reading, signs),
        **risk_signs.learned(reading, signs, models["text"], models["sentence"]),
    }
    logits = linear.load_blend("triage").score(known)
    alert, some = logits["alert"] - tuning.high - _doubt(reading, signs), logits["some"] - tuning.concern
    risk, shown = _risk(alert, some, signs), _shown(signs)
    if risk is Risk.HIGH and not any(signal.kind in OWN for signal in shown):
        shown = (*shown, *_learned(reading, signs, models["sentence"]))
    harm, harmful = reader_harm.find(reading)
    return Assessment(
        risk=risk,
        harm=harm,
        score=round(0.75 * linear.probability(alert) + 0.25 * linear.probability(some), 4),
        signals=tuple(sorted((*shown, *harmful), key=lambda signal: signal.start)),
        others=any(sign.kind == "others" and sign.setting.plain for sign in signs),
    )


def _doubt(reading: Reading, signs: list[Sign]) -> float:
    """How much more it takes where a few words sound like danger and no phrase says it."""
    short = len(reading.words) < risk_signs.SHORT
    return UNSAID if short and risk_signs.state_of(signs) == "unsaid" else 0.0


def _signs(reading: Reading, tuning: Tuning) -> list[Sign]:
    signs = risk_signs.find(reading)
    if tuning.rules:
        own = Table(tuning.rules).find(reading)
        signs += [Sign(hit, setting.of(hit, reading)) for hit in own]
    return signs


def _risk(alert: float, some: float, signs: list[Sign]) -> Risk:
    meant = [sign for sign in signs if sign.setting.plain]
    if alert >= HIGH:
        return Risk.IMMINENT if any(sign.kind in NOW for sign in meant) else Risk.HIGH
    if some >= CONCERN or any(sign.kind in OWN for sign in meant):
        return Risk.CONCERN
    return Risk.NONE


def _learned(reading: Reading, signs: list[Sign], model: linear.Model) -> tuple[Signal, ...]:
    """The sentence that weighed most where no phrase of the table says why."""
    number = risk_signs.strongest(reading, signs, model)
    clauses = [clause for clause in reading.clauses if clause.sentence == number]
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
