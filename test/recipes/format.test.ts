import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CodeAction, CompletionItem, DocumentDiagnosticReport, Hover, WorkspaceDiagnosticReport } from "vscode-languageserver";
import type { LspClient } from "#test/lsp/client.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** What the recipe touches, what type-checks it, and what it is tried with. */
const copied = [
  "registry",
  "server",
  "protocol",
  "client",
  "webviews",
  "cli",
  "media",
  "syntaxes",
  "test/lsp/client.ts",
  "test/repo/contributions.test.ts",
]
  .concat([
    "scripts/mochaPart.ts",
    "scripts/panelNames.ts",
    "scripts/generate-rule-docs.ts",
    "package.json",
    "package.nls.json",
    "tsconfig.base.json",
    "tsconfig.pure.json",
    "biome.json",
    ".gitignore",
  ])
  .concat(["test/repo/typesOfTheServer.grit", "test/repo/typesOfTheRegistry.grit"]);

const [, recipe = ""] = readFileSync(join(root, "CONTRIBUTING.md"), "utf8").split("## Add a format\n");
const [, folder = ""] = /^1\. `([^`]+)\/`/m.exec(recipe) ?? assert.fail("the recipe names no folder");
const [, list = ""] = /^2\. `([^`]+)`/m.exec(recipe) ?? assert.fail("the recipe names no list");

/** A copy of the sources in which the recipe was followed: its files, and one entry of the list. */
function follow(): string {
  const copy = mkdtempSync(join(tmpdir(), "slipway-format-"));
  for (const part of copied) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");
  const [own = ""] = recipe.split("`test/recipes/format.test.ts`");
  for (const [, path = "", code = ""] of own.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)) {
    assert.ok(path.startsWith(`${folder}/`), `${path} is in the format's folder`);
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), code);
  }
  const text = readFileSync(join(copy, list), "utf8");
  const added = `import { planFormat } from "./plan/format.ts";\n${text.replace(/readonly Format\[\] = \[\s*/, "$&planFormat, ")}`;
  assert.equal(added.split("planFormat").length, 3, "an import, and a word in the list");
  writeFileSync(join(copy, list), added);
  return copy;
}

function node(cwd: string, ...args: string[]): { readonly stdout: string; readonly status: number | null } {
  return spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { cwd, encoding: "utf8" });
}

/** Files of the copy that are not as they were, outside the format's folder. */
function changedOutside(copy: string): string[] {
  const files = copied.flatMap((part) => (part.includes(".") ? [part] : globSync(`${part}/**/*.*`, { cwd: copy })));
  const before = (name: string) => (existsSync(join(root, name)) ? readFileSync(join(root, name), "utf8") : undefined);
  return files.filter((name) => !name.startsWith(`${folder}/`) && before(name) !== readFileSync(join(copy, name), "utf8"));
}

const base = "steps:\n  train: python train.py\n";
const user = "uses: base.plan.yaml\nrun: trian\n";

describe("the recipe for a format", () => {
  let copy: string;
  let workspace: string;
  const uriOf = (name: string): string => pathToFileURL(join(workspace, name)).href;

  before(() => {
    copy = follow();
    workspace = mkdtempSync(join(tmpdir(), "slipway-plans-"));
    writeFileSync(join(workspace, "base.plan.yaml"), base);
    writeFileSync(join(workspace, "user.plan.yaml"), user);
    writeFileSync(join(workspace, "other.plan.yaml"), "uses: ./base.plan.yaml\nrun: evaluate\n");
  });
  after(() => {
    for (const each of [copy, workspace]) rmSync(each, { recursive: true, force: true });
  });

  it("has types, keeps the borders, and changes one line of one file outside its folder", () => {
    assert.equal(node(copy, join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.pure.json", "--noEmit").stdout, "");
    const lint = node(copy, join(root, "node_modules/@biomejs/biome/bin/biome"), "ci", "--colors=off", folder);
    assert.equal(lint.status, 0, lint.stdout);
    assert.deepEqual(changedOutside(copy), [list]);
  });

  it("reaches `slipway check`, with what one file says of another", async () => {
    const args = [join(copy, "cli/main.ts"), "check", "--format", "json", "--registry", "none"];
    const { stdout } = await new Promise<{ stdout: string }>((resolve) =>
      execFile(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { cwd: workspace, env: {} }, (_error, out) =>
        resolve({ stdout: out }),
      ),
    );
    const { files, problems } = JSON.parse(stdout) as { files: number; problems: { file: string; format: string; message: string }[] };
    assert.equal(files, 3);
    assert.deepEqual(
      problems.map(({ file, format, message }) => `${format} ${file}: ${message}`),
      ["plan.yaml other.plan.yaml: There is no step `evaluate`.", "plan.yaml user.plan.yaml: There is no step `trian`."],
    );
  });

  it("reaches every verb of the language server, and follows an edit of another file that is not saved", async () => {
    const { LspClient: Client } = (await import(pathToFileURL(join(copy, "test/lsp/client.ts")).href)) as {
      readonly LspClient: typeof LspClient;
    };
    const client = await Client.start(workspace);
    try {
      await followEdits(client);
    } finally {
      await client.stop();
    }
  });

  it("gets a page for each of its rules", () => {
    assert.equal(node(copy, "scripts/generate-rule-docs.ts").status, 0);
    assert.match(readFileSync(join(copy, "docs/rules/plan-unknown-step.md"), "utf8"), /Checked in: plan\.yaml\. Severity: error/);
  });

  it("is told to VS Code by what the test of the contributions writes", () => {
    const update = spawnSync(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "scripts/mochaPart.ts", "dot", "60000", "test/repo/contributions.test.ts"],
      {
        cwd: copy,
        encoding: "utf8",
        env: { ...process.env, UPDATE: "1" },
      },
    );
    assert.equal(update.status, 0, update.stdout);
    assert.deepEqual(changedOutside(copy).sort(), ["protocol/languages.json", list].sort());
    assert.match(readFileSync(join(copy, "protocol/languages.json"), "utf8"), /\*\*\/\*\.plan\.yaml/);
  });

  async function followEdits(client: LspClient): Promise<void> {
    const uri = uriOf("user.plan.yaml");
    const textDocument = { uri };
    const diagnostics = (previousResultId?: string) =>
      client.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument, ...(previousResultId && { previousResultId }) });
    const others = (value?: string) =>
      client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
        previousResultIds: value === undefined ? [] : [{ uri: uriOf("other.plan.yaml"), value }],
      });
    const otherFile = ({ items }: WorkspaceDiagnosticReport) => items.find((item) => item.uri === uriOf("other.plan.yaml"));
    assert.deepEqual(client.capabilities.diagnosticProvider, {
      identifier: "slipway",
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
    // It has found out by then that there is no registry.
    await client.nextRefresh();
    await client.open(uri, "yaml", user);
    const hover = await client.request<Hover>("textDocument/hover", { textDocument, position: { line: 1, character: 1 } });
    assert.match(JSON.stringify(hover.contents), /The step to run/);
    const items = await client.request<CompletionItem[]>("textDocument/completion", { textDocument, position: { line: 2, character: 0 } });
    assert.deepEqual(
      items.map(({ label }) => label),
      ["steps"],
    );
    const first = await diagnostics();
    assert.deepEqual(first.kind === "full" && first.items.map(({ code }) => code), ["plan-unknown-step"]);
    assert.equal((await diagnostics(first.resultId)).kind, "unchanged");
    const range = { start: { line: 1, character: 6 }, end: { line: 1, character: 6 } };
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } });
    assert.deepEqual(
      actions.map(({ title }) => title),
      ["Change to `train`", "Silence plan-unknown-step here"],
    );
    const closed = otherFile(await others());
    assert.equal(closed?.kind === "full" && closed.items.length, 1);

    // The other file changes in the editor alone: what rests on it is asked for again, open or not.
    await client.open(uriOf("base.plan.yaml"), "yaml", base);
    await client.edit(uriOf("base.plan.yaml"), 2, `${base}  trian: python trian.py\n  evaluate: python evaluate.py\n`);
    await client.nextRefresh();
    const second = await diagnostics(first.resultId);
    assert.deepEqual(second.kind === "full" && second.items, []);
    const after = otherFile(await others(closed?.resultId));
    assert.deepEqual(after?.kind === "full" && after.items, []);
    // A change of what it does not say of itself touches nobody.
    await client.edit(uriOf("base.plan.yaml"), 3, `# why\n${base}  trian: python trian.py\n  evaluate: python evaluate.py --all\n`);
    assert.equal((await diagnostics(second.resultId)).kind, "unchanged");
    // Closed without saving, the file on disk counts again.
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: uriOf("base.plan.yaml") } });
    await client.nextRefresh();
    const third = await diagnostics(second.resultId);
    assert.equal(third.kind === "full" && third.items.length, 1);
  }
});
