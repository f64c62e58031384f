import assert from "node:assert/strict";
import type { Problem } from "#protocol/message.ts";
import type { SourceState } from "#protocol/registryRequests.ts";
import { testWording } from "./testWording.ts";
import { type ViewHead, viewMessages } from "./viewHead.ts";

type Head = Pick<ViewHead, "problem" | "note">;

const down: Problem = { kind: "unavailable", message: "mlflow.internal:5000 does not answer.", next: "Check that it runs." };
const none: Problem = { kind: "unavailable", message: "No registry is open.", next: "Connect to an MLflow server." };
const slow: Problem = { kind: "timeout", message: "The models took too long.", next: "Try again." };
const whole = "mlflow.internal:5000 does not answer. Check that it runs.";

/** What is said above the three views, in their order. */
function said(heads: readonly [Head, Head, Head], source: SourceState): readonly string[] {
  const [experiments, models, promotions] = heads;
  const views = { "slipway.experiments": experiments, "slipway.models": models, "slipway.promotions": promotions };
  return Object.values(viewMessages(views, source, testWording));
}

describe("the text above the views", () => {
  const open: SourceState = { state: "open" };
  const failed: SourceState = { state: "failed", problem: down };
  const note = "slipway.yaml here differs from main: 2 gates.";
  const cases: readonly (readonly [string, readonly [Head, Head, Head], SourceState, readonly string[]])[] = [
    ["says nothing while all is well", [{}, {}, {}], open, ["", "", ""]],
    ["says once, and whole, why a registry fails", [{ problem: down }, { problem: down }, { problem: down }], failed, [whole, "", ""]],
    ["names the real cause where no registry could be opened", [{ problem: none }, { problem: none }, {}], failed, [whole, "", ""]],
    [
      "refers to a cause that another view has told",
      [{ problem: down }, { problem: down }, {}],
      open,
      [whole, "Not read, for the reason above.", ""],
    ],
    [
      "leaves it to one view while it is not known whether the whole registry fails",
      [{}, { problem: down }, { problem: down }],
      { state: "opening" },
      ["", "", ""],
    ],
    ["says it there before the registry is known to fail", [{ problem: down }, {}, {}], { state: "opening" }, [whole, "", ""]],
    ["says a cause that only one view met", [{}, { problem: slow }, {}], open, ["", "The models took too long. Try again.", ""]],
    ["says what the promotions follow", [{}, {}, { note }], open, ["", "", note]],
    ["keeps quiet about what was before, once there is no registry", [{ problem: down }, {}, {}], { state: "none" }, ["", "", ""]],
  ];
  for (const [name, heads, source, expected] of cases) it(name, () => assert.deepEqual(said(heads, source), expected));
});
