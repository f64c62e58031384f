"""
What the real MLflow (3.17.2) makes of runs: `python run_writes.py FOLDER < acts.json`. FOLDER/sqlite and FOLDER/files are stores as they were; for each act of
the list, FOLDER/sqlite-<n>.db and FOLDER/files-<n> are copies of them after the act. An act is [name of a method of MlflowClient, arguments…], in which
`{run}` is a run; its time is 1234567890123. Prints, for both stores, the run and what it says of its artifacts.
"""

import json
import os
import shutil
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow import MlflowClient  # noqa: E402
from mlflow.store.tracking import file_store, sqlalchemy_store  # noqa: E402

folder = os.path.abspath(sys.argv[1])
acts = json.load(sys.stdin)


def fill(client):
    run = client.create_run("0", run_name="first", start_time=1000, tags={"team": "risk", "a/b": "nested"})
    run_id = run.info.run_id
    client.log_metric(run_id, "auc", 0.9, timestamp=1000)
    client.log_text(run_id, "a,b\n1,2\n", "tables/head.csv")
    client.log_text(run_id, "ä\n" * 5000, "tables/deep/long.txt")
    client.log_text(run_id, '{"a": 1}', "a.json")
    client.log_text(run_id, "", "Z.empty")
    client.set_terminated(run_id, end_time=2000)
    gone = client.create_run("0", run_name="gone", start_time=1000).info.run_id
    client.set_terminated(gone, end_time=2000)
    client.delete_run(gone)
    cloud = client.create_experiment("cloud", artifact_location="s3://bucket/cloud")
    proxied = client.create_experiment("proxied", artifact_location="mlflow-artifacts:/7")
    client.create_run(cloud, run_name="cloud", start_time=1000)
    run = client.create_run(proxied, run_name="proxied", start_time=1000).info.run_id
    path = f"mlartifacts/7/{run}/artifacts/model"
    os.makedirs(path)
    with open(f"{path}/MLmodel", "w") as file:
        file.write("flavors: {}\n")


def listed(client, run_id, path=None):
    found = []
    for one in client.list_artifacts(run_id, path):
        found.append([one.path, one.is_dir, one.file_size])
        if one.is_dir:
            found += listed(client, run_id, one.path)
    return found


def named(client):
    experiments = [each.experiment_id for each in client.search_experiments()]
    return {run.info.run_name: run.info.run_id for run in client.search_runs(experiments, run_view_type=3)}


answers = {}
for kind, uri in [("sqlite", "sqlite:///mlflow.db"), ("files", "mlruns")]:
    os.makedirs(f"{folder}/{kind}")
    os.chdir(f"{folder}/{kind}")
    client = MlflowClient(tracking_uri=uri)
    fill(client)
    runs = named(client)
    answers[kind] = {"runs": runs, "artifacts": listed(client, runs["first"])}

for store in (file_store, sqlalchemy_store):
    store.get_current_time_millis = lambda: 1234567890123
for kind in answers:
    os.chdir(f"{folder}/{kind}")
    for index, (method, run, *arguments) in enumerate(acts):
        copy = f"{folder}/{kind}-{index}"
        if kind == "sqlite":
            os.makedirs(copy)
            shutil.copy("mlflow.db", f"{copy}/mlflow.db")
            client = MlflowClient(tracking_uri=f"sqlite:///{copy}/mlflow.db")
        else:
            shutil.copytree("mlruns", f"{copy}/mlruns")
            client = MlflowClient(tracking_uri=f"{copy}/mlruns")
        getattr(client, method)(answers[kind]["runs"][run], *arguments)
print(json.dumps(answers))
