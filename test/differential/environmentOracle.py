"""Loads texts with the real MLflow: `python_env.yaml` or, with the argument `conda`, `conda.yaml`.

Reads a JSON list of texts from standard input; prints a JSON list of null (accepted) or the error.
"""

import json
import logging
import os
import sys
import tempfile

from mlflow.utils.environment import _PythonEnv

logging.disable(logging.CRITICAL)
load = _PythonEnv.from_conda_yaml if sys.argv[1:] == ["conda"] else _PythonEnv.from_yaml


def verdict(text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "env.yaml")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        try:
            load(path)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return None


json.dump([verdict(text) for text in json.load(sys.stdin)], sys.stdout)
