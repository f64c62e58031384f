import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import type { ModelVersion } from "../../model/types.ts";
import { decodeTag, encodeEvent } from "../events.ts";
import { policyWith } from "../testEvents.ts";
import type { Policy, PromotionEvent } from "../types.ts";
import { endOf, goneRequests, markedComment, nativeRequests } from "./nativeRequests.ts";

const policy = policyWith({ alias: undefined, stage: "Production" } as unknown as Policy["environments"][number]);
const version = { model: "scorer", version: "10", stage: "None", tags: [] } as unknown as ModelVersion;
const read = (request: { by: string; at: number; comment: string; stage?: string }, kept: readonly PromotionEvent[] = []) =>
  nativeRequests([{ stage: "Production", ...request }], version, kept, policy, "Databricks")[0]?.event;

const request = fc.record({
  by: fc.string({ unit: "binary", maxLength: 30 }),
  at: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4_000_000_000_000 })),
  comment: fc.string({ unit: "binary", maxLength: 6000 }),
});

describe("requests of the registry's own", () => {
  it("are the same event for every reader, and one that a tag keeps whole", () => {
    fc.assert(
      fc.property(request, (told) => {
        const event = read(told);
        assert.ok(event !== undefined);
        assert.deepEqual(read({ ...told }), event);
        const kept = decodeTag("scorer", "10", encodeEvent(event));
        assert.deepEqual(kept, { kind: "event", event });
        assert.deepEqual(read(told, [event]), event);
      }),
      generated(500),
    );
  });

  it("keep the id that they were made with, whatever was said, and are not taken for one that is closed or another's", () => {
    const id = "01KB3M9Z0G8T1V5X2N4R6Q7001";
    fc.assert(
      fc.property(request, (told) => {
        const asked = { ...told, comment: markedComment(told.comment.slice(0, 1900), id) };
        const event = read(asked);
        assert.equal(event?.id, id);
        assert.equal(event?.comment?.includes(id) ?? false, false);
        const closing = { ...event, id: "01KB3M9Z0G8T1V5X2N4R6Q7002", type: "reject" } as PromotionEvent;
        assert.notEqual(read(asked, [event, closing] as PromotionEvent[])?.id, id);
        assert.notEqual(read(asked, [{ ...event, to: "staging" }] as PromotionEvent[])?.id, id);
      }),
      generated(200),
    );
  });

  it("that are gone end where the version did not move, once, behind all that was said", () => {
    const event = read({ by: "ana@example.com", at: 5, comment: "" }) as PromotionEvent;
    const kept = [event, { ...event, id: "01KB3M9Z0G8T1V5X2N4R6Q7002", type: "comment" } as PromotionEvent];
    const gone = goneRequests(kept, [], version, policy);
    assert.deepEqual(gone, [event]);
    const end = endOf(event, kept, "Databricks");
    assert.ok(end.id > (kept[1]?.id ?? ""));
    assert.deepEqual(endOf(event, kept, "Databricks"), end);
    assert.deepEqual(goneRequests([...kept, end], [], version, policy), []);
    assert.deepEqual(goneRequests(kept, [], { ...version, stage: "production" }, policy), []);
    const { transition: _, ...plain } = event;
    assert.deepEqual(goneRequests([plain], [], version, policy), []);
  });

  it("for a stage that is no environment are none of ours", () => {
    assert.equal(read({ by: "ana", at: 1, comment: "", stage: "Archived" }), undefined);
    assert.equal(read({ by: "ana", at: 1, comment: "", stage: "Staging" }), undefined);
  });
});
