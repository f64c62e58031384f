"""Loads DVC projects with the real DVC: every dvc.yaml, .dvc and dvc.lock of a folder, and the graph of their stages. No stage is run.

Reads a JSON list of projects, {path: text}, from standard input; prints a JSON list of {"refused": `step: error`} with the step that refuses
(`yaml`, `schema`, `resolve` or `graph`), or {"stages": …}, what DVC made of them.
"""

import json
import os
import shutil
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


def path_of(out, repo):
    return out.def_path if out.fs.protocol != "local" else os.path.relpath(out.fs_path, repo.root_dir)


def command(stage):
    if isinstance(stage.cmd, list):
        return ["{}" if isinstance(part, (dict, list)) else str(part) for part in stage.cmd]
    return stage.cmd if isinstance(stage.cmd, str) else None


def told(stage, repo):
    return {
        "name": stage.addressing,
        "cmd": command(stage),
        "deps": sorted({path_of(dep, repo) for dep in stage.deps if dep.fs_path}),
        "outs": sorted(path_of(out, repo) for out in stage.outs),
    }


def write(files):
    for path, text in files.items():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="", errors="surrogatepass") as file:
            file.write(text)


def clear():
    for name in os.listdir("."):
        if name == ".dvc":
            continue
        if os.path.isdir(name):
            shutil.rmtree(name)
        else:
            os.remove(name)


def verdict(files, repo):
    write(files)
    repo._reset()
    try:
        repo.index.check_graph()
        return {"stages": [told(stage, repo) for stage in repo.index.stages]}
    except Exception as error:
        return {"refused": f"{step_of(error)}: {type(error).__name__}: {error}"}
    finally:
        clear()


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with Repo.init(folder, no_scm=True) as repo:
            for files in json.load(sys.stdin):
                yield verdict(files, repo)
        os.chdir("/")


# DVC greets on standard output: what it prints goes to standard error.
said = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
json.dump(list(main()), said)
said.flush()
