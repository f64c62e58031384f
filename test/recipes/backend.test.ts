import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { experimentsRequest, type SourceState, sourceRequest } from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import type { LspClient } from "#test/lsp/client.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** What the recipe touches, what type-checks it, and what it is tried with. */
const folders = ["registry", "server", "protocol", "client", "cli"];
const files = ["test/lsp/client.ts", "package.json", "tsconfig.base.json", "tsconfig.node.json", "biome.json", ".gitignore"];
const plugins = ["test/repo/typesOfTheServer.grit", "test/repo/typesOfTheRegistry.grit"];

const [, recipe = ""] = readFileSync(join(root, "CONTRIBUTING.md"), "utf8").split("## Add a backend\n");
const [own = ""] = recipe.split("`test/recipes/backend.test.ts`");
const [, folder = ""] = /^1\. `([^`]+)\/`/m.exec(own) ?? assert.fail("the recipe names no folder");
const [, list = ""] = /^2\. `([^`]+)`/m.exec(own) ?? assert.fail("the recipe names no list");

function follow(): string {
  const copy = mkdtempSync(join(tmpdir(), "slipway-backend-"));
  for (const part of [...folders, ...files, ...plugins]) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");
  const [, path = "", code = ""] = /```ts\n\/\/ (\S+)\n([\s\S]*?)```/.exec(own) ?? [];
  assert.ok(path.startsWith(`${folder}/`), `${path} is in the backend's folder`);
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), code);
  const text = readFileSync(join(copy, list), "utf8");
  const added = text
    .replace("import { gitlabBackend }", 'import { fixedBackend } from "./fixed/backend.ts";\nimport { gitlabBackend }')
    .replace("mlflowBackend]", "mlflowBackend, fixedBackend]");
  assert.equal(added.split("fixedBackend").length, 3, "an import, and a word in the list");
  writeFileSync(join(copy, list), added);
  return copy;
}

function node(cwd: string, ...args: string[]): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
  return spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { cwd, encoding: "utf8", env: {} });
}

describe("the recipe for a backend", () => {
  let copy: string;
  before(() => {
    copy = follow();
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  it("has types, keeps the borders, and changes one file outside its folder", () => {
    const config = {
      extends: "./tsconfig.node.json",
      include: ["registry", "cli/main.ts", "server/nodeMain.ts"],
      exclude: ["**/*.test.ts", "**/test*.ts"],
    };
    writeFileSync(join(copy, "tsconfig.recipe.json"), JSON.stringify(config));
    assert.equal(node(copy, join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.recipe.json", "--noEmit").stdout, "");
    const lint = node(copy, join(root, "node_modules/@biomejs/biome/bin/biome"), "ci", "--colors=off", folder, list);
    assert.equal(lint.status, 0, lint.stdout + lint.stderr);
    const all = [...files, ...folders.flatMap((part) => globSync(`${part}/**/*.*`, { cwd: copy }))];
    const changed = all.filter(
      (name) => !name.startsWith(`${folder}/`) && readFileSync(join(root, name), "utf8") !== readFileSync(join(copy, name), "utf8"),
    );
    assert.deepEqual(changed, [list]);
  });

  it("reaches the command line, with what the store cannot do as a sentence", () => {
    const slipway = (...args: string[]) => node(copy, join(copy, "cli/main.ts"), ...args, "--registry", "fixed:fraud,churn");
    const { experiments } = JSON.parse(slipway("experiments", "--format", "json").stdout) as { experiments: { name: string }[] };
    assert.deepEqual(
      experiments.map(({ name }) => name),
      ["fraud", "churn"],
    );
    const models = slipway("models");
    assert.equal(models.status, 2);
    assert.match(models.stderr, /A fixed list has nothing but experiments\. Open an MLflow registry\./);
    assert.match(node(copy, join(copy, "cli/main.ts"), "models", "--registry", "other:x").stderr, /Use one such as .*fixed:a,b/);
  });

  it("reaches the views through the language server", async () => {
    const { LspClient: Client } = (await import(pathToFileURL(join(copy, "test/lsp/client.ts")).href)) as {
      readonly LspClient: typeof LspClient;
    };
    const client = await Client.start(copy, { settings: { ...defaultSettings, registry: "fixed:fraud" } });
    try {
      const answer = await client.request<{ ok: boolean; value: { rows: { name: string }[] } }>(experimentsRequest.method, {});
      assert.deepEqual(
        answer.value.rows.map(({ name }) => name),
        ["fraud"],
      );
      const source = await client.request<SourceState>(sourceRequest.method, null);
      assert.equal(source.label, "a fixed list");
    } finally {
      await client.stop();
    }
  });
});
