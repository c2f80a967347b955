"""Fitting, cutting down and writing out the small models; the arithmetic is that of forum/care/reading/linear.py."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

SEED = 20261123
FEWEST = 5  # texts that a gram must occur in, so that none can lead back to a person
_KEPT = re.compile(r"[a-z' _:+<>-]+")  # no digits (all numbers are "0" and are left out), nothing but plain letters


class Vocabulary:
    """Grams that occur in enough texts, each with a column."""

    def __init__(self, texts: Sequence[set[str]], fewest: int = FEWEST) -> None:
        counts = Counter(gram for found in texts for gram in found)
        self.grams = sorted(gram for gram, n in counts.items() if n >= fewest and _KEPT.fullmatch(gram))
        self.columns = {gram: i for i, gram in enumerate(self.grams)}

    def keep(self, grams: Sequence[str]) -> None:
        self.grams = sorted(grams)
        self.columns = {gram: i for i, gram in enumerate(self.grams)}

    def matrix(self, texts: Sequence[set[str]]) -> csr_matrix:
        """One row a text: 1/√(grams in the text) for every known gram in it, as the engine weighs them."""
        data, columns, starts = [], [], [0]
        for found in texts:
            known = [self.columns[gram] for gram in found if gram in self.columns]
            columns += sorted(known)
            data += [1 / np.sqrt(len(found) or 1)] * len(known)
            starts.append(len(columns))
        return csr_matrix((data, columns, starts), shape=(len(texts), len(self.grams)))


def fit(matrix: Any, labels: Any, strength: float, weights: Any = None) -> LogisticRegression:
    """Logistic regression with a squared penalty; `strength` is scikit-learn's C."""
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=3000, random_state=SEED)
    return model.fit(matrix, labels, sample_weight=weights)


def strongest(vocabulary: Vocabulary, matrix: Any, models: Sequence[LogisticRegression], most: int) -> list[str]:
    """The grams that move the scores most: weight times how often it is met."""
    met = np.sqrt(np.asarray((matrix != 0).mean(axis=0)).ravel())
    push = np.max([np.abs(model.coef_[0]) * met for model in models], axis=0)
    return [vocabulary.grams[i] for i in np.argsort(-push)[:most]]


def exported(
    vocabulary: Vocabulary, heads: Sequence[str], models: Sequence[LogisticRegression], longest: int, **extra: float
) -> dict[str, Any]:
    """A model as linear.py reads it, its weights rounded to whole numbers between -127 and 127."""
    coefficients = np.vstack([model.coef_[0] for model in models])
    scale = float(np.abs(coefficients).max() / 127)
    rounded = np.rint(coefficients / scale).astype(int)
    used = [i for i in range(len(vocabulary.grams)) if rounded[:, i].any()]
    return {
        "heads": list(heads),
        "bias": [round(float(model.intercept_[0]), 4) for model in models],
        "scale": round(scale, 6),
        "longest": longest,
        "grams": "\n".join(vocabulary.grams[i] for i in used),
        "weights": [[int(row[i]) for i in used] for row in rounded],
        "extra": {key: round(value, 4) for key, value in extra.items()},
    }


def write(path: Path, models: dict[str, Any], about: str, **more: Any) -> int:
    """Write a file of models, the same bytes for the same models; how many bytes it has."""
    content = json.dumps(
        {"about": about, "models": models, **more}, ensure_ascii=True, separators=(",", ":"), sort_keys=True
    )
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(content.encode(), 9, mtime=0))
    return path.stat().st_size
