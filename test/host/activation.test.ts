import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandIds } from "#protocol/commands.ts";
import { settings } from "#protocol/settings.ts";
import { slipway } from "./window.ts";

describe("the extension in the host", () => {
  before(slipway);

  it("has a handler for every command", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter((id) => !registered.has(id)),
      [],
    );
  });

  it("declares every setting with the default that the code assumes", () => {
    for (const [key, { fallback }] of Object.entries(settings)) {
      assert.deepEqual(vscode.workspace.getConfiguration().inspect(key)?.defaultValue, fallback, key);
    }
  });

  it("recognises its files by name", async () => {
    const languages = await vscode.languages.getLanguages();
    for (const language of ["mlproject", "slipway-policy"]) assert.ok(languages.includes(language), language);
  });
});
