import assert from "node:assert/strict";
import type { Answer } from "#protocol/message.ts";
import type { Inbox } from "#protocol/registryRequests.ts";
import { anyChange, type ChangeSet, noChange } from "#registry/model/changes.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { WaitingCount } from "./waitingCount.ts";

const policy: Policy = { environments: [], gates: {}, models: {} };
const context = { policy, me: "ana@example.com" };

describe("how many promotions of another folder wait", () => {
  let reads = 0;
  let answer: Answer<Inbox>;
  const inboxOf = (waiting: number, runs: readonly string[] = []): Answer<Inbox> => ({
    ok: true,
    value: { waiting: Array.from({ length: waiting }), runs } as unknown as Inbox,
  });
  const read = async () => {
    reads++;
    return answer;
  };
  beforeEach(() => {
    reads = 0;
    answer = inboxOf(2, ["r1"]);
  });

  it("is read once, however often it is asked for", async () => {
    const counts = new WaitingCount();
    for (let time = 0; time < 3; time++) assert.equal(await counts.of(context, read), 2);
    assert.equal(reads, 1);
  });

  const changes: readonly (readonly [string, ChangeSet, boolean])[] = [
    ["a model", { ...noChange, models: ["scorer"] }, true],
    ["a run that a gate looks at", { ...noChange, runs: ["r1"] }, true],
    ["it is not known what", anyChange, true],
    ["another run", { ...noChange, experiments: ["1"], runs: ["r2"] }, false],
    ["an experiment", { ...noChange, experiments: ["1"] }, false],
  ];
  for (const [what, change, isFelt] of changes) {
    it(`is ${isFelt ? "" : "not "}read again when ${what} changed`, async () => {
      const counts = new WaitingCount();
      await counts.of(context, read);
      answer = inboxOf(5);
      counts.changed(change);
      assert.equal(await counts.of(context, read), isFelt ? 5 : 2);
    });
  }

  it("is each policy's and each person's own", async () => {
    const counts = new WaitingCount();
    await counts.of(context, read);
    answer = inboxOf(1);
    assert.equal(await counts.of({ ...context, policy: { ...policy } }, read), 1);
    assert.equal(await counts.of(context, read), 2);
    assert.equal(await counts.of({ ...context, me: "bruno@example.com" }, read), 1);
    assert.equal(reads, 3);
  });

  it("is none where there is no policy, and nothing is read", async () => {
    assert.equal(await new WaitingCount().of({ me: "ana@example.com" }, read), 0);
    assert.equal(reads, 0);
  });

  it("is not kept where it could not be read, or where something changed meanwhile", async () => {
    const counts = new WaitingCount();
    answer = { ok: false, problem: { kind: "unavailable", message: "gone", next: "wait" } };
    assert.equal(await counts.of(context, read), undefined);
    answer = inboxOf(3);
    const during = async () => {
      counts.changed(anyChange);
      return read();
    };
    assert.equal(await counts.of(context, during), 3);
    answer = inboxOf(4);
    assert.equal(await counts.of(context, read), 4);
  });
});
