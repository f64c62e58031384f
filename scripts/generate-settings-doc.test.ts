import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { settingsDoc, settingsDocFile } from "./generate-settings-doc.ts";

describe("docs/settings.md", () => {
  it("says what the settings say (mend it with: npm run docs)", () => {
    assert.equal(readFileSync(settingsDocFile, "utf8"), settingsDoc());
  });
});
