import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic, DocumentDiagnosticReport, WorkspaceDiagnosticReport } from "vscode-languageserver";
import { LspClient } from "./client.ts";

describe("language server process", () => {
  let folder: string;
  let client: LspClient;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-lsp-"));
    await writeFile(join(folder, "MLproject"), "entry_points:\n  main:\n    parameters:\n    command: python a.py\n  bad: parameters:\n");
    client = await LspClient.start(folder);
  });

  after(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

  async function diagnosticsOf(uri: string): Promise<Diagnostic[]> {
    const report = await client.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri } });
    return report.kind === "full" ? report.items : [];
  }

  it("underlines the wrong value of an open policy, with a link to the rule", async () => {
    const uri = uriOf("slipway.yaml");
    await client.open(uri, "slipway-policy", "version: 1\nenvironments:\n  dev: {}\n  prod:\n    alias: champion\n    approvals: one\n");
    const [problem, ...others] = await diagnosticsOf(uri);
    assert.deepEqual(others, []);
    assert.equal(problem?.code, "policy-wrong-type");
    assert.deepEqual(problem?.range, { start: { line: 5, character: 15 }, end: { line: 5, character: 18 } });
    assert.equal(problem?.codeDescription?.href, "https://github.com/slipway-ml/slipway/blob/main/docs/rules/policy-wrong-type.md");
  });

  it("lists problems of files that are not open", async () => {
    const report = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
    const codes = report.items.flatMap((item) =>
      item.kind === "full" && item.uri === uriOf("MLproject") ? item.items.map((each) => each.code) : [],
    );
    assert.ok(codes.includes("yaml-syntax"), codes.join());
  });
});
