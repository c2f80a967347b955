"""What a host may change about the care engine: how soon it speaks, and words of their own. Checked, and never code."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from forum.care.reading.tables import BadTable, Rule, read_rules

FARTHEST = 2.0  # how far a threshold may be moved; beyond that nothing or everything would be found


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
    rules: tuple[Rule, ...] = field(default=())  # phrases of the host's own, for triage
    changed: bool = False


AS_SHIPPED = Tuning()
_NUMBERS = ("concern", "high", "nudge", "note")
KINDS = frozenset(
    {"despair", "passive", "active", "coded", "self_harm_now", "plan", "means", "goodbye", "idiom", "denial"}
)


def read(text: str) -> Tuning:
    """The settings in a TOML text. Raises BadTuning."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadTuning(f"This is not a TOML file: {problem}") from problem
    unknown = set(content) - {one.name for one in fields(Tuning)} - {"rule", "sets"}
    if unknown:
        raise BadTuning(f"Nothing is called {', '.join(sorted(unknown))} here.")
    return replace(
        AS_SHIPPED,
        **{name: _number(name, content[name]) for name in _NUMBERS if name in content},
        quiet=_words(content.get("quiet", [])),
        rules=_rules(text, content),
        changed=True,
    )


def read_file(path: Path) -> Tuning:
    """The settings in a file, or those that were shipped when there is none. Raises BadTuning."""
    return read(path.read_text(encoding="utf-8")) if path.exists() else AS_SHIPPED


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > FARTHEST:
        raise BadTuning(f"{name} is a number from -{FARTHEST:g} to {FARTHEST:g}.")
    return float(value)


def _words(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadTuning("quiet is a list of words.")
    return frozenset(value)


def _rules(text: str, content: Mapping[str, Any]) -> tuple[Rule, ...]:
    try:
        rules = tuple(read_rules(text, "your words")) if "rule" in content else ()
    except BadTable as problem:
        raise BadTuning(str(problem)) from problem
    for rule in rules:
        if rule.kind not in KINDS:
            raise BadTuning(f"A rule's kind is one of {', '.join(sorted(KINDS))}; not {rule.kind}.")
    return rules
