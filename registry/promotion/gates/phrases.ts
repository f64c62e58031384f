import type { Finding, GateSubject, GateWords, Surroundings } from "./gateKind.ts";

/** What several kinds of gates say or find alike. */

export const noWords: Omit<GateWords, "subject" | "rule"> = {
  observed: "",
  incumbent: "",
  margin: "",
  problem: "",
  remedy: "",
  reason: "",
};

/** A gate that compares, with nothing to compare with: nothing there yet passes, a version that is gone cannot be read. */
export function withoutIncumbent(subject: GateSubject): Pick<Finding, "state" | "why"> {
  if (subject.gone !== undefined) return { state: "unknown", why: "gone" };
  return { state: "pass", why: subject.itself ? "itself" : "nothingThere" };
}

/** `v13` */
export function label(version: string | null): string {
  return version === null ? "the incumbent" : `v${version}`;
}

/** The words for `withoutIncumbent`; undefined for any other reason. */
export function incumbentWords(why: string | undefined, around: Surroundings): Partial<GateWords> | undefined {
  if (why === "itself") return { margin: `it is what ${around.environment} holds` };
  if (why === "nothingThere") return { margin: `nothing in ${around.environment} yet` };
  if (why !== "gone") return undefined;
  return {
    problem: `${label(around.incumbent)} in ${around.environment} no longer exists, so there is nothing to compare with.`,
    reason: `say in the reason why ${label(around.candidate)} may go`,
  };
}

/**
 * Advice as one text: what is missing, what would make it pass, and, for somebody who can still give a reason, what that has to say.
 */
export function adviceText(words: Pick<GateWords, "problem" | "remedy" | "reason">, canGiveReason: boolean): string {
  const ways = [words.remedy, ...(canGiveReason ? [words.reason] : [])].filter((way) => way !== "");
  const what = ways.join(", or ");
  const sentence = what === "" ? "" : `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
  return [words.problem, sentence].filter((text) => text !== "").join(" ");
}

/** Numbers of a policy as people write them, with a true minus. */
export function numberText(value: number): string {
  return String(value).replace("-", "−");
}
