import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { exceptions } from "./exceptions.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
const configuration = ["biome.json", ".gitignore", "test/repo/typesOfTheServer.grit", "test/repo/typesOfTheRegistry.grit"];

/** [folder or file that imports, what it must not import, what it may import instead]; `type ` in front imports only types. */
const borders: readonly (readonly [from: string, forbidden: readonly string[], allowed: readonly string[]])[] = [
  ["registry/model", ["node:fs", "#registry/api.ts", "../sqlite/store.ts", "vscode", "type vscode", "yaml"], ["./types.ts"]],
  ["registry/model/compare", ["node:path", "#server/world.ts", "../../../server/world.ts"], ["../types.ts"]],
  ["registry/promotion", ["node:crypto", "#registry/sqlite/store.ts", "../rest/http.ts"], ["yaml", "../model/types.ts", "type ../api.ts"]],
  ["registry/promotion/gates", ["node:crypto", "../../sqlite/store.ts", "../../open.ts"], ["../types.ts", "../../model/types.ts"]],
  ["registry/promotion/log", ["../../rest/http.ts", "#server/world.ts"], ["../events.ts", "type ../../api.ts"]],
  ["registry/rest", ["../mlflow/backend.ts", "#registry/databricks/backend.ts"], ["./http.ts", "#registry/model/types.ts", "valibot"]],
  ["registry/sqlite", ["#registry/mlflow/backend.ts", "../mlflow/backend.ts", "#protocol/git.ts"], ["node:sqlite", "../model/types.ts"]],
  [
    "registry/filestore",
    ["../promotion/fold.ts", "#registry/sqlite/store.ts", "vscode"],
    ["node:fs/promises", "#registry/files/modelFile.ts", "#registry/model/types.ts", "yaml"],
  ],
  ["registry/files", ["#registry/sqlite/store.ts", "../filestore/fileStore.ts"], ["node:fs/promises", "#registry/model/types.ts"]],
  [
    "registry/extension",
    ["#registry/sqlite/store.ts", "../thread/links.ts", "vscode"],
    ["valibot", "../api.ts", "#registry/model/types.ts"],
  ],
  ["registry/thread", ["#registry/sqlite/store.ts", "#protocol/git.ts", "../extension/answers.ts"], ["#registry/model/errors.ts"]],
  ["registry", ["#server/world.ts", "../server/world.ts", "vscode"], ["./model/types.ts", "node:url"]],
  ["protocol", ["node:fs", "#registry/model/format.ts", "#registry/api.ts", "../server/world.ts"], ["type #registry/model/types.ts"]],
  ["protocol/views", ["#client/core/asker.ts", "type vscode"], ["../message.ts", "type #registry/promotion/types.ts"]],
  [
    "server/formats",
    ["node:fs", "#registry/api.ts", "#registry/model/format.ts", "../world.ts", "./policy/model.ts", "../rules/check.ts"],
    ["yaml", "type #registry/promotion/types.ts", "#registry/promotion/gates/kinds.ts", "./yamlTree.ts", "type ../rules/rule.ts"],
  ],
  ["server/formats/formats.ts", ["./policy/model.ts", "../rules/check.ts", "yaml"], ["./policy/format.ts", "./namedPath.ts"]],
  [
    "server/formats/dvc",
    ["../policy/keys.ts", "#server/formats/policy/keys.ts", "../formats.ts", "vscode-languageserver", "../../world.ts", "node:fs"],
    ["../yamlTree.ts", "./rules/rules.ts", "../../rules/check.ts", "yaml"],
  ],
  [
    "server/formats/dvc/rules",
    ["./unknownStage.ts", "../../policy/keys.ts", "../../formats.ts", "../../../rules/check.ts", "../../../rules/commonRules.ts", "yaml"],
    ["../model.ts", "../../yamlTree.ts", "../../../rules/rule.ts", "../../../rules/duplicateKey.ts"],
  ],
  ["server/formats/dvc/rules/rules.ts", ["../../yamlTree.ts", "../../policy/rules/rules.ts"], ["./unknownStage.ts", "type ../model.ts"]],
  [
    "server/dvc",
    ["../formats/dvc/model.ts", "../formats/formats.ts", "../rules/check.ts", "../world.ts", "node:path", "vscode"],
    ["./value.ts", "../formats/yamlTree.ts", "../rules/rule.ts", "smol-toml"],
  ],
  [
    "server/python",
    ["../formats/python/model.ts", "../formats/formats.ts", "../rules/check.ts", "../world.ts", "node:path", "vscode"],
    ["./literals.ts", "type ../formats/format.ts", "@lezer/python"],
  ],
  [
    "server/dvc/rules",
    ["./cycle.ts", "../../formats/formats.ts", "../../rules/check.ts", "../../world.ts", "yaml"],
    ["../project.ts", "../../rules/rule.ts"],
  ],
  [
    "server/rules",
    ["./yamlSyntax.ts", "#server/rules/yamlSyntax.ts", "node:path", "../world.ts", "../formats/policy/keys.ts", "../formats/formats.ts"],
    ["./rule.ts", "#registry/model/didYouMean.ts", "../formats/text.ts"],
  ],
  ["server/rules/commonRules.ts", ["#registry/api.ts", "node:fs", "../formats/policy/rules/version.ts"], ["./yamlSyntax.ts"]],
  [
    "server/features",
    ["node:fs", "#client/core/asker.ts", "../../cli/io.ts", "vscode"],
    ["../world.ts", "#registry/api.ts", "../rules/check.ts"],
  ],
  ["server/workspace", ["node:fs", "#client/core/asker.ts", "vscode"], ["ignore", "../world.ts", "../rules/check.ts"]],
  ["server", ["node:fs", "#webviews/ui/icon.ts", "../client/extension.ts"], ["./world.ts", "#protocol/git.ts", "vscode-languageserver"]],
  [
    "server/artifacts/parquet",
    ["node:zlib", "../context.ts", "../../world.ts", "#registry/api.ts"],
    ["hyparquet", "./unread.ts", "../tableHead.ts"],
  ],
  ["server/artifacts", ["hyparquet", "node:fs"], ["./parquet/unread.ts"]],
  ["server/nodeWorld.ts", [], ["node:fs/promises"]],
  [
    "client/core",
    ["vscode", "type vscode", "node:fs", "../host/tree.ts", "#client/host/tree.ts"],
    ["#protocol/git.ts", "#registry/model/format.ts", "#registry/thread/links.ts", "type #client/slipwayApi.ts"],
  ],
  [
    "client/core",
    ["#registry/promotion/fold.ts", "#server/world.ts", "#registry/extension/answers.ts"],
    ["type #registry/promotion/types.ts"],
  ],
  ["client/views", ["vscode", "node:fs", "#registry/sqlite/store.ts", "#server/world.ts"], ["type vscode", "#client/host/tree.ts"]],
  ["client/commands", ["vscode", "#webviews/ui/icon.ts", "../../server/world.ts"], ["type vscode", "../core/asker.ts"]],
  ["client/extension.ts", ["vscode", "#server/world.ts", "node:fs"], ["type vscode", "type #server/world.ts", "./host/tree.ts"]],
  ["client/host", ["#server/world.ts", "#registry/sqlite/store.ts"], ["vscode", "vscode-languageclient/node", "node:crypto"]],
  ["webviews/compare", ["../promotion/page.ts", "#webviews/promotion/page.ts", "vscode", "node:fs"], ["../ui/icon.ts", "lit", "uplot"]],
  ["webviews/runs", ["../compare/state.ts", "#client/core/asker.ts", "#registry/promotion/fold.ts"], ["type #registry/promotion/types.ts"]],
  ["webviews/ui", ["../compare/page.ts", "../charts/axes.ts", "#registry/sqlite/store.ts"], ["lit", "#registry/model/format.ts"]],
  [
    "cli",
    ["#client/core/asker.ts", "#server/features/provideHover.ts", "../server/main.ts", "#server/workspace/checks.ts", "vscode"],
    ["#server/rules/check.ts", "#server/workspace/configFiles.ts", "commander"],
  ],
];

/** What one planted file says, and which rule must refuse it. */
const habits: readonly (readonly [name: string, file: string, text: string, rule: string])[] = [
  ["a file of 301 lines", "cli/long.ts", "// line\n".repeat(300).concat("export const a = 1;\n"), "lint/style/noExcessiveLinesPerFile"],
  [
    "a function of 51 lines",
    "cli/longFunction.ts",
    `export function f(): void {\n${"  console.log(1);\n".repeat(51)}}\n`,
    "lint/complexity/noExcessiveLinesPerFunction",
  ],
  ["an enum", "cli/enum.ts", "export enum Colour {\n  Red,\n}\n", "lint/style/noEnum"],
  ["a barrel", "cli/barrel.ts", 'export * from "./io.ts";\n', "lint/performance/noBarrelFile"],
  ["a default export", "cli/default.ts", "export default 1;\n", "lint/style/noDefaultExport"],
  ["a non-null assertion", "cli/nonNull.ts", "export const first = (list: string[]) => list[0]!;\n", "lint/style/noNonNullAssertion"],
  ["any", "cli/any.ts", "export const x: any = 1;\n", "lint/suspicious/noExplicitAny"],
  ["a forgotten promise", "cli/promise.ts", "async function f(): Promise<void> {}\nf();\n", "lint/nursery/noFloatingPromises"],
];

/** The rules of which the borders are made; what else the planted lines deserve (unused, not found) is no matter here. */
const borderRules = ["lint/style/noRestrictedImports", "lint/correctness/noNodejsModules", "plugin"];

interface Diagnostic {
  readonly category: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}

/** Lints the files (name to text) under the repository's own configuration, in a folder of their own. Warnings count: `npm run check` fails on them. */
function lint(files: ReadonlyMap<string, string>): readonly Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), "slipway-borders-"));
  try {
    for (const name of configuration) cpSync(join(root, name), join(folder, name));
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const options = ["--colors=off", "--reporter=json", "--max-diagnostics=none"];
    const { stdout } = spawnSync(biome, ["lint", ...options, "."], { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
    return diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One file per row of the table: its forbidden imports, then its allowed ones, one a line. */
const borderFiles = borders.map(([from, forbidden, allowed], row) => ({
  name: from.endsWith(".ts") ? from : `${from}/planted${row}.ts`,
  lines: [...forbidden, ...allowed].map((specifier, index) =>
    specifier.startsWith("type ")
      ? `import type * as t${index} from "${specifier.slice(5)}";`
      : `import * as v${index} from "${specifier}";`,
  ),
}));

describe("the linter", () => {
  let diagnostics: readonly Diagnostic[];

  before(() => {
    const texts = borderFiles.map(({ name, lines }) => [name, lines.join("\n")] as const);
    diagnostics = lint(new Map([...texts, ...habits.map(([, name, text]) => [name, text] as const)]));
  });

  for (const [row, [from, forbidden, allowed]] of borders.entries()) {
    it(`keeps the border of ${from}: ${allowed.length} in, ${forbidden.length} out`, () => {
      const { name } = borderFiles[row] ?? assert.fail();
      const lines = diagnostics.filter(({ category, location }) => location.path === name && borderRules.includes(category));
      const refused = new Set(lines.map(({ location }) => location.start.line - 1));
      const specifiers = [...forbidden, ...allowed];
      assert.deepEqual(
        specifiers.filter((_, index) => refused.has(index)),
        forbidden,
      );
    });
  }

  for (const [what, name, , rule] of habits) {
    it(`refuses ${what}`, () => {
      const categories = diagnostics.filter(({ location }) => location.path === name).map(({ category }) => category);
      assert.deepEqual([...new Set(categories)], [rule]);
    });
  }
});

describe("exceptions", () => {
  const tracked = spawnSync("git", ["ls-files", "*.ts", "*.mjs", "*.css"], { cwd: root, encoding: "utf8" }).stdout.trim().split("\n");

  it("are the files that silence the linter, each with a reason", () => {
    const mark = `biome-${"ignore"}`;
    const silenced = tracked.filter((name) => readFileSync(join(root, name), "utf8").includes(`${mark} `) || name in exceptions);
    assert.deepEqual(silenced, Object.keys(exceptions).sort());
    for (const [name, reason] of Object.entries(exceptions)) assert.match(reason, /\w+ \w+/, name);
  });
});
