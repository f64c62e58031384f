"""`python make_runs_store.py FOLDER`: FOLDER/mlflow.db with one experiment of 10,000 runs, 20 metrics and 20 params each.

Real MLflow (3.17.2) makes the schema and the first run; the others are copies of its rows, because logging them one by one takes hours.
"""

import math
import sqlite3

# First: it keeps MLflow quiet.
from new_store import new_store
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

database = sqlite3.connect("mlflow.db")


def copies(table, change):
    """Inserts the first run's rows of a table once per further run, each changed by `change(row as a dict, number of the run)`."""
    cursor = database.execute(f"SELECT * FROM {table} WHERE run_uuid = ?", (first,))
    columns = [column[0] for column in cursor.description]
    rows = [dict(zip(columns, row)) for row in cursor.fetchall()]
    copied = ({**row, "run_uuid": f"{number:032x}", **change(row, number)} for number in range(1, RUNS) for row in rows)
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(':' + column for column in columns)})"
    database.executemany(sql, copied)


def run(row, number):
    start = START + number * 61_000
    uri = row["artifact_uri"].replace(first, f"{number:032x}")
    return {"name": f"run-{number}", "start_time": start, "end_time": start + 60_000, "artifact_uri": uri}


def metric(row, number):
    return {"value": 0.5 + 0.5 * math.sin(number * 0.01 + len(row["key"])), "timestamp": START + number * 61_000 + 59_000}


with database:
    copies("runs", run)
    for name in ["latest_metrics", "metrics"]:
        copies(name, metric)
    copies("params", lambda row, number: {"value": str(number % 97)})
    copies("tags", lambda row, number: {"value": f"run-{number}"} if row["key"] == "mlflow.runName" else {})
database.close()
