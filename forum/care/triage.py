"""Triage: reads what somebody wrote for signs that they, or a reader, may be in danger, and says where and why.

It notices, it never diagnoses, and it never says that there is no danger. `imminent` needs a phrase that a moderator
can read; what was learned from examples can raise a text to `high` at most. Figures: docs/care.md.
"""

from collections.abc import Iterable, Mapping

from forum.care import harm as reader_harm
from forum.care import risk_signs
from forum.care.reading import language, linear, setting
from forum.care.reading.clauses import Reading, take_in
from forum.care.reading.tables import Table
from forum.care.risk_signs import Sign
from forum.care.signals import Assessment, Risk, Signal
from forum.care.tuning import AS_SHIPPED, Tuning

HIGH = 1.2  # logits from which a text is called high, or a concern (docs/care.md says how they were chosen)
HIGH_LETTER = 0.5  # the same for a long text, whose sum was learned from real ones alone
CONCERN = 0.9
UNSAID = 1.3  # by how much later in a short text of which no phrase says it
SCORED = 0.25  # share of the alert in the score
NOW = frozenset({"act", "plan", "means", "goodbye"})  # kinds that can make a text imminent
OWN = frozenset({"active", "passive", "self_harm_now", "coded", "urgent_help"}) | NOW
SHOWN = OWN | {"attempt", "third_person", "despair", "eating", "others"}  # what moderators are shown
LEARNED = "The words are like those of posts in which people were in danger."
MOST_SHOWN = 12


def assess(text: str, tuning: Tuning = AS_SHIPPED) -> Assessment:
    """What was found in a text. In a language that it does not know: what could harm, and that it was not read."""
    return assess_reading(take_in(text), tuning)


def assess_reading(reading: Reading, tuning: Tuning = AS_SHIPPED) -> Assessment:
    """The same for a text that was already read."""
    # Phrases come before the question of the language: short abuse is hardly any language, and does its harm.
    harm, harmful = reader_harm.find(reading)
    if not language.is_english(reading):
        return Assessment(Risk.NONE, harm, 0.0, harmful, read=False)
    signs = _signs(reading, tuning)
    models = linear.load("triage")
    known = {
        **risk_signs.features(reading, signs),
        **risk_signs.learned(reading, signs, models["text"], models["sentence"]),
    }
    logits = linear.load_blend("triage").score(known)
    alert = _alert(reading, signs, logits) - tuning.high
    risk, shown = _risk(alert, logits["some"] - tuning.concern, signs), _shown(signs)
    if risk is Risk.HIGH and not any(signal.kind in OWN for signal in shown):
        shown = (*shown, *_learned(reading, signs, models["sentence"]))
    return Assessment(
        risk=risk,
        harm=harm,
        score=_score(alert, logits["ever"]),
        signals=tuple(sorted((*shown, *harmful), key=lambda signal: signal.start)),
        others=any(sign.kind == "others" and sign.setting.plain for sign in signs),
    )


def _alert(reading: Reading, signs: list[Sign], logits: Mapping[str, float]) -> float:
    """How much speaks for an alert, 0 at the threshold. A short text needs more where no phrase says it."""
    if len(reading.words) >= risk_signs.SHORT:
        return logits["letter"] - HIGH_LETTER
    return logits["alert"] - HIGH - (UNSAID if risk_signs.state_of(signs) == "unsaid" else 0.0)


def _score(alert: float, ever: float) -> float:
    """0…1, for whoever wants a threshold of their own: mostly whether thoughts of suicide are told, now or ever."""
    return round(SCORED * linear.probability(alert) + (1 - SCORED) * linear.probability(ever), 4)


def _signs(reading: Reading, tuning: Tuning) -> list[Sign]:
    signs = risk_signs.find(reading)
    if tuning.rules:
        own = Table(tuning.rules).find(reading)
        signs += [Sign(hit, setting.of(hit, reading)) for hit in own]
    return signs


def _risk(alert: float, some: float, signs: list[Sign]) -> Risk:
    meant = [sign for sign in signs if sign.setting.plain]
    if alert >= 0:
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
