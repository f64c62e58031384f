import assert from "node:assert/strict";
import fc from "fast-check";
import { lookUp } from "#server/features/lookUp.ts";
import { provideCompletion } from "#server/features/provideCompletion.ts";
import { accepted } from "#server/features/testCompletion.ts";
import { typingAt } from "#server/features/typing.ts";
import { Lines } from "#server/formats/text.ts";
import { noFacts } from "#server/rules/rule.ts";
import { Disk, top } from "#server/workspace/testDisk.ts";
import { caseCount, seed } from "../generatedCases.ts";
import { askDvc, needsDvc } from "./realDvc.ts";

const cases = caseCount(1000);

/** A stage in which the name of a file is typed at `‸`, and where it is then. */
const places: readonly (readonly [text: string, at: readonly (string | number)[]])[] = [
  ["    deps:\n      - ‸\n", ["deps", 0]],
  ["    deps:\n      -‸\n", ["deps", 0]],
  ["    deps:\n      ‸\n    outs: [x]\n", ["deps", 0]],
  ["    deps:\n      - x\n      ‸\n", ["deps", 1]],
  ["    deps:\r\n      - ‸\r\n", ["deps", 0]],
  ["    deps: [x, ‸]\n", ["deps", 1]],
  ["    deps: [‸, x]\n", ["deps", 0]],
  ["    deps: ['‸']\n", ["deps", 0]],
  ['    deps: ["‸"]\n', ["deps", 0]],
  ["    outs:\n      - '‸'\n", ["outs", 0]],
  ['    outs:\n      - "‸"\n', ["outs", 0]],
  ["    outs:\n      - x‸:\n          cache: false\n", ["outs", 0, ""]],
  ['    outs:\n      - "‸": {cache: false}\n', ["outs", 0, ""]],
  ["    metrics:\n      ‸", ["metrics", 0]],
  ["    params:\n      - ‸\n", ["params", 0, ""]],
  ["    params:\n      ‸\n", ["params", 0, ""]],
  ["    wdir: ‸\n", ["wdir"]],
  ["    wdir: '‸'\n", ["wdir"]],
];

const signs = [..." #:-?*&!|>'\"%@`,[]{}~=<.\\$_()+;^éß日\u00a0\u0085\u2028\ufeff\u{1f600}\t\n\r\u0001", ..."abcdefyn0123456789"];
const word = fc.constantFrom(
  "true",
  "no",
  "null",
  "~",
  "1e3",
  "0x1F",
  "1_000",
  "2020-01-01",
  "<<",
  "=",
  ".inf",
  "- a",
  "a: b",
  "a #b",
  "? a",
  "---",
  "...",
);
const name = fc.oneof(
  { weight: 1, arbitrary: word },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 8 }).map((each) => each.join("")) },
);

interface Taken {
  readonly marked: string;
  readonly name: string;
  readonly at: readonly (string | number)[];
  readonly text: string;
}

/** The texts after the name was taken, of every place that offers it. */
async function taken(names: readonly string[], snippets: boolean): Promise<Taken[]> {
  const isFolder = snippets;
  const found: Taken[] = [];
  for (const [index, each] of names.entries()) {
    const [marked, at] = places[index % places.length] ?? assert.fail();
    const needsParams = at[0] === "params" ? ".yaml" : "";
    const file = at[0] === "wdir" || isFolder ? `${each}/` : `${each}${needsParams}`;
    const stage = `stages:\n  s:\n    cmd: s\n${marked}`;
    const text = stage.replace("‸", "");
    const disk = new Disk({ ".dvc/config": "", [file.endsWith("/") ? `${file}x` : file]: "" });
    disk.edit("dvc.yaml", text);
    const document = disk.checks.open(`${top}/dvc.yaml`) ?? assert.fail();
    const typing = typingAt(document, new Lines(text).position(stage.indexOf("‸")));
    const offers = provideCompletion(typing, noFacts, {
      snippets,
      found: await lookUp(typing, disk.workspace, disk.checks, new AbortController().signal),
    });
    const item = offers.find(({ label }) => label === file);
    if (item !== undefined) found.push({ marked, name: file, at, text: accepted(text, item).replace("‸", "") });
  }
  return found;
}

/** What stands at a place: of a map that an item is, its key. */
function valueAt(read: unknown, at: readonly (string | number)[]): unknown {
  return at.reduce<unknown>(
    (value, key) => {
      // A folder is an item by itself, whose path goes on.
      if (typeof value === "string" && key === "") return value;
      if (typeof value !== "object" || value === null) return undefined;
      return key === "" ? Object.keys(value)[0] : (value as Record<string, unknown>)[key];
    },
    (read as { stages?: { s?: unknown } })?.stages?.s,
  );
}

describe("a path that is offered and taken", () => {
  before(function () {
    needsDvc(this);
  });

  for (const snippets of [false, true]) {
    it(`is that path to DVC, whatever its name: ${snippets ? "folders, where the editor takes places to jump to" : "files"}`, async () => {
      const names = fc.sample(name, { seed, numRuns: cases }).filter((each) => !/[/\0]/.test(each));
      const all = await taken(names, snippets);
      const read = askDvc(
        "typedPathsOracle.py",
        all.map(({ text }) => text),
      ) as readonly unknown[];
      const wrong = all.flatMap(({ at, name, text }, index) => {
        const value = valueAt(read[index], at);
        return value === name
          ? []
          : [`${JSON.stringify(text)}\n  has ${JSON.stringify(value ?? read[index])}, not ${JSON.stringify(name)}`];
      });
      assert.equal(wrong.slice(0, 10).join("\n"), "", `${wrong.length} of ${all.length}`);
      assert.ok(all.length > names.length / 2, `${all.length} of ${names.length} are offered`);
    }).timeout(120_000);
  }
});
