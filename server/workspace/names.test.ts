import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Disk, top } from "./testDisk.ts";

describe("the names of a file", () => {
  it("are those of the text that was opened last, though it has the version of one that was closed", async () => {
    const disk = new Disk({ ".dvc/": "", "dvc.yaml": "stages: {}\n" });
    const uri = `${top}/dvc.yaml`;
    const open = async (stage: string) => {
      disk.open.delete(uri);
      disk.open.set(uri, TextDocument.create(uri, "yaml", 1, `stages:\n  ${stage}:\n    cmd: run\n`));
      return [...(await disk.checks.names.all()).declared()].map(({ name }) => name);
    };
    assert.deepEqual(await open("first"), ["first"]);
    assert.deepEqual(await open("other"), ["other"]);
  });

  it("count for the project of other files in the same way", async () => {
    const stage = (name: string, output: string) => `stages:\n  ${name}:\n    cmd: run\n    outs: [${output}]\n`;
    const disk = new Disk({ ".dvc/": "", "dvc.yaml": stage("here", "sub/x.csv"), "sub/dvc.yaml": "stages: {}\n" });
    const uri = `${top}/sub/dvc.yaml`;
    const open = async (output: string) => {
      disk.open.set(uri, TextDocument.create(uri, "yaml", 1, stage("there", output)));
      return (await disk.problems("dvc.yaml")).codes;
    };
    assert.deepEqual(await open("x.csv"), ["dvc-duplicate-output"]);
    assert.deepEqual(await open("y.csv"), []);
  });
});
