"""Churn ranker: which customers to call first, one model per week and segment."""

from collections.abc import Iterator

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import ndcg_score, roc_auc_score

from data import customers

FEATURES = ["months", "sessions_30d", "tickets_90d", "discount", "price_rise"]


def fit(params: dict) -> Iterator[tuple[int, dict[str, float], GradientBoostingClassifier]]:
    """Yields (trees, metrics, model) while the ensemble grows."""
    train = customers(params["week"])
    validation = customers(params["week"] + "/validation", rows=900)
    truth = validation["churned"].to_numpy()
    model = GradientBoostingClassifier(
        learning_rate=params["learning_rate"], max_depth=params["max_depth"], warm_start=True, random_state=params["seed"]
    )
    for trees in np.linspace(params["trees"] / 8, params["trees"], 8).round().astype(int):
        model.set_params(n_estimators=int(trees)).fit(train[FEATURES], train["churned"])
        score = model.predict_proba(validation[FEATURES])[:, 1]
        metrics = {
            "val_auc": float(roc_auc_score(truth, score)),
            "ndcg_at_10": float(ndcg_score([truth], [score], k=10)),
            "ndcg_at_100": float(ndcg_score([truth], [score], k=100)),
        }
        yield int(trees), metrics, model
