import assert from "node:assert/strict";
import { freePlace } from "./freePlace.ts";

const plot = { width: 400, height: 180 };
const box = { width: 100, height: 60 };
const line = (from: number, to: number, y: number) => Array.from({ length: 40 }, (_, i) => ({ x: from + ((to - from) * i) / 39, y }));

describe("freePlace", () => {
  it("stands right of the crosshair at the top where nothing is in the way", () => {
    assert.deepEqual(freePlace(plot, 100, box, []), { left: 112, top: 4 });
  });

  it("goes below curves that are high, and above curves that are low", () => {
    assert.equal(freePlace(plot, 100, box, line(0, 400, 20)).top, 116);
    assert.equal(freePlace(plot, 100, box, line(0, 400, 160)).top, 4);
  });

  it("goes to the left where the right is full of curves", () => {
    const full = [...line(200, 400, 20), ...line(200, 400, 90), ...line(200, 400, 160)];
    assert.equal(freePlace(plot, 200, box, full).left, 88);
  });

  it("stays in the plot at its edges, and when it is wider than either side", () => {
    assert.equal(freePlace(plot, 390, box, []).left, 278);
    assert.equal(freePlace(plot, 2, box, []).left, 14);
    const { left } = freePlace(plot, 150, { width: 300, height: 60 }, []);
    assert.ok(left >= 0 && left + 300 <= 400);
    assert.equal(freePlace({ width: 80, height: 50 }, 40, box, []).left, 0);
  });
});
