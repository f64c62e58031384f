import assert from "node:assert/strict";
import type { WireNumber } from "#registry/model/wireNumber.ts";
import { tellMetricsApart } from "./siblingMetrics.ts";

/** What stands beside rows that logged `numbers` (none: no metric) under the name `auc`. */
function shown(numbers: readonly (WireNumber | undefined)[]): readonly (string | undefined)[] {
  const rows = numbers.map((number) => (number === undefined ? {} : { metric: { key: "auc", value: String(number), number } }));
  return tellMetricsApart(rows).map(({ metric }) => metric?.value);
}

describe("metrics of the rows of one list", () => {
  const cases: readonly (readonly [string, readonly (WireNumber | undefined)[], readonly (string | undefined)[]])[] = [
    ["have as many digits as tell them apart", [0.97359, 0.97395, 0.9741], ["0.9736", "0.9739", "0.9741"]],
    ["have three where three do", [0.931, 0.95], ["0.931", "0.950"]],
    ["leave the room to those that need none", [0.97359, 0.97395, 0.5], ["0.9736", "0.9739", "0.500"]],
    ["have no more for two that are equal", [0.5, 0.5, 0.75], ["0.500", "0.500", "0.750"]],
    ["end after six digits, whatever comes then", [0.97359111, 0.97359112], ["0.974", "0.974"]],
    ["leave out rows without one, and say what is no number", [0.5, undefined, "NaN", "Infinity"], ["0.500", undefined, "NaN", "∞"]],
  ];
  for (const [name, numbers, expected] of cases) it(name, () => assert.deepEqual(shown(numbers), expected));

  it("are compared with the same metric only", () => {
    const rows = [
      { metric: { key: "auc", value: "0.974", number: 0.9741 } },
      { metric: { key: "loss", value: "0.974", number: 0.97412 } },
      { metric: { key: "f1", value: "" } },
    ];
    assert.deepEqual(
      tellMetricsApart(rows).map(({ metric }) => metric),
      [
        { key: "auc", value: "0.974" },
        { key: "loss", value: "0.974" },
        { key: "f1", value: "" },
      ],
    );
  });
});
