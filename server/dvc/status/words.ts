import type { KeptStatus } from "./keptStatus.ts";
import type { DataChange, StageStatus } from "./stageStatus.ts";

/** Names of one kind that are listed; more are counted. */
const mostNames = 3;

/** What is to be said of a stage, in a few words: `changed: params lr, deps src/train.py`. */
export function statusWords(status: StageStatus): string {
  const changes = changesOf(status);
  const unknown = unknownOf(status);
  const words = [
    ...(status.isFrozen ? ["frozen"] : []),
    ...(status.wasRun ? [] : ["not run yet"]),
    ...(status.wasRun && changes.length > 0 ? [`changed: ${changes.join(", ")}`] : []),
    ...(status.isAlwaysChanged ? ["runs every time"] : []),
    ...(unknown.length > 0 ? [`not compared: ${listed(unknown)}`] : []),
  ];
  return words.length === 0 ? "up to date" : words.join(" · ");
}

/** What is to be said of data that a `.dvc` file keeps: `changed: outs raw.csv`. */
export function keptWords({ outs, deps, isAlwaysChanged, checksum }: KeptStatus): string {
  return statusWords({ ...asStage, outs, deps, isAlwaysChanged, command: checksum === "modified" ? "modified" : "same" }).replace(
    "changed: command",
    "changed: checksum of the file",
  );
}

const asStage = { wasRun: true, isFrozen: false, params: [] } as const;

/** Does the data differ from what the file says of it? Undefined: what is not known decides. */
export function isKeptChanged({ outs, deps, isAlwaysChanged, checksum }: KeptStatus): boolean | undefined {
  return isStale({ ...asStage, outs, deps, isAlwaysChanged, command: checksum === "modified" ? "modified" : "same" });
}

/** Does `dvc repro` run it, by what is known? Undefined: what is not known decides. */
export function isStale(status: StageStatus): boolean | undefined {
  if (status.isFrozen && status.wasRun) return false;
  if (!status.wasRun || status.isAlwaysChanged || changesOf(status).length > 0) return true;
  return unknownOf(status).length > 0 ? undefined : false;
}

function changesOf({ params, deps, outs, command }: StageStatus): string[] {
  const names = params.flatMap(({ file, whole, names }) => (whole === undefined ? names.map(({ name }) => name) : [file]));
  const uncached = outs.filter(({ state }) => state === "not in cache").map(({ path }) => path);
  const groups = [
    ["params", names],
    ["deps", changed(deps)],
    ["outs", changed(outs)],
  ] as const;
  return [
    ...(command === "modified" ? ["command"] : []),
    ...groups.flatMap(([kind, group]) => (group.length > 0 ? [`${kind} ${listed(group)}`] : [])),
    ...(uncached.length > 0 ? [`not in cache ${listed(uncached)}`] : []),
  ];
}

function changed(changes: readonly DataChange[]): string[] {
  return changes.filter(({ state }) => state === "modified" || state === "deleted").map(({ path }) => path);
}

function unknownOf({ params, deps, outs, command }: StageStatus): string[] {
  return [
    ...(command === "unknown" ? ["command"] : []),
    ...params.filter(({ isUnknown }) => isUnknown).map(({ file }) => file),
    ...[...deps, ...outs].filter(({ state }) => state === "unknown").map(({ path }) => path),
  ];
}

function listed(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more > 0 ? `${names.slice(0, mostNames).join(", ")} and ${more} more` : names.join(", ");
}
