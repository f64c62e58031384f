import assert from "node:assert/strict";
import { artifactPath, artifactPlace } from "./artifactAddress.ts";

describe("the address of an artifact in the editor", () => {
  for (const path of ["", "a.json", "plots/r o c.png", "ü/模.txt", "100%25.txt", "a#b?c"]) {
    it(`leads back to the artifact: ${path}`, () => {
      assert.deepEqual(artifactPlace(artifactPath({ runId: "a/b c", path })), { runId: "a/b c", path });
    });
  }
  it("of no run is none", () => assert.equal(artifactPlace("/"), undefined));
});
