import assert from "node:assert/strict";
import { said, type WordCase } from "./testWords.ts";

const notWorse = "metric:auc:notWorseThan";
const min = "metric:auc:min";
const cases: readonly WordCase[] = [
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
  [notWorse, "pass", { observed: 0.5, tolerance: 0, why: "itself" }, "auc: {} not worse than prod | 0.500 |  | it is what prod holds | "],
];

describe("the words of a metric gate's result", () => {
  for (const each of cases) {
    const [id, state, values, expected] = each;
    it(`${id} ${state} ${JSON.stringify(values)}`, () => assert.equal(said(each), expected));
  }
});
