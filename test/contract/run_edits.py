"""
Stores of the real MLflow (3.17.2) for edits of runs. `python run_edits.py make FOLDER COUNT` makes FOLDER/sqlite, FOLDER/rest (mlflow.db) and FOLDER/files
(mlruns), each with COUNT runs called run-0, run-1, …, and prints their ids by store. `python run_edits.py read FOLDER` prints what MLflow's client says of
each run in the end: its name, the tags that are not MLflow's own (but for the note), and whether it is deleted.
"""

import json
import os
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow import MlflowClient  # noqa: E402

what, folder = sys.argv[1], os.path.abspath(sys.argv[2])
answers = {}
for kind in ("sqlite", "rest", "files"):
    os.makedirs(f"{folder}/{kind}", exist_ok=True)
    os.chdir(f"{folder}/{kind}")
    client = MlflowClient(tracking_uri="mlruns" if kind == "files" else f"sqlite:///{folder}/{kind}/mlflow.db")
    if what == "make":
        runs = [client.create_run("0", run_name=f"run-{at}", tags={"team": "risk"}) for at in range(int(sys.argv[3]))]
        answers[kind] = [run.info.run_id for run in runs]
    else:
        answers[kind] = {
            run.info.run_id: {
                "name": run.info.run_name,
                "isNameTag": run.data.tags["mlflow.runName"] == run.info.run_name,
                "tags": {key: value for key, value in run.data.tags.items() if not key.startswith("mlflow.") or key == "mlflow.note.content"},
                "lifecycle": run.info.lifecycle_stage,
            }
            for run in client.search_runs(["0"], run_view_type=3, max_results=1000)
        }
print(json.dumps(answers))
