import assert from "node:assert/strict";
import type { Inbox, InboxItem } from "#protocol/registryRequests.ts";
import { inboxNote } from "./policyNote.ts";
import { testWording } from "./testWording.ts";

const empty: Inbox = { hasPolicy: true, me: "", waiting: [], mine: [], recent: [], newer: [], broken: [], runs: [], elsewhere: [] };
const note = "slipway.yaml here differs from main: 2 gates.";
const item = { id: "01H" } as InboxItem;

describe("the text above the inbox", () => {
  const cases: readonly (readonly [string, Inbox, string])[] = [
    ["is not there while the policy is fine", empty, ""],
    ["says what differs", { ...empty, recent: [item], policyNote: note }, note],
    [
      "also where there is nothing to list",
      { ...empty, policyNote: note },
      `${note} No promotions yet. Request one with the rocket on a model version.`,
    ],
    [
      "says why nothing can be decided before anything else",
      { ...empty, policyNote: note, policyProblem: "Line 3 of slipway.yaml: `max` is not known." },
      "Line 3 of slipway.yaml: `max` is not known. Nothing can be decided until it is corrected.",
    ],
  ];
  for (const [name, inbox, expected] of cases) it(name, () => assert.equal(inboxNote(inbox, testWording), expected));
});
