import assert from "node:assert/strict";
import { fileNameOf, isWithin, namedPath, stepsInto } from "./namedPath.ts";

describe("what a file names by a path", () => {
  const here = "file:///home/ana/p/MLproject";
  const windows = "file:///c%3A/ml/p/MLproject";
  const share = "file://server/share/p/MLproject";
  const cases: readonly (readonly [document: string, written: string, uri: string | undefined])[] = [
    [here, "data.csv", "file:///home/ana/p/data.csv"],
    [here, "./a/.//b.csv", "file:///home/ana/p/a/b.csv"],
    [here, "a/../b.csv", "file:///home/ana/p/b.csv"],
    [here, "../b.csv", "file:///home/ana/b.csv"],
    [here, "../../../../../b.csv", "file:///b.csv"],
    [here, "/etc/b.csv", "file:///etc/b.csv"],
    [here, "a b#c?.csv", "file:///home/ana/p/a%20b%23c%3F.csv"],
    [here, "a\\b.csv", "file:///home/ana/p/a%5Cb.csv"],
    [here, "\\b.csv", "file:///home/ana/p/%5Cb.csv"],
    [here, "a.", "file:///home/ana/p/a."],
    [here, "a/b:c", "file:///home/ana/p/a/b%3Ac"],
    [here, "", "file:///home/ana/p"],
    [here, "//host/share/x", undefined],
    [here, "\\\\host\\share\\x", undefined],
    [here, "/\\host\\share", undefined],
    [here, "\\/host/share", undefined],
    [here, "https://host/x", undefined],
    [here, "s3:x", undefined],
    [here, "C:/x", undefined],
    [here, "a\0b", undefined],
    [here, "\ud800", undefined],
    [windows, "a\\b.csv", "file:///c%3A/ml/p/a/b.csv"],
    [windows, "a/b.csv", "file:///c%3A/ml/p/a/b.csv"],
    [windows, "/b.csv", "file:///c%3A/b.csv"],
    [windows, "\\b.csv", "file:///c%3A/b.csv"],
    [windows, "..\\..\\..\\..\\b.csv", "file:///c%3A/b.csv"],
    [windows, "b.csv.", undefined],
    [windows, "b ", undefined],
    [windows, "a/b:stream", undefined],
    [windows, "..", "file:///c%3A/ml"],
    [share, "b.csv", "file://server/share/p/b.csv"],
    [share, "/b.csv", "file://server/share/b.csv"],
    [share, "../../../b.csv", "file://server/share/b.csv"],
    [share, "//other/share/b.csv", undefined],
    ["untitled:Untitled-1", "b.csv", undefined],
    ["vscode-vfs://github/x/MLproject", "b.csv", undefined],
    ["no uri", "b.csv", undefined],
  ];
  for (const [document, written, uri] of cases) {
    it(`${JSON.stringify(written)} in ${document}`, () => assert.equal(namedPath(written, document), uri));
  }
});

describe("what is within the folders of a workspace", () => {
  const cases: readonly (readonly [uri: string, folders: readonly string[], within: boolean])[] = [
    ["file:///home/ana/p/a.yaml", ["file:///home/ana/p"], true],
    ["file:///home/ana/p/a.yaml", ["file:///home/ana/p/"], true],
    ["file:///home/ana/p", ["file:///home/ana/p"], true],
    ["file:///home/ana/p%20q/a.yaml", ["file:///home/ana/p q"], true],
    ["file:///home/ana/pq/a.yaml", ["file:///home/ana/p"], false],
    ["file:///home/Ana/p/a.yaml", ["file:///home/ana/p"], false],
    ["file:///home/ana", ["file:///home/ana/p"], false],
    ["file:///home/ana/q/a.yaml", ["file:///home/ana/p", "file:///home/ana/q"], true],
    ["file:///c%3A/Ml/P/a.yaml", ["file:///C:/ml/p"], true],
    ["file://server/Share/p/a.yaml", ["file://server/share/p"], true],
    ["file://other/share/p/a.yaml", ["file://server/share/p"], false],
    ["untitled:x", ["file:///home"], false],
    ["file:///home/ana/p", [], false],
    ["file:///home/ana/p", ["untitled:x"], false],
  ];
  for (const [uri, folders, within] of cases)
    it(`${uri} in ${folders.join(", ")}: ${within}`, () => assert.equal(isWithin(uri, folders), within));

  it("is reached step by step", () => {
    assert.deepEqual(stepsInto("file:///home/ana/p/a%20b/c.yaml", "file:///home/ana/p"), [
      "file:///home/ana/p/a%20b",
      "file:///home/ana/p/a%20b/c.yaml",
    ]);
    assert.deepEqual(stepsInto("file://server/share/p/c.yaml", "file://server/share"), [
      "file://server/share/p",
      "file://server/share/p/c.yaml",
    ]);
    assert.deepEqual(stepsInto("file:///home/ana/p", "file:///home/ana/p"), []);
    assert.deepEqual(stepsInto("untitled:x", "file:///home"), []);
  });

  it("has a name, decoded where it is encoded", () => {
    assert.deepEqual(["file:///a/MLproject", "a%20b.yaml", "100%.yaml", "x/", "dvc.yaml"].map(fileNameOf), [
      "MLproject",
      "a b.yaml",
      "100%.yaml",
      "",
      "dvc.yaml",
    ]);
  });
});
