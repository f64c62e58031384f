import { execFile } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Answer } from "#protocol/message.ts";
import { type RowPage, type RunRow, runsRequest } from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import type { Registry } from "#registry/api.ts";
import { openMlflowRegistry } from "#registry/mlflow/mlflowRegistry.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { orderedRows, passingRows } from "#server/runs/order.ts";
import { cached } from "../../scripts/setup/cache.mjs";
import { startServer } from "../contract/realMlflow.ts";
import { type Figure, interleaved, median, ms, timed, times } from "./figure.ts";
import { LspProcess, ourServer } from "./lspProcess.ts";
import { inScratch } from "./scratch.ts";

const signal = new AbortController().signal;
const query = { experimentIds: ["1"], filter: "", orderBy: [] };
const runCount = 10_000;

/** Runs from a store of 10,000 with 20 metrics and 20 params each: from the file, through a real server, and by hand-written SQL. */
export async function runFigures(): Promise<Figure[]> {
  const python = process.env["SLIPWAY_PYTHON"];
  if (python === undefined) throw new Error("SLIPWAY_PYTHON is not set: run this through npm.");
  const script = join(import.meta.dirname, "make_runs_store.py");
  const make = (folder: string) => promisify(execFile)(python, [script, folder]);
  const folder = await cached("bench-runs-1", "writing a store of 10,000 runs for the bench (20 s)", make);
  const path = join(folder, "mlflow.db");
  return [
    ...(await againstServer(python, folder, path)),
    await againstSql(path),
    await inMemory(path),
    ...(await throughProcess(folder, path)),
  ];
}

async function againstServer(python: string, folder: string, path: string): Promise<Figure[]> {
  const server = await startServer(python, folder);
  let inServer = 0;
  // What passes until the whole answer is here is the server's (and the loopback's); the rest is ours.
  const measuredFetch: typeof fetch = async (input, init) => {
    const start = performance.now();
    const response = await fetch(input, init);
    const body = await response.arrayBuffer();
    inServer += performance.now() - start;
    return new Response(body, response);
  };
  const world = { fetch: measuredFetch, random: Math.random, sleep: (time: number) => sleep(time), authorize: async () => undefined };
  const rest = openMlflowRegistry(new URL(server.url), world);
  const open = openSqliteRegistry(path, Date.now);
  try {
    const first = (registry: Registry) => registry.runs({ ...query, limit: 100 }, signal);
    const works = {
      open: () => first(open),
      opening: async () => {
        const registry = openSqliteRegistry(path, Date.now);
        await first(registry);
        registry.close();
      },
      rest: () => first(rest),
    };
    // All answer before: the server fills its caches, the code is compiled.
    await interleaved(3, works);
    inServer = 0;
    const samples = await interleaved(15, works);
    const [our, opening, their] = [median(samples.open), median(samples.opening), median(samples.rest)];
    const restTotal = samples.rest.reduce((sum, sample) => sum + sample, 0);
    const added = restTotal / inServer - 1;
    const serverOwn = inServer / samples.rest.length;
    const thousand = await thousandRuns(open, rest);
    const peer = `mlflow server over REST ${ms(their)}`;
    return [
      {
        what: "first 100 of 10,000 runs from mlflow.db, p50",
        ours: ms(our),
        peer,
        ratio: times(their / our),
        budget: { text: "20×", met: their / our >= 20 },
      },
      { what: "the same with opening and closing the file", ours: ms(opening), peer, ratio: times(their / opening) },
      thousand,
      {
        what: "the same over REST: what we add to the server's own time",
        ours: `${(100 * added).toFixed(1)} %`,
        peer: `mlflow server ${ms(serverOwn)}`,
        budget: { text: "under 10 %", met: added < 0.1 },
      },
    ];
  } finally {
    open.close();
    rest.close();
    await server.stop();
  }
}

/** As many as a page of MLflow's own has at most before it asks again, with all columns. The server takes seconds for them. */
async function thousandRuns(open: Registry, rest: Registry): Promise<Figure> {
  const read = (registry: Registry) => registry.runs({ ...query, limit: 1000 }, signal);
  const works = { open: () => read(open), rest: () => read(rest) };
  await interleaved(1, works);
  const samples = await interleaved(5, works);
  const [our, their] = [median(samples.open), median(samples.rest)];
  return {
    what: "1,000 of 10,000 runs with latest metrics, params and tags as columns, p50",
    ours: ms(our),
    peer: `mlflow server over REST ${ms(their)}`,
    ratio: times(their / our),
    budget: { text: "40×", met: their / our >= 40 },
  };
}

/** The same rows and columns, stepped through and thrown away. */
const rawSql = [
  "SELECT run_uuid, name, experiment_id, status, lifecycle_stage, user_id, start_time, end_time, artifact_uri FROM runs " +
    "WHERE experiment_id = 1 AND lifecycle_stage = 'active' ORDER BY start_time DESC, run_uuid",
  ...["key, value, is_nan, step, timestamp FROM latest_metrics", "key, value FROM params", "key, value FROM tags"].map(
    (columns) => `SELECT run_uuid, ${columns} WHERE run_uuid IN (SELECT run_uuid FROM runs WHERE experiment_id = 1)`,
  ),
];

async function againstSql(path: string): Promise<Figure> {
  const database = new DatabaseSync(path, { readOnly: true });
  const statements = rawSql.map((sql) => database.prepare(sql));
  for (const statement of statements) statement.setReturnArrays(true);
  const registry = openSqliteRegistry(path, Date.now);
  const works = {
    ours: async () => {
      const page = await registry.runs({ ...query, limit: runCount }, signal);
      if (page.ids.length !== runCount) throw new Error(`${page.ids.length} runs`);
    },
    sql: () => {
      for (const statement of statements) for (const row of statement.iterate()) void row;
    },
  };
  await interleaved(1, works);
  const samples = await interleaved(5, works);
  registry.close();
  database.close();
  const [our, their] = [median(samples.ours), median(samples.sql)];
  return {
    what: "all 10,000 runs with latest metrics, params and tags as columns, p50",
    ours: ms(our),
    peer: `the raw SQL ${ms(their)}`,
    ratio: times(their / our),
    budget: { text: "within 1.5× of the SQL", met: our / their <= 1.5 },
  };
}

/** Another filter and another order each time, over what was read: what a Runs page waits for. */
async function inMemory(path: string): Promise<Figure> {
  const registry = openSqliteRegistry(path, Date.now);
  const page = await registry.runs({ ...query, limit: runCount }, signal);
  registry.close();
  const taken: number[] = [];
  for (let round = 0; round < 40; round++) {
    const filter = `metrics.metric_7 > ${round / 1000} AND params.param_3 != '${round}'`;
    const sort = [
      { column: `metric:${page.metrics[round % 20]?.key}`, descending: round % 2 === 0 },
      { column: `param:${page.params[round % 20]?.key}`, descending: false },
    ] as const;
    const work = () => orderedRows(page, passingRows(page, { filter }, { now: Date.now(), me: [] }), sort);
    taken.push(await timed(work));
  }
  const our = median(taken.slice(10));
  return { what: "10,000 runs filtered and sorted in memory, p50", ours: ms(our), budget: { text: ms(20), met: our <= 20 } };
}

/** As the side bar asks: pages through the background process, which opens the store first. It was started before, as it is on most days. */
function throughProcess(folder: string, path: string): Promise<Figure[]> {
  return inScratch(async (compiled) => {
    const start = async () => {
      const server = new LspProcess(ourServer, { NODE_COMPILE_CACHE: compiled });
      const settings = { ...defaultSettings, registry: `sqlite:///${path}` };
      await server.initialize(folder, { trusted: true, settings, credentials: [] });
      return server;
    };
    const before = await start();
    await pageOf(before, undefined);
    await before.end();
    return allPagesOf(await start());
  });
}

async function pageOf({ connection }: LspProcess, pageToken: string | undefined): Promise<RowPage<RunRow>> {
  const params = { experimentId: "1", ...(pageToken !== undefined && { pageToken }) };
  const answer = await connection.sendRequest<Answer<RowPage<RunRow>>>(runsRequest.method, params);
  if (!("value" in answer)) throw new Error(JSON.stringify(answer));
  return answer.value;
}

async function allPagesOf(server: LspProcess): Promise<Figure[]> {
  try {
    let token: string | undefined;
    const next = async () => {
      const page = await pageOf(server, token);
      token = page.nextPageToken;
      return page.rows.length;
    };
    let rows = 0;
    const first = await timed(async () => {
      while (rows < 100) rows += await next();
    });
    while (token !== undefined) rows += await next();
    const memory = await server.memory();
    if (rows !== runCount) throw new Error(`${rows} runs`);
    return [
      {
        what: "first 100 runs for the tree, asked of a server that just started",
        ours: ms(first),
        budget: { text: ms(100), met: first <= 100 },
      },
      {
        what: "memory of the server with all 10,000 runs asked for",
        ours: `${memory.toFixed(0)} MB`,
        budget: { text: "200 MB", met: memory < 200 },
      },
    ];
  } finally {
    await server.stop();
  }
}
