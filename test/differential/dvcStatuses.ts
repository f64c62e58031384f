import { joinPath } from "#server/dvc/paths.ts";
import { pipelineOf } from "#server/dvc/pipeline.ts";
import { FileHashes } from "#server/dvc/status/hashes.ts";
import { keptStatus } from "#server/dvc/status/keptStatus.ts";
import { dataStatusIn, type StatusLooks, usualLimits } from "#server/dvc/status/looks.ts";
import { pipelineStatus } from "#server/dvc/status/pipelineStatus.ts";
import type { DataChange, StageStatus } from "#server/dvc/status/stageStatus.ts";
import type { DvcYamlModel } from "#server/formats/dvc/model.ts";
import { readDocument } from "#server/formats/formats.ts";
import { readYaml } from "#server/formats/readYaml.ts";
import { entryOf, stringOf } from "#server/formats/yamlTree.ts";
import { nodeFiles } from "#server/nodeFiles.ts";
import { findConfigFiles } from "#server/workspace/configFiles.ts";
import { fileText, type Looks, lookAround } from "#server/workspace/surroundings.ts";
import { topOf } from "#server/workspace/topOf.ts";

const { signal } = new AbortController();
const hashes = new FileHashes(nodeFiles);

const text: Looks["text"] = async (uri) => {
  const found = await nodeFiles.stat(uri);
  if (found?.type !== "file") return { kind: found === undefined ? "missing" : "folder" };
  return { kind: "read", data: fileText(await nodeFiles.readText(uri)) };
};

const around: Looks = {
  text,
  exists: async (uri) => (await nodeFiles.stat(uri)) !== undefined,
  document: async () => undefined,
  share: async () => undefined,
};

const looks: StatusLooks = {
  ...{ files: nodeFiles, hashes, limits: usualLimits, signal },
  async text(uri) {
    const found = await text(uri);
    return found.kind === "read" ? { kind: "read", data: found.data.text } : found;
  },
  top: (folder, marker) => topOf(folder, marker, async (uri) => (await nodeFiles.stat(uri))?.type === "folder"),
};

/** What is said of a repository, to compare with the words of `dvc status --json`. */
export interface Statuses {
  /** Things that were not looked at. */
  readonly unknown: number;
  /** Ours; for what is unknown, what DVC says. */
  without(theirs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

export async function statusAsDvc(top: string): Promise<Statuses> {
  const found: Record<string, unknown[]> = {};
  const unsure = new Set<string>();
  const unsummed = new Set<string>();
  let unknown = 0;
  for (const { uri, format } of await findConfigFiles(nodeFiles, [top], { followLinks: false }, signal)) {
    const path = decodeURI(uri.slice(top.length + 1));
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (format.id === ".dvc") {
      const said = await keptAsDvc(uri, folder);
      if (said === undefined) {
        unsure.add(path);
        unknown++;
      } else {
        if (said.words.length > 0) found[path] = said.words;
        if (said.isUnsummed) unsummed.add(path);
      }
    }
    if (format.id !== "dvc.yaml") continue;
    const document = readDocument(format, await nodeFiles.readText(uri), uri);
    const pipeline = pipelineOf(document.model as DvcYamlModel, (await lookAround(document, around)).project);
    const statuses = await pipelineStatus(pipeline, uri, looks);
    for (const { stage } of pipeline.parts) {
      const name = path === "dvc.yaml" ? stage.name : `${path}:${stage.name}`;
      const status = statuses?.get(stage.name);
      if (status === undefined || isUnsure(status)) {
        unsure.add(name);
        unknown++;
      } else {
        const said = inDvcWords(status, joinPath(folder, stage.folder ?? ""));
        if (said.length > 0) found[name] = said;
      }
    }
  }
  return {
    unknown,
    without: (theirs) => ({
      ...found,
      ...Object.fromEntries(Object.entries(theirs).filter(([name]) => unsure.has(name))),
      ...Object.fromEntries(
        Object.entries(theirs).flatMap(([name, said]) => (unsummed.has(name) ? withTheirChecksum(name, found[name], said) : [])),
      ),
    }),
  };
}

/** The checksum of a file that was imported is not worked out: DVC's word for it stands. */
function withTheirChecksum(name: string, ours: readonly unknown[] = [], theirs: unknown): [string, unknown[]][] {
  return Array.isArray(theirs) && theirs.includes("changed checksum") ? [[name, [...ours, "changed checksum"]]] : [];
}

/** Of a `.dvc` file; undefined: unknown. */
async function keptAsDvc(uri: string, folder: string): Promise<{ readonly words: unknown[]; readonly isUnsummed: boolean } | undefined> {
  const { root } = readYaml(await nodeFiles.readText(uri), "dvc");
  const data = await dataStatusIn(uri.slice(0, uri.lastIndexOf("/")), looks);
  const status = data && (await keptStatus(root, uri.slice(0, uri.lastIndexOf("/")), data));
  if (status === undefined || [...status.deps, ...status.outs].some(({ state }) => state === "unknown")) return undefined;
  const { deps, outs, isAlwaysChanged, checksum } = status;
  const wdir = stringOf(entryOf(root, "wdir")?.value) ?? "";
  const said = inDvcWords(
    { ...{ deps, outs, isAlwaysChanged, params: [], wasRun: true, isFrozen: false }, command: "same" },
    joinPath(folder, wdir),
  );
  return { words: [...said, ...(checksum === "modified" ? ["changed checksum"] : [])], isUnsummed: checksum === "unknown" };
}

function isUnsure({ command, deps, outs, params }: StageStatus): boolean {
  return command === "unknown" || [...deps, ...outs].some(({ state }) => state === "unknown") || params.some(({ isUnknown }) => isUnknown);
}

function inDvcWords({ deps, params, outs, isAlwaysChanged, command }: StageStatus, folder: string): unknown[] {
  const data = (changes: readonly DataChange[]) => changes.map(({ path, state }) => [joinPath(folder, path), state] as const);
  const values = params.map(
    ({ file, whole, names }) =>
      [joinPath(folder, file), whole ?? Object.fromEntries(names.map(({ name, state }) => [name, state]))] as const,
  );
  const read = Object.fromEntries([...data(deps), ...values]);
  const written = Object.fromEntries(data(outs));
  return [
    ...(Object.keys(read).length > 0 ? [{ "changed deps": read }] : []),
    ...(Object.keys(written).length > 0 ? [{ "changed outs": written }] : []),
    ...(isAlwaysChanged ? ["always changed"] : []),
    ...(command === "modified" ? ["changed command"] : []),
  ];
}
