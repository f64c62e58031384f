import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { RegistryError } from "../model/errors.ts";
import { decodeTag, decodeTags, encodeEvent, isBroken, valueLimit } from "./events.ts";
import { event, idOf } from "./testEvents.ts";
import type { EvidenceGate } from "./types.ts";

const tag = encodeEvent(event(1, "request", { comment: "why <img src=x onerror=alert(1)>" }));

function withField(name: string, value: unknown): string {
  return JSON.stringify({ ...JSON.parse(tag.value), [name]: value });
}

function manyGates(count: number): EvidenceGate[] {
  const texts = { observed: "0.941", incumbent: "0.934", margin: "better by 0.007" };
  return Array.from({ length: count }, (_, i) => ({ id: `metric:m${i}:min`, state: "pass", ...texts }));
}

describe("promotion events as tags", () => {
  it("come back as they were written", () => {
    const written = event(1, "request", { comment: 'Ünïcode "quoted"\n🚀' });
    const encoded = encodeEvent(written);
    assert.equal(encoded.key, `slipway.promotion.${idOf(1)}.request`);
    assert.deepEqual(decodeTag("fraud-scorer", "13", encoded), written);
  });

  it("leave out what is only shown when the evidence is long, but no gate and no result", () => {
    const gates = manyGates(60);
    const evidence = { gates, incumbent: "12", runId: "r13", commit: "" };
    const encoded = encodeEvent(event(1, "request", { evidence }));
    assert.ok(encoded.value.length < valueLimit);
    const decoded = decodeTag("fraud-scorer", "13", encoded);
    assert.ok(decoded && !isBroken(decoded));
    assert.deepEqual(
      decoded.evidence?.gates.map(({ id, state }) => ({ id, state })),
      gates.map(({ id, state }) => ({ id, state })),
    );
    assert.equal(decoded.evidence?.gates[0]?.margin, undefined);
  });

  it("refuse a long comment instead of cutting it", () => {
    const write = () => encodeEvent(event(1, "request", { comment: "x".repeat(2001) }));
    assert.throws(write, (error) => RegistryError.is(error, "invalid") && error.message.includes("2001 characters"));
  });

  it("refuse what cannot fit", () => {
    const evidence = { gates: manyGates(400), incumbent: null, runId: "", commit: "" };
    assert.throws(
      () => encodeEvent(event(1, "request", { evidence })),
      (error) => RegistryError.is(error, "invalid"),
    );
    assert.throws(
      () => encodeEvent(event(1, "request", { comment: "\u0000".repeat(1500) })),
      (error) => RegistryError.is(error, "invalid"),
    );
  });

  it("leave tags of others alone", () => {
    assert.equal(decodeTag("fraud-scorer", "13", { key: "bias_review", value: "done" }), undefined);
    assert.equal(decodeTag("fraud-scorer", "13", { key: "slipway.other", value: "{}" }), undefined);
  });

  const broken: readonly (readonly [string, { key?: string; value?: string; model?: string; version?: string }, RegExp])[] = [
    ["a key without ULID", { key: "slipway.promotion.x.request" }, /no ULID/],
    ["a ULID with forbidden letters", { key: `slipway.promotion.${"I".repeat(26)}.request` }, /no ULID/],
    ["an unknown type", { key: `slipway.promotion.${idOf(1)}.bless` }, /bless/],
    ["another type than the request's", { key: `slipway.promotion.${idOf(1)}.approve` }, /does not fit its key/],
    ["another id than its request's", { key: `slipway.promotion.${idOf(2)}.request` }, /does not fit its key/],
    ["a copy on another version", { version: "14" }, /written for fraud-scorer v13/],
    ["a copy on another model", { model: "prod.fraud-scorer" }, /written for fraud-scorer v13/],
    ["no JSON", { value: "done" }, /not JSON/],
    ["an array", { value: "[]" }, /not a JSON object/],
    ["null", { value: "null" }, /not a JSON object/],
    ["a huge value", { value: `"${"x".repeat(5_000_000)}"` }, /5000002 characters/],
    ["deep nesting", { value: "[".repeat(4000) }, /not JSON/],
    ["no format version", { value: withField("slipway", undefined) }, /no format version/],
    ["a newer format", { value: withField("slipway", 2) }, /newer Slipway \(format 2\)/],
    ["a number as author", { value: withField("by", 7) }, /by is not a text/],
    ["nobody as author", { value: withField("by", " ") }, /does not say who/],
    ["a text as time", { value: withField("at", "now") }, /time is not a number/],
    ["a comment that is no text", { value: withField("comment", {}) }, /comment is not a text/],
    ["evidence that is a text", { value: withField("evidence", "x") }, /evidence is not an object/],
    ["evidence without gates", { value: withField("evidence", { incumbent: "1" }) }, /lists no gates/],
    [
      "a gate that is neither",
      { value: withField("evidence", { gates: [{ id: "a", state: "maybe" }], incumbent: null, runId: "", commit: "" }) },
      /maybe/,
    ],
    ["a version from the prototype", { value: '{"slipway":1,"__proto__":{"request":"x"}}' }, /request is not a text/],
  ];
  for (const [what, change, why] of broken) {
    it(`show ${what} as broken`, () => {
      const { model = "fraud-scorer", version = "13", ...changed } = change;
      const decoded = decodeTag(model, version, { ...tag, ...changed });
      assert.ok(decoded && isBroken(decoded));
      assert.match(decoded.why, why);
    });
  }

  it("are as the documentation shows them", () => {
    const text = readFileSync(new URL("../../docs/promotion-format.md", import.meta.url), "utf8");
    const tags = [...text.matchAll(/^`(slipway\.promotion\.\S+)`\n\n```json\n(.*)\n```$/gm)].map(([, key = "", value = ""]) => ({
      key,
      value,
    }));
    const { events, broken: unread } = decodeTags("fraud-scorer", "13", tags);
    assert.deepEqual(unread, []);
    assert.deepEqual(
      events.map((item) => item.type),
      ["request", "approve", "apply"],
    );
    assert.deepEqual(
      events.map((item) => encodeEvent(item)),
      tags,
    );
  });
});
