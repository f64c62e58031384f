import assert from "node:assert/strict";
import { Worker } from "node:worker_threads";
import { heavyTexts } from "./heavyTexts.ts";
import type { HeavyQuestion } from "./heavyWorker.ts";

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
  let reader: HeavyReader | undefined;

  after(() => reader?.end());

  // One thread reads them all, because starting it takes longer than most of them; where one ends it, the next gets another.
  for (const what of Object.keys(heavyTexts)) {
    it(`are read and asked everything within ${mostMemory} MB: ${what}`, async () => {
      reader = reader?.isAlive ? reader : new HeavyReader();
      await reader.survives(what);
    });
  }
});

class HeavyReader {
  readonly #worker = new Worker(new URL("heavyWorker.ts", import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: mostMemory } });
  isAlive = true;
  #heard: (name: string | null) => void = () => undefined;
  #ended: (error: Error) => void = () => undefined;

  constructor() {
    this.#worker.on("message", (name: string | null) => this.#heard(name));
    this.#worker.on("error", (error) => this.#ended(error));
    this.#worker.on("exit", () => this.#ended(new Error("it ended")));
  }

  async survives(what: string): Promise<void> {
    let at = "";
    let watch: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#ended = (error) => reject(new Error(`as ${at}`, { cause: error }));
        this.#heard = (name) => {
          clearTimeout(watch);
          if (name === null) return resolve();
          at = name;
          watch = setTimeout(() => reject(new Error(`it hangs as ${at}`)), hangs);
        };
        this.#worker.postMessage({ what, names } satisfies HeavyQuestion);
      });
      assert.equal(at, names.at(-1));
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      clearTimeout(watch);
    }
  }

  async end(): Promise<void> {
    this.isAlive = false;
    await this.#worker.terminate();
  }
}
