"""`python make_wide_store.py FOLDER`: FOLDER/mlflow.db with one experiment of 10,000 runs that have 40 of 12,000 metrics each.

Real MLflow (3.17.2) makes the schema and the first run; the others are copies of its rows, because logging them one by one takes hours.
"""

import sqlite3

# First: it keeps MLflow quiet.
from new_store import new_store
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

database = sqlite3.connect("mlflow.db")


def copies(table, change):
    """Inserts the first run's rows of a table once per further run, each changed by `change(row as a dict, number of the run, number of the row)`."""
    cursor = database.execute(f"SELECT * FROM {table} WHERE run_uuid = ?", (first,))
    columns = [column[0] for column in cursor.description]
    rows = [dict(zip(columns, row)) for row in cursor.fetchall()]
    copied = ({**row, "run_uuid": f"{run:032x}", **change(row, run, at)} for run in range(1, RUNS) for at, row in enumerate(rows))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(':' + column for column in columns)})"
    database.executemany(sql, copied)


def run_of(row, run, _at):
    start = START + run * 61_000
    uri = row["artifact_uri"].replace(first, f"{run:032x}")
    return {"name": f"run-{run}", "start_time": start, "end_time": start + 60_000, "artifact_uri": uri}


def metric_of(_row, run, at):
    return {"key": f"metric_{(run * EACH + at) % METRICS}", "value": run / 7, "timestamp": START + run * 61_000 + 59_000}


with database:
    copies("runs", run_of)
    for name in ["latest_metrics", "metrics"]:
        copies(name, metric_of)
    copies("tags", lambda row, run, _at: {"value": f"run-{run}"} if row["key"] == "mlflow.runName" else {})
database.close()
