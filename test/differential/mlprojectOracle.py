"""Loads MLproject texts with the real MLflow and builds the command of every entry point.

Reads a JSON list of texts from standard input; prints a JSON list of null (accepted) or the error.
"""

import json
import os
import sys
import tempfile

import yaml

from mlflow.projects._project_spec import load_project


def verdict(text):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "MLproject"), "w", encoding="utf-8") as file:
            file.write(text)
        touch_environment_files(text, folder)
        try:
            project = load_project(folder)
            for entry_point in project._entry_points.values():
                # Parameters without a default need a value from the command line: give one that every type takes.
                given = {name: "file:///x" for name, parameter in entry_point.parameters.items() if parameter.default is None}
                entry_point.compute_command(given, None)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return None


def touch_environment_files(text, folder):
    """Whether files are there is not the question here."""
    try:
        content = yaml.safe_load(text)
        for key in ("python_env", "conda_env"):
            path = content.get(key)
            if isinstance(path, str) and path and not os.path.isabs(path):
                target = os.path.normpath(os.path.join(folder, path))
                if target.startswith(folder):
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    open(target, "a").close()
    except Exception:
        pass


json.dump([verdict(text) for text in json.load(sys.stdin)], sys.stdout)
