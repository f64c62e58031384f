import type { Answer } from "#protocol/message.ts";
import type { Inbox, InboxItem } from "#protocol/registryRequests.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { gateSummary, worstGate } from "#registry/promotion/checkGates.ts";
import { foldHistory, type PromotionFacts, readFacts } from "#registry/promotion/facts.ts";
import type { VersionEntries } from "#registry/promotion/log/promotionLog.ts";
import { findEnvironment, samePerson } from "#registry/promotion/policy.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import type { Policy, Promotion } from "#registry/promotion/types.ts";
import { answer } from "../registry/answer.ts";
import { changesSinceRequest } from "./changes.ts";
import { factSource, type PromotionContext } from "./context.ts";
import { newerLine } from "./eventViews.ts";
import { waitsForReader } from "./reader.ts";

/** The gates of so many open requests, the newest, are checked; each is a few calls. */
const openChecked = 100;
const recentShown = 20;
/** Calls under way at once. */
const width = 4;

interface OpenItem {
  readonly item: InboxItem;
  readonly waits: boolean;
  /** Whose metrics its gates look at. */
  readonly runs: readonly string[];
}

/** All promotions that concern the reader. Without a policy it is empty and says so. */
export function inbox(context: PromotionContext, signal: AbortSignal): Promise<Answer<Inbox>> {
  return answer(
    async () => {
      const { policy, policyProblem, policyNote, me } = context;
      const empty = {
        hasPolicy: policy !== undefined,
        ...(policyProblem ? { policyProblem } : {}),
        ...(policyNote ? { policyNote } : {}),
        ...{ me, waiting: [], mine: [], recent: [], newer: [], broken: [], runs: [], elsewhere: [] },
      };
      return policy ? { ...empty, ...(await readInbox(policy, context, signal)) } : empty;
    },
    context.world.log,
    signal,
  );
}

type Groups = Pick<Inbox, "waiting" | "mine" | "recent" | "newer" | "broken" | "runs">;

async function readInbox(policy: Policy, context: PromotionContext, signal: AbortSignal): Promise<Groups> {
  const entries = await allEntries(context, signal);
  const histories = entries.map((one) => ({ version: one.version, ...foldHistory(policy, one) }));
  const newer = histories.flatMap((history) =>
    history.newer.map((event) => `${history.version.model} v${history.version.version}: ${newerLine(event)}`),
  );
  const broken = histories.flatMap(({ version, broken: tags }) =>
    tags.map((tag) => `${version.model} v${version.version}: ${tag.key} was skipped, ${tag.why}`),
  );
  const promotions = histories.flatMap((history) => history.promotions).sort((left, right) => (left.id < right.id ? 1 : -1));
  const requests = promotions.filter(isOpen);
  const checked = await inParallel(requests.slice(0, openChecked), width, (promotion) => openItem(promotion, context, signal));
  const open = [...checked, ...requests.slice(openChecked).map((promotion) => uncheckedItem(promotion, policy, context))];
  const closed = promotions.filter((promotion) => !isOpen(promotion)).sort((left, right) => (right.closedAt ?? 0) - (left.closedAt ?? 0));
  const waiting = open.filter((entry) => entry.waits).map((entry) => entry.item);
  const rest = open.filter((entry) => !entry.waits).map((entry) => entry.item);
  const mine = rest.filter((item) => samePerson(item.requestedBy, context.me));
  const others = rest.filter((item) => !mine.includes(item));
  return {
    waiting,
    mine,
    recent: [...others, ...closed.slice(0, recentShown).map(closedItem)],
    newer,
    broken,
    runs: open.flatMap(({ runs }) => runs),
  };
}

async function allEntries(context: PromotionContext, signal: AbortSignal): Promise<VersionEntries[]> {
  const found: VersionEntries[] = [];
  for await (const entries of context.log.open({}, signal)) found.push(entries);
  return found;
}

async function openItem(promotion: Promotion, context: PromotionContext, signal: AbortSignal): Promise<OpenItem> {
  try {
    const facts = await readFacts(factSource(context), promotion, signal, "gates");
    return openItemOf(facts.promotions.find((item) => item.id === promotion.id) ?? promotion, facts, context);
  } catch (error) {
    if (!RegistryError.is(error)) throw error;
    return {
      item: { ...itemOf(promotion), gates: "unknown", gateSummary: "gates could not be checked", changed: true },
      waits: false,
      runs: [],
    };
  }
}

function uncheckedItem(promotion: Promotion, policy: Policy, { me, notWritable }: PromotionContext): OpenItem {
  const environment = findEnvironment(policy, promotion.to);
  const who = { promotion, me, ...(notWritable === undefined ? {} : { notWritable }) };
  return {
    item: { ...itemOf(promotion), gates: "unknown", gateSummary: "gates are checked when it is opened", changed: false },
    waits: environment !== undefined && waitsForReader({ ...who, facts: { environment } }),
    runs: [],
  };
}

function openItemOf(promotion: Promotion, facts: PromotionFacts, context: PromotionContext): OpenItem {
  const changes = changesSinceRequest(facts, promotion, context.world.now());
  const gates = { gates: worstGate(facts.gates), gateSummary: gateSummary(facts.gates) };
  const view = {
    facts,
    promotion,
    me: context.me,
    now: context.world.now(),
    changes,
    ...(context.notWritable === undefined ? {} : { notWritable: context.notWritable }),
  };
  const runs = [facts.candidate.runId, facts.incumbent?.runId ?? ""].filter((id) => id !== "");
  return { item: { ...itemOf(promotion), ...gates, changed: changes.length > 0 }, waits: waitsForReader(view), runs };
}

function closedItem(promotion: Promotion): InboxItem {
  const gates = promotion.events.findLast((event) => event.evidence)?.evidence?.gates ?? [];
  return { ...itemOf(promotion), gates: worstGate(gates), gateSummary: gateSummary(gates), changed: false };
}

function itemOf(promotion: Promotion): Omit<InboxItem, "gates" | "gateSummary" | "changed"> {
  const { id, model, version, to, requestedBy, requestedAt, state, closedBy, closedAt } = promotion;
  const closed = { ...(closedBy === undefined ? {} : { closedBy }), ...(closedAt === undefined ? {} : { closedAt }) };
  return { id, model, version, to, requestedBy, requestedAt, state, ...closed };
}
