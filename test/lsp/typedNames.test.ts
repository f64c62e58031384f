import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CompletionItem, CompletionList } from "vscode-languageserver";
import { LspClient } from "./client.ts";

const start = "stages:\n  prepare:\n    cmd: p\n    outs: [clean.csv]\n  train:\n    cmd: t\n";

describe("names of other files in the language server", () => {
  let folder: string;
  let client: LspClient;
  let version = 1;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "slipway-names-"));
    for (const name of [".dvc", "src", "many", "report"]) mkdirSync(join(folder, name));
    for (let index = 0; index < 400; index++) writeFileSync(join(folder, "many", `file${index}`), "");
    writeFileSync(join(folder, "src/train it.py"), "");
    symlinkSync(join(folder, "src"), join(folder, "linked"));
    writeFileSync(join(folder, "report/dvc.yaml"), "stages:\n  report:\n    cmd: r\n    outs: [page.html]\n");
    writeFileSync(join(folder, "params.yaml"), "seed: 1\n");
    writeFileSync(join(folder, "other.toml"), "depth = 1\n");
    client = await LspClient.start(folder);
    await client.nextRefresh();
    await client.open(uriOf("dvc.yaml"), "dvc-yaml", "");
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function offered(marked: string): Promise<CompletionItem[] | CompletionList> {
    const before = marked.slice(0, marked.indexOf("‸")).split("\n");
    await client.edit(uriOf("dvc.yaml"), ++version, marked.replace("‸", ""));
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return client.request("textDocument/completion", { textDocument: { uri: uriOf("dvc.yaml") }, position });
  }

  async function labels(marked: string): Promise<string[]> {
    const found = await offered(marked);
    return ("items" in found ? found.items : found)
      .toSorted((left, right) => ((left.sortText ?? "") < (right.sortText ?? "") ? -1 : 1))
      .map(({ label }) => label);
  }

  it("are data that stages of the repository make, files and folders, also behind a link, asked for again at a slash", async () => {
    const there = ["clean.csv", "report/page.html", "linked/", "many/", "report/", "src/", "other.toml", "params.yaml"];
    assert.deepEqual(await labels(`${start}    deps:\n      - ‸\n`), there);
    assert.deepEqual(await labels(`${start}    deps:\n      - linked/‸\n`), ["linked/train it.py"]);
    assert.ok(client.capabilities.completionProvider?.triggerCharacters?.includes("/"));
  });

  it("are asked for anew with every letter where there are too many", async () => {
    const found = await offered(`${start}    deps:\n      - many/‸\n`);
    assert.ok("items" in found && found.isIncomplete && found.items.length === 300);
    assert.deepEqual(await labels(`${start}    deps:\n      - many/file399‸\n`), ["many/file399"]);
  });

  it("are keys of a params file as it stands in the editor, of any that is named", async () => {
    const at = `${start}    params:\n      - other.toml:\n          - ‸\n`;
    assert.deepEqual(await labels(at), ["depth"]);
    while (!client.registrations.some(({ registerOptions }) => JSON.stringify(registerOptions).includes("**/other.toml")))
      await new Promise((resolve) => setTimeout(resolve, 10));
    await client.open(uriOf("other.toml"), "toml", "width = 1\n");
    assert.deepEqual(await labels(at), ["width"]);
  });
});
