import assert from "node:assert/strict";
import { testClock } from "./testEvents.ts";
import { isUlid, newUlid, ulidTime } from "./ulid.ts";

describe("ULIDs", () => {
  it("say when they were made and sort by it", () => {
    const early = newUlid(testClock(1_469_918_176_385));
    const late = newUlid(testClock(1_469_918_176_386));
    assert.equal(early.slice(0, 10), "01ARYZ6S41");
    assert.ok(isUlid(early) && early < late);
    assert.equal(ulidTime(early), 1_469_918_176_385);
  });

  it("grow within one millisecond and behind a faster clock", () => {
    const clock = testClock(1000);
    const ids = [newUlid(clock)];
    for (let i = 0; i < 100; i++) ids.push(newUlid(clock, ids.at(-1)));
    assert.deepEqual([...new Set(ids)].sort(), ids);
    const ahead = newUlid(testClock(5000));
    assert.ok(newUlid(clock, ahead) > ahead);
    assert.equal(newUlid(clock, "00000000010000000000ZZZZZZ") > "00000000010000000000ZZZZZZ", true);
  });

  it("are never the same for two writers behind one newest id", () => {
    const newest = newUlid(testClock(5000));
    const writers = Array.from({ length: 40 }, (_, seed) => newUlid(testClock(1000, seed + 7), newest));
    assert.equal(new Set(writers).size, writers.length);
    assert.ok(writers.every((id) => isUlid(id) && id > newest));
  });

  it("stay ULIDs behind the last one that there can be", () => {
    assert.ok(isUlid(newUlid(testClock(1000), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")));
  });

  it("are told from other texts", () => {
    for (const text of ["", "01ARYZ6S41", "01aryz6s41tsv4rrffq69g5fav", "81ARYZ6S41TSV4RRFFQ69G5FAV", "01ARYZ6S41TSV4RRFFQ69G5FAI"]) {
      assert.equal(isUlid(text), false, text);
    }
  });

  it("come after an id only where the clock does not, and after no text that is none", () => {
    const clock = testClock(1_764_244_716_000);
    const earlier = newUlid({ ...testClock(1_764_244_715_999), random: () => 0.99 });
    assert.equal(ulidTime(newUlid(clock, earlier)), 1_764_244_716_000);
    const same = newUlid({ ...testClock(1_764_244_716_000), random: () => 0 });
    assert.equal(newUlid({ ...clock, random: () => 0 }, same) > same, true);
    assert.equal(ulidTime(newUlid({ ...clock, random: () => 0.5 }, same)), 1_764_244_716_000);
    assert.equal(ulidTime(newUlid(clock, "zzzz")), 1_764_244_716_000);
    assert.deepEqual([`${same}0`, `0${same}`, same].map(isUlid), [false, false, true]);
  });
});
