import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { Registry } from "#registry/api.ts";
import { openFileStoreRegistry } from "#registry/filestore/fileStoreRegistry.ts";
import { placeOf, rowOf } from "#registry/model/columns.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { allPages } from "#registry/model/pages.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { caseCount, generated, seed } from "../generatedCases.ts";
import { type AskedRuns, askedRuns, writtenRuns } from "./generatedRuns.ts";

const { signal } = new AbortController();
const oracle = fileURLToPath(new URL("./fileStoreOracle.py", import.meta.url));
const cases = caseCount(500);

type Point = readonly [value: string, step: number, timestamp: number];

interface Told {
  readonly runs: readonly {
    readonly id: string;
    readonly metrics: Readonly<Record<string, Point>>;
    readonly params: Readonly<Record<string, string>>;
    readonly tags: Readonly<Record<string, string>>;
    readonly datasets: readonly (readonly string[])[];
  }[];
  readonly histories: readonly (readonly [run: string, metric: string, points: readonly Point[]])[];
  readonly answers: readonly (readonly (readonly number[])[] | null)[];
}

/** A number as Python writes it; only those of these tests. */
function float(text: string): number {
  return Number(text.replace("inf", "Infinity"));
}

describe("runs that MLflow's file store wrote", function () {
  this.timeout(300_000);
  const runs = fc.sample(writtenRuns, generated(40));
  const questions = fc.sample(askedRuns, { seed, numRuns: cases });
  let folder: string;
  let told: Told;
  let registry: Registry;

  before(function () {
    const python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-written-"));
    const input = JSON.stringify({ runs, questions });
    const { stdout, stderr, status } = spawnSync(python, [oracle, folder], { input, encoding: "utf8", maxBuffer: 1e9 });
    assert.equal(status, 0, stderr);
    told = JSON.parse(stdout) as Told;
    registry = openFileStoreRegistry(join(folder, "mlruns"), Date.now);
  });
  after(() => {
    registry?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it("have the metrics, params, tags and data sets that MLflow reads", async () => {
    const page = await registry.runsById({ ids: told.runs.map(({ id }) => id) }, signal);
    for (const [row, run] of told.runs.entries()) {
      const what = `run ${row}, seed ${seed}`;
      const metrics = page.metrics.flatMap(({ key, values, steps, timestamps, ...column }) => {
        const place = placeOf({ key, ...column }, row);
        return place < 0 ? [] : [[key, [values[place], steps[place], timestamps[place]]] as const];
      });
      const expected = Object.entries(run.metrics).map(
        ([key, [value, step, timestamp]]) => [key, [float(value), step, timestamp]] as const,
      );
      assert.deepEqual(new Map(metrics), new Map(expected), what);
      assert.deepEqual(Object.fromEntries(rowOf(page.params, row)), run.params, what);
      assert.deepEqual(Object.fromEntries(rowOf(page.tags, row)), run.tags, what);
      assert.deepEqual(
        page.datasets[row]?.map(({ name, digest, context }) => [name, digest, context]),
        run.datasets,
        what,
      );
    }
  });

  it("have the histories that MLflow reads, in the order of its databases", async () => {
    for (const [run, metric, points] of told.histories) {
      const [history] = await registry.history({ runIds: [run], metrics: [metric], maxPoints: 1000 }, signal);
      const ours = Array.from(history?.values ?? [], (value, at) => [value, history?.steps[at], history?.timestamps[at]]);
      const theirs = points.map(([value, step, timestamp]) => [float(value), step, timestamp]);
      const order = (
        [value = 0, step = 0, time = 0]: readonly (number | undefined)[],
        [otherValue = 0, otherStep = 0, otherTime = 0]: readonly (number | undefined)[],
      ) => time - otherTime || step - otherStep || (value || 0) - (otherValue || 0) || 0;
      assert.deepEqual(ours, theirs.toSorted(order), `${metric} of ${run}, seed ${seed}`);
    }
  });

  async function ours({ filter, order_by: orderBy, limit }: AskedRuns): Promise<readonly (readonly number[])[] | null> {
    const pages: number[][] = [];
    try {
      await allPages(async (paging) => {
        const page = await registry.runs(
          { experimentIds: ["0"], filter, orderBy, limit, ...paging, columns: { metrics: [], params: [], tags: [] } },
          signal,
        );
        const numbers = page.ids.map((id) => told.runs.findIndex((run) => run.id === id));
        pages.push(numbers);
        return { items: numbers, ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }) };
      });
      return pages;
    } catch (error) {
      assert.ok(RegistryError.is(error, "invalid"), String(error));
      return null;
    }
  }

  it(`${cases} generated filters, orders and pages give the runs that MLflow gives`, async () => {
    const differences: string[] = [];
    let found = 0;
    for (const [at, question] of questions.entries()) {
      const [own, theirs] = [await ours(question), told.answers[at] ?? null];
      if (theirs !== null && theirs.flat().length > 0) found++;
      if (!isDeepStrictEqual(own, theirs)) {
        differences.push(`${JSON.stringify(question)}\n  MLflow: ${JSON.stringify(theirs)}\n  here:   ${JSON.stringify(own)}`);
      }
    }
    assert.equal(differences.length, 0, `seed ${seed}: ${differences.length} of ${cases} differ\n${differences.slice(0, 20).join("\n")}`);
    assert.ok(found > cases / 4, `${found} of ${cases} found something`);
  });
});
