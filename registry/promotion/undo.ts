import { RegistryError } from "../model/errors.ts";
import { shortName } from "../model/person.ts";
import { findVersion, type PromotionFacts, readFacts, type Target } from "./facts.ts";
import { type Move, planMove } from "./ladder.ts";
import { moveMark } from "./moveMark.ts";
import { samePerson } from "./policy.ts";
import { type ActContext, draftEvent } from "./record.ts";
import { nothingMarks, promotionName, refuseNobody } from "./refusals.ts";
import type { Promotion, PromotionEvent } from "./types.ts";

/** What MLflow calls the stage of a version that is in none. */
const noStage = "None";

export interface Undone {
  /** Where the mark is now; null: on no version. */
  readonly to: string | null;
  readonly move: Move;
}

/**
 * Takes an applied promotion back: the mark returns to the version that was there before, or goes where there was none, and a `rollback`
 * is recorded. Only the person who applied it, and only while the mark is still where that put it: anything else is a promotion of its own.
 */
export async function undo(context: ActContext, input: Target & { readonly promotionId: string }, signal: AbortSignal): Promise<Undone> {
  const facts = await readFacts(context, input, signal);
  refuseNobody(context.me);
  const promotion = facts.promotions.find((item) => item.id === input.promotionId);
  const applied = promotion?.events.find((event) => event.type === "apply");
  if (promotion === undefined || applied === undefined) {
    throw new RegistryError("notFound", `${promotionName(input)} was not applied.`, "There is nothing to undo.");
  }
  refuseUndo(context, facts, promotion, applied);
  const before = incumbentBefore(applied);
  if (before !== null && (await findVersion(context.registry, input.model, before, signal)) === undefined) {
    throw new RegistryError("conflict", `v${before}, which was in ${input.to} before, no longer exists.`, "Promote another version.");
  }
  const move = planMove(context.policy, facts.standing, input.version, input.to);
  if (move === undefined) throw nothingMarks(facts.environment);
  // Interrupted between the two, the mark is back already: then only the event is missing.
  if (facts.incumbentVersion === input.version) await moveBack(context, input, move, before, signal);
  await context.log.append(draftEvent(context, facts, "rollback", promotion, ""), signal);
  return { to: before, move };
}

function incumbentBefore(applied: PromotionEvent): string | null {
  return applied.evidence?.incumbent ?? null;
}

function refuseUndo(context: ActContext, facts: PromotionFacts, promotion: Promotion, applied: PromotionEvent): void {
  if (promotion.state === "rolledBack") {
    throw new RegistryError("conflict", `${promotionName(promotion)} was already taken back.`, "Look at its history.");
  }
  if (!samePerson(applied.by, context.me)) {
    throw new RegistryError(
      "forbidden",
      `${shortName(applied.by)} applied it.`,
      "Request the promotion of the version that should be there.",
    );
  }
  const { incumbentVersion, environment, version } = facts;
  const next = "Request the promotion of the version that should be there.";
  const before = incumbentBefore(applied);
  if (before === version.version) {
    throw new RegistryError("conflict", `v${version.version} was in ${environment.name} before it was applied.`, next);
  }
  const again = facts.promotions.filter((item) => item.to === promotion.to && item.id !== promotion.id).flatMap((item) => item.events);
  if (again.some((event) => event.type === "apply" && event.id > applied.id)) {
    throw new RegistryError("conflict", `v${version.version} came into ${environment.name} again since then.`, next);
  }
  // The mark where it was before is an undo that was interrupted, unless that version was promoted again.
  const promoted = facts.incumbentEntries?.events.some(
    (event) => event.type === "apply" && event.to === promotion.to && event.id > applied.id,
  );
  if (incumbentVersion !== version.version && (incumbentVersion !== before || promoted)) {
    const now = incumbentVersion === null ? "holds no version" : `holds v${incumbentVersion}`;
    throw new RegistryError("conflict", `${environment.name} ${now} by now.`, next);
  }
}

function moveBack(context: ActContext, input: Target, move: Move, before: string | null, signal: AbortSignal): Promise<void> {
  if (before !== null) return moveMark(context.registry, input.model, { ...move, to: before }, signal);
  if (move.kind === "alias") return context.registry.deleteAlias(input.model, move.name, signal);
  return context.registry.setStage(input.model, input.version, noStage, signal);
}
