import assert from "node:assert/strict";
import { readPolicy } from "./readPolicy.ts";

const full = `version: 1
registry: http://mlflow.internal:5000
environments:
  dev: {}
  prod:
    alias: champion
    approvals: 1
    approvers: [ana@example.com]
    selfApproval: false
    apply: manual
gates:
  prod:
    - signature: compatible
    - features: [a]
models:
  __proto__:
    gates:
      prod:
        - metric: val_auc
          notWorseThan: current
          tolerance: 0.002
`;

describe("readPolicy", () => {
  it("reads all of a policy, with the lines of environments and gates", () => {
    const { policy, problems } = readPolicy(full);
    assert.deepEqual(problems, []);
    assert.equal(policy?.registry, "http://mlflow.internal:5000");
    assert.deepEqual(policy?.environments[1], {
      name: "prod",
      alias: "champion",
      approvals: 1,
      approvers: ["ana@example.com"],
      selfApproval: false,
      apply: "manual",
      line: 4,
    });
    assert.deepEqual(policy?.gates["prod"], [
      { kind: "signature", signature: "compatible", line: 12 },
      { kind: "other", name: "features", line: 13 },
    ]);
    const [[name, model] = []] = Object.entries(policy?.models ?? {});
    assert.equal(name, "__proto__");
    assert.deepEqual(model?.gates["prod"], [{ kind: "metric", metric: "val_auc", notWorseThan: "current", tolerance: 0.002, line: 18 }]);
    assert.equal(policy?.models["constructor"], undefined);
  });

  it("gives no policy when a part cannot be read, and says where", () => {
    const { policy, problems } = readPolicy(full.replace("approvals: 1", "approvals: many"));
    assert.equal(policy, undefined);
    assert.deepEqual(problems, [
      {
        code: "policy-wrong-type",
        message: "`approvals` must be a whole number, 0 or more, not `many`.",
        range: { start: { line: 6, character: 15 }, end: { line: 6, character: 19 } },
        silenced: false,
      },
    ]);
  });

  it("gives no policy where it would have to guess", () => {
    const unmarked = full.replace("    alias: champion\n", "");
    const twice = full.replace("    approvals: 1\n", "    approvals: 1\n    approvals: 0\n");
    const misspelt = full.replace("selfApproval", "selfAproval");
    for (const text of [unmarked, twice, misspelt, full.replace("\n  prod:\n    - sig", "\n  live:\n    - sig"), "version: [1", ""]) {
      assert.equal(readPolicy(text).policy, undefined);
      assert.notEqual(readPolicy(text).problems.length, 0);
    }
  });
});
