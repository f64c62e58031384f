import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CodeLens, DocumentDiagnosticReport, DocumentLink, DocumentSymbol, Hover, Location } from "vscode-languageserver";
import type { Answer } from "#protocol/message.ts";
import { showPipelineCommand } from "#protocol/tasks/runnable.ts";
import { configFilesChanged, type PipelineGraph, pipelineRequest } from "#protocol/views/pipeline.ts";
import { LspClient } from "./client.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const pipeline = `stages:
  train:
    wdir: work
    cmd: train
    deps: [../raw.csv]
    params: [lr]
    outs: [{model.pkl: {cache: false}}]
`;
const lock = `schema: '2.0'
stages:
  train:
    cmd: train
    deps:
    - path: ../raw.csv
      hash: md5
      md5: ${md5("raw\n")}
      size: 4
    params:
      params.yaml:
        lr: 0.1
    outs:
    - {path: model.pkl, hash: md5, md5: ${md5("model\n")}, size: 6}
  old:
    cmd: old
`;
const kept = `outs:\n- md5: ${md5("raw\n")}\n  size: 4\n  hash: md5\n  path: raw.csv\n`;

describe("The files that DVC writes, over LSP", () => {
  let folder: string;
  let client: LspClient;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "slipway-dvc-files-"));
    const cache = join(".dvc/cache/files/md5", md5("raw\n").slice(0, 2));
    for (const path of [cache, "work"]) mkdirSync(join(folder, path), { recursive: true });
    const files = { "dvc.yaml": pipeline, "dvc.lock": lock, "raw.csv.dvc": kept, "raw.csv": "raw\n" };
    for (const [name, text] of Object.entries(files)) write(name, text);
    write(join(cache, md5("raw\n").slice(2)), "raw\n");
    write("work/model.pkl", "model\n");
    write("work/params.yaml", "lr: 0.2\n");
    client = await LspClient.start(folder);
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function place(name: string, text: string, words: string) {
    const before = text.slice(0, text.indexOf(words) + 1).split("\n");
    return { textDocument: { uri: uriOf(name) }, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
  }

  describe("a dvc.lock", () => {
    const hover = async (words: string): Promise<string> => {
      const found = await client.request<Hover | null>("textDocument/hover", place("dvc.lock", lock, words));
      return (found?.contents as { value: string } | undefined)?.value ?? "";
    };

    beforeEach(() => client.open(uriOf("dvc.lock"), "yaml", lock));

    it("says what was noted and how it stands now, params as they are typed", async () => {
      assert.match(await hover("../raw.csv"), /4 B · MD5 `.*`\n\nOn disk: the same\.$/);
      write("work/model.pkl", "other\n");
      assert.match(await hover("model.pkl"), /On disk: changed\.$/);
      assert.match(await hover("lr: 0.1"), /When it was last run: `0\.1`\. Now: `0\.2`\.$/);
      await client.open(uriOf("work/params.yaml"), "yaml", "lr: 0.1\n");
      assert.match(await hover("lr: 0.1"), /Now: the same\.$/);
      assert.match(await hover("hash"), /^\*\*hash\*\* · text/);
    });

    it("leads to its data and to its stage, and is found from there", async () => {
      const links = await client.request<DocumentLink[]>("textDocument/documentLink", { textDocument: { uri: uriOf("dvc.lock") } });
      assert.deepEqual(
        links.map(({ range, target }) => [range.start.line, target]),
        [
          [5, uriOf("raw.csv")],
          [13, uriOf("work/model.pkl")],
        ],
      );
      const definition = async (words: string) =>
        (await client.request<Location[]>("textDocument/definition", place("dvc.lock", lock, words))).map(
          ({ uri, range }) => `${uri.slice(pathToFileURL(folder).href.length + 1)}:${range.start.line + 1}`,
        );
      assert.deepEqual(await definition("train:"), ["dvc.yaml:2"]);
      assert.deepEqual(await definition("raw.csv\n"), ["raw.csv.dvc:5"]);
      assert.deepEqual(await definition("model.pkl"), ["dvc.yaml:7"]);
      const [, stages] = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", {
        textDocument: { uri: uriOf("dvc.lock") },
      });
      assert.deepEqual(
        stages?.children?.map(({ name }) => name),
        ["train", "old"],
      );
    });

    it("fades what is of no stage, until the dvc.yaml has it, and says nothing while that cannot be read", async () => {
      const said = async () => {
        const report = await client.request<DocumentDiagnosticReport>("textDocument/diagnostic", {
          textDocument: { uri: uriOf("dvc.lock") },
        });
        return report.kind === "full"
          ? report.items.map(({ code, severity, tags, range }) => [code, severity, tags?.[0], range.start.line])
          : [];
      };
      const orphan = [["dvc-lock-orphan", 4, 1, 14]];
      assert.deepEqual(await said(), orphan);
      await client.open(uriOf("dvc.yaml"), "yaml", pipeline);
      await client.edit(uriOf("dvc.yaml"), 2, `${pipeline}  old: {cmd: old}\n`);
      assert.deepEqual(await said(), []);
      await client.edit(uriOf("dvc.yaml"), 3, `${pipeline}  old: [\n`);
      assert.deepEqual(await said(), []);
      await client.edit(uriOf("dvc.yaml"), 4, pipeline);
      assert.deepEqual(await said(), orphan);
    });
  });

  describe("a .dvc file", () => {
    async function lenses(trusted = true): Promise<string[]> {
      if (!trusted) {
        await client.stop();
        client = await LspClient.start(folder, { trusted });
      }
      await client.open(uriOf("raw.csv.dvc"), "yaml", kept);
      return shown();
    }

    async function shown(): Promise<string[]> {
      const found = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: uriOf("raw.csv.dvc") } });
      const filled = await Promise.all(found.map((lens) => (lens.command ? lens : client.request<CodeLens>("codeLens/resolve", lens))));
      return filled.map(({ range, command }) => `${range.start.line + 1}: ${command?.title} (${command?.command})`);
    }

    it("says above its first line how its data stands to it, and a press shows where that comes from", async () => {
      assert.deepEqual(await lenses(), [`1: up to date (${showPipelineCommand})`]);
      write("raw.csv", "other\n");
      await client.connection.sendNotification("slipway/tasks/fileSaved", null);
      assert.deepEqual(await shown(), [`1: changed: outs raw.csv (${showPipelineCommand})`]);
      const graph = await client.request<Answer<PipelineGraph>>(pipelineRequest.method, { uri: uriOf("raw.csv.dvc"), compares: true });
      assert.ok(graph.ok);
      assert.deepEqual(
        graph.value.nodes.map(({ kind, name, state, note }) => [kind, name, state, note]),
        [
          ["tracked", "raw.csv.dvc", "changed", "changed: outs raw.csv"],
          ["stage", "train", "changed", "changed: params lr, deps ../raw.csv"],
          ["data", "raw.csv", undefined, undefined],
          ["data", "work/model.pkl", undefined, undefined],
        ],
      );
    });

    it("is drawn as it is on disk from when the server tells that files changed there", async () => {
      const question = { uri: uriOf("raw.csv.dvc"), compares: false, scope: "repository" };
      const names = async () => {
        const graph = await client.request<Answer<PipelineGraph>>(pipelineRequest.method, question);
        return graph.ok ? graph.value.nodes.filter(({ kind }) => kind === "stage").map(({ name }) => name) : assert.fail();
      };
      assert.deepEqual(await names(), ["train"]);
      write("dvc.yaml", pipeline.replace("train:", "fit:"));
      const told = client.next(configFilesChanged.method);
      await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf("dvc.yaml"), type: 2 }] });
      await told;
      assert.deepEqual(await names(), ["fit"]);
    });

    it("is one file, and is seen as it stands in the editor, however the editor spells its name", async () => {
      mkdirSync(join(folder, "it's (1)"));
      write("it's (1)/dvc.yaml", "stages:\n  s:\n    cmd: run\n    outs: [o.csv]\n");
      const spelt = `${uriOf("dvc.yaml").slice(0, -"dvc.yaml".length)}it%27s%20%281%29/dvc.yaml`;
      await client.open(spelt, "yaml", "stages:\n  typed:\n    cmd: run\n    outs: [o.csv]\n");
      const report = await client.request<{ items: unknown[] }>("textDocument/diagnostic", { textDocument: { uri: spelt } });
      assert.deepEqual(report.items, []);
      for (const uri of [spelt, uriOf("dvc.yaml")]) {
        const question = { uri, compares: false, scope: "repository" };
        const graph = await client.request<Answer<PipelineGraph>>(pipelineRequest.method, question);
        assert.ok(graph.ok);
        const names = graph.value.nodes.filter(({ kind }) => kind !== "data").map(({ name }) => name);
        assert.deepEqual(names.sort(), ["raw.csv.dvc", "train", "typed"], uri);
      }
    });

    it("looks at no data before the workspace is trusted", async () => {
      assert.deepEqual(await lenses(false), []);
    });
  });
});
