/**
 * `npm run mutate -- FOLDER [FILE…]`: changes the sources of a folder one line at a time and says which changes no test notices. Every
 * change runs the folder's tests in a process of its own, because Stryker's mocha runner does not load with this mocha. Files: only these.
 */
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** Per folder: the least share of changes that tests must notice, in percent, and the tests that are asked. */
const folders: Readonly<Record<string, { readonly goal: number; readonly tests: readonly string[] }>> = {
  "registry/promotion": {
    goal: 90,
    tests: ["registry/promotion/**/*.test.ts", "server/promotion/{acts,seen,stages,undo,corners}.test.ts"],
  },
  "registry/model": { goal: 80, tests: ["registry/model/**/*.test.ts"] },
  "registry/sqlite": { goal: 80, tests: ["registry/sqlite/*.test.ts", "server/promotion/stages.test.ts"] },
  "server/formats": { goal: 80, tests: ["server/formats/**/*.test.ts", "test/golden/*.test.ts"] },
  "server/rules": { goal: 80, tests: ["server/rules/*.test.ts", "test/golden/*.test.ts"] },
  "server/compare": { goal: 75, tests: ["server/compare/*.test.ts"] },
};

const [folder = "", ...files] = process.argv.slice(2);
const chosen = Object.hasOwn(folders, folder) ? folders[folder] : undefined;
if (chosen === undefined) {
  console.error(`Name one of the folders: ${Object.keys(folders).join(", ")}.`);
  process.exit(2);
}

const root = resolve(import.meta.dirname, "..");
const cache = join(root, ".cache/mutate");
await mkdir(cache, { recursive: true });
const name = folder.replace("/", "-");
const sources = files.length > 0 ? files : [`${folder}/**/*.ts`, `!${folder}/**/*.test.ts`, `!${folder}/**/test*.ts`];
const settings = {
  packageManager: "npm",
  testRunner: "command",
  plugins: [],
  mutate: sources,
  commandRunner: {
    command: `node --disable-warning=ExperimentalWarning scripts/mochaPart.ts dot 20000 ${chosen.tests.map((test) => `"${test}"`).join(" ")}`,
  },
  concurrency: Number(process.env["SLIPWAY_MUTATE_WORKERS"] ?? 1),
  timeoutMS: 30_000,
  incremental: true,
  incrementalFile: join(cache, `${name}.json`),
  reporters: ["clear-text"],
  clearTextReporter: { logTests: false, allowColor: false },
  thresholds: { high: 100, low: chosen.goal, break: chosen.goal },
  ignorePatterns: ["dist", ".cache", "media"],
  tempDirName: ".cache/mutate/work",
};
const file = join(cache, `${name}.config.json`);
await writeFile(file, JSON.stringify(settings, null, 2));
const stryker = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js");
const { status } = spawnSync(process.execPath, [stryker, "run", file], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 2;
