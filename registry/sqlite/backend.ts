import { fileURLToPath } from "node:url";
import type { Backend } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openSqliteRegistry, sqliteSource } from "./sqliteRegistry.ts";

const usualName = "mlflow.db";

/** MLflow's own database file: `sqlite:///C:/x/mlflow.db`, `sqlite:////x/mlflow.db`. */
export const sqliteBackend: Backend = {
  schemes: ["sqlite"],
  example: "sqlite:///path/mlflow.db",
  blocks: true,
  authKinds: [],
  findIn: async ({ exists }) => ((await exists(usualName)) ? usualName : undefined),
  absolute(written, inFolder) {
    const path = /^sqlite:\/\/\/(.+)$/is.exec(written)?.[1] ?? (isDatabasePath(written) ? written : undefined);
    return path === undefined ? undefined : `sqlite:///${inFolder(path)}`;
  },
  describe: (uri) => sqliteSource(pathOf(uri)),
  open: (uri, world) => openSqliteRegistry(pathOf(uri), world.now),
};

/** A plain path to a database file: MLflow does not take it, people write it all the same. */
function isDatabasePath(written: string): boolean {
  return /\.(db|sqlite3?)$/i.test(written) && (!/^[A-Za-z][A-Za-z0-9+.-]+:/.test(written) || /^[A-Za-z]:[\\/]/.test(written));
}

function pathOf(uri: string): string {
  const path = uri.replace(/^sqlite:\/\/\//i, "").replace(/\?.*$/s, "");
  if (path === "" || path === uri) {
    throw new RegistryError("invalid", "The address names no database file.", `Use one such as ${sqliteBackend.example}.`);
  }
  return path.startsWith("file:") ? fileURLToPath(path) : path;
}
