import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mustHavePython } from "../contract/realMlflow.ts";
import { caseCount } from "../generatedCases.ts";
import type { DvcProject } from "./dvcProjects.ts";
import { corpus } from "./realMlflow.ts";

const python = process.env["SLIPWAY_DVC_PYTHON"];

/** Changed projects. */
export const dvcCases = caseCount(1000);
/** Changed files of each kind that DVC writes itself. */
export const keptCases = caseCount(250);

/** Skips a suite where there is no Python with DVC; in CI there has to be one. */
export function needsDvc(context: Mocha.Context): void {
  if (python !== undefined) return;
  if (mustHavePython) throw new Error("SLIPWAY_DVC_PYTHON is not set: in CI the real DVC has to judge");
  console.log("    skipped: SLIPWAY_DVC_PYTHON names no Python with DVC");
  context.skip();
}

/** What a script beside this file, run by the Python that has DVC, answers to a question. */
export function askDvc(script: string, question: unknown): unknown {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { stdout, stderr, status } = spawnSync(python ?? "", [file], { input: JSON.stringify(question), encoding: "utf8", maxBuffer: 1e9 });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** Files that DVC reads, among those of other people's repositories. */
const read = /(?:^|\/)(?:dvc\.(?:yaml|lock)|[^/]+\.dvc|[^/]*(?:params|config)[^/]*\.(?:ya?ml|json|toml|py))$/;

/** Other people's repositories that have a pipeline, as far as DVC reads them; none where the collection is not there. */
export function corpusProjects(): DvcProject[] {
  const root = join(corpus, "repos");
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((name) => {
    if (!statSync(join(root, name)).isDirectory()) return [];
    const paths = readdirSync(join(root, name), { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
    const files = paths.filter((path) => read.test(path)).map((path) => [path, readFileSync(join(root, name, path), "utf8")] as const);
    return files.some(([path]) => path.endsWith("dvc.yaml")) ? [Object.fromEntries(files)] : [];
  });
}

/** Earlier versions of pipelines of other people, each by itself. */
export function corpusHistory(): DvcProject[] {
  const folder = join(corpus, "history", "dvc.yaml");
  return existsSync(folder) ? readdirSync(folder).map((name) => ({ "dvc.yaml": readFileSync(join(folder, name), "utf8") })) : [];
}
