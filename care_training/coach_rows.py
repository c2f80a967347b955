"""The replies, comments and sentences that the coach learns from, cut into sentences, with what is known of each."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from care_training.data import Corpora, kept_for_counting, plain_typing, sha1, written
from care_training.fit import SEED
from forum.care.reading.clauses import take_in
from forum.care.reply_signs import KINDS, Unit, facts, grams_of, units

HEADS = (*KINDS, "heard")
# Feelings of a comment that make it no good example of a reply without the problem.
_DOUBTFUL = {
    "judge": {"anger", "annoyance", "disapproval", "disgust", "disappointment"},
    "invalidate": {"anger", "annoyance", "disapproval", "optimism", "caring", "relief", "amusement", "disappointment"},
    "positivity": {"optimism", "caring", "joy", "admiration", "approval", "relief", "excitement", "desire", "love"},
    "stigma": {"anger", "annoyance", "disapproval", "disgust", "fear"},
    "hostile": {"anger", "annoyance", "disapproval", "disgust", "amusement", "disappointment"},
    "oneup": {"realization"},
    "promise": {"optimism", "caring", "approval", "admiration", "desire"},
}
# Feelings of comments that do not answer anybody's pain.
_NOT_HEARD = {
    "neutral",
    "amusement",
    "anger",
    "annoyance",
    "confusion",
    "desire",
    "disapproval",
    "disgust",
    "excitement",
    "joy",
    "pride",
    "surprise",
}


@dataclass
class Row:
    """One text: how sure each problem is (0…1; a head that is missing is not known), its weight, and the group it is held out with."""

    text: str
    group: str
    labels: dict[str, float]
    weight: float = 1.0
    weights: dict[str, float] = field(default_factory=dict)
    real: bool = False  # labelled twice, believed
    units: list[Unit] = field(default_factory=list, repr=False)
    grams: list[set[str]] = field(default_factory=list, repr=False)
    facts: list[dict[str, float]] = field(default_factory=list, repr=False)


def from_written(items: Iterable[dict[str, Any]]) -> list[Row]:
    """Ideas that were asked for are no problem and yet look like one: for advice these teach nothing."""
    rows = []
    for item in items:
        labels = {kind: float(kind in item["problems"]) for kind in KINDS} | {"heard": float(item["heard"])}
        if item.get("asked"):
            del labels["advice"]
        rows.append(Row(item["text"], item["voice"], labels))
    return rows


def from_labelled(corpora: Corpora) -> list[Row]:
    rows = []
    for name in ("replies", "replies_flagged"):
        for item in corpora.labelled(name):
            both = [item["first"], item.get("second") or item["first"]]
            labels = {kind: sum(kind in one["problems"] for one in both) / len(both) for kind in KINDS}
            labels["heard"] = sum(one["heard"] for one in both) / len(both)
            rows.append(Row(plain_typing(item["text"]), item["sha1"], labels, 1.5, {"heard": 2.5}, real=name == "replies"))
    return rows


def from_comments(corpora: Corpora, most: int, known: set[str]) -> list[Row]:
    """Comments at large: nearly none has a problem, leaving out feelings in which it might."""
    rows = []
    for text, feelings in _sample(corpora.comments, most):
        key = sha1(text)
        if key in known or kept_for_counting(key):
            continue
        labels = {kind: 0.0 for kind, doubtful in _DOUBTFUL.items() if not doubtful & feelings}
        if feelings <= _NOT_HEARD:
            labels["heard"] = 0.0
        rows.append(Row(plain_typing(text), key, labels, 0.5, {"heard": 0.2}))
    return rows


def from_advice(corpora: Corpora, most: int, known: set[str]) -> list[Row]:
    rows = []
    for text, label in _sample(corpora.advice, most):
        if (key := sha1(text)) not in known:
            rows.append(Row(plain_typing(text), key, {"advice": float(label), "oneup": 0.0, "stigma": 0.0}, weight=0.5))
    return rows


def from_posts(corpora: Corpora, most: int) -> list[Row]:
    """People's own stories: no sentence of them is a problem of a reply."""
    rows = []
    for text, _ in _sample(corpora.subreddits, most):
        labels = dict.fromkeys(KINDS, 0.0)
        del labels["advice"]
        rows.append(Row(text[:700], sha1(text), labels, weight=0.3))
    return rows


def _sample(pairs: list[tuple[str, Any]], most: int) -> list[tuple[str, Any]]:
    return random.Random(SEED).sample(pairs, min(most, len(pairs)))


def read(rows: list[Row]) -> list[Row]:
    """Cut every text into sentences. Texts without a word are left out."""
    for row in rows:
        row.units = units(take_in(row.text))
        row.grams = [grams_of(unit) for unit in row.units]
        row.facts = [facts(unit) for unit in row.units]
    return [row for row in rows if row.units]


def everything(corpora: Corpora) -> list[Row]:
    """All that is learned from; the voices that are held out are not in it."""
    real = from_labelled(corpora)
    known = {row.group for row in real}
    rows = from_written(written("reply", held_out=False)) + real
    rows += from_comments(corpora, 9000, known) + from_advice(corpora, 6000, known) + from_posts(corpora, 1000)
    return read(rows)
