import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { backends } from "#registry/backends.ts";
import type { MetricPoint } from "#registry/model/types.ts";
import { openRegistry } from "#registry/open.ts";
import { openWorld, requirePython } from "../contract/bothRegistries.ts";
import { quiet, startServer } from "../contract/realMlflow.ts";
import { caseCount, seed } from "../generatedCases.ts";

const { signal } = new AbortController();
const oracle = fileURLToPath(new URL("./aggregatesOracle.py", import.meta.url));
const cases = caseCount(60);
const metrics = ["loss", "val/auc", "lr"];

type Point = readonly [value: string, step: number, timestamp: number];
interface Aggregates {
  readonly total: number;
  readonly first: Point;
  readonly min?: Point;
  readonly max?: Point;
}
type Told = readonly (readonly [run: string, found: Readonly<Record<string, Aggregates>>])[];

/** Few values, steps and times: many ties. Each point once: a file has what was logged twice, a database does not. */
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("0.5", "0.25", "1.0", "-3.0", "1e-12", "nan") },
  { weight: 1, arbitrary: fc.constantFrom("inf", "-inf") },
  { weight: 2, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((number) => String(number === 0 ? 0 : number)) },
);
const points = fc.uniqueArray(fc.tuple(value, fc.integer({ min: -2, max: 4 }), fc.integer({ min: 0, max: 5 })), {
  minLength: 1,
  maxLength: 12,
  selector: ([number, step, time]) => `${Number(number)} ${step} ${time}`,
});
const run = fc.dictionary(fc.constantFrom(...metrics), points, { minKeys: 1, maxKeys: 3, noNullPrototype: true });

/** As Python writes it; a database keeps an infinity as its greatest number, which is read back. */
function float(text: string): number {
  const number = Number(text.replace("inf", "Infinity"));
  return Math.abs(number) === Number.MAX_VALUE ? Math.sign(number) * Number.POSITIVE_INFINITY : number;
}
const pointOf = ([number, step, timestamp]: Point): MetricPoint => ({ value: float(number), step, timestamp });

describe("what a metric comes to over its history, and what MLflow's own histories do", function () {
  this.timeout(180_000);
  let folder: string;
  let told: { readonly sqlite: Told; readonly file: Told };
  let python: string;

  before(function () {
    python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-aggregates-"));
    const input = JSON.stringify(fc.sample(run, { seed, numRuns: cases }));
    const { stdout, stderr, status } = spawnSync(python, [oracle, folder], { input, encoding: "utf8", env: { ...process.env, ...quiet } });
    assert.equal(status, 0, stderr);
    told = JSON.parse(stdout.split("\n").findLast((line) => line.startsWith("{")) ?? "");
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  async function check(uri: string, expected: Told): Promise<void> {
    const registry = openRegistry(uri, openWorld, backends);
    try {
      for (let at = 0; at < expected.length; at += 100) {
        const part = expected.slice(at, at + 100);
        const found = await registry.metricRanges({ runIds: part.map(([id]) => id), metrics, places: true }, signal);
        const wanted = part.flatMap(([runId, of]) =>
          metrics.flatMap((metric) => {
            const one = of[metric];
            if (one === undefined) return [];
            const { total, first } = one;
            const ends = one.min && one.max ? { min: pointOf(one.min), max: pointOf(one.max) } : {};
            const [min, max] = [ends.min?.value ?? Number.NaN, ends.max?.value ?? Number.NaN];
            return [{ runId, metric, min, max, total, places: { first: pointOf(first), ...ends } }];
          }),
        );
        assert.deepEqual(found, wanted, `seed ${seed}`);
      }
    } finally {
      registry.close();
    }
  }

  it("a database", () => check(`sqlite:///${join(folder, "mlflow.db")}`, told.sqlite));
  it("a file store", () => check(`file://${join(folder, "mlruns")}`, told.file));
  it("a server", async () => {
    const { url, stop } = await startServer(python, folder);
    try {
      await check(url, told.sqlite);
    } finally {
      await stop();
    }
  });
});
