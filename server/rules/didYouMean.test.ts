import assert from "node:assert/strict";
import { didYouMean } from "./didYouMean.ts";

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
