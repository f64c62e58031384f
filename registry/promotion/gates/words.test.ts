import assert from "node:assert/strict";
import { gateAction, gateWords } from "../checkGates.ts";
import { adviceText } from "./phrases.ts";
import { said, type WordCase } from "./testWords.ts";

const cases: readonly WordCase[] = [
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
  for (const each of cases) {
    const [id, state, values, expected] = each;
    it(`${id} ${state} ${JSON.stringify(values)}`, () => assert.equal(said(each), expected));
  }

  it("name the way to set a tag that is missing, and nothing else to do", () => {
    assert.deepEqual(gateAction({ id: "tag:bias_review", state: "fail" }), { kind: "setTag", key: "bias_review" });
    for (const id of ["tag:bias_review", "commit", "signature"]) assert.equal(gateAction({ id, state: "pass" }), undefined);
    assert.equal(gateAction({ id: "commit", state: "fail" }), undefined);
  });

  it("leave the reason out for one who can give none any more", () => {
    const words = gateWords({ id: "commit", state: "fail", why: "noCommit" }, { environment: "prod", candidate: "13", incumbent: "12" });
    assert.equal(adviceText(words, false), "The run of v13 logged no Git commit. Train from a Git checkout.");
    assert.equal(adviceText({ problem: "", remedy: "", reason: "give a reason" }, true), "Give a reason.");
    assert.equal(adviceText({ problem: "It is so.", remedy: "", reason: "give a reason" }, false), "It is so.");
  });
});
