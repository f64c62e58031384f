import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Registry } from "#registry/api.ts";
import { openSqliteRegistry } from "./sqliteRegistry.ts";
import { minimalStore } from "./testStore.ts";

/** A store for tests: the minimal one, and what `sql` adds. `close` removes it. */
export function registryWith(sql: string): { readonly registry: Registry; readonly folder: string; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), "slipway-store-"));
  const path = join(folder, "mlflow.db");
  minimalStore(path);
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA synchronous=OFF; BEGIN; ${sql}; COMMIT;`);
  database.close();
  const registry = openSqliteRegistry(path, () => 5);
  return {
    registry,
    folder,
    close() {
      registry.close();
      rmSync(folder, { recursive: true });
    },
  };
}
