import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Registry } from "#registry/api.ts";
import type { OpenWorld } from "#registry/backend.ts";
import { backends } from "#registry/backends.ts";
import { openRegistry } from "#registry/open.ts";
import { mlflowApi } from "./openapi.ts";
import { type MlflowServer, makeStore, mustHavePython, python, startServer } from "./realMlflow.ts";

/** The same store, read from its file and through a real MLflow server. */
export interface BothRegistries {
  readonly sqlite: Registry;
  readonly mlflow: Registry;
  /** Where the store is. */
  readonly folder: string;
  close(): Promise<void>;
}

/** A world whose requests, and the answers to them, have to be those of the document. */
export const openWorld: OpenWorld = {
  fetch: mlflowApi.fetch("all answers"),
  now: Date.now,
  random: Math.random,
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
  authorize: async () => undefined,
};

/** Skips the suite, with the reason on the output, where there is no Python with MLflow; in CI that is a failure. */
export function requirePython(suite: Mocha.Context): string {
  if (python !== undefined) return python;
  if (mustHavePython) throw new Error("SLIPWAY_PYTHON is not set: in CI the contract tests have to run");
  console.log("    skipped: SLIPWAY_PYTHON names no Python with MLflow 3.17.2");
  return suite.skip();
}

export async function openBoth(pythonPath: string): Promise<BothRegistries> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-contract-"));
  let server: MlflowServer | undefined;
  try {
    await makeStore(pythonPath, folder);
    server = await startServer(pythonPath, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const { url, stop } = server;
  const sqlite = openRegistry(`sqlite:///${join(folder, "mlflow.db")}`, openWorld, backends);
  const mlflow = openRegistry(url, openWorld, backends);
  return {
    sqlite,
    mlflow,
    folder,
    close: async () => {
      sqlite.close();
      mlflow.close();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
