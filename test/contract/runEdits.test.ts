import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { EditLog, writesBack } from "#client/core/editLog.ts";
import type { RunField, RunValue, RunWrite } from "#protocol/runEdits.ts";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openRegistry } from "#registry/open.ts";
import { editRuns } from "#server/runs/editRuns.ts";
import { caseCount, seed } from "../generatedCases.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";
import { type MlflowServer, startServer } from "./realMlflow.ts";

const { signal } = new AbortController();
const script = fileURLToPath(new URL("run_edits.py", import.meta.url));
const stories = caseCount(40);
const runsPerStory = 3;
const kinds = ["sqlite", "files", "rest"] as const;
type Kind = (typeof kinds)[number];

const nameKey = "mlflow.runName";
const noteKey = "mlflow.note.content";
const lifecycle: RunField = { kind: "lifecycle" };

/** What somebody does: `me` edits runs by their place in the story and undoes, somebody else writes to one. */
type Act =
  | { readonly by: "me"; readonly field: RunField; readonly value: RunValue; readonly runs: readonly number[] }
  | { readonly by: "me"; readonly undo: true }
  | { readonly by: "other"; readonly field: RunField; readonly value: RunValue; readonly run: number };

const text = fc.constantFrom("a", "b", "two\nlines", "漢字 \u{1F600}", "it's", "0");
const change: fc.Arbitrary<{ readonly field: RunField; readonly value: RunValue }> = fc.oneof(
  text.map((value) => ({ field: { kind: "tag" as const, key: nameKey }, value: value.replace("\n", " ") })),
  fc.record({
    field: fc.constantFrom("team", "a/b: c", noteKey).map((key) => ({ kind: "tag" as const, key })),
    value: fc.option(fc.oneof(text, fc.constant("")), { freq: 4 }),
  }),
  fc.constantFrom("active", "deleted").map((value) => ({ field: lifecycle, value })),
);
const place = fc.nat(runsPerStory - 1);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(change, fc.uniqueArray(place, { minLength: 1 })).map(([each, runs]) => ({ by: "me" as const, ...each, runs })),
  },
  { weight: 3, arbitrary: fc.constant({ by: "me" as const, undo: true as const }) },
  { weight: 2, arbitrary: fc.tuple(change, place).map(([each, run]) => ({ by: "other" as const, ...each, run })) },
);
const story = fc.array(act, { minLength: 3, maxLength: 14 });

/** A run as the rules have it: what a field holds is what was last written and not refused. */
class ModelRun {
  name: string;
  readonly tags = new Map([["team", "risk"]]);
  lifecycle = "active";

  constructor(name: string) {
    this.name = name;
  }

  held(field: RunField): RunValue {
    if (field.kind === "lifecycle") return this.lifecycle;
    return field.key === nameKey ? this.name : (this.tags.get(field.key) ?? null);
  }

  /** False: a deleted run takes no tags. */
  write(field: RunField, value: RunValue): boolean {
    if (field.kind === "lifecycle") this.lifecycle = value ?? "";
    else if (this.lifecycle === "deleted") return false;
    else if (field.key === nameKey) this.name = value ?? "";
    else if (value === null) this.tags.delete(field.key);
    else this.tags.set(field.key, value);
    return true;
  }
}

/** The rules of edits and undo over model runs, written a second time and as simply as can be. */
class Model {
  readonly runs: readonly ModelRun[];
  readonly #done: {
    readonly field: RunField;
    readonly changes: readonly { readonly run: ModelRun; readonly before: RunValue; readonly now: RunValue }[];
  }[] = [];

  constructor(names: readonly string[]) {
    this.runs = names.map((name) => new ModelRun(name));
  }

  play(each: Act): void {
    if ("undo" in each) this.#undo();
    else if (each.by === "other") this.runs[each.run]?.write(each.field, each.value);
    else {
      const { field, value } = each;
      const changes = each.runs.flatMap((at) => {
        const run = this.runs[at];
        const before = run?.held(field) ?? null;
        return run !== undefined && before !== value && run.write(field, value) ? [{ run, before, now: value }] : [];
      });
      if (changes.length > 0) this.#done.push({ field, changes });
    }
  }

  #undo(): void {
    const last = this.#done.pop();
    if (last === undefined) return;
    const { field, changes } = last;
    // What is refused now can be tried again; what is another's stays his.
    const rest = changes.filter(({ run, before, now }) => run.held(field) === now && !run.write(field, before));
    if (rest.length > 0) this.#done.push({ field, changes: rest });
  }
}

/** The same story through the product. */
async function play(registry: Registry, ids: readonly string[], acts: readonly Act[]): Promise<void> {
  const log = new EditLog();
  const asker = { ask: () => Promise.reject(new Error("not asked here")), tell: () => undefined };
  const edit = async (field: RunField, writes: readonly RunWrite[]) => {
    const context = { registry, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, wrote: () => undefined };
    const answer = await editRuns({ field, writes }, context, signal);
    assert.ok(answer.ok, JSON.stringify(answer));
    const odd = answer.value.find((run) => run.outcome === "failed" && run.problem.kind !== "invalid");
    assert.equal(odd, undefined, JSON.stringify(odd));
    return answer.value;
  };
  for (const each of acts) {
    if ("undo" in each) {
      const { last } = log;
      if (last === undefined) continue;
      const edited = await edit(last.field, last.writes);
      const failed = new Set(edited.flatMap(({ runId, outcome }) => (outcome === "failed" ? [runId] : [])));
      log.undone(
        last,
        last.writes.filter(({ runId }) => failed.has(runId)),
      );
    } else if (each.by === "other") await otherWrites(registry, each.field, ids[each.run] ?? "", each.value);
    else {
      const writes = each.runs.map((at) => ({ runId: ids[at] ?? "", value: each.value }));
      log.add({ asker, said: "", field: each.field, writes: writesBack(writes, await edit(each.field, writes)) });
    }
  }
}

async function otherWrites(registry: Registry, field: RunField, id: string, value: RunValue): Promise<void> {
  try {
    if (field.kind === "lifecycle") await (value === "deleted" ? registry.deleteRun(id, signal) : registry.restoreRun(id, signal));
    else if (value === null) await registry.deleteRunTag(id, field.key, signal);
    else await registry.setRunTag(id, field.key, value, signal);
  } catch (error) {
    // A deleted run takes no tags, and what is not there cannot be taken away.
    if (!RegistryError.is(error, "invalid") && !RegistryError.is(error, "notFound")) throw error;
  }
}

interface Told {
  readonly name: string;
  readonly isNameTag: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly lifecycle: string;
}

describe("generated edits, undone and in between others', end as the rules and MLflow 3.17.2 say", function () {
  this.timeout(300_000);
  let folder: string;
  let server: MlflowServer;
  let ids: Readonly<Record<Kind, readonly string[]>>;
  let told: Readonly<Record<Kind, Readonly<Record<string, Told>>>>;
  const generated = fc.sample(story, { seed, numRuns: stories });
  const namesOf = (at: number) => Array.from({ length: runsPerStory }, (_, run) => `run-${at * runsPerStory + run}`);

  before(async function () {
    const python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-run-edits-"));
    const ask = (...words: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(python, [script, ...words], { encoding: "utf8", maxBuffer: 1e8 });
      assert.equal(status, 0, stderr);
      return JSON.parse(stdout.split("\n").findLast((line) => line.startsWith("{")) ?? "");
    };
    ids = ask("make", folder, String(stories * runsPerStory));
    server = await startServer(python, join(folder, "rest"));
    const uris: Readonly<Record<Kind, string>> = {
      sqlite: `sqlite:///${join(folder, "sqlite/mlflow.db")}`,
      files: `file://${join(folder, "files/mlruns")}`,
      rest: server.url,
    };
    for (const kind of kinds) {
      const registry = openRegistry(uris[kind], openWorld, backends);
      for (const [at, acts] of generated.entries()) {
        await play(registry, ids[kind].slice(at * runsPerStory, (at + 1) * runsPerStory), acts);
      }
      registry.close();
    }
    await server.stop();
    told = ask("read", folder);
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it("whatever the store", () => {
    let [changed, deleted] = [0, 0];
    for (const [at, acts] of generated.entries()) {
      const model = new Model(namesOf(at));
      for (const each of acts) model.play(each);
      for (const [place, run] of model.runs.entries()) {
        const expected = { name: run.name, isNameTag: true, tags: Object.fromEntries([...run.tags].sort()), lifecycle: run.lifecycle };
        changed += Number(run.name !== `run-${at * runsPerStory + place}` || run.tags.get("team") !== "risk");
        deleted += Number(run.lifecycle === "deleted");
        for (const kind of kinds) {
          const of = told[kind][ids[kind][at * runsPerStory + place] ?? ""];
          const found = of && { ...of, tags: Object.fromEntries(Object.entries(of.tags).sort()) };
          assert.deepEqual(found, expected, `${kind}, story ${at} of seed ${seed}: ${JSON.stringify(acts)}`);
        }
      }
    }
    assert.ok(changed > 10 && deleted > 5, `${changed} changed, ${deleted} deleted: the stories do too little`);
  });
});
