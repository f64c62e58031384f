import assert from "node:assert/strict";
import { nextLook } from "./nextLook.ts";

describe("the next look at a registry", () => {
  const cases: readonly (readonly [title: string, shared: boolean, polling: number, retryAfter: number | undefined, ms: number])[] = [
    ["a file is looked at every second", false, 30, undefined, 1000],
    ["a server as often as the setting says", true, 30, undefined, 30_000],
    ["a server never more often than every two seconds", true, 0.1, undefined, 2000],
    ["a server that asks for a minute gets it", true, 30, 60_000, 60_000],
    ["a server that asks for less than the setting says is not looked at more often", true, 30, 1000, 30_000],
    ["a server that asks for a day is looked at after an hour", true, 30, 86_400_000, 3_600_000],
  ];
  for (const [title, ...given] of cases) {
    const [shared, polling, retryAfter, ms] = given;
    it(title, () => assert.equal(nextLook(shared, polling, retryAfter), ms));
  }
});
