import assert from "node:assert/strict";
import { RunColumns } from "#registry/model/runColumns.ts";
import { progressOf } from "./progress.ts";

const hour = 3_600_000;

/** A run that began at 0 and logged its last value, of step 40, at `at`. */
function runOf(status: string, at?: number) {
  const head = {
    id: "r",
    name: "",
    experimentId: "1",
    status,
    lifecycle: "active",
    user: "",
    startTime: 0,
    endTime: null,
    artifactUri: "",
  };
  const columns = new RunColumns([head]);
  if (at !== undefined) {
    columns.metric(0, { key: "loss", value: 1, step: 40, timestamp: at });
    columns.metric(0, { key: "lr", value: 1, step: 3, timestamp: at - 5 });
  }
  return columns.page(undefined);
}

describe("how far a running run is", () => {
  it("is its greatest step, and when its last value came", () => {
    assert.deepEqual(progressOf(runOf("RUNNING", hour), 0, hour + 60_000), { progress: { step: 40, at: hour, isSilent: false } });
  });
  it("is silent after ten minutes, and later where it has been logging for long", () => {
    const isSilent = (logged: number, now: number) => progressOf(runOf("RUNNING", logged), 0, now).progress?.isSilent;
    assert.equal(isSilent(60_000, 60_000 + 10 * 60_000), false);
    assert.equal(isSilent(60_000, 60_000 + 10 * 60_000 + 1), true);
    assert.equal(isSilent(10 * hour, 11 * hour), false);
    assert.equal(isSilent(10 * hour, 12 * hour + 1), true);
  });
  it("is not said of a run that has ended, or that has logged nothing", () => {
    assert.deepEqual(progressOf(runOf("FINISHED", hour), 0, 2 * hour), {});
    assert.deepEqual(progressOf(runOf("RUNNING"), 0, hour), {});
  });
});
