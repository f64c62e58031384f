import { type RunsState, runIdsRequest, runsGoneRequest } from "#protocol/views/runs.ts";
import type { Changed } from "#registry/model/changes.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { queryOf, runsOf } from "./question.ts";
import type { RowChooser } from "./rowChooser.ts";
import type { RowWindows } from "./windows.ts";

/** Ids of the runs in a part of the rows; rejects where they cannot be known. */
export async function idsOfRows(bridge: Bridge, state: RunsState, first: number, count: number): Promise<readonly string[]> {
  const answer = await bridge.ask(runIdsRequest, { ...queryOf(state), first, count });
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

/** Takes what is not there any more out of what is chosen; a run of another experiment that stays in view is there. Told after a change of runs. */
export async function dropGone(
  { bridge, windows, chooser }: { readonly bridge: Bridge; readonly windows: RowWindows; readonly chooser: RowChooser },
  state: RunsState,
  changed: Changed,
): Promise<void> {
  const elsewhere = new Set(windows.shown?.pinned.flatMap(({ id, isElsewhere }) => (isElsewhere ? [id] : [])));
  const isChanged = changed === "all" ? undefined : new Set(changed);
  const ids = [...chooser.selection.ids].filter((id) => !elsewhere.has(id) && (isChanged === undefined || isChanged.has(id)));
  if (ids.length === 0) return;
  // Where that cannot be known they stay chosen: who acts on them is told what is gone.
  const answer = await bridge.ask(runsGoneRequest, { ...runsOf(state), ids }).catch(() => undefined);
  if (answer?.ok) chooser.leave(answer.value);
}
