import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { openFileStoreRegistry } from "#registry/filestore/fileStoreRegistry.ts";
import { readSchema, readSource } from "#registry/model/dataset.ts";
import type { RunDataset } from "#registry/model/types.ts";
import { openRegistry } from "#registry/open.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";
import { type MlflowServer, startServer } from "./realMlflow.ts";

const script = fileURLToPath(new URL("run_datasets.py", import.meta.url));
const kinds = ["sqlite", "files", "rest"] as const;
const { signal } = new AbortController();

interface Told {
  readonly ids: Readonly<Record<string, string>>;
  readonly said: Readonly<
    Record<string, readonly (readonly [name: string, digest: string, kind: string, source: string, schema: string | null])[]>
  >;
}

describe("data sets that MLflow 3.17.2 logged have source and schema", function () {
  this.timeout(300_000);
  let folder: string;
  let told: Readonly<Record<"sqlite" | "files", Told>>;
  let server: MlflowServer;
  let registries: Readonly<Record<(typeof kinds)[number], Registry>>;

  before(async function () {
    const python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-datasets-"));
    const { status, stdout, stderr } = spawnSync(python, [script, folder], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    told = JSON.parse(stdout);
    cpSync(join(folder, "sqlite"), join(folder, "rest"), { recursive: true });
    server = await startServer(python, join(folder, "rest"));
    registries = {
      sqlite: openSqliteRegistry(join(folder, "sqlite/mlflow.db"), Date.now),
      files: openFileStoreRegistry(join(folder, "files/mlruns"), Date.now),
      rest: openRegistry(server.url, openWorld, backends),
    };
  });
  after(async () => {
    for (const registry of Object.values(registries ?? {})) registry.close();
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const read = async (kind: (typeof kinds)[number], details: boolean): Promise<Readonly<Record<string, readonly RunDataset[]>>> => {
    const { ids } = told[kind === "rest" ? "sqlite" : kind];
    const columns = { metrics: [], params: [], ...(details ? { datasetDetails: true as const } : {}) };
    const page = await registries[kind].runsById({ ids: Object.values(ids), columns }, signal);
    return Object.fromEntries(Object.keys(ids).map((name, row) => [name, page.datasets[row] ?? []]));
  };

  it("the same in all kinds of registries", async () => {
    const [sqlite, files, rest] = [await read("sqlite", true), await read("files", true), await read("rest", true)];
    assert.deepEqual(files, sqlite);
    assert.deepEqual(rest, sqlite);
  });

  for (const kind of kinds) {
    it(`${kind}: what MLflow's client says of them`, async () => {
      const { said } = told[kind === "rest" ? "sqlite" : kind];
      const sets = await read(kind, true);
      for (const [run, expected] of Object.entries(said)) {
        for (const [name, digest, sourceType, source, schema] of expected) {
          const set = sets[run]?.find((one) => one.name === name);
          assert.equal(set?.digest, digest, name);
          assert.deepEqual(set?.source, readSource(sourceType, source), name);
          assert.deepEqual(set?.schema, readSchema(schema ?? ""), name);
        }
      }
    });

    it(`${kind}: nothing of it where it is not asked for`, async () => {
      for (const sets of Object.values(await read(kind, false))) {
        for (const set of sets) assert.deepEqual([set.source, set.schema], [undefined, undefined]);
      }
    });
  }

  it("as a person reads them", async () => {
    const sets = await read("sqlite", true);
    const text = (run: string) =>
      sets[run]?.map(({ source, schema }) => [
        source?.where,
        source?.version,
        source?.part,
        schema?.columns.map(({ name, type }) => `${name}: ${type}`).join(", "),
      ]);
    assert.deepEqual(text("pandas"), [
      ["/data/train.csv", "", "", "amount: double, hour: long, why: x: string, at: datetime, list: array of long"],
    ]);
    assert.deepEqual(text("numpy"), [["data/x.npy", "", "", "x: float64 (-1, 2), y: float64 (-1), targets: float64 (-1)"]]);
    assert.deepEqual(text("delta"), [["/lake/tx", "3", "", undefined]]);
    assert.deepEqual(text("face"), [["glue", "abc", "mrpc, train", "a: double, b: array of long, o: object of 1"]]);
    const wide = sets["hostile"]?.find(({ name }) => name === "wide");
    assert.deepEqual([wide?.schema?.columns.length, wide?.schema?.total, wide?.schema?.columns[7]?.name], [1000, 1200, "column 7: é"]);
    assert.equal(sets["hostile"]?.find(({ name }) => name === "broken")?.schema, undefined);
  });
});
