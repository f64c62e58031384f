import { DatabaseSync } from "node:sqlite";

/** The tables of MLflow 2.4 that are read, with one experiment, one run and one model of one version. For tests. */
export function minimalStore(path: string): void {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA synchronous=OFF;
    BEGIN;
    CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
    CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name TEXT, artifact_location TEXT, lifecycle_stage TEXT,
      creation_time BIGINT, last_update_time BIGINT);
    CREATE TABLE experiment_tags (key TEXT, value TEXT, experiment_id INTEGER);
    CREATE TABLE runs (run_uuid TEXT PRIMARY KEY, name TEXT, user_id TEXT, status TEXT, start_time BIGINT, end_time BIGINT,
      lifecycle_stage TEXT, artifact_uri TEXT, experiment_id INTEGER);
    CREATE TABLE latest_metrics (key TEXT, value FLOAT, timestamp BIGINT, step BIGINT, is_nan BOOLEAN, run_uuid TEXT,
      PRIMARY KEY (key, run_uuid));
    CREATE TABLE metrics (key TEXT, value FLOAT, timestamp BIGINT, run_uuid TEXT, step BIGINT, is_nan BOOLEAN);
    CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT, PRIMARY KEY (key, run_uuid));
    CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT, PRIMARY KEY (key, run_uuid));
    CREATE TABLE registered_models (name TEXT PRIMARY KEY, creation_time BIGINT, last_updated_time BIGINT, description TEXT);
    CREATE TABLE registered_model_tags (key TEXT, value TEXT, name TEXT);
    CREATE TABLE registered_model_aliases (alias TEXT, version INTEGER, name TEXT, PRIMARY KEY (name, alias));
    CREATE TABLE model_versions (name TEXT, version INTEGER, creation_time BIGINT, last_updated_time BIGINT, description TEXT, user_id TEXT,
      current_stage TEXT, source TEXT, run_id TEXT, status TEXT, status_message TEXT, storage_location TEXT, PRIMARY KEY (name, version));
    CREATE TABLE model_version_tags (key TEXT, value TEXT, name TEXT, version INTEGER, PRIMARY KEY (key, name, version));
    INSERT INTO alembic_version VALUES ('7f2a7d5fae7d');
    INSERT INTO experiments VALUES (0, 'Default', './mlruns/0', 'active', 1, 1);
    INSERT INTO runs VALUES ('r1', 'first', 'ana', 'FINISHED', 1000, 2000, 'active', './mlruns/0/r1/artifacts', 0);
    INSERT INTO latest_metrics VALUES ('auc', 0.9, 1000, 0, 0, 'r1');
    INSERT INTO metrics VALUES ('auc', 0.9, 1000, 'r1', 0, 0);
    INSERT INTO registered_models VALUES ('scorer', 1, 1, NULL);
    INSERT INTO model_versions VALUES ('scorer', 1, 1, 1, NULL, NULL, 'None', 'runs:/r1/model', 'r1', 'READY', NULL, NULL);
    COMMIT;
  `);
  database.close();
}
