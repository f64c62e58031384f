/**
 * `npm run mutate -- FOLDER [FILE…]`: changes the sources of a folder one line at a time and says which changes no test notices; Files: only these.
 * The tests stay loaded, and a change asks only those that run its line.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** Without the generated ones, which take seconds: a change in a constant is tried with all tests. */
const quickTestsOfFiles = [
  "server/formats/**/!(*.slow).test.ts",
  "server/{rules,features}/*.test.ts",
  "server/workspace/{checks,links,namedPaths}.test.ts",
  "test/golden/*.test.ts",
];

/** Per folder: the least share of changes that tests must notice, in percent, and the tests that are asked. */
const folders: Readonly<Record<string, { readonly goal: number; readonly tests: readonly string[] }>> = {
  "registry/promotion": {
    goal: 90,
    tests: ["registry/promotion/**/*.test.ts", "server/promotion/{acts,seen,stages,undo,corners,raced}.test.ts"],
  },
  "registry/model": { goal: 80, tests: ["registry/model/**/*.test.ts"] },
  "registry/sqlite": { goal: 80, tests: ["registry/sqlite/*.test.ts", "server/promotion/stages.test.ts"] },
  "server/formats": { goal: 80, tests: quickTestsOfFiles },
  "server/rules": { goal: 80, tests: quickTestsOfFiles },
  "server/compare": { goal: 75, tests: ["server/compare/*.test.ts"] },
};

const [folder = "", ...files] = process.argv.slice(2);
const chosen = Object.hasOwn(folders, folder) ? folders[folder] : undefined;
if (chosen === undefined) {
  console.error(`Name one of the folders: ${Object.keys(folders).join(", ")}.`);
  process.exit(2);
}

async function filesOf(patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for await (const file of glob([...patterns], { exclude: (name) => name === "node_modules" })) found.add(file);
  return [...found].sort();
}

/**
 * Has what no test noticed in the asked files (none: in all) asked again. Of constants, which are made when the tests are loaded, Stryker
 * does not know which tests they reach, and would keep its answer when there is a new test.
 */
async function forgetUnnoticed(earlier: string, asked: readonly string[]): Promise<void> {
  if (!existsSync(earlier)) return;
  const report = JSON.parse(await readFile(earlier, "utf8")) as { files: Record<string, { mutants: { status: string }[] }> };
  for (const [path, source] of Object.entries(report.files)) {
    if (asked.length > 0 && !asked.includes(path)) continue;
    source.mutants = source.mutants.filter(({ status }) => status !== "Survived" && status !== "NoCoverage");
  }
  await writeFile(earlier, JSON.stringify(report));
}

const root = resolve(import.meta.dirname, "..");
const cache = join(root, ".cache/mutate");
await mkdir(cache, { recursive: true });
const name = folder.replace("/", "-");
const sources = files.length > 0 ? files : [`${folder}/**/*.ts`, `!${folder}/**/*.test.ts`, `!${folder}/**/test*.ts`];
const earlier = join(cache, `${name}.json`);
await forgetUnnoticed(earlier, files);
const nodeArguments = ["--disable-warning=ExperimentalWarning", "--require", join(root, "scripts/requireCjs.cjs")];
const settings = {
  packageManager: "npm",
  testRunner: "mocha",
  plugins: ["@stryker-mutator/mocha-runner"],
  mutate: sources,
  // Whole names: mocha does not expand braces.
  mochaOptions: { spec: await filesOf(chosen.tests), ui: "bdd" },
  testRunnerNodeArgs: nodeArguments,
  coverageAnalysis: "perTest",
  // A change in a constant is tried in a process of its own, with all tests: most of the time of a run.
  ignoreStatic: process.env["SLIPWAY_MUTATE_CONSTANTS"] === "no",
  concurrency: Number(process.env["SLIPWAY_MUTATE_WORKERS"] ?? 1),
  timeoutMS: 30_000,
  incremental: true,
  incrementalFile: earlier,
  reporters: ["clear-text"],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  thresholds: { high: 100, low: chosen.goal, break: chosen.goal },
  ignorePatterns: ["dist", ".cache", "media"],
  tempDirName: `.cache/mutate/${name}`,
};
const file = join(cache, `${name}.config.json`);
await writeFile(file, JSON.stringify(settings, null, 2));
const stryker = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js");
const { status } = spawnSync(process.execPath, [...nodeArguments, stryker, "run", file], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 2;
