"""Prints the version that an alias points to, as a real MLflow client sees it: STORE MODEL ALIAS."""

import sys

from mlflow import MlflowClient

store, model, alias = sys.argv[1:4]
print(MlflowClient(tracking_uri=store, registry_uri=store).get_model_version_by_alias(model, alias).version)
