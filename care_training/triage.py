"""Learns the weights of triage: python -m care_training.triage --care DIR --tracker DIR [--check]."""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from care_training import data, fit
from forum.care import risk_signs
from forum.care.reading import linear
from forum.care.reading.clauses import Reading, take_in

WEIGHTS = Path(__file__).parents[1] / "forum/care/weights/triage.json.gz"
HEADS = ("alert", "some", "ever")
REAL = ("post", "veterans")  # sources that "ever" is learned from, and what makes a letter alarming
STRENGTH = {"text": 6.0, "sentence": 10.0, "blend": 0.3, "ever": 0.1, "letter": 0.1}
MOST = {"text": 5000, "sentence": 5000}  # grams that are kept


@dataclass
class Row:
    """One text and what is known of it; None is not known.

    `alert`: a moderator should see it. `some`: danger or despair of its writer's. `ever`: own suicidal thoughts or acts, now or
    at any time; read by experts for the veterans, and only real texts teach it.
    """

    source: str
    text: str
    alert: float | None
    some: float | None
    ever: float | None = None
    level: str = ""
    kind: str = ""
    reading: Reading = None  # type: ignore[assignment]
    signs: dict[str, float] = None  # type: ignore[assignment]
    found: list[risk_signs.Sign] = None  # type: ignore[assignment]
    lines: dict[int, list[str]] = None  # type: ignore[assignment]

    @property
    def voice(self) -> bool:
        """Whether it was written for this project."""
        return self.source[0] == "v" and self.source != "veterans"


def rows(corpora: data.Corpora) -> list[Row]:
    """Everything that is learned from; texts labelled by hand, written ones of some voices, veterans, short comments."""
    found = [_labelled(row) for row in corpora.labelled("posts")]
    known = {row["sha1"] for row in corpora.labelled("posts")}
    for item in data.written("risk", held_out=False):
        found.append(_written(item))
    for text, ever in corpora.veterans:
        if data.sha1(text) not in known and 40 <= len(text) <= 3000:
            found.append(Row("veterans", text, None if ever else 0.0, float(ever), float(ever)))
    comments = sorted(pair for pair in corpora.comments if not data.kept_for_counting(data.sha1(pair[0])))
    random.Random(fit.SEED).shuffle(comments)
    sad = {"sadness", "grief", "remorse"}
    found += [Row("comment", text, 0.0, 0.0) for text, feelings in comments[:9000] if not feelings & sad]
    return found


def _labelled(row: dict[str, Any]) -> Row:
    levels = [data.LEVELS.index(row[who]["level"]) for who in ("first", "second") if who in row]
    mean = sum(levels) / len(levels)
    ever = 1.0 if mean >= 2 else 0.0 if mean == 0 else None
    return Row("post", row["text"], float(mean >= 2), float(mean >= 1), ever, row["first"]["level"], row["from"])


def _written(item: dict[str, Any]) -> Row:
    level = data.LEVELS.index(item["level"])
    return Row(
        item["voice"], item["text"], float(level >= 2), float(level >= 1), level=item["level"], kind=item["kind"]
    )


def prepare(found: Sequence[Row]) -> None:
    for row in found:
        row.reading = take_in(row.text)
        row.found = risk_signs.find(row.reading)
        row.signs = risk_signs.features(row.reading, row.found)
        row.lines = risk_signs.marked(row.reading, row.found)


class Learned:
    """The three steps, learned from some rows."""

    def __init__(self, found: Sequence[Row]) -> None:
        self.text = self._text(found)
        self.sentence = self._sentence(found)

    @staticmethod
    def _text(found: Sequence[Row]) -> tuple[fit.Vocabulary, list[LogisticRegression]]:
        grams = [risk_signs.text_grams(row.reading, row.lines) for row in found]
        return _model(grams, [[getattr(row, head) for row in found] for head in HEADS], _importance(found), "text")

    @staticmethod
    def _sentence(found: Sequence[Row]) -> tuple[fit.Vocabulary, list[LogisticRegression]]:
        short = [row for row in found if len(row.reading.words) <= 45 and row.alert is not None]
        grams = [linear.grams(chain(*row.lines.values()), risk_signs.LONGEST_SENTENCE) for row in short]
        return _model(grams, [[row.alert for row in short]], _importance(short), "sentence")

    def features(self, row: Row) -> dict[str, float]:
        return {**row.signs, **risk_signs.learned(row.reading, row.found, *(self.as_models()))}

    def as_models(self) -> tuple[linear.Model, linear.Model]:
        if not hasattr(self, "_models"):
            exported = self.exported()
            self._models = (linear._model(exported["text"]), linear._model(exported["sentence"]))
        return self._models

    def exported(self) -> dict[str, Any]:
        return {
            "text": fit.exported(self.text[0], HEADS, self.text[1], risk_signs.LONGEST_TEXT),
            "sentence": fit.exported(self.sentence[0], ("alert",), self.sentence[1], risk_signs.LONGEST_SENTENCE),
        }


def _importance(found: Sequence[Row], name: str = "") -> Any:
    share = {"post": 0.5, "veterans": 1.0} if name == "ever" else {"post": 1.0, "veterans": 0.5, "comment": 0.6}
    return np.array([share.get(row.source, 0.7) for row in found])


# The last step's sums: what each is learned from. Letters read otherwise than the short lines that were written for this
# project, so what a long text comes to is learned from real ones alone (measured: recall .80 with, .85 without).
SUMS = {"alert": "alert", "letter": "alert", "some": "some", "ever": "ever"}


def _targets(found: Sequence[Row], name: str) -> list[float | None]:
    known = [getattr(row, SUMS[name]) for row in found]
    if name == "letter":
        return [value if row.source in REAL else None for value, row in zip(known, found, strict=True)]
    return known


def _model(
    grams: list[set[str]], targets: list[list[float | None]], weight: Any, which: str
) -> tuple[fit.Vocabulary, list[Any]]:
    vocabulary = fit.Vocabulary(grams)
    matrix = vocabulary.matrix(grams)
    first = [_fit(matrix, target, weight, STRENGTH[which]) for target in targets]
    vocabulary.keep(fit.strongest(vocabulary, matrix, first, MOST[which]))
    matrix = vocabulary.matrix(grams)
    return vocabulary, [_fit(matrix, target, weight, STRENGTH[which]) for target in targets]


def _fit(matrix: Any, target: list[float | None], weight: Any, strength: float) -> LogisticRegression:
    known = [i for i, value in enumerate(target) if value is not None]
    return fit.fit(matrix[known], np.array([target[i] for i in known], dtype=int), strength, weight[known])


def split(found: Sequence[Row], folds: int) -> list[tuple[list[int], list[int]]]:
    """Rows to learn from and rows to check on: a written voice is never on both sides, real rows are spread evenly."""
    voices = sorted({row.source for row in found if row.voice})
    of_voice = {voice: i % folds for i, voice in enumerate(voices)}
    real = [i for i, row in enumerate(found) if not row.voice]
    groups = [f"{found[i].source} {found[i].some}" for i in real]
    place = {i: of_voice[row.source] for i, row in enumerate(found) if row.voice}
    spread = StratifiedKFold(folds, shuffle=True, random_state=fit.SEED).split(real, groups)
    for fold, (_, checked) in enumerate(spread):
        place |= {real[j]: fold for j in checked}
    return [
        ([i for i in range(len(found)) if place[i] != fold], [i for i in range(len(found)) if place[i] == fold])
        for fold in range(folds)
    ]


def out_of_fold(found: Sequence[Row], folds: int = 5) -> list[dict[str, float]]:
    """The features of every row by models that never saw it."""
    made: list[dict[str, float]] = [{} for _ in found]
    for learn, check in split(found, folds):
        learned = Learned([found[i] for i in learn])
        for i in check:
            made[i] = learned.features(found[i])
    return made


def blend(found: Sequence[Row], features: Sequence[dict[str, float]]) -> dict[str, Any]:
    """The weights of the last step, for both heads."""
    names = sorted({name for one in features for name in one})
    matrix = np.array([[one.get(name, 0.0) for name in names] for one in features])
    models = [_fit(matrix, _targets(found, name), _importance(found, name), STRENGTH.get(name, STRENGTH["blend"])) for name in SUMS]
    return {
        "heads": list(SUMS),
        "bias": [round(float(model.intercept_[0]), 4) for model in models],
        "weights": {name: [round(float(model.coef_[0][i]), 4) for model in models] for i, name in enumerate(names)},
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--care", type=Path, required=True)
    arguments.add_argument("--tracker", type=Path, required=True)
    arguments.add_argument("--check", action="store_true", help="cross-validate first, and print the figures")
    given = arguments.parse_args()
    found = rows(data.Corpora(given.care, given.tracker))
    prepare(found)
    features = out_of_fold(found)
    last = blend(found, features)
    if given.check:
        from care_training import triage_figures

        triage_figures.show(found, features, blend, split(found, 5))
    learned = Learned(found)
    size = fit.write(WEIGHTS, learned.exported(), "Triage, care_training/triage.py", blend=last)
    print(f"{WEIGHTS.name}: {size:,} bytes, from {len(found):,} texts")


if __name__ == "__main__":
    main()
