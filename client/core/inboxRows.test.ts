import assert from "node:assert/strict";
import type { Inbox, InboxItem } from "#protocol/registryRequests.ts";
import { elsewhereRow, groupRow, type InboxGroup, inboxBadge, inboxRow } from "./inboxRows.ts";
import { day, hour, testNow, testWording } from "./testWording.ts";

const item: InboxItem = {
  id: "01H",
  model: "fraud-scorer",
  version: "13",
  to: "prod",
  requestedBy: "ana@example.com",
  requestedAt: testNow - 2 * hour,
  state: "requested",
  gates: "fail",
  gateSummary: "1 gate fails",
  changed: false,
};
const closed = { closedBy: "bruno@example.com", closedAt: testNow - 35 * day };

describe("inboxRow", () => {
  const cases: readonly (readonly [string, InboxGroup, Partial<InboxItem>, string, string])[] = [
    ["a failing gate", "waiting", {}, "error", "1 gate fails · ana · 2 h"],
    ["all clear", "waiting", { gates: "pass", gateSummary: "pass", requestedAt: testNow }, "pass", "pass · ana · now"],
    ["changed since", "waiting", { changed: true }, "error", "changed since · 1 gate fails · ana · 2 h"],
    ["a person without an address", "waiting", { requestedBy: "ci" }, "error", "1 gate fails · ci · 2 h"],
    ["my own", "mine", { gates: "unknown", gateSummary: "1 gate unknown" }, "question", "1 gate unknown · 2 h"],
    ["my own, approved, not applied", "mine", { state: "approved", gates: "pass" }, "pass", "approved · 2 h"],
    ["applied", "recent", { state: "applied", ...closed, closedAt: testNow - 2 * day }, "check", "applied · 2 d"],
    ["rejected", "recent", { state: "rejected", ...closed }, "circle-slash", "rejected by bruno · 5 w"],
    ["cancelled", "recent", { state: "cancelled", ...closed }, "circle-slash", "cancelled · 5 w"],
  ];
  for (const [name, group, change, icon, description] of cases) {
    it(name, () => {
      const view = inboxRow({ ...item, ...change }, group, testWording);
      assert.deepEqual([view.label, view.icon?.id, view.description], ["fraud-scorer v13 → prod", icon, description]);
    });
  }

  it("has the whole address in the tooltip", () => assert.match(inboxRow(item, "waiting", testWording).tooltip ?? "", /ana@example\.com/));
  it("has another id in another group, so that both rows can stand in one tree", () => {
    assert.notEqual(inboxRow(item, "waiting", testWording).id, inboxRow(item, "recent", testWording).id);
  });
});

describe("the badge", () => {
  const empty: Inbox = { hasPolicy: true, me: "", waiting: [], mine: [], recent: [], newer: [], broken: [], runs: [], elsewhere: [] };
  it("counts what waits for the reader and nothing else", () => {
    assert.equal(inboxBadge({ ...empty, mine: [item], recent: [item] }, testWording), undefined);
    assert.deepEqual(inboxBadge({ ...empty, waiting: [item] }, testWording), { value: 1, tooltip: "1 promotion waits for you" });
    assert.deepEqual(inboxBadge({ ...empty, waiting: [item, item] }, testWording), { value: 2, tooltip: "2 promotions wait for you" });
  });
  it("counts what waits in other folders too, and names each", () => {
    const elsewhere = [{ folder: "file:///home/ana/churn%20eu", label: "mlflow.db", count: 2 }];
    assert.equal(inboxBadge({ ...empty, waiting: [item], elsewhere }, testWording)?.value, 3);
    const { label, description } = elsewhere.map((other) => elsewhereRow(other, testWording))[0] ?? {};
    assert.deepEqual([label, description], ["churn eu", "2 waiting · mlflow.db"]);
  });
  it("stands beside groups with counts", () => assert.equal(groupRow("waiting", 2, testWording).description, "2"));
});
