import assert from "node:assert/strict";
import { Worker } from "node:worker_threads";
import { heavyTexts } from "./heavyTexts.ts";

/** One of each reader: of YAML for DVC, for MLflow and for ourselves, and of Python. */
const usual = ["dvc.yaml", "MLproject", "slipway.yaml", "x.py"];
const all = [
  ...usual,
  "x.dvc",
  "dvc.lock",
  "MLmodel",
  "conda.yaml",
  "python_env.yaml",
  "params.yaml",
  "params.toml",
  "params.json",
  "params.py",
];
/** With `SLIPWAY_DOCUMENTS` there is time for all. */
const names = process.env["SLIPWAY_DOCUMENTS"] === undefined ? usual : all;

/** ms for a text under one name, many times what it takes: after that it hangs. */
const hangs = 60_000;
/** MB of the heap that a thread may have; the texts themselves are up to 100 MB. */
const mostMemory = 600;

describe("texts that are made to cost much", function () {
  this.timeout(names.length * hangs);
  for (const what of Object.keys(heavyTexts)) it(`are read and asked everything within ${mostMemory} MB: ${what}`, () => survives(what));
});

async function survives(what: string): Promise<void> {
  const worker = new Worker(new URL("heavyWorker.ts", import.meta.url), {
    workerData: { what, names },
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  let at = "";
  let watch: NodeJS.Timeout | undefined;
  let hung = false;
  worker.on("message", (name: string) => {
    at = name;
    clearTimeout(watch);
    watch = setTimeout(() => {
      hung = true;
      void worker.terminate();
    }, hangs);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on("error", (error) => reject(new Error(`as ${at}`, { cause: error })));
      worker.on("exit", () => resolve());
    });
    assert.equal(hung, false, `it hangs as ${at}`);
    assert.equal(at, names.at(-1));
  } finally {
    clearTimeout(watch);
  }
}
