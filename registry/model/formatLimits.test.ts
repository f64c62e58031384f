import assert from "node:assert/strict";
import { formatDelta, formatDuration, relativeTime } from "./format.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("times at the limits of their units", () => {
  const ages: readonly (readonly [age: number, text: string])[] = [
    [-5, "just now"],
    [minute - 1, "just now"],
    [minute, "1 min ago"],
    [hour - 1, "59 min ago"],
    [hour, "1 h ago"],
    [day - 1, "23 h ago"],
    [day, "1 d ago"],
    [7 * day - 1, "6 d ago"],
    [7 * day, "1 w ago"],
    [61 * day - 1, "8 w ago"],
    [61 * day, "2 mo ago"],
    [365 * day - 1, "11 mo ago"],
    [365 * day, "1 y ago"],
    [731 * day, "2 y ago"],
  ];
  for (const [age, text] of ages) it(`${age} ms: ${text}`, () => assert.equal(relativeTime(1e13 - age, 1e13), text));

  const lengths: readonly (readonly [length: number, text: string])[] = [
    [0, "0 ms"],
    [second - 1, "999 ms"],
    [second, "1 s"],
    [minute - 501, "59 s"],
    [minute, "1 min"],
    [hour - second, "59 min 59 s"],
    [hour, "1 h"],
    [hour + 5 * minute, "1 h 5 min"],
    [day, "1 d"],
    [day + 2 * hour, "1 d 2 h"],
    [-1, ""],
    [Number.NaN, ""],
  ];
  for (const [length, text] of lengths) it(`${length} ms long: ${text}`, () => assert.equal(formatDuration(length), text));
});

describe("a difference beside a number", () => {
  const cases: readonly (readonly [delta: number, like: string, text: string])[] = [
    [999_999_999, "1", "+999999999"],
    [1e9, "1", "+1.00e9"],
    [0.5, "−12.25", "+0.50"],
    [0.25, "1.5e3", "+0.250"],
    [0.001, "1.25", "+0.00100"],
    [12, "3", "+12"],
    [Number.NEGATIVE_INFINITY, "1", "−∞"],
  ];
  for (const [delta, like, text] of cases) it(`${delta} beside ${like}`, () => assert.equal(formatDelta(delta, like), text));
});
