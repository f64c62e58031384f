import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { experimentsRequest, registryChanged, runsRequest } from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { compareDataRequest, curvesRequest } from "#protocol/views/compare.ts";
import { type Figure, median, ms, percentile, times } from "./figure.ts";
import { LspProcess, ourServer } from "./lspProcess.ts";
import { inScratch } from "./scratch.ts";

const rounds = 4;
/** Of one round, each way. */
const seconds = 4;

/** A real MLflow that logs 100 metrics a second to a local store, alone and beside the side bar and a Compare page that follow it. */
export function writingFigures(): Promise<Figure[]> {
  return inScratch(async (folder) => {
    const python = process.env["SLIPWAY_PYTHON"];
    if (python === undefined) throw new Error("SLIPWAY_PYTHON is not set: run this through npm.");
    const store = join(folder, "store");
    const script = join(import.meta.dirname, "writing.py");
    const training = spawn(python, [script, store], { stdio: ["pipe", "pipe", "ignore"] });
    try {
      return await measured(training, store);
    } finally {
      training.kill();
    }
  });
}

async function measured(training: ChildProcess, store: string): Promise<Figure[]> {
  const lines = createInterface({ input: training.stdout ?? process.stdin })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  const run = await next();
  const log = async (): Promise<number[]> => {
    training.stdin?.write(`${seconds}\n`);
    return JSON.parse(await next()) as number[];
  };
  await log();
  const [alone, beside]: [number[], number[]] = [[], []];
  let reads = 0;
  for (let round = 0; round < rounds; round++) {
    alone.push(...(await log()));
    const views = await openViews(store, run);
    beside.push(...(await log()));
    reads += await views.close();
  }
  const [our, their] = [median(beside), median(alone)];
  const lost = 1 - beside.length / alone.length;
  return [
    {
      what: "a training that logs 100 metrics a second, beside the side bar and a Compare page: one batch, p50",
      ours: `${ms(our)} (p99 ${ms(percentile(beside, 0.99))}, ${Math.round(reads / rounds / seconds)} reads a second)`,
      peer: `alone ${ms(their)} (p99 ${ms(percentile(alone, 0.99))})`,
      ratio: times(their / our),
    },
    {
      what: "metrics a second that it loses by that",
      ours: `${(100 * lost).toFixed(1)} %`,
      peer: `alone ${Math.round((alone.length * 10) / rounds / seconds)} a second`,
      budget: { text: "under 5 %", met: lost < 0.05 },
    },
  ];
}

/** What the editor asks each time it is told of a change, with the tree's experiment open and the run on a Compare page. */
async function openViews(store: string, run: string): Promise<{ close(): Promise<number> }> {
  const server = new LspProcess(ourServer);
  const settings = { ...defaultSettings, registry: `sqlite:///${join(store, "mlflow.db")}` };
  let reads = 0;
  const ask = async (method: string, params: unknown) => {
    reads++;
    await server.connection.sendRequest(method, params);
  };
  const readAll = async () => {
    await ask(experimentsRequest.method, {});
    await ask(runsRequest.method, { experimentId: "1" });
    await ask(compareDataRequest.method, { runIds: [run] });
    await ask(curvesRequest.method, { runIds: [run], metric: "metric_0", maxPoints: 1000 });
  };
  let reading = Promise.resolve();
  server.connection.onNotification(registryChanged.method, () => {
    reading = reading.then(readAll).catch(() => undefined);
  });
  await server.initialize(store, { trusted: true, settings, credentials: [] });
  await readAll();
  return {
    close: async () => {
      await server.stop();
      return reads;
    },
  };
}
