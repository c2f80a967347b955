"""What triage is worth on texts that it never saw: cross-validated real posts, and the held-out voices."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import roc_auc_score

from forum.care import triage
from forum.care.reading import linear

if TYPE_CHECKING:
    from care_training.triage import Row


def show(
    found: "Sequence[Row]",
    features: Sequence[dict[str, float]],
    blend: Callable[..., Any],
    folds: Iterable[tuple[list[int], list[int]]],
) -> None:
    """Print recall at several precisions on real posts, and false alarms on comments and ordinary posts."""
    scores = np.zeros((len(found), 2))  # of the alert, 0 at the threshold; the score as it is shown
    for learn, check in folds:
        last = linear.blend(blend([found[i] for i in learn], [features[i] for i in learn]))
        for i in check:
            logits = last.score(features[i])
            alert = triage._alert(found[i].reading, found[i].found, logits)
            scores[i] = alert, triage.Weighed(found[i].reading, (), alert, 0.0, logits["ever"]).score
    posts = np.array([i for i, row in enumerate(found) if row.source == "post"])
    truth = np.array([found[i].alert for i in posts])
    for column, name in enumerate(("alert", "score")):
        print(f"posts {len(posts)}, alerts {int(truth.sum())}, {name}: AUROC {roc_auc_score(truth, scores[posts, column]):.3f}")
        for precision in (0.60, 0.65, 0.70, 0.75, 0.80):
            recall, at = _recall_at(scores[posts, column], truth, precision)
            print(f"  precision {precision:.2f}: recall {recall:.3f} at {at:.2f}; {_alarms(found, scores[:, column], at)}")
    print(f"  at the threshold: {_alarms(found, scores[:, 0], 0)}; recall {np.mean(scores[posts, 0][truth > 0] >= 0):.3f}, "
          f"precision {np.mean(truth[scores[posts, 0] >= 0]):.3f}")
    ever = np.array([i for i, row in enumerate(found) if row.source == "veterans"])
    known = np.array([found[i].some for i in ever])
    for head, name in enumerate(("alert", "score")):
        line = np.sort(scores[ever[known == 0], head])[::-1][int(0.05 * (known == 0).sum())]
        print(f"veterans, {name}: recall at 5% false {np.mean(scores[ever[known == 1], head] > line):.3f}")


def _alarms(found: "Sequence[Row]", scores: Any, at: float) -> str:
    """Alarms among short comments, and among posts that nobody read danger in."""
    comments = np.mean([score >= at for score, row in zip(scores, found, strict=True) if row.source == "comment"])
    ordinary = np.mean([score >= at for score, row in zip(scores, found, strict=True) if row.source == "post" and row.level == "none"])
    return f"per 1,000 comments {1000 * comments:.1f}, none-posts {1000 * ordinary:.0f}"


def _recall_at(scores: Any, truth: Any, precision: float) -> tuple[float, float]:
    order = np.argsort(-scores)
    hits = np.cumsum(truth[order])
    good = [k for k in range(len(order)) if hits[k] / (k + 1) >= precision]
    return (hits[good[-1]] / truth.sum(), scores[order[good[-1]]]) if good else (0.0, np.inf)
