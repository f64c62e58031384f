import assert from "node:assert/strict";
import { OneReader } from "./oneReader.ts";

describe("reads of a view", () => {
  /** Reads that end when the test says so. */
  function reads() {
    const begun: { signal: AbortSignal; end: () => void }[] = [];
    const reader = new OneReader((signal) => new Promise((end) => begun.push({ signal, end })));
    const finish = async (which: number) => {
      begun[which]?.end();
      await new Promise((done) => setTimeout(done));
    };
    return { reader, begun, finish };
  }

  it("of ten changes during a read lead to one more, after it", async () => {
    const { reader, begun, finish } = reads();
    for (let change = 0; change < 10; change++) reader.askAgain();
    assert.equal(begun.length, 1);
    await finish(0);
    assert.equal(begun.length, 2);
    assert.equal(begun[0]?.signal.aborted, false, "the first was not disturbed");
    await finish(1);
    assert.equal(begun.length, 2);
    reader.askAgain();
    assert.equal(begun.length, 3);
  });

  it("are ended by another question, whose answer counts", async () => {
    const { reader, begun, finish } = reads();
    reader.ask();
    reader.askAgain();
    reader.ask();
    assert.deepEqual(
      begun.map(({ signal }) => signal.aborted),
      [true, false],
    );
    await finish(0);
    assert.equal(begun.length, 2, "the end of what was given up starts nothing");
    reader.askAgain();
    await finish(1);
    assert.equal(begun.length, 3);
  });

  it("are dropped without another", async () => {
    const { reader, begun, finish } = reads();
    reader.ask();
    reader.askAgain();
    reader.drop();
    await finish(0);
    assert.deepEqual([begun.length, begun[0]?.signal.aborted], [1, true]);
    reader.askAgain();
    assert.equal(begun.length, 2);
  });

  it("go on after one that failed", async () => {
    let calls = 0;
    const reader = new OneReader(async () => {
      calls++;
      throw new Error("down");
    });
    reader.ask();
    await new Promise((done) => setTimeout(done));
    reader.askAgain();
    await new Promise((done) => setTimeout(done));
    assert.equal(calls, 2);
  });
});
