import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recipeOf, SourcesCopy } from "./sourcesCopy.ts";

const parts = [
  "registry",
  "server",
  "protocol",
  "client",
  "cli",
  "docs/rules",
  "test/golden",
  "test/generatedCases.ts",
  "package.json",
].concat([
  ...["scripts/mochaPart.ts", "scripts/generate-rule-docs.ts", "tsconfig.base.json", "tsconfig.pure.json", "biome.json", ".gitignore"],
  ...["test/repo/typesOfTheServer.grit", "test/repo/typesOfTheRegistry.grit"],
]);
const recipe = recipeOf("Add a rule");
/** What the steps name, with the format of the example. */
const step = (number: number): string =>
  new RegExp(`^${number}\\. \`([^\`]+)\``, "m").exec(recipe)?.[1] ?? assert.fail(`step ${number} names no file`);
const list = step(2).replace("<format>", "pythonEnv");
const golden = step(3).replace("<id of the format>", "python_env.yaml").replace("<code>", "python-env-minor-version");
const [, page = ""] = /`npm run docs` writes `([^`]+)`/.exec(recipe) ?? assert.fail("no page is named");
const [, goldenTest = ""] = /`UPDATE=1` on `([^`]+)`/.exec(recipe) ?? assert.fail("no test is named");

describe("the recipe for a rule", () => {
  let copy: SourcesCopy;
  let own: readonly string[];
  before(() => {
    copy = new SourcesCopy(parts);
    own = copy.writeBlocks(recipe);
    copy.edit(
      list,
      "import { pythonEnvRequirementsFile }",
      'import { pythonEnvMinorVersion } from "./minorVersion.ts";\nimport { pythonEnvRequirementsFile }',
    );
    copy.edit(
      list,
      "pythonEnvDuplicateKey, pythonEnvRequirementsFile",
      "pythonEnvDuplicateKey, pythonEnvMinorVersion, pythonEnvRequirementsFile",
    );
  });
  after(() => copy.remove());

  const goldenFiles = (update: "1" | "") =>
    copy.node(["scripts/mochaPart.ts", "dot", "60000", goldenTest], { ...process.env, UPDATE: update });

  it("has types, keeps the borders, and changes one list", () => {
    assert.deepEqual(own, [step(1).replace("<format>", "pythonEnv").replace("myRule", "minorVersion")]);
    assert.equal(copy.typeErrors("pure"), "");
    assert.equal(copy.lintErrors(own), "");
    assert.deepEqual(copy.changed(), [list]);
  });

  it("is missed until it was seen to say something, and to be silent", () => {
    assert.match(goldenFiles("").output, /python-env-minor-version is never seen to say anything/);
    writeFileSync(join(copy.folder, golden), '=== wrong\npython: "3"\n---\n');
    assert.equal(goldenFiles("1").status, 1);
    assert.match(goldenFiles("").output, /python-env-minor-version is never seen to be silent/);
  });

  it("says in its golden file what it says, once that was filled in", () => {
    writeFileSync(join(copy.folder, golden), '=== wrong\npython: "3"\n---\n=== right\npython: "3.11"\n---\n');
    const first = goldenFiles("1");
    assert.equal(first.status, 0, first.output);
    assert.match(
      readFileSync(join(copy.folder, golden), "utf8"),
      /1:9-1:12 hint: Name the minor version too.*\n {2}under: "\\"3\\""\n=== right/,
    );
    const second = goldenFiles("");
    assert.equal(second.status, 0, second.output);
  });

  it("gets its page, and reaches the command line", () => {
    assert.equal(copy.node(["scripts/generate-rule-docs.ts"]).status, 0);
    assert.match(
      readFileSync(join(copy.folder, page.replace("<code>", "python-env-minor-version")), "utf8"),
      /Which one is installed is then up to the machine/,
    );
    const workspace = mkdtempSync(join(tmpdir(), "slipway-rule-"));
    writeFileSync(join(workspace, "python_env.yaml"), 'python: "3"\n');
    const args = ["--disable-warning=ExperimentalWarning", join(copy.folder, "cli/main.ts"), "check", "--registry", "none"];
    const { stdout } = spawnSync(process.execPath, args, { cwd: workspace, encoding: "utf8", env: {} });
    rmSync(workspace, { recursive: true });
    assert.match(stdout, /python-env-minor-version/);
  });
});
