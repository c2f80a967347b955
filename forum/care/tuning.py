"""What a host may change about the care engine: how soon it speaks, and words of their own. Checked, and never code.

Read from a TOML file (docs/care.example.toml explains every line). What nobody may change stands in proof.py and in
docs/decisions/0018.
"""

import math
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from forum.care import slips
from forum.care.reading.tables import BadTable, Rule, Table, check, choices, fewest_words, spelled
from forum.care.signals import Risk
from forum.care.warnings import CATALOGUE

# How far a threshold may be moved, in either direction. Of triage only so far that it stays itself.
FARTHEST: Mapping[str, float] = {"concern": 1.0, "high": 1.0, "nudge": 2.0, "note": 2.0}
UNHEARD = "unheard"  # what the coach asks where a first reply shows nothing of what it heard
NUDGES = frozenset({"judge", "invalidate", "advice", "positivity", "stigma", "hostile", "oneup", "promise", UNHEARD})
LEVELS = {risk.value: risk for risk in Risk if risk is not Risk.NONE}
OWN = "own"  # the kind of a phrase that a host has added; what is imminent is also told a moment after, as an act is
ACT = "act"
OWN_WHY = "A phrase from this site’s own list."
CALM_WHY = "Harmless here."
MOST_BYTES = 100_000
LONGEST_PHRASE = 200
MOST_CHOICES = 8  # each may double the time that it takes to look
MOST_GAPS = 3
FEWEST_WORDS = 2  # of a harmless phrase: a single word stands in too many sentences that are not harmless


class BadTuning(Exception):
    """Settings that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Tuning:
    """Changes to what was shipped. Above zero finds less, below zero finds more; a step of 1 is large."""

    concern: float = 0.0
    high: float = 0.0
    nudge: float = 0.0  # the coach
    note: float = 0.0  # suggested content notes
    quiet: frozenset[str] = frozenset()  # kinds of nudge and topics of notes that are switched off
    raises: tuple[Rule, ...] = ()  # phrases of the host's own, each with the level that it is taken for
    harmless: tuple[Rule, ...] = ()  # phrases that mean nothing bad here

    @cached_property
    def raising(self) -> Table:
        return Table(self.raises)

    @cached_property
    def calming(self) -> Table:
        return Table(self.harmless)


AS_SHIPPED = Tuning()


def read(text: str) -> Tuning:
    """The settings in a TOML text. Raises BadTuning, which names the line or the key."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadTuning(slips.in_file(text, problem)) from problem
    except (RecursionError, ValueError) as problem:  # brackets within brackets, or a number of thousands of digits
        raise BadTuning("This cannot be read as TOML: it goes too deep, or a number is too long.") from problem
    known = {*FARTHEST, "quiet", "sets", "raise", "harmless"}
    unknown = sorted(set(content) - known)
    if unknown:
        raise BadTuning(f"Nothing is called {', '.join(unknown)} here. There are {', '.join(sorted(known))}.")
    sets = _sets(content.get("sets", {}))
    return Tuning(
        **{name: _number(name, content[name]) for name in FARTHEST if name in content},
        quiet=_quiet(content.get("quiet", [])),
        raises=tuple(_raising(entry, name, sets) for entry, name in _entries(content, "raise", {"level", "why"})),
        harmless=tuple(_calming(entry, name, sets) for entry, name in _entries(content, "harmless", {"why"})),
    )


def read_file(path: Path) -> Tuning:
    """The settings in a file. Raises BadTuning, also for a file that is missing or cannot be read."""
    try:
        if path.exists() and not path.is_file():
            raise BadTuning("It cannot be read (it is no ordinary file).")
        content = path.read_bytes()
    except OSError as problem:
        raise BadTuning(f"It cannot be read ({problem.strerror}).") from problem
    if len(content) > MOST_BYTES:
        raise BadTuning(f"It is larger than {MOST_BYTES // 1000} kB. Please keep the lists shorter.")
    try:
        return read(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise BadTuning(f"Line {line} holds bytes that are no text. Please save the file as UTF-8.") from problem


def _number(name: str, value: Any) -> float:
    most = FARTHEST[name]
    # "not a number" is a number in TOML, and smaller than nothing and larger than nothing: it would switch triage off.
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value) or abs(value) > most:
        raise BadTuning(f"{name} is a number from -{most:g} to {most:g}, without quotes, like {name} = 0.5.")
    return float(value)


def _quiet(value: Any) -> frozenset[str]:
    known = {*NUDGES, *CATALOGUE}
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadTuning('quiet is a list of words, like ["advice", "unheard"].')
    unknown = sorted(set(value) - known)
    if unknown:
        raise BadTuning(f"quiet: nothing is called {', '.join(unknown)}. There are {', '.join(sorted(known))}.")
    return frozenset(value)


def _sets(value: Any) -> dict[str, str]:
    """Groups of words by name, as phrases use them. They do not hold one another."""
    if not isinstance(value, dict):
        raise BadTuning('sets has a line for each group, like drinks = ["tea", "coffee"].')
    sets = {}
    for name, words in value.items():
        phrases = _phrases(words, f"sets, {name}")
        if any("<" in phrase for phrase in phrases):
            raise BadTuning(f"sets, {name}: a group cannot hold another group.")
        for phrase in phrases:
            _bracketed(phrase, f"sets, {name}")
        sets[name] = " | ".join(spelled(phrase) for phrase in phrases)
    return sets


def _entries(content: Mapping[str, Any], name: str, more: set[str]) -> list[tuple[dict[str, Any], str]]:
    """The tables of one name, each with the words by which a message points at it."""
    entries = content.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadTuning(f"{name} is written [[{name}]], on a line of its own, with its phrases under it.")
    found = []
    for number, entry in enumerate(entries, 1):
        place = f"{name}, number {number}"
        unknown = sorted(set(entry) - more - {"phrases"})
        if unknown:
            raise BadTuning(f"{place}: nothing is called {', '.join(unknown)} there.")
        if not isinstance(entry.get("why", ""), str):
            raise BadTuning(f"{place}: why is a sentence.")
        found.append((entry, place))
    return found


def _raising(entry: Mapping[str, Any], place: str, sets: Mapping[str, str]) -> Rule:
    level = entry.get("level")
    if not isinstance(level, str) or level not in LEVELS:
        raise BadTuning(f"{place}: level is one of {', '.join(LEVELS)}.")
    kind = ACT if level == Risk.IMMINENT else OWN
    return _rule(entry, place, sets, kind, str(entry.get("why") or OWN_WHY), {"level": LEVELS[level]})


def _calming(entry: Mapping[str, Any], place: str, sets: Mapping[str, str]) -> Rule:
    rule = _rule(entry, place, sets, "harmless", str(entry.get("why") or CALM_WHY), {})
    for typed, phrase in zip(entry["phrases"], rule.phrases, strict=True):
        if fewest_words(phrase, sets) < FEWEST_WORDS:
            raise BadTuning(
                f"{place}: “{typed}” may be a single word. A harmless phrase has {FEWEST_WORDS} words or more, "
                "so that it says which saying is meant."
            )
    return rule


def _rule(
    entry: Mapping[str, Any], place: str, sets: Mapping[str, str], kind: str, why: str, more: Mapping[str, Any]
) -> Rule:
    phrases = []
    for typed in _phrases(entry.get("phrases"), place):
        _bracketed(typed, place, sets)
        phrase = spelled(typed)
        try:
            check(Rule(kind, why, (phrase,), sets), place)
        except BadTable as problem:
            raise BadTuning(f"{str(problem).replace(f'“{phrase}”', f'“{typed}”')}.") from problem
        if choices(phrase, sets) > MOST_CHOICES:
            raise BadTuning(
                f"{place}: “{typed[:40]}” has too many brackets and stars: {MOST_CHOICES} at most, "
                "those of its groups as well. Please write two phrases."
            )
        phrases.append(phrase)
    return Rule(kind, why, tuple(phrases), sets, more)


def _bracketed(typed: str, place: str, sets: Collection[str] = ()) -> None:
    slip = slips.in_phrase(typed, sets)
    if slip:
        raise BadTuning(f"{place}: the phrase “{typed[:LONGEST_PHRASE]}” {slip}.")


def _phrases(value: Any, place: str) -> Sequence[str]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
        raise BadTuning(f'{place}: phrases are a list, like ["one phrase", "another one"].')
    for phrase in value:
        if len(phrase) > LONGEST_PHRASE or phrase.count("...") > MOST_GAPS:
            raise BadTuning(
                f"{place}: “{phrase[:40]}…” is too long. {LONGEST_PHRASE} characters and {MOST_GAPS} gaps at most."
            )
    return value
