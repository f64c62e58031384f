import { RegistryError } from "../model/errors.ts";
import type { KeyValue } from "../model/types.ts";
import type { BrokenEvent, EventType, Evidence, EvidenceGate, GateState, PromotionEvent } from "./types.ts";
import { isUlid } from "./ulid.ts";

/** Written into every event as `slipway`; readers refuse higher numbers instead of guessing. */
export const formatVersion = 1;
/** Every tag of ours begins so. */
export const tagPrefix = "slipway.promotion.";
/** A value has fewer characters than this: MLflow before 3.1 takes no longer registry tags. */
export const valueLimit = 5000;
/** Longest comment, in UTF-16 units; what is left of `valueLimit` belongs to the evidence. */
export const commentLimit = 2000;

const keyPattern = /^slipway\.promotion\.([0-9A-Z]{26})\.([a-z]+)$/;
const eventTypes: ReadonlySet<string> = new Set<EventType>(["request", "comment", "approve", "reject", "cancel", "apply", "rollback"]);
const gateStates: ReadonlySet<string> = new Set<GateState>(["pass", "fail", "unknown"]);

/**
 * The registry tag of an event. Where the value would be too long, the evidence loses margins, then incumbents' values, then observed
 * values; gate names and results always stay. Throws `invalid` when the comment is too long or the rest does not fit.
 */
export function encodeEvent(event: PromotionEvent): KeyValue {
  const length = event.comment?.length ?? 0;
  if (length > commentLimit) {
    throw new RegistryError(
      "invalid",
      `The comment has ${length} characters; a registry tag has room for ${commentLimit}.`,
      "Shorten the comment.",
    );
  }
  const key = `${tagPrefix}${event.id}.${event.type}`;
  for (const dropped of [[], ["margin"], ["margin", "incumbent"], ["margin", "incumbent", "observed"]] as const) {
    const value = JSON.stringify(wireForm(event, dropped));
    if (value.length < valueLimit) return { key, value };
  }
  throw new RegistryError(
    "invalid",
    `The ${event.type} of ${event.model} v${event.version} does not fit into a registry tag of ${valueLimit} characters.`,
    "Shorten the comment, or check fewer gates in slipway.yaml.",
  );
}

/** Field order is the one of the documentation. `id` and `type` stand in the key. */
function wireForm(event: PromotionEvent, dropped: readonly ("observed" | "incumbent" | "margin")[]): object {
  const { evidence } = event;
  return {
    slipway: formatVersion,
    request: event.request,
    model: event.model,
    version: event.version,
    from: event.from,
    to: event.to,
    by: event.by,
    at: event.at,
    ...(event.comment ? { comment: event.comment } : {}),
    ...(evidence ? { evidence: { ...evidence, gates: evidence.gates.map((gate) => wireGate(gate, dropped)) } } : {}),
  };
}

function wireGate(gate: EvidenceGate, dropped: readonly ("observed" | "incumbent" | "margin")[]): object {
  const wire: Record<string, string> = { id: gate.id, state: gate.state };
  for (const field of ["observed", "incumbent", "margin"] as const) {
    const text = gate[field];
    if (text && !dropped.includes(field)) wire[field] = text;
  }
  return wire;
}

export function isBroken(decoded: PromotionEvent | BrokenEvent): decoded is BrokenEvent {
  return "why" in decoded;
}

/** Reads one tag of a version. `undefined`: not a tag of ours. Never throws, whatever the tag holds. */
export function decodeTag(model: string, version: string, tag: KeyValue): PromotionEvent | BrokenEvent | undefined {
  if (!tag.key.startsWith(tagPrefix)) return undefined;
  try {
    return readEvent(model, version, tag);
  } catch (error) {
    if (error instanceof Unreadable) return { key: tag.key, why: error.message };
    throw error;
  }
}

/** All events of a version, in order, and the tags that should have been events. */
export function decodeTags(
  model: string,
  version: string,
  tags: readonly KeyValue[],
): { readonly events: readonly PromotionEvent[]; readonly broken: readonly BrokenEvent[] } {
  const decoded = tags.map((tag) => decodeTag(model, version, tag)).filter((result) => result !== undefined);
  const events = decoded.filter((result): result is PromotionEvent => !isBroken(result));
  return { events: events.sort(inOrder), broken: decoded.filter(isBroken) };
}

/** Events sort by id. An id used twice (only a broken writer does that) sorts by type, so that every reader has the same order. */
export function inOrder(left: PromotionEvent, right: PromotionEvent): number {
  return compare(left.id, right.id) || compare(left.type, right.type);
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Why a tag is not an event; never leaves this file. */
class Unreadable extends Error {}

function readEvent(model: string, version: string, tag: KeyValue): PromotionEvent {
  const { id, type } = readKey(tag.key);
  const fields = readObject(tag.value);
  const format = fields["slipway"];
  if (typeof format !== "number" || !Number.isInteger(format) || format < 1) throw new Unreadable("it names no format version");
  if (format > formatVersion) throw new Unreadable(`it was written by a newer Slipway (format ${format})`);
  const request = text(fields, "request");
  if (!isUlid(request)) throw new Unreadable("its request is not a ULID");
  if ((type === "request") !== (request === id)) throw new Unreadable("its request does not fit its key");
  const owner = { model: text(fields, "model"), version: text(fields, "version") };
  if (owner.model !== model || owner.version !== version) {
    throw new Unreadable(`it was written for ${shorten(owner.model)} v${shorten(owner.version)} and copied here`);
  }
  const at = fields["at"];
  if (typeof at !== "number" || !Number.isFinite(at)) throw new Unreadable("its time is not a number");
  const comment = optionalText(fields, "comment");
  const evidence = readEvidence(fields["evidence"]);
  const to = text(fields, "to");
  const by = text(fields, "by");
  if (to === "" || by.trim() === "") throw new Unreadable("it does not say who or where to");
  return {
    ...{ id, type, request, model, version, from: text(fields, "from"), to, by, at },
    ...(comment === undefined ? {} : { comment }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function readKey(key: string): { id: string; type: EventType } {
  const [, id = "", type = ""] = keyPattern.exec(key) ?? [];
  if (!isUlid(id)) throw new Unreadable("its key holds no ULID");
  if (!isEventType(type)) throw new Unreadable(`Slipway knows no event “${shorten(type)}”`);
  return { id, type };
}

function isEventType(type: string): type is EventType {
  return eventTypes.has(type);
}

type Fields = Readonly<Record<string, unknown>>;

function readObject(value: string): Fields {
  if (value.length >= valueLimit) throw new Unreadable(`it has ${value.length} characters; an event has fewer than ${valueLimit}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw new Unreadable("it is not JSON");
  }
  return asFields(parsed, "it is not a JSON object");
}

function asFields(value: unknown, otherwise: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Unreadable(otherwise);
  return value as Fields;
}

function text(fields: Fields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof value !== "string") throw new Unreadable(`its ${name} is not a text`);
  return value;
}

function optionalText(fields: Fields, name: string): string | undefined {
  return Object.hasOwn(fields, name) ? text(fields, name) : undefined;
}

function readEvidence(value: unknown): Evidence | undefined {
  if (value === undefined) return undefined;
  const fields = asFields(value, "its evidence is not an object");
  const gates = fields["gates"];
  if (!Array.isArray(gates)) throw new Unreadable("its evidence lists no gates");
  const incumbent = fields["incumbent"] === null ? null : text(fields, "incumbent");
  return { gates: gates.map(readGate), incumbent, runId: text(fields, "runId"), commit: text(fields, "commit") };
}

function readGate(value: unknown): EvidenceGate {
  const fields = asFields(value, "a gate of its evidence is not an object");
  const state = text(fields, "state");
  if (!isGateState(state)) throw new Unreadable(`a gate of its evidence is “${shorten(state)}”`);
  const gate: Record<string, string> = {};
  for (const name of ["observed", "incumbent", "margin"]) {
    const known = optionalText(fields, name);
    if (known !== undefined) gate[name] = known;
  }
  return { id: text(fields, "id"), state, ...gate };
}

function isGateState(state: string): state is GateState {
  return gateStates.has(state);
}

function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}
