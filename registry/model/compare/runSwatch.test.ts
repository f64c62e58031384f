import assert from "node:assert/strict";
import { type RunSwatch, runSwatches } from "./runSwatch.ts";

describe("runSwatches", () => {
  const ids = Array.from({ length: 40 }, (_, index) => `0a1b2c3d${index}`);

  it("gives a run the same swatch on every page where nothing clashes", () => {
    for (const id of ids) assert.deepEqual(runSwatches([id]), runSwatches([id]));
    const [first] = runSwatches([ids[0] ?? ""]);
    assert.deepEqual(runSwatches(ids.slice(0, 5))[0], first);
  });

  it("lets no two of six runs share a colour or a shape", () => {
    for (let start = 0; start + 6 <= ids.length; start++) {
      const swatches = runSwatches(ids.slice(start, start + 6));
      assert.equal(new Set(swatches.map((swatch) => swatch.colour)).size, 6);
      assert.equal(new Set(swatches.map((swatch) => swatch.shape)).size, 6);
    }
  });

  it("changes only the later run of two that clash", () => {
    const clashing = ids.find((id, index) => index > 0 && runSwatches([id])[0]?.colour === runSwatches([ids[0] ?? ""])[0]?.colour) ?? "";
    const [first, second] = runSwatches([ids[0] ?? "", clashing]);
    assert.deepEqual(first, runSwatches([ids[0] ?? ""])[0]);
    assert.notEqual(second?.colour, first?.colour);
  });

  it("gives 36 runs different pairs, and more than 36 runs a swatch at all", () => {
    const pairs = (count: number) => runSwatches(ids.slice(0, count)).map((swatch) => `${swatch.colour} ${swatch.shape}`);
    assert.equal(new Set(pairs(36)).size, 36);
    assert.equal(pairs(40).length, 40);
  });

  it("keeps the swatches of a page when the order changes and runs come and go", () => {
    const kept = new Map<string, RunSwatch>();
    const show = (shown: readonly string[]) => {
      const swatches = runSwatches(shown, kept);
      shown.forEach((id, index) => {
        const swatch = swatches[index];
        if (swatch) kept.set(id, swatch);
      });
      return new Map(shown.map((id, index) => [id, swatches[index]]));
    };
    const four = ids.slice(0, 4);
    const first = show(four);
    assert.deepEqual(show(four.toReversed()), new Map(four.toReversed().map((id) => [id, first.get(id)])));
    const withMore = show([...ids.slice(20, 30), ...four.slice(1)]);
    for (const id of four.slice(1)) assert.deepEqual(withMore.get(id), first.get(id));
    assert.equal(new Set([...withMore.values()].map((swatch) => `${swatch?.colour} ${swatch?.shape}`)).size, 13);
    assert.deepEqual(show(four), first);
    const many = Array.from({ length: 100 }, (_, index) => `more${index}`);
    assert.equal(show(many).size, 100);
    assert.deepEqual(show(four), first);
  });
});
