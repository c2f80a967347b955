"""What in a text points to the topics of content notes: phrases of the table, counted as numbers for a small model."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from forum.care import risk_signs
from forum.care.reading import setting, tables
from forum.care.reading.clauses import Reading
from forum.care.reading.tables import Hit, Table

SHOWS = ("named", "told", "close")  # what a phrase shows by itself, from least to most close
LONGEST = 2  # words in a run, of the model for whole texts
LEARNED = ("suicide", "self_harm", "abuse", "sexual_violence", "eating_disorder", "substance", "violence", "death")


@dataclass(frozen=True)
class Mark:
    """A phrase of the table, found, that belongs to a topic."""

    hit: Hit
    how: str  # one of SHOWS, "hint", "against", or "off" for what is denied, quoted or from a story

    @property
    def topic(self) -> str:
        return self.hit.rule.kind


@cache
def table() -> Table:
    return tables.load("warnings")


def find(reading: Reading) -> list[Mark]:
    """Every mark in the text, without those that are part of a figure of speech."""
    hits = table().find(reading)
    idioms = [hit for hit in hits if hit.rule.more["how"] == "idiom"]
    return [
        Mark(hit, _how(hit, reading)) for hit in hits if hit.rule.more["how"] != "idiom" and not _covered(hit, idioms)
    ]


def _covered(hit: Hit, idioms: Iterable[Hit]) -> bool:
    return any(
        i.rule.kind == hit.rule.kind and i.clause is hit.clause and i.start < hit.end and hit.start < i.end
        for i in idioms
    )


def _how(hit: Hit, reading: Reading) -> str:
    how = str(hit.rule.more["how"])
    if how not in SHOWS:
        return how
    stands = setting.of(hit, reading)
    return "off" if stands.denied or stands.quoted or stands.story else how


def features(reading: Reading, marks: Iterable[Mark]) -> dict[str, float]:
    """The marks as numbers: for each topic how many of each sort, how many different ones, and how dense."""
    count: Counter[tuple[str, str]] = Counter()
    different: dict[tuple[str, str], set[str]] = {}
    for mark in marks:
        key = mark.topic, mark.how
        count[key] += 1
        different.setdefault(key, set()).add(mark.hit.clause.line[mark.hit.start : mark.hit.end])
    found = {"length": math.log1p(len(reading.words)) / 5}
    for (topic, how), n in count.items():
        found[f"{topic} {how}"] = 1.0
        found[f"{topic} {how} often"] = math.log1p(n)
        found[f"{topic} {how} ways"] = math.log1p(len(different[topic, how]))
    for topic in LEARNED:
        strong = sum(count[topic, how] for how in SHOWS)
        if strong:
            found[f"{topic} share"] = min(strong / max(len(reading.lines), 1), 1.0)
            found[f"{topic} dense"] = min(strong * 40 / (len(reading.words) + 40), 2.0)
            found[f"{topic} length"] = math.log1p(len(reading.words)) / 5
            found[f"{topic} kinds"] = float(sum(count[topic, how] > 0 for how in SHOWS) > 1)
    return found | _of_danger(reading)


def _of_danger(reading: Reading) -> dict[str, float]:
    """The signs that triage reads, as numbers, each twice: however it stands, and as meant."""
    signs = risk_signs.find(reading)
    every = Counter(sign.kind for sign in signs)
    meant = Counter(sign.kind for sign in signs if sign.setting.plain)
    return {f"danger {kind}": math.log1p(n) for kind, n in every.items()} | {
        f"danger {kind} meant": math.log1p(n) for kind, n in meant.items()
    }
