import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Format } from "#server/formats/format.ts";
import { readDocument } from "#server/formats/formats.ts";
import { checkConfig, type Problem } from "#server/rules/check.ts";
import { noFacts, noProject } from "#server/rules/rule.ts";
import { caseCount } from "../generatedCases.ts";

/** `SLIPWAY_CORPUS` names it where it is not beside this checkout. */
export const corpus = process.env["SLIPWAY_CORPUS"] ?? fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));
const python = process.env["SLIPWAY_PYTHON"];

export const cases = caseCount(1500);

/** Skips a suite where there is no Python with MLflow; in CI there has to be one. */
export function needsMlflow(context: Mocha.Context): void {
  if (python !== undefined) return;
  assert.notEqual(process.env["CI"], "true", "SLIPWAY_PYTHON must name a Python with MLflow in CI");
  console.log("    skipped: SLIPWAY_PYTHON names no Python with MLflow");
  context.skip();
}

/** What a script beside this file says of each text: null (accepted), or the error. */
export function verdicts(script: string, texts: readonly string[], ...options: readonly string[]): (string | null)[] {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { stdout, stderr, status } = spawnSync(python ?? "", [file, ...options], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as (string | null)[];
}

/** Files of a kind as other people have them, by path; none where the collection is not beside this checkout. */
export function corpusFiles(kind: string): Map<string, string> {
  const files = new Map<string, string>();
  if (!existsSync(corpus)) return files;
  const add = (path: string): unknown => files.set(path, readFileSync(join(corpus, path), "utf8"));
  if (existsSync(join(corpus, "history", kind)))
    for (const name of readdirSync(join(corpus, "history", kind))) add(`history/${kind}/${name}`);
  for (const line of readFileSync(join(corpus, "index.tsv"), "utf8").split("\n")) {
    const [format, , , , file] = line.split("\t");
    if (format === kind && file !== undefined) add(file);
  }
  return files;
}

/** What the checks say of a text when nothing is known of other files and of a registry. */
export function problemsOf(format: Format, text: string): readonly Problem[] {
  return checkConfig(readDocument(format, text, format.id), {
    facts: noFacts,
    project: noProject,
    exists: () => undefined,
    severities: {},
    onRuleFailure: (_code, error) => {
      throw error;
    },
  });
}

/** Texts that our errors and the tool's verdict tell apart differently, each with both. */
export function disagreements(
  format: Format,
  texts: readonly string[],
  said: readonly (string | null)[],
  counts: (problem: Problem) => boolean = ({ severity }) => severity === "error",
): string[] {
  return texts.flatMap((text, index) => {
    const verdict = said[index] ?? null;
    const errors = problemsOf(format, text).filter(counts);
    if ((verdict === null) === (errors.length === 0)) return [];
    const ours = errors.map(({ code, message }) => `${code}: ${message}`).join("; ") || "accepted";
    return [`tool: ${verdict ?? "accepted"}\nours: ${ours}\n${JSON.stringify(text)}`];
  });
}
