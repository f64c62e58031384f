"""Logs runs with the real MLflow, and says what its client and pandas make of them.

First argument: a folder. Reads from standard input {"runs": [{"depth": text or null, "auc": [[value, step], …], "loss": […]}, …]}; logs them
to `mlflow.db` there. Prints {"ids": […], "groups": {depth: [n, mean, std, median, min, max] of the last auc}, "ranges": {id: [min, max]} of
all auc, "beside": {id: auc at the step where loss was first least, or last before it; of a step logged again the last value},
"formula": {id: (auc - loss) / 2 of the last values}}.
"""

import json
import math
import sys
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric

folder = Path(sys.argv[1])
asked = json.load(sys.stdin)
mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
client = MlflowClient()
experiment = client.create_experiment("sweep")


def number(value):
    return {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}.get(value, value)


def text(value):
    return "nan" if math.isnan(value) else repr(float(value))


ids = []
for at, run in enumerate(asked["runs"]):
    created = client.create_run(experiment, run_name=f"run-{at}")
    ids.append(created.info.run_id)
    metrics = [Metric(key, number(value), 1000 + place, step) for key in ("auc", "loss") for place, (value, step) in enumerate(run[key])]
    params = [] if run["depth"] is None else [mlflow.entities.Param("depth", run["depth"])]
    client.log_batch(ids[-1], metrics=metrics, params=params)
    client.set_terminated(ids[-1])

frame = mlflow.search_runs([experiment], filter_string="metrics.auc > -1e308")
groups = {}
for depth, rows in frame.groupby("params.depth"):
    auc = rows["metrics.auc"]
    groups[depth] = [int(auc.count()), *[text(float(of)) for of in (auc.mean(), auc.std(), auc.median(), auc.min(), auc.max())]]

ranges, beside = {}, {}
for run_id in ids:
    auc = client.get_metric_history(run_id, "auc")
    loss = client.get_metric_history(run_id, "loss")
    values = [point.value for point in auc if not math.isnan(point.value)]
    if values:
        ranges[run_id] = [text(min(values)), text(max(values))]
    by_step = {point.step: point.value for point in loss}
    known = [(value, step) for step, value in by_step.items() if math.isfinite(value)]
    own = {point.step: point.value for point in auc}
    if known:
        best = min(known)[1]
        there = [step for step in own if step <= best]
        if there:
            beside[run_id] = text(own[max(there)])

everything = mlflow.search_runs([experiment]).set_index("run_id").reindex(ids)
formula = (everything["metrics.auc"] - everything["metrics.loss"]) / 2
formula = {run_id: text(value) for run_id, value in formula.items()}

print(json.dumps({"ids": ids, "groups": groups, "ranges": ranges, "beside": beside, "formula": formula}))
