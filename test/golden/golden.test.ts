import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Format } from "#server/formats/recognise.ts";
import { rules } from "#server/rules/rules.ts";
import { applyFix, check, describeProblems, readGolden, writeGolden } from "./golden.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const formats: readonly Format[] = ["MLproject", "slipway.yaml"];
/** `UPDATE=1` writes what is said now; read the difference before committing it. */
const update = process.env["UPDATE"] === "1";

describe("golden files of the rules", () => {
  for (const format of formats) {
    for (const file of readdirSync(`${folder}${format}`)) {
      const code = file.replace(/\.txt$/, "");
      it(`${format}: ${code}`, () => checkGolden(format, code, `${folder}${format}/${file}`));
    }
  }

  it("has a wrong and a right case for every rule", () => {
    for (const rule of rules) {
      const own = rule.format === "any" ? formats : [rule.format];
      const files = own.map((format) => `${folder}${format}/${rule.code}.txt`).filter((path) => existsSync(path));
      const cases = files.flatMap((path) => readGolden(readFileSync(path, "utf8")));
      assert.ok(cases.some((each) => each.expected !== ""), `${rule.code} is never seen to say anything`);
      assert.ok(cases.some((each) => each.expected === ""), `${rule.code} is never seen to be silent`);
    }
  });
});

function checkGolden(format: Format, code: string, path: string): void {
  const content = readFileSync(path, "utf8");
  const cases = readGolden(content).map((each) => {
    // A case may be named after its file.
    const fileName = /^mlproject\./i.test(each.name) ? each.name : format;
    const problems = check(format, each.text, fileName).filter((problem) => problem.code === code);
    for (const fix of problems.flatMap((problem) => problem.fixes.filter((one) => one.preferred === true))) {
      const left = check(format, applyFix(each.text, fix), fileName).filter((problem) => problem.code === code);
      assert.equal(left.length, problems.length - 1, `${each.name}: "${fix.title}" does not remove the problem`);
    }
    return { ...each, expected: describeProblems(each.text, problems) };
  });
  const now = writeGolden(cases);
  if (update) writeFileSync(path, now);
  else assert.equal(now, content);
}
