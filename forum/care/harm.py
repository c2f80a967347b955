"""Finds what in a text could harm somebody who reads it: ways to die, urging, pacts, private contact, close detail.

All of it is phrases in tables/harm.toml, judged in their setting. Nothing here is learned: there are too few examples.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from forum.care.reading import setting, tables
from forum.care.reading.clauses import Reading
from forum.care.reading.tables import Hit, Table
from forum.care.signals import Harm, Signal

FOUND = {harm.value: harm for harm in Harm if harm is not Harm.NONE}
MOST_SHOWN = 8
BESIDE = 2  # sentences, before or after, that count as near
AMOUNT_WHY = "Names an amount of something that can be taken, where dying or self-harm is spoken of."


@cache
def table() -> tuple[Table, Table]:
    """What can harm, and what only helps to judge; the second is looked for only where the first is found."""
    rules = tables.load("harm").rules
    first = [rule for rule in rules if rule.kind in FOUND or rule.kind == "amount"]
    return Table(first), Table(rule for rule in rules if rule not in first)


def find(reading: Reading) -> tuple[Harm, tuple[Signal, ...]]:
    """The gravest thing that was found, and every place that counts, in the order of the text."""
    harmful, helps = table()
    hits = harmful.find(reading)
    if not hits:
        return Harm.NONE, ()
    around = _sentences(helps.find(reading))
    found = [_signal(hit) for hit in hits if hit.rule.kind in FOUND and _counts(hit, reading, around)]
    found += [_amount(hit, around) for hit in hits if hit.rule.kind == "amount" and _is_told(hit, around)]
    gravest = max((FOUND[signal.kind] for signal in found), key=lambda harm: harm.rank, default=Harm.NONE)
    return gravest, _shown(found)


def _sentences(hits: Iterable[Hit]) -> dict[str, set[int]]:
    """For each kind the numbers of the sentences it is found in."""
    places: dict[str, set[int]] = {}
    for hit in hits:
        places.setdefault(hit.rule.kind, set()).add(hit.clause.sentence)
    return places


def _near(kind: str, number: int, around: Mapping[str, set[int]]) -> bool:
    places = around.get(kind, set())
    return any(place in places for place in range(number - BESIDE, number + BESIDE + 1))


def _in(kind: str, number: int, around: Mapping[str, set[int]]) -> bool:
    return number in around.get(kind, ())


def _counts(hit: Hit, reading: Reading, around: Mapping[str, set[int]]) -> bool:
    """Whether a phrase is meant as it stands: not denied, quoted, told of others, or about help, news or fiction."""
    number, kind, more = hit.clause.sentence, hit.rule.kind, hit.rule.more
    if "near" in more and not _near(more["near"], number, around):
        return False
    if kind == Harm.DETAIL:
        return True
    stands = setting.of(hit, reading)
    if kind == Harm.CONTACT:
        return not (stands.denied or stands.quoted or _in("reported", number, around))
    if stands.denied or stands.quoted or stands.story or _in("rescue", number, around):
        return False
    if more.get("said"):
        return not _in("reported", number, around) and not (kind == Harm.PACT and stands.over)
    return not stands.over and not (stands.other and _in("reported", number, around))


def _is_told(hit: Hit, around: Mapping[str, set[int]]) -> bool:
    """An amount counts beside talk of dying; medicine taken as told, a recipe or a race does not."""
    return _near("end", hit.clause.sentence, around) and not (
        _in("rescue", hit.clause.sentence, around) and not _in("enough", hit.clause.sentence, around)
    )


def _amount(hit: Hit, around: Mapping[str, set[int]]) -> Signal:
    """With the question whether it is enough, an amount is a method; alone it is a detail to be softened."""
    number = hit.clause.sentence
    asked = _near("enough", number, around) and not _near("rescue", number, around)
    start, end = hit.place
    return Signal(start, end, AMOUNT_WHY, Harm.METHOD if asked else Harm.DETAIL)


def _signal(hit: Hit) -> Signal:
    start, end = hit.place
    return Signal(start, end, hit.rule.why, hit.rule.kind)


def _shown(found: list[Signal]) -> tuple[Signal, ...]:
    """The gravest first where places overlap; then in the order of the text."""
    kept: list[Signal] = []
    for signal in sorted(found, key=lambda one: (-FOUND[one.kind].rank, one.start, -one.end)):
        if len(kept) < MOST_SHOWN and all(signal.end <= one.start or one.end <= signal.start for one in kept):
            kept.append(signal)
    return tuple(sorted(kept, key=lambda one: one.start))
