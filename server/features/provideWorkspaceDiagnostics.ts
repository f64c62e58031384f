import type { WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport } from "vscode-languageserver";
import { readDocument } from "../formats/formats.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { type CheckWorld, provideDiagnostics } from "./provideDiagnostics.ts";

/**
 * Problems of config files that are not open. The client asks every two seconds: nothing is read again as long as nothing changed.
 * Open files are left to the document's own request.
 */
export async function provideWorkspaceDiagnostics(
  workspace: Workspace,
  previous: ReadonlyMap<string, string>,
  from: CheckWorld,
  signal: AbortSignal,
): Promise<WorkspaceDiagnosticReport> {
  const resultId = `workspace:${workspace.generation}`;
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const present = new Set<string>();
  for (const { uri, format } of await workspace.configFiles(signal)) {
    if (workspace.documents.get(uri) !== undefined) continue;
    present.add(uri);
    signal.throwIfAborted();
    if (previous.get(uri) === resultId) {
      items.push({ kind: "unchanged", uri, version: null, resultId });
      continue;
    }
    const text = await workspace.world.files.readText(uri).catch(() => undefined);
    items.push({
      kind: "full",
      uri,
      version: null,
      resultId,
      items: text === undefined ? [] : await provideDiagnostics(readDocument(format, text, uri), from),
    });
  }
  // What was deleted since keeps no problems.
  for (const uri of previous.keys()) {
    if (!present.has(uri) && workspace.documents.get(uri) === undefined) items.push({ kind: "full", uri, version: null, items: [] });
  }
  return { items };
}
