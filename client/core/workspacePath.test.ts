import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { placesInWorkspace } from "./workspacePath.ts";

const folders = ["/srv/fraud", "/c:/churn"];

describe("a path that was logged, in the workspace", () => {
  const cases: readonly (readonly [logged: string, ...places: readonly string[]])[] = [
    ["/srv/fraud/data/train.csv", "0 data/train.csv"],
    ["data/./train.csv", "0 data/train.csv", "1 data/train.csv"],
    ["file:///srv/fraud/a%20b.csv", "0 a b.csv"],
    ["file:/srv/fraud/a.csv", "0 a.csv"],
    ["file:///C:/churn/x.csv", "1 x.csv"],
    ["C:\\churn\\data\\x.csv", "1 data/x.csv"],
    ["/srv/fraudulent/x.csv"],
    ["/srv/fraud"],
    ["../secret.csv"],
    ["/srv/fraud/../secret.csv"],
    ["s3://bucket/x.csv"],
    ["vscode://command/x"],
    ["file://elsewhere/share/x.csv"],
    ["a\0b"],
    [""],
  ];
  for (const [logged, ...places] of cases) {
    it(`${JSON.stringify(logged)} is ${places.length === 0 ? "nowhere" : places.join(" or ")}`, () =>
      assert.deepEqual(
        placesInWorkspace(logged, folders).map(({ folder, path }) => `${folder} ${path}`),
        places,
      ));
  }

  it("never leaves its folder, whatever was logged", () => {
    const piece = fc.constantFrom("..", ".", "/", "\\", "a", "file:", "//", "C:", "%2e%2e", "%2f", "/srv/fraud", "%00", " ");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        for (const { path } of placesInWorkspace(pieces.join(""), folders))
          assert.ok(path !== "" && !path.startsWith("/") && path.split("/").every((part) => part !== ".." && part !== ""), path);
      }),
      generated(2000),
    );
  });
});
