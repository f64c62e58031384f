export interface WorkbenchQuery {
  /** Folder to open, an absolute path; or a file of a workspace of several (`.code-workspace`). */
  readonly folder?: string;
  /** Folder of an extension under development. */
  readonly extension?: string;
  /** A module whose `run()` is called in the extension host. */
  readonly extensionTests?: string;
}

/** The page that shows the workbench of `server` (`http://127.0.0.1:PORT`). */
export function workbenchAddress(server: string, query: WorkbenchQuery): string {
  const remote = (path: string) => `vscode-remote://${new URL(server).host}${path}`;
  const payload: [string, string][] = [];
  if (query.extension !== undefined) payload.push(["extensionDevelopmentPath", remote(query.extension)]);
  if (query.extensionTests !== undefined) payload.push(["extensionTestsPath", remote(query.extensionTests)]);
  const url = new URL(server);
  if (query.folder !== undefined) url.searchParams.set(query.folder.endsWith(".code-workspace") ? "workspace" : "folder", query.folder);
  else url.searchParams.set("ew", "true");
  if (payload.length > 0) url.searchParams.set("payload", JSON.stringify(payload));
  return url.href;
}
