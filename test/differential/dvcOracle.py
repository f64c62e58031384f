"""Loads dvc.yaml texts with the real DVC: YAML, schema, templating and the graph. No stage is run.

Reads a JSON list of texts from standard input; prints a JSON list of null (accepted), or `step: error` with the step that refuses
(`yaml`, `schema`, `resolve` or `graph`).
"""

import json
import os
import sys
import tempfile

from dvc.parsing import ResolveError
from dvc.repo import Repo
from dvc.utils.strictyaml import YAMLSyntaxError, YAMLValidationError


def step_of(error):
    while error is not None:
        if isinstance(error, YAMLSyntaxError):
            return "yaml"
        if isinstance(error, YAMLValidationError):
            return "schema"
        if isinstance(error, ResolveError):
            return "resolve"
        error = error.__cause__
    return "graph"


def verdict(text):
    with tempfile.TemporaryDirectory() as folder:
        with Repo.init(folder, no_scm=True) as repo:
            with open(os.path.join(folder, "dvc.yaml"), "w", encoding="utf-8", newline="") as file:
                file.write(text)
            try:
                repo.index.check_graph()
            except Exception as error:
                return f"{step_of(error)}: {type(error).__name__}: {error}"
    return None


# DVC greets on standard output: what it prints goes to standard error.
said = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
json.dump([verdict(text) for text in json.load(sys.stdin)], said)
said.flush()
