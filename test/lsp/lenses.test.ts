import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CodeLens } from "vscode-languageserver";
import { type RunTarget, runTargetsRequest } from "#protocol/tasks/runnable.ts";
import { LspClient } from "./client.ts";

const pipeline = `stages:
  prepare:
    cmd: prepare
    deps: [raw.csv]
    outs: [{data.csv: {cache: false}}]
  train:
    cmd: train
    deps: [data.csv]
    params: [lr]
    outs: [{model.pkl: {cache: false}}]
  each:
    foreach: [a, b]
    do:
      cmd: echo \${item}
`;
const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const data = (path: string, text: string) => `    - {path: ${path}, hash: md5, md5: ${md5(text)}, size: ${text.length}}\n`;
const lock = `schema: '2.0'
stages:
  prepare:
    cmd: prepare
    deps:
${data("raw.csv", "raw\n")}    outs:
${data("data.csv", "data\n")}  train:
    cmd: train
    deps:
${data("data.csv", "data\n")}    params: {params.yaml: {lr: 0.1}}
    outs:
${data("model.pkl", "model\n")}`;
const project =
  "name: p\nentry_points:\n  main:\n    parameters: {alpha: float, beta: {type: float, default: 1}}\n    command: python x.py {alpha}\n  test:\n    command: pytest\n";

describe("Code lenses of stages and entry points", () => {
  let folder: string;
  let client: LspClient | undefined;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-lens-"));
    mkdirSync(join(folder, ".dvc"));
    const files = { "dvc.yaml": pipeline, "dvc.lock": lock, "params.yaml": "lr: 0.1\n", MLproject: project };
    for (const [name, text] of Object.entries(files)) write(name, text);
    for (const [name, text] of [
      ["raw.csv", "raw\n"],
      ["data.csv", "data\n"],
      ["model.pkl", "model\n"],
    ] as const)
      write(name, text);
  });
  afterEach(async () => {
    await client?.stop();
    client = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  /** The titles above each line, as a person sees them when all are filled in. */
  async function lenses(name: string, text: string, trusted = true): Promise<string[]> {
    client ??= await LspClient.start(folder, { trusted });
    await client.open(uriOf(name), "yaml", text);
    return shown(name);
  }

  async function shown(name: string): Promise<string[]> {
    assert.ok(client);
    const found = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: uriOf(name) } });
    const lines = new Map<number, string[]>();
    for (const lens of found) {
      const { command } = lens.command ? lens : await client.request<CodeLens>("codeLens/resolve", lens);
      lines.set(lens.range.start.line, [...(lines.get(lens.range.start.line) ?? []), command?.title ?? ""]);
    }
    return [...lines].map(([line, titles]) => `${line + 1}: ${titles.filter((title) => title !== "").join(" | ")}`);
  }

  it("say what runs, what is up to date and what follows", async () => {
    assert.deepEqual(await lenses("dvc.yaml", pipeline), [
      "2: Run | up to date | prepare → train",
      "6: Run | up to date",
      "11: Run | 2 of 2 changed",
    ]);
  });

  it("say what has changed: data, an output, a parameter as it is typed, the command, a stage that never ran", async () => {
    write("raw.csv", "row\n");
    write("model.pkl", "other model\n");
    const text = `${pipeline.replace("cmd: train", "cmd: train -v")}  report:\n    cmd: report\n    deps: [model.pkl]\n`;
    await lenses("dvc.yaml", text);
    await client?.open(uriOf("params.yaml"), "yaml", "lr: 0.2\n");
    await client?.connection.sendNotification("slipway/tasks/fileSaved", null);
    assert.deepEqual(await shown("dvc.yaml"), [
      "2: Run | changed: deps raw.csv | prepare → train",
      "6: Run | changed: command, params lr, outs model.pkl | train → report",
      "11: Run | 2 of 2 changed",
      "15: Run | not run yet",
    ]);
  });

  it("say nothing of what is stale outside a repository of DVC", async () => {
    rmSync(join(folder, ".dvc"), { recursive: true });
    assert.deepEqual(await lenses("dvc.yaml", pipeline), ["2: Run | prepare → train", "6: Run", "11: Run"]);
  });

  it("stand on entry points, and carry what has to be asked for", async () => {
    assert.deepEqual(await lenses("MLproject", project), ["3: Run", "6: Run"]);
    const targets = await client?.request<RunTarget[]>(runTargetsRequest.method, null);
    assert.deepEqual(
      targets?.map(({ kind, name, asks }) => [kind, name, ...asks].join(" ")),
      ["entryPoint main alpha", "entryPoint test", "stage prepare", "stage train", "stage each"],
    );
  });

  it("offer no run, and look at no data, before the workspace is trusted", async () => {
    assert.deepEqual(await lenses("dvc.yaml", pipeline, false), ["2: prepare → train"]);
    assert.deepEqual(await lenses("MLproject", project, false), []);
    // Not even for one that asks in the way of a lens of its own.
    const lens = {
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } },
      data: { uri: uriOf("dvc.yaml"), name: "train" },
    };
    assert.equal((await client?.request<CodeLens>("codeLens/resolve", lens))?.command?.title, "");
  });
});
