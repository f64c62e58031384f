import type { Backend } from "./backend.ts";
import { databricksBackend } from "./databricks/backend.ts";
import { fileStoreBackend } from "./filestore/backend.ts";
import { gitlabBackend } from "./gitlab/backend.ts";
import { mlflowBackend } from "./mlflow/backend.ts";
import { sqliteBackend } from "./sqlite/backend.ts";

/** Databricks before files, for which every name is a path. */
const named: readonly Backend[] = [sqliteBackend, databricksBackend, fileStoreBackend];
/** GitLab before MLflow, which takes every address. */
const servers: readonly Backend[] = [gitlabBackend, mlflowBackend];

/** Every kind of registry that Slipway reads: a new one is a folder and a line here. */
export const backends: readonly Backend[] = [...named, ...servers];
