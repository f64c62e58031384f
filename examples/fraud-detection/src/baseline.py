"""Baseline of the fraud scorer: logistic regression, fitted epoch by epoch."""

from collections.abc import Iterator

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from data import transactions, validation_transactions
from evaluate import validation_metrics

FEATURES = ["amount", "hour", "tenure_days", "card_age_days", "distance_km", "merchant_risk", "spend_7d", "tx_1h"]


def fit(params: dict) -> Iterator[tuple[int, dict[str, float], Pipeline]]:
    """Yields (epoch, metrics, model) after every pass over the data."""
    train, validation = transactions(params["data_version"]), validation_transactions()
    scaler = StandardScaler().fit(train[FEATURES])
    model = SGDClassifier(
        loss="log_loss", alpha=params["alpha"], learning_rate="constant", eta0=params["eta0"], random_state=params["seed"]
    )
    inputs, truth = scaler.transform(train[FEATURES]), train["is_fraud"].to_numpy()
    order = np.random.default_rng(params["seed"])
    for epoch in range(1, params["epochs"] + 1):
        shuffled = order.permutation(len(inputs))
        model.partial_fit(inputs[shuffled], truth[shuffled], classes=[False, True])
        score = model.predict_proba(scaler.transform(validation[FEATURES]))[:, 1]
        pipeline = Pipeline([("scale", scaler), ("model", model)])
        yield epoch, validation_metrics(validation["is_fraud"].to_numpy(), score), pipeline
