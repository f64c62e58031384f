"""
Projects that the real MLflow (3.17.2) runs: `python run_project.py FOLDER` makes FOLDER/project, a Git repository, and runs it twice into FOLDER/mlflow.db;
prints the ids of the runs, and the values that the first was given.
"""

import json
import os
import subprocess
import sys

folder = os.path.abspath(sys.argv[1])
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{folder}/mlflow.db"
import mlflow  # noqa: E402

PROJECT = """name: p
entry_points:
  main:
    parameters:
      lr: {type: float, default: 0.1}
      note: string
      -odd: {type: string, default: x}
    command: "python train.py {lr} {note}"
"""
TRAIN = """import mlflow
with mlflow.start_run():
    mlflow.log_param("own", "not given")
"""

project = f"{folder}/project/nested dir"
os.makedirs(project)
for name, text in (("MLproject", PROJECT), ("train.py", TRAIN)):
    with open(f"{project}/{name}", "w") as file:
        file.write(text)
git = ["git", "-c", "user.name=Ana", "-c", "user.email=ana@example.com"]
for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
    subprocess.run([*git, *command], cwd=f"{folder}/project", check=True)

given = {"lr": "3e-3", "note": "it's $(touch made) `touch made` \"q\"\n; touch made #\\", "-odd": "--help"}
answers = {"given": given}
os.chdir(folder)
answers["first"] = mlflow.projects.run(project, parameters=given, env_manager="local").run_id
answers["script"] = mlflow.projects.run(project, entry_point="train.py", env_manager="local").run_id
print("\n" + json.dumps(answers))
