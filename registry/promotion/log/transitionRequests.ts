import type { Registry } from "../../api.ts";
import { RegistryError } from "../../model/errors.ts";
import { inParallel } from "../../model/inParallel.ts";
import { pages } from "../../model/pages.ts";
import type { ModelVersion } from "../../model/types.ts";
import { encodeEvent, inOrder } from "../events.ts";
import { moveMark } from "../moveMark.ts";
import type { LogEntries, Policy, PromotionEvent } from "../types.ts";
import { endOf, goneRequests, markedComment, type NativeRequest, nativeRequests, stageOf } from "./nativeRequests.ts";
import type { LogKind, LogScope, PromotionLog, VersionEntries } from "./promotionLog.ts";
import { versionTags } from "./versionTags.ts";

/** Versions listed at once while going through a registry. */
const pageSize = 1000;
/** A list tells nothing of requests, so versions are asked one by one: of each model so many of the newest, beside those with a stage … */
const newestAsked = 3;
/** … of these at most so many, and every one with an open promotion. */
const mostAsked = 200;
/** Calls under way at once. */
const width = 4;

/**
 * Events as tags of the version, and beside them the requests for stages that the registry itself keeps: what is asked, rejected, taken back
 * or said here is so there too, and before it is recorded; the last approval moves the version by approving there. A request that was made
 * there is a promotion here, and is recorded with the first answer to it.
 */
export const transitionRequests: LogKind = {
  name: "version tags and the registry's own requests",
  fits: (capabilities) => capabilities.transitionRequests && versionTags.fits(capabilities),
  in: (registry, policy) => requestLog({ registry, policy, tags: versionTags.in(registry, policy) }),
  ownsTag: versionTags.ownsTag,
};

interface Place {
  readonly registry: Registry;
  readonly policy: Policy | undefined;
  readonly tags: PromotionLog;
}

/** Without a policy no stage is an environment. */
const noPolicy: Policy = { environments: [], gates: {}, models: {} };

function requestLog(place: Place): PromotionLog {
  return {
    open: (scope, signal) => openRequests(place, scope, signal),
    of: async (version, signal) => (await look(place, version, signal)).entries,
    async ofList(versions, signal) {
      const asks = asker(place.tags, signal);
      const batch: AskedVersion[] = [];
      for (const version of versions) batch.push({ version, asks: await asks(version) });
      return entriesOf(place, batch, signal);
    },
    append: (event, signal) => append(place, event, signal),
    async move(promotion, move, signal) {
      const { registry, tags } = place;
      const { model, version, events } = promotion;
      const { native, isKept } = await find(place, promotion.events[0] ?? promotion, signal);
      if (native === undefined) return moveMark(registry, model, move, signal);
      if (!isKept) await tags.append(native.event, signal);
      const comment = events.findLast((event) => event.type === "approve")?.comment ?? "";
      await registry.actOnTransition({ kind: "approve", model, version, stage: move.name, comment }, signal);
    },
  };
}

interface Look {
  readonly entries: LogEntries;
  readonly kept: LogEntries;
  readonly open: readonly NativeRequest[];
}

/** What tags and the registry's requests say of a version together. */
async function look(place: Place, version: ModelVersion, signal: AbortSignal): Promise<Look> {
  const { registry, policy = noPolicy, tags } = place;
  const { label } = registry.source;
  const requests = await registry.transitionRequests(version.model, version.version, signal);
  const natives = ({ events }: LogEntries, at: ModelVersion) => nativeRequests(requests, at, events, policy, label);
  let kept = await tags.of(version, signal);
  let open = natives(kept, version);
  let gone = goneRequests(kept.events, open, version, policy);
  if (gone.length > 0) {
    // Between the two looks it may have been answered here.
    const now = await registry.version(version.model, version.version, signal);
    kept = await tags.of(now, signal);
    open = natives(kept, now);
    const before = new Set(gone.map(({ id }) => id));
    gone = goneRequests(kept.events, open, now, policy).filter(({ id }) => before.has(id));
  }
  const known = new Set(kept.events.map(({ id }) => id));
  const added = [...open.map(({ event }) => event), ...gone.map((event) => endOf(event, kept.events, label))];
  const events = [...kept.events, ...added.filter(({ id }) => !known.has(id))].sort(inOrder);
  return { entries: { ...kept, events }, kept, open };
}

/** The registry's own request that an event is about, as it stands now. Rejects with `conflict` where it is not open any more. */
async function find(
  place: Place,
  { model, version, request, to }: { readonly model: string; readonly version: string; readonly request?: string; readonly to: string },
  signal: AbortSignal,
): Promise<{ readonly native?: NativeRequest; readonly isKept: boolean }> {
  const { registry } = place;
  const { kept, open } = await look(place, await registry.version(model, version, signal), signal);
  const native = open.find(({ event }) => event.id === request);
  const asked = kept.events.find((event) => event.id === request);
  if (native !== undefined) return { native, isKept: asked !== undefined };
  if (asked !== undefined && asked.transition !== true) return { isKept: true };
  throw new RegistryError(
    "conflict",
    `The request for ${model} v${version} → ${to} is no longer open in ${registry.source.label}.`,
    "Look again; it was answered or taken back there.",
  );
}

/** There first: who may not do it there has not done it here. */
async function append(place: Place, event: PromotionEvent, signal: AbortSignal): Promise<void> {
  // What would be refused here must not be done there.
  encodeEvent(event);
  const { registry, policy = noPolicy, tags } = place;
  const { type, model, version, comment = "" } = event;
  if (type === "apply" || type === "rollback") return tags.append(event, signal);
  if (type === "comment") return commented(place, event, signal);
  if (type === "request") {
    const stage = stageOf(policy, event.to);
    if (stage === undefined) return tags.append(event, signal);
    await registry.actOnTransition({ kind: "request", model, version, stage, comment: markedComment(comment, event.id) }, signal);
    return tags.append({ ...event, transition: true }, signal);
  }
  const { native, isKept } = await find(place, event, signal);
  if (native !== undefined) {
    const { stage, by, mayApprove, mayReject } = native.request;
    if (type === "approve" ? mayApprove === false : type === "reject" && mayReject === false) throw mayNot(registry, type, event);
    if (!isKept) await tags.append(native.event, signal);
    if (type === "reject") await registry.actOnTransition({ kind: type, model, version, stage, comment }, signal);
    if (type === "cancel") await registry.actOnTransition({ kind: type, model, version, stage, by, comment }, signal);
  }
  await tags.append(event, signal);
}

/** A request may be closed by now: a comment is about its version. */
async function commented(place: Place, event: PromotionEvent, signal: AbortSignal): Promise<void> {
  const { registry, tags } = place;
  const { model, version, comment = "" } = event;
  const { kept, open } = await look(place, await registry.version(model, version, signal), signal);
  const native = open.find(({ event: { id } }) => id === event.request);
  const isKept = kept.events.some(({ id }) => id === event.request);
  await registry.actOnTransition({ kind: "comment", model, version, comment }, signal);
  if (native !== undefined && !isKept) await tags.append(native.event, signal);
  await tags.append(event, signal);
}

function mayNot({ source }: Registry, type: string, { to }: PromotionEvent): RegistryError {
  const next = `Ask someone who may manage the versions in ${to} there.`;
  return new RegistryError("forbidden", `${source.label} does not let you ${type} this request.`, next);
}

async function* openRequests(place: Place, { model }: LogScope, signal: AbortSignal): AsyncGenerator<VersionEntries> {
  const query = { limit: pageSize, ...(model === undefined ? {} : { model }) };
  const asks = asker(place.tags, signal);
  let batch: AskedVersion[] = [];
  for await (const version of pages((page) => place.registry.versions({ ...query, ...page }, signal))) {
    batch.push({ version, asks: await asks(version) });
    if (batch.length < pageSize) continue;
    yield* withEntries(await entriesOf(place, batch, signal));
    batch = [];
  }
  yield* withEntries(await entriesOf(place, batch, signal));
}

function withEntries(all: readonly VersionEntries[]): VersionEntries[] {
  return all.filter(({ events, newer, broken }) => events.length + newer.length + broken.length > 0);
}

/** Says of one version after the other, model by model, highest first, whether it is asked for its requests. */
function asker(tags: PromotionLog, signal: AbortSignal): (version: ModelVersion) => Promise<boolean> {
  let current: string | undefined;
  let seen = 0;
  let asked = 0;
  return async (version) => {
    if (version.model !== current) [current, seen] = [version.model, 0];
    const isWanted = seen++ < newestAsked || isActive(version);
    return hasOpen((await tags.of(version, signal)).events) || (isWanted && asked++ < mostAsked);
  };
}

function isActive({ stage }: ModelVersion): boolean {
  return stage === "Staging" || stage === "Production";
}

function hasOpen(events: readonly PromotionEvent[]): boolean {
  const closed = new Set(
    events.filter(({ type }) => type !== "comment" && type !== "approve" && type !== "request").map((each) => each.request),
  );
  return events.some(({ type, id }) => type === "request" && !closed.has(id));
}

interface AskedVersion {
  readonly version: ModelVersion;
  readonly asks: boolean;
}

function entriesOf(place: Place, batch: readonly AskedVersion[], signal: AbortSignal): Promise<VersionEntries[]> {
  return inParallel(batch, width, async ({ version, asks }) => {
    const entries = asks ? await lookIfAllowed(place, version, signal) : await place.tags.of(version, signal);
    return { version, ...entries };
  });
}

/** Requests that one may not look at, or that the registry does not give, are not there, for this list; the page of the version says so. */
async function lookIfAllowed(place: Place, version: ModelVersion, signal: AbortSignal): Promise<LogEntries> {
  try {
    return (await look(place, version, signal)).entries;
  } catch (error) {
    if (!RegistryError.is(error) || !["forbidden", "notFound", "unsupported"].includes(error.kind)) throw error;
    return place.tags.of(version, signal);
  }
}
