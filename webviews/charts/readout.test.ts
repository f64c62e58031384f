import assert from "node:assert/strict";
import { runSwatches } from "#registry/model/compare/runSwatch.ts";
import { type ChartLine, readout, readoutSentence } from "./readout.ts";

const [swatch] = runSwatches(["a"]);
function line(name: string, x: number[], y: number[], isBaseline = false): ChartLine {
  assert.ok(swatch);
  return { runId: name, name, swatch, isBaseline, curve: { x: Float64Array.from(x), y: Float64Array.from(y) } };
}

const lines = [
  line("base", [0, 1, 2], [0.9, 0.91, 0.92], true),
  line("up", [0, 1, 2], [0.9, 0.93, 0.94]),
  line("short", [0, 1], [0.8, 0.85]),
  line("late", [2], [0.99]),
];

describe("readout", () => {
  const names = (x: number, better?: "higher" | "lower") => readout(lines, x, better).map((entry) => entry.line.name);

  it("lists the best run first and leaves out those that have not begun", () => {
    assert.deepEqual(names(1, "higher"), ["up", "base", "short"]);
    assert.deepEqual(names(1, "lower"), ["short", "base", "up"]);
    assert.deepEqual(names(2), ["late", "up", "base", "short"]);
  });

  it("compares with the baseline and says where a run ended", () => {
    const [, up, base, short] = readout(lines, 2, "higher");
    assert.deepEqual([up?.note, base?.note], ["+0.020", "baseline"]);
    assert.deepEqual([up?.ended, short?.ended], [undefined, 1]);
  });

  it("puts NaN last and can be said in one sentence", () => {
    const entries = readout([line("nan", [0], [Number.NaN]), line("one", [0], [1])], 0, "lower");
    assert.equal(readoutSentence("step 0", entries), "step 0: one 1, nan NaN");
  });

  it("names those nearest to the pointer where there are more than can be read", () => {
    const crowd = Array.from({ length: 100 }, (_, index) => line(`run-${index}`, [0], [index], index === 0));
    const near = (to: number) => readout(crowd, 0, "higher", (y) => Math.abs(y - to)).slice(0, 8);
    assert.deepEqual(
      near(50.2).map((entry) => entry.line.name),
      [54, 53, 52, 51, 50, 49, 48, 47].map((index) => `run-${index}`),
    );
    assert.ok(near(50.2).every((entry) => entry.text !== "" && entry.note !== ""));
    assert.equal(readout(crowd, 0, "higher", () => Number.NaN).length, 100);
    assert.equal(readout(crowd, 0, "higher")[0]?.line.name, "run-99");
  });

  it("says what was logged beside what is drawn smoothed", () => {
    const smoothed = { ...line("a", [0, 1], [0.5, 0.55]), logged: { x: Float64Array.of(0, 1), y: Float64Array.of(0.5, 0.6) } };
    const entries = readout([smoothed], 1, "higher");
    assert.deepEqual([entries[0]?.text, entries[0]?.logged], ["0.550", "0.600"]);
    assert.equal(readoutSentence("step 1", entries), "step 1, smoothed: a 0.550 (logged 0.600)");
  });
});
