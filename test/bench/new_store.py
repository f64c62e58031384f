"""An empty store of a real MLflow (3.17.2), for the scripts beside this file."""

import os
import sqlite3
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"

import mlflow  # noqa: E402
from mlflow import MlflowClient  # noqa: E402


def new_store():
    """Makes mlflow.db in the folder that the command line names and goes there; gives a client of it and the id of an experiment."""
    os.makedirs(sys.argv[1], exist_ok=True)
    os.chdir(sys.argv[1])
    mlflow.set_tracking_uri("sqlite:///mlflow.db")
    client = MlflowClient()
    return client, client.create_experiment("bench", artifact_location="mlflow-artifacts:/bench")


def copy_run(first, runs, start, changes):
    """Makes `runs` of the run `first`, a minute each, one after the other from `start` (ms) on.

    Their rows are inserted into the tables that `changes` names, each changed by `change(row as a dict, number of the run, number of the row)`.
    """

    def run_of(row, number, _at):
        begun = start + number * 61_000
        uri = row["artifact_uri"].replace(first, f"{number:032x}")
        return {"name": f"run-{number}", "start_time": begun, "end_time": begun + 60_000, "artifact_uri": uri}

    def tag_of(row, number, _at):
        return {"value": f"run-{number}"} if row["key"] == "mlflow.runName" else {}

    database = sqlite3.connect("mlflow.db")
    with database:
        for table, change in {"runs": run_of, **changes, "tags": tag_of}.items():
            cursor = database.execute(f"SELECT * FROM {table} WHERE run_uuid = ?", (first,))
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row)) for row in cursor.fetchall()]
            copied = (
                {**row, "run_uuid": f"{number:032x}", **change(row, number, at)}
                for number in range(1, runs)
                for at, row in enumerate(rows)
            )
            places = ", ".join(":" + column for column in columns)
            database.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", copied)
    database.close()
