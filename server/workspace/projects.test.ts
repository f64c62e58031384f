import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { defaultSettings } from "#protocol/settings.ts";
import { recognise } from "../formats/formats.ts";
import { testWorld } from "../registry/testWorld.ts";
import { noFacts } from "../rules/rule.ts";
import type { FolderEntry } from "../world.ts";
import { Checks } from "./checks.ts";
import { Workspace } from "./workspace.ts";

const top = "file:///ws";
const stage = (out: string, command = "run") => `stages:\n  s:\n    cmd: ${command}\n    outs: ["${out}"]\n`;

/** A workspace on a disk that is an object, `path: text`; a path that ends in a slash is a folder. */
class Disk {
  readonly texts: Record<string, string>;
  readonly open = new Map<string, TextDocument>();
  readonly workspace: Workspace;
  readonly checks: Checks;
  /** Files that were read, in order. */
  readonly read: string[] = [];

  constructor(texts: Record<string, string>) {
    this.texts = texts;
    const under = (uri: string) => Object.keys(texts).filter((path) => `${top}/${path}`.startsWith(`${uri}/`));
    const files = {
      stat: async (uri: string) => {
        const isFile = uri.slice(top.length + 1) in texts;
        return isFile || under(uri).length > 0 ? ({ type: isFile ? "file" : "folder", size: 1, modified: 0 } as const) : undefined;
      },
      readText: async (uri: string) => {
        this.read.push(uri.slice(top.length + 1));
        return texts[uri.slice(top.length + 1)] ?? assert.fail(`there is no ${uri}`);
      },
      pieces: () => assert.fail("read"),
      list: async (uri: string) => {
        const entries = new Map<string, FolderEntry>();
        for (const path of under(uri)) {
          const [name = "", ...rest] = `${top}/${path}`.slice(uri.length + 1).split("/");
          if (name !== "") entries.set(name, { name, type: rest.length > 0 ? "folder" : "file" });
        }
        return [...entries.values()];
      },
    };
    this.workspace = new Workspace(
      testWorld({ files }),
      { get: (uri) => this.open.get(uri) },
      { folders: [top], trusted: true, settings: defaultSettings },
    );
    this.checks = new Checks(this.workspace, () => noFacts);
  }

  edit(path: string, text: string): void {
    const uri = `${top}/${path}`;
    const version = (this.open.get(uri)?.version ?? 0) + 1;
    this.open.set(uri, TextDocument.create(uri, "yaml", version, text));
  }

  async problems(path: string): Promise<{ readonly resultId: string; readonly codes: readonly string[] }> {
    const uri = `${top}/${path}`;
    const document = this.checks.open(uri);
    const format = recognise(uri, "") ?? assert.fail();
    const { resultId, problems } = await (document ? this.checks.ofOpen(document) : this.checks.onDisk({ uri, format }));
    return { resultId, codes: problems.map(({ code }) => code) };
  }

  isFelt(path: string): Promise<boolean> {
    return this.checks.isFelt(`${top}/${path}`);
  }
}

describe("files of one project", () => {
  it("are judged together, as they stand in the editor", async () => {
    const disk = new Disk({ ".dvc/config": "", "a/dvc.yaml": stage("../out.csv"), "b/dvc.yaml": stage("../out.csv") });
    const before = await disk.problems("b/dvc.yaml");
    assert.deepEqual(before.codes, ["dvc-duplicate-output"]);
    assert.deepEqual((await disk.problems("a/dvc.yaml")).codes, ["dvc-duplicate-output"]);

    disk.edit("a/dvc.yaml", stage("../other.csv"));
    assert.equal(await disk.isFelt("a/dvc.yaml"), true);
    const after = await disk.problems("b/dvc.yaml");
    assert.deepEqual(after.codes, []);
    assert.notEqual(after.resultId, before.resultId);

    disk.edit("a/dvc.yaml", stage("../other.csv", "run --fast"));
    assert.equal(await disk.isFelt("a/dvc.yaml"), false);
    assert.equal((await disk.problems("b/dvc.yaml")).resultId, after.resultId);

    disk.open.delete(`${top}/a/dvc.yaml`);
    assert.equal(await disk.isFelt("a/dvc.yaml"), true);
    assert.deepEqual((await disk.problems("b/dvc.yaml")).codes, ["dvc-duplicate-output"]);
  });

  it("are those below the nearest folder of the tool, and no others", async () => {
    const file = stage("../../out.csv");
    const disk = new Disk({
      ".dvc/config": "",
      "a/x/dvc.yaml": file,
      "b/.dvc/config": "",
      "b/x/dvc.yaml": stage("../out.csv"),
      "b/out.csv.dvc": "",
    });
    disk.texts["b/out.csv.dvc"] = "outs:\n- path: out.csv\n";
    disk.texts["out.csv.dvc"] = "outs:\n- path: other.csv\n";
    assert.deepEqual((await disk.problems("a/x/dvc.yaml")).codes, []);
    assert.deepEqual((await disk.problems("b/x/dvc.yaml")).codes, ["dvc-duplicate-output"]);
    assert.deepEqual((await disk.problems("b/out.csv.dvc")).codes, ["dvc-duplicate-output"]);
  });

  it("are judged alone where there is no such folder", async () => {
    const disk = new Disk({ "a/dvc.yaml": stage("../out.csv"), "b/dvc.yaml": stage("../out.csv") });
    assert.deepEqual((await disk.problems("a/dvc.yaml")).codes, []);
  });

  it("follow an edit of a params file that another of them rests on", async () => {
    const disk = new Disk({
      ".dvc/config": "",
      "a/dvc.yaml": stage(`../${"$"}{out}`),
      "a/params.yaml": "out: a.csv\n",
      "b/dvc.yaml": stage("../b.csv"),
    });
    assert.deepEqual((await disk.problems("b/dvc.yaml")).codes, []);
    assert.deepEqual((await disk.problems("a/dvc.yaml")).codes, []);
    disk.edit("a/params.yaml", "out: b.csv\n");
    assert.equal(await disk.isFelt("a/params.yaml"), true);
    assert.deepEqual((await disk.problems("b/dvc.yaml")).codes, ["dvc-duplicate-output"]);
    disk.edit("a/params.yaml", "ou: b.csv\n");
    assert.equal(await disk.isFelt("a/params.yaml"), true);
    assert.deepEqual((await disk.problems("a/dvc.yaml")).codes, ["dvc-undefined-variable"]);
  });

  it("are told of a change that somebody else has seen before", async () => {
    const disk = new Disk({
      ".dvc/config": "",
      "a/dvc.yaml": stage("../out.csv"),
      "b/dvc.yaml": stage(`../${"$"}{out}`),
      "b/params.yaml": "out: o\n",
    });
    for (const path of ["a/dvc.yaml", "b/dvc.yaml"]) assert.deepEqual((await disk.problems(path)).codes, []);
    disk.edit("b/params.yaml", "out: out.csv\n");
    assert.deepEqual((await disk.problems("b/dvc.yaml")).codes, ["dvc-duplicate-output"]);
    assert.equal(await disk.isFelt("b/params.yaml"), true);
    assert.equal(await disk.isFelt("b/params.yaml"), false);
    disk.edit("a/dvc.yaml", stage("../out2.csv"));
    assert.deepEqual((await disk.problems("b/dvc.yaml")).codes, []);
    assert.equal(await disk.isFelt("a/dvc.yaml"), true);
    assert.equal(await disk.isFelt("a/dvc.yaml"), false);
  });

  it("are not read again for an edit of one of them", async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`s${index}/dvc.yaml`, stage("out.csv")]));
    const disk = new Disk({ ".dvc/config": "", ...many });
    for (const path of Object.keys(many)) await disk.problems(path);
    disk.read.length = 0;
    for (const out of ["a", "b", "../s1/out.csv", "d"]) {
      disk.edit("s0/dvc.yaml", stage(out));
      await disk.isFelt("s0/dvc.yaml");
      await disk.problems("s0/dvc.yaml");
      const { codes } = await disk.problems("s1/dvc.yaml");
      assert.deepEqual(codes, out.endsWith("csv") ? ["dvc-duplicate-output"] : []);
    }
    assert.deepEqual(new Set(disk.read), new Set(["s1/dvc.yaml"]));
  });
});
