"""The signs of danger in a text: phrases of the table in their settings, and what the models make of its words."""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache

from forum.care.reading import linear, setting, tables
from forum.care.reading.clauses import Reading
from forum.care.reading.setting import Setting
from forum.care.reading.tables import Hit, Table

LONGEST_TEXT, LONGEST_SENTENCE = 2, 3  # words in a run: of the model for whole texts, and of that for sentences
AGAINST = frozenset({"idiom"})  # what stands inside a figure of speech is no sign of anything else


@dataclass(frozen=True)
class Sign:
    """A phrase of the table, found, and how it stands there."""

    hit: Hit
    setting: Setting

    @property
    def kind(self) -> str:
        return self.hit.rule.kind


@cache
def table() -> Table:
    return tables.load("risk")


def find(reading: Reading) -> list[Sign]:
    """Every sign in the text, without those that are part of a figure of speech."""
    hits = table().find(reading)
    idioms = [hit for hit in hits if hit.rule.kind in AGAINST]
    return [Sign(hit, setting.of(hit, reading)) for hit in hits if hit in idioms or not _covered(hit, idioms)]


def _covered(hit: Hit, idioms: list[Hit]) -> bool:
    return any(i.clause is hit.clause and i.start < hit.end and hit.start < i.end for i in idioms)


def features(reading: Reading, signs: list[Sign]) -> dict[str, float]:
    """The signs as numbers: for each kind how often it is meant, and in which settings it stands."""
    meant = Counter(sign.kind for sign in signs if sign.setting.plain)
    found = {f"{kind}": math.log1p(n) for kind, n in meant.items()}
    for sign in signs:
        for name in sign.setting.names:
            found[f"{sign.kind}:{name}"] = 1.0
    kinds = {sign.kind for sign in signs if sign.setting.plain}
    if kinds & {"active", "passive", "plan", "coded"} and "denial" in kinds:
        found["denied as well"] = 1.0
    found["length"] = math.log1p(len(reading.words)) / 5
    found["own"] = (
        min(sum(word.text in {"i", "my", "me", "myself"} for word in reading.words) / (len(reading.words) + 5), 0.3) * 5
    )
    return found


def sentences(reading: Reading) -> list[set[str]]:
    """The grams of every sentence."""
    return [linear.grams(line.split(), LONGEST_SENTENCE) for line in reading.lines.values()]


def learned(reading: Reading, text: linear.Model, sentence: linear.Model) -> dict[str, float]:
    """What the models make of the words: of the text as a whole, and of its two strongest sentences."""
    found = {f"text {head}": value for head, value in text.score(linear.grams_of(reading, LONGEST_TEXT)).items()}
    strongest = sorted((sentence.score(one)["alert"] for one in sentences(reading)), reverse=True)[:2]
    found["sentence"] = strongest[0] if strongest else sentence.bias[0]
    found["second sentence"] = strongest[1] if len(strongest) > 1 else min(found["sentence"], 0.0)
    return found
