import assert from "node:assert/strict";
import { resolvePyYamlScalar, type ScalarValue } from "./pyYaml.ts";

const words: Readonly<Record<string, boolean>> = { yes: true, no: false, true: true, false: false, on: true, off: false };
const numbers: Readonly<Record<string, number>> = {
  "0": 0,
  "7": 7,
  "-7": -7,
  "+7": 7,
  "1_000": 1000,
  "0b101": 5,
  "0x1F": 31,
  "0xff_ff": 65_535,
  "3.10": 3.1,
  "-3.5": -3.5,
  "+0.5": 0.5,
  ".5": 0.5,
  "5.": 5,
  "1.5e+3": 1500,
  "1.5e-3": 0.0015,
  ".5E+1": 5,
  "1_0.5_0": 10.5,
  "10.": 10,
};
/** PyYAML takes them for numbers whose value is of no use here: only that they are none of text. */
const oddNumbers = [
  "0b1_0",
  "-0b1",
  "017",
  "-0x1F",
  "190:20:30",
  "-1:59",
  "1:2:3.5",
  ".inf",
  "-.INF",
  "+.Inf",
  ".nan",
  ".NaN",
  ".NAN",
  "1_",
  "0_",
];
const dates = [
  "2020-01-01",
  "2020-1-1 1:02:03",
  "2001-12-14t21:59:43.10-05:00",
  "2001-12-14 21:59:43.10 -5",
  "2001-12-15T02:59:43Z",
  "2001-12-15 2:59:43.",
  "2001-12-15 02:59:43\t+01:30",
];
const texts = [
  ...["y", "n", "Y", "yEs", "TRue", "oN", "truely", "untrue", "nullish", "NUll", "~~", " ", "none", "None"],
  ...[
    "1e3",
    "1e-3",
    "1E5",
    ".e3",
    ".",
    "+",
    "-",
    "1.2.3",
    "1,000",
    "0b2",
    "0b",
    "0xg",
    "0x",
    "08",
    "0o17",
    "1 2",
    "a1",
    "1a",
    "12e03",
    "1.5e3",
    "1.5e",
    "-.5",
    "+.5",
    "inf",
    ".Nan",
    ".InF",
    "nan",
    "-.nan",
  ],
  ...[
    "2020-1-1",
    "2020-01-1",
    "20-01-01",
    "2020-01-01 ",
    "2020-01-01T",
    "2020-01-01 10:00",
    "2020-01-01 10:00:00 PM",
    "x2020-01-01",
    "2020-01-011",
    "1:60",
    "1:2:",
    ":1",
    "0:1",
  ],
];

describe("a plain scalar as PyYAML 6.0 reads it", () => {
  const is = (text: string, expected: ScalarValue) => assert.deepEqual(resolvePyYamlScalar(text), expected, JSON.stringify(text));

  for (const [word, value] of Object.entries(words)) {
    it(`${word} in three spellings`, () => {
      for (const text of [word, word.toUpperCase(), `${word.charAt(0).toUpperCase()}${word.slice(1)}`])
        is(text, { type: "boolean", value });
    });
  }
  it("null in five", () => {
    for (const text of ["", "~", "null", "Null", "NULL"]) is(text, { type: "null" });
  });
  for (const [text, value] of Object.entries(numbers)) it(`the number ${text}`, () => is(text, { type: "number", value }));
  for (const text of oddNumbers) it(`a number: ${text}`, () => assert.equal(resolvePyYamlScalar(text).type, "number"));
  for (const text of dates) it(`a date: ${text}`, () => is(text, { type: "date" }));
  for (const text of texts) it(`a text: ${JSON.stringify(text)}`, () => is(text, { type: "string", value: text }));
});
