import { gateSummary } from "#registry/promotion/checkGates.ts";
import { type FactSource, foldHistory, presentOf, readFacts } from "#registry/promotion/facts.ts";
import { logOf } from "#registry/promotion/log/logs.ts";
import type { LogScope, PromotionLog, VersionEntries } from "#registry/promotion/log/promotionLog.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import { seenToken } from "#registry/promotion/seen.ts";
import type { Promotion, PromotionEvent } from "#registry/promotion/types.ts";
import { CannotDo, type Io, writeJson } from "./io.ts";
import { isoTime } from "./list.ts";
import type { Source } from "./source.ts";
import { textTable } from "./table.ts";

export type ReportFormat = "table" | "json";

/** The promotion with this id, wherever it is in the registry. */
export async function findPromotion(source: FactSource, id: string, signal: AbortSignal): Promise<Promotion> {
  for await (const entries of source.log.open({}, signal)) {
    const found = foldHistory(source.policy, entries).promotions.find((promotion) => promotion.id === id);
    if (found) return found;
  }
  throw new CannotDo(`There is no promotion ${id}.`);
}

interface StatusRow {
  readonly promotion: Promotion;
  readonly incumbent: string | null;
  readonly gates: string;
  /** Absent: the policy does not know the environment. */
  readonly seen?: string;
}

/** `slipway promote status`: what is open, with the gates as they are now. */
export async function status(io: Io, source: FactSource, model: string | undefined, format: ReportFormat): Promise<void> {
  const rows: StatusRow[] = [];
  for await (const entries of source.log.open(scopeOf(model), io.signal)) {
    const open = foldHistory(source.policy, entries).promotions.filter(isOpen);
    for (const one of open) rows.push(await statusRow(one, source, io.signal));
  }
  if (format === "json") {
    const promotions = rows.map(({ promotion, gates, ...row }) => ({ ...promotion, ...row, gateSummary: gates }));
    return writeJson(io, { version: 1, promotions });
  }
  const columns = ["id", "promotion", "state", "by", "requested", "incumbent", "gates"];
  const cells = rows.map(({ promotion: p, incumbent, gates }) => [
    ...[p.id, `${p.model} v${p.version} → ${p.to}`, p.state, p.requestedBy, isoTime(p.requestedAt)],
    ...[incumbent === null ? "" : `v${incumbent}`, gates],
  ]);
  if (rows.length === 0) io.note("No promotion is open.\n");
  else io.out(textTable({ columns, rows: cells }));
}

async function statusRow(promotion: Promotion, source: FactSource, signal: AbortSignal): Promise<StatusRow> {
  const known = source.policy.environments.some((environment) => environment.name === promotion.to);
  if (!known) return { promotion, incumbent: null, gates: "not in the policy" };
  const facts = await readFacts(source, promotion, signal);
  // Judged by the present: an approval may have lapsed since.
  const now = facts.promotions.find(({ id }) => id === promotion.id) ?? promotion;
  return { promotion: now, incumbent: facts.incumbentVersion, gates: gateSummary(facts.gates), seen: seenToken(presentOf(facts)) };
}

function scopeOf(model: string | undefined): LogScope {
  return model === undefined ? {} : { model };
}

/**
 * `slipway promote log`: every event, oldest first. What is not readable or from a newer Slipway is said, and which events were made on
 * a policy that is not the committed one.
 */
export async function log(io: Io, source: Source, model: string | undefined, format: ReportFormat): Promise<void> {
  const kept = await allEntries(await logOf(source.registry, source.policy?.policy, io.signal), scopeOf(model), io.signal);
  for (const { key, why } of kept.flatMap((one) => one.broken)) io.note(`Skipped the record ${key}: ${why}.\n`);
  for (const { key, what } of kept.flatMap((one) => one.newer)) io.note(`Kept ${key}: ${what} of a newer Slipway.\n`);
  const events = kept.flatMap((one) => one.events).sort((a, b) => (a.id < b.id ? -1 : 1));
  const judged = await Promise.all(events.map(async (event) => ({ event, policy: await standing(event, source, io.signal) })));
  if (format === "json") return writeJson(io, { version: 1, events: judged.map(({ event, policy }) => ({ ...event, policy })) });
  const columns = ["at", "event", "promotion", "by", "policy", "comment"];
  const cells = judged.map(({ event: e, policy }) => [
    ...[isoTime(e.at), e.type, `${e.model} v${e.version} → ${e.to}`, e.by],
    ...[policy === "notCommitted" ? "not the committed one" : "", e.comment],
  ]);
  if (events.length === 0) io.note("No promotion was ever requested here.\n");
  else io.out(textTable({ columns, rows: cells }));
}

async function allEntries(log: PromotionLog, scope: LogScope, signal: AbortSignal): Promise<VersionEntries[]> {
  const found: VersionEntries[] = [];
  for await (const entries of log.open(scope, signal)) found.push(entries);
  return found;
}

/** `unknown` also for events that decide nothing, and for those from before the policy was recorded. */
async function standing(event: PromotionEvent, source: Source, signal: AbortSignal): Promise<"committed" | "notCommitted" | "unknown"> {
  const origin = event.evidence?.policy;
  if (origin === undefined || origin.hash === "" || source.policy?.judge === undefined) return "unknown";
  return source.policy.judge(origin, signal);
}
