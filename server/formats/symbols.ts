import type { ConfigDocument } from "./format.ts";
import { holds, type Span } from "./text.ts";
import { anchorsOf } from "./yamlAnchors.ts";
import type { YamlScalar } from "./yamlTree.ts";

/** What a name is, in the words of its tool. */
export type SymbolKind = "anchor" | "data" | "entry point" | "environment" | "loop variable" | "parameter" | "stage";

/** One place where a name stands. */
export interface NamePlace extends Span {
  /** The name is part of a text and written as it is; otherwise it is a scalar of its own, with quotes where it has them. */
  readonly inText?: boolean;
}

/** A name that a file declares, and where the file uses it. */
export interface FileSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** What it belongs to: the entry point of a parameter. */
  readonly scope?: string;
  readonly definition: NamePlace;
  /** All that the definition says, for a list of symbols. */
  readonly whole: Span;
  readonly references: readonly NamePlace[];
  /** What hover says of it, in Markdown. */
  readonly doc: string;
  /** Why it cannot be renamed at all, a sentence. */
  readonly fixed?: string;
  /** Why it cannot have another name, a sentence; undefined: it can. */
  refuses?(name: string): string | undefined;
}

/** The names of a file: those that its format declares, and the anchors of YAML. Two that are declared at one place (through an alias) are one. */
export function symbolsOf({ format, model }: ConfigDocument): FileSymbol[] {
  const byPlace = new Map<number, FileSymbol>();
  for (const symbol of [...(format.symbols?.(model) ?? []), ...anchorsOf(model)]) {
    const known = byPlace.get(symbol.definition.start);
    const references = [...(known?.references ?? []), ...symbol.references];
    byPlace.set(symbol.definition.start, { ...symbol, ...known, references: unique(references) });
  }
  return [...byPlace.values()].map((symbol) => ({
    ...symbol,
    references: symbol.references.filter(({ start }) => start !== symbol.definition.start),
  }));
}

function unique(places: readonly NamePlace[]): NamePlace[] {
  return [...new Map(places.map((place) => [place.start, place])).values()].toSorted((left, right) => left.start - right.start);
}

/** A symbol, and the place of it that an offset is at. */
export interface SymbolAt {
  readonly symbol: FileSymbol;
  readonly place: NamePlace;
  readonly isDefinition: boolean;
}

export function symbolAt(document: ConfigDocument, offset: number): SymbolAt | undefined {
  for (const symbol of symbolsOf(document)) {
    for (const place of [symbol.definition, ...symbol.references]) {
      if (holds(place, offset)) return { symbol, place, isDefinition: place === symbol.definition };
    }
  }
  return undefined;
}

/** A scalar that is a name. */
export function nameOf({ start, end }: YamlScalar): NamePlace {
  return { start, end };
}
