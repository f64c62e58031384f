import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { headLength } from "../formats/formats.ts";
import { nodeFiles } from "../nodeFiles.ts";
import { findConfigFiles } from "./configFiles.ts";

const project = "name: x\nentry_points:\n";

describe("the walk over a workspace", () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "slipway-walk-"));
    folder = pathToFileURL(root).href;
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(texts: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(texts)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
  }

  const walk = async (limits?: { folders: number; depth: number }, files = nodeFiles) => {
    const options = { followLinks: false, ...(limits && { limits }) };
    const found = await findConfigFiles(files, [folder], options, new AbortController().signal);
    return found.map(({ uri, format }) => `${format.id} ${decodeURIComponent(uri.slice(folder.length + 1))}`).sort();
  };

  it("finds files by name, and by their beginning where the name is not enough", async () => {
    await write({ "a/MLproject": "", "b.v2/slipway.yaml": "", "c d/MLproject.yaml": project, "e/MLproject.yml": "kind: other\n" });
    assert.deepEqual(await walk(), ["MLproject a/MLproject", "MLproject c d/MLproject.yaml", "slipway.yaml b.v2/slipway.yaml"]);
  });

  it("reads no more than the beginning, and of no other file", async () => {
    await write({ "MLproject.yaml": `${"#\n".repeat(headLength)}${project}`, "slipway.yaml": "", "train.py": "", "params.yaml": "" });
    const read: (readonly [string, number | undefined])[] = [];
    const readText: typeof nodeFiles.readText = (uri, bytes) => {
      read.push([uri.slice(folder.length + 1), bytes]);
      return nodeFiles.readText(uri, bytes);
    };
    assert.deepEqual(await walk(undefined, { ...nodeFiles, readText }), ["slipway.yaml slipway.yaml"]);
    assert.deepEqual(read, [["MLproject.yaml", headLength]]);
  });

  it("looks into folders whatever they are called, and through links to them", async () => {
    await write({
      "MLProject/MLproject": "",
      "v1.2/a/mlproject": "",
      "slipway.yaml/MLproject": "",
      "model.pkl/MLproject": "",
      "real/MLproject": "",
    });
    for (const name of ["link", "link.v2", "MLproject"]) await symlink(join(root, "real"), join(root, name));
    const places = ["MLProject", "MLproject", "link", "link.v2", "model.pkl", "real", "slipway.yaml", "v1.2/a"];
    const found = await findConfigFiles(nodeFiles, [folder], { followLinks: true }, new AbortController().signal);
    assert.deepEqual(found.map(({ uri }) => uri.slice(folder.length + 1).replace(/\/[^/]*$/, "")).sort(), places);
  });

  it("looks into no hidden folder, no folder of packages, and none that Git ignores", async () => {
    const places = [".venv", "node_modules/x", "env", "out", "out/kept", "sub/data", "sub/data/raw", "deep/data", "build.d", "kept"];
    await write({
      ...Object.fromEntries(places.map((place) => [`${place}/MLproject`, ""])),
      ".gitignore": "out/\n*.d\n/kept/*\n",
      "sub/.gitignore": "data\n",
      "slipway.yaml": "",
    });
    assert.deepEqual(await walk(), ["MLproject deep/data/MLproject", "MLproject kept/MLproject", "slipway.yaml slipway.yaml"]);
  });

  it("lets a .gitignore further in take back what one further out says", async () => {
    await write({ ".gitignore": "data/\n", "a/.gitignore": "!data/\n", "a/data/MLproject": "", "b/data/MLproject": "" });
    assert.deepEqual(await walk(), ["MLproject a/data/MLproject"]);
  });

  it("passes over a name that no URI can have", async () => {
    const names = ["a", "half \ud83d", "slipway.yaml"];
    const list = async (uri: string) =>
      uri === folder ? names.map((name) => ({ name, type: name.includes(".") ? ("file" as const) : ("folder" as const) })) : [];
    assert.deepEqual(await walk(undefined, { ...nodeFiles, list }), ["slipway.yaml slipway.yaml"]);
  });

  it("ends at its limits", async () => {
    await write({ "a/b/c/MLproject": "", "a/MLproject": "", "z/MLproject": "" });
    assert.deepEqual(await walk({ folders: 100, depth: 2 }), ["MLproject a/MLproject", "MLproject z/MLproject"]);
    assert.deepEqual(await walk({ folders: 2, depth: 9 }), ["MLproject a/MLproject"]);
  });
});
