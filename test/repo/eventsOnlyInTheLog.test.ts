import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folders = ["registry", "protocol", "server", "client", "webviews", "cli", "scripts"];
/** Where the form of an event is known. */
const known = ["registry/promotion/events.ts", "registry/promotion/log/"];

const code = folders
  .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !file.endsWith(".test.ts") && !known.some((place) => file.startsWith(place)));

/** [what nobody else may do, how it looks, files that do something else which looks so, with the reason] */
const forbidden: readonly (readonly [what: string, looks: RegExp, others: Readonly<Record<string, string>>])[] = [
  ["spells the key of an event", /["'`]slipway\.promotion\.(?!confirm\b)/, {}],
  ["decodes or encodes events, or knows their prefix", /\b(?:decodeTags?|encodeEvent|tagPrefix)\b/, {}],
  [
    "looks at all tags of a version",
    /\bversion\.tags\b/,
    {
      "registry/promotion/versionFacts.ts": "the tag gate asks for a tag by its name",
      "cli/rows.ts": "lists a version as the registry has it",
    },
  ],
];

describe("events of promotions", () => {
  it("are looked for in a fair number of files", () => {
    assert.ok(code.length > 200, String(code.length));
  });

  for (const [what, looks, others] of forbidden) {
    it(`nothing but the log ${what}`, () => {
      const found = code.filter((file) => looks.test(withoutComments(readFileSync(`${root}${file}`, "utf8"))));
      assert.deepEqual(found.toSorted(), Object.keys(others).toSorted());
    });
  }
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}
