import { type CompletionItem, CompletionItemKind, type MarkupContent, MarkupKind } from "vscode-languageserver";
import type { ConfigDocument, Offer, Starter } from "../formats/format.ts";
import { specAtPath } from "../formats/keySpec.ts";
import { Lines, type Position } from "../formats/text.ts";
import { textPlaceAt, typingPlacesAt, type WordPlace } from "../formats/typingPlace.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { type KnownNames, namesOf } from "./completionNames.ts";
import { PlaceWriter } from "./completionText.ts";
import { meaningOf } from "./provideHover.ts";

/** What the editor takes. */
export interface CompletionOptions {
  /** `snippetSupport`: places to jump to in what is written. */
  readonly snippets: boolean;
  /** Metrics that the programs of the workspace log; asked for where the name of one is typed. */
  readonly metricsInCode?: () => readonly Offer[];
}

/** Keys where a key is typed, values and names where a value is, parameters in a text; most likely first. */
export function provideCompletion(
  document: ConfigDocument,
  position: Position,
  facts: RegistryFacts,
  { snippets, metricsInCode = () => [] }: CompletionOptions,
): CompletionItem[] {
  const lines = new Lines(document.model.text);
  const offset = lines.offset(position);
  const variables = variablesAt(document, lines, offset);
  if (variables !== undefined) return variables;
  const items = typingPlacesAt(document, offset).flatMap((place) => {
    const writer = new PlaceWriter(place, lines, snippets);
    const known = { facts, metricsInCode };
    return place.key === undefined ? keys(document, place, known, writer) : values(document, place, known, writer);
  });
  return items.map((item, index) => ({ ...item, sortText: `${item.sortText}${String(index).padStart(4, "0")}` }));
}

/** Parameters in a text, up to the brace that closes. */
function variablesAt(document: ConfigDocument, lines: Lines, offset: number): CompletionItem[] | undefined {
  const place = textPlaceAt(document, offset);
  const offers = place && document.format.variables?.(document.model as never, place);
  if (place === undefined || offers === undefined) return undefined;
  const { text } = lines;
  const start = offset - (/[\p{L}\p{N}_.-]*$/u.exec(place.word)?.[0].length ?? 0);
  const end = offset + (/^[\p{L}\p{N}_.-]*/u.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  const close = text[end] === "}" ? "" : "}";
  return offers.map(({ name, doc }, index) => ({
    ...{ label: name, kind: CompletionItemKind.Variable, sortText: String(index).padStart(4, "0") },
    ...documented(doc),
    textEdit: { range: lines.range({ start, end }), newText: name + close },
  }));
}

const rankOf = { required: "1", usual: "2", seldom: "3" } as const;

function keys(document: ConfigDocument, place: WordPlace, known: KnownNames, writer: PlaceWriter): CompletionItem[] {
  const { format } = document;
  const spec = specAtPath(format.spec, place.path);
  if (spec === undefined) return [];
  const fitting = format.keysBeside === undefined ? spec.keys : format.keysBeside(spec, place.present);
  const own = (fitting ?? []).map((key) => ({
    label: key.name,
    kind: CompletionItemKind.Property,
    detail: key.type,
    ...documented(`${key.doc}${key.default === undefined ? "" : ` Default: ${key.default}.`}`),
    sortText: rankOf[key.presence ?? "seldom"],
    ...writer.key(key.name, key),
  }));
  const names = spec.each?.reference === undefined ? [] : namesOf(spec.each.reference, document, place, known);
  const items = [...own, ...names.map((offer) => ({ ...named(offer), ...writer.key(offer.name, spec.each) }))];
  return [...starters(document, place, writer), ...items.filter(({ label }) => !place.present.includes(label))];
}

function values(document: ConfigDocument, place: WordPlace, known: KnownNames, writer: PlaceWriter): CompletionItem[] {
  const spec = specAtPath(document.format.spec, [...place.path, place.key ?? ""]);
  if (spec === undefined) return [];
  const fixed = (spec.values ?? []).map((value) => ({
    ...{ label: value, kind: CompletionItemKind.EnumMember, sortText: "1" },
    ...documented(meaningOf(spec, value)),
    ...writer.value(value),
  }));
  const names = spec.reference === undefined ? [] : namesOf(spec.reference, document, place, known);
  return [...fixed, ...names.map((offer) => ({ ...named(offer), ...writer.name(offer.name) }))];
}

function starters({ format }: ConfigDocument, place: WordPlace, writer: PlaceWriter): CompletionItem[] {
  const { quote, hasColon, isFree, isFlow, path, present } = place;
  if (quote !== undefined || hasColon || !isFree || isFlow) return [];
  // A whole file is for one that is empty, an item for one that is not begun.
  const isBegun = present.length > 0 && (path.length === 0 || path.at(-1) === "-");
  return (format.starters ?? [])
    .filter((starter) => !isBegun && leadsHere(starter, path))
    .map((starter) => ({
      ...{ label: starter.label, kind: CompletionItemKind.Snippet, sortText: "0" },
      ...documented(starter.doc),
      ...writer.starter(starter),
    }));
}

function leadsHere({ path }: Starter, here: readonly string[]): boolean {
  return path.length === here.length && path.every((key, index) => key === "*" || key === here[index]);
}

function named({ name, doc }: Offer): CompletionItem {
  return { label: name, kind: CompletionItemKind.Value, sortText: "2", ...documented(doc) };
}

function documented(doc: string | undefined): { readonly documentation?: MarkupContent } {
  return doc === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: doc } };
}
