import { fileURLToPath } from "node:url";
import type { Backend } from "#registry/backend.ts";
import { openSqliteRegistry } from "./sqliteRegistry.ts";

/** MLflow's own database file: `sqlite:///C:/x/mlflow.db`, `sqlite:////x/mlflow.db`. */
export const sqliteBackend: Backend = {
  schemes: ["sqlite"],
  example: "sqlite:///path/mlflow.db",
  blocks: true,
  open: (uri, world) => openSqliteRegistry(pathOf(uri), world.now),
};

function pathOf(uri: string): string {
  const path = uri.replace(/^sqlite:\/\/\//i, "").replace(/\?.*$/s, "");
  return path.startsWith("file:") ? fileURLToPath(path) : path;
}
