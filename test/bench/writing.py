"""`python writing.py FOLDER`: a training that logs to FOLDER/mlflow.db. For each line `SECONDS` it logs for that long, ten batches of ten
metrics a second as far as the store lets it, and answers with the ms that each batch took, as JSON. The first line it says is its run."""

import json
import sys
import time

# First: it keeps MLflow quiet.
from new_store import new_store
from mlflow.entities import Metric

PERIOD = 0.1

client, experiment = new_store()
run = client.create_run(experiment).info.run_id
print(run, flush=True)
step = 0
for line in sys.stdin:
    end = time.perf_counter() + float(line)
    taken = []
    while time.perf_counter() < end:
        begun = time.perf_counter()
        now = int(time.time() * 1000)
        client.log_batch(run, metrics=[Metric(f"metric_{k}", 1 / (step + 1), now, step) for k in range(10)])
        step += 1
        taken.append((time.perf_counter() - begun) * 1000)
        time.sleep(max(0.0, begun + PERIOD - time.perf_counter()))
    print(json.dumps(taken), flush=True)
