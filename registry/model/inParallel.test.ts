import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { inParallel } from "./inParallel.ts";

describe("work in parallel", () => {
  for (const width of [1, 3, 100]) {
    it(`${width} at a time: all is done, answers are in order, no more run at once`, async () => {
      let running = 0;
      let most = 0;
      const answers = await inParallel([5, 1, 4, 2, 3, 0], width, async (item) => {
        most = Math.max(most, ++running);
        for (let left = item; left > 0; left--) await turn();
        running--;
        return item * 10;
      });
      assert.deepEqual(answers, [50, 10, 40, 20, 30, 0]);
      assert.equal(most, Math.min(width, 6));
    });
  }

  it("of nothing is nothing", async () => assert.deepEqual(await inParallel([], 3, () => assert.fail()), []));

  it("that fails says so, and starts nothing more", async () => {
    const started: number[] = [];
    const work = async (item: number) => {
      started.push(item);
      await turn();
      if (item === 1) throw new Error("the first that fails");
    };
    await assert.rejects(inParallel([0, 1, 2, 3, 4, 5, 6, 7], 2, work), /the first that fails/);
    for (let rounds = 0; rounds < 10; rounds++) await turn();
    assert.deepEqual(started, [0, 1, 2]);
  });
});
