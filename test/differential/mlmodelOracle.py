"""Loads MLmodel texts with the real MLflow, their signatures included.

Reads a JSON list of texts from standard input; prints a JSON list of null (accepted) or the error.
"""

import json
import os
import sys
import tempfile

import yaml

from mlflow.models import Model


def verdict(text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "MLmodel")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        try:
            # What `Model.load` does once it has the file: the way there asks for registries.
            with open(path) as file:
                Model.from_dict(yaml.safe_load(file))
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return None


json.dump([verdict(text) for text in json.load(sys.stdin)], sys.stdout)
