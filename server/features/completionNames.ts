import type { FileReference, KeySpec, Reference } from "#registry/model/keySpec.ts";
import type { ConfigDocument, Offer } from "../formats/format.ts";
import { specAtPath } from "../formats/keySpec.ts";
import type { TypingPlace } from "../formats/typingPlace.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { modelOf } from "./provideHover.ts";
import { aliasesText, inModels, modelText } from "./registryWords.ts";
import { isOfFiles, type LookedUp } from "./typing.ts";

/** Who knows names beside the file itself. */
export interface KnownNames {
  readonly facts: RegistryFacts;
  metricsInCode(): readonly Offer[];
  readonly found: LookedUp;
}

/** Names that can stand for a reference: of the file's own, then of the registry, then of the code; each once. */
export function namesOf(reference: Reference, document: ConfigDocument, place: TypingPlace, known: KnownNames): readonly Offer[] {
  if (isOfFiles(reference)) return known.found.offers.get(place) ?? [];
  const { format, model } = document;
  const offers = [
    ...(format.names?.(model, reference, place) ?? []),
    ...registeredNames(reference, format.spec, place, known.facts),
    ...(reference === "metric" ? known.metricsInCode() : []),
  ];
  const names = new Set<string>();
  return offers.filter(({ name }) => !names.has(name) && names.add(name));
}

function registeredNames(
  reference: Exclude<Reference, FileReference>,
  root: KeySpec,
  place: TypingPlace,
  facts: RegistryFacts,
): readonly Offer[] {
  const models = known(facts.models());
  switch (reference) {
    // No registry knows environments.
    case "environment":
      return [];
    case "model":
      return models.map((name) => ({ name, doc: ["A registered model.", aliasesText(name, facts)].filter(Boolean).join(" ") }));
    case "alias":
      return gathered(models, (model) => known(facts.aliases(model)).map(({ alias, version }) => [alias, `v${version}`]));
    case "metric": {
      const own = modelOf(place.path.map((key, index) => ({ key, spec: specAtPath(root, place.path.slice(0, index + 1)) })));
      return gathered(own === undefined ? models : [own], (model) => known(facts.metrics(model)).map((metric) => [metric, ""]));
    }
  }
}

/** Names of several models in one list, each with the models that have it. */
function gathered(models: readonly string[], namesIn: (model: string) => readonly (readonly [name: string, what: string])[]): Offer[] {
  const found = new Map<string, string[]>();
  for (const model of models) {
    for (const [name, what] of namesIn(model)) found.set(name, [...(found.get(name) ?? []), modelText(model, what)]);
  }
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, where]) => ({ name, doc: inModels(where) }));
}

function known<T>(knowledge: { readonly state: string; readonly value?: readonly T[] }): readonly T[] {
  return knowledge.state === "known" ? (knowledge.value ?? []) : [];
}
