import { gateWords } from "../checkGates.ts";
import type { GateRecord, GateResult } from "../types.ts";
import type { Surroundings } from "./gateKind.ts";
import { adviceText } from "./phrases.ts";

/** Words of gates for tests. */

export type WordCase = readonly [
  id: string,
  state: GateRecord["state"],
  values: Omit<GateRecord, "id" | "state"> & Pick<GateResult, "detail">,
  expected: string,
  where?: Partial<Surroundings>,
];

/** `subject: rule | observed | incumbent | margin | advice to one who can still give a reason` */
export function said([id, state, values, , where]: WordCase): string {
  const words = gateWords({ id, state, ...values }, { environment: "prod", candidate: "13", incumbent: "12", ...where });
  const { subject, rule, observed, incumbent, margin } = words;
  return `${subject}: ${[rule, observed, incumbent, margin, adviceText(words, true)].join(" | ")}`;
}
