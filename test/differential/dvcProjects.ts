import { isUrl, joinPath } from "#server/dvc/paths.ts";
import { pipelineOf } from "#server/dvc/pipeline.ts";
import { isScalar, plainText, type Value } from "#server/dvc/value.ts";
import type { DvcYamlModel } from "#server/formats/dvc/model.ts";
import type { ConfigDocument } from "#server/formats/format.ts";
import { readDocument, recognise } from "#server/formats/formats.ts";
import { checkConfig, type Problem } from "#server/rules/check.ts";
import { noFacts } from "#server/rules/rule.ts";
import { fileText, joinParts, type Looks, lookAround, partOfFile, shareOf } from "#server/workspace/surroundings.ts";
import { assertAgreement } from "./agreement.ts";
import { askDvc } from "./realDvc.ts";

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
export function dvcVerdicts(projects: readonly DvcProject[]): DvcVerdict[] {
  return askDvc("dvcProjectOracle.py", projects) as DvcVerdict[];
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
    async share(document, { part }) {
      const kind = document.format.membership?.kind;
      if (kind === undefined) return undefined;
      const parts = new Map<string, unknown>();
      for (const [path, text] of Object.entries(project)) {
        const format = recognise(uriOf(path), text);
        if (format?.membership?.kind === kind)
          parts.set(uriOf(path), (await partOfFile(readDocument(format, text, uriOf(path)), this)).part);
      }
      return shareOf(kind, joinParts(kind, parts), document.uri, part);
    },
  };
}

/** Fails where our errors and the real DVC tell more than `most` of the projects apart differently. */
export async function assertDvcAgrees(projects: readonly DvcProject[], most?: number): Promise<void> {
  const said = dvcVerdicts(projects);
  const refused = said.filter((verdict) => "refused" in verdict).length;
  assertAgreement(projects.length, refused, await dvcDisagreements(projects, said), most);
}

/** Projects that our errors and the real DVC tell apart differently, each with both. */
async function dvcDisagreements(projects: readonly DvcProject[], said: readonly DvcVerdict[]): Promise<string[]> {
  const found: string[] = [];
  for (const [index, project] of projects.entries()) {
    const verdict = said[index] ?? { stages: [] };
    const errors = [...(await problemsOfProject(project))].flatMap(([path, problems]) =>
      problems
        .filter(({ severity }) => severity === "error")
        .map(({ code, message, range }) => `${path}:${range.start.line + 1} ${code}: ${message}`),
    );
    const refused = "refused" in verdict ? verdict.refused : undefined;
    if (isOfThisMachine(refused) || (refused === undefined) === (errors.length === 0)) continue;
    found.push(`DVC: ${refused ?? "accepted"}\nours: ${errors.join("\n      ") || "accepted"}\n${JSON.stringify(project)}`);
  }
  return found;
}

/** A kind of store that DVC knows and that is not installed, and remotes, which settings name. */
function isOfThisMachine(refused: string | undefined): boolean {
  return refused !== undefined && /: (?:ImportError|RemoteNotFoundError|ConfigError):/.test(refused);
}

/** The stages of every pipeline of a project as we resolve them, to compare with those of the real DVC. */
export async function stagesOfProject(project: DvcProject): Promise<DvcStage[]> {
  const stages: DvcStage[] = [];
  for (const [path, text] of Object.entries(project)) {
    const format = recognise(uriOf(path), text);
    if (format?.id !== "dvc.yaml") continue;
    const document = readDocument(format, text, uriOf(path));
    const around = await lookAround(document, looksAt(project));
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    for (const { stage, deps, params, outs } of pipelineOf(document.model as DvcYamlModel, around.project).parts) {
      const place = (use: { readonly path: string }) =>
        isUrl(use.path) ? use.path : joinPath(joinPath(folder, stage.folder ?? ""), use.path);
      const files = [...deps, ...params].filter((use) => !use.path.startsWith("ds://")).map(place);
      stages.push({
        name: folder === "" ? stage.name : `${path}:${stage.name}`,
        cmd: commandOf(stage.sections.get("cmd")),
        deps: [...new Set(files)].sort(),
        outs: outs.map(place).sort(),
      });
    }
  }
  return stages;
}

function commandOf(value: Value | undefined): DvcStage["cmd"] {
  if (value?.kind === "text") return value.value;
  if (value?.kind !== "list") return null;
  return value.items.map((item) => (isScalar(item) ? plainText(item) : "{}"));
}
