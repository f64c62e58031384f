import type { Backend } from "./backend.ts";
import { databricksBackend } from "./databricks/backend.ts";
import { fileBackends } from "./fileBackends.ts";
import { gitlabBackend } from "./gitlab/backend.ts";
import { mlflowBackend } from "./mlflow/backend.ts";

/** GitLab before MLflow, which takes every address. */
const servers: readonly Backend[] = [gitlabBackend, mlflowBackend];

/**
 * Every kind of registry that Slipway reads: a new one is a folder and a line here, or in `fileBackends.ts` where it blocks. Databricks stands before
 * files, for which every name is a path.
 */
export const backends: readonly Backend[] = [databricksBackend, ...fileBackends, ...servers];
