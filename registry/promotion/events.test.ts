import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { RegistryError } from "../model/errors.ts";
import { decodeTag, decodeTags, encodeEvent, valueLimit } from "./events.ts";
import { event, idOf } from "./testEvents.ts";
import type { GateRecord } from "./types.ts";

const tag = encodeEvent(event(1, "request", { comment: "why <img src=x onerror=alert(1)>" }));

function withField(name: string, value: unknown): string {
  return JSON.stringify({ ...JSON.parse(tag.value), [name]: value });
}

function manyGates(count: number): GateRecord[] {
  const values = { observed: 0.941, incumbent: 0.934, bound: 0.92 };
  return Array.from({ length: count }, (_, i) => ({ id: `metric:m${i}:min`, state: "pass", ...values }));
}

const policy = { hash: "0".repeat(64), commit: "" };

describe("promotion events as tags", () => {
  it("come back as they were written", () => {
    const written = event(1, "request", { comment: 'Ünïcode "quoted"\n🚀' });
    const encoded = encodeEvent(written);
    assert.equal(encoded.key, `slipway.promotion.${idOf(1)}.request`);
    assert.deepEqual(decodeTag("fraud-scorer", "13", encoded), { kind: "event", event: written });
  });

  it("leave out what is only shown when the evidence is long, but no gate and no result", () => {
    const gates = manyGates(60);
    const evidence = { gates, incumbent: "12", runId: "r13", commit: "", policy };
    const encoded = encodeEvent(event(1, "request", { evidence }));
    assert.ok(encoded.value.length < valueLimit);
    const decoded = decodeTag("fraud-scorer", "13", encoded);
    assert.ok(decoded?.kind === "event");
    const kept = decoded.event.evidence;
    assert.deepEqual(
      kept?.gates.map(({ id, state }) => ({ id, state })),
      gates.map(({ id, state }) => ({ id, state })),
    );
    assert.deepEqual([kept?.gates[0]?.observed, kept?.gates[0]?.bound], [0.941, undefined]);
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
    ["a key with something before it", { key: `slipway.promotion.x.slipway.promotion.${idOf(1)}.request` }, /no ULID/],
    ["a key with something behind it", { key: `slipway.promotion.${idOf(1)}.request.2` }, /no ULID/],
    [
      "a request that is no ULID",
      { key: `slipway.promotion.${idOf(2)}.approve`, value: withField("request", "first") },
      /request is not a ULID/,
    ],
    ["format 0", { value: withField("slipway", 0) }, /no format version/],
    ["format 1.5", { value: withField("slipway", 1.5) }, /no format version/],
    ["a format that is a text", { value: withField("slipway", "2") }, /no format version/],
    ["an endless time", { value: withField("at", 1).replace('"at":1', '"at":1e999') }, /time is not a number/],
    ["no environment", { value: withField("to", "") }, /does not say who or where/],
    [
      "5,000 characters",
      { value: " ".repeat(5000 - tag.value.length) + tag.value },
      /it has 5000 characters; an event has fewer than 5000/,
    ],
    ["a ULID with forbidden letters", { key: `slipway.promotion.${"I".repeat(26)}.request` }, /no ULID/],
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
      assert.ok(decoded?.kind === "broken");
      assert.match(decoded.broken.why, why);
    });
  }

  const newer: readonly (readonly [string, { key?: string; value?: string }, string])[] = [
    ["a type that is not known here", { key: `slipway.promotion.${idOf(1)}.pauseUntil` }, "an event “pauseUntil”"],
    ["such a type with a value that is no event", { key: `slipway.promotion.${idOf(1)}.bless`, value: "done" }, "an event “bless”"],
    ["a higher format", { value: withField("slipway", 2) }, "format 2"],
    ["a higher format that has other fields", { value: '{"slipway":7,"request":{"id":1}}' }, "format 7"],
  ];
  for (const [what, change, expected] of newer) {
    it(`keep ${what} as newer, not as damage`, () => {
      const decoded = decodeTag("fraud-scorer", "13", { ...tag, ...change });
      assert.deepEqual(decoded, { kind: "newer", newer: { key: change.key ?? tag.key, what: expected } });
    });
  }

  it("are read as the first writers wrote them: values as they were shown", () => {
    const shown = [
      { id: "metric:val_auc:notWorseThan", state: "pass", observed: "0.941", incumbent: "−0.934", margin: "better by 0.007" },
      { id: "metric:loss:min", state: "unknown", observed: "not logged" },
      { id: "signature", state: "pass", observed: "12 inputs", incumbent: "1 input" },
      { id: "commit", state: "pass", observed: "91de0b7" },
      { id: "tag:bias_review", state: "fail", observed: "not set", incumbent: "done" },
    ];
    const value = withField("evidence", { gates: shown, incumbent: "12", runId: "r", commit: "" });
    const decoded = decodeTag("fraud-scorer", "13", { ...tag, value });
    assert.ok(decoded?.kind === "event");
    assert.deepEqual(decoded.event.evidence?.gates, [
      { id: "metric:val_auc:notWorseThan", state: "pass", observed: 0.941, incumbent: -0.934 },
      { id: "metric:loss:min", state: "unknown" },
      { id: "signature", state: "pass", observed: 12, incumbent: 1 },
      { id: "commit", state: "pass", observed: "91de0b7" },
      { id: "tag:bias_review", state: "fail", incumbent: "done" },
    ]);
  });

  it("are read up to one character less than the limit, without what is not there", () => {
    const { comment: _comment, evidence: _evidence, ...bare } = event(1, "request");
    const encoded = encodeEvent(bare);
    const decoded = decodeTag("fraud-scorer", "13", { ...encoded, value: encoded.value.padEnd(4999) });
    assert.deepEqual(decoded, { kind: "event", event: bare });
  });

  it("of all types are known, and sort by id, then by type", () => {
    const types = ["apply", "approve", "cancel", "comment", "reject", "request", "rollback"] as const;
    const tags = types.map((type, i) => encodeEvent(event(type === "request" ? 1 : 9 - i, type)));
    const twice = [encodeEvent(event(3, "reject")), encodeEvent(event(3, "comment"))];
    const {
      events,
      newer: unknown,
      broken: unread,
    } = decodeTags("fraud-scorer", "13", [{ key: "review", value: "" }, ...tags, ...twice, ...twice.toReversed()]);
    assert.deepEqual([unknown, unread], [[], []]);
    assert.deepEqual(
      events.map(({ id, type }) => `${Number(id.slice(-3))} ${type}`),
      [
        "1 request",
        "3 comment",
        "3 comment",
        "3 reject",
        "3 reject",
        "3 rollback",
        "5 reject",
        "6 comment",
        "7 cancel",
        "8 approve",
        "9 apply",
      ],
    );
  });

  it("are refused with the next step where they do not fit", () => {
    const refusal = (comment: string, gates: number) => () => {
      const evidence = { gates: Array.from({ length: gates }, (_, i) => ({ id: `tag:${"x".repeat(40)}${i}`, state: "pass" as const })) };
      encodeEvent(event(1, "request", { comment, evidence: { incumbent: null, runId: "", commit: "", ...evidence } }));
    };
    assert.doesNotThrow(refusal("x".repeat(2000), 1));
    assert.throws(refusal("x".repeat(2001), 1), {
      kind: "invalid",
      message: "The comment has 2001 characters; a registry tag has room for 2000.",
      next: "Shorten the comment.",
    });
    assert.throws(refusal("x", 90), {
      kind: "invalid",
      message: "The request of fraud-scorer v13 does not fit into a registry tag of 5000 characters.",
      next: "Shorten the comment, or check fewer gates in slipway.yaml.",
    });
  });

  it("keep ids and states where there is room for nothing else, to the last character", () => {
    const filled = (length: number) => {
      const gates = [{ id: `tag:${"x".repeat(length)}`, state: "pass" as const, why: "clean" }];
      return () => encodeEvent(event(1, "request", { evidence: { gates, incumbent: null, runId: "", commit: "" } })).value;
    };
    const most = 4999 - filled(5)().length + 5 + ',"why":"clean"'.length;
    assert.equal(filled(most)().length, 4999);
    assert.throws(filled(most + 1));
    assert.ok(filled(most - ',"why":"clean"'.length)().includes("clean"));
  });

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
