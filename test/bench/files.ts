import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { openFileStoreRegistry } from "#registry/filestore/fileStoreRegistry.ts";
import { cached } from "../../scripts/setup/cache.mjs";
import { type Figure, interleaved, median, ms, times } from "./figure.ts";

const signal = new AbortController().signal;
const query = { experimentIds: ["1"], filter: "", orderBy: [] };
const runCount = 10_000;
const watchedCount = 1000;
const looks = 40;

/** Runs from file stores with 5 metrics, 5 params and 3 tags each: 14 files a run. Beside it, the files merely read. */
export async function fileFigures(): Promise<Figure[]> {
  const many = join(await storeOf(runCount), "mlruns");
  return [...(await reading(many)), await watching(join(await storeOf(watchedCount), "mlruns"))];
}

async function storeOf(runs: number): Promise<string> {
  const python = process.env["SLIPWAY_PYTHON"];
  if (python === undefined) throw new Error("SLIPWAY_PYTHON is not set: run this through npm.");
  const script = join(import.meta.dirname, "make_files_store.py");
  const make = (folder: string) => promisify(execFile)(python, [script, folder, String(runs)]);
  return cached(`bench-files-${runs}-1`, `writing a file store of ${runs.toLocaleString("en")} runs for the bench`, make);
}

async function reading(root: string): Promise<Figure[]> {
  const experiment = join(root, "1");
  const ids = () => readdirSync(experiment).filter((name) => name.length === 32);
  const asked = (limit: number) => async () => {
    const registry = openFileStoreRegistry(root, Date.now);
    const page = await registry.runs({ ...query, limit }, signal);
    registry.close();
    if (page.ids.length !== limit) throw new Error(`${page.ids.length} runs`);
  };
  const open = openFileStoreRegistry(root, Date.now);
  const works = {
    first: asked(100),
    heads: () => {
      for (const id of ids()) readFileSync(join(experiment, id, "meta.yaml"), "utf8");
    },
    sorted: () => open.runs({ ...query, orderBy: ["metrics.metric_1 DESC"], limit: 100 }, signal),
    all: asked(runCount),
    files: () => {
      for (const id of ids()) {
        readFileSync(join(experiment, id, "meta.yaml"), "utf8");
        for (const kind of ["metrics", "params", "tags"]) {
          for (const name of readdirSync(join(experiment, id, kind))) readFileSync(join(experiment, id, kind, name), "utf8");
        }
      }
    },
  };
  await interleaved(2, works);
  const samples = await interleaved(7, works);
  open.close();
  const [first, heads, sorted, all, files] = [samples.first, samples.heads, samples.sorted, samples.all, samples.files].map(median) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return [
    {
      what: "first 100 of 10,000 runs from mlruns/, opened anew, p50",
      ours: ms(first),
      peer: `every meta.yaml merely read ${ms(heads)}`,
      ratio: times(heads / first),
      budget: { text: ms(200), met: first <= 200 },
    },
    { what: "the 100 of them with the greatest value of a metric, p50", ours: ms(sorted) },
    {
      what: "all 10,000 runs from mlruns/ with latest metrics, params and tags as columns, p50",
      ours: ms(all),
      peer: `the 140,000 files merely read ${ms(files)}`,
      ratio: times(files / all),
      budget: { text: "within 1.5× of reading", met: all / files <= 1.5 },
    },
  ];
}

/** Time on a core, over many looks at a store of runs that have ended. */
async function watching(root: string): Promise<Figure> {
  const registry = openFileStoreRegistry(root, Date.now);
  for (let look = 0; look < looks; look++) await registry.changes(signal);
  const begun = process.cpuUsage();
  for (let look = 0; look < looks; look++) await registry.changes(signal);
  const { user, system } = process.cpuUsage(begun);
  registry.close();
  const each = (user + system) / 1000 / looks;
  return {
    what: "a look for changes in an mlruns/ of 1,000 runs, once a second: part of a core",
    ours: `${(each / 10).toFixed(1)} %`,
    budget: { text: "under 5 %", met: each < 50 },
  };
}
