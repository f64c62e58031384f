import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Registry } from "#registry/api.ts";
import { openMlflowRegistry } from "#registry/mlflow/mlflowRegistry.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { cached } from "../../scripts/setup/cache.mjs";
import { startServer } from "../contract/realMlflow.ts";
import { type Figure, interleaved, median, ms, times } from "./figure.ts";

const signal = new AbortController().signal;
/** As many points as MLflow's server gives of 100 runs in one answer, and no more: 25,000. */
const steps = 250;

/** The histories of a metric in 100 runs: from the file, and by the one request that a server of MLflow's has for all of them. */
export async function historyFigures(): Promise<Figure[]> {
  const python = process.env["SLIPWAY_PYTHON"];
  if (python === undefined) throw new Error("SLIPWAY_PYTHON is not set: run this through npm.");
  const script = join(import.meta.dirname, "make_curves_store.py");
  const make = (folder: string) => promisify(execFile)(python, [script, folder, String(steps)]);
  const folder = await cached(`bench-curves-${steps}-1`, "writing a store of 100 runs with histories for the bench (10 s)", make);
  const server = await startServer(python, folder);
  const file = openSqliteRegistry(join(folder, "mlflow.db"), Date.now);
  const world = { fetch, random: Math.random, sleep: (time: number) => sleep(time), authorize: async () => undefined };
  const rest = openMlflowRegistry(new URL(server.url), world);
  try {
    const { ids } = await file.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 100 }, signal);
    const read = async (registry: Registry) => {
      const histories = await registry.history({ runIds: ids, metrics: ["val_loss"], maxPoints: 1000 }, signal);
      const points = histories.reduce((sum, { values }) => sum + values.length, 0);
      if (points !== ids.length * steps) throw new Error(`${points} points`);
    };
    const works = { file: () => read(file), rest: () => read(rest) };
    await interleaved(3, works);
    const samples = await interleaved(15, works);
    const [our, their] = [median(samples.file), median(samples.rest)];
    return [
      {
        what: `a metric's histories in 100 runs, ${steps} points each, p50`,
        ours: ms(our),
        peer: `mlflow server over REST ${ms(their)}`,
        ratio: times(their / our),
        budget: { text: "8×", met: their / our >= 8 },
      },
    ];
  } finally {
    file.close();
    rest.close();
    await server.stop();
  }
}
