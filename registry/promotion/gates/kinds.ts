import { commitGate } from "./commit.ts";
import type { GateKind } from "./gateKind.ts";
import { metricGate } from "./metric.ts";
import { signatureGate } from "./signature.ts";
import { tagGate } from "./tag.ts";

/** Every kind of gate that a policy can name: a new one is a file and a line here. */
export const gateKinds: readonly GateKind[] = [metricGate, signatureGate, commitGate, tagGate];
