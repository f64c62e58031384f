import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  DiagnosticTag,
  type DocumentDiagnosticReport,
  type DocumentLink,
  type Hover,
  type InlayHint,
  type WorkspaceDiagnosticReport,
} from "vscode-languageserver";
import { slipway } from "#test/cli/run.ts";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { eventually } from "../eventually.ts";
import { LspClient } from "./client.ts";

const sample = fileURLToPath(new URL("../../examples/fraud-detection/mlflow.db", import.meta.url));
/** gbm-031, of which version 13 of fraud-scorer was made. */
const runId = "e1491848ed75498ab980abba853974e5";

const script = [
  "import mlflow",
  'good = mlflow.pyfunc.load_model("models:/fraud-scorer@champion")',
  'near = mlflow.pyfunc.load_model(f"models:/fraud-scorer@champoin")',
  'old = mlflow.pyfunc.load_model("models:/churn-ranker/Production")',
  'gone = mlflow.pyfunc.load_model("models:/fraud-scorer/99")',
  'other = mlflow.pyfunc.load_model("models:/fraud-scorre/1")',
  `path = "runs:/${runId}/model"`,
  'varies = f"models:/{name}/1"',
  'logged = "models:/m-73444aac310549ae8ce5595b2e67f62c"',
  'unregistered = "models:/m-00000000000000000000000000000000"',
  "",
].join("\n");

describe("Python in the language server", () => {
  let folder: string;
  let client: LspClient;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-python-"));
  });

  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function startOnSample(): Promise<void> {
    await copyFile(sample, join(folder, "mlflow.db"));
    client = await LspClient.start(folder);
  }

  async function problemsOf(uri: string): Promise<Diagnostic[]> {
    const report = await client.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri } });
    return report.kind === "full" ? report.items : [];
  }

  it("has the version in the line of what names one by an alias, a stage or a logged model, and after no other URI", async () => {
    await startOnSample();
    const uri = uriOf("load.py");
    await client.open(uri, "python", script);
    const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
    const written = script.split("\n");
    const shown = async (): Promise<string[]> => {
      const hints = await client.request<InlayHint[]>("textDocument/inlayHint", { textDocument: { uri }, range });
      return hints.map(
        ({ label, position }) => `${/"[^"]*$/.exec((written[position.line] ?? "").slice(0, position.character))?.[0]}|${label}`,
      );
    };
    let found = await shown();
    while (found.length < 3) {
      await client.nextRefresh();
      found = await shown();
    }
    assert.deepEqual(found, [
      '"models:/fraud-scorer@champion|v12',
      '"models:/churn-ranker/Production|v3',
      '"models:/m-73444aac310549ae8ce5595b2e67f62c|churn-ranker v3',
    ]);
  });

  async function problemsOnceThere(uri: string, count: number): Promise<Diagnostic[]> {
    let problems = await problemsOf(uri);
    while (problems.length < count) {
      await client.nextRefresh();
      problems = await problemsOf(uri);
    }
    return problems;
  }

  async function said(uri: string, line: number, character: number): Promise<string> {
    const found = await client.request<Hover | null>("textDocument/hover", { textDocument: { uri }, position: { line, character } });
    return (found?.contents as { value: string } | undefined)?.value ?? "";
  }

  const askedFor = (): string[] =>
    client.registrations
      .filter(({ registerOptions }) => JSON.stringify(registerOptions).includes('"language":"python"'))
      .map(({ method }) => method);

  it("is heard once a registry is open, with the verbs that there is an answer to and no other", async () => {
    await startOnSample();
    while (askedFor().length < 7) await client.nextRefresh();
    assert.deepEqual(askedFor().sort(), [
      "textDocument/codeAction",
      "textDocument/diagnostic",
      "textDocument/didChange",
      "textDocument/didClose",
      "textDocument/didOpen",
      "textDocument/documentLink",
      "textDocument/hover",
    ]);
  });

  it("is not heard where there is no registry", async () => {
    client = await LspClient.start(folder);
    await client.nextRefresh();
    await client.open(uriOf("slipway.yaml"), "slipway-policy", "version: 1\nenvironments: {dev: {}}\n");
    await problemsOf(uriOf("slipway.yaml"));
    assert.deepEqual(askedFor(), []);
  });

  it("is told of models, versions and aliases that the registry does not have, and of stages", async () => {
    await startOnSample();
    const uri = uriOf("predict.py");
    await client.open(uri, "python", script);
    const problems = await problemsOnceThere(uri, 4);
    assert.deepEqual(
      problems.map(({ code, range }) => [code, range.start.line]),
      [
        ["uri-unknown-alias", 2],
        ["uri-stage", 3],
        ["uri-unknown-version", 4],
        ["uri-unknown-model", 5],
      ],
    );
    assert.deepEqual(problems[1]?.tags, [DiagnosticTag.Deprecated]);
    const textDocument = { uri };
    const { range } = problems[1] ?? assert.fail();
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } });
    assert.deepEqual(
      actions.map(({ title, isPreferred }) => [title, isPreferred]),
      [
        ["Change to `@champion`, which is version 3 too", true],
        ["Silence uri-stage here", undefined],
      ],
    );
    await client.edit(uri, 2, script.replace("/Production", "@champion"));
    assert.equal((await problemsOf(uri)).length, 3);
  });

  it("says what a URI leads to, and links there", async () => {
    await startOnSample();
    const uri = uriOf("predict.py");
    await client.open(uri, "python", script);
    await problemsOnceThere(uri, 4);
    assert.match(await said(uri, 1, 45), /^\*\*fraud\\-scorer\*\* v12 · `@champion`\n\n.*val\\_auc 0\.\d+.* · run gbm\\-\d+\n\n/);
    assert.match(await said(uri, 2, 45), /^\*\*fraud\\-scorer\*\* · registered model\n\n.*\n\nNo version has the alias `@champoin`\.$/);
    assert.match(await said(uri, 3, 45), /^\*\*churn\\-ranker\*\* v3 · `@champion` · stage Production/);
    assert.match(await said(uri, 6, 10), /^\*\*gbm\\-031\*\* · run · finished\n\n/);
    assert.equal(await said(uri, 7, 12), "");
    assert.equal(await said(uri, 0, 3), "");
    assert.match(await said(uri, 8, 12), /^\*\*churn\\-ranker\*\* v3 · `@champion` · stage Production/);
    assert.equal(await said(uri, 9, 22), "");
    const links = await client.request<DocumentLink[]>("textDocument/documentLink", { textDocument: { uri } });
    assert.deepEqual(
      links.map(({ range, target, tooltip }) => [
        range.start.line,
        tooltip,
        decodeURIComponent(target ?? "").replace(/"sqlite:[^"]*"/, "…"),
      ]),
      [
        [1, "Open version 12", 'command:slipway.openPromotion?[{"model":"fraud-scorer","version":"12","about":{"registry":…}}]'],
        [3, "Open version 3", 'command:slipway.openPromotion?[{"model":"churn-ranker","version":"3","about":{"registry":…}}]'],
        [6, "Open run", `command:slipway.openRun?[{"run":"${runId}","about":{"registry":…}}]`],
        [8, "Open version 3", 'command:slipway.openPromotion?[{"model":"churn-ranker","version":"3","about":{"registry":…}}]'],
      ],
    );
  });

  it("says it at the first hover, before anything of the registry was asked for", async () => {
    await startOnSample();
    while (askedFor().length < 7) await client.nextRefresh();
    const uri = uriOf("predict.py");
    await client.open(uri, "python", script);
    assert.match(await said(uri, 1, 45), /^\*\*fraud\\-scorer\*\* v12 · `@champion`\n\n.*run gbm/);
  });

  it("says who promoted the version that an alias means, and when", async () => {
    await makeScratchCopy(folder);
    const promote = (who: string, ...args: string[]) => slipway(["promote", ...args], { cwd: folder, env: { SLIPWAY_USER: who } });
    const asked = await promote("ana@example.com", "request", "churn-ranker", "4", "prod");
    assert.equal((await promote("bruno@example.com", "approve", asked.stdout.trim())).status, 0);
    client = await LspClient.start(folder);
    const uri = uriOf("predict.py");
    await client.open(uri, "python", script.replace("/Production", "@champion"));
    await problemsOnceThere(uri, 3);
    const text = await said(uri, 3, 45);
    assert.match(text, /^\*\*churn\\-ranker\*\* v4 · `@challenger` · `@champion`\n/);
    assert.match(text, /\n\nPromoted to `prod` \d{4}-\d\d-\d\d by bruno@example\\\.com\.\n\n/);
  });

  it("shares its links with an MLmodel: its run_id leads to the run", async () => {
    await startOnSample();
    const textDocument = { uri: uriOf("MLmodel") };
    await client.open(textDocument.uri, "mlmodel", `run_id: ${runId}\nflavors:\n  python_function: {loader_module: x}\n`);
    // The registry may not be open yet.
    let links: DocumentLink[] = [];
    while (links.length === 0) links = await client.request<DocumentLink[]>("textDocument/documentLink", { textDocument });
    assert.deepEqual(
      links.map(({ tooltip }) => tooltip),
      ["Open run"],
    );
    assert.match(await said(textDocument.uri, 0, 12), /^\*\*gbm\\-031\*\* · run · finished\n\n/);
    assert.match(await said(textDocument.uri, 0, 2), /^\*\*run\\_id\*\*/);
  });

  it("is the same in the cells of a notebook, and in a text that has no name yet", async () => {
    await startOnSample();
    const cell = `${uriOf("explore.ipynb").replace("file://", "vscode-notebook-cell:")}#W0sZmlsZQ%3D%3D`;
    for (const uri of [cell, "untitled:Untitled-1"]) {
      await client.open(uri, "python", script);
      assert.equal((await problemsOnceThere(uri, 4)).length, 4, uri);
    }
    await client.open(`${cell}2`, "markdown", script);
    assert.deepEqual(await problemsOf(`${cell}2`), []);
  });

  it("is told of each change once, however often the editor tells of it", async () => {
    await startOnSample();
    const uri = uriOf("params.py");
    await client.open(uri, "python", "x = 1\n");
    const put = {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: 'y = "models:/fraud-scorer/99"\n' },
      ],
    };
    for (const _twice of [1, 2]) await client.connection.sendNotification("textDocument/didChange", put);
    assert.equal((await problemsOnceThere(uri, 1)).length, 1);
  });

  it("that is not open is left alone", async () => {
    await writeFile(join(folder, "predict.py"), script);
    await startOnSample();
    await client.nextRefresh();
    const report = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
    assert.deepEqual(report.items, []);
  });

  it("tells which metrics it logs, where a policy names one", async () => {
    await mkdir(join(folder, "build"));
    await writeFile(join(folder, "build/old.py"), 'mlflow.log_metric("of_yesterday", 1)\n');
    await writeFile(join(folder, ".gitignore"), "build/\n");
    await writeFile(join(folder, "train.py"), 'mlflow.log_metric("val_recall", 1)\nmlflow.log_metrics({"val_auc": 1, "val_brier": 2})\n');
    await startOnSample();
    const policy =
      "version: 1\nenvironments:\n  dev: {}\n  prod: {alias: champion}\nmodels:\n  fraud-scorer:\n    gates:\n      prod:\n        - metric: \n";
    const textDocument = { uri: uriOf("slipway.yaml") };
    await client.open(textDocument.uri, "slipway-policy", policy);
    const offered = async () => {
      const items = await client.request<CompletionItem[]>("textDocument/completion", {
        textDocument,
        position: { line: 8, character: 18 },
      });
      const docs = new Map(items.map(({ label, documentation }) => [label, (documentation as { value: string } | undefined)?.value]));
      // What the registry knows comes a little later than what stands in files.
      return docs.get("val_auc")?.startsWith("In ") ? { items, docs } : undefined;
    };
    const { items, docs } = await eventually("the metrics of the registry", offered);
    assert.equal(docs.get("val_recall"), "Logged in `train.py`, line 1.");
    assert.equal(docs.has("of_yesterday"), false);
    assert.equal(docs.get("val_brier"), "Logged in `train.py`, line 2.");
    assert.match(docs.get("val_auc") ?? "", /^In `fraud-scorer`\.$/);
    assert.equal(items.filter(({ label }) => label === "val_auc").length, 1);
  });
});
