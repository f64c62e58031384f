import assert from "node:assert/strict";
import { gateAction, gateWords } from "../checkGates.ts";
import type { GateRecord, GateResult } from "../types.ts";
import type { Surroundings } from "./gateKind.ts";
import { adviceText } from "./phrases.ts";

type Told = Omit<GateRecord, "id" | "state"> & Pick<GateResult, "detail">;
const around: Surroundings = { environment: "prod", candidate: "13", incumbent: "12" };

/** `subject: rule | observed | incumbent | margin | advice to one who can still give a reason` */
function said(id: string, state: GateRecord["state"], values: Told, where: Surroundings): string {
  const words = gateWords({ id, state, ...values }, where);
  const { subject, rule, observed, incumbent, margin } = words;
  return `${subject}: ${[rule, observed, incumbent, margin, adviceText(words, true)].join(" | ")}`;
}

const notWorse = "metric:auc:notWorseThan";
const min = "metric:auc:min";
const cases: readonly (readonly [id: string, state: GateRecord["state"], values: Told, expected: string, where?: Partial<Surroundings>])[] =
  [
    [
      notWorse,
      "pass",
      { observed: 0.941, incumbent: 0.934, tolerance: 0.002, better: "higher" },
      "auc: {} not worse than prod by more than 0.002 | 0.941 | 0.934 | better by 0.007 | ",
    ],
    [
      notWorse,
      "fail",
      { observed: 0.93, incumbent: 0.934, tolerance: 0, better: "higher" },
      "auc: {} not worse than prod | 0.930 | 0.934 | worse by 0.004 | Promote a version with a better auc, or say in the reason why v13 may go all the same.",
    ],
    [
      notWorse,
      "pass",
      { observed: 0.934, incumbent: 0.934, tolerance: 0, better: "higher" },
      "auc: {} not worse than prod | 0.934 | 0.934 | same as prod | ",
    ],
    [
      notWorse,
      "fail",
      { observed: 0.95, incumbent: 0.9, better: "lower" },
      "auc: {} not worse than prod | 0.950 | 0.900 | worse by 0.050 | Promote a version with a better auc, or say in the reason why v13 may go all the same.",
    ],
    [
      notWorse,
      "pass",
      { observed: 0.5, tolerance: 0, why: "nothingThere" },
      "auc: {} not worse than prod | 0.500 |  | nothing in prod yet | ",
    ],
    [
      notWorse,
      "unknown",
      { observed: 0.5, tolerance: 0, why: "gone" },
      "auc: {} not worse than prod | 0.500 |  |  | v12 in prod no longer exists, so there is nothing to compare with. Say in the reason why v13 may go.",
    ],
    [
      notWorse,
      "unknown",
      { observed: 0.5, tolerance: 0, why: "incumbentUnreadable", detail: "its run is gone" },
      "auc: {} not worse than prod | 0.500 | unknown |  | auc of v12 cannot be read: its run is gone. Say in the reason how the two compare.",
    ],
    [
      notWorse,
      "unknown",
      { observed: 0.5, tolerance: 0, why: "incumbentUnreadable" },
      "auc: {} not worse than prod | 0.500 | unknown |  | auc of v12 cannot be read. Say in the reason how the two compare.",
    ],
    [
      notWorse,
      "unknown",
      { observed: 0.5, tolerance: 0, why: "incumbentNotLogged" },
      "auc: {} not worse than prod | 0.500 | not logged |  | The run of v12 logged no auc, so there is nothing to compare with. Say in the reason how the two compare.",
    ],
    [
      notWorse,
      "unknown",
      { observed: 0.5, incumbent: "NaN", tolerance: 0 },
      "auc: {} not worse than prod | 0.500 | NaN |  | The run of v12 logged NaN for auc, so there is nothing to compare with. Say in the reason how the two compare.",
    ],
    [
      notWorse,
      "unknown",
      { observed: 0.5, incumbent: 0.6, tolerance: 0, why: "noDirection" },
      "auc: {} not worse than prod | 0.500 | 0.600 |  | Is a higher or a lower auc better? Say it at the gate in the policy: better: higher.",
    ],
    [notWorse, "unknown", { observed: 0.5, incumbent: 0.6, tolerance: 0 }, "auc: {} not worse than prod | 0.500 | 0.600 |  | "],
    [
      notWorse,
      "fail",
      { observed: "NaN", tolerance: 0 },
      "auc: {} not worse than prod | NaN |  |  | The run of v13 logged NaN for auc. Train again, or say in the reason why v13 may go all the same.",
    ],
    [
      notWorse,
      "fail",
      { tolerance: 0, why: "notLogged" },
      "auc: {} not worse than prod | not logged |  |  | The run of v13 logged no auc. Log it and check again, or say in the reason why it may go without.",
    ],
    [
      notWorse,
      "fail",
      { tolerance: 0, why: "noRun" },
      "auc: {} not worse than prod | not logged |  |  | v13 was not made from a run. Register a version from a run, or say in the reason why it may go without.",
    ],
    [
      notWorse,
      "unknown",
      { tolerance: 0, why: "unreadable", detail: "its run is gone" },
      "auc: {} not worse than prod | unknown |  |  | auc of v13 cannot be read: its run is gone. Check again when it can, or say in the reason why it may go without.",
    ],
    [
      notWorse,
      "unknown",
      { tolerance: 0, why: "unreadable" },
      "auc: {} not worse than prod | unknown |  |  | auc of v13 cannot be read. Check again when it can, or say in the reason why it may go without.",
    ],
    [notWorse, "pass", {}, "auc: {} not worse than prod |  |  |  | "],
    [notWorse, "pass", { observed: 0.5 }, "auc: {} not worse than prod | 0.500 |  |  | "],
    [
      notWorse,
      "pass",
      { observed: 0.5, why: "incumbentUnreadable" },
      "auc: {} not worse than prod | 0.500 | unknown |  | auc of the incumbent cannot be read. Say in the reason how the two compare.",
      { incumbent: null },
    ],
    [
      notWorse,
      "pass",
      { observed: "Infinity", incumbent: "Infinity", better: "higher" },
      "auc: {} not worse than prod | ∞ | ∞ | same as prod | ",
    ],
    [min, "pass", { observed: 0.92, bound: 0.92, incumbent: 0.9 }, "auc: {} at least 0.92 | 0.920 | 0.900 | exactly | "],
    [
      min,
      "fail",
      { observed: 0.91, bound: 0.92 },
      "auc: {} at least 0.92 | 0.910 |  | below by 0.010 | Promote a version with a better auc, or say in the reason why v13 may go all the same.",
    ],
    [min, "pass", { observed: 0.95, bound: -0.5 }, "auc: {} at least −0.5 | 0.950 |  | above by 1.450 | "],
    [min, "pass", { observed: 0.95 }, "auc: {} at least what the policy asked for | 0.950 |  |  | "],
    [
      min,
      "fail",
      { observed: "NaN", bound: 0.5 },
      "auc: {} at least 0.5 | NaN |  |  | The run of v13 logged NaN for auc. Train again, or say in the reason why v13 may go all the same.",
    ],
    [
      min,
      "fail",
      { bound: 0.5, why: "notLogged" },
      "auc: {} at least 0.5 | not logged |  |  | The run of v13 logged no auc. Log it and check again, or say in the reason why it may go without.",
    ],
    [
      "metric:a:b:max",
      "fail",
      { observed: 0.6, bound: 0.5 },
      "a:b: {} at most 0.5 | 0.600 |  | above by 0.100 | Promote a version with a better a:b, or say in the reason why v13 may go all the same.",
    ],
    ["metric:a:b:max", "pass", { observed: 0.4, bound: 0.5 }, "a:b: {} at most 0.5 | 0.400 |  | below by 0.100 | "],
    ["metric:a:b:max", "pass", { observed: 0.4 }, "a:b: {} at most what the policy asked for | 0.400 |  |  | "],
    ["signature", "pass", { asked: "required", observed: 1 }, "Signature: {} required | 1 input |  |  | "],
    [
      "signature",
      "fail",
      { asked: "required", why: "none" },
      "Signature: {} required | none |  |  | v13 was logged without a signature. Log the model with one (signature= or input_example=), or give a reason.",
    ],
    [
      "signature",
      "unknown",
      { asked: "compatible", why: "unreadable", detail: "its artifacts are on s3" },
      "Signature: {} compatible with prod | unknown |  |  | The signature of v13 cannot be read: its artifacts are on s3. Give a reason.",
    ],
    [
      "signature",
      "unknown",
      { asked: "compatible", why: "unreadable" },
      "Signature: {} compatible with prod | unknown |  |  | The signature of v13 cannot be read. Give a reason.",
    ],
    [
      "signature",
      "unknown",
      { asked: "compatible", observed: 2, why: "incumbentUnreadable", detail: "its artifacts are on s3" },
      "Signature: {} compatible with prod | 2 inputs | unknown |  | The signature of v12 cannot be read: its artifacts are on s3. Say in the reason why no caller breaks.",
    ],
    [
      "signature",
      "unknown",
      { asked: "compatible", observed: 2, why: "incumbentNone" },
      "Signature: {} compatible with prod | 2 inputs | none |  | The signature of v12 is missing, so what its callers send is not known. Say in the reason why no caller breaks.",
    ],
    [
      "signature",
      "pass",
      { asked: "compatible", observed: 2, why: "nothingThere" },
      "Signature: {} compatible with prod | 2 inputs |  | nothing in prod yet | ",
    ],
    [
      "signature",
      "unknown",
      { asked: "compatible", observed: 2, why: "gone" },
      "Signature: {} compatible with prod | 2 inputs |  |  | v12 in prod no longer exists, so there is nothing to compare with. Say in the reason why v13 may go.",
    ],
    [
      "signature",
      "fail",
      { asked: "compatible", observed: 2, incumbent: 1, names: ["amount"], detail: "callers without it fail" },
      "Signature: {} compatible with prod | 2 inputs | 1 input | 1 breaking | Callers of v12 would break: amount, callers without it fail. Change them first, or give a reason.",
    ],
    [
      "signature",
      "fail",
      { asked: "compatible", observed: 2, incumbent: 1, names: ["amount", "country", "hour"] },
      "Signature: {} compatible with prod | 2 inputs | 1 input | 3 breaking | Callers of v12 would break: amount, and 2 more. Change them first, or give a reason.",
    ],
    [
      "signature",
      "pass",
      { asked: "required", observed: 2, incumbent: 1, names: ["amount", "hour"] },
      "Signature: {} required | 2 inputs | 1 input | 2 breaking | ",
    ],
    [
      "signature",
      "pass",
      { asked: "compatible", observed: 2, incumbent: 2 },
      "Signature: {} compatible with prod | 2 inputs | 2 inputs |  | ",
    ],
    [
      "commit",
      "pass",
      { observed: "91de0b7c5f6f0a3f1f0f8a7c2d4e6b8a9c0d1e2f", incumbent: "3a52ce780950d4d969792a2559cd519d7ee8c727", why: "clean" },
      "Commit: {} clean | 91de0b7 | 3a52ce7 | all committed | ",
    ],
    ["commit", "pass", { observed: "91de0b7c5f6f0a3f1f0f8a7c2d4e6b8a9c0d1e2f" }, "Commit: {} clean | 91de0b7 |  |  | "],
    [
      "commit",
      "fail",
      { observed: "91de0b7c5f6f0a3f1f0f8a7c2d4e6b8a9c0d1e2f", why: "dirty" },
      "Commit: {} clean | 91de0b7 |  | not all committed | The run of v13 used code that was not committed. Commit and train again, or give a reason.",
    ],
    [
      "commit",
      "fail",
      { why: "noCommit" },
      "Commit: {} clean | none |  |  | The run of v13 logged no Git commit. Train from a Git checkout, or give a reason.",
    ],
    [
      "commit",
      "fail",
      { why: "noRun" },
      "Commit: {} clean | none |  |  | v13 was not made from a run. Train from a Git checkout, or give a reason.",
    ],
    [
      "commit",
      "unknown",
      { why: "unreadable", detail: "its run is gone" },
      "Commit: {} clean | unknown |  |  | The commit of v13 cannot be read: its run is gone. Give a reason.",
    ],
    ["commit", "unknown", { why: "unreadable" }, "Commit: {} clean | unknown |  |  | The commit of v13 cannot be read. Give a reason."],
    ["tag:bias_review", "pass", { observed: "done", incumbent: "done" }, "bias_review: Tag {} present | done | done |  | "],
    ["tag:bias_review", "pass", { observed: " ", why: "incumbentNotSet" }, "bias_review: Tag {} present | empty | not set |  | "],
    [
      "tag:bias_review",
      "pass",
      { observed: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", incumbent: "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy" },
      "bias_review: Tag {} present | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy… |  | ",
    ],
    ["tag:bias_review", "pass", {}, "bias_review: Tag {} present |  |  |  | "],
    [
      "tag:bias_review",
      "fail",
      { incumbent: "done" },
      "bias_review: Tag {} present | not set | done |  | Set the tag on v13 and check again, or say in the reason why v13 may go without.",
    ],
    [
      "other:features",
      "unknown",
      {},
      "features: {} |  |  |  | This version of Slipway does not know the gate features. Update Slipway, or check it by hand and say so in the comment.",
    ],
    ["other:features", "pass", {}, "features: {} |  |  |  | "],
    [
      "drift:psi",
      "unknown",
      {},
      "drift:psi: {} |  |  |  | This version of Slipway does not know the gate drift:psi. Update Slipway, or check it by hand and say so in the comment.",
    ],
  ];

describe("the words of a gate's result", () => {
  for (const [id, state, values, expected, where] of cases) {
    it(`${id} ${state} ${JSON.stringify(values)}`, () => {
      assert.equal(said(id, state, values, { ...around, ...where }), expected);
    });
  }

  it("name the way to set a tag that is missing, and nothing else to do", () => {
    assert.deepEqual(gateAction({ id: "tag:bias_review", state: "fail" }), { kind: "setTag", key: "bias_review" });
    for (const id of ["tag:bias_review", "commit", "signature", min]) assert.equal(gateAction({ id, state: "pass" }), undefined);
    assert.equal(gateAction({ id: "commit", state: "fail" }), undefined);
  });

  it("leave the reason out for one who can give none any more", () => {
    const words = gateWords({ id: "commit", state: "fail", why: "noCommit" }, around);
    assert.equal(adviceText(words, false), "The run of v13 logged no Git commit. Train from a Git checkout.");
    assert.equal(adviceText({ problem: "", remedy: "", reason: "give a reason" }, true), "Give a reason.");
    assert.equal(adviceText({ problem: "It is so.", remedy: "", reason: "give a reason" }, false), "It is so.");
  });
});
