import { clipped } from "../model/clipped.ts";
import { RegistryError } from "../model/errors.ts";
import type { KeyValue } from "../model/types.ts";
import { readEvidence, wireEvidence } from "./evidence.ts";
import { asFields, optionalText, readObject, text, Unreadable } from "./fields.ts";
import type { BrokenEvent, EventType, LogEntries, NewerEvent, PromotionEvent } from "./types.ts";
import { isUlid } from "./ulid.ts";

/** Written into every event as `slipway`; an event with a higher number is kept as newer instead of guessed at. */
export const formatVersion = 1;
/** Every tag of ours begins so. */
export const tagPrefix = "slipway.promotion.";
/** A value has fewer characters than this: MLflow before 3.1 takes no longer registry tags. */
export const valueLimit = 5000;
/** Longest comment, in UTF-16 units; what is left of `valueLimit` belongs to the evidence. */
export const commentLimit = 2000;

const keyPattern = /^slipway\.promotion\.([0-9A-Z]{26})\.([A-Za-z]+)$/;
const eventTypes: ReadonlySet<string> = new Set<EventType>(["request", "comment", "approve", "reject", "cancel", "apply", "rollback"]);

/** What an event can do without, the least important first; a gate's id and state always stay. */
const droppable = ["names", "better", "asked", "bound", "tolerance", "incumbent", "observed", "why"] as const;

/**
 * The registry tag of an event. Where the value would be too long, the gates of the evidence lose their values, one after another as in
 * `droppable`. Throws `invalid` when the comment is too long or the rest does not fit.
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
  const key = eventKey(event);
  for (let dropped = 0; dropped <= droppable.length; dropped++) {
    const value = JSON.stringify(wireForm(event, droppable.slice(0, dropped)));
    if (value.length < valueLimit) return { key, value };
  }
  throw new RegistryError(
    "invalid",
    `The ${event.type} of ${event.model} v${event.version} does not fit into a registry tag of ${valueLimit} characters.`,
    "Shorten the comment, or check fewer gates in slipway.yaml.",
  );
}

/** The tag's key, which names the event for people too. */
export function eventKey({ id, type }: Pick<PromotionEvent, "id" | "type">): string {
  return `${tagPrefix}${id}.${type}`;
}

/** Field order is the one of the documentation. `id` and `type` stand in the key. */
function wireForm(event: PromotionEvent, dropped: readonly string[]): object {
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
    ...(evidence ? { evidence: wireEvidence(evidence, dropped) } : {}),
    ...(event.transition ? { transition: true } : {}),
  };
}

/** What a tag turned out to be. */
export type DecodedTag =
  | { readonly kind: "event"; readonly event: PromotionEvent }
  | { readonly kind: "newer"; readonly newer: NewerEvent }
  | { readonly kind: "broken"; readonly broken: BrokenEvent };

/** Reads one tag of a version. `undefined`: not a tag of ours. Never throws, whatever the tag holds. */
export function decodeTag(model: string, version: string, tag: KeyValue): DecodedTag | undefined {
  if (!tag.key.startsWith(tagPrefix)) return undefined;
  try {
    const { id, type } = readKey(tag.key);
    if (!isEventType(type)) return { kind: "newer", newer: { key: tag.key, what: `an event “${clipped(type, 60)}”` } };
    const format = formatOf(tag.value);
    if (format > formatVersion) return { kind: "newer", newer: { key: tag.key, what: `format ${format}` } };
    return { kind: "event", event: readEvent(model, version, id, type, readObject(tag.value, valueLimit)) };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: "broken", broken: { key: tag.key, why: error.message } };
    throw error;
  }
}

/** The format number alone, 0 where there is none: the rest of a newer event may be anything. */
function formatOf(value: string): number {
  try {
    const format = asFields(JSON.parse(value), "")["slipway"];
    return typeof format === "number" && Number.isInteger(format) ? format : 0;
  } catch {
    return 0;
  }
}

/** All events of a version, in order, and the tags that should have been events. */
export function decodeTags(model: string, version: string, tags: readonly KeyValue[]): LogEntries {
  const decoded = tags.map((tag) => decodeTag(model, version, tag)).filter((result) => result !== undefined);
  return {
    events: decoded.flatMap((result) => (result.kind === "event" ? [result.event] : [])).sort(inOrder),
    newer: decoded.flatMap((result) => (result.kind === "newer" ? [result.newer] : [])),
    broken: decoded.flatMap((result) => (result.kind === "broken" ? [result.broken] : [])),
  };
}

/** Events sort by id. An id used twice (only a broken writer does that) sorts by type, so that every reader has the same order. */
export function inOrder(left: PromotionEvent, right: PromotionEvent): number {
  return compare(left.id, right.id) || compare(left.type, right.type);
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function readEvent(model: string, version: string, id: string, type: EventType, fields: Readonly<Record<string, unknown>>): PromotionEvent {
  const format = fields["slipway"];
  if (typeof format !== "number" || !Number.isInteger(format) || format < 1) throw new Unreadable("it names no format version");
  const request = text(fields, "request");
  if (!isUlid(request)) throw new Unreadable("its request is not a ULID");
  if ((type === "request") !== (request === id)) throw new Unreadable("its request does not fit its key");
  const owner = { model: text(fields, "model"), version: text(fields, "version") };
  if (owner.model !== model || owner.version !== version) {
    throw new Unreadable(`it was written for ${clipped(owner.model, 60)} v${clipped(owner.version, 60)} and copied here`);
  }
  const at = fields["at"];
  if (typeof at !== "number" || !Number.isFinite(at)) throw new Unreadable("its time is not a number");
  const comment = optionalText(fields, "comment");
  const to = text(fields, "to");
  const evidence = readEvidence(fields["evidence"]);
  const by = text(fields, "by");
  if (to === "" || by.trim() === "") throw new Unreadable("it does not say who or where to");
  return {
    ...{ id, type, request, model, version, from: text(fields, "from"), to, by, at },
    ...(comment === undefined ? {} : { comment }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(type === "request" && fields["transition"] === true ? { transition: true } : {}),
  };
}

function readKey(key: string): { id: string; type: string } {
  const [, id = "", type = ""] = keyPattern.exec(key) ?? [];
  if (!isUlid(id)) throw new Unreadable("its key holds no ULID");
  return { id, type };
}

function isEventType(type: string): type is EventType {
  return eventTypes.has(type);
}
