"""Learns the weights of suggested content notes: python -m care_training.warnings --care DIR --tracker DIR [--check]."""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from care_training import data, fit
from forum.care import topic_signs
from forum.care.reading import linear
from forum.care.reading.clauses import take_in
from forum.care.topic_signs import LEARNED

WEIGHTS = Path(__file__).parents[1] / "forum/care/weights/warnings.json.gz"
STRENGTH, OF_SIGNS, OF_LEVELS = 6.0, 0.5, 0.3  # how freely: words, how far signs are scaled before, levels
MOST = 3500  # grams that are kept
SHARE = {"post": 1.0, "written": 0.5, "ordinary": 0.5}
PRECISION = 0.80  # of all suggestions together, on posts that were not learned from
ORDINARY = [
    "personalfinance",
    "UKPersonalFinance",
    "teaching",
    "ukpolitics",
    "unitedkingdom",
    "guns",
    "adhd",
    "autism",
    "mindfulness",
    "legaladvice",
    "conspiracy",
]
MOST_ORDINARY = dict.fromkeys(LEARNED, 0.02) | {"substance": 0.03, "violence": 0.03, "abuse": 0.03}
LEVELS = ("described", "detailed")


@dataclass
class Row:
    """One text: for each topic the share of readings that named it, and the levels they gave."""

    source: str
    group: str
    text: str
    named: dict[str, float]
    levels: dict[str, list[str]] = field(default_factory=dict)
    signs: dict[str, float] = field(default_factory=dict)
    grams: set[str] = field(default_factory=set)

    def has(self, topic: str) -> bool:
        return self.named.get(topic, 0.0) >= 0.5


def rows(corpora: data.Corpora) -> list[Row]:
    """Real posts that were labelled, and written texts of the voices that are not held out."""
    found = []
    for row in corpora.labelled("posts"):
        readings = [row[who]["cw"] for who in ("first", "second") if who in row]
        found.append(_row("post", row["from"], row["text"], readings))
    return found + written(held_out=False)


def written(*, held_out: bool) -> list[Row]:
    items = data.written("cw", held_out=held_out)
    return [_row("written", item["voice"], item["text"], [item["cw"]]) for item in items]


def _row(source: str, group: str, text: str, readings: list[dict[str, str]]) -> Row:
    count = Counter(topic for one in readings for topic in one)
    levels = {topic: [one[topic] for one in readings if topic in one] for topic in count}
    return Row(source, group, text, {topic: n / len(readings) for topic, n in count.items()}, levels)


def prepare(found: Sequence[Row]) -> None:
    for row in found:
        reading = take_in(row.text)
        row.signs = topic_signs.features(reading, topic_signs.find(reading))
        row.grams = linear.grams_of(reading, topic_signs.LONGEST)


class Learned:
    """Words and signs of each topic, learned together from some rows."""

    def __init__(self, found: Sequence[Row], most: int | None = MOST) -> None:
        grams = [row.grams for row in found]
        self.names = sorted({name for row in found for name in row.signs})
        self.vocabulary = fit.Vocabulary(grams)
        if most:
            first = self._models(found)
            cut = [_Words(model, len(self.vocabulary.grams)) for model in first]
            self.vocabulary.keep(fit.strongest(self.vocabulary, self.vocabulary.matrix(grams), cut, most))
        self.models = self._models(found)

    def _models(self, found: Sequence[Row]) -> list[LogisticRegression]:
        share = np.array([SHARE[row.source] for row in found])
        words = self.vocabulary.matrix([row.grams for row in found])
        models = []
        for topic in LEARNED:
            model = LogisticRegression(C=STRENGTH, max_iter=1000, random_state=fit.SEED, solver="liblinear")
            labels = [row.has(topic) for row in found]
            models.append(model.fit(hstack([words, self._signs(found, topic)]).tocsr(), labels, sample_weight=share))
        return models

    def _of(self, topic: str) -> list[str]:
        return [name for name in self.names if name.startswith(("length", "danger ", f"{topic} "))]

    def _signs(self, found: Sequence[Row], topic: str) -> csr_matrix:
        return csr_matrix([[row.signs.get(name, 0.0) * OF_SIGNS for name in self._of(topic)] for row in found])

    def exported(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The model of words and the blend of signs, as linear.py reads them."""
        size = len(self.vocabulary.grams)
        words = [_Words(model, size) for model in self.models]
        weights: dict[str, list[float]] = {}
        for place, (topic, model) in enumerate(zip(LEARNED, self.models, strict=True)):
            for name, weight in zip(self._of(topic), model.coef_[0][size:], strict=True):
                row = weights.setdefault(name, [0.0] * len(LEARNED))
                row[place] = round(float(weight) * OF_SIGNS, 3)
        blend = {"heads": list(LEARNED), "bias": [0.0] * len(LEARNED), "weights": weights}
        return fit.exported(self.vocabulary, LEARNED, words, topic_signs.LONGEST), blend

    def logits(self, found: Sequence[Row]) -> Any:
        """As the engine computes them: a row a text, a column a topic."""
        words, blend = self.exported()
        model, last = linear._model(words), linear.blend(blend)
        both = [(model.score(row.grams), last.score(row.signs)) for row in found]
        return np.array([[a[topic] + b[topic] for topic in LEARNED] for a, b in both])


class _Words:
    """The part of a model that is about words."""

    def __init__(self, model: LogisticRegression, size: int) -> None:
        self.coef_, self.intercept_ = model.coef_[:, :size], model.intercept_


def out_of_fold(found: Sequence[Row], folds: int = 5) -> Any:
    """The logits of every row by models that never saw it."""
    kinds = [(row.source[0] + "".join(sorted(t for t in LEARNED if row.has(t))))[:9] for row in found]
    often = Counter(kinds)
    groups = [kind if often[kind] >= folds else "other" for kind in kinds]
    logits = np.zeros((len(found), len(LEARNED)))
    for learn, check in StratifiedKFold(folds, shuffle=True, random_state=fit.SEED).split(found, groups):
        logits[check] = Learned([found[i] for i in learn]).logits([found[i] for i in check])
    return logits


def thresholds(found: Sequence[Row], logits: Any) -> dict[str, float]:
    """One threshold for all topics that keeps PRECISION together; higher where ordinary posts would be noted too often."""
    real = [i for i, row in enumerate(found) if row.source == "post"]
    truth = np.array([[found[i].has(topic) for topic in LEARNED] for i in real])
    scores = logits[real]
    shared = min(t for t in np.arange(-2.5, 2.0, 0.05) if _precision(truth, scores >= t) >= PRECISION)
    ordinary = np.array([found[i].group in ORDINARY for i in real])
    limits = {}
    for place, topic in enumerate(LEARNED):
        needed = shared
        wrong = ordinary & ~truth[:, place]
        while (scores[wrong, place] >= needed).mean() > MOST_ORDINARY[topic] / 2:
            needed += 0.05
        limits[topic] = round(float(needed), 2)
    return limits


def _precision(truth: Any, chosen: Any) -> float:
    return float((truth & chosen).sum() / max(chosen.sum(), 1))


def level_model(found: Sequence[Row], logits: Any) -> dict[str, Any]:
    """From mentioned to described, and on to detailed: one model for all topics over the marks of a topic."""
    cases, labels = [], []
    for row, scores in zip(found, logits, strict=True):
        for place, topic in enumerate(LEARNED):
            if row.has(topic):
                cases.append(level_features(row, topic, float(scores[place])))
                labels.append(row.levels[topic])
    names = sorted({name for case in cases for name in case})
    matrix = np.array([[case.get(name, 0.0) for name in names] for case in cases])
    extra, bias = {}, []
    for head, reached in zip(LEVELS, (("described", "detailed"), ("detailed",)), strict=True):
        target = [sum(level in reached for level in given) * 2 >= len(given) for given in labels]
        model = LogisticRegression(C=OF_LEVELS, max_iter=2000, random_state=fit.SEED).fit(matrix, target)
        bias.append(round(float(model.intercept_[0]), 4))
        extra |= {f"{head} {name}": round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}
    return {
        "heads": list(LEVELS),
        "bias": bias,
        "scale": 1.0,
        "longest": 1,
        "grams": "",
        "weights": [[0], [0]],
        "extra": extra,
    }


def level_features(row: Row, topic: str, logit: float) -> dict[str, float]:
    own = {name.removeprefix(f"{topic} "): n for name, n in row.signs.items() if name.startswith(f"{topic} ")}
    return own | {f"is {topic}": 1.0, "logit": min(logit, 5.0), "length": row.signs["length"]}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--care", type=Path, required=True)
    arguments.add_argument("--tracker", type=Path, required=True)
    arguments.add_argument("--check", action="store_true", help="print the figures of the cross-validation")
    given = arguments.parse_args()
    found = rows(data.Corpora(given.care, given.tracker))
    prepare(found)
    logits = out_of_fold(found)
    limits = thresholds(found, logits)
    words, blend = Learned(found).exported()
    words["extra"] = limits
    models = {"topics": words, "levels": level_model(found, logits)}
    size = fit.write(WEIGHTS, models, "Content notes, care_training/warnings.py", blend=blend)
    print(f"{WEIGHTS.name}: {size:,} bytes, from {len(found):,} texts; thresholds {limits}")
    if given.check:
        from care_training import warnings_figures

        warnings_figures.show(found, logits, limits)


if __name__ == "__main__":
    main()
