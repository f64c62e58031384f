import assert from "node:assert/strict";
import { computerOfUri } from "./computer.ts";

describe("computerOfUri", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["//nas/share/x", "nas"],
    ["\\\\NAS\\share", "nas"],
    ["/\\nas/x", "nas"],
    ["\\/nas/x", "nas"],
    ["///nas/x", "nas"],
    ["\\\\?\\UNC\\nas\\share", "?"],
    ["file://nas/share", "nas"],
    ["FILE:////nas/share", "nas"],
    ["file:///%2Fnas/share", "nas"],
    ["file:///%5c%5cnas/share", "nas"],
    ["sqlite://///nas/share/mlflow.db", "nas"],
    ["sqlite:///\\\\nas\\share\\mlflow.db", "nas"],
    ["sqlite:///file://nas/share/mlflow.db", "nas"],
    ["/home/ana//x", ""],
    ["a//b", ""],
    ["C:\\x", ""],
    ["file:///home/ana", ""],
    ["file://localhost/home/ana", ""],
    ["sqlite:////home/mlflow.db", ""],
    ["sqlite:///mlflow.db", ""],
    ["http://host/x", ""],
    ["", ""],
  ];
  for (const [uri, computer] of cases) it(`${uri}: ${computer || "this one"}`, () => assert.equal(computerOfUri(uri), computer));
});
