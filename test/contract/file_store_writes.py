"""
What the real MLflow (3.17.2) makes of a file store: `python file_store_writes.py FOLDER < acts.json`. FOLDER/before is the store as it was; for each act of
the list, FOLDER/<n> is a copy of it after the act. An act is [name of a method of MlflowClient, arguments…]; its time is 1234567890123.
"""

import json
import os
import shutil
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow import MlflowClient  # noqa: E402
from mlflow.store.model_registry import file_store  # noqa: E402

folder = os.path.abspath(sys.argv[1])
os.makedirs(folder, exist_ok=True)
os.chdir(folder)


def client_of(name):
    return MlflowClient(tracking_uri=f"{folder}/{name}", registry_uri=f"{folder}/{name}")


client = client_of("before")
client.create_registered_model("other")
client.create_model_version("other", "file:///nowhere/model")
client.create_registered_model("ranker", tags={"team": "risk"}, description="two\nlines: last_updated_timestamp: 1\n\n  and aliases: {} " + "long " * 40)
for number in range(12):
    client.create_model_version("ranker", "file:///nowhere/model", description="current_stage: None\nlast_updated_timestamp: 5" if number % 2 else None)
for version, stage in [("3", "Production"), ("10", "Production"), ("5", "Staging"), ("9", "Archived")]:
    client.transition_model_version_stage("ranker", version, stage)
client.set_registered_model_alias("ranker", "champion", "10")
client.set_registered_model_alias("ranker", "only", "10")
client.set_model_version_tag("ranker", "7", "team", "risk")
client.set_model_version_tag("ranker", "7", "a/b", "nested")
client.delete_model_version("ranker", "12")

file_store.get_current_time_millis = lambda: 1234567890123
for index, (method, *arguments) in enumerate(json.load(sys.stdin)):
    shutil.copytree("before", str(index))
    getattr(client_of(index), method)(*arguments)
