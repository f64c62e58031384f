import type { Answer } from "#protocol/message.ts";
import type { PipelineFile, PipelineGraph, PipelineQuestion } from "#protocol/views/pipeline.ts";
import { relativePath } from "../dvc/stageNames.ts";
import type { FileHashes } from "../dvc/status/hashes.ts";
import { commonLooks, type StatusLooks } from "../dvc/status/looks.ts";
import type { DrawnFile } from "../formats/drawnFile.ts";
import type { ConfigDocument } from "../formats/format.ts";
import type { Project } from "../rules/rule.ts";
import type { Checks } from "../workspace/checks.ts";
import type { MadeOfProject } from "../workspace/projects.ts";
import { statusLooks } from "../workspace/statusLooks.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { ComparedFiles } from "./comparedFiles.ts";
import { nodesOf } from "./nodes.ts";
import { type Choice, chosenUnits, stageCount } from "./units.ts";

const compared = new WeakMap<Checks, ComparedFiles>();

/** The graph around a file, of files as they stand in the editor. What is stale is asked of the disk where the workspace is trusted only. */
export async function graphOfFile(
  { uri, scope, compares }: PipelineQuestion,
  { workspace, checks, hashes }: { readonly workspace: Workspace; readonly checks: Checks; readonly hashes: FileHashes },
  signal: AbortSignal,
): Promise<Answer<PipelineGraph>> {
  const document = await checks.document(uri);
  if (document?.format.lens?.drawn === undefined) {
    const message = document === undefined ? "The file is not there any more." : "This file has no stages.";
    return { ok: false, problem: { kind: "notFound", message, next: "Open a dvc.yaml and show its pipeline." } };
  }
  const drawn = await checks.madeOfProject(document, drawnOf);
  const choice = chosenUnits(drawn.files, uri, scope);
  const looks = compares && workspace.trusted ? statusLooks(workspace, checks, hashes, signal) : undefined;
  return { ok: true, value: await graphOf(uri, choice, drawn, (files) => statesOf(uri, files, drawn.top, looks, checks)) };
}

const empty: DrawnFile = { entries: [] };

/** One function: what it made of a file is remembered by it. */
function drawnOf({ format, model, uri }: ConfigDocument, project: Project): DrawnFile {
  return format.lens?.drawn?.(model, uri, project) ?? empty;
}

type Drawn = MadeOfProject<DrawnFile>;
type States = Awaited<ReturnType<ComparedFiles["states"]>>;

async function statesOf(
  uri: string,
  files: ReadonlyMap<string, DrawnFile>,
  top: string | undefined,
  looks: StatusLooks | undefined,
  checks: Checks,
): Promise<States> {
  if (looks === undefined) return new Map();
  const known = compared.get(checks) ?? new ComparedFiles(checks);
  compared.set(checks, known);
  // They are of one repository: its top is not looked for again for each.
  const together = { ...looks, common: commonLooks() };
  return known.states(uri, files, top === undefined ? together : { ...together, top: async () => top });
}

async function graphOf(
  uri: string,
  { units, scope, hasMore, all }: Choice,
  { top, files }: Drawn,
  look: (files: ReadonlyMap<string, DrawnFile>) => Promise<States>,
): Promise<PipelineGraph> {
  const base = `${top ?? uri.slice(0, uri.lastIndexOf("/"))}/-`;
  const named = (file: string): PipelineFile => ({ uri: file, name: relativePath(file, base) });
  const shown = new Map([...new Set([uri, ...units.map(({ file }) => file)])].map((file) => [file, files.get(file) ?? empty]));
  // Of another file that DVC cannot read nothing is said.
  const states = await look(new Map([...shown].filter(([file, { unreadAt }]) => file === uri || unreadAt === undefined)));
  const { nodes, edges } = nodesOf(units, {
    own: uri,
    fileName: (file) => named(file).name,
    dataName({ place, path }, file) {
      if (!place.startsWith("file:")) return path;
      // Of one file's graph as the file has it; what another calls it is no path from here.
      if (scope === "file") return file === uri ? path : relativePath(place, uri);
      const fromTop = named(place).name;
      return fromTop.startsWith("../") ? path : fromTop;
    },
    stateOf: (file, stage) => states.get(file)?.get(stage),
  });
  return {
    ...{ nodes, edges, scope, hasMore, count: { all, shown: stageCount(units) } },
    files: [...new Set([uri, ...units.map(({ file }) => file)])].map(named),
    isWhole: files.get(uri)?.unreadAt === undefined,
    unread: [...files].flatMap(([file, { unreadAt }]) =>
      unreadAt === undefined || file === uri || (scope === "file" && !shown.has(file)) ? [] : [{ ...named(file), line: unreadAt }],
    ),
  };
}
