import type { Answer } from "#protocol/message.ts";
import type { CodeChange } from "#protocol/views/compare.ts";
import type { EarlierPromotion, GateView, PromotionPage, PromotionQuestion, PromotionTarget } from "#protocol/views/promotion.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { shortName } from "#registry/model/person.ts";
import { stoppedBy } from "#registry/promotion/changeText.ts";
import { conditionsFor } from "#registry/promotion/checkGates.ts";
import { findVersion, type PromotionFacts, presentOf, readFacts, readHistory, readStandings } from "#registry/promotion/facts.ts";
import { choicesFor, environmentOf } from "#registry/promotion/ladder.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import { changesSince, readSeen, seenToken } from "#registry/promotion/seen.ts";
import type { Policy, Promotion } from "#registry/promotion/types.ts";
import type { VersionFacts } from "#registry/promotion/versionFacts.ts";
import { answer } from "../registry/answer.ts";
import { actLine, acts, commentHint } from "./actions.ts";
import { changesSinceRequest } from "./changes.ts";
import { factSource, type PromotionContext, shownPolicy } from "./context.ts";
import { differenceGroups } from "./differences.ts";
import { eventViews, newerLine } from "./eventViews.ts";
import { gatesAsRequested, gateViews } from "./gateViews.ts";
import { isDraft, shownPromotion, type View } from "./reader.ts";
import { consequence, enforcement, pill, steps } from "./words.ts";
import { worseMetrics } from "./worse.ts";

/** Earlier promotions are looked for in this many of the newest versions, and this many are shown. */
const versionsLookedAt = 100;
const earlierShown = 10;

/** The promotion page, complete: what is asked, whether the gates allow it, and what the reader can do. */
export function promotionPage(
  { seen, ...target }: PromotionQuestion,
  context: PromotionContext,
  signal: AbortSignal,
): Promise<Answer<PromotionPage>> {
  return answer(
    async () => {
      const facts = await readFacts(factSource(context), { ...target, to: (await resolveTarget(target, context, signal)).to }, signal);
      return { ...(await buildPage(target, context, signal, facts)), changed: seen === undefined ? [] : changedSince(seen, facts) };
    },
    context.world.log,
    signal,
  );
}

/** In sentences; a token of another version says nothing. */
function changedSince(token: string, facts: PromotionFacts): string[] {
  try {
    const seen = readSeen(token);
    return stoppedBy(changesSince(seen, presentOf(facts)), seen, facts);
  } catch {
    return [];
  }
}

/** Rejects with a `RegistryError`; `facts` when they were just read. */
export async function buildPage(
  target: PromotionTarget,
  context: PromotionContext,
  signal: AbortSignal,
  known?: PromotionFacts,
): Promise<PromotionPage> {
  const where = await resolveTarget(target, context, signal);
  const facts = known ?? (await readFacts(factSource(context), { ...target, to: where.to }, signal));
  const promotion = shownPromotion(facts);
  const view: View = {
    facts,
    ...(promotion ? { promotion } : {}),
    me: context.me,
    now: context.world.now(),
    changes: changesSinceRequest(facts, promotion, context.world.now()),
    ...(context.policyProblem === undefined ? {} : { policyProblem: context.policyProblem }),
    ...(context.notWritable === undefined ? {} : { notWritable: context.notWritable }),
  };
  const [code, earlier, former, events] = await Promise.all([
    codeOf(facts, context),
    earlierPromotions(view, context, signal),
    formerIncumbent(view, context, signal),
    eventViews(facts, context, signal),
  ]);
  return {
    ...{ ...headOf(view, where.choices), ...bodyOf(view, context, code), earlier, events },
    ...(former ? { formerIncumbent: former } : {}),
  };
}

function headOf(view: View, choices: readonly string[]) {
  const { facts, promotion } = view;
  const asking = isDraft(view);
  const run = facts.candidate.run.state === "known" ? facts.candidate.run.value : undefined;
  return {
    model: facts.model.name,
    version: facts.version.version,
    to: facts.environment.name,
    choices,
    ...(asking || promotion === undefined ? {} : { promotionId: promotion.id }),
    state: asking || promotion === undefined ? ("draft" as const) : promotion.state,
    pill: pill(view),
    consequence: consequence(view),
    steps: steps(view),
    runId: facts.candidate.runId,
    runName: run?.name ?? "",
    incumbent: facts.incumbent && { version: facts.incumbent.version, runId: facts.incumbent.runId },
  };
}

function bodyOf(view: View, context: PromotionContext, code: PromotionPage["code"]) {
  const { facts, promotion } = view;
  const policy = shownPolicy(context);
  const conditions = conditionsFor(policy, facts.model.name, facts.environment.name);
  const list = acts(view);
  const canGiveReason = list.some((item) => item.enabled && (item.kind === "request" || item.kind === "approve"));
  const then = view.changes.length > 0 ? gatesAsRequested(promotion) : undefined;
  return {
    policyFile: context.policyFile,
    gates: gateViews(facts, promotion, view.me, canGiveReason).map((gate) => (view.notWritable === undefined ? gate : withoutAction(gate))),
    ...(then ? { asRequested: then } : {}),
    groups: differenceGroups(facts.candidate, facts.incumbent, conditions, code),
    ...(code ? { code } : {}),
    newer: facts.newer.map(newerLine),
    broken: facts.broken.map((item) => `${item.key}: ${item.why}`),
    banner: view.changes,
    me: view.me,
    acts: list,
    actLine: actLine(view, list),
    commentHint: commentHint(view, list),
    enforcement: enforcement(view, context.registry),
    seen: seenToken(presentOf(facts)),
    changed: [],
    worse: worseMetrics(facts, context),
    ...(context.policyNote === undefined ? {} : { policyNote: context.policyNote }),
    ...(context.policyProblem === undefined ? {} : { policyProblem: context.policyProblem }),
    asOf: view.now,
  };
}

function withoutAction({ action: _, ...gate }: GateView): GateView {
  return gate;
}

/** The environment that a target means. Where it is not clear, the page shows the first choice and offers the others. */
export async function resolveTarget(
  target: PromotionTarget,
  context: PromotionContext,
  signal: AbortSignal,
): Promise<{ readonly to: string; readonly choices: readonly string[]; readonly clear: boolean }> {
  const policy = shownPolicy(context);
  const model = await context.registry.model(target.model, signal);
  const standing = await readStandings(factSource(context), model, signal);
  const { next, all } = choicesFor(standing, target.version);
  if (target.to !== undefined) return { to: target.to, choices: all.includes(target.to) ? all : [target.to], clear: true };
  const to = next ?? all[0] ?? environmentOf(standing, target.version);
  if (!hasMark(policy, to))
    throw new RegistryError(
      "invalid",
      `The policy names no environment to promote to.`,
      "Add an environment with an alias to slipway.yaml.",
    );
  return { to, choices: all.length > 0 ? all : [to], clear: next !== undefined };
}

function hasMark(policy: Policy, name: string): boolean {
  return policy.environments.some((environment) => environment.name === name && (environment.alias ?? environment.stage) !== undefined);
}

/** Of an open request; absent where it is the incumbent still, or gone. */
async function formerIncumbent(view: View, context: PromotionContext, signal: AbortSignal): Promise<PromotionPage["formerIncumbent"]> {
  const { facts, promotion } = view;
  const before = promotion && isOpen(promotion) ? promotion.events[0]?.evidence?.incumbent : undefined;
  if (before === undefined || before === facts.incumbentVersion) return undefined;
  const found = await findVersion(context.registry, facts.model.name, before, signal);
  return found && { version: found.version, runId: found.runId };
}

async function codeOf(facts: PromotionFacts, context: PromotionContext): Promise<PromotionPage["code"]> {
  const left = commitOf(facts.incumbent);
  const right = commitOf(facts.candidate);
  if (left === "" || right === "") return undefined;
  const same: CodeChange = { runId: facts.candidate.runId, state: "same" };
  const change = left === right ? same : await context.codeChange?.(left, right);
  return change && { ...change, runId: facts.candidate.runId, left, right };
}

function commitOf(version: VersionFacts | null): string {
  return version?.run.state === "known" ? version.run.value.commit : "";
}

/** Promotions of other versions of the model to this environment that were asked for before the one shown, newest first. */
async function earlierPromotions(view: View, context: PromotionContext, signal: AbortSignal): Promise<EarlierPromotion[]> {
  const { facts, promotion } = view;
  const source = factSource(context);
  const page = await context.registry.versions({ model: facts.model.name, limit: versionsLookedAt }, signal);
  const others = page.items.filter((version) => version.version !== facts.version.version);
  const histories = await Promise.all(others.map((version) => readHistory(source, version, signal)));
  const until = promotion === undefined || isDraft(view) ? undefined : promotion.id;
  return histories
    .flatMap((history) => history.promotions)
    .filter((item) => item.to === facts.environment.name && (until === undefined || item.id < until))
    .map(earlierOf)
    .sort((left, right) => right.at - left.at)
    .slice(0, earlierShown);
}

function earlierOf(promotion: Promotion): EarlierPromotion {
  const closed = promotion.closedBy !== undefined;
  const state = promotion.state === "rolledBack" ? "taken back" : promotion.state;
  const text = closed ? `${state} by ${shortName(promotion.closedBy)}` : `requested by ${shortName(promotion.requestedBy)}`;
  return { version: promotion.version, text, state: promotion.state, at: promotion.closedAt ?? promotion.requestedAt };
}
