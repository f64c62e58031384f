import type { Registry } from "#registry/api.ts";
import type { ModelVersion } from "#registry/model/types.ts";
import { decodeTags, tagPrefix } from "#registry/promotion/events.ts";
import { type FactSource, readFacts, readHistory } from "#registry/promotion/facts.ts";
import { gateSummary } from "#registry/promotion/gates.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import type { Promotion } from "#registry/promotion/types.ts";
import { CannotDo, type Io, writeJson } from "./io.ts";
import { isoTime } from "./list.ts";
import { allModels, allVersions } from "./paging.ts";
import { textTable } from "./table.ts";

export type ReportFormat = "table" | "json";

/** Versions that carry events of ours. */
async function versionsWithEvents(registry: Registry, model: string | undefined, signal: AbortSignal): Promise<ModelVersion[]> {
  const models = model === undefined ? (await allModels(registry, signal)).map((each) => each.name) : [model];
  const found: ModelVersion[] = [];
  for (const name of models) {
    if (model !== undefined) await registry.model(name, signal);
    const versions = await allVersions(registry, name, signal);
    found.push(...versions.filter((version) => version.tags.some((tag) => tag.key.startsWith(tagPrefix))));
  }
  return found;
}

/** The promotion with this id, wherever it is in the registry. */
export async function findPromotion(source: FactSource, id: string, signal: AbortSignal): Promise<Promotion> {
  for (const version of await versionsWithEvents(source.registry, undefined, signal)) {
    const found = readHistory(source.policy, version).promotions.find((promotion) => promotion.id === id);
    if (found) return found;
  }
  throw new CannotDo(`There is no promotion ${id}.`);
}

/** `slipway promote status`: what is open, with the gates as they are now. */
export async function status(io: Io, source: FactSource, model: string | undefined, format: ReportFormat): Promise<void> {
  const rows: { promotion: Promotion; incumbent: string | null; gates: string }[] = [];
  for (const version of await versionsWithEvents(source.registry, model, io.signal)) {
    const open = readHistory(source.policy, version).promotions.filter(isOpen);
    for (const one of open) {
      const known = source.policy.environments.some((environment) => environment.name === one.to);
      if (!known) {
        rows.push({ promotion: one, incumbent: null, gates: "not in the policy" });
        continue;
      }
      const facts = await readFacts(source, one, io.signal);
      // Judged by the present: an approval may have lapsed since.
      const now = facts.promotions.find((promotion) => promotion.id === one.id) ?? one;
      rows.push({ promotion: now, incumbent: facts.incumbentVersion, gates: gateSummary(facts.gates) });
    }
  }
  if (format === "json") {
    const promotions = rows.map(({ promotion, incumbent, gates }) => ({ ...promotion, incumbent, gateSummary: gates }));
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

/** `slipway promote log`: every event, oldest first; what is in our namespace and not readable is said. */
export async function log(io: Io, registry: Registry, model: string | undefined, format: ReportFormat): Promise<void> {
  const versions = await versionsWithEvents(registry, model, io.signal);
  const decoded = versions.map((version) => decodeTags(version.model, version.version, version.tags));
  const events = decoded.flatMap((one) => one.events).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { key, why } of decoded.flatMap((one) => one.broken)) io.note(`Skipped the tag ${key}: ${why}.\n`);
  if (format === "json") return writeJson(io, { version: 1, events });
  const columns = ["at", "event", "promotion", "by", "comment"];
  const cells = events.map((e) => [isoTime(e.at), e.type, `${e.model} v${e.version} → ${e.to}`, e.by, e.comment]);
  if (events.length === 0) io.note("No promotion was ever requested here.\n");
  else io.out(textTable({ columns, rows: cells }));
}
