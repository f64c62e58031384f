"""Writes the store of the sample: `python make_store.py HISTORY OUT`, started by sample.ts.

HISTORY is a Git repository of the sample, OUT the folder that gets `mlflow.db` and `mlartifacts/`. A real MLflow 3.17.2 server
writes the store; every number comes from fitting the code of the commit that the run names. What the server can't be told is
corrected afterwards in `settle`: creation times (MLflow takes the present moment), and the machine and user that it saw.
"""

import contextlib
import importlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from datetime import datetime, timedelta
from pathlib import Path

os.environ |= {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true"}
warnings.filterwarnings("ignore", message="Hint: Inferred schema contains integer column")
sys.dont_write_bytecode = True

import mlflow  # noqa: E402
import mlflow.data  # noqa: E402
from mlflow.entities import DatasetInput, InputTag, Metric, Param  # noqa: E402
from mlflow.models import infer_signature  # noqa: E402
from mlflow.tracking import MlflowClient  # noqa: E402

import sweep  # noqa: E402

REPOSITORY = "https://git.example.com/risk/fraud-detection.git"
REQUIREMENTS = ["mlflow==3.17.2", "scikit-learn==1.9.1"]
PICKLED = {"serialization_format": "cloudpickle"}  # the default, skops, refuses trees
MODULES = ("data", "evaluate", "baseline", "train", "churn")


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


class History:
    """The sample's commits; gives the code of the commit that was newest at a moment."""

    def __init__(self, repository: str, scratch: str) -> None:
        self.repository, self.scratch = repository, scratch
        lines = self._git("log", "--format=%H %ct", "main").splitlines()
        self.commits = [(commit, int(seconds)) for commit, seconds in (line.split() for line in lines)]

    def _git(self, *arguments: str) -> str:
        return subprocess.run(["git", "-C", self.repository, *arguments], check=True, capture_output=True, text=True).stdout

    def at(self, moment: datetime) -> str:
        return next(commit for commit, seconds in self.commits if seconds <= moment.timestamp())

    def load(self, commit: str, module: str):
        """Imports a module of the sample as it was in a commit."""
        folder = Path(self.scratch, commit)
        if not folder.exists():
            folder.mkdir()
            archive = subprocess.run(["git", "-C", self.repository, "archive", commit, "src"], check=True, capture_output=True).stdout
            subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
        source = str(folder / "src")
        if sys.path[0] != source:
            for name in MODULES:
                sys.modules.pop(name, None)
            sys.path[:] = [source] + [entry for entry in sys.path if not entry.startswith(self.scratch)]
            importlib.invalidate_caches()
        return importlib.import_module(module)


@contextlib.contextmanager
def server(folder: Path):
    """A real MLflow server over OUT that serves the artifacts itself, so that no path of this machine enters the store."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    uri = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "mlflow", "server", "--port", str(port), "--workers", "1", "--serve-artifacts"]
    command += ["--backend-store-uri", "sqlite:///mlflow.db", "--artifacts-destination", "./mlartifacts"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(120):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(uri + "/health").read()
                break
            time.sleep(0.5)
        yield uri
    finally:
        os.killpg(process.pid, 15)
        process.wait()


class Recorder:
    """Makes planned runs and versions in the store."""

    def __init__(self, client: MlflowClient, history: History) -> None:
        self.client, self.history = client, history
        self.ids: dict[str, str] = {}
        self.ends: dict[str, datetime] = {}
        self.models: dict[str, tuple] = {}

    def start(self, experiment: str, plan: sweep.Plan, source: str) -> tuple[str, str]:
        commit = self.history.at(plan.start)
        tags = {
            "mlflow.user": plan.user,
            "mlflow.source.name": source,
            "mlflow.source.type": "LOCAL",
            "mlflow.source.git.commit": commit,
            "mlflow.source.git.branch": "main",
            "mlflow.source.git.repoURL": REPOSITORY,
            "mlflow.source.git.dirty": str(plan.dirty).lower(),
        } | plan.tags
        if plan.parent:
            tags["mlflow.parentRunId"] = self.ids[plan.parent]
        run = self.client.create_run(experiment, start_time=milliseconds(plan.start), tags=tags, run_name=plan.name)
        self.ids[plan.name] = run.info.run_id
        params = [Param(key, str(value)) for key, value in plan.params.items()]
        self.client.log_batch(run.info.run_id, params=params)
        return run.info.run_id, commit

    def dataset(self, run: str, frame, name: str, context: str) -> None:
        source = f"https://data.example.com/{name}.csv"
        dataset = mlflow.data.from_pandas(frame, source=source, name=name)._to_mlflow_entity()
        self.client.log_inputs(run, [DatasetInput(dataset, [InputTag("mlflow.data.context", context)])])

    def metrics(self, plan: sweep.Plan, points: list, seconds: float, final: dict) -> None:
        """Histories spread over the time that the fit took, then what is known at the end."""
        kept = points[: max(1, round(len(points) * plan.until))]
        begin, last = milliseconds(plan.start), points[-1][0]
        rows = [Metric(k, v, begin + round(1000 * seconds * step / last), step) for step, values in kept for k, v in values.items()]
        end = plan.start + timedelta(seconds=seconds * plan.until + 1.4)
        if plan.outcome == "FINISHED":
            rows += [Metric(key, value, milliseconds(end), kept[-1][0]) for key, value in final.items()]
        for first in range(0, len(rows), 1000):
            self.client.log_batch(self.ids[plan.name], metrics=rows[first : first + 1000])
        self.ends[plan.name] = end

    def finish(self, plan: sweep.Plan) -> None:
        if plan.outcome != "RUNNING":
            end = self.ends.get(plan.name, plan.start + timedelta(seconds=2))
            self.client.set_terminated(self.ids[plan.name], plan.outcome, milliseconds(end))


def make_sweep(recorder: Recorder, experiment: str) -> None:
    for plan in sweep.gbm_sweep():
        run, commit = recorder.start(experiment, plan, "src/train.py")
        train = recorder.history.load(commit, "train")
        try:
            data = recorder.history.load(commit, "data").transactions(plan.params["data_version"])
            data = train.folds(plan.params, 3)[plan.fold - 1] if plan.fold else data
            recorder.dataset(run, data, f"transactions-{plan.params['data_version']}", "training")
            fitted = train.fit(plan.params, data)
        except KeyError as error:
            recorder.client.set_tag(run, "failure", f"KeyError: {error}")
        else:
            points = train.curves(fitted, every=plan.every)
            recorder.metrics(plan, points, fitted.seconds, train.summary(fitted))
            if plan.fold:
                fold = [Metric("fold/auc", points[-1][1]["val_auc"], milliseconds(recorder.ends[plan.name]), plan.fold)]
                recorder.client.log_batch(run, metrics=fold)
                recorder.client.log_batch(recorder.ids[plan.parent], metrics=fold)
            sample = data[train.FEATURES].head(50)
            recorder.models[plan.name] = (fitted.model, sample, fitted.model.predict_proba(sample)[:, 1])
        recorder.finish(plan)


def make_stepwise(recorder: Recorder, experiment: str, plans: list[sweep.Plan], module: str) -> None:
    """Experiments whose code yields (step, metrics, model) while it fits."""
    for plan in plans:
        run, commit = recorder.start(experiment, plan, f"src/{module}.py")
        code, data = recorder.history.load(commit, module), recorder.history.load(commit, "data")
        fraud = module == "baseline"
        frame = data.transactions(plan.params["data_version"]) if fraud else data.customers(plan.params["week"])
        name = "transactions-2026-08" if fraud else f"customers-{plan.params['segment']}"
        recorder.dataset(run, frame, name, "training")
        started, points, model = time.perf_counter(), [], None
        for step, values, model in code.fit(plan.params):
            points.append((step, values))
        seconds = time.perf_counter() - started
        recorder.metrics(plan, points, seconds, {"fit_seconds": round(seconds, 3)})
        sample = frame[code.FEATURES].head(50)
        recorder.models[plan.name] = (model, sample, model.predict_proba(sample)[:, 1])
        recorder.finish(plan)


def register(recorder: Recorder, name: str, versions: list[sweep.Version], plans: list[sweep.Plan]) -> None:
    client, outcomes = recorder.client, {plan.name: plan for plan in plans}
    client.create_registered_model(name, tags={"team": "risk"})
    for version in versions:
        model, sample, score = recorder.models[version.run]
        with mlflow.start_run(recorder.ids[version.run]):
            signature = infer_signature(sample, score) if version.signed else None
            logged = mlflow.sklearn.log_model(model, name="model", signature=signature, pip_requirements=REQUIREMENTS, **PICKLED)
        recorder.finish(outcomes[version.run])
        made = mlflow.register_model(f"models:/{logged.model_id}", name, tags=version.tags).version
        if version.description:
            client.update_model_version(name, made, version.description)
        if version.stage:
            client.transition_model_version_stage(name, made, version.stage)
        for alias in version.aliases:
            client.set_registered_model_alias(name, alias, made)


def settle(folder: Path) -> None:
    """Sets what MLflow's API does not let a client set, drops the weights, and packs the file."""
    store = sqlite3.connect(folder / "mlflow.db")
    run_end = "(SELECT coalesce(end_time, start_time) FROM runs WHERE run_uuid = {})"
    after_run = run_end.format("model_versions.run_id") + " + 600000"
    store.execute(f"UPDATE model_versions SET user_id = NULL, creation_time = {after_run}, last_updated_time = {after_run}")
    for column, pick in (("creation_time", "min"), ("last_updated_time", "max")):
        versions = f"(SELECT {pick}(creation_time) FROM model_versions v WHERE v.name = registered_models.name)"
        store.execute(f"UPDATE registered_models SET {column} = {versions}")
    first = "(SELECT min(start_time) FROM runs r WHERE r.experiment_id = experiments.experiment_id)"
    last = "(SELECT max(start_time) FROM runs r WHERE r.experiment_id = experiments.experiment_id)"
    store.execute(f"UPDATE experiments SET creation_time = coalesce({first}, 1774857600000) - 60000")
    store.execute(f"UPDATE experiments SET last_update_time = coalesce({last}, creation_time)")
    logged = run_end.format("logged_models.source_run_id")
    store.execute(f"UPDATE logged_models SET creation_timestamp_ms = {logged}, last_updated_timestamp_ms = {logged}")
    of_run = "(SELECT t.value FROM tags t JOIN logged_models m ON m.source_run_id = t.run_uuid"
    of_run += " WHERE m.model_id = logged_model_tags.model_id AND t.key = tag_key)"
    store.execute(f"UPDATE logged_model_tags SET tag_value = coalesce({of_run}, tag_value) WHERE tag_key LIKE 'mlflow.%'")
    store.execute("UPDATE runs SET user_id = coalesce((SELECT value FROM tags t WHERE t.run_uuid = runs.run_uuid AND key = 'mlflow.user'), '')")
    ends = dict(store.execute("SELECT model_id, creation_timestamp_ms FROM logged_models"))
    store.commit()
    store.execute("VACUUM")
    store.close()
    for file in (folder / "mlartifacts").rglob("MLmodel"):
        made = datetime.fromtimestamp(ends[file.parent.parent.name] / 1000, sweep.timezone.utc)
        lines = file.read_text().splitlines(keepends=True)
        stamp = f"utc_time_created: '{made:%Y-%m-%d %H:%M:%S.%f}'\n"
        file.write_text("".join(stamp if line.startswith("utc_time_created") else line for line in lines))
    for file in (folder / "mlartifacts").rglob("model.pkl"):
        file.unlink()


def main() -> None:
    history_folder, out = sys.argv[1], Path(sys.argv[2]).resolve()
    for old in ("mlflow.db", "mlartifacts"):
        shutil.rmtree(out / old, ignore_errors=True)
        (out / old).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as scratch, server(out) as uri:
        os.chdir(scratch)
        mlflow.set_tracking_uri(uri)
        client = MlflowClient()
        recorder = Recorder(client, History(history_folder, scratch))
        churn, baseline = sweep.churn_weekly(), sweep.baseline()
        make_stepwise(recorder, client.create_experiment("churn/weekly"), churn, "churn")
        make_stepwise(recorder, client.create_experiment("fraud/baseline"), baseline, "baseline")
        make_sweep(recorder, client.create_experiment("fraud/gbm-sweep"))
        client.delete_experiment("0")
        register(recorder, "churn-ranker", sweep.churn_versions(), churn)
        register(recorder, "fraud-scorer", sweep.fraud_versions(), baseline + sweep.gbm_sweep())
    settle(out)


if __name__ == "__main__":
    main()
