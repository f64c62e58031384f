"""
Runs with data sets as the real MLflow (3.17.2) keeps them: `python run_datasets.py FOLDER` writes the stores FOLDER/sqlite and FOLDER/files and prints, per store,
the ids of their runs by name, and what MLflow's client says of the data sets of each: [[name, digest, source type, source, schema or null]].
"""

import json
import os
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"

import mlflow.data  # noqa: E402
import numpy  # noqa: E402
import pandas  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.data.delta_dataset_source import DeltaDatasetSource  # noqa: E402
from mlflow.data.huggingface_dataset_source import HuggingFaceDatasetSource  # noqa: E402
from mlflow.data.meta_dataset import MetaDataset  # noqa: E402
from mlflow.entities import Dataset, DatasetInput, InputTag  # noqa: E402
from mlflow.types.schema import Array, ColSpec, Object, Property, Schema  # noqa: E402

folder = os.path.abspath(sys.argv[1])
table = pandas.DataFrame({"amount": [1.0], "hour": [2], "why: x": ["it's"], "at": pandas.to_datetime(["2020-01-01"]), "list": [[1, 2]]})
HOSTILE = "<img src=x onerror=alert(1)>"


def entity(data):
    said = data.to_dict()
    return Dataset(said["name"], said["digest"], said["source_type"], said["source"], said.get("schema"), said.get("profile"))


def fill(client):
    def run(name, *datasets):
        run_id = client.create_run("0", run_name=name).info.run_id
        client.log_inputs(run_id, [DatasetInput(data, [InputTag("mlflow.data.context", "training")]) for data in datasets])
        return run_id

    schema = Schema([ColSpec("double", "a"), ColSpec(Array("long"), "b", required=False), ColSpec(Object([Property("p", "string", required=False)]), "o")])
    run("pandas", entity(mlflow.data.from_pandas(table, source="/data/train.csv", name="table")))
    run("http", entity(mlflow.data.from_pandas(table[["amount"]], source="https://example.com/d.csv?x=1&y='2'", name="http")))
    run("numpy", entity(mlflow.data.from_numpy({"x": numpy.zeros((3, 2)), "y": numpy.zeros((3,))}, source="data/x.npy", targets=numpy.zeros(3), name="numpy")))
    run("delta", entity(MetaDataset(DeltaDatasetSource(path="/lake/tx", delta_table_version=3), name="delta")))
    run("face", entity(MetaDataset(HuggingFaceDatasetSource("glue", config_name="mrpc", split="train", revision="abc"), name="face", schema=schema)))
    run("code", entity(mlflow.data.from_pandas(table, name="code")))
    wide = json.dumps({"mlflow_colspec": [{"type": "long", "name": f"column {at}: é", "required": True} for at in range(1200)]})
    run("hostile", *(Dataset(name, "d1", kind, source, said) for name, kind, source, said in (
        (HOSTILE, HOSTILE, json.dumps({"uri": HOSTILE}), json.dumps({"mlflow_colspec": [{"type": HOSTILE, "name": HOSTILE}, 5, {"type": "array"}]})),
        ("broken", "local", "no json", '{"mlflow_colspec": ['),
        ("empty", "local", "{}", "{}"),
        ("none", "delta_table", '{"path": null}', None),
        ("wide", "local", '{"uri": "multi\\nline: # no comment"}', wide),
    )))
    said = {}
    for run in client.search_runs(["0"]):
        inputs = run.inputs.dataset_inputs
        said[run.info.run_name] = [[one.dataset.name, one.dataset.digest, one.dataset.source_type, one.dataset.source, one.dataset.schema] for one in inputs]
    return {"ids": {run.info.run_name: run.info.run_id for run in client.search_runs(["0"])}, "said": said}


told = {}
for kind in ("sqlite", "files"):
    os.makedirs(os.path.join(folder, kind), exist_ok=True)
    os.chdir(os.path.join(folder, kind))
    told[kind] = fill(MlflowClient("sqlite:///mlflow.db" if kind == "sqlite" else os.path.join(folder, kind, "mlruns")))
print(json.dumps(told))
