import { type CompletionItem, CompletionItemKind, MarkupKind } from "vscode-languageserver";
import type { KeySpec, Reference } from "#registry/model/keySpec.ts";
import type { ConfigDocument } from "../formats/format.ts";
import { specAtPath, specOfKey } from "../formats/keySpec.ts";
import { Lines, type Position } from "../formats/text.ts";
import { type TypingPlace, typingPlaceAt } from "../formats/typingPlace.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { modelOf } from "./provideHover.ts";

/** Keys where a key is typed; values, and names that the open registry knows, where a value is typed. */
export function provideCompletion(document: ConfigDocument, position: Position, facts: RegistryFacts): CompletionItem[] {
  const { format, model } = document;
  const lines = new Lines(model.text);
  const place = typingPlaceAt(lines, position);
  if (place === undefined) return [];
  const variables = format.variables?.(model, place);
  if (variables) return variables.map((name) => plain(name, CompletionItemKind.Variable));
  const range = { start: lines.position(place.wordStart), end: position };
  const proposals = place.key === undefined ? keys(document, place, facts) : values(document, place, place.key, facts);
  return proposals.map((item) => ({ ...item, textEdit: { range, newText: item.insertText ?? item.label } }));
}

function keys(document: ConfigDocument, place: TypingPlace, facts: RegistryFacts): CompletionItem[] {
  const spec = specAtPath(document.format.spec, place.path);
  const known = (spec?.keys ?? []).map((key) => ({
    label: key.name,
    kind: CompletionItemKind.Property,
    detail: key.type,
    documentation: { kind: MarkupKind.Markdown, value: key.doc },
    insertText: key.keys || key.each || key.item ? `${key.name}:` : `${key.name}: `,
  }));
  const names = spec?.each?.reference ? namesOf(spec.each.reference, document, place, facts) : [];
  return [...known, ...names.map((name) => ({ ...plain(name, CompletionItemKind.Value), insertText: `${quoted(name)}:` }))].filter(
    (item) => !place.present.includes(item.label),
  );
}

function values(document: ConfigDocument, place: TypingPlace, key: string, facts: RegistryFacts): CompletionItem[] {
  const spec = specOfKey(specAtPath(document.format.spec, place.path), key);
  if (spec === undefined) return [];
  const fixed = (spec.values ?? []).map((value) => plain(value, CompletionItemKind.EnumMember));
  if (spec.reference === undefined) return fixed;
  const names = namesOf(spec.reference, document, place, facts);
  return [...fixed, ...names.map((name) => ({ ...plain(name, CompletionItemKind.Value), insertText: quoted(name) }))];
}

/** Names for a reference: of the file's own, then of the registry. */
function namesOf(reference: Reference, { format, model }: ConfigDocument, place: TypingPlace, facts: RegistryFacts): readonly string[] {
  const own = format.names?.(model, reference, place) ?? [];
  return [...own, ...registeredNames(reference, format.spec, place, facts)];
}

function registeredNames(reference: Reference, root: KeySpec, place: TypingPlace, facts: RegistryFacts): readonly string[] {
  const registered = known(facts.models());
  switch (reference) {
    // No registry knows environments.
    case "environment":
      return [];
    case "model":
      return registered;
    case "alias":
      return unique(registered.flatMap((name) => known(facts.aliases(name)).map((each) => each.alias)));
    case "metric": {
      const own = modelOf(place.path.map((key, index) => ({ key, spec: specAtPath(root, place.path.slice(0, index + 1)) })));
      return unique((own === undefined ? registered : [own]).flatMap((name) => known(facts.metrics(name))));
    }
  }
}

function known<T>(knowledge: { readonly state: string; readonly value?: readonly T[] }): readonly T[] {
  return knowledge.state === "known" ? (knowledge.value ?? []) : [];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function plain(label: string, kind: CompletionItemKind): CompletionItem {
  return { label, kind };
}

/** A name as YAML needs it. */
function quoted(name: string): string {
  return /^[A-Za-z_][\w./@-]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}
