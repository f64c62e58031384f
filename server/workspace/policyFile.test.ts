import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { defaultSettings } from "#protocol/settings.ts";
import { nodeWorld } from "../nodeWorld.ts";
import { PolicyFile } from "./policyFile.ts";
import { Workspace } from "./workspace.ts";

const policy = (alias: string) => `version: 1\nenvironments: {dev: {}, prod: {alias: ${alias}}}\n`;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe("the policy of a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-workspace-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function workspaceOf(names: readonly string[], trusted = true): Workspace {
    for (const name of names) mkdirSync(join(folder, name), { recursive: true });
    const folders = names.map((name) => pathToFileURL(join(folder, name)).href);
    return new Workspace(nodeWorld(log, []), { get: () => undefined }, { folders, trusted, settings: defaultSettings });
  }
  const write = (name: string, text: string) => writeFileSync(join(folder, name, "slipway.yaml"), text);
  const alias = (file: PolicyFile) => file.state.policy?.environments[1]?.alias;

  const policyOf = (workspace: Workspace) => new PolicyFile(workspace, workspace.folders[0]);

  it("is that of its folder alone", async () => {
    const file = policyOf(workspaceOf(["team", "other"]));
    write("team", policy("champion"));
    write("other", policy("other"));
    assert.equal(await file.read(), true);
    assert.deepEqual([alias(file), file.isThere], ["champion", true]);
    assert.equal(await file.read(), false, "nothing changed");
  });

  it("stays to be looked at while a typo keeps it from being used, with the cause", async () => {
    const file = policyOf(workspaceOf(["team"]));
    write("team", policy("champion"));
    await file.read();
    write("team", `${policy("live")}gate: {}\n`);
    assert.equal(await file.read(), true);
    assert.deepEqual([alias(file), file.state.problem?.slice(0, 30)], ["champion", "Line 3 of slipway.yaml: `gate`"]);
    write("team", policy("live"));
    await file.read();
    assert.deepEqual([alias(file), file.state.problem], ["live", undefined]);
  });

  it("is not there before it was read once in order", async () => {
    const file = policyOf(workspaceOf(["team"]));
    write("team", "version: 2\n");
    await file.read();
    assert.equal(file.state.policy, undefined);
    assert.match(file.state.problem ?? "", /Line 1/);
  });

  const unreadable: readonly (readonly [string, (path: string) => void, RegExp])[] = [
    ["a folder", (path) => mkdirSync(path), /it is a folder/],
    ["not UTF-8", (path) => writeFileSync(path, Buffer.from([0x76, 0xff, 0xfe])), /not UTF-8/],
    ["far too large", (path) => writeFileSync(path, "#".repeat(2_000_000)), /2 MB/],
  ];
  for (const [what, make, why] of unreadable) {
    it(`cannot be used when it is ${what}, and says so`, async () => {
      const file = policyOf(workspaceOf(["team"]));
      make(join(folder, "team", "slipway.yaml"));
      await file.read();
      assert.match(file.state.problem ?? "", why);
    });
  }

  it("is not read through a link before the workspace is trusted", async () => {
    const workspace = workspaceOf(["team"], false);
    writeFileSync(join(folder, "elsewhere.yaml"), policy("champion"));
    symlinkSync(join(folder, "elsewhere.yaml"), join(folder, "team", "slipway.yaml"));
    const file = policyOf(workspace);
    await file.read();
    assert.equal(alias(file), undefined);
    workspace.trusted = true;
    await file.read();
    assert.equal(alias(file), "champion");
  });
});
