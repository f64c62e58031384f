import { type DocumentHighlight, DocumentHighlightKind, type Location } from "vscode-languageserver";
import { Lines, type Position } from "../formats/text.ts";
import type { NameIndex, Names, PlacedMention } from "../workspace/names.ts";

/** The names at a position, and all that is known of them. */
export interface NamesAt {
  readonly index: NameIndex;
  /** Of the name that is meant, with other things that it may stand for. */
  readonly found: readonly PlacedMention[];
}

/** What stands at a position of a file, of a format or not. */
export async function namesAt(names: Names, uri: string, position: Position): Promise<NamesAt> {
  const [index, text] = [await names.around(uri), await names.text(uri)];
  const all = text.kind === "read" ? index.at(uri, new Lines(text.data.text).offset(position)) : [];
  const [first] = all;
  return { index, found: all.filter(({ start, end }) => start === first?.start && end === first.end) };
}

/** Where the name at a position is declared. */
export async function provideDefinition(names: Names, uri: string, position: Position): Promise<Location[]> {
  const { index, found } = await namesAt(names, uri, position);
  return locationsOf(
    names,
    found.flatMap((each) => index.declarationsOf(each)),
  );
}

/** Every place of the name at a position. */
export async function provideReferences(names: Names, uri: string, position: Position, withDeclaration: boolean): Promise<Location[]> {
  const { index, found } = await namesAt(names, uri, position);
  const places = found
    .flatMap((each) => index.of(each))
    .filter(({ declares, isIndirect }) => !isIndirect && (withDeclaration || !declares));
  return locationsOf(names, places);
}

/** The same places, in the file alone. */
export async function provideHighlights(names: Names, uri: string, position: Position): Promise<DocumentHighlight[]> {
  const { index, found } = await namesAt(names, uri, position);
  const text = await names.text(uri);
  if (text.kind !== "read") return [];
  const lines = new Lines(text.data.text);
  return found
    .flatMap((each) => index.of(each))
    .filter((each) => each.uri === uri && !each.isIndirect)
    .map((each) => ({ range: lines.range(each), kind: each.declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read }));
}

async function locationsOf(names: Names, places: readonly PlacedMention[]): Promise<Location[]> {
  const locations = new Map<string, Location>();
  const lines = new Map<string, Lines>();
  for (const { uri, start, end } of places) {
    const text = lines.has(uri) ? undefined : await names.text(uri);
    if (text?.kind === "read") lines.set(uri, new Lines(text.data.text));
    const range = lines.get(uri)?.range({ start, end });
    if (range !== undefined) locations.set(`${uri} ${start}`, { uri, range });
  }
  return [...locations.values()];
}
