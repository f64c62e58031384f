import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DocumentDiagnosticReport, WorkspaceDiagnosticReport } from "vscode-languageserver";
import { LspClient } from "./client.ts";

const project = "entry_points:\n  main:\n    comand: run\n";

describe("files wherever they lie", () => {
  let folder: string;
  let client: LspClient;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-layouts-"));
    for (const name of ["MLProject/MLproject", "v1.2/x/mlproject", "model.d/MLProject", "mlproject.yaml", "real/MLproject"]) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), project);
    }
    await symlink(join(folder, "real"), join(folder, "link.v2"));
    client = await LspClient.start(folder);
  });
  after(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const workspace = () => client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
  const problemsOf = async (uri: string, previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument: { uri },
      ...(previousResultId !== undefined && { previousResultId }),
    });

  it("are listed though nobody opened them", async () => {
    const { items } = await workspace();
    const found = items.flatMap(({ uri, ...item }) =>
      item.kind === "full" && item.items.length > 0 ? [uri.slice(uriOf("").length + 1)] : [],
    );
    assert.deepEqual(found.sort(), [
      "MLProject/MLproject",
      "link.v2/MLproject",
      "mlproject.yaml",
      "model.d/MLProject",
      "real/MLproject",
      "v1.2/x/mlproject",
    ]);
  });

  it("have problems while they have no name yet", async () => {
    await client.open("untitled:Untitled-1", "mlproject", project);
    const report = await problemsOf("untitled:Untitled-1");
    assert.deepEqual(report.kind === "full" && report.items.map(({ code }) => code), ["mlproject-missing-command"]);
  });

  it("are asked for again when a file is there now that one of them names", async () => {
    const uri = uriOf("open/MLproject");
    await client.open(uri, "mlproject", "python_env: env.txt\nentry_points:\n  main:\n    command: run\n");
    const missing = await problemsOf(uri);
    assert.deepEqual(missing.kind === "full" && missing.items.map(({ code }) => code), ["mlproject-environment-file"]);
    assert.equal((await problemsOf(uri, missing.resultId)).kind, "unchanged");
    await mkdir(join(folder, "open"));
    await writeFile(join(folder, "open/env.txt"), "python: '3.11'\n");
    const now = await problemsOf(uri, missing.resultId);
    assert.deepEqual(now.kind === "full" && now.items, []);
  });

  it("are another text when another one was opened under the same name and version", async () => {
    const uri = uriOf("again/MLproject");
    await client.open(uri, "mlproject", project);
    const first = await problemsOf(uri);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    await client.open(uri, "mlproject", project.replace("comand", "command"));
    const second = await problemsOf(uri, first.resultId);
    assert.deepEqual(second.kind === "full" && second.items, []);
  });
});
