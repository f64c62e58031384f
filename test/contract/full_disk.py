"""
Makes FOLDER/mlflow.db and FOLDER/mlruns with the real MLflow (3.17.2), or says what its client reads of them: `python full_disk.py make|tell FOLDER`.
Prints the id of the run in each, or {"sqlite": told, "files": told}: names, tags, aliases and stages, as text.
"""

import json
import os
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"

act, folder = sys.argv[1], os.path.abspath(sys.argv[2])
uris = {"sqlite": f"sqlite:///{folder}/mlflow.db", "files": f"file://{folder}/mlruns"}
# Whatever client is asked, MLflow looks into its default store too, and would make one where the tests run.
os.environ["MLFLOW_TRACKING_URI"] = uris["sqlite"]
from mlflow import MlflowClient  # noqa: E402
from mlflow.entities import ViewType  # noqa: E402


def make(uri):
    client = MlflowClient(uri, uri)
    run = client.create_run("0", run_name="first").info.run_id
    client.set_tag(run, "mlflow.note.content", "short")
    client.log_metric(run, "loss", 0.5)
    client.create_registered_model("scorer")
    for _ in range(2):
        client.create_model_version("scorer", "s3://models/scorer", run)
    client.set_registered_model_alias("scorer", "champion", "1")
    return run


def told(uri):
    client = MlflowClient(uri, uri)
    runs = client.search_runs(["0"], run_view_type=ViewType.ALL)
    versions = [client.get_model_version("scorer", version) for version in ("1", "2")]
    return json.dumps(
        {
            "runs": [[run.info.run_name, run.info.lifecycle_stage, run.data.tags, run.data.metrics] for run in runs],
            "experiment": client.get_experiment("0").tags,
            "versions": [[version.current_stage, version.tags] for version in versions],
            "aliases": client.get_registered_model("scorer").aliases,
        },
        sort_keys=True,
    )


print(json.dumps({kind: make(uri) if act == "make" else told(uri) for kind, uri in uris.items()}))
