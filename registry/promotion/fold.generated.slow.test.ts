import assert from "node:assert/strict";
import fc from "fast-check";
import { caseCount, seed } from "#test/generatedCases.ts";
import { promotionsOf, type Told, toldBy } from "../../test/promotions/histories/rules.ts";
import { encodeEvent } from "./events.ts";
import { foldVersion } from "./fold.ts";
import { event, idOf, ladder, prod } from "./testEvents.ts";
import type { EventType, GateState, PromotionEvent } from "./types.ts";

const numRuns = caseCount(600);

const sight = fc.record({
  incumbent: fc.constantFrom("12", "13", null),
  gates: fc.subarray([
    { id: "tag:bias_review", state: "pass" as GateState },
    { id: "commit", state: "fail" as GateState },
  ]),
});
/** Anything that somebody might have written: answers before their request, to another environment, to a request that is not there. */
const anyEvent = fc
  .record({
    type: fc.constantFrom<EventType>("request", "request", "comment", "approve", "approve", "reject", "cancel", "apply", "rollback"),
    request: fc.nat(9),
    to: fc.constantFrom("prod", "prod", "prod", "staging"),
    by: fc.constantFrom("ana@example.com", "bruno@example.com", "Bruno@Example.com", "chen@example.com"),
    evidence: fc.option(sight, { nil: undefined, freq: 6 }),
  })
  .map((fields) => (n: number): PromotionEvent => {
    const { request, evidence, ...rest } = fields;
    const { evidence: _given, ...written } = event(n, fields.type, { ...rest, request: idOf(fields.type === "request" ? n : request) });
    return { ...written, ...(evidence ? { evidence: { runId: "r", commit: "", ...evidence } } : {}) };
  });
const history = fc.array(anyEvent, { minLength: 2, maxLength: 10 }).map((made) => made.map((make, n) => make(n)));
const environment = fc.record({
  approvals: fc.nat(2),
  approvers: fc.constantFrom([], ["ana@example.com", "BRUNO@example.com"]),
  selfApproval: fc.boolean(),
});

describe("any history of events", () => {
  it("folds to what the rules of the format say, in whatever order the tags are listed", () => {
    const property = fc.property(history, environment, fc.option(sight, { nil: undefined }), fc.gen(), (events, rules, now, generate) => {
      const expected = promotionsOf(
        "13",
        toldBy(events.map(encodeEvent)),
        () => rules,
        () => now,
      );
      const shuffled = generate(fc.shuffledSubarray, events, { minLength: events.length });
      const { promotions, orphans } = foldVersion([...shuffled, ...shuffled.slice(0, 2)], (to) => ({
        environment: { ...(to === "prod" ? prod : (ladder[1] ?? prod)), ...rules },
        ...(now ? { present: now } : {}),
      }));
      assert.deepEqual(
        promotions.toReversed().map(({ id, state, approvedBy, events: own }) => {
          return { id, state, approvedBy: approvedBy.map((by) => by.toLowerCase()).sort(), events: own.map((each) => each.id) };
        }),
        expected.map(({ request, state, approvedBy, events: own }) => ({ id: request.id, state, approvedBy, events: own })),
      );
      assert.equal(orphans.length, events.filter((each) => !belongs(each, events)).length);
    });
    fc.assert(property, { seed, numRuns });
  });
});

function belongs(told: Pick<Told, "id" | "request" | "to">, events: readonly PromotionEvent[]): boolean {
  const request = events.find((each) => each.type === "request" && each.id === told.request);
  return request !== undefined && told.id >= request.id && told.to === request.to;
}
