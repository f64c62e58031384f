import type { Knowledge } from "../../model/types.ts";
import { compareSignatures } from "../compatibility.ts";
import type { Signature } from "../signature.ts";
import type { Gate, GateRecord, GateResult } from "../types.ts";
import type { Condition, Finding, GateKind, GateSubject, GateWords, Surroundings } from "./gateKind.ts";
import { incumbentWords, label, noWords, withoutIncumbent } from "./phrases.ts";

interface SignatureGate extends Gate {
  readonly kind: "signature";
  readonly signature: "required" | "compatible";
}

type SignatureCondition = Condition & Pick<SignatureGate, "signature">;

/** The model has a signature; `compatible`: what calls the incumbent can call the candidate. */
export const signatureGate: GateKind<SignatureGate, SignatureCondition> = {
  kind: "signature",
  keys: [
    {
      name: "signature",
      type: "`required` or `compatible`",
      doc: "The model must have a signature; `compatible`: callers of the current version must go on working.",
      values: ["required", "compatible"],
      meanings: {
        required: "The version must have a signature, whatever it says.",
        compatible: "What callers of the version in the environment send and read must go on working.",
      },
    },
  ],
  needs: ["signature"],
  read(options) {
    const signature = options.oneOf("signature", ["required", "compatible"]);
    return signature && { kind: "signature", signature };
  },
  conditions: (gate) => [{ ...gate, id: "signature" }],
  looksAtIncumbent: (condition) => condition.signature === "compatible",
  check,
  words,
};

/** `asked` stands in the record, so that an old result says which rule it met. */
function check({ signature: asked }: SignatureCondition, subject: GateSubject): Finding {
  const { candidate, incumbent } = subject;
  if (candidate.signature.state === "unknown") return { state: "unknown", asked, why: "unreadable", detail: candidate.signature.why };
  if (candidate.signature.state === "absent") return { state: "fail", asked, why: "none" };
  const own = candidate.signature.value;
  const current = incumbent?.signature;
  const shown = { asked, observed: own.inputs.length, ...inputsOf(current) };
  if (current?.state === "known") return { ...shown, ...compared(asked, own, current.value) };
  if (asked === "required") return { ...shown, state: "pass" };
  if (incumbent === null) return { ...shown, ...withoutIncumbent(subject) };
  if (current?.state === "unknown") return { ...shown, state: "unknown", why: "incumbentUnreadable", detail: current.why };
  return { ...shown, state: "unknown", why: "incumbentNone" };
}

function inputsOf(signature: Knowledge<Signature> | undefined): Pick<Finding, "incumbent"> {
  return signature?.state === "known" ? { incumbent: signature.value.inputs.length } : {};
}

/** Names of the inputs that break callers; what happens to the first is said where there is room for it. */
function compared(asked: string, own: Signature, incumbent: Signature): Finding {
  const breaking = compareSignatures(own, incumbent).filter((change) => change.breaking);
  const [first] = breaking;
  if (first === undefined) return { state: "pass" };
  return { state: asked === "required" ? "pass" : "fail", names: breaking.map((change) => change.name), detail: first.effect };
}

function words(record: GateRecord & Pick<GateResult, "detail">, around: Surroundings): GateWords {
  const rule = record.asked === "required" ? "{} required" : `{} compatible with ${around.environment}`;
  const base = { ...noWords, subject: "Signature", rule, observed: inputsText(record.observed), incumbent: inputsText(record.incumbent) };
  const version = label(around.candidate);
  const detail = record.detail ? `: ${record.detail}` : "";
  switch (record.why) {
    case "unreadable":
      return { ...base, observed: "unknown", problem: `The signature of ${version} cannot be read${detail}.`, reason: "give a reason" };
    case "none": {
      const remedy = "log the model with one (signature= or input_example=)";
      return { ...base, observed: "none", problem: `${version} was logged without a signature.`, remedy, reason: "give a reason" };
    }
    case "incumbentUnreadable":
      return { ...base, incumbent: "unknown", ...comparison(`cannot be read${detail}`, around) };
    case "incumbentNone":
      return { ...base, incumbent: "none", ...comparison("is missing, so what its callers send is not known", around) };
    default:
      return { ...base, ...(incumbentWords(record.why, around) ?? breakingWords(record, around)) };
  }
}

function comparison(what: string, around: Surroundings): Partial<GateWords> {
  return { problem: `The signature of ${label(around.incumbent)} ${what}.`, reason: "say in the reason why no caller breaks" };
}

function breakingWords(record: GateRecord & Pick<GateResult, "detail">, around: Surroundings): Partial<GateWords> {
  const [first, ...others] = record.names ?? [];
  if (first === undefined) return {};
  const margin = `${others.length + 1} breaking`;
  if (record.state === "pass") return { margin };
  const effect = record.detail ? `, ${record.detail}` : "";
  const rest = others.length > 0 ? `, and ${others.length} more` : "";
  const problem = `Callers of ${label(around.incumbent)} would break: ${first}${effect}${rest}.`;
  return { margin, problem, remedy: "change them first", reason: "give a reason" };
}

function inputsText(count: GateRecord["observed"]): string {
  if (typeof count !== "number") return "";
  return count === 1 ? "1 input" : `${count} inputs`;
}
