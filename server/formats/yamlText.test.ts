import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { readYaml } from "./readYaml.ts";
import { canStandIn, escapedIn, quotedIfNeeded } from "./yamlText.ts";
import { entryOf, stringOf } from "./yamlTree.ts";

const names = fc.oneof(
  fc.constantFrom(
    "on",
    "yes",
    "null",
    "~",
    "3.10",
    "1e3",
    ".5",
    "..",
    "...",
    "---",
    "\u0085",
    "\u2028",
    "\x7f",
    "a\ufeff",
    "a b",
    "a: b",
    "a #b",
    "- a",
    "it's",
    'say "so"',
    "../x",
    "/x",
    "*.csv",
    "é",
    "\n",
    "0x1F",
    "2024-01-01",
    "true",
    "<<",
    "=",
    "{x}",
    "&a",
    "!x",
    "%",
    "@",
    "",
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 6 }).filter((text) => !/[\ud800-\udfff\ufffe\uffff]/.test(text)),
);

describe("a name that is written as YAML", () => {
  for (const dialect of ["mlflow", "slipway", "dvc"] as const) {
    it(`reads as the same text: ${dialect}`, () => {
      fc.assert(
        fc.property(names, (name) => {
          for (const text of [`a: ${quotedIfNeeded(name)}\n`, `{a: ${quotedIfNeeded(name)}}`, `a: "${escapedIn('"', name)}"\n`]) {
            const { root, problems } = readYaml(text, dialect);
            assert.deepEqual([problems, stringOf(entryOf(root, "a")?.value)], [[], name], text);
          }
          if (/[^\x20-\x7e]/.test(name)) return;
          assert.equal(stringOf(entryOf(readYaml(`a: '${escapedIn("'", name)}'\n`, dialect).root, "a")?.value), name);
        }),
        generated(1000),
      );
    });
  }

  // ruamel.yaml takes these for line breaks, and folds them where they stand as they are.
  for (const name of ["a \u2028b", "a\u2029", "\ufeffa"]) {
    it(`has no sign as it is that a tool reads as another: ${JSON.stringify(name)}`, () => {
      assert.match(quotedIfNeeded(name), /^"[ -~]+"$/);
      assert.equal(canStandIn("'", name), false);
    });
  }
});
