import { escapeCode } from "../formats/markdown.ts";
import type { RegistryFacts } from "../rules/rule.ts";

/** Models that are named; more are counted. */
const MAX_NAMED = 5;

/** Where the aliases of a registered model point to; undefined when it is not known. */
export function aliasesText(model: string, facts: RegistryFacts): string | undefined {
  const aliases = facts.aliases(model);
  if (aliases.state === "absent") return "Not in the registry.";
  if (aliases.state !== "known") return undefined;
  return aliases.value.map(({ alias, version }) => `\`@${escapeCode(alias)}\` → v${version}`).join(" · ") || "No version has an alias.";
}

/** The versions that an alias points to, by model; undefined when it is not known. */
export function whereAlias(alias: string, facts: RegistryFacts): string | undefined {
  const models = facts.models();
  if (models.state !== "known") return undefined;
  const where = models.value.flatMap((model) => {
    const aliases = facts.aliases(model);
    const found = aliases.state === "known" ? aliases.value.find((each) => each.alias === alias) : undefined;
    return found === undefined ? [] : [modelText(model, `v${found.version}`)];
  });
  const isWhole = models.value.every((model) => facts.aliases(model).state !== "unknown");
  if (where.length === 0) return isWhole ? "No version of a registered model has this alias." : undefined;
  return inModels(where);
}

export function modelText(model: string, what: string): string {
  return `\`${escapeCode(model)}\` ${what}`.trim();
}

/** `In a v1, b v2 and 3 more.` */
export function inModels(where: readonly string[]): string {
  const more = where.length - MAX_NAMED;
  return `In ${where.slice(0, MAX_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}
