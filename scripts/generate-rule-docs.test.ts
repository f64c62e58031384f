import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { docsFolder, ruleDocs } from "./generate-rule-docs.ts";

describe("docs/rules", () => {
  it("says what the comments of the rules say (mend it with: node scripts/generate-rule-docs.ts)", () => {
    const pages = ruleDocs();
    assert.deepEqual(readdirSync(docsFolder).sort(), [...pages.keys()].sort());
    for (const [name, text] of pages) assert.equal(readFileSync(`${docsFolder}${name}`, "utf8"), text, name);
  });
});
