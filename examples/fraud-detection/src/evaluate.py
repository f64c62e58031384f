"""The numbers by which fraud models are compared."""

import numpy as np
from sklearn.metrics import log_loss, precision_score, roc_auc_score


def recall_at(share: float, truth: np.ndarray, score: np.ndarray) -> float:
    """Share of all fraud that is found when only the `share` most suspicious transactions are looked at."""
    looked_at = max(1, int(len(score) * share))
    most_suspicious = np.argsort(-score, kind="stable")[:looked_at]
    return float(truth[most_suspicious].sum() / truth.sum())


def validation_metrics(truth: np.ndarray, score: np.ndarray) -> dict[str, float]:
    return {
        "val_auc": float(roc_auc_score(truth, score)),
        "val_recall_at_1pct": recall_at(0.01, truth, score),
        "val_logloss": float(log_loss(truth, score)),
    }


def precision_above(threshold: float, truth: np.ndarray, score: np.ndarray) -> float:
    """Share of fraud among what scores above the threshold; NaN when nothing does."""
    return float(precision_score(truth, score >= threshold, zero_division=np.nan))
