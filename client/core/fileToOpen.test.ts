import assert from "node:assert/strict";
import { fileToOpen } from "./fileToOpen.ts";

describe("a press on the Pipeline page", () => {
  it("opens its own file, or a dvc.yaml or .dvc file of the same computer, and nothing else", () => {
    const uri = "file:///w/dvc.yaml";
    assert.equal(fileToOpen(uri, undefined), uri);
    assert.equal(fileToOpen(uri, "file:///w/data/raw.csv.dvc"), "file:///w/data/raw.csv.dvc");
    assert.equal(fileToOpen(uri, "file:///w/data/dvc.yaml"), "file:///w/data/dvc.yaml");
    for (const other of [
      "file:///etc/passwd",
      "file://host/share/x.dvc",
      "https://host/x.dvc",
      "x.dvc",
      "file:///w/x?.dvc",
      "file:///w/not-dvc.yaml",
    ]) {
      assert.equal(fileToOpen(uri, other), undefined, other);
    }
  });
});
