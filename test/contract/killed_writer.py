"""
A real MLflow (3.17.2) that writes until it is killed, and one that is asked what stands in the store then. MLflow is imported once: each
writer and each reader is a fork. Reads a command a line, answers with a line of JSON:

    write        begins a writer: its process id and the run that it logs to, as soon as it logs
    read RUN     what MLflow reads of a run: latest metrics, params, and the number of points of `m0`
"""

import json
import os
import sys
import time

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"

import mlflow  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.entities import Metric, Param  # noqa: E402
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore  # noqa: E402

os.makedirs(sys.argv[1], exist_ok=True)
os.chdir(sys.argv[1])
mlflow.set_tracking_uri("sqlite:///mlflow.db")


def say(answer):
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def write():
    client = MlflowClient()
    run = client.create_run("0").info.run_id
    say({"pid": os.getpid(), "run": run})
    for step in range(10_000):
        now = int(time.time() * 1000)
        metrics = [Metric(f"m{i}", step + i / 1000, now, step) for i in range(300)]
        params = [Param(f"p{step}-{i}", "x" * 400) for i in range(50)] if step < 20 else []
        client.log_batch(run, metrics=metrics, params=params)


def read(run):
    client = MlflowClient()
    data = client.get_run(run).data
    say({"metrics": data.metrics, "params": len(data.params), "points": len(client.get_metric_history(run, "m0"))})


def begin(work, *args):
    child = os.fork()
    if child == 0:
        try:
            work(*args)
        finally:
            os._exit(0)


# Loads what MLflow loads late, on a store that is not used again: a connection must not live through a fork.
warm = SqlAlchemyStore("sqlite:///warm.db", "./mlruns")
warm.search_experiments()
warm.engine.dispose()
begin(lambda: say({"experiments": len(MlflowClient().search_experiments())}))
for line in sys.stdin:
    command, *args = line.split()
    begin(write if command == "write" else read, *args)
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass
