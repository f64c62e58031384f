import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ConfigDocument } from "#server/formats/format.ts";
import { readDocument, recognise } from "#server/formats/formats.ts";
import { checkConfig, type Problem } from "#server/rules/check.ts";
import { noFacts } from "#server/rules/rule.ts";
import { fileText, joinParts, type Looks, lookAround, partOfFile } from "#server/workspace/surroundings.ts";

/** Texts by path, from the top of the repository. */
export type DvcProject = Readonly<Record<string, string>>;

/** A stage as the real DVC has made it; paths from the top of the repository. */
export interface DvcStage {
  readonly name: string;
  /** Null: a map, which a command is never. */
  readonly cmd: string | readonly string[] | null;
  readonly deps: readonly string[];
  readonly outs: readonly string[];
}

export type DvcVerdict = { readonly refused: string } | { readonly stages: readonly DvcStage[] };

/** What the real DVC says of each project. */
export function dvcVerdicts(python: string, projects: readonly DvcProject[]): DvcVerdict[] {
  const script = fileURLToPath(new URL("dvcProjectOracle.py", import.meta.url));
  const { stdout, stderr, status } = spawnSync(python, [script], { input: JSON.stringify(projects), encoding: "utf8", maxBuffer: 1e9 });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as DvcVerdict[];
}

const top = "file:///project";

/** The problems of every file of a project, by its path. */
export async function problemsOfProject(project: DvcProject): Promise<Map<string, readonly Problem[]>> {
  const found = new Map<string, readonly Problem[]>();
  for (const [path, text] of Object.entries(project)) {
    const uri = uriOf(path);
    const format = recognise(uri, text);
    if (format !== undefined) found.set(path, await problemsOf(readDocument(format, text, uri), looksAt(project)));
  }
  return found;
}

export async function problemsOf(document: ConfigDocument, looks: Looks): Promise<readonly Problem[]> {
  const { exists, project } = await lookAround(document, looks);
  return checkConfig(document, {
    ...{ exists, project, facts: noFacts, severities: {} },
    onRuleFailure: (_code, error) => {
      throw error;
    },
  });
}

export function uriOf(path: string): string {
  return `${top}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

export function looksAt(project: DvcProject): Looks {
  const files = new Map(Object.entries(project).map(([path, text]) => [uriOf(path), text]));
  const isFolder = (uri: string) => [...files.keys()].some((file) => file.startsWith(`${uri}/`));
  return {
    exists: async (uri) => files.has(uri) || isFolder(uri),
    async document(uri) {
      const text = files.get(uri);
      const format = text === undefined ? undefined : recognise(uri, text);
      return format && text !== undefined ? readDocument(format, text, uri) : undefined;
    },
    async text(uri) {
      const text = files.get(uri);
      if (text !== undefined) return { kind: "read", data: fileText(text) };
      return { kind: isFolder(uri) ? "folder" : "missing" };
    },
    async share(document) {
      const kind = document.format.membership?.kind;
      if (kind === undefined) return undefined;
      const parts = new Map<string, unknown>();
      for (const [path, text] of Object.entries(project)) {
        const format = recognise(uriOf(path), text);
        if (format?.membership?.kind === kind)
          parts.set(uriOf(path), (await partOfFile(readDocument(format, text, uriOf(path)), this)).part);
      }
      return joinParts(kind, parts).get(document.uri);
    },
  };
}
