import assert from "node:assert/strict";
import { plainText } from "./plainText.ts";

/** What VS Code 1.103 takes for markup in a message and in a label (`linkedText.ts`, `iconLabels.ts`). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const icon = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/i;

describe("plainText", () => {
  for (const name of ["[approve](command:slipway.approve)", "[x](https://example.com)", "$(bug)", "a $(sync~spin) b [y](file:///etc)"]) {
    it(`${name} is neither a link nor an icon, and reads the same`, () => {
      const text = plainText(`Requested ${name} v1 → prod.`);
      assert.doesNotMatch(text, link);
      assert.doesNotMatch(text, icon);
      assert.equal(text.replaceAll("\u2060", ""), `Requested ${name} v1 → prod.`);
    });
  }

  it("shows what turns the reading direction as what it is", () => assert.equal(plainText("\u202elive"), "\\u202elive"));
  it("leaves other text alone", () =>
    assert.equal(plainText("Moved @champion (prod) from v12 to v13."), "Moved @champion (prod) from v12 to v13."));
});
