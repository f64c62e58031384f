import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { Registry } from "#registry/api.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { seed } from "../generatedCases.ts";
import { requirePython } from "./bothRegistries.ts";

const signal = new AbortController().signal;
const kills = 60;
/** ms after it has begun: in the middle of its first batches. */
const [moment] = fc.sample(fc.array(fc.integer({ min: 0, max: 250 }), { minLength: kills, maxLength: kills }), { seed, numRuns: 1 });

/** What stands of a run, as MLflow and as we read it. */
interface Content {
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: number;
  readonly points: number;
}

describe(`${kills} writers of a real MLflow that are killed while they log`, function () {
  this.timeout(240_000);
  let folder: string;
  let path: string;
  let mlflow: ChildProcess;
  let answers: AsyncIterator<string>;
  /** Open all the time, as beside a training. */
  let open: Registry;

  async function next(): Promise<unknown> {
    const { value, done } = await answers.next();
    assert.ok(!done, "MLflow's process ended");
    return JSON.parse(value as string);
  }
  function ask(command: string): Promise<unknown> {
    mlflow.stdin?.write(`${command}\n`);
    return next();
  }

  before(async function () {
    const python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-killed-"));
    path = join(folder, "mlflow.db");
    mlflow = spawn(python, [fileURLToPath(new URL("killed_writer.py", import.meta.url)), folder], { stdio: ["pipe", "pipe", "ignore"] });
    answers = createInterface({ input: mlflow.stdout ?? process.stdin })[Symbol.asyncIterator]();
    await next();
    open = openSqliteRegistry(path, Date.now);
  });
  after(async () => {
    open?.close();
    mlflow?.stdin?.end();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function contentOf(registry: Registry, run: string): Promise<Content> {
    const page = await registry.runsById({ ids: [run] }, signal);
    const [history] = await registry.history({ runIds: [run], metrics: ["m0"], maxPoints: 2 }, signal);
    const metrics = page.metrics.map(({ key, values }) => [key, values[0] ?? Number.NaN] as const);
    return { metrics: Object.fromEntries(metrics), params: page.params.length, points: history?.total ?? 0 };
  }

  it("leave a store of which we read exactly what MLflow reads, one who had it open and one who opens it", async () => {
    let inTransaction = 0;
    let logged = 0;
    for (const [kill, ms] of (moment ?? []).entries()) {
      const { pid, run } = (await ask("write")) as { pid: number; run: string };
      // By the clock alone a busy machine would kill most of them before they have logged anything.
      if (kill % 2 === 1) while ((await contentOf(open, run)).points === 0) await sleep(10);
      await sleep(ms);
      await contentOf(open, run);
      process.kill(pid, "SIGKILL");
      if (existsSync(`${path}-journal`)) inTransaction++;
      const fresh = openSqliteRegistry(path, Date.now);
      const ours = [await contentOf(open, run), await contentOf(fresh, run)];
      fresh.close();
      const theirs = (await ask(`read ${run}`)) as Content;
      assert.deepEqual(ours, [theirs, theirs], `kill ${kill}, ${ms} ms after it began, seed ${seed}`);
      if (theirs.points > 0) logged++;
    }
    assert.ok(inTransaction > kills / 10, `${inTransaction} of ${kills} were in the middle of a transaction`);
    assert.ok(logged > kills / 4, `${logged} of ${kills} had logged something`);
  });
});
