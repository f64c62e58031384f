import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { anyChange } from "#registry/model/changes.ts";
import type { PanelBrowser } from "#test/webviews/harness.ts";
import { recipeOf, SourcesCopy } from "./sourcesCopy.ts";

const parts = [
  "registry",
  "server",
  "protocol",
  "client",
  "webviews",
  // Tests are types too.
  "test/generatedCases.ts",
  "test/webviews",
  "test/repo",
  "package.json",
  "package.nls.json",
].concat(
  [
    "tsconfig.base.json",
    "tsconfig.client.json",
    "tsconfig.web.json",
    "biome.json",
    ".gitignore",
    "scripts/mochaPart.ts",
    "scripts/panelNames.ts",
    "scripts/usedCodicons.ts",
    "scripts/webviewBundle.ts",
  ],
  ["media", "syntaxes"],
);

const recipe = recipeOf("Add a panel");
const [, list = ""] = /^3\. `([^`]+)`/m.exec(recipe) ?? assert.fail("the recipe names no list");

describe("the recipe for a panel", () => {
  let copy: SourcesCopy;
  let own: readonly string[];

  before(() => {
    copy = new SourcesCopy(parts);
    own = copy.writeBlocks(recipe);
    copy.edit(list, "    compare,\n", "    compare,\n    activity: activityPanels(context),\n");
    copy.edit(list, "import type { PanelName }", 'import { activityPanels } from "./activityPanels.ts";\nimport type { PanelName }');
  });
  after(() => copy.remove());

  it("has types, keeps the borders, and changes one list", () => {
    const named = [1, 2].map((step) => new RegExp(`^${step}\\. \`([^\`]+)\``, "m").exec(recipe)?.[1]);
    assert.deepEqual(own, named, "the files of the steps are those of the code");
    assert.equal(copy.typeErrors("client"), "");
    assert.equal(copy.typeErrors("web"), "");
    assert.equal(copy.lintErrors(own), "");
    assert.deepEqual(copy.changed().sort(), [list]);
  });

  const contributions = ["scripts/mochaPart.ts", "dot", "20000", "test/repo/contributions.test.ts"];

  it("is missed where the list leaves it out", () => {
    copy.edit(list, "    activity: activityPanels(context),\n", "");
    assert.match(copy.node(contributions, { ...process.env, UPDATE: "1" }).output, /have a provider for each page.*activity/s);
    copy.edit(list, "    compare,\n", "    compare,\n    activity: activityPanels(context),\n");
  });

  it("is told to VS Code, so that its tabs come back after a reload", () => {
    const { output } = copy.node(contributions, { ...process.env, UPDATE: "1" });
    const { activationEvents } = JSON.parse(readFileSync(join(copy.folder, "package.json"), "utf8")) as { activationEvents: string[] };
    assert.ok(activationEvents.includes("onWebviewPanel:slipway.activity"), output);
  });

  it("is a page of its own, which asks and draws, and reads again when something changed", async () => {
    const harness = (await import(pathToFileURL(join(copy.folder, "test/webviews/harness.ts")).href)) as {
      readonly PanelBrowser: typeof PanelBrowser;
    };
    const browser = await harness.PanelBrowser.start("activity");
    try {
      let runCount = 12;
      const rows = () => [{ id: "1", name: "fraud\u202e/sweep", runCount }];
      const fixture = { "slipway/experiments": () => ({ ok: true, value: { rows: rows(), failures: [] } }) };
      const { page, troubles, push } = await browser.open("activity", fixture);
      await page.getByText("12 runs").waitFor();
      runCount = 13;
      await push("view/dataChanged", anyChange);
      await page.getByText("13 runs").waitFor();
      assert.equal(await page.getByText("\u202e").count(), 0);
      assert.deepEqual(troubles, []);
    } finally {
      await browser.stop();
    }
  });
});
