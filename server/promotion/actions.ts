import type { Act, ActKind, PromotionPage } from "#protocol/views/promotion.ts";
import { gateSummary, gateWords, worstGate } from "#registry/promotion/checkGates.ts";
import { surroundingsOf } from "#registry/promotion/facts.ts";
import { marker, moveText } from "#registry/promotion/ladder.ts";
import { askRefusal, canAsk, decideRefusal, isRequester, missingApprovals, type View, waitsForReader } from "./reader.ts";
import { approveLine, requestLine } from "./words.ts";

/** What the reader can do now, the main act first. */
export function acts(view: View): Act[] {
  const { promotion } = view;
  if (canAsk(view)) return [act(view, "request", "Request", askRefusal(view)), ...(promotion ? [commentAct(view)] : [])];
  switch (promotion?.state) {
    case "requested":
      return [...decisions(view), commentAct(view), ...cancelAct(view)];
    case "approved":
      return [applyAct(view), ...(decideRefusal(view) === "" ? [rejectAct(view)] : []), commentAct(view), ...cancelAct(view)];
    default:
      return [commentAct(view)];
  }
}

function decisions(view: View): Act[] {
  const { promotion, facts } = view;
  const refusal = decideRefusal(view);
  const already = refusal === "" && !waitsForReader(view) ? "you have approved" : "";
  const isLast = missingApprovals(view) <= 1 && facts.environment.apply === "onApproval";
  const approve = act(view, "approve", isLast ? "Approve and Apply" : "Approve", refusal || already);
  return promotion && isRequester(view) && refusal !== "" ? [approve] : [approve, rejectAct(view)];
}

function rejectAct(view: View): Act {
  return { ...act(view, "reject", "Reject", decideRefusal(view)), primary: false, needsComment: "Say what is missing." };
}

function commentAct(view: View): Act {
  return {
    ...act(view, "comment", "Comment", view.me === "" ? "Git knows no user.email" : ""),
    primary: false,
    needsComment: "Write the comment first.",
  };
}

function cancelAct(view: View): Act[] {
  if (!isRequester(view)) return [];
  return [{ ...act(view, "cancel", "Cancel Request", ""), primary: false, needsComment: "" }];
}

function applyAct(view: View): Act {
  const byCi = view.facts.environment.apply === "ci" ? "the policy lets only CI apply" : "";
  return { ...act(view, "apply", "Apply", view.me === "" ? "Git knows no user.email" : byCi), needsComment: "" };
}

/** While a gate fails no act is primary: nothing should pull the hand towards it. */
function act(view: View, kind: ActKind, label: string, why: string): Act {
  const worst = worstGate(view.facts.gates);
  const reason = view.policyProblem === undefined ? (view.notWritable ?? why) : "slipway.yaml has to be corrected first";
  return {
    kind,
    label,
    enabled: reason === "",
    why: reason,
    primary: reason === "" && worst !== "fail",
    needsComment: worst === "pass" ? "" : reasonPrompt(view),
  };
}

/** `Say why it may go without bias_review.` */
function reasonPrompt(view: View): string {
  const { gates } = view.facts;
  const first = gates.find((gate) => gate.state === "fail") ?? gates.find((gate) => gate.state === "unknown");
  if (first === undefined) return "";
  const { subject } = gateWords(first, surroundingsOf(view.facts));
  if (first.id.startsWith("tag:")) return `Say why it may go without ${subject}.`;
  return `Say why it may go although ${subject} ${first.state === "fail" ? "fails" : "is unknown"}.`;
}

/** What a press on the main button does, or why it cannot be pressed. */
export function actLine(view: View, list: readonly Act[]): string {
  const main = list[0];
  if (main === undefined || main.kind === "comment") return "";
  if (!main.enabled) return sentence(main.why);
  if (main.kind === "request") return requestLine(view);
  if (main.kind === "approve") return approveLine(view);
  const { facts } = view;
  if (facts.incumbentVersion === facts.version.version) return "Writes the missing record; nothing moves.";
  const kind = facts.environment.alias === undefined ? "stage" : "alias";
  const name = facts.environment.alias ?? marker(facts.environment);
  return moveText({ kind, name, from: facts.incumbentVersion, to: facts.version.version });
}

/** Label beside the box. */
export function commentHint(view: View, list: readonly Act[]): PromotionPage["commentHint"] {
  const { gates } = view.facts;
  const worst = worstGate(gates);
  const has = (kind: ActKind) => list.some((item) => item.kind === kind && item.enabled);
  if (has("request")) return worst === "pass" ? "optional" : `needed, because ${gateSummary(gates)}`;
  if (has("approve") && worst !== "pass")
    return `needed to reject, and to approve while a gate ${worst === "fail" ? "fails" : "is unknown"}`;
  return has("reject") ? "needed to reject" : "optional";
}

function sentence(text: string): string {
  const end = text.endsWith(".") ? "" : ".";
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${end}`;
}
