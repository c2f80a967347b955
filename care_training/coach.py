"""Learn the weights of the reply coach: python -m care_training.coach --care DIR --tracker DIR

First a linear model over the grams of single sentences; then, for each kind, a small sum over what that model says and the
facts of the sentence (which phrases, meant or not; whom it speaks to). A reply is what its worst sentence is.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from care_training.coach_rows import HEADS, Row, everything
from care_training.data import Corpora
from care_training.fit import SEED, Vocabulary, exported, strongest, write
from forum.care.reply_signs import LONGEST_GRAM

FOLDS = 5
ROUNDS = 2  # times that the sentence which carries the label is looked for anew
MOST_GRAMS = 9500
STRENGTH = 60.0
SECOND_STRENGTH = 0.5
TARGET = Path(__file__).parents[1] / "forum/care/weights/coach.json.gz"


class Sentences:
    """All sentences of all rows, with the row that each belongs to."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.owner = np.array([i for i, row in enumerate(rows) for _ in row.units])
        self.grams = [grams for row in rows for grams in row.grams]
        self.facts = [facts for row in rows for facts in row.facts]
        self.label = {head: np.array([row.labels.get(head, np.nan) for row in rows]) for head in HEADS}
        self.weight = {head: np.array([row.weights.get(head, row.weight) for row in rows]) for head in HEADS}
        names = sorted({row.group for row in rows})
        folds = {
            name: int(hashlib.sha1(f"{SEED}{name}".encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS
            for name in names
        }
        voices = [name for name in names if len(name) < 10]
        folds |= {name: i % FOLDS for i, name in enumerate(voices)}
        self.fold = np.array([folds[row.group] for row in rows])

    def highest(self, scores: Any, count: int | None = None) -> Any:
        """The best score of each row's sentences."""
        best = np.full(count or len(self.rows), -np.inf)
        np.maximum.at(best, self.owner, scores)
        return best


def learn(
    sentences: Sentences, matrix: csr_matrix, head: str, use: Any, strength: float, first: Any = None
) -> LogisticRegression:
    """Fit one head on the rows `use`. Of a row with the problem only the sentence that shows it most is an example of it."""
    label, owner = sentences.label[head], sentences.owner
    known = use & ~np.isnan(label)
    scores = np.zeros(len(owner)) if first is None else first
    model = LogisticRegression()
    for turn in range(ROUNDS):
        best = sentences.highest(scores)
        carries = (scores >= best[owner] - 1e-9) if (turn or first is not None) else np.ones(len(owner), bool)
        positive = known[owner] & (label[owner] > 0) & carries
        negative = known[owner] & (label[owner] < 1)
        index = np.concatenate([np.flatnonzero(positive), np.flatnonzero(negative)])
        goal = np.concatenate([np.ones(positive.sum()), np.zeros(negative.sum())])
        part = np.where(goal == 1, label[owner[index]], 1 - label[owner[index]])
        weight = part * sentences.weight[head][owner[index]]
        weight[goal == 1] *= min(5.0, weight[goal == 0].sum() / max(weight[goal == 1].sum(), 1)) ** 0.5
        model = LogisticRegression(C=strength, solver="liblinear", intercept_scaling=5, random_state=SEED, max_iter=300)
        model.fit(matrix[index], goal, sample_weight=weight)
        scores = model.decision_function(matrix)
    return model


def fact_names(sentences: Sentences) -> list[str]:
    return sorted({name for facts in sentences.facts for name in facts})


def fact_matrix(sentences: Sentences, names: list[str], logits: Any) -> Any:
    table = np.zeros((len(sentences.facts), len(names)))
    at = {name: i for i, name in enumerate(names)}
    for i, facts in enumerate(sentences.facts):
        for name, value in facts.items():
            if name in at:
                table[i, at[name]] = value
    return np.hstack([np.clip(logits, -8, 8), table])


def crossed(sentences: Sentences, matrix: csr_matrix, strength: float = STRENGTH) -> Any:
    """The first step's scores of every sentence from a model that has not seen its group."""
    logits = np.zeros((len(sentences.owner), len(HEADS)))
    for fold in range(FOLDS):
        inside = sentences.fold != fold
        outside = ~inside[sentences.owner]
        for i, head in enumerate(HEADS):
            model = learn(sentences, matrix, head, inside, strength)
            logits[outside, i] = model.decision_function(matrix[outside])
    return logits


def second(sentences: Sentences, table: Any, logits: Any, use: Any) -> list[LogisticRegression]:
    return [learn(sentences, table, head, use, SECOND_STRENGTH, first=logits[:, i]) for i, head in enumerate(HEADS)]


def train(rows: list[Row]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The model and the blend as shipped, and for measuring: the probability of every row from models that have not seen its group."""
    sentences = Sentences(rows)
    vocabulary = Vocabulary([set().union(*row.grams) for row in rows])
    everybody = np.ones(len(rows), bool)
    full = vocabulary.matrix(sentences.grams)
    vocabulary.keep(
        strongest(vocabulary, full, [learn(sentences, full, head, everybody, STRENGTH) for head in HEADS], MOST_GRAMS)
    )
    matrix = vocabulary.matrix(sentences.grams)
    logits = crossed(sentences, matrix, STRENGTH)
    names = fact_names(sentences)
    table = fact_matrix(sentences, names, logits)
    unseen = {}
    for fold in range(FOLDS):
        inside = sentences.fold != fold
        for head, model in zip(HEADS, second(sentences, table, logits, inside), strict=True):
            best = sentences.highest(model.decision_function(table))
            unseen.setdefault(head, np.zeros(len(rows)))[~inside] = best[~inside]
    last = second(sentences, table, logits, everybody)
    first = [learn(sentences, matrix, head, everybody, STRENGTH) for head in HEADS]
    shipped = exported(vocabulary, HEADS, first, LONGEST_GRAM)
    return shipped, blended(names, last), unseen


def blended(names: list[str], models: list[LogisticRegression]) -> dict[str, Any]:
    """The second step as forum.care.reading.linear.Blend reads it."""
    columns = np.round(np.vstack([model.coef_[0] for model in models]).T, 3)
    weights = {name: [float(w) for w in row] for name, row in zip([*HEADS, *names], columns, strict=True)}
    return {
        "heads": list(HEADS),
        "bias": [round(float(model.intercept_[0]), 3) for model in models],
        "weights": {name: row for name, row in weights.items() if any(row)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--care", type=Path, required=True)
    parser.add_argument("--tracker", type=Path, required=True)
    parser.add_argument(
        "--unseen", type=Path, help="where to write the scores of the cross-validation, as JSON lines without texts"
    )
    given = parser.parse_args()
    rows = everything(Corpora(given.care, given.tracker))
    shipped, blend, unseen = train(rows)
    about = "What replies do: written for this project, labelled real replies, Advice-EMNLP2020 (MIT), GoEmotions (Apache-2.0)."
    size = write(TARGET, {"coach": shipped}, about, blend=blend)
    print(f"{len(rows)} texts, {size} bytes")
    if given.unseen:
        with given.unseen.open("w", encoding="utf-8") as stream:
            for i, row in enumerate(rows):
                stream.write(
                    json.dumps(
                        {
                            "group": row.group,
                            "real": row.real,
                            "labels": row.labels,
                            **{h: float(unseen[h][i]) for h in HEADS},
                        }
                    )
                    + "\n"
                )


if __name__ == "__main__":
    main()
