import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openSqliteRegistry } from "./sqliteRegistry.ts";
import { minimalStore } from "./testStore.ts";

const signal = new AbortController().signal;

/** Overwrites `auc` and much else in one transaction, larger than its cache, so that pages are in the file before the commit; says so and waits. */
const writer = `
import { DatabaseSync } from "node:sqlite";
const database = new DatabaseSync(process.argv[1]);
database.exec("PRAGMA cache_size=2; BEGIN IMMEDIATE; UPDATE latest_metrics SET value = 0.1;");
const insert = database.prepare("INSERT INTO params VALUES (?, ?, 'r1')");
for (let i = 0; i < 2000; i++) insert.run("p" + i, "x".repeat(200));
console.log("half");
setInterval(() => {}, 1000);
`;

describe("a writer that was stopped in the middle of a transaction", () => {
  let folder: string;
  let path: string;
  let registry: Registry;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-stopped-"));
    path = join(folder, "mlflow.db");
    minimalStore(path);
    registry = openSqliteRegistry(path, Date.now);
  });
  afterEach(async () => {
    registry.close();
    await chmod(folder, 0o755);
    await rm(folder, { recursive: true, force: true });
  });

  async function stopWriter(): Promise<void> {
    const child: ChildProcess = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", writer, path], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await gone;
    assert.ok(existsSync(`${path}-journal`), "the writer left its journal");
  }

  async function auc(): Promise<number | undefined> {
    const page = await registry.runsById({ ids: ["r1"] }, signal);
    assert.equal(page.params.length, 0);
    return page.metrics.find((column) => column.key === "auc")?.values[0];
  }

  it("has written nothing, for one who opens the store after it", async () => {
    await stopWriter();
    assert.equal(await auc(), 0.9);
  });

  it("has written nothing, for one who had it open", async () => {
    assert.equal(await auc(), 0.9);
    await stopWriter();
    assert.equal(await auc(), 0.9);
    await registry.changes(signal);
  });

  it("does not keep the next one from writing", async () => {
    await stopWriter();
    await registry.setAlias("scorer", "champion", "1", signal);
    assert.equal(await auc(), 0.9);
    const database = new DatabaseSync(path);
    assert.deepEqual({ ...database.prepare("PRAGMA integrity_check").get() }, { integrity_check: "ok" });
    database.close();
  });

  it("is said where nobody may roll it back, and nothing is read meanwhile", async function () {
    if (process.getuid?.() === 0) {
      console.log("      skipped: the administrator may write anywhere");
      this.skip();
    }
    await stopWriter();
    await chmod(path, 0o444);
    await chmod(folder, 0o555);
    await assert.rejects(auc(), (error) => RegistryError.is(error, "unavailable") && /stopped/.test(error.message));
  });
});
