import { type Command, type CompletionItem, CompletionItemKind, type MarkupContent, MarkupKind } from "vscode-languageserver";
import type { KeySpec } from "#registry/model/keySpec.ts";
import type { ConfigDocument, Offer, Starter } from "../formats/format.ts";
import { specAtPath } from "../formats/keySpec.ts";
import type { TypingPlace, WordPlace } from "../formats/typingPlace.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { type KnownNames, namesOf } from "./completionNames.ts";
import { PlaceWriter, type Writing } from "./completionText.ts";
import { meaningOf } from "./provideHover.ts";
import { type LookedUp, nothingFound, referenceAt, type Typing } from "./typing.ts";

/** What the editor takes. */
export interface CompletionOptions {
  /** `snippetSupport`: places to jump to in what is written. */
  readonly snippets: boolean;
  /** Metrics that the programs of the workspace log; asked for where the name of one is typed. */
  readonly metricsInCode?: () => readonly Offer[];
  /** What other files have for the place; absent: nothing is known of them. */
  readonly found?: LookedUp;
}

/** Keys where a key is typed, values and names where a value is, parameters in a text; most likely first. */
export function provideCompletion(typing: Typing, facts: RegistryFacts, options: CompletionOptions): CompletionItem[] {
  const { document, lines, places } = typing;
  const { snippets, metricsInCode = () => [], found = nothingFound } = options;
  if (typing.text !== undefined) return variables(typing, typing.text, found);
  const items = places.flatMap((place) => {
    const writer = new PlaceWriter(place, lines, snippets);
    const known = { facts, metricsInCode, found };
    return place.key === undefined ? keys(document, place, known, writer) : values(document, place, known, writer);
  });
  return items.map((item, index) => ({ ...item, sortText: `${item.sortText}${String(index).padStart(4, "0")}` }));
}

/** Parameters in a text, up to the brace that closes. */
function variables({ document: { format, model }, lines, offset }: Typing, place: TypingPlace, { project }: LookedUp): CompletionItem[] {
  const offers = format.variables?.(model, place, project) ?? [];
  const { text } = lines;
  const start = offset - (/[\p{L}\p{N}_.-]*$/u.exec(place.word)?.[0].length ?? 0);
  const end = offset + (/^[\p{L}\p{N}_.-]*/u.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  const close = text[end] === "}" ? "" : "}";
  return offers.map((offer, index) => ({
    ...{ ...named(offer), kind: CompletionItemKind.Variable, sortText: String(index).padStart(4, "0") },
    textEdit: { range: lines.range({ start, end }), newText: offer.name + close },
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
  const items = [...own, ...names.map((offer) => ({ ...named(offer), ...keyOf(offer, spec.each, writer) }))];
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
  const reference = referenceAt(document, place);
  const names = reference === undefined ? [] : namesOf(reference, document, place, known);
  return [...fixed, ...names.map((offer) => ({ ...named(offer), ...nameOf(offer, writer) }))];
}

/** A file as a key stands behind what can be written alone. */
function keyOf(offer: Offer, spec: KeySpec | undefined, writer: PlaceWriter): Partial<CompletionItem> & Writing {
  if (offer.kind === "folder") return { ...nameOf(offer, writer), sortText: "3" };
  return { ...writer.key(offer.name, spec), ...(offer.kind === "file" && { sortText: "3" }) };
}

function nameOf({ name, kind }: Offer, writer: PlaceWriter): Partial<CompletionItem> & Writing {
  return kind === "folder" ? { ...writer.folder(name), command: askAgain } : writer.name(name);
}

/** What is in a folder is what comes next. */
const askAgain: Command = { title: "Suggest", command: "editor.action.triggerSuggest" };

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

const kindOf = { file: CompletionItemKind.File, folder: CompletionItemKind.Folder, parameter: CompletionItemKind.Variable } as const;

function named({ name, doc, note, kind, typedAs }: Offer): CompletionItem {
  return {
    ...{ label: name, kind: kind === undefined ? CompletionItemKind.Value : kindOf[kind], sortText: "2", ...documented(doc) },
    ...(note !== undefined && { labelDetails: { description: note } }),
    ...(typedAs !== undefined && { filterText: typedAs }),
  };
}

function documented(doc: string | undefined): { readonly documentation?: MarkupContent } {
  return doc === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: doc } };
}
