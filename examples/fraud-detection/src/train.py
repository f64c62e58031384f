"""Fraud scorer: gradient boosting over transactions. `python src/train.py` fits it with params.yaml and logs to MLflow."""

import argparse
import time
from dataclasses import dataclass

import mlflow
import numpy as np
import pandas as pd
import yaml
from mlflow.models import infer_signature
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from data import transactions, validation_transactions
from evaluate import precision_above, validation_metrics

FEATURES = [
    "amount",
    "hour",
    "tenure_days",
    "card_age_days",
    "device_age_days",
    "chargebacks_90d",
    "distance_km",
    "merchant_risk",
    "spend_7d",
    "tx_1h",
]


@dataclass
class Fit:
    model: HistGradientBoostingClassifier
    train: pd.DataFrame
    seconds: float


def fit(params: dict, train: pd.DataFrame | None = None) -> Fit:
    """Fits one model; `train` replaces the data set of `params` (cross-validation folds)."""
    train = transactions(params["data_version"]) if train is None else train
    started = time.perf_counter()
    boosting = HistGradientBoostingClassifier(
        learning_rate=params["learning_rate"],
        max_leaf_nodes=params["num_leaves"],
        max_depth=None if params["max_depth"] == -1 else params["max_depth"],
        max_features=params["feature_fraction"],
        min_samples_leaf=params["min_child_samples"],
        l2_regularization=params["l2"],
        max_iter=params["iterations"],
        early_stopping=False,
        random_state=params["seed"],
    )
    boosting.fit(train[FEATURES], train["is_fraud"])
    return Fit(boosting, train, time.perf_counter() - started)


def curves(fitted: Fit, every: int) -> list[tuple[int, dict[str, float]]]:
    """Metrics after every `every` boosting iterations, and after the last."""
    boosting = fitted.model
    validation = validation_transactions()
    truth, train_truth = validation["is_fraud"].to_numpy(), fitted.train["is_fraud"].to_numpy()
    scores = boosting.staged_predict_proba(validation[FEATURES])
    train_scores = boosting.staged_predict_proba(fitted.train[FEATURES])
    points = []
    for step, (score, train_score) in enumerate(zip(scores, train_scores), start=1):
        if step % every == 0 or step == boosting.n_iter_:
            metrics = validation_metrics(truth, score[:, 1])
            points.append((step, metrics | {"train_auc": float(roc_auc_score(train_truth, train_score[:, 1]))}))
    return points


def summary(fitted: Fit) -> dict[str, float]:
    """What is known only once the fit is over."""
    validation = validation_transactions()
    score = fitted.model.predict_proba(validation[FEATURES])[:, 1]
    truth = validation["is_fraud"].to_numpy()
    return {"fit_seconds": round(fitted.seconds, 3), "val_precision_above_90": precision_above(0.9, truth, score)}


def folds(params: dict, count: int) -> list[pd.DataFrame]:
    """The training data without one of `count` random parts, for each part."""
    data = transactions(params["data_version"])
    part = np.random.default_rng(params["seed"]).integers(0, count, len(data))
    return [data[part != fold] for fold in range(count)]


def main() -> None:
    with open("params.yaml", encoding="utf-8") as file:
        params = yaml.safe_load(file)["train"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learning-rate", type=float, default=params["learning_rate"])
    parser.add_argument("--num-leaves", type=int, default=params["num_leaves"])
    options = parser.parse_args()
    params |= {"learning_rate": options.learning_rate, "num_leaves": options.num_leaves}

    mlflow.set_experiment("fraud/gbm-sweep")
    with mlflow.start_run():
        mlflow.log_params(params)
        fitted = fit(params)
        for step, metrics in curves(fitted, every=5):
            mlflow.log_metrics(metrics, step=step)
        mlflow.log_metrics(summary(fitted))
        sample = fitted.train[FEATURES].head(50)
        signature = infer_signature(sample, fitted.model.predict_proba(sample)[:, 1])
        mlflow.sklearn.log_model(fitted.model, name="model", signature=signature, serialization_format="cloudpickle")


if __name__ == "__main__":
    main()
