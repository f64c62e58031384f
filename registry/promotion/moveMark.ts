import type { Registry } from "../api.ts";
import type { Move } from "./ladder.ts";

/** Moves an alias or a stage. Sent once; what was not answered is read again by the caller. */
export function moveMark(registry: Registry, model: string, move: Pick<Move, "kind" | "name" | "to">, signal: AbortSignal): Promise<void> {
  if (move.kind === "alias") return registry.setAlias(model, move.name, move.to, signal);
  return registry.setStage(model, move.to, move.name, signal);
}
