import { RegistryError } from "../model/errors.ts";
import { gateRecords } from "./checkGates.ts";
import type { Evidence, GateRecord, GateResult } from "./types.ts";

/** What somebody decided on. */
export interface Seen {
  /** Every value that there was is here; an event may have had no room for some: what it lacks is not compared. */
  readonly complete: boolean;
  /** Version that the environment's mark named; null: none. */
  readonly incumbent: string | null;
  readonly gates: readonly GateRecord[];
  /** Of the policy's text; empty: not known. */
  readonly policyHash: string;
}

/** One thing that is no longer as it was seen. */
export type SeenChange =
  | { readonly kind: "incumbent"; readonly was: string | null; readonly now: string | null }
  /** `was` absent: the policy did not have the gate; `now` absent: it has it no more. */
  | { readonly kind: "gate"; readonly was?: GateRecord; readonly now?: GateResult }
  | { readonly kind: "policy" };

/** The present, as it is compared with what was seen. */
export interface Present {
  readonly incumbent: string | null;
  readonly gates: readonly GateResult[];
  readonly policyHash: string;
}

const head = "seen1.";

/** An opaque text of what is shown now; whoever acts sends it back. URL-safe. */
export function seenToken(present: Present): string {
  const seen = { incumbent: present.incumbent, gates: gateRecords(present.gates), policyHash: present.policyHash };
  const bytes = new TextEncoder().encode(JSON.stringify(seen));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return head + text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Throws `invalid` for a text that is no token. */
export function readSeen(token: string): Seen {
  try {
    if (!token.startsWith(head)) throw new TypeError("another kind of text");
    const binary = atob(token.slice(head.length).replaceAll("-", "+").replaceAll("_", "/"));
    const seen = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0))));
    const fits = (seen.incumbent === null || typeof seen.incumbent === "string") && typeof seen.policyHash === "string";
    if (!fits || !Array.isArray(seen.gates)) throw new TypeError("not what was seen");
    return { ...seen, complete: true };
  } catch (error) {
    throw new RegistryError("invalid", "What you saw of this promotion cannot be read.", "Look at it again, then decide.", {
      cause: error,
    });
  }
}

/** What an event's author saw. */
export function seenBy(evidence: Evidence): Seen {
  return { complete: false, incumbent: evidence.incumbent, gates: evidence.gates, policyHash: evidence.policy?.hash ?? "" };
}

/** What of it is no longer true, the incumbent first. Empty: all is as it was. */
export function changesSince(seen: Seen, present: Present): SeenChange[] {
  const moved = seen.incumbent !== present.incumbent;
  const now = new Map(present.gates.map((gate) => [gate.id, gate]));
  const was = new Map(seen.gates.map((gate) => [gate.id, gate]));
  const gates: SeenChange[] = present.gates.flatMap((gate): SeenChange[] => {
    const before = was.get(gate.id);
    if (before === undefined) return [{ kind: "gate", now: gate }];
    return sameRecord(before, gate, seen.complete) ? [] : [{ kind: "gate", was: before, now: gate }];
  });
  const gone: SeenChange[] = seen.gates.filter((gate) => !now.has(gate.id)).map((gate) => ({ kind: "gate", was: gate }));
  const policy = seen.policyHash !== "" && present.policyHash !== "" && seen.policyHash !== present.policyHash;
  return [
    ...(moved ? [{ kind: "incumbent" as const, was: seen.incumbent, now: present.incumbent }] : []),
    ...gates,
    ...gone,
    ...(policy ? [{ kind: "policy" as const }] : []),
  ];
}

const compared = ["observed", "incumbent", "bound", "tolerance", "better", "asked"] as const;

function sameRecord(was: GateRecord, now: GateRecord, complete: boolean): boolean {
  if (was.state !== now.state) return false;
  return compared.every((key) => was[key] === now[key] || (!complete && (was[key] === undefined || now[key] === undefined)));
}
