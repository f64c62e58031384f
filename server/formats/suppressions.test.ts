import assert from "node:assert/strict";
import { readSuppressions } from "./suppressions.ts";
import { Lines } from "./text.ts";

const codes = ["policy-version", "policy-no-way"];

/** `code line` of all that is silenced in the first six lines. */
function silenced(text: string): string[] {
  const suppressions = readSuppressions(new Lines(text));
  return codes.flatMap((code) =>
    Array.from({ length: 6 }, (_, line) => line)
      .filter((line) => suppressions.has(code, line))
      .map((line) => `${code} ${line}`),
  );
}
const everywhere = (code: string) => Array.from({ length: 6 }, (_, line) => `${code} ${line}`);

describe("comments that silence rules", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["version: 2\n", []],
    ["version: 2 # slipway-ignore policy-version\n", ["policy-version 0"]],
    ["# slipway-ignore policy-version\nversion: 2\n", ["policy-version 1"]],
    ["a: 1\n  #slipway-ignore   policy-version\nb: 1\n", ["policy-version 2"]],
    ["a: 1 # slipway-ignore policy-version, policy-no-way\n", ["policy-version 0", "policy-no-way 0"]],
    ["a: 1 # slipway-ignore policy-version policy-no-way\n", ["policy-version 0", "policy-no-way 0"]],
    ["# slipway-ignore policy-version\na: 1 # slipway-ignore policy-no-way\n", ["policy-version 1", "policy-no-way 1"]],
    ["a: 1\nb: 2\n# slipway-ignore-file policy-version\n", everywhere("policy-version")],
    ["# slipway-ignore-file policy-version,policy-no-way\n", [...everywhere("policy-version"), ...everywhere("policy-no-way")]],
    ["# slipway-ignore\nversion: 2\n", []],
    ["# slipway-ignored policy-version\nversion: 2\n", []],
    ["a: x#slipway-ignore policy-version\n", []],
    ["# slipway-ignore policy\nversion: 2\n", []],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), () => assert.deepEqual(silenced(text), expected));
});
