import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type {
  CodeAction,
  DocumentDiagnosticReport,
  Hover,
  InlayHint,
  Location,
  TextDocumentRegistrationOptions,
  WorkspaceEdit,
} from "vscode-languageserver";
import { LspClient } from "./client.ts";

const pipeline = `stages:\n  train:\n    cmd: train \${lr}\n    outs: [model.pkl]\n`;

describe("a DVC pipeline in the language server", () => {
  let folder: string;
  let client: LspClient;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "slipway-dvc-"));
    mkdirSync(join(folder, ".dvc"));
    mkdirSync(join(folder, "report"));
    writeFileSync(join(folder, "dvc.yaml"), pipeline);
    writeFileSync(join(folder, "report/dvc.yaml"), "stages:\n  report:\n    cmd: report\n    outs: [../report.md]\n");
    writeFileSync(join(folder, "params.yaml"), "lr: 0.1\n");
    client = await LspClient.start(folder);
    await client.nextRefresh();
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function codesOf(name: string): Promise<unknown[]> {
    const report = await client.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri: uriOf(name) } });
    return report.kind === "full" ? report.items.map(({ code }) => code) : [];
  }

  function askedFor(pattern: string): string[] {
    const selects = ({ documentSelector }: Partial<TextDocumentRegistrationOptions>) =>
      documentSelector?.some((filter) => typeof filter === "object" && "pattern" in filter && filter.pattern === pattern) === true;
    return client.registrations.flatMap(({ method, registerOptions }) => (selects(registerOptions ?? {}) ? [method] : []));
  }

  it("is judged by the params file as it stands in the editor, which is asked for", async () => {
    await client.open(uriOf("dvc.yaml"), "yaml", pipeline);
    assert.deepEqual(await codesOf("dvc.yaml"), []);
    while (askedFor("**/params.yaml").length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(askedFor("**/params.yaml"), ["textDocument/didChange", "textDocument/didClose", "textDocument/didOpen"]);
    await client.open(uriOf("params.yaml"), "yaml", "lr: 0.1\n");
    await client.edit(uriOf("params.yaml"), 2, "rate: 0.1\n");
    await client.nextRefresh();
    assert.deepEqual(await codesOf("dvc.yaml"), ["dvc-undefined-variable"]);
  });

  it("says what a template is and where it comes from, of a loop for each of its stages, and nothing where it is not known", async () => {
    const text = [
      "stages:",
      "  train:",
      `    cmd: train \${lr} \${model} \${nowhere}`,
      "  sweep:",
      "    matrix: {depth: [4, 8]}",
      `    cmd: sweep \${item.depth} \${lr}`,
      "",
    ].join("\n");
    writeFileSync(join(folder, "params.yaml"), "lr: 0.10\nmodel: {depth: 8, kind: gbm}\n");
    await client.open(uriOf("dvc.yaml"), "yaml", text);
    const said = async (name: string, line: number): Promise<string> => {
      const character = (text.split("\n")[line] ?? "").indexOf(`{${name}}`) + 1;
      const params = { textDocument: { uri: uriOf("dvc.yaml") }, position: { line, character } };
      const found = await client.request<Hover | null>("textDocument/hover", params);
      return (found?.contents as { value: string } | undefined)?.value ?? "";
    };
    assert.match(await said("lr", 2), /^`\$\{lr\}` is `0\.1`\n\nFrom `params\.yaml`\.$/);
    assert.match(await said("model", 2), /is `a map with depth, kind`\n\nFrom `params\.yaml`\.$/);
    assert.match(await said("item.depth", 5), /is `4`, `8`, one for each stage of the loop/);
    assert.doesNotMatch(await said("nowhere", 2), / is `/);
  });

  it("has the values of templates and the number of stages of a loop in its lines, as the params file stands in the editor", async () => {
    const text = [
      "stages:",
      "  train:",
      `    cmd: train \${lr} \${model} \${nowhere} \${model.kind}`,
      "  sweep:",
      "    matrix: {depth: [4, 8], kind: [a, b]}",
      `    cmd: sweep \${item.depth} \${lr} \${key}`,
      "  each:",
      "    foreach: [1]",
      "    do:",
      `      cmd: each \${item}`,
      "  none:",
      `    foreach: \${nowhere}`,
      "    do: {cmd: x}",
      "",
    ].join("\n");
    writeFileSync(join(folder, "params.yaml"), "lr: 0.10\nmodel: {depth: 8, kind: gbm}\n");
    await client.open(uriOf("dvc.yaml"), "yaml", text);
    const written = text.split("\n");
    const shown = async (): Promise<string[]> => {
      const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
      const hints = await client.request<InlayHint[]>("textDocument/inlayHint", { textDocument: { uri: uriOf("dvc.yaml") }, range });
      return hints.map(({ label, position }) => `${(written[position.line] ?? "").slice(0, position.character).trim()}|${label}`).sort();
    };
    const loops = ["foreach:|1 stage", "matrix:|4 stages"];
    const ofItems = [
      `cmd: each \${item}|1`,
      `cmd: sweep \${item.depth}|4, 8`,
      `cmd: sweep \${item.depth} \${lr} \${key}|4-a, 4-b, 8-a, … 4 values`,
    ];
    const ofParams = (lr: string) => [
      `cmd: sweep \${item.depth} \${lr}|${lr}`,
      `cmd: train \${lr}|${lr}`,
      `cmd: train \${lr} \${model} \${nowhere} \${model.kind}|gbm`,
    ];
    assert.deepEqual(await shown(), [...loops, ...ofItems, ...ofParams("0.1")].sort());
    await client.open(uriOf("params.yaml"), "yaml", "lr: 0.2\nmodel: {depth: 8, kind: gbm}\n");
    await client.nextRefresh();
    assert.deepEqual(await shown(), [...loops, ...ofItems, ...ofParams("0.2")].sort());
  });

  it("has a param that is nowhere added to the params file as it stands in the editor", async () => {
    const text = pipeline.replace("lr", "train.rate");
    await client.open(uriOf("dvc.yaml"), "yaml", text);
    const actions = async (): Promise<CodeAction[]> => {
      const at = { line: 2, character: 25 };
      const params = { textDocument: { uri: uriOf("dvc.yaml") }, range: { start: at, end: at }, context: { diagnostics: [] } };
      const found = await client.request<CodeAction[]>("textDocument/codeAction", params);
      return found.filter(({ title }) => title === "Add `train.rate` to `params.yaml`");
    };
    assert.deepEqual(await codesOf("dvc.yaml"), ["dvc-undefined-variable"]);
    while (askedFor("**/params.yaml").length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    await client.open(uriOf("params.yaml"), "yaml", "lr: 0.1\ntrain:\n  depth: 3\n");
    await client.nextRefresh();
    const [added] = await actions();
    const place = { line: 2, character: 10 };
    assert.deepEqual(added?.edit?.changes, {
      [uriOf("params.yaml")]: [{ range: { start: place, end: place }, newText: "\n  rate: null" }],
    });
    await client.edit(uriOf("params.yaml"), 2, "lr: 0.1\ntrain:\n  depth: 3\n  rate: null\n");
    await client.nextRefresh();
    assert.deepEqual(await codesOf("dvc.yaml"), []);
    assert.deepEqual(await actions(), []);
  });

  it("leads to its params, which are renamed with it, and refuses what would change it with the reason", async () => {
    await client.open(uriOf("dvc.yaml"), "yaml", pipeline);
    const place = { textDocument: { uri: uriOf("dvc.yaml") }, position: { line: 2, character: 18 } };
    const [found] = await client.request<Location[]>("textDocument/definition", place);
    assert.deepEqual(found, { uri: uriOf("params.yaml"), range: { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } } });
    const { changes = {} } = await client.request<WorkspaceEdit>("textDocument/rename", { ...place, newName: "rate" });
    assert.deepEqual(Object.keys(changes).sort(), [uriOf("dvc.yaml"), uriOf("params.yaml")]);
    await assert.rejects(client.request("textDocument/rename", { ...place, newName: "a.b" }), /A name in a params file has/);
  });

  it("is renamed from a params file in Python that is open, which is a text of a format by itself", async () => {
    const text = `vars: [conf.py]\n${pipeline}`;
    writeFileSync(join(folder, "dvc.yaml"), text);
    writeFileSync(join(folder, "params.yaml"), "other: 1\n");
    writeFileSync(join(folder, "conf.py"), 'lr = 0.1\nuri = "models:/a/1"\n');
    await client.open(uriOf("dvc.yaml"), "yaml", text);
    assert.deepEqual(await codesOf("dvc.yaml"), []);
    await client.open(uriOf("conf.py"), "python", 'lr = 0.1\nuri = "models:/a/1"\n');
    const place = { textDocument: { uri: uriOf("conf.py") }, position: { line: 0, character: 1 } };
    const [found] = await client.request<Location[]>("textDocument/definition", place);
    assert.deepEqual(found, { uri: uriOf("conf.py"), range: { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } } });
    const { changes = {} } = await client.request<WorkspaceEdit>("textDocument/rename", { ...place, newName: "rate" });
    assert.deepEqual(Object.keys(changes).sort(), [uriOf("conf.py"), uriOf("dvc.yaml")]);
  });

  it("is judged with the other pipelines of its repository, saved or not", async () => {
    const text = "stages:\n  train:\n    cmd: train\n    outs: [report.md]\n";
    await client.open(uriOf("dvc.yaml"), "yaml", text);
    assert.deepEqual(await codesOf("dvc.yaml"), ["dvc-duplicate-output"]);
    await client.open(uriOf("report/dvc.yaml"), "yaml", "stages: {}\n");
    await client.nextRefresh();
    assert.deepEqual(await codesOf("dvc.yaml"), []);
  });
});
