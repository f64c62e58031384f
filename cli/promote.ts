import { setTimeout as sleep } from "node:timers/promises";
import { type ActInput, type ActResult, apply, approve, cancel, reject, request } from "#registry/promotion/acts.ts";
import { stoppedBy } from "#registry/promotion/changeText.ts";
import { gateWords, worstGate } from "#registry/promotion/checkGates.ts";
import { type FactSource, type PromotionFacts, presentOf, readFacts, surroundingsOf } from "#registry/promotion/facts.ts";
import { adviceText } from "#registry/promotion/gates/phrases.ts";
import { marker } from "#registry/promotion/ladder.ts";
import { logOf } from "#registry/promotion/log/logs.ts";
import type { ActContext } from "#registry/promotion/record.ts";
import { promotionName } from "#registry/promotion/refusals.ts";
import { readSeen, type Seen, seenBy, seenToken } from "#registry/promotion/seen.ts";
import type { GateResult, Promotion } from "#registry/promotion/types.ts";
import { isCi, whoAmI } from "./identity.ts";
import { CannotDo, type ExitStatus, type Io, writeJson } from "./io.ts";
import { requirePolicy } from "./policyFile.ts";
import { findPromotion } from "./promotions.ts";
import type { Source } from "./source.ts";

export type ActFormat = "text" | "json";

/** Registry, log and policy of the folder. */
export async function factSource(source: Source, signal: AbortSignal): Promise<FactSource> {
  const { registry, policy } = source;
  const policyOrigin = policy?.origin ?? { hash: "", commit: "" };
  const usable = requirePolicy(policy);
  return { registry, log: await logOf(registry, usable, signal), policy: usable, policyOrigin };
}

/** What the acts need: who acts, and a clock. */
export async function actContext(source: Source, signal: AbortSignal): Promise<ActContext> {
  return {
    ...(await factSource(source, signal)),
    me: await whoAmI(),
    ci: isCi(),
    now: () => Date.now(),
    random: () => Math.random(),
    pause: (ms, signal) => sleep(ms, undefined, { signal }),
  };
}

/** `slipway promote request`: gates first, so that they are read even where the request is refused. */
export async function requestPromotion(
  io: Io,
  context: ActContext,
  target: { readonly model: string; readonly version: string; readonly to: string },
  options: { readonly reason: string; readonly format: ActFormat },
): Promise<ExitStatus> {
  const facts = await readFacts(context, target, io.signal);
  io.note(gatesText(facts));
  if (worstGate(facts.gates) !== "pass" && options.reason.trim() === "") {
    io.note(`${promotionName(target)} is not requested. Say with --reason why it may go all the same.\n`);
    return 1;
  }
  const input = { ...target, comment: options.reason, seen: readSeen(seenToken(presentOf(facts))) };
  return report(io, "Requested", input, await request(context, input, io.signal), options.format);
}

export type Decision = "approve" | "reject" | "cancel" | "apply";

const acts = { approve, reject, cancel, apply } as const;
const done = { approve: "Approved", reject: "Rejected", cancel: "Cancelled", apply: "Applied" } as const;

export interface DecisionOptions {
  readonly comment: string;
  /** What the caller looked at, as `promote status` prints it; absent: what the request, or the approval to apply, was made on. */
  readonly seen?: string | undefined;
  readonly format: ActFormat;
}

/** `slipway promote approve|reject|cancel|apply`. */
export async function decide(io: Io, context: ActContext, decision: Decision, id: string, options: DecisionOptions): Promise<ExitStatus> {
  const promotion = await findPromotion(context, id, io.signal);
  const { model, version, to } = promotion;
  const seen = options.seen === undefined ? seenWithoutLooking(promotion, decision) : readSeen(options.seen);
  if (seen === undefined && (decision === "approve" || decision === "apply")) {
    const why = `${promotionName(promotion)} was asked for without Slipway, so nobody recorded on what.`;
    throw new CannotDo(`${why} Look (slipway promote status) and decide with --seen.`);
  }
  const input = { model, version, to, comment: options.comment, promotionId: id, ...(seen === undefined ? {} : { seen }) };
  return report(io, done[decision], input, await acts[decision](context, input, io.signal), options.format);
}

/**
 * Nobody looks at a page here: an approval means what was asked for, an application what was approved, not whatever it has become since.
 * Taking a request back, or refusing it, is right whatever has changed.
 */
function seenWithoutLooking(promotion: Promotion, decision: Decision): Seen | undefined {
  if (decision === "reject" || decision === "cancel") return undefined;
  const decided = decision === "apply" ? promotion.events.findLast((event) => event.type === "approve") : undefined;
  const evidence = (decided ?? promotion.events[0])?.evidence;
  return evidence && seenBy(evidence);
}

function report(io: Io, verb: string, input: ActInput, result: ActResult, format: ActFormat): ExitStatus {
  const { facts, promotion } = result;
  if (format === "json") {
    const { incumbentVersion: incumbent } = facts;
    const gates = facts.gates.map((gate) => ({ ...gate, text: gateText(gate, facts) }));
    const seen = seenToken(presentOf(facts));
    writeJson(io, { version: 1, done: result.done, applied: result.applied, incumbent, gates, seen, promotion: promotion ?? null });
  }
  if (!result.done) {
    const why = input.seen === undefined ? [] : stoppedBy(result.changes, input.seen, facts);
    const what = why.length > 0 ? why.join(" ") : "An approval was given on other facts.";
    io.note(`Nothing was written. ${what}\n`);
    io.note("Look again (slipway promote status) and decide with --seen, or in the editor.\n");
    return 1;
  }
  if (format === "text" && promotion) io.out(`${promotion.id}\n`);
  const mark = result.applied ? ` ${marker(facts.environment)} is v${facts.incumbentVersion ?? ""}.` : "";
  io.note(`${verb} ${promotionName(input)}.${mark}\n`);
  return 0;
}

const words = { pass: "Pass   ", fail: "Fail   ", unknown: "Unknown" } as const;

function gatesText(facts: PromotionFacts): string {
  return facts.gates.map((gate) => `${words[gate.state]}  ${gateText(gate, facts)}\n`).join("");
}

/** `val_auc not worse than prod by more than 0.002: 0.941 against 0.934, better by 0.007` */
export function gateText(gate: GateResult, facts: PromotionFacts): string {
  const said = gateWords(gate, surroundingsOf(facts));
  const values = said.incumbent === "" ? said.observed : `${said.observed} against ${said.incumbent}`;
  const found = [values, said.margin].filter((text) => text !== "").join(", ");
  const advice = gate.state === "pass" ? "" : adviceText(said, true);
  return `${said.rule.replace("{}", said.subject)}${found === "" ? "" : `: ${found}`}${advice === "" ? "" : `. ${advice}`}`;
}
