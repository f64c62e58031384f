import type { Knowledge, ModelVersion } from "#registry/model/types.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import type { Span } from "./text.ts";

/** What a place of a file names in the registry. */
export type Registered =
  | { readonly kind: "run"; readonly id: string }
  /** A model as a run logged it (MLflow 3), by its id. */
  | { readonly kind: "loggedModel"; readonly id: string }
  /** A model alone: what else is named of it is not certain. */
  | { readonly kind: "model"; readonly model: string }
  | { readonly kind: "version"; readonly model: string; readonly version: string }
  | { readonly kind: "alias"; readonly model: string; readonly alias: string }
  | { readonly kind: "stage"; readonly model: string; readonly stage: string }
  | { readonly kind: "latest"; readonly model: string };

/** A place, and what it names. */
export interface RegisteredPlace extends Span {
  readonly names: Registered;
}

/** The version that is meant now; absent: the registry has none. */
export function versionNamed(names: Exclude<Registered, { kind: "run" | "model" }>, facts: RegistryFacts): Knowledge<ModelVersion> {
  if (names.kind === "loggedModel") return facts.loggedModel(names.id);
  const { model } = names;
  if (names.kind === "version") return facts.version(model, { version: names.version });
  if (names.kind === "stage") return facts.version(model, { stage: names.stage });
  if (names.kind === "latest") return facts.version(model, "latest");
  const aliases = facts.aliases(model);
  if (aliases.state !== "known") return aliases;
  const found = aliases.value.find(({ alias }) => alias === names.alias);
  return found === undefined ? { state: "absent" } : facts.version(model, { version: found.version });
}
