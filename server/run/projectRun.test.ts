import assert from "node:assert/strict";
import { loggedValue, projectPlace } from "./projectRun.ts";

const commit = "8f2c1ab9d0";

describe("where the project of a run is", () => {
  const cases: readonly (readonly [source: string, repository: string, commit: string, uri: string | undefined, version: string])[] = [
    ["https://example.com/p.git#train", "", commit, "https://example.com/p.git#train", commit],
    ["git@example.com:ana/p.git", "", commit, "git@example.com:ana/p.git", commit],
    ["https://example.com/p.zip", "", "", "https://example.com/p.zip", ""],
    ["file:///home/ana/p#train", "https://example.com/p.git", commit, "https://example.com/p.git#train", commit],
    ["file:///home/ana/p#train", "", commit, "file:///home/ana/p#train", ""],
    ["/home/ana/p", "", "", "/home/ana/p", ""],
    ["file:///home/ana/p", "--upload-pack=touch", commit, "file:///home/ana/p", ""],
    ["", "https://example.com/p.git", commit, undefined, ""],
    ["train.py", "", commit, undefined, ""],
    ["--help", "", "", undefined, ""],
    ["ext::sh -c touch", "", commit, undefined, ""],
    ["-oProxyCommand=x@y:z", "", commit, undefined, ""],
    ["https://example.com/p.git#../x", "", commit, undefined, ""],
  ];
  for (const [source, repository, at, uri, version] of cases) {
    it(`is told by its tags: ${source || "none"}${repository === "" ? "" : ` of ${repository}`}`, () => {
      const place = projectPlace(source, repository, at);
      assert.deepEqual([place?.uri, place?.version ?? ""], [uri, version]);
    });
  }

  it("is said to be another state of the files where no repository is known", () => {
    assert.match(projectPlace("file:///p", "", commit)?.note ?? "", /as they are now.*8f2c1ab/);
    assert.equal(projectPlace("/p", "", "")?.note, undefined);
  });
});

describe("what a param was given", () => {
  const cases: readonly (readonly [logged: string, value: string | undefined])[] = [
    ["0.1", "0.1"],
    ["'a b'", "a b"],
    ["''", ""],
    [`'it'"'"'s'`, "it's"],
    ["'a\nb'", "a\nb"],
    ["a b", undefined],
    ["'", undefined],
    ["'a'b'", undefined],
    ['"a b"', undefined],
    ["x".repeat(500), undefined],
    ["x".repeat(6000), undefined],
  ];
  for (const [logged, value] of cases) {
    it(`is told by what MLflow logged: ${logged.slice(0, 20)}`, () => assert.equal(loggedValue(logged), value));
  }
});
