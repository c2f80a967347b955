"""Small linear models over words and word pairs: weights that were learned once, shipped as data, and a sum."""

import gzip
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from forum.care.reading.clauses import Reading

FOLDER = Path(__file__).parents[1] / "weights"


def grams(words: Iterable[str], longest: int) -> set[str]:
    """The words and runs of up to `longest` words, each once, joined by spaces."""
    line = list(words)
    found = set(line)
    for n in range(2, longest + 1):
        found.update(" ".join(line[i : i + n]) for i in range(len(line) - n + 1))
    return found


def grams_of(reading: Reading, longest: int) -> set[str]:
    """Those of a whole text; none reaches over the end of a sentence."""
    found: set[str] = set()
    line: list[str] = []
    number = -1
    for clause in reading.clauses:
        if clause.sentence != number:
            found |= grams(line, longest)
            line, number = [], clause.sentence
        line.extend(word.text for word in clause.words)
    return found | grams(line, longest)


@dataclass(frozen=True)
class Model:
    """What one model knows: a weight for each gram and head, a bias for each head, and what else was learned with it.

    A weight is stored as a whole number; the sum is `bias + scale · Σ weights / √(grams in the text)`.
    """

    heads: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    longest: int
    weights: Mapping[str, tuple[int, ...]]
    extra: Mapping[str, float]

    def score(self, found: set[str]) -> dict[str, float]:
        """The logit of each head, without unit."""
        sums = [0] * len(self.heads)
        for gram in found:
            row = self.weights.get(gram)
            if row is not None:
                for i, weight in enumerate(row):
                    sums[i] += weight
        by = self.scale / math.sqrt(len(found) or 1)
        return {head: self.bias[i] + by * sums[i] for i, head in enumerate(self.heads)}


@cache
def load(name: str) -> dict[str, Model]:
    """All models of a file, by name."""
    with gzip.open(FOLDER / f"{name}.json.gz", "rt", encoding="utf-8") as stream:
        content = json.load(stream)
    return {key: _model(value) for key, value in content["models"].items()}


def _model(value: dict) -> Model:
    """A model's grams are one text, a line each; its weights a list of rows beside them."""
    names = value["grams"].split("\n")
    rows = zip(*value["weights"], strict=True)
    return Model(
        tuple(value["heads"]), tuple(value["bias"]), value["scale"], value["longest"],
        dict(zip(names, rows, strict=True)), value.get("extra", {}),
    )  # fmt: skip


def probability(logit: float) -> float:
    """From a logit to 0…1, safe for large ones."""
    return 1 / (1 + math.exp(-max(min(logit, 40), -40)))


@dataclass(frozen=True)
class Blend:
    """The last step: named features of a text, a weight for each and head, and a bias for each head."""

    heads: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def score(self, features: Mapping[str, float]) -> dict[str, float]:
        """The logit of each head, without unit."""
        sums = list(self.bias)
        for name, value in features.items():
            for i, weight in enumerate(self.weights.get(name, ())):
                sums[i] += weight * value
        return dict(zip(self.heads, sums, strict=True))


def blend(value: Mapping[str, Any]) -> Blend:
    """A blend as it is stored: `heads`, `bias`, and `weights` by feature."""
    return Blend(tuple(value["heads"]), tuple(value["bias"]), {k: tuple(v) for k, v in value["weights"].items()})


@cache
def load_blend(name: str) -> Blend:
    """The blend that was shipped in a file of models."""
    with gzip.open(FOLDER / f"{name}.json.gz", "rt", encoding="utf-8") as stream:
        return blend(json.load(stream)["blend"])
