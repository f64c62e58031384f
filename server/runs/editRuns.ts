import type { Answer } from "#protocol/message.ts";
import type { EditRunsParams, RunEdited, RunField, RunValue, RunWrite } from "#protocol/runEdits.ts";
import type { Registry } from "#registry/api.ts";
import { type ChangeSet, isNoChange, noChange } from "#registry/model/changes.ts";
import { columnOf, textAt } from "#registry/model/columns.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { checkRunTag, checkTagKey, runNameTag, runNoteTag, runNotFound } from "#registry/model/registryRules.ts";
import { runNameAt, shortRunId } from "#registry/model/runName.ts";
import type { RunPage } from "#registry/model/types.ts";
import { answer, problemOf } from "../registry/answer.ts";
import type { Log } from "../world.ts";
import { rowsById } from "./tree.ts";

/** Writes under way at once; a server has its own limit for all that is asked of it. */
const atOnce = 4;
const mostWrites = 100;

/** What an edit works with. */
export interface EditContext {
  readonly registry: Registry;
  readonly log: Log;
  /** Tells all views what is not as it was. */
  readonly wrote: (changes: ChangeSet) => void;
}

/**
 * Writes a field of runs, each once and for itself. What they had is read before, in one question for all: it is what an undo puts back, and
 * what keeps a write from taking the place of what its author has not seen. It is never broken off in the middle: who wants to stop asks no more.
 */
export function editRuns(
  { field, writes }: EditRunsParams,
  context: EditContext,
  signal: AbortSignal,
): Promise<Answer<readonly RunEdited[]>> {
  const work = async (): Promise<readonly RunEdited[]> => {
    const { registry } = context;
    const { editsRuns } = await registry.capabilities(signal);
    if (!editsRuns)
      throw new RegistryError("unsupported", `Runs in ${registry.source.label} cannot be changed.`, "Change them where they were logged.");
    checkWrites(field, writes);
    const page = await readRuns(registry, field, writes, signal);
    const own = new AbortController().signal;
    const rows = rowsById(page);
    const done = await inParallel(writes, atOnce, (write) => editOne(write, { field, page, rows, registry, log: context.log }, own));
    const changes = changesOf(page, rows, done);
    if (!isNoChange(changes)) context.wrote(changes);
    return done;
  };
  return answer(work, context.log, signal);
}

/** What no run can have is refused before any is written. Throws `invalid`, and `forbidden` for what MLflow keeps for itself. */
function checkWrites(field: RunField, writes: readonly RunWrite[]): void {
  if (writes.length > mostWrites)
    throw new RegistryError("invalid", `At most ${mostWrites} runs are changed at once.`, "Ask for them in parts.");
  if (field.kind === "lifecycle") {
    if (writes.every(({ value }) => value === "active" || value === "deleted")) return;
    throw new RegistryError("invalid", "A run is active or deleted.", "Choose one of them.");
  }
  checkTagKey(field.key);
  if (isReserved(field.key)) {
    throw new RegistryError(
      "forbidden",
      `${field.key} is one of MLflow's own tags.`,
      "Rename the run, or write its note; choose another key.",
    );
  }
  for (const { value } of writes) if (value !== null) checkRunTag(field.key, value);
  if (field.key === runNameTag && writes.some(({ value }) => value === null))
    throw new RegistryError("invalid", "A run cannot be without a name.", "Give it one.");
}

/** MLflow reads its own tags: who changes one changes what it thinks of the run. */
function isReserved(key: string): boolean {
  return key.startsWith("mlflow.") && key !== runNameTag && key !== runNoteTag;
}

function readRuns(registry: Registry, field: RunField, writes: readonly RunWrite[], signal: AbortSignal): Promise<RunPage> {
  const tags = field.kind === "tag" ? [field.key] : [];
  return registry.runsById({ ids: writes.map(({ runId }) => runId), columns: { metrics: [], params: [], tags, datasets: false } }, signal);
}

interface Around {
  readonly field: RunField;
  /** As the runs were. */
  readonly page: RunPage;
  /** Of the page, by run id. */
  readonly rows: ReadonlyMap<string, number>;
  readonly registry: Registry;
  readonly log: Log;
}

async function editOne({ runId, value, expected }: RunWrite, around: Around, signal: AbortSignal): Promise<RunEdited> {
  const { field, page, rows, registry, log } = around;
  const row = rows.get(runId);
  const run = { runId, name: row === undefined ? shortRunId(runId) : runNameAt(page, row) };
  if (row === undefined) return { ...run, outcome: "failed", problem: problemOf(runNotFound(runId)) };
  const before = heldBy(field, page, row);
  if (before === value) return { ...run, outcome: "same" };
  if (expected !== undefined && before !== expected) return { ...run, outcome: "changed", now: before };
  const written = await answer(() => write(registry, field, runId, value, signal), log, signal);
  return written.ok ? { ...run, outcome: "written", before } : { ...run, outcome: "failed", problem: written.problem };
}

function heldBy(field: RunField, page: RunPage, row: number): RunValue {
  if (field.kind === "lifecycle") return page.lifecycles[row] ?? "active";
  // The name of an old run stands in its tag alone.
  if (field.key === runNameTag) return page.names[row] || null;
  return textAt(columnOf(page.tags, field.key), row) ?? null;
}

function write(registry: Registry, field: RunField, runId: string, value: RunValue, signal: AbortSignal): Promise<void> {
  if (field.kind === "lifecycle") return value === "deleted" ? registry.deleteRun(runId, signal) : registry.restoreRun(runId, signal);
  return value === null ? registry.deleteRunTag(runId, field.key, signal) : registry.setRunTag(runId, field.key, value, signal);
}

/** A write that failed may have been made all the same: its run is read again too. */
function changesOf(page: RunPage, rows: ReadonlyMap<string, number>, done: readonly RunEdited[]): ChangeSet {
  const runs = done.flatMap(({ runId, outcome }) => (outcome === "written" || outcome === "failed" ? [runId] : []));
  if (runs.length === 0) return noChange;
  const experiments = runs.flatMap((id) => page.experimentIds[rows.get(id) ?? -1] ?? []);
  return { experiments: [...new Set(experiments)], runs, models: [] };
}
