import { readFile, stat } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import type { ConfigDocument, Format } from "#server/formats/format.ts";
import { formats, readDocument, recognise } from "#server/formats/formats.ts";
import { nodeFiles } from "#server/nodeFiles.ts";
import { checkConfig } from "#server/rules/check.ts";
import { findConfigFiles } from "#server/workspace/configFiles.ts";
import { factsForFile } from "#server/workspace/factsForFile.ts";
import { fileText, type Looks, lookAround, type Surroundings } from "#server/workspace/surroundings.ts";
import { CannotDo, type ExitStatus, type Io, writeJson } from "./io.ts";
import { type FileProblem, githubReport, jsonReport, sarifReport, textReport } from "./problemFormats.ts";
import { ProjectShares } from "./projectShares.ts";
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

/** `slipway check`: problems of the config files at or below the paths; of those that rest on a `changed` one (by URI) only, where these are given. */
export async function check(
  io: Io,
  paths: readonly string[],
  options: {
    readonly format: CheckFormat;
    readonly against: CheckedAgainst | undefined;
    readonly toolVersion: string;
    readonly changed?: ReadonlySet<string>;
  },
): Promise<ExitStatus> {
  const files = await findFiles(paths, io.signal);
  const facts = new AskedFacts();
  const { against } = options;
  const all = await Promise.all(files.map(placedFile));
  const placed = options.changed === undefined ? all : all.filter((file) => restsOn(file, options.changed ?? new Set()));
  const look = () => placed.flatMap((file) => problemsOf(file, against, facts, io));
  let problems = look();
  for (let round = 0; round < mostRounds && against && (await facts.load(against.registry, io.signal)); round++) problems = look();
  if (options.format === "json") writeJson(io, jsonReport(placed.length, problems));
  else if (options.format === "sarif") writeJson(io, sarifReport(options.toolVersion, problems));
  else
    io.out(
      options.format === "github"
        ? githubReport(problems)
        : textReport(problems, new Map(placed.map(({ path, document }) => [shownPath(path), document.model.text]))),
    );
  const errors = problems.filter((problem) => problem.severity === "error").length;
  io.note(`${count(placed.length, "file")}, ${count(problems.length, "problem")}, ${count(errors, "error")}\n`);
  return errors > 0 ? 1 : 0;
}

/** Has the file changed, or one that it names? */
function restsOn({ path, around }: PlacedFile, changed: ReadonlySet<string>): boolean {
  const { rests, looked, texts } = around;
  return [pathToFileURL(path).href, ...rests.keys(), ...looked.keys(), ...texts.keys()].some((uri) => changed.has(uri));
}

function shownPath(path: string): string {
  return relative(process.cwd(), path).split(sep).join("/");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

interface PlacedFile {
  readonly path: string;
  readonly document: ConfigDocument;
  readonly around: Surroundings;
}

async function placedFile({ path, format, text }: ConfigText): Promise<PlacedFile> {
  const document = readDocument(format, text, pathToFileURL(path).href);
  return { path, document, around: await lookAround(document, looks) };
}

const looks: Looks = {
  exists: async (uri) => (await nodeFiles.stat(uri)) !== undefined,
  async document(uri) {
    const text = await nodeFiles.readText(uri).catch(() => undefined);
    const format = text === undefined ? undefined : recognise(uri, text);
    return format && readDocument(format, text ?? "", uri);
  },
  async text(uri) {
    const found = await nodeFiles.stat(uri);
    if (found === undefined || found.type === "folder") return { kind: found === undefined ? "missing" : "folder" };
    const text = await nodeFiles.readText(uri).catch(() => undefined);
    return text === undefined ? { kind: "unknown" } : { kind: "read", data: fileText(text) };
  },
  async share(document, own) {
    return shares.of(document, own);
  },
};

const shares = new ProjectShares(looks);

function problemsOf({ path, document, around }: PlacedFile, against: CheckedAgainst | undefined, facts: AskedFacts, io: Io): FileProblem[] {
  const folder = pathToFileURL(against?.policyFolder ?? dirname(path)).href;
  const open = against && [{ uri: against.registry.source.uri, folders: [folder], policyFolder: folder, facts }];
  const problems = checkConfig(document, {
    facts: open === undefined ? facts : factsForFile(document, open, backends),
    project: around.project,
    severities: {},
    exists: around.exists,
    onRuleFailure: (code, error) => io.note(`Rule ${code} failed on ${path}: ${error instanceof Error ? error.message : String(error)}\n`),
  });
  return problems.map((problem) => ({ ...problem, file: shownPath(path), format: document.format.id }));
}

async function findFiles(paths: readonly string[], signal: AbortSignal): Promise<ConfigText[]> {
  // By URI; two paths can lead to one file.
  const found = new Map<string, ConfigText>();
  for (const path of paths) {
    const absolute = resolve(path);
    const kind = await stat(absolute).catch(() => undefined);
    if (kind === undefined) throw new CannotDo(`There is no file or folder ${path}.`);
    const uri = pathToFileURL(absolute).href;
    if (kind.isDirectory()) {
      for (const { uri: each, format } of await findConfigFiles(nodeFiles, [uri], { followLinks: false }, signal)) {
        found.set(each, { path: fileURLToPath(each), format, text: await read(fileURLToPath(each)) });
      }
    } else {
      const text = await read(absolute);
      const format = recognise(uri, text);
      if (format === undefined) throw new CannotDo(`${path} is not a config file that Slipway checks (${names}).`);
      found.set(uri, { path: absolute, format, text });
    }
  }
  return [...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

const names = formats.map(({ id }) => id).join(", ");

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CannotDo(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
