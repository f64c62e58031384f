"""
Writes runs with the real MLflow's (3.17.2) file store and tells what it reads of them: `python fileStoreOracle.py FOLDER < asked.json` makes FOLDER/mlruns.

Reads {"runs": [{name, user, start, end, status, metrics: [[key, value, timestamp, step]…], params, tags, datasets: [[name, digest, context]…]}…],
"questions": [{filter, order_by, limit}…]}, values of metrics as text. Prints {"runs": [{id, metrics: {key: [value, step, timestamp]}, params, tags, datasets}…],
"histories": [[run, key, [[value, step, timestamp]…]]…], "answers": [pages of numbers of runs, or null for a refusal]}.
"""

import json
import os
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunStatus, RunTag, ViewType  # noqa: E402
from mlflow.store.tracking.file_store import FileStore  # noqa: E402

asked = json.load(sys.stdin)
store = FileStore(os.path.join(os.path.abspath(sys.argv[1]), "mlruns"))
ids = []
for run in asked["runs"]:
    id = store.create_run("0", run["user"], run["start"], [], run["name"]).info.run_id
    ids.append(id)
    metrics = [Metric(key, float(value), timestamp, step) for key, value, timestamp, step in run["metrics"]]
    tags = [RunTag(*tag) for tag in run["tags"].items()]
    store.log_batch(id, metrics, [Param(*param) for param in run["params"].items()], tags)
    data = [
        DatasetInput(Dataset(name, digest, "local", "{}"), [InputTag("mlflow.data.context", context)] if context else [])
        for name, digest, context in run["datasets"]
    ]
    store.log_inputs(id, data)
    store.update_run_info(id, RunStatus.from_string(run["status"]), run["end"], run["name"])


def point(metric):
    return [str(metric.value), metric.step, metric.timestamp]


def told(id):
    run = store.get_run(id)
    return {
        "id": id,
        "metrics": {metric.key: point(metric) for metric in run.data._metric_objs},
        "params": run.data.params,
        "tags": run.data.tags,
        "datasets": sorted([one.dataset.name, one.dataset.digest, "".join(tag.value for tag in one.tags)] for one in run.inputs.dataset_inputs),
    }


def pages(question):
    found, token = [], None
    while True:
        page = store.search_runs(
            ["0"], question["filter"], ViewType.ACTIVE_ONLY, question["limit"], question["order_by"], token
        )
        found.append([ids.index(run.info.run_id) for run in page])
        token = page.token
        if not token:
            return found


def answer(question):
    try:
        return pages(question)
    except Exception:
        return None


runs = [told(id) for id in ids]
histories = [[id, key, [point(p) for p in store.get_metric_history(id, key)]] for id, run in zip(ids, runs) for key in run["metrics"]]
# Nothing is written any more.
infos = store._list_run_infos("0", ViewType.ACTIVE_ONLY)
kept = {info.run_id: store._get_run_from_info(info) for info in infos}
store._list_run_infos = lambda *_: infos
store._get_run_from_info = lambda info: kept[info.run_id]
print(json.dumps({"runs": runs, "histories": histories, "answers": [answer(question) for question in asked["questions"]]}))
