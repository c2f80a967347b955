"""The figures of suggested content notes: cross-validated on real posts, held-out voices, ordinary texts."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from care_training.shares import wilson
from care_training.warnings import ORDINARY, Row, written
from forum.care import suggestions
from forum.care.topic_signs import LEARNED


def interval(hits: int, of: int) -> str:
    """A share with its 95 % interval (Wilson)."""
    if not of:
        return "–"
    share, low, high = wilson(hits, of)
    return f"{share:.2f} ({low:.2f}–{high:.2f})"


def show(found: Sequence[Row], logits: Any, limits: dict[str, float]) -> None:
    real = [i for i, row in enumerate(found) if row.source == "post"]
    needed = np.array([limits[topic] for topic in LEARNED])
    print("\nReal posts, 5-fold cross-validation")
    table([found[i] for i in real], logits[real] >= needed)
    plain = [i for i in real if found[i].group in ORDINARY]
    chosen = logits[plain] >= needed
    print(f"\nA thousand ordinary posts ({len(plain)} of {len(set(ORDINARY))} subreddits): suggested; of these wrong")
    for place, topic in enumerate(LEARNED):
        wrong = sum(chosen[j, place] and not found[i].has(topic) for j, i in enumerate(plain))
        print(f"  {topic:16} {1000 * chosen[:, place].mean():5.1f} {1000 * wrong / len(plain):5.1f}")
    held = written(held_out=True)
    print("\nHeld-out voices, as shipped")
    given = [suggestions.suggest(row.text) for row in held]
    table(held, np.array([[topic in {one.topic for one in each} for topic in LEARNED] for each in given]))
    levels(held, given)


def table(rows: Sequence[Row], chosen: Any) -> None:
    truth = np.array([[row.has(topic) for topic in LEARNED] for row in rows])
    print(f"  {'':16} {'n':>4}  precision          recall")
    for place, topic in enumerate(LEARNED):
        line(topic, truth[:, place], chosen[:, place])
    line("together", truth.ravel(), chosen.ravel())


def line(name: str, truth: Any, chosen: Any) -> None:
    right = int((truth & chosen).sum())
    print(f"  {name:16} {truth.sum():4}  {interval(right, int(chosen.sum()))}  {interval(right, int(truth.sum()))}")


def levels(rows: Sequence[Row], given: Sequence[Any]) -> None:
    pairs = [
        (row.levels[s.topic][0], str(s.level))
        for row, each in zip(rows, given, strict=True)
        for s in each
        if row.has(s.topic)
    ]
    same = sum(a == b for a, b in pairs)
    print(f"  level the same as the writer's: {interval(same, len(pairs))}")
