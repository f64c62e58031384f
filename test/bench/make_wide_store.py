"""`python make_wide_store.py FOLDER`: FOLDER/mlflow.db with one experiment of 10,000 runs that have 40 of 12,000 metrics each.

Real MLflow (3.17.2) makes the schema and the first run; the others are copies of its rows, because logging them one by one takes hours.
"""

# First: it keeps MLflow quiet.
from new_store import copy_run, new_store
from mlflow.entities import Metric, RunTag

RUNS = 10_000
METRICS = 12_000
EACH = 40
START = 1_760_000_000_000

client, experiment = new_store()
first = client.create_run(experiment, start_time=START, run_name="run-0").info.run_id
metrics = [Metric(f"metric_{k}", 0.5, START, 0) for k in range(EACH)]
client.log_batch(first, metrics=metrics, tags=[RunTag("mlflow.user", "ana")])
client.set_terminated(first, end_time=START + 60_000)


def metric(_row, number, at):
    return {"key": f"metric_{(number * EACH + at) % METRICS}", "value": number / 7, "timestamp": START + number * 61_000 + 59_000}


copy_run(first, RUNS, START, {"latest_metrics": metric, "metrics": metric})
