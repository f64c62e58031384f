import assert from "node:assert/strict";
import { newCompareState } from "#protocol/views/compare.ts";
import { pageTitle, withBaseline, withFold, withHidden, withMoved, withoutRun, withRuns } from "./state.ts";

describe("state of the compare page", () => {
  const state = newCompareState(["a", "b", "c", "d"]);

  it("adds runs once, at the end", () => assert.deepEqual(withRuns(state, ["b", "e"]).runIds, ["a", "b", "c", "d", "e"]));

  it("makes the next run the baseline when the baseline goes", () => assert.equal(withoutRun(state, "a").runIds[0], "b"));

  it("puts a new baseline first and shows it", () => {
    const chosen = withBaseline(withHidden(state, "c", true), "c");
    assert.deepEqual(chosen.runIds, ["c", "a", "b", "d"]);
    assert.deepEqual(chosen.hidden, []);
  });

  it("moves a run past hidden ones and stops at the ends", () => {
    const hidden = withHidden(state, "b", true);
    assert.deepEqual(withMoved(hidden, "c", -1).runIds, ["c", "b", "a", "d"]);
    assert.deepEqual(withMoved(state, "d", 1).runIds, state.runIds);
  });

  it("folds and unfolds", () => {
    const folded = withFold(state, "metrics");
    assert.deepEqual(folded.folded, [...state.folded, "metrics"]);
    assert.deepEqual(withFold(folded, "metrics").folded, state.folded);
  });
});

describe("pageTitle", () => {
  const title = (...names: string[]) => pageTitle(names.map((name) => ({ name })));

  it("names two runs and counts the rest", () => {
    assert.equal(title("gbm-019", "gbm-031", "gbm-027", "gbm-012"), "Compare: gbm-031, gbm-027, +2");
    assert.equal(title("gbm-019", "gbm-031"), "Compare: gbm-019, gbm-031");
    assert.equal(title("gbm-019"), "Compare: gbm-019");
  });
});
