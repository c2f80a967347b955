"""What triage is worth on texts that it never saw: cross-validated real posts, and the held-out voices."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from care_training import fit

if TYPE_CHECKING:
    from care_training.triage import Row


def show(
    found: "Sequence[Row]",
    features: Sequence[dict[str, float]],
    blend: Callable[..., Any],
    as_blend: Callable[..., Any],
) -> None:
    """Print recall at several precisions on real posts, and false alarms on comments and ordinary posts."""
    scores = np.zeros((len(found), 2))
    groups = [f"{row.source} {row.some}" if row.source in {"post", "comment", "veterans"} else "voice" for row in found]
    for learn, check in StratifiedKFold(5, shuffle=True, random_state=fit.SEED + 1).split(found, groups):
        last = as_blend(blend([found[i] for i in learn], [features[i] for i in learn]))
        for i in check:
            scores[i] = list(last.score(features[i]).values())
    posts = np.array([i for i, row in enumerate(found) if row.source == "post"])
    truth = np.array([found[i].alert for i in posts])
    print(f"posts {len(posts)}, alerts {int(truth.sum())}, AUROC {roc_auc_score(truth, scores[posts, 0]):.3f}")
    for precision in (0.60, 0.65, 0.70, 0.75, 0.80):
        recall, at = _recall_at(scores[posts, 0], truth, precision)
        alarms = {
            s: 1000 * np.mean([scores[i, 0] >= at for i, r in enumerate(found) if r.source == s]) for s in ("comment",)
        }
        ordinary = [scores[i, 0] >= at for i in posts if found[i].level == "none"]
        print(
            f"  precision {precision:.2f}: recall {recall:.3f} at {at:.2f}; per 1,000 comments {alarms['comment']:.1f}, none-posts {1000 * np.mean(ordinary):.0f}"
        )
    ever = np.array([i for i, row in enumerate(found) if row.source == "veterans"])
    known = np.array([found[i].some for i in ever])
    for head in (0, 1):
        line = np.sort(scores[ever[known == 0], head])[::-1][int(0.05 * (known == 0).sum())]
        print(f"veterans, head {head}: recall at 5% false {np.mean(scores[ever[known == 1], head] > line):.3f}")


def _recall_at(scores: Any, truth: Any, precision: float) -> tuple[float, float]:
    order = np.argsort(-scores)
    hits = np.cumsum(truth[order])
    good = [k for k in range(len(order)) if hits[k] / (k + 1) >= precision]
    return (hits[good[-1]] / truth.sum(), scores[order[good[-1]]]) if good else (0.0, np.inf)
