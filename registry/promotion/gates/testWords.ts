import { gateWords } from "../checkGates.ts";
import type { GateRecord, GateResult } from "../types.ts";
import type { Surroundings } from "./gateKind.ts";
import { adviceText } from "./phrases.ts";

/** Words of gates for tests. */

export type Told = Omit<GateRecord, "id" | "state"> & Pick<GateResult, "detail">;
export type WordCase = readonly [id: string, state: GateRecord["state"], values: Told, expected: string, where?: Partial<Surroundings>];
export const around: Surroundings = { environment: "prod", candidate: "13", incumbent: "12" };

/** `subject: rule | observed | incumbent | margin | advice to one who can still give a reason` */
export function said(id: string, state: GateRecord["state"], values: Told, where: Surroundings): string {
  const words = gateWords({ id, state, ...values }, where);
  const { subject, rule, observed, incumbent, margin } = words;
  return `${subject}: ${[rule, observed, incumbent, margin, adviceText(words, true)].join(" | ")}`;
}
