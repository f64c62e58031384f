import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { defaultSettings } from "#protocol/settings.ts";
import { nodeWorld } from "../nodeWorld.ts";
import { testWorld } from "../registry/testWorld.ts";
import { Workspace } from "./workspace.ts";

describe("links that lead out of a workspace", () => {
  let scratch: string;
  let folder: string;
  let looked: string[];
  let workspace: Workspace;

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), "slipway-links-"));
    folder = pathToFileURL(join(scratch, "ws")).href;
    await mkdir(join(scratch, "outside", "below"), { recursive: true });
    await mkdir(join(scratch, "ws", "inside"), { recursive: true });
    for (const place of ["outside/MLproject", "outside/env.yaml", "ws/inside/MLproject", "ws/env.yaml"]) {
      await writeFile(join(scratch, place), "name: x\n");
    }
    await symlink(join(scratch, "outside"), join(scratch, "ws", "linked"), "junction");
    await symlink(join(scratch, "outside", "MLproject"), join(scratch, "ws", "MLproject"));
    looked = [];
    const { files } = nodeWorld(testWorld().log, []);
    const world = testWorld({
      files: {
        ...files,
        list: (uri) => {
          looked.push(uri);
          return files.list(uri);
        },
      },
    });
    workspace = new Workspace(world, { get: () => undefined }, { folders: [folder], trusted: false, settings: defaultSettings });
  });
  afterEach(() => rm(scratch, { recursive: true, force: true }));

  const configFiles = async () => {
    const found = await workspace.configFiles(new AbortController().signal);
    return found.map(({ uri }) => uri.slice(folder.length + 1)).sort();
  };

  it("are followed only once it is trusted, and then at once", async () => {
    assert.deepEqual(await configFiles(), ["inside/MLproject"]);
    assert.ok(!looked.some((uri) => uri.includes("linked")));
    workspace.trusted = true;
    assert.deepEqual(await configFiles(), ["MLproject", "inside/MLproject", "linked/MLproject"]);
  });

  it("are not looked through for what a file names", async () => {
    const places = ["env.yaml", "inside/MLproject", "nowhere.yaml", "linked/env.yaml", "linked/nowhere.yaml", "MLproject", "linked"];
    const ask = () => Promise.all(places.map((place) => workspace.exists(`${folder}/${place}`)));
    assert.deepEqual(await ask(), [true, true, false, undefined, undefined, undefined, undefined]);
    workspace.trusted = true;
    assert.deepEqual(await ask(), [true, true, false, true, false, true, true]);
  });
});
