"""An empty store of a real MLflow (3.17.2), for the scripts beside this file."""

import os
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
