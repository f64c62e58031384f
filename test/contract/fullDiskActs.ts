import { closeSync, cpSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openRegistry } from "#registry/open.ts";

// Run by fullDisk.test.ts as a process of its own, on a small disk that nobody else sees: `node fullDiskActs.ts KIND SOURCE DISK`. SOURCE has a
// store of MLflow's and `runs.json`; it ends up on DISK after every act at every state of the disk. Prints a list of `Outcome`.

export interface Outcome {
  readonly act: string;
  /** Pages of 4 KiB that were free. */
  readonly free: number;
  /** Kind, message and next step of the refusal; absent: it was done. */
  readonly refused?: readonly [kind: string, message: string, next: string];
  /** What the store then is: as it was, as it should be, or something else. */
  readonly state: "before" | "after" | "other";
}

const signal = new AbortController().signal;
const page = 4096;
const [kind = "", source = "", disk = ""] = process.argv.slice(2);
const name = kind === "sqlite" ? "mlflow.db" : "mlruns";
const uri = kind === "sqlite" ? `sqlite:///${join(disk, name)}` : `file://${join(disk, name)}`;
const run: string = JSON.parse(readFileSync(join(source, "runs.json"), "utf8"))[kind];
const long = "word ".repeat(1500);

const acts: Readonly<Record<string, (registry: Registry) => Promise<void>>> = {
  "a tag of a version": (r) => r.setVersionTag("scorer", "2", "slipway.promotion.x", "e".repeat(4900), signal),
  "an alias": (r) => r.setAlias("scorer", "champion", "2", signal),
  "a new alias": (r) => r.setAlias("scorer", "challenger", "2", signal),
  "a stage": (r) => r.setStage("scorer", "2", "Production", signal),
  "a tag of an experiment": (r) => r.setExperimentTag("0", "team", long, signal),
  "a note of a run": (r) => r.setRunTag(run, "mlflow.note.content", long, signal),
  "the name of a run": (r) => r.setRunTag(run, "mlflow.runName", "second", signal),
  "deleting a run": (r) => r.deleteRun(run, signal),
};

const open = () =>
  openRegistry(uri, { fetch, now: Date.now, random: Math.random, sleep: (ms) => sleep(ms), authorize: async () => undefined }, backends);

function renew(): void {
  for (const left of [name, `${name}-journal`, "filler"]) rmSync(join(disk, left), { recursive: true, force: true });
  cpSync(join(source, name), join(disk, name), { recursive: true });
}

/** All but times. */
async function stateOf(): Promise<string> {
  const registry = open();
  try {
    const { names, lifecycles, tags } = await registry.runs(
      { experimentIds: ["0"], viewType: "ALL", filter: "", orderBy: [], limit: 9 },
      signal,
    );
    const { items: versions } = await registry.versions({ model: "scorer", limit: 9 }, signal);
    const experiment = await registry.experiment("0", signal);
    const columns = tags.map(({ key, values }) => [key, values]);
    return JSON.stringify([
      names,
      lifecycles,
      columns,
      experiment.tags,
      versions.map(({ stage, tags: own, aliases }) => [stage, own, aliases]),
    ]);
  } finally {
    registry.close();
  }
}

/** Fills the disk but for so many pages. */
function fill(free: number): void {
  const file = openSync(join(disk, "filler"), "w");
  const sizes = [64 * page, page];
  let written = 0;
  for (const size of sizes) {
    try {
      for (;;) written += writeSync(file, Buffer.alloc(size), 0, size, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
  closeSync(file);
  rmSync(join(disk, "filler"));
  const again = openSync(join(disk, "filler"), "w");
  for (let at = 0; at < written - free * page; at += page) writeSync(again, Buffer.alloc(page), 0, page, at);
  closeSync(again);
}

async function tried(act: string, free: number): Promise<Outcome["refused"]> {
  fill(free);
  const registry = open();
  try {
    await acts[act]?.(registry);
    return undefined;
  } catch (error) {
    return RegistryError.is(error) ? [error.kind, error.message, error.next] : ["none", String(error), ""];
  } finally {
    registry.close();
    rmSync(join(disk, "filler"));
  }
}

const outcomes: Outcome[] = [];
for (const [act, make] of Object.entries(acts)) {
  renew();
  const before = await stateOf();
  const registry = open();
  await make(registry);
  registry.close();
  const after = await stateOf();
  for (const free of [0, 1, 2, 3, 4, 6, 9, 14, 20]) {
    renew();
    const refused = await tried(act, free);
    const now = await stateOf();
    const state = now === after ? "after" : now === before ? "before" : "other";
    outcomes.push({ act, free, ...(refused === undefined ? {} : { refused }), state });
  }
}
// What is left is what the acts made of one store, each of them refused first.
renew();
for (const [act, make] of Object.entries(acts)) {
  await tried(act, 0);
  const registry = open();
  await make(registry).catch(() => undefined);
  registry.close();
}
cpSync(join(disk, name), join(source, "after", name), { recursive: true });
console.log(JSON.stringify(outcomes));
