"""`python make_versions_store.py FOLDER`: FOLDER/mlflow.db with 2,000 models of 50 versions each, and one of 10,000 versions.

Real MLflow (3.17.2) makes the schema and the first version; the others are copies of its rows, because registering them one by one takes
hours.
"""

import sqlite3

# First: it keeps MLflow quiet.
from new_store import new_store

client, experiment = new_store()
run = client.create_run(experiment).info.run_id
client.create_registered_model("first")
client.create_model_version("first", f"runs:/{run}/model", run, tags={"data_version": "2026-10"})

database = sqlite3.connect("mlflow.db")


def rows(table):
    cursor = database.execute(f"SELECT * FROM {table}")
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row)) for row in cursor.fetchall()]


def insert(table, made):
    made = list(made)
    columns = list(made[0])
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(':' + column for column in columns)})"
    database.executemany(sql, made)


models = {"many": 10_000, **{f"model-{number:04}": 50 for number in range(2_000)}}
with database:
    for table, per_model in [("registered_models", True), ("model_versions", False), ("model_version_tags", False)]:
        [row] = rows(table)
        if per_model:
            insert(table, ({**row, "name": name} for name in models))
        else:
            insert(table, ({**row, "name": name, "version": v + 1} for name, count in models.items() for v in range(count)))
database.close()
