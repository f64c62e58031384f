"""What the real MLflow client says: the best run of an experiment under a filter, and the run of the version that an alias names.

Arguments: store URI, experiment, filter, metric, model, alias. Prints {"best": {"name", "metrics"}, "incumbent": {"name", "metrics"}}.
"""

import json
import sys

from mlflow import MlflowClient

uri, experiment, runs_filter, metric, model, alias = sys.argv[1:]
client = MlflowClient(uri)
found = client.get_experiment_by_name(experiment)
best = client.search_runs([found.experiment_id], runs_filter, order_by=[f"metrics.{metric} DESC"], max_results=1)[0]
incumbent = client.get_run(client.get_model_version_by_alias(model, alias).run_id)


def finite(metrics):
    return {key: value for key, value in metrics.items() if value == value}


print(json.dumps({kind: {"name": run.info.run_name, "metrics": finite(run.data.metrics)} for kind, run in {"best": best, "incumbent": incumbent}.items()}))
