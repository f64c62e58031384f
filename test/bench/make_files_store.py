"""`python make_files_store.py FOLDER RUNS`: FOLDER/mlruns, a file store with one experiment of so many runs, 5 metrics and 5 params each.

Real MLflow (3.17.2) writes the first run; the others are copies of its files, because logging them one by one takes hours.
"""

import math
import os
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow.entities import Metric, Param, RunStatus, RunTag  # noqa: E402
from mlflow.store.tracking import file_store  # noqa: E402

KEYS = 5
START = 1_760_000_000_000

root = os.path.join(os.path.abspath(sys.argv[1]), "mlruns")
file_store._generate_unique_integer_id = lambda: 1
store = file_store.FileStore(root)
experiment = store.create_experiment("bench")
first = store.create_run(experiment, "ana", START, [RunTag("mlflow.user", "ana"), RunTag("mlflow.source.name", "train.py")], "run-0").info.run_id
store.log_batch(first, [Metric(f"metric_{k}", 0.5, START, 0) for k in range(KEYS)], [Param(f"param_{k}", "0") for k in range(KEYS)], [])
store.update_run_info(first, RunStatus.FINISHED, START + 60_000, "run-0")

folder = os.path.join(root, experiment)
files = {}
for place, _, names in os.walk(os.path.join(folder, first)):
    for name in names:
        path = os.path.join(place, name)
        with open(path) as file:
            files[os.path.relpath(path, os.path.join(folder, first))] = file.read()

for number in range(1, int(sys.argv[2])):
    id = f"{number:031x}f"  # a letter, so that YAML takes it for a text
    start = START + number * 61_000
    for kind in ("metrics", "params", "tags", "artifacts"):
        os.makedirs(os.path.join(folder, id, kind))
    for path, text in files.items():
        if path == "meta.yaml":
            text = text.replace(first, id).replace("run-0", f"run-{number}")
            text = text.replace(str(START + 60_000), str(start + 60_000)).replace(str(START), str(start))
        elif path.startswith("metrics/"):
            text = f"{start + 59_000} {0.5 + 0.5 * math.sin(number * 0.01 + len(path))} 0\n"
        elif path.startswith("params/"):
            text = str(number % 97)
        elif path == "tags/mlflow.runName":
            text = f"run-{number}"
        with open(os.path.join(folder, id, path), "w") as file:
            file.write(text)
