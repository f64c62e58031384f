import { type Hover, MarkupKind } from "vscode-languageserver";
import type { KeySpec } from "#registry/model/keySpec.ts";
import type { ConfigDocument } from "../formats/format.ts";
import { type Place, placeAt } from "../formats/keySpec.ts";
import { Lines, type Position } from "../formats/text.ts";
import type { YamlNode } from "../formats/yamlTree.ts";
import type { RegistryFacts } from "../rules/rule.ts";

/** What a key is; for a metric, model or alias also what the open registry knows of it. */
export function provideHover({ format, model }: ConfigDocument, position: Position, facts: RegistryFacts): Hover | null {
  if (model.root === undefined) return null;
  const lines = new Lines(model.text);
  const offset = lines.offset(position);
  const place = placeAt(model.root, format.spec, offset);
  const step = place.steps.at(-1);
  if (step?.spec === undefined) return null;
  const reference = place.onKey || place.node.kind === "scalar" ? referenceText(place, facts) : undefined;
  const target = place.onKey || reference === undefined ? step.entry.key : place.node;
  const notes = format.notes?.(model, offset);
  if (!place.onKey && reference === undefined && notes === undefined) return null;
  const value = [keyText(step.entry.key.text, step.spec), reference, notes].filter((part) => part !== undefined).join("\n\n");
  return { contents: { kind: MarkupKind.Markdown, value }, range: lines.range(target) };
}

function keyText(name: string, spec: KeySpec): string {
  const preset = spec.default === undefined ? "" : ` Default: ${spec.default}.`;
  return `**${escapeMarkdown(name)}** · ${spec.type}\n\n${spec.doc}${preset}`;
}

/** What the registry says of the thing that is named here; undefined when it is not known. */
function referenceText(place: Place, facts: RegistryFacts): string | undefined {
  const { spec, onKey, node, steps } = place;
  const text = textOf(node);
  if (spec?.reference === "model" && onKey) {
    return aliasesText(text, facts);
  }
  const model = modelOf(steps.map((step) => ({ key: step.entry.key.text, spec: step.spec })));
  if (spec?.reference === "metric" && !onKey && model !== undefined) {
    const metrics = facts.metrics(model);
    if (metrics.state !== "known") return undefined;
    const logged = metrics.value.includes(text) ? "Logged" : "Not logged";
    return `${logged} by runs of \`${escapeCode(model)}\`.`;
  }
  return undefined;
}

/** Where the aliases of a registered model point to; undefined when it is not known. */
export function aliasesText(model: string, facts: RegistryFacts): string | undefined {
  const aliases = facts.aliases(model);
  if (aliases.state === "absent") return "Not in the registry.";
  if (aliases.state !== "known") return undefined;
  return aliases.value.map(({ alias, version }) => `\`@${escapeCode(alias)}\` → v${version}`).join(" · ") || "No version has an alias.";
}

/** The registered model whose part of the policy a place is in. */
export function modelOf(steps: readonly { readonly key: string; readonly spec: KeySpec | undefined }[]): string | undefined {
  return steps.find((step) => step.spec?.reference === "model")?.key;
}

function textOf(node: YamlNode): string {
  return node.kind === "scalar" ? node.text : "";
}

/** Names come from files and registries: they must not become links or HTML. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~&]/g, "\\$&");
}

function escapeCode(text: string): string {
  return text.replaceAll("`", "'");
}
