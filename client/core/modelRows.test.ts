import assert from "node:assert/strict";
import type { EnvironmentRow, VersionRow } from "#protocol/registryRequests.ts";
import { danglingAliasRow, environmentRow, modelRow, versionRow } from "./modelRows.ts";
import { day, testNow, testWording } from "./testWording.ts";
import { contextValue } from "./treeNode.ts";

const prod: EnvironmentRow = { name: "prod", version: "12", marker: "@champion", since: testNow - 21 * day, dangling: false };
const staging: EnvironmentRow = { name: "staging", marker: "@challenger", dangling: false };

describe("modelRow", () => {
  it("says where which version is", () => {
    const row = { name: "fraud-scorer", environments: [prod, { ...staging, version: "13" }], danglingAliases: [] };
    assert.equal(modelRow(row).description, "prod v12 · staging v13");
    assert.equal(modelRow({ ...row, environments: [prod, staging] }).description, "prod v12");
  });
});

describe("environmentRow", () => {
  const cases: readonly (readonly [string, EnvironmentRow, string, string])[] = [
    ["a version", prod, "v12 · @champion · 3 w ago", "server-environment"],
    ["nothing", staging, "nothing yet", "server-environment"],
    ["an alias on a deleted version", { ...prod, dangling: true }, "v12 no longer exists · @champion", "warning"],
  ];
  for (const [name, row, description, icon] of cases) {
    it(name, () => {
      const view = environmentRow("fraud-scorer", row, testWording);
      assert.deepEqual([view.label, view.description, view.icon?.id], [row.name, description, icon]);
    });
  }

  it("names an alias that nothing uses any more", () => {
    assert.equal(danglingAliasRow("m", "old", testWording).label, "@old");
  });
});

describe("versionRow", () => {
  const plain: VersionRow = {
    model: "fraud-scorer",
    version: "13",
    runId: "r13",
    aliases: [],
    stage: "None",
    request: "none",
    createdAt: testNow - 2 * day,
  };
  const cases: readonly (readonly [string, Partial<VersionRow>, string, string, string])[] = [
    ["none", { metric: { key: "val_auc", value: "0.929" } }, "val_auc 0.929 · 2 d ago", "tag", "version"],
    [
      "with an alias and a way up",
      {
        aliases: ["challenger"],
        metric: { key: "val_auc", value: "0.941" },
        nextEnvironment: "prod",
        incumbent: { version: "12", runId: "r12" },
      },
      "@challenger · val_auc 0.941 · 2 d ago",
      "tag",
      "version promotable incumbent",
    ],
    ["waiting", { request: "waiting", nextEnvironment: "prod" }, "2 d ago", "clock", "version promotable"],
    ["rejected", { request: "rejected", metric: { key: "val_auc", value: "" } }, "rejected · 2 d ago", "circle-slash", "version"],
    ["in a stage of old", { stage: "Production" }, "Production · 2 d ago", "tag", "version"],
    [
      "an incumbent without a run cannot be compared with",
      { nextEnvironment: "prod", incumbent: { version: "12", runId: "" } },
      "2 d ago",
      "tag",
      "version promotable",
    ],
  ];
  for (const [name, row, description, icon, context] of cases) {
    it(name, () => {
      const view = versionRow({ ...plain, ...row }, testWording);
      assert.deepEqual([view.label, view.description, view.icon?.id, contextValue(view)], ["v13", description, icon, context]);
    });
  }

  it("says what one press moves, from where to where", () => {
    const row = { ...plain, nextEnvironment: "staging", incumbent: { version: "12", runId: "r12" } };
    const { tooltip } = versionRow({ ...row, effect: "Moves @challenger from v12 to v13 at once." }, testWording);
    assert.match(tooltip ?? "", /^Request promotion to staging: Moves @challenger from v12 to v13 at once\.$/m);
    assert.match(versionRow(row, testWording).tooltip ?? "", /^Next: staging, where v12 is now\.$/m);
  });

  it("opens its promotion when it is pressed", () => assert.equal(versionRow(plain, testWording).command, "slipway.openPromotion"));
});
