import type { WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport } from "vscode-languageserver";
import type { Checks } from "../workspace/checks.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { toDiagnostic } from "./provideDiagnostics.ts";

/**
 * Problems of config files that are not open. The client asks every two seconds: nothing is read again as long as nothing changed.
 * Open files are left to the document's own request.
 */
export async function provideWorkspaceDiagnostics(
  workspace: Workspace,
  checks: Checks,
  previous: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<WorkspaceDiagnosticReport> {
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const present = new Set<string>();
  for (const file of await workspace.configFiles(signal)) {
    const { uri } = file;
    if (workspace.documents.get(uri) !== undefined) continue;
    present.add(uri);
    signal.throwIfAborted();
    const { resultId, problems } = await checks.onDisk(file);
    if (previous.get(uri) === resultId) items.push({ kind: "unchanged", uri, version: null, resultId });
    else items.push({ kind: "full", uri, version: null, resultId, items: problems.map(toDiagnostic) });
  }
  // What was deleted since keeps no problems.
  for (const uri of previous.keys()) {
    if (!present.has(uri) && workspace.documents.get(uri) === undefined) items.push({ kind: "full", uri, version: null, items: [] });
  }
  return { items };
}
