import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { repositoryRoot } from "./repositoryRoot.ts";

/** The Python that has MLflow 3.17.2; `npm test` sets it. Absent on a machine that could not install it. */
export const python = process.env["SLIPWAY_PYTHON"];

/** In CI the real MLflow has to be there; elsewhere its tests say why they are skipped. */
export const mustHavePython = process.env["CI"] === "true";

/** No telemetry, and none of the background jobs that a server otherwise starts (3.17.2). */
export const quiet = { MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "true", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" };
const startTimeout = 120_000;

/** Makes `folder/mlflow.db` with the committed script, the same each time. Takes about 15 s. */
export async function makeStore(pythonPath: string, folder: string): Promise<void> {
  const script = join(repositoryRoot, "test", "fixtures", "registry", "make_store.py");
  await promisify(execFile)(pythonPath, [script, folder], { env: { ...process.env, ...quiet, PYTHONHASHSEED: "0" } });
}

/** Makes the same store as files, `folder/mlruns`. */
export async function makeFileStore(pythonPath: string, folder: string): Promise<void> {
  const script = join(repositoryRoot, "test", "fixtures", "registry", "make_store.py");
  await promisify(execFile)(pythonPath, [script, folder, "files"], { env: { ...process.env, ...quiet, PYTHONHASHSEED: "0" } });
}

export interface MlflowServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts `mlflow server` on the store in `folder`, with its artifacts, and waits until it answers (15 to 25 s). */
export async function startServer(
  pythonPath: string,
  folder: string,
  more: Readonly<Record<string, string>> = {},
  moreOptions: readonly string[] = [],
): Promise<MlflowServer> {
  const port = await freePort();
  const options = ["--backend-store-uri", "sqlite:///mlflow.db", "--artifacts-destination", "./mlartifacts", ...moreOptions];
  const child = spawn(pythonPath, ["-m", "mlflow", "server", ...options, "--host", "127.0.0.1", "--port", String(port), "--workers", "1"], {
    cwd: folder,
    env: { ...process.env, ...quiet, ...more },
    // A group of its own: the server starts workers, and they have to end with it.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    const prefixed = moreOptions.indexOf("--static-prefix");
    await untilHealthy(url, prefixed < 0 ? "" : (moreOptions[prefixed + 1] ?? ""), child);
  } catch (error) {
    await stop(child);
    throw new Error(`mlflow server did not start: ${log}`, { cause: error });
  }
  return { url, stop: () => stop(child) };
}

async function untilHealthy(url: string, prefix: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + startTimeout;
  while (Date.now() < end) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended with status ${child.exitCode ?? child.signalCode}`);
    // With a static prefix, it is there alone.
    const answers = await Promise.all(["", prefix].map((path) => fetch(`${url}${path}/health`).catch(() => undefined)));
    if (answers.some((answer) => answer?.ok)) return;
    await sleep(250);
  }
  throw new Error(`no answer in ${startTimeout / 1000} s`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid, "SIGTERM");
  const late = AbortSignal.timeout(5000);
  late.addEventListener("abort", () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
  });
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
