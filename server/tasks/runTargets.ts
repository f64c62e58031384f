import type { RunTarget } from "#protocol/tasks/runnable.ts";
import type { Checks } from "../workspace/checks.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** More than a person looks through in a list. */
const mostTargets = 2_000;

/** All that the config files of the workspace can run, open texts as they stand in the editor. */
export async function runTargets(workspace: Workspace, checks: Checks, signal: AbortSignal): Promise<readonly RunTarget[]> {
  const targets: RunTarget[] = [];
  for (const { uri, format } of await workspace.configFiles(signal)) {
    signal.throwIfAborted();
    if (format.lens === undefined || targets.length >= mostTargets) continue;
    const document = await checks.document(uri);
    if (document?.format.lens === undefined) continue;
    const { project } = await checks.around(document);
    targets.push(...document.format.lens.runnables(document.model, project).map(({ kind, name, asks }) => ({ kind, name, uri, asks })));
  }
  return targets.slice(0, mostTargets);
}
