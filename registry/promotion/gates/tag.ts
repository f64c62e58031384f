import { textSum } from "../../model/textSum.ts";
import type { Gate, GateRecord } from "../types.ts";
import type { Condition, Finding, GateKind, GateSubject, GateWords, Surroundings } from "./gateKind.ts";
import { label, noWords } from "./phrases.ts";

interface TagGate extends Gate {
  readonly kind: "tag";
  readonly tag: string;
}

type TagCondition = Condition & Pick<TagGate, "tag">;

/** The candidate carries a tag, whatever its value. */
export const tagGate: GateKind<TagGate, TagCondition> = {
  kind: "tag",
  keys: [{ name: "tag", type: "text", doc: "The version must carry this tag." }],
  needs: ["tags"],
  read(options) {
    const tag = options.text("tag");
    return tag === undefined ? undefined : { kind: "tag", tag };
  },
  conditions: (gate) => [{ ...gate, id: `tag:${gate.tag}` }],
  looksAtIncumbent: () => false,
  check,
  words,
  action: (record) => (record.state === "pass" ? undefined : { kind: "setTag", key: keyOf(record.id) }),
};

function check({ tag }: TagCondition, { candidate, incumbent }: GateSubject): Finding {
  const value = candidate.tags.get(tag);
  const other = incumbent?.tags.get(tag);
  return {
    state: value === undefined ? "fail" : "pass",
    ...(value === undefined ? {} : { observed: kept(value) }),
    ...(other === undefined ? {} : { incumbent: kept(other) }),
    ...(incumbent && other === undefined ? { why: "incumbentNotSet" } : {}),
  };
}

/** Longest value that is kept whole, in UTF-16 units; an event has room for few longer ones. */
const keptLength = 120;

/** A long value is kept by its beginning and a sum over all of it, so that any change of it shows. */
function kept(value: string): string {
  if (value.length <= keptLength) return value;
  return `${value.slice(0, keptLength)}… (${value.length}, ${textSum(value).toString(16)})`;
}

function keyOf(id: string): string {
  return id.slice("tag:".length);
}

function words(record: GateRecord, around: Surroundings): GateWords {
  const version = label(around.candidate);
  const failed = {
    remedy: `set the tag on ${version} and check again`,
    reason: `say in the reason why ${version} may go without`,
  };
  const incumbent = record.why === "incumbentNotSet" ? "not set" : shown(record.incumbent);
  return {
    ...{ ...noWords, subject: keyOf(record.id), rule: "Tag {} present", incumbent },
    observed: record.state === "fail" ? "not set" : shown(record.observed),
    ...(record.state === "pass" ? {} : failed),
  };
}

function shown(value: GateRecord["observed"]): string {
  if (value === undefined) return "";
  const text = String(value);
  if (text.trim() === "") return "empty";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
