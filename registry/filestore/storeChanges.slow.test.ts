import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, renameSync, rmSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import type { Registry } from "#registry/api.ts";
import { generated } from "#test/generatedCases.ts";
import { bothChanges, type ChangeSet, noChange, touches } from "../model/changes.ts";
import { meta, registryWith, runMeta } from "./testStore.ts";

const { signal } = new AbortController();
type Act = (path: (...parts: string[]) => string) => void;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const files = {
  "1/meta.yaml": meta({ experiment_id: "'1'", name: "other", lifecycle_stage: "active" }),
  "0/r2/meta.yaml": runMeta("r2", { status: 1, end_time: "null" }),
  "0/r2/tags/note": "red",
  "0/r2/metrics/val/loss": "1 0.5 0\n",
  "1/r3/meta.yaml": runMeta("r3", { experiment_id: "'1'" }),
  "1/r3/tags/note": "red",
  "models/ranker/meta.yaml": meta({ name: "ranker" }),
  "models/ranker/version-1/meta.yaml": meta({ current_stage: "None", version: 1 }),
  "models/ranker/version-1/tags/review": "done",
};

const acts: readonly (readonly [title: string, act: Act, told: Partial<ChangeSet>])[] = [
  ["a metric that goes on", (p) => appendFileSync(p("0/r2/metrics/val/loss"), "2 0.4 1\n"), { experiments: ["0"], runs: ["r2"] }],
  ["a metric of a run that has ended", (p) => write(p("1/r3/metrics/auc"), "2 0.4 1\n"), { experiments: ["1"], runs: ["r3"] }],
  ["a param", (p) => write(p("1/r3/params/lr"), "1"), { experiments: ["1"], runs: ["r3"] }],
  ["a data set", (p) => write(p("1/r3/inputs/a/meta.yaml"), "source_type: DATASET\n"), { experiments: ["1"], runs: ["r3"] }],
  ["a tag that becomes another of the same length", (p) => write(p("1/r3/tags/note"), "bed"), { experiments: ["1"], runs: ["r3"] }],
  [
    "a tag that becomes another of the same length, by a clock that was set back",
    (p) => {
      write(p("1/r3/tags/note"), "bed");
      utimesSync(p("1/r3/tags/note"), 1_000_000_000, 1_000_000_000);
    },
    { experiments: ["1"], runs: ["r3"] },
  ],
  [
    "a metric that goes on, by a clock that is years ahead",
    (p) => {
      appendFileSync(p("0/r2/metrics/val/loss"), "2 0.4 1\n");
      utimesSync(p("0/r2/metrics/val/loss"), 3_000_000_000, 3_000_000_000);
    },
    { experiments: ["0"], runs: ["r2"] },
  ],
  ["a tag that is no more", (p) => unlinkSync(p("0/r2/tags/note")), { experiments: ["0"], runs: ["r2"] }],
  ["a run that ends", (p) => write(p("0/r2/meta.yaml"), runMeta("r2", { status: 4 })), { experiments: ["0"], runs: ["r2"] }],
  [
    "a run that is deleted",
    (p) => write(p("0/r1/meta.yaml"), runMeta("r1", { lifecycle_stage: "deleted" })),
    { experiments: ["0"], runs: ["r1"] },
  ],
  ["a new run", (p) => write(p("1/r4/meta.yaml"), runMeta("r4", { experiment_id: "'1'" })), { experiments: ["1"], runs: ["r4"] }],
  ["a run that is no more", (p) => rmSync(p("1/r3"), { recursive: true }), { experiments: ["1"], runs: ["r3"] }],
  ["a folder of artifacts alone", (p) => write(p("1/some artifacts/model/MLmodel"), "x"), {}],
  ["an experiment's name", (p) => write(p("1/meta.yaml"), meta({ experiment_id: "'1'", name: "x" })), { experiments: ["1"] }],
  ["a note of an experiment", (p) => write(p("1/tags/mlflow.note.content"), "x"), { experiments: ["1"] }],
  ["a new experiment", (p) => write(p("7/meta.yaml"), meta({ experiment_id: "'7'", name: "new" })), { experiments: ["7"] }],
  [
    "an experiment that is deleted",
    (p) => {
      mkdirSync(p(".trash"), { recursive: true });
      renameSync(p("1"), p(".trash/1"));
    },
    { experiments: ["1"], runs: ["r3"] },
  ],
  ["an alias", (p) => write(p("models/ranker/aliases/champion"), "1"), { models: ["ranker"] }],
  ["a version's tag", (p) => write(p("models/ranker/version-1/tags/review"), "gone"), { models: ["ranker"] }],
  ["a stage", (p) => write(p("models/scorer/version-1/meta.yaml"), "current_stage: Staging\n"), { models: ["scorer"] }],
  ["a new version", (p) => write(p("models/ranker/version-2/meta.yaml"), meta({ version: 2 })), { models: ["ranker"] }],
  ["a new model", (p) => write(p("models/new/meta.yaml"), meta({ name: "new" })), { models: ["new"] }],
  ["a model that is no more", (p) => rmSync(p("models/ranker"), { recursive: true }), { models: ["ranker"] }],
];

/** So that nothing of the store was changed just now. */
function old(root: string): void {
  for (const file of Object.keys(files)) utimesSync(join(root, file), 1_700_000_000, 1_700_000_000);
}

describe("the changes of a file store", () => {
  for (const [title, act, told] of acts) {
    it(`of ${title} are ${JSON.stringify(told)}`, async function () {
      this.timeout(20_000);
      const { registry, root, close } = registryWith(files);
      try {
        old(root);
        await looks(registry);
        act((...parts) => join(root, ...parts));
        assert.deepEqual(await looks(registry), { ...noChange, ...told });
      } finally {
        close();
      }
    });
  }

  it("are all that was written, in whatever order and however often somebody looks, from the first look on", async function () {
    this.timeout(30_000);
    const some = fc.array(fc.record({ act: fc.nat({ max: 13 }), look: fc.boolean() }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(some, fc.boolean(), async (steps, isKnown) => {
        const { registry, root, close } = registryWith(files);
        try {
          if (isKnown) await looks(registry);
          else await registry.changes(signal);
          let [told, expected] = [noChange, noChange];
          for (const { act: at, look } of steps) {
            const [, act, changes] = acts[at] ?? [];
            if (act !== undefined && isDone(act, root)) expected = bothChanges(expected, { ...noChange, ...changes });
            if (look) told = bothChanges(told, await registry.changes(signal));
          }
          told = bothChanges(told, await looks(registry));
          for (const kind of ["experiments", "runs", "models"] as const) {
            for (const id of expected[kind]) assert.ok(touches(told[kind], [id]), `${kind} ${id}`);
          }
        } finally {
          close();
        }
      }),
      generated(60),
    );
  });
});

function isDone(act: Act, root: string): boolean {
  try {
    act((...parts) => join(root, ...parts));
    return true;
  } catch {
    return false;
  }
}

/** All that is told in some looks: in a store as small as this one each sees everything, but on a machine that is busy for the whole time of a look. */
async function looks(registry: Registry): Promise<ChangeSet> {
  let told = noChange;
  for (let look = 0; look < 12; look++) told = bothChanges(told, await registry.changes(signal));
  return told;
}
