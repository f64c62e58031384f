import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Format } from "#server/formats/format.ts";
import { formats } from "#server/formats/formats.ts";
import { commonRules } from "#server/rules/commonRules.ts";
import { applyFix, check, describeProblems, readGolden, writeGolden } from "./golden.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
/** `UPDATE=1` writes what is said now; read the difference before committing it. */
const update = process.env["UPDATE"] === "1";

describe("golden files of the rules", () => {
  for (const format of formats) {
    for (const file of readdirSync(`${folder}${format.id}`)) {
      const code = file.replace(/\.txt$/, "");
      it(`${format.id}: ${code}`, () => checkGolden(format, code, `${folder}${format.id}/${file}`));
    }
  }

  it("has a wrong and a right case for every rule", () => {
    const codes = new Set([...commonRules, ...formats.flatMap((format) => format.rules)].map(({ code }) => code));
    for (const code of codes) {
      const files = formats.map((format) => `${folder}${format.id}/${code}.txt`).filter((path) => existsSync(path));
      const cases = files.flatMap((path) => readGolden(readFileSync(path, "utf8")));
      assert.ok(cases.some((each) => each.expected !== ""), `${code} is never seen to say anything`);
      assert.ok(cases.some((each) => each.expected === ""), `${code} is never seen to be silent`);
    }
  });
});

function checkGolden(format: Format, code: string, path: string): void {
  const content = readFileSync(path, "utf8");
  const cases = readGolden(content).map((each) => {
    // A case may be named after its file.
    const fileName = /^mlproject\./i.test(each.name) ? each.name : format.id;
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
