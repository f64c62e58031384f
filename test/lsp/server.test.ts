import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  DocumentSymbol,
  Hover,
  WorkspaceDiagnosticReport,
} from "vscode-languageserver";
import { sourceRequest } from "#protocol/registryRequests.ts";
import { LspClient } from "./client.ts";

const policy = `version: 1
environments:
  dev: {}
  prod:
    alias: champion
    aprovals: 1
    `;

const project = `name: fraud
entry_points:
  main:
    parameters:
      epochs: {type: int, default: 3}
    command: "python train.py {epoch}"
  broken: parameters:
`;

describe("language server process", () => {
  let folder: string;
  let client: LspClient;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-lsp-"));
    await writeFile(join(folder, "MLproject"), project);
    client = await LspClient.start(folder);
    await client.open(uriOf("slipway.yaml"), "slipway-policy", policy);
  });

  after(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function diagnosticsOf(uri: string): Promise<Diagnostic[]> {
    const report = await client.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri } });
    return report.kind === "full" ? report.items : [];
  }

  it("underlines the wrong word, with a link to the rule", async () => {
    const [problem, ...others] = await diagnosticsOf(uriOf("slipway.yaml"));
    assert.deepEqual(others, []);
    assert.equal(problem?.code, "policy-unknown-key");
    assert.deepEqual(problem?.range, { start: { line: 5, character: 4 }, end: { line: 5, character: 12 } });
    assert.equal(problem?.codeDescription?.href, "https://github.com/slipway-ml/slipway/blob/main/docs/rules/policy-unknown-key.md");
  });

  it("offers the fix first, and to silence the rule", async () => {
    const range = { start: { line: 5, character: 6 }, end: { line: 5, character: 6 } };
    const uri = uriOf("slipway.yaml");
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    assert.deepEqual(
      actions.map((action) => action.title),
      ["Change to `approvals`", "Silence policy-unknown-key here"],
    );
    assert.equal(actions[0]?.isPreferred, true);
    assert.equal(actions[0]?.edit?.changes?.[uri]?.[0]?.newText, "approvals");
  });

  it("explains a key", async () => {
    const position = { line: 4, character: 6 };
    const hover = await client.request<Hover>("textDocument/hover", { textDocument: { uri: uriOf("slipway.yaml") }, position });
    assert.match(JSON.stringify(hover.contents), /Registry alias of the version that is in this environment/);
  });

  it("completes the keys that are left", async () => {
    const position = { line: 6, character: 4 };
    const items = await client.request<CompletionItem[]>("textDocument/completion", {
      textDocument: { uri: uriOf("slipway.yaml") },
      position,
    });
    const labels = items.map((item) => item.label);
    assert.ok(labels.includes("approvers"), labels.join());
    assert.ok(!labels.includes("alias"), labels.join());
  });

  it("outlines the file", async () => {
    const symbols = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument: { uri: uriOf("slipway.yaml") } });
    assert.deepEqual(
      symbols.map((symbol) => [symbol.name, symbol.children?.map((child) => child.name)]),
      [
        ["version", undefined],
        ["environments", ["dev", "prod"]],
      ],
    );
  });

  it("lists problems of files that are not open, and says nothing twice", async () => {
    const pull = (previousResultIds: readonly { readonly uri: string; readonly value: string }[]) =>
      client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds });
    // While the server starts, what it learns of registry and policy may change every result.
    await client.request(sourceRequest.method, null);
    let report = await pull([]);
    for (let before = ""; before !== report.items[0]?.resultId; report = await pull([])) before = report.items[0]?.resultId ?? "";
    const [item, ...others] = report.items;
    assert.deepEqual(others, []);
    assert.equal(item?.uri, uriOf("MLproject"));
    const codes = item?.kind === "full" ? item.items.map((each) => each.code) : [];
    assert.ok(codes.includes("yaml-syntax"), codes.join());
    const previousResultIds = [{ uri: uriOf("MLproject"), value: item?.resultId ?? "" }];
    const again = await pull(previousResultIds);
    assert.deepEqual(
      again.items.map((each) => each.kind),
      ["unchanged"],
    );
  });

  it("finds the other mistakes of a file that is not YAML", async () => {
    await client.open(uriOf("MLproject"), "mlproject", project);
    const problems = await diagnosticsOf(uriOf("MLproject"));
    const found = problems.find((problem) => problem.code === "mlproject-unknown-placeholder");
    assert.match(String(found?.message), /Did you mean `epochs`/);
  });

  it("follows a change of the settings", async () => {
    const refresh = client.nextRefresh();
    const settings = { registry: "", pollingInterval: 30, metric: "", policyRef: "", rules: { "policy-unknown-key": "off" } };
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings });
    assert.deepEqual(await diagnosticsOf(uriOf("slipway.yaml")), []);
    await refresh;
  });
});
