import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Registry } from "#registry/api.ts";
import type { Format } from "#server/formats/format.ts";
import { readDocument, recognise } from "#server/formats/formats.ts";
import { namedPath } from "#server/formats/namedPath.ts";
import { checkConfig } from "#server/rules/check.ts";
import { isVendored } from "#server/workspace/configFiles.ts";
import { factsForFile } from "#server/workspace/factsForFile.ts";
import { CannotDo, type ExitStatus, type Io, writeJson } from "./io.ts";
import { type FileProblem, githubReport, jsonReport, sarifReport, textReport } from "./problemFormats.ts";
import { AskedFacts } from "./registryFacts.ts";

export type CheckFormat = "text" | "json" | "sarif" | "github";

interface ConfigText {
  readonly path: string;
  readonly format: Format;
  readonly text: string;
}

/** The registry that names are checked against. */
export interface CheckedAgainst {
  readonly registry: Registry;
  /** Folder of the policy that it was opened for; absent: it was named for all files. */
  readonly policyFolder?: string;
}

/** Facts can lead to questions about other facts; more rounds than this means a rule that never ends. */
const mostRounds = 4;

/** `slipway check`: problems of the config files at or below the paths. */
export async function check(
  io: Io,
  paths: readonly string[],
  options: { readonly format: CheckFormat; readonly against: CheckedAgainst | undefined; readonly toolVersion: string },
): Promise<ExitStatus> {
  const files = await findFiles(paths, io.signal);
  const facts = new AskedFacts();
  const { against } = options;
  const look = () => files.flatMap((file) => problemsOf(file, against, facts, io));
  let problems = look();
  for (let round = 0; round < mostRounds && against && (await facts.load(against.registry, io.signal)); round++) problems = look();
  if (options.format === "json") writeJson(io, jsonReport(files.length, problems));
  else if (options.format === "sarif") writeJson(io, sarifReport(options.toolVersion, problems));
  else io.out(options.format === "github" ? githubReport(problems) : textReport(problems));
  const errors = problems.filter((problem) => problem.severity === "error").length;
  io.note(`${count(files.length, "file")}, ${count(problems.length, "problem")}, ${count(errors, "error")}\n`);
  return errors > 0 ? 1 : 0;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function problemsOf({ path, format, text }: ConfigText, against: CheckedAgainst | undefined, facts: AskedFacts, io: Io): FileProblem[] {
  const document = readDocument(format, text, pathToFileURL(path).href);
  const open = against && { uri: against.registry.source.uri, folder: pathToFileURL(against.policyFolder ?? dirname(path)).href };
  const problems = checkConfig(document, {
    facts: factsForFile(document, open, facts),
    severities: {},
    exists: (target) => {
      const uri = namedPath(target, document.uri);
      return uri === undefined ? undefined : existsSync(new URL(uri));
    },
    onRuleFailure: (code, error) => io.note(`Rule ${code} failed on ${path}: ${error instanceof Error ? error.message : String(error)}\n`),
  });
  const file = relative(process.cwd(), path).split(sep).join("/");
  return problems.map((problem) => ({ ...problem, file, format: format.id }));
}

async function findFiles(paths: readonly string[], signal: AbortSignal): Promise<ConfigText[]> {
  const found = new Map<string, ConfigText>();
  for (const path of paths) {
    const absolute = resolve(path);
    const kind = await stat(absolute).catch(() => undefined);
    if (kind === undefined) throw new CannotDo(`There is no file or folder ${path}.`);
    if (kind.isDirectory()) {
      for (const file of await filesBelow(absolute, signal)) found.set(file.path, file);
    } else {
      const file = await readIfOurs(absolute);
      if (file === undefined) throw new CannotDo(`${path} is not a config file that Slipway checks (MLproject, slipway.yaml).`);
      found.set(absolute, file);
    }
  }
  return [...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

async function filesBelow(folder: string, signal: AbortSignal): Promise<ConfigText[]> {
  signal.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files: ConfigText[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !isVendored(entry.name) && !entry.name.startsWith(".")) files.push(...(await filesBelow(path, signal)));
    if (!entry.isFile() || !mayBeOurs(entry.name)) continue;
    const file = await readIfOurs(path);
    if (file !== undefined) files.push(file);
  }
  return files;
}

/** Is it worth reading? Files with any other extension are never config files of ours. */
function mayBeOurs(name: string): boolean {
  return recognise(name) !== undefined || /^[^.]+\.ya?ml$/i.test(name);
}

async function readIfOurs(path: string): Promise<ConfigText | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new CannotDo(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const format = recognise(path.split(sep).join("/"), text);
  return format === undefined ? undefined : { path, format, text };
}
