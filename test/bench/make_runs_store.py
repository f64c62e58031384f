"""`python make_runs_store.py FOLDER`: FOLDER/mlflow.db with one experiment of 10,000 runs, 20 metrics and 20 params each.

Real MLflow (3.17.2) makes the schema and the first run; the others are copies of its rows, because logging them one by one takes hours.
"""

import math

# First: it keeps MLflow quiet.
from new_store import copy_run, new_store
from mlflow.entities import Metric, Param, RunTag

RUNS = 10_000
KEYS = 20
START = 1_760_000_000_000

client, experiment = new_store()
first = client.create_run(experiment, start_time=START, run_name="run-0").info.run_id
client.log_batch(
    first,
    metrics=[Metric(f"metric_{k}", 0.5, START, 0) for k in range(KEYS)],
    params=[Param(f"param_{k}", "0") for k in range(KEYS)],
    tags=[RunTag("mlflow.user", "ana"), RunTag("mlflow.source.name", "train.py")],
)
client.set_terminated(first, end_time=START + 60_000)


def metric(row, number, _at):
    return {"value": 0.5 + 0.5 * math.sin(number * 0.01 + len(row["key"])), "timestamp": START + number * 61_000 + 59_000}


def param(_row, number, _at):
    return {"value": str(number % 97)}


copy_run(first, RUNS, START, {"latest_metrics": metric, "metrics": metric, "params": param})
