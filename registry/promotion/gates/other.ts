import type { Gate } from "../types.ts";
import type { Condition, GateKind } from "./gateKind.ts";
import { noWords } from "./phrases.ts";

interface OtherGate extends Gate {
  readonly kind: "other";
  readonly name: string;
}

/** A gate of a kind that this version does not know: always unknown, never passed over. It stands for all that the list does not have. */
export const otherGate: GateKind<OtherGate, Condition> = {
  kind: "other",
  keys: [],
  needs: [],
  read: () => undefined,
  conditions: (gate) => [{ ...gate, id: `other:${gate.name}` }],
  looksAtIncumbent: () => false,
  check: () => ({ state: "unknown" }),
  words({ id, state }) {
    const name = id.startsWith("other:") ? id.slice("other:".length) : id;
    const unknown = {
      problem: `This version of Slipway does not know the gate ${name}.`,
      remedy: "update Slipway",
      reason: "check it by hand and say so in the comment",
    };
    return { ...noWords, subject: name, rule: "{}", ...(state === "pass" ? {} : unknown) };
  },
};
