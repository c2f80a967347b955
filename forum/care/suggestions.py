"""Suggests content notes for a text: which topics, how closely they are told, and where. The writer decides.

Readable phrases (tables/warnings.toml) and a small linear model are added up for each topic. Four topics have no
examples to learn from; for them phrases alone speak, and only when there is more than one sign.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.care import topic_signs
from forum.care.reading import language, linear
from forum.care.reading.clauses import Reading, take_in
from forum.care.topic_signs import LEARNED, LONGEST, SHOWS, Mark
from forum.care.tuning import AS_SHIPPED, Tuning
from forum.care.warnings import CATALOGUE, Level

POINTS = {"named": 1, "told": 2, "close": 2}  # of phrases, for topics that nothing was learned for
ENOUGH = 3
MOST_SPANS = 8


@dataclass(frozen=True)
class Suggestion:
    """One topic that a note could name, how closely the text goes to it, and the places that point there."""

    topic: str
    level: Level
    score: float  # 0…1: how much speaks for it
    spans: tuple[tuple[int, int], ...]


def suggest(text: str | Reading, tuning: Tuning = AS_SHIPPED) -> tuple[Suggestion, ...]:
    """Notes for a text as it was typed, or for one that was already read; in the order of the catalogue.

    Nothing is suggested for a text in a language that is not known here.
    """
    reading = take_in(text) if isinstance(text, str) else text
    if not reading.words or not language.is_english(reading):
        return ()
    marks = topic_signs.find(reading)
    known = topic_signs.features(reading, marks)
    scores = {**_learned(reading, known), **_counted(marks)}
    models = linear.load("warnings")
    found = []
    for topic in CATALOGUE:
        needed = models["topics"].extra.get(topic, 0.0) + tuning.note
        if topic in tuning.quiet or scores.get(topic, -9.0) < needed:
            continue
        own = [mark for mark in marks if mark.topic == topic]
        score = round(linear.probability(scores[topic]), 4)
        found.append(Suggestion(topic, _level(topic, known, scores[topic]), score, _spans(reading, topic, own)))
    return tuple(found)


def as_json(item: Mapping[str, Any]) -> dict[str, Any]:
    """One line of `python -m forum.care warnings`: for `{"id", "text"}` the suggestions without places."""
    return {
        "id": item.get("id"),
        "warnings": [
            {"topic": one.topic, "level": str(one.level), "score": one.score}
            for one in suggest(item.get("text", ""))
        ],
    }


def _learned(reading: Reading, known: Mapping[str, float]) -> dict[str, float]:
    """The logit of each topic that was learned: its words and its marks together."""
    words = linear.load("warnings")["topics"].score(linear.grams_of(reading, LONGEST))
    signs = linear.load_blend("warnings").score(known)
    return {topic: words[topic] + signs[topic] for topic in LEARNED}


def _counted(marks: Sequence[Mark]) -> dict[str, float]:
    """The other topics, as a logit: zero at the number of points that is enough."""
    points: dict[str, int] = {}
    said: set[tuple[str, str]] = set()
    for mark in marks:
        words = mark.hit.clause.line[mark.hit.start : mark.hit.end]
        if mark.topic not in LEARNED and (mark.topic, words) not in said:
            said.add((mark.topic, words))
            points[mark.topic] = points.get(mark.topic, 0) + POINTS.get(mark.how, 0)
    return {topic: 0.7 * (n - ENOUGH) for topic, n in points.items()}


def _level(topic: str, known: Mapping[str, float], logit: float) -> Level:
    levels = linear.load("warnings")["levels"]
    value = {name.removeprefix(f"{topic} "): n for name, n in known.items() if name.startswith(f"{topic} ")}
    value |= {f"is {topic}": 1.0, "logit": min(logit, 5.0), "length": known["length"]}
    described, detailed = (
        bias + sum(levels.extra.get(f"{head} {name}", 0.0) * n for name, n in value.items())
        for head, bias in zip(levels.heads, levels.bias, strict=True)
    )
    if detailed > 0 and topic in LEARNED:
        return Level.DETAILED
    return Level.DESCRIBED if described > 0 else Level.MENTIONED


def _spans(reading: Reading, topic: str, marks: Sequence[Mark]) -> tuple[tuple[int, int], ...]:
    """Where the topic shows: its phrases; without any, the sentence whose words speak for it most."""
    for hows in (SHOWS, ("off", "hint")):
        places = sorted({mark.hit.place for mark in marks if mark.how in hows})
        if places:
            return tuple(_apart(places)[:MOST_SPANS])
    model = linear.load("warnings")["topics"]
    scores = {
        number: model.score(linear.grams(line.split(), LONGEST)).get(topic, 0.0)
        for number, line in reading.lines.items()
    }
    best = max(scores, key=lambda number: scores[number])
    words = [word for clause in reading.clauses if clause.sentence == best for word in clause.words]
    return ((words[0].start, words[-1].end),)


def _apart(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in places:
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
