/**
 * `npm run TASK`: makes sure that what the task needs is installed, then runs it under Node 24. Plain JavaScript without
 * dependencies, because it is the first thing that runs on a new machine, on Node 20.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { chromium } from "./setup/chromium.mjs";
import { dependencies, node24 } from "./setup/dependencies.mjs";
import { editorHost } from "./setup/editorHost.mjs";
import { python } from "./setup/python.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** What a task needs besides the dependencies, and the script that it is. */
const tasks = {
  demo: { needs: ["editor"], script: "scripts/demo.ts" },
  test: { needs: ["editor", "python", "dvc", "chromium"], script: "scripts/test.ts", args: ["all"] },
  check: { needs: [], script: "scripts/test.ts", args: ["quick"] },
  build: { needs: [], script: "scripts/build.ts" },
  package: { needs: [], script: "scripts/package.ts" },
  bench: { needs: ["editor", "python", "chromium"], script: "scripts/bench.ts" },
  slipway: { needs: [], script: "cli/main.ts" },
  mutate: { needs: [], script: "scripts/mutate.ts" },
  docs: { needs: [], script: "scripts/generate-docs.ts" },
  sample: { needs: ["python"], script: "scripts/sample/sample.ts" },
  format: { needs: [], script: "scripts/format.ts" },
};

/** Name of a need: the environment variable that tells the task where the thing is, and what finds or installs it. */
const needs = {
  editor: ["SLIPWAY_EDITOR", () => editorHost(root)],
  python: ["SLIPWAY_PYTHON", () => python(root)],
  dvc: ["SLIPWAY_DVC_PYTHON", () => python(root, "test/requirements-dvc.txt")],
  chromium: ["SLIPWAY_CHROMIUM", () => chromium()],
};

async function main(name, args) {
  const task = tasks[name];
  if (task === undefined) throw new Error(`There is no task ${name}. Tasks: ${Object.keys(tasks).join(", ")}.`);
  await dependencies(root);
  const environment = { ...process.env };
  const wanted = name === "demo" && args.includes("--screenshot") ? [...task.needs, "chromium"] : task.needs;
  for (const need of wanted) {
    const [variable, provide] = needs[need];
    environment[variable] ||= await provide();
  }
  const script = fileURLToPath(new URL(`../${task.script}`, import.meta.url));
  const cwd = name === "slipway" ? (process.env.INIT_CWD ?? process.cwd()) : root;
  return start(node24(root), ["--disable-warning=ExperimentalWarning", script, ...(task.args ?? []), ...args], { cwd, env: environment });
}

/** ms between two looks at who started us. */
const orphanCheck = 500;

/**
 * Ctrl-C reaches the child by itself (same process group); a TERM and a HUP are handed on. npm hands on neither: when it is gone, the
 * task ends too. The child's exit status becomes ours.
 */
function start(node, args, options) {
  const child = spawn(node, args, { ...options, stdio: "inherit" });
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill("SIGTERM"));
  const starter = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === starter) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, orphanCheck);
  watch.unref();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => resolve(status ?? 128 + (constants.signals[signal] ?? 1)));
  });
}

main(process.argv[2], process.argv.slice(3)).then(
  (status) => {
    process.exitCode = status;
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
