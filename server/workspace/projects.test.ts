import assert from "node:assert/strict";
import { Disk, top } from "./testDisk.ts";

const stage = (out: string, command = "run") => `stages:\n  s:\n    cmd: ${command}\n    outs: ["${out}"]\n`;

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
