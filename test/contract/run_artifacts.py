"""
Runs with artifacts as the real MLflow (3.17.2) keeps them: `python run_artifacts.py FOLDER` writes the stores FOLDER/sqlite and FOLDER/files and prints the ids
of their runs by name, per store.
"""

import json
import os
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from base64 import b64decode  # noqa: E402

from mlflow import MlflowClient  # noqa: E402

from parquet_files import parquet_files  # noqa: E402

folder = os.path.abspath(sys.argv[1])
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def fill(client):
    first = client.create_run("0", run_name="first").info.run_id
    second = client.create_run("0", run_name="second").info.run_id
    for run, threshold in ((first, 0.5), (second, 0.7)):
        client.log_dict(run, {"threshold": threshold, "features": 22}, "thresholds.json")
        client.log_text(run, "name,weight\n" + "".join(f"f{at},{at}\n" for at in range(80)), "importance.csv")
        client.log_text(run, "the same", "deep/er/same.txt")
        path = os.path.join(folder, "dot plot.png")
        with open(path, "wb") as file:
            file.write(b64decode(PNG))
        client.log_artifact(run, path, "plots of ü")
    client.log_text(second, "x" * 300_000, "long.txt")
    client.log_text(second, "y" * 1_000_001, "huge.txt")
    client.log_text(first, "z" * 1_000_001, "huge.txt")
    client.log_text(second, "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "drawing.svg")
    client.log_table(second, {"q": ["hi", "yo"], "n": [1, 2]}, "table.json")
    client.log_text(second, "ok\nTraceback (most recent call last):\n  File a\nValueError: no\n", "console.log")
    tables = client.create_run("0", run_name="tables").info.run_id
    for path in parquet_files(os.path.join(folder, "tables")):
        client.log_artifact(tables, path, "tables")
    cloud = client.create_experiment("cloud", artifact_location="s3://bucket/cloud")
    client.create_run(cloud, run_name="cloud")
    client.create_run("0", run_name="bare")


def named(client):
    experiments = [each.experiment_id for each in client.search_experiments()]
    return {run.info.run_name: run.info.run_id for run in client.search_runs(experiments)}


answers = {}
for kind, uri in [("sqlite", "sqlite:///mlflow.db"), ("files", "mlruns")]:
    os.makedirs(f"{folder}/{kind}")
    os.chdir(f"{folder}/{kind}")
    client = MlflowClient(tracking_uri=uri)
    fill(client)
    answers[kind] = named(client)
print(json.dumps(answers))
