import assert from "node:assert/strict";
import { didYouMean, isFarNearer } from "./didYouMean.ts";

describe("the name that may be meant", () => {
  const cases: readonly (readonly [word: string, candidates: readonly string[], meant: string | undefined])[] = [
    ["val_acu", ["val_auc", "val_loss"], "val_auc"],
    ["aprovals", ["approvals", "approvers"], "approvals"],
    ["approvers", ["approvals", "approvers"], "approvers"],
    ["ALIAS", ["alias"], "alias"],
    ["ab", ["ba"], "ba"],
    ["ab", ["abc", "a"], "abc"],
    ["ab", ["abcd"], undefined],
    ["ab", ["cd"], undefined],
    ["abc", ["abx"], "abx"],
    ["abc", ["axx"], undefined],
    ["abcdef", ["abxxef"], "abxxef"],
    ["abcdef", ["axxxef"], undefined],
    ["abcdef", ["badcef"], "badcef"],
    ["abcdefghi", ["badcfeghi"], "badcfeghi"],
    ["abcdefghi", ["bcdefghia"], "bcdefghia"],
    ["abcdefghi", ["abcdefghixyz", "abcdefghixy"], "abcdefghixy"],
    ["abcdefghi", ["abcdefghiwxyz"], undefined],
    ["abcdefghi", ["ghiabcdef"], undefined],
    ["same", ["sane", "some"], "sane"],
    ["", ["a"], "a"],
    ["", ["ab"], undefined],
    ["a", [""], ""],
    ["word", [], undefined],
  ];
  for (const [word, candidates, meant] of cases) {
    it(`${word} of ${candidates.join(", ")}`, () => assert.equal(didYouMean(word, candidates), meant));
  }
});

describe("a name that is far nearer than all others", () => {
  const cases: readonly (readonly [word: string, meant: string, candidates: readonly string[], isClear: boolean])[] = [
    ["val_acu", "val_auc", ["val_auc", "val_loss"], true],
    ["mni", "min", ["min", "max"], true],
    ["aprovals", "approvals", ["approvals", "approvers"], true],
    ["approvels", "approvals", ["approvals", "approvers"], false],
    ["same", "sane", ["sane", "some"], false],
    ["val_auc1", "val_auc2", ["val_auc2", "val_auc3"], false],
    ["train_loss", "train_los", ["train_los", "train_lss"], false],
    ["prd", "prod", ["prod", "pred"], false],
    ["conda", "conda_env", ["conda_env", "python_env"], true],
    ["x", "x1", [], true],
    ["x".repeat(200), "y", ["y"], true],
  ];
  for (const [word, meant, candidates, isClear] of cases) {
    it(`${word.slice(0, 20)}: ${meant} of ${candidates.join(", ")}`, () => assert.equal(isFarNearer(word, meant, candidates), isClear));
  }
});
