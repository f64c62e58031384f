"""`python make_curves_store.py FOLDER [STEPS]`: FOLDER/mlflow.db with one experiment of 100 runs, two metrics of 10,000 steps each, or of STEPS.

Real MLflow (3.17.2) makes the schema and the runs; the histories are written as rows, because logging a million values takes an hour.
"""

import math
import sqlite3
import sys

# First: it keeps MLflow quiet.
from new_store import new_store
from mlflow.entities import Param

RUNS = 100
STEPS = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
START = 1_760_000_000_000

client, experiment = new_store()
runs = []
for number in range(RUNS):
    run = client.create_run(experiment, start_time=START + number * 1000, run_name=f"run-{number}").info.run_id
    client.log_batch(run, params=[Param("rate", str(0.01 + number / 1000)), Param("depth", str(number % 9))])
    client.set_terminated(run, end_time=START + STEPS * 1000)
    runs.append(run)


def value(key, number, step):
    rest = math.exp(-step / (900 + 30 * number))
    noise = 0.004 * math.sin(step * 0.7 + number)
    return 0.1 + 0.001 * number + rest + noise if key == "val_loss" else 0.9 + 0.0005 * number - 0.2 * rest + noise


database = sqlite3.connect("mlflow.db")
with database:
    for key in ["val_auc", "val_loss"]:
        for number, run in enumerate(runs):
            rows = [(key, value(key, number, step), START + step * 1000, run, step, False) for step in range(STEPS)]
            for table, content in [("metrics", rows), ("latest_metrics", rows[-1:])]:
                sql = f"INSERT INTO {table} (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)"
                database.executemany(sql, content)
database.close()
