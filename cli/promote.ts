import { type ActContext, type ActInput, type ActResult, apply, approve, cancel, reject, request } from "#registry/promotion/acts.ts";
import { readFacts } from "#registry/promotion/facts.ts";
import { worstGate } from "#registry/promotion/gates.ts";
import { marker } from "#registry/promotion/ladder.ts";
import { promotionName } from "#registry/promotion/refusals.ts";
import type { GateResult } from "#registry/promotion/types.ts";
import { isCi, whoAmI } from "./identity.ts";
import { type ExitStatus, type Io, writeJson } from "./io.ts";
import { requirePolicy } from "./policyFile.ts";
import { findPromotion } from "./promotions.ts";
import type { Source } from "./source.ts";

export type ActFormat = "text" | "json";

/** What the acts need: registry and policy of the folder, who acts, and a clock. */
export async function actContext(source: Source): Promise<ActContext> {
  return {
    registry: source.registry,
    policy: requirePolicy(source.policy),
    me: await whoAmI(),
    ci: isCi(),
    now: () => Date.now(),
    random: () => Math.random(),
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
  io.note(gatesText(facts.gates));
  if (worstGate(facts.gates) !== "pass" && options.reason.trim() === "") {
    io.note(`${promotionName(target)} is not requested. Say with --reason why it may go all the same.\n`);
    return 1;
  }
  const input = { ...target, comment: options.reason, seenIncumbent: facts.incumbentVersion };
  return report(io, "Requested", input, await request(context, input, io.signal), options.format);
}

export type Decision = "approve" | "reject" | "cancel" | "apply";

const acts = { approve, reject, cancel, apply } as const;
const done = { approve: "Approved", reject: "Rejected", cancel: "Cancelled", apply: "Applied" } as const;

export interface DecisionOptions {
  readonly comment: string;
  /** Version that the caller takes for the incumbent, `none` for none; absent: the one that the request was made against. */
  readonly against?: string | undefined;
  readonly format: ActFormat;
}

/** `slipway promote approve|reject|cancel|apply`. */
export async function decide(io: Io, context: ActContext, decision: Decision, id: string, options: DecisionOptions): Promise<ExitStatus> {
  const promotion = await findPromotion(context, id, io.signal);
  const { model, version, to } = promotion;
  const requested = promotion.events[0]?.evidence?.incumbent ?? null;
  // Nobody looks at a page here: an approval means the move that was asked for, not whatever it has become since.
  const seen = options.against === undefined ? requested : seenVersion(options.against);
  const input = {
    model,
    version,
    to,
    comment: options.comment,
    promotionId: id,
    ...(decision === "approve" ? { seenIncumbent: seen } : {}),
  };
  return report(io, done[decision], input, await acts[decision](context, input, io.signal), options.format);
}

function seenVersion(against: string): string | null {
  return against === "none" ? null : against.replace(/^v/, "");
}

function report(io: Io, verb: string, input: ActInput, result: ActResult, format: ActFormat): ExitStatus {
  const { facts, promotion } = result;
  if (format === "json") {
    const { incumbentVersion: incumbent, gates } = facts;
    writeJson(io, { version: 1, done: result.done, applied: result.applied, incumbent, gates, promotion: promotion ?? null });
  }
  if (!result.done) {
    const holds = facts.incumbentVersion === null ? "nothing" : `v${facts.incumbentVersion}`;
    io.note(`Nothing was written: ${input.to} holds ${holds} now, or a gate's result changed. Look again and decide again.\n`);
    return 1;
  }
  if (format === "text" && promotion) io.out(`${promotion.id}\n`);
  const mark = result.applied ? ` ${marker(facts.environment)} is v${facts.incumbentVersion ?? ""}.` : "";
  io.note(`${verb} ${promotionName(input)}.${mark}\n`);
  return 0;
}

const words = { pass: "Pass   ", fail: "Fail   ", unknown: "Unknown" } as const;

function gatesText(gates: readonly GateResult[]): string {
  return gates
    .map((gate) => {
      const rule = gate.rule.replace("{}", gate.subject);
      const values = gate.incumbent === "" ? gate.observed : `${gate.observed} against ${gate.incumbent}`;
      const facts = [values, gate.margin].filter((text) => text !== "").join(", ");
      const advice = gate.state === "pass" || gate.advice === "" ? "" : `. ${gate.advice}`;
      return `${words[gate.state]}  ${rule}${facts === "" ? "" : `: ${facts}`}${advice}\n`;
    })
    .join("");
}
