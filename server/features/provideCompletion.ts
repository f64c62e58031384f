import { type CompletionItem, CompletionItemKind, MarkupKind } from "vscode-languageserver";
import type { KeySpec } from "#registry/model/keySpec.ts";
import { specAtPath, specOfKey } from "../formats/keySpec.ts";
import { Lines, type Position } from "../formats/text.ts";
import { type TypingPlace, typingPlaceAt } from "../formats/typingPlace.ts";
import type { ConfigModel } from "../rules/check.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { modelOf, specOf } from "./provideHover.ts";

/** Keys where a key is typed; values, and names that the open registry knows, where a value is typed. */
export function provideCompletion(model: ConfigModel, position: Position, facts: RegistryFacts): CompletionItem[] {
  const lines = new Lines(model.text);
  const place = typingPlaceAt(lines, position);
  if (place === undefined) return [];
  const placeholder = place.key === "command" ? /\{(\w*)$/.exec(place.word) : null;
  if (placeholder) return parametersOf(model, place.path[1]).map((name) => plain(name, CompletionItemKind.Variable));
  const range = { start: lines.position(place.wordStart), end: position };
  const proposals = place.key === undefined ? keys(model, place, facts) : values(model, place, place.key, facts);
  return proposals.map((item) => ({ ...item, textEdit: { range, newText: item.insertText ?? item.label } }));
}

function keys(model: ConfigModel, place: TypingPlace, facts: RegistryFacts): CompletionItem[] {
  const spec = specAtPath(specOf(model), place.path);
  const known = (spec?.keys ?? []).map((key) => ({
    label: key.name,
    kind: CompletionItemKind.Property,
    detail: key.type,
    documentation: { kind: MarkupKind.Markdown, value: key.doc },
    insertText: key.keys || key.each || key.item ? `${key.name}:` : `${key.name}: `,
  }));
  const names = spec?.each?.reference ? namesOf(spec.each, model, place, facts) : [];
  return [...known, ...names.map((name) => ({ ...plain(name, CompletionItemKind.Value), insertText: `${quoted(name)}:` }))].filter(
    (item) => !place.present.includes(item.label),
  );
}

function values(model: ConfigModel, place: TypingPlace, key: string, facts: RegistryFacts): CompletionItem[] {
  const spec = specOfKey(specAtPath(specOf(model), place.path), key);
  if (spec === undefined) return [];
  const fixed = (spec.values ?? []).map((value) => plain(value, CompletionItemKind.EnumMember));
  if (spec.reference === undefined) return fixed;
  const names = namesOf(spec, model, place, facts);
  return [...fixed, ...names.map((name) => ({ ...plain(name, CompletionItemKind.Value), insertText: quoted(name) }))];
}

/** Names for a reference: environments from the policy, all others from the registry. */
function namesOf(spec: KeySpec, model: ConfigModel, place: TypingPlace, facts: RegistryFacts): readonly string[] {
  if (model.format !== "slipway.yaml") return [];
  const registered = known(facts.models());
  switch (spec.reference) {
    case "environment":
      // Under `environments` names are made, not used.
      return place.path.at(-1) === "gates" ? model.environments.slice(1).map((each) => each.name.text) : [];
    case "model":
      return registered;
    case "alias":
      return unique(registered.flatMap((name) => known(facts.aliases(name)).map((each) => each.alias)));
    case "metric": {
      const own = modelOf(place.path.map((key, index) => ({ key, spec: specAtPath(specOf(model), place.path.slice(0, index + 1)) })));
      return unique((own === undefined ? registered : [own]).flatMap((name) => known(facts.metrics(name))));
    }
    default:
      return [];
  }
}

function known<T>(knowledge: { readonly state: string; readonly value?: readonly T[] }): readonly T[] {
  return knowledge.state === "known" ? (knowledge.value ?? []) : [];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function parametersOf(model: ConfigModel, entryPoint: string | undefined): string[] {
  if (model.format !== "MLproject") return [];
  return (model.entryPoints.find((each) => each.name.text === entryPoint)?.parameters ?? []).map((each) => each.name.text);
}

function plain(label: string, kind: CompletionItemKind): CompletionItem {
  return { label, kind };
}

/** A name as YAML needs it. */
function quoted(name: string): string {
  return /^[A-Za-z_][\w./@-]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}
