import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "../generatedCases.ts";
import type { Step } from "./pageHands.ts";
import { type ActName, act, actNames } from "./runsActs.ts";
import { sweepStore } from "./runsFixture.ts";
import { RunsHands } from "./runsHands.ts";
import { storedRuns } from "./runsModel.ts";
import { assertTrue, look, type Seen } from "./runsSeen.ts";
import { SuitePages } from "./suitePages.ts";

const step: fc.Arbitrary<Step<ActName>> = fc.record({
  act: fc.constantFrom(...actNames),
  a: fc.nat(10_000),
  b: fc.nat(10_000),
  isHasty: fc.boolean(),
});

describe("The Runs page in anybody's hands", () => {
  const pages = new SuitePages("runs");

  const play = async (steps: readonly Step<ActName>[], isNested: boolean, salt: number) => {
    const store = sweepStore({ runs: 41, nested: isNested });
    const hands = new RunsHands(store, salt);
    try {
      hands.open = await pages.show(hands.fixture, "dark", { width: 1280, height: 800 });
      await hands.page.locator(".row .cell-text").first().waitFor();
      for (const [at, each] of steps.entries()) {
        const before = hands.state.columns;
        await act(hands, each);
        await hands.serve();
        if (each.act === "moveColumn" || each.act === "dragColumn")
          assert.deepEqual(
            [...(hands.state.columns ?? [])].sort(),
            [...(before ?? hands.state.columns ?? [])].sort(),
            "what is moved stays",
          );
        // Who presses before rows have come may hit another one than was seen.
        if (steps[at - 1]?.isHasty) hands.chosen = undefined;
        if (!each.isHasty) await check(hands);
      }
      await check(hands);
    } finally {
      store.close();
    }
  };

  const check = async (hands: RunsHands) => {
    // What the window does with what it hears is one more thing to wait for.
    for (let heard = -1; heard !== hands.open.sent.length; ) {
      await hands.open.settled();
      heard = hands.open.sent.length;
      await hands.serve();
    }
    assert.deepEqual(hands.open.troubles, []);
    const seen = (await hands.page.evaluate(look)) as Seen;
    const { state, baseline } = hands;
    if (seen.heads.length === 0 && seen.rows.length === 0 && seen.rowCount < 0) return;
    assertTrue(seen, state, hands.folder, state.showsDelta && baseline !== undefined ? { to: baseline } : {});
    assert.ok(!(hands.byKey && seen.lost), `the focus is lost after a key`);
    const told = hands.toldChosen;
    const there = new Set(storedRuns(hands.folder, state).map(({ id }) => id));
    assert.deepEqual(
      told.filter((id) => !there.has(id)),
      [],
      "chosen runs exist",
    );
    assert.equal(seen.selected, told.length === 0 ? "" : `${told.length} selected`);
    for (const row of seen.rows)
      if (!row.isGroup) assert.equal(row.isSelected, told.includes(row.id), `${row.id} is drawn as it is chosen`);
    if (hands.chosen !== undefined) assert.deepEqual([...told].sort(), [...hands.chosen].sort(), "what was chosen");
    hands.chosen = new Set(told);
  };

  it("shows what the registry has, and what was chosen, after any sequence of acts", async () => {
    const steps = fc.array(step, { minLength: 6, maxLength: 16 });
    await fc.assert(fc.asyncProperty(steps, fc.boolean(), fc.nat(5), play), generated(2));
  });
});
