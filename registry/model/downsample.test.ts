import assert from "node:assert/strict";
import { downsample } from "./downsample.ts";

describe("downsample", () => {
  const noisy = Float64Array.from({ length: 10_000 }, (_, index) => Math.sin(index / 100) + (index === 4321 ? 50 : 0));

  it("keeps all points of a short curve", () => assert.deepEqual([...downsample(Float64Array.of(3, 1, 2), 10)], [0, 1, 2]));
  it("keeps nothing of no curve", () => assert.equal(downsample(new Float64Array(0), 10).length, 0));
  it("keeps first, last and the one outlier, in order, and no more than asked", () => {
    const kept = [...downsample(noisy, 200)];
    assert.ok(kept.length <= 200);
    assert.equal(kept[0], 0);
    assert.equal(kept.at(-1), 9999);
    assert.ok(kept.includes(4321));
    assert.deepEqual(
      kept,
      [...new Set(kept)].sort((a, b) => a - b),
    );
  });
  it("keeps two points when asked for two", () => assert.deepEqual([...downsample(noisy, 2)], [0, 9999]));
  it("shows a stretch of NaN as a gap and finds extremes beside a NaN", () => {
    const values = Float64Array.from({ length: 1000 }, (_, index) => (index > 300 && index < 700 ? Number.NaN : index));
    const kept = [...downsample(values, 22)];
    assert.ok(kept.some((index) => Number.isNaN(values[index])));
    assert.ok(kept.some((index) => index > 700 && index < 999));
  });
});
