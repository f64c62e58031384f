"""
Writes metrics with the real MLflow (3.17.2) into a database and a file store, and tells what its client's histories come to:
`python aggregatesOracle.py FOLDER < runs.json` makes FOLDER/mlflow.db and FOLDER/mlruns.

Reads a list of runs, each {metric: [[value as text, step, timestamp]…]}. Prints {"sqlite": told, "file": told}; told is a list of
[run id, {metric: {"total", "first", "min", "max"}}], a point being [value as text, step, timestamp]; min and max are absent where all is NaN.
"""

import json
import math
import os
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow import MlflowClient  # noqa: E402
from mlflow.entities import Metric  # noqa: E402

folder = os.path.abspath(sys.argv[1])
runs = json.load(sys.stdin)


def before(metric):
    return (metric.timestamp, metric.step, 0 if math.isnan(metric.value) else metric.value)


def point(metric):
    return [str(metric.value), metric.step, metric.timestamp]


def aggregates(history):
    history = sorted(history, key=before)
    real = [metric for metric in history if not math.isnan(metric.value)]
    found = {"total": len(history), "first": point(history[0])}
    if real:
        found["min"] = point(min(real, key=lambda metric: metric.value))
        found["max"] = point(max(real, key=lambda metric: metric.value))
    return found


def told(uri):
    client = MlflowClient(uri)
    found = []
    for metrics in runs:
        run_id = client.create_run("0").info.run_id
        points = [Metric(key, float(value), timestamp, step) for key, all in metrics.items() for value, step, timestamp in all]
        client.log_batch(run_id, metrics=points)
        found.append([run_id, {key: aggregates(client.get_metric_history(run_id, key)) for key in metrics}])
    return found


print(json.dumps({"sqlite": told(f"sqlite:///{folder}/mlflow.db"), "file": told(f"file://{folder}/mlruns")}))
