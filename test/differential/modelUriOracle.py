"""What MLflow makes of URIs, and of those that it takes what it finds in a store.

Reads a JSON list of URIs from standard input. Prints for each {"model": …, "run": …}: what `_parse_model_uri` and `parse_runs_uri` give, null
where they refuse. With the folder of a store as argument, also "found": the version that MLflow would load, or null.
"""

import json
import logging
import os
import sys
import warnings

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
from mlflow import MlflowClient  # noqa: E402
from mlflow.store.artifact.runs_artifact_repo import RunsArtifactRepository  # noqa: E402
from mlflow.store.artifact.utils.models import _parse_model_uri, get_model_name_and_version  # noqa: E402

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
store = f"sqlite:///{sys.argv[1]}/mlflow.db" if sys.argv[1:] else None
client = MlflowClient(tracking_uri=store, registry_uri=store) if store else None


def or_null(read, uri):
    try:
        return read(uri)
    except Exception:
        return None


def found(uri):
    named = get_model_name_and_version(client, uri)
    return str(client.get_model_version(named[0], str(int(named[1]))).version) if len(named) == 2 else None


def answer(uri):
    model = or_null(lambda each: _parse_model_uri(each)._asdict(), uri)
    run = or_null(lambda each: list(RunsArtifactRepository.parse_runs_uri(each)), uri)
    return {"model": model, "run": run, "found": or_null(found, uri) if client and model else None}


json.dump([answer(uri) for uri in json.load(sys.stdin)], sys.stdout)
