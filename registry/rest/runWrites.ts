import type { Registry } from "#registry/api.ts";
import { checkRunTag, checkTagKey, runNotFound } from "#registry/model/registryRules.ts";
import type { RunPage } from "#registry/model/types.ts";
import type { HttpClient } from "./http.ts";
import { getRuns } from "./runs.ts";
import { confirmed } from "./writes.ts";

type RunWrites = Pick<Registry, "setRunTag" | "deleteRunTag" | "deleteRun" | "restoreRun">;

/** What can be changed of runs on a server. Each change is sent once; where its answer is lost, the server is asked how things stand. */
export function runWritesTo(http: HttpClient, live: (signal: AbortSignal) => AbortSignal): RunWrites {
  const send = (call: string, body: Readonly<Record<string, string>>, signal: AbortSignal) =>
    http.write("POST", `/api/2.0/mlflow/runs/${call}`, body, live(signal));
  const runOf = async (id: string, signal: AbortSignal): Promise<RunPage> => {
    const page = await getRuns(http, { ids: [id], columns: { metrics: [], params: [], datasets: false } }, live(signal));
    if (page.ids.length === 0) throw runNotFound(id);
    return page;
  };
  const tagOf = async (id: string, key: string, signal: AbortSignal) =>
    (await runOf(id, signal)).tags.find((column) => column.key === key)?.values[0];
  const lifecycleOf = async (id: string, signal: AbortSignal) => (await runOf(id, signal)).lifecycles[0];
  return {
    // Setting this tag renames a run on every server: `runs/update`, of servers before 3.0, sets its status as well.
    setRunTag: async (runId, key, value, signal) => {
      checkRunTag(key, value);
      await confirmed(send("set-tag", { run_id: runId, key, value }, signal), async () => (await tagOf(runId, key, signal)) === value);
    },
    deleteRunTag: async (runId, key, signal) => {
      checkTagKey(key);
      await confirmed(send("delete-tag", { run_id: runId, key }, signal), async () => (await tagOf(runId, key, signal)) === undefined);
    },
    deleteRun: (runId, signal) =>
      confirmed(send("delete", { run_id: runId }, signal), async () => (await lifecycleOf(runId, signal)) === "deleted"),
    restoreRun: (runId, signal) =>
      confirmed(send("restore", { run_id: runId }, signal), async () => (await lifecycleOf(runId, signal)) === "active"),
  };
}
