import type { RegistryFacts } from "../../rules/rule.ts";

/** Does the registry list a model of this name? What is asked of a name that is still being typed would be asked again for each letter. */
export function isListed(model: string, facts: RegistryFacts): boolean {
  const models = facts.models();
  return models.state === "known" && models.value.includes(model);
}
