import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { naturalOrder } from "./naturalOrder.ts";

describe("naturalOrder", () => {
  const orders: readonly (readonly string[])[] = [
    ["param_1", "param_2", "param_10", "param_100"],
    ["layer2/conv1", "layer2/conv9", "layer10/conv1"],
    ["a", "A", "b"],
    ["", "a"],
    ["v1", "v01", "v2"].sort(naturalOrder),
    ["lr", "lr\u200b"],
  ];
  for (const order of orders) it(order.join(" < "), () => assert.deepEqual(order.toReversed().sort(naturalOrder), order));

  it("is one order, in which only the same name is equal", () => {
    const name = fc.oneof(fc.string(), fc.stringMatching(/^[ab]?0?[0-9]{1,3}$/));
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        assert.equal(naturalOrder(a, b) === 0, a === b);
        assert.equal(Math.sign(naturalOrder(a, b)), -Math.sign(naturalOrder(b, a)) + 0);
        if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) assert.ok(naturalOrder(a, c) < 0);
      }),
      generated(100),
    );
  });
});
