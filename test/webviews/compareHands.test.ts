import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "../generatedCases.ts";
import { act, type CompareAct, CompareHands, compareActs } from "./compareHands.ts";
import { assertTrue } from "./compareSeen.ts";
import { lookAround, type SeenAround, type Step } from "./pageHands.ts";
import { sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";

const step: fc.Arbitrary<Step<CompareAct>> = fc.record({
  act: fc.constantFrom(...compareActs),
  a: fc.nat(10_000),
  b: fc.nat(10_000),
  isHasty: fc.boolean(),
});

describe("The Compare page in anybody's hands", () => {
  const pages = new SuitePages("compare");

  const play = async (steps: readonly Step<CompareAct>[], count: number, salt: number) => {
    const store = sweepStore({ runs: count === 100 ? 110 : 41 });
    const runIds = Array.from({ length: count }, (_, at) => `run${String(at + 1).padStart(8, "0")}`);
    const hands = new CompareHands(store, runIds, salt);
    try {
      hands.open = await pages.show(hands.fixture, "dark", { width: 1280, height: 1100 });
      await hands.page.locator(".chip").first().waitFor();
      for (const each of steps) {
        await act(hands, each);
        hands.serve();
        if (!each.isHasty) await check(hands);
      }
      await check(hands);
    } finally {
      store.close();
    }
  };

  const check = async (hands: CompareHands) => {
    await hands.open.settled();
    hands.serve();
    assert.deepEqual(hands.open.troubles, []);
    const { twice, dangling, isLost } = (await hands.page.evaluate(lookAround)) as SeenAround;
    assert.deepEqual([twice, dangling], [[], []], "each id once, and all that is pointed to");
    await assertTrue(hands, hands.state);
    assert.ok(!(hands.byKey && isLost), "the focus is lost after a key");
  };

  it("shows what the registry has, and hides what is hidden, after any sequence of acts", async () => {
    const steps = fc.array(step, { minLength: 6, maxLength: 16 });
    await fc.assert(fc.asyncProperty(steps, fc.constantFrom(2, 4, 12, 100), fc.nat(5), play), generated(2));
  });
});
